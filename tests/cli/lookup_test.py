"""How the program reports its version and finds data sets and trained models."""

import gzip
import re
import shutil
import struct
from pathlib import Path

from program import PROGRAM, SHIPPED_MODELS, ProgramTest, write_idx

PCA = SHIPPED_MODELS / "pca-30.safetensors"


class Version(ProgramTest):
    def test_version_is_printed(self):
        self.assertRegex(self.run_program("--version"), r"\Ahourglass \d+\.\d+\.\d+ \([-\w. ]+, \d+ lanes\)\n\Z")
        self.assertIn("--version", self.run_program("--help"))


class FileNames(ProgramTest):
    """The folder and file names of published data sets."""

    def place(self, name, count, *, gzipped=False):
        path = self.folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_idx(path, 0x803, [count, 28, 28], bytes(784 * count - 1) + b"x")
        if gzipped:
            path.write_bytes(gzip.compress(path.read_bytes()))

    def count(self, data="data", *arguments):
        return self.evaluate(PCA, "--data", data, *arguments)["images"]

    def test_folder_named_like_a_file_is_searched_or_skipped(self):
        self.place("t10k-images-idx3-ubyte/t10k-images-idx3-ubyte", 3)
        self.assertEqual(self.count(), 3)
        self.place("t10k-images.idx3-ubyte", 4)
        (self.folder / "data/t10k-images-idx3-ubyte/t10k-images-idx3-ubyte").unlink()
        self.assertEqual(self.count(), 4)
        self.place("t10k-images-idx3-ubyte.gz", 5, gzipped=True)
        self.assertEqual(self.count(), 5)

    def test_names_of_emnist_and_qmnist_are_found(self):
        self.place("emnist-letters-test-images-idx3-ubyte.gz", 6, gzipped=True)
        self.place("emnist-letters-train-images-idx3-ubyte", 7)
        self.assertEqual(self.count(), 6)
        self.assertEqual(self.count("data", "--split", "train"), 7)
        shutil.rmtree(self.folder / "data")
        self.place("qmnist-test-images-idx3-ubyte", 3)
        labels = self.folder / "data/qmnist-test-labels-idx2-int"
        rows = [[5, 0, 0, 0, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0, 0, 0], [9, 0, 0, 0, 0, 0, 0, 0]]
        labels.write_bytes(struct.pack(">3I24I", 0xC02, 3, 8, *sum(rows, [])))
        self.assertEqual(self.count(), 3)
        labels.write_bytes(struct.pack(">3I8I", 0xC02, 1, 8, *rows[0]))
        self.assert_refused(["evaluate", PCA, "--data", "data"], 1, "qmnist-test-labels-idx2-int", "3 images")

    def test_one_of_several_data_sets_is_chosen_by_its_name(self):
        self.place("emnist-digits-test-images-idx3-ubyte", 3)
        self.place("emnist-mnist-test-images-idx3-ubyte", 4)
        self.assert_refused(["evaluate", PCA, "--data", "data"], 1, "emnist-digits, emnist-mnist", "data/emnist-digits")
        self.assertEqual(self.count("data/emnist-mnist"), 4)
        self.assertEqual(self.count("data/emnist-mnist/"), 4)
        self.place("../my data/a-test-images-idx3-ubyte", 3)
        self.place("../my data/b-test-images-idx3-ubyte", 3)
        self.assert_refused(["evaluate", PCA, "--data", "my data"], 1, "as in --data 'my data/a'")
        self.place("t10k-images-idx3-ubyte", 5)
        self.assertEqual(self.count(), 5)

    def test_training_and_test_images_come_from_the_same_data_set(self):
        self.place("train-images-idx3-ubyte", 3)
        self.place("emnist-letters-test-images-idx3-ubyte", 4)
        self.assert_refused(["evaluate", PCA, "--data", "data"], 1, "t10k-images-idx3-ubyte")
        data = self.folder / "data"
        (data / "train-images-idx3-ubyte").rename(data / "emnist-digits-train-images-idx3-ubyte")
        self.assert_refused(["evaluate", PCA, "--data", "data"], 1, "emnist-digits, emnist-letters")


class DataLookup(ProgramTest):
    """Places data sets of different sizes, so that the number of images tells which one was used."""

    def setUp(self):
        super().setUp()
        self.environment = {
            "HOME": str(self.folder / "home"),
            "HOURGLASS_DATA": str(self.folder / "own"),
            "XDG_DATA_HOME": str(self.folder / "user"),
            "XDG_DATA_DIRS": f"{self.folder / 'first'}:{self.folder / 'second'}",
        }

    def place(self, folder, count):
        path = self.folder / folder
        path.mkdir(parents=True)
        pixels = bytes(number % 256 for number in range(784 * count))
        write_idx(path / "t10k-images-idx3-ubyte", 0x803, [count, 28, 28], pixels)

    def remove(self, folder):
        shutil.rmtree(self.folder / folder)

    def evaluate_in(self, *arguments):
        """Evaluates a model; returns (exit status, number of images, standard error)."""
        process = self.start("evaluate", PCA, "--json", *arguments, env=self.environment)
        status, output, errors = self.finish(process)
        found = re.search(r'"images": ?(\d+)', output)
        return status, int(found[1]) if found else None, errors

    def assert_uses(self, count, *arguments):
        self.assertEqual(self.evaluate_in(*arguments), (0, count, ""))

    def test_folders_are_searched_in_order(self):
        folders = ("own", "user/hourglass", "first/hourglass", "second/hourglass")
        for data_set in ("mnist", "fashion-mnist"):
            for count, folder in enumerate(folders, start=2):
                self.place(f"{folder}/{data_set}", count)
        for data_set, arguments in (("mnist", ()), ("fashion-mnist", ("--data", "fashion-mnist"))):
            self.environment["HOURGLASS_DATA"] = str(self.folder / "own")
            for count, folder in enumerate(folders, start=2):
                self.assert_uses(count, *arguments)
                self.remove(f"{folder}/{data_set}")
                self.environment.pop("HOURGLASS_DATA", None)
            self.assert_uses(10_000, *arguments)  # the data set that set-up fetched

    def test_default_folders_are_used_if_variables_are_unset_empty_or_relative(self):
        self.place("home/.local/share/hourglass/mnist", 3)
        self.place("relative/hourglass/mnist", 4)
        del self.environment["HOURGLASS_DATA"], self.environment["XDG_DATA_HOME"]
        self.assert_uses(3)
        self.environment["XDG_DATA_HOME"] = self.environment["HOURGLASS_DATA"] = ""
        self.assert_uses(3)
        self.environment["XDG_DATA_HOME"] = self.environment["XDG_DATA_DIRS"] = "relative"
        self.assert_uses(10_000)

    def test_warns_if_the_folder_in_the_variable_lacks_the_data_set(self):
        self.place("own/fashion-mnist", 2)
        self.place("second/hourglass/mnist", 5)
        status, count, errors = self.evaluate_in()
        self.assertEqual((status, count), (0, 5))
        self.assertEqual(errors, f"hourglass: warning: HOURGLASS_DATA is {self.folder}/own, which has no folder mnist; "
                                 f"using {self.folder}/second/hourglass/mnist\n")

    def test_missing_data_set_is_reported_with_the_places_searched(self):
        status, _, errors = self.evaluate_in("--data", "letters")
        self.assertEqual((status, errors.count("\n")), (1, 1))
        places = ["own (HOURGLASS_DATA)", "user/hourglass", "first/hourglass", "second/hourglass"]
        places = ", ".join(f"{self.folder}/{place}" for place in places)
        expected = "letters: expected a folder with t10k-images-idx3-ubyte (or .gz), found no such folder here or in "
        self.assertIn(f"{expected}{places}, ", errors)
        self.assertIn("set HOURGLASS_DATA", errors)

    def test_path_takes_precedence_over_a_data_set_of_the_same_name(self):
        self.place("own/mnist", 2)
        self.place("mnist", 3)
        self.assert_uses(3, "--data", "mnist")
        self.assert_uses(3, "--data", self.folder / "mnist")
        self.assert_uses(2)

    def test_one_of_several_data_sets_is_found_in_the_searched_folders(self):
        self.place("own/emnist", 3)
        folder = self.folder / "own/emnist"
        (folder / "t10k-images-idx3-ubyte").rename(folder / "emnist-digits-test-images-idx3-ubyte")
        self.assert_uses(3, "--data", "emnist/emnist-digits")


class ShippedModels(ProgramTest):
    def test_models_of_an_installed_page_take_precedence_over_those_of_the_sources(self):
        (self.folder / "bin").mkdir()
        program = Path(shutil.copy(PROGRAM, self.folder / "bin"))
        models = self.folder / "share/hourglass/page/models"
        models.mkdir(parents=True)
        complaint = f"expected the trained models in {models}, "
        _, output, errors = self.finish(self.start("figures", "F7", "--out", "figures", executable=program))
        self.assertIn(complaint, errors, output)
        shutil.copy(PCA, models)
        process = self.start("figures", "F7", "--out", "figures", executable=program)
        self.assertEqual(self.finish(process)[::2], (0, ""))
        shutil.rmtree(models)
        process = self.start("figures", "F7", "--out", "figures", executable=program)
        self.assertEqual(self.finish(process)[::2], (0, ""))
