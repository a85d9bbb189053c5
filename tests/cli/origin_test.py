"""Which images a model was trained on: files say so, and runs on other images are told apart."""

import csv
import io
import json
import re
import shlex
import signal
import zlib

import numpy as np

from interruption import RESUME, InterruptionTest
from program import MNIST, SHIPPED_MODELS, read_checkpoint, write_idx

COUNT = 300


class OriginTest(InterruptionTest):
    """Folders of the same digits as they are, with rows and columns exchanged, and inverted; and of other digits."""

    def setUp(self):
        super().setUp()
        pixels = np.fromfile(MNIST / "train-images-idx3-ubyte", np.uint8, offset=16, count=784 * 2 * COUNT)
        digits, later = np.split(pixels.reshape(-1, 28, 28), 2)
        self.images = {"digits": digits, "exchanged": digits.swapaxes(1, 2), "inverted": 255 - digits, "later": later}
        for name, images in self.images.items():
            (self.folder / name).mkdir()
            for prefix in ("train", "t10k"):
                path = self.folder / name / f"{prefix}-images-idx3-ubyte"
                write_idx(path, 0x803, images.shape, images.tobytes())

    def crc(self, name):
        return zlib.crc32(self.images[name].tobytes())

    def train_on(self, data, preset="784-4", *arguments, out=None):
        out = out or f"{data}-{preset}.safetensors"
        epochs = () if preset.startswith("pca") else ("--epochs", 1)
        self.run_program("train", preset, "--data", data, "--threads", 1, *epochs, *arguments, "--out", out)
        return self.folder / out

    def forget(self, path):
        """Removes what older versions did not write."""
        content = path.read_bytes()
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
        training = json.loads(header["__metadata__"]["training"])
        training.pop("run", None)
        header["__metadata__"]["training"] = json.dumps(training)
        text = json.dumps(header).encode()
        path.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + length :])


class ImagesOfAFile(OriginTest):
    def test_finished_file_has_the_checksum_of_its_pixels_and_no_name_of_a_file(self):
        path = self.train_on("digits", "784-4", "--validation", 50)
        expected = {"pixels_crc32": self.crc("digits"), "float16": False, "keep_optimizer": False}
        self.assertEqual(read_checkpoint(path)[1]["training"]["run"], expected)
        for option, key in (("--float16", "float16"), ("--keep-optimizer", "keep_optimizer")):
            path = self.train_on("digits", "784-4", "--validation", 50, option)
            self.assertEqual(read_checkpoint(path)[1]["training"]["run"], {**expected, key: True})
        self.run_program("convert", path, "--out", "converted.safetensors")
        self.assertEqual(read_checkpoint(self.folder / "converted.safetensors")[1]["training"]["run"], expected)


class ImagesOfARequeuedRun(OriginTest):
    def refuse(self, data, preset, out, *words):
        epochs = () if preset.startswith("pca") else ("--epochs", 1)
        command = ["train", preset, "--data", data, *epochs, "--threads", 1, "--out", out, "--resume-or-start"]
        self.assert_refused(command, 1, f"{out}: expected a run of this command, on the images of ", *words)

    def test_finished_run_on_other_images_is_refused(self):
        for preset in ("784-4", "pca-3"):
            out = self.train_on("digits", preset).name
            for other in ("exchanged", "inverted", "later"):
                self.refuse(other, preset, out, other, "other images")
            self.train_on("digits", preset, "--resume-or-start", out=out)
            (self.folder / "moved").symlink_to("digits")
            self.train_on("moved", preset, "--resume-or-start", out=out)
            (self.folder / "moved").unlink()

    def test_file_of_an_older_version_is_refused_only_if_the_number_of_images_differs(self):
        path = self.train_on("digits")
        self.forget(path)
        self.train_on("later", "784-4", "--resume-or-start", out=path.name)
        short = self.images["digits"][:-1]
        write_idx(self.folder / "later/train-images-idx3-ubyte", 0x803, short.shape, short.tobytes())
        self.refuse("later", "784-4", path.name, "later")

    def test_half_precision_does_not_hide_that_the_images_are_the_same(self):
        for preset in ("784-4", "pca-3"):
            path = self.train_on("digits", preset, "--float16")
            self.train_on("digits", preset, "--float16", "--resume-or-start", out=path.name)

    def test_moments_of_other_images_are_refused(self):
        for name in ("digits", "later"):
            self.run_program("moments", "--data", name, "--out", f"{name}.moments")
        fit = ("train", "pca-3", "--out", "m.safetensors", "--resume-or-start", "--moments")
        self.assertIn("Try: hourglass evaluate m.safetensors --data DIR", self.run_program(*fit, "digits.moments"))
        self.assertIn("has finished", self.run_program(*fit, "digits.moments"))
        self.assert_refused([*fit, "later.moments"], 1, "m.safetensors", "--moments", "other images")

    def test_interrupted_run_on_other_images_is_refused_and_goes_on_with_its_own(self):
        run = ("train", "784-4", "--epochs", 2000, "--threads", 1, "--out", "cut.safetensors", "--resume-or-start")
        process = self.start(*run, "--data", "digits")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        process.send_signal(signal.SIGKILL)
        self.finish(process)
        self.assert_refused([*run, "--data", "later"], 1, f"{RESUME}: ", "later", "other images")
        self.assertIn("Try: hourglass evaluate cut.safetensors --data ", self.run_program("train", "--resume", RESUME))


class ImagesOfGroups(OriginTest):
    def test_groups_hold_runs_on_the_same_images(self):
        files = []
        for preset in ("784-4", "pca-3"):
            for data in ("digits", "exchanged", "inverted"):
                seeds = (1, 2) if preset == "784-4" else (1,)
                files += [self.train_on(data, preset, "--seed", seed, out=f"{preset}-{data}-{seed}.safetensors")
                          for seed in seeds]
        self.forget(self.train_on("digits", "784-4", out="old.safetensors"))
        compare = ("compare", *files, self.train_on("digits", "pca-3", "--float16", out="half.safetensors"),
                   "old.safetensors", "--group", "--data", "digits/", "--limit", 50)
        rows = [(row["model"], row["data"], row["seeds"])
                for row in csv.DictReader(io.StringIO(self.run_program(*compare, "--csv")))]
        self.assertEqual(rows, [
            ("784-4", "digits", "1 2"),
            ("784-4", f"crc32 {self.crc('exchanged'):08x}", "1 2"),
            ("784-4", f"crc32 {self.crc('inverted'):08x}", "1 2"),
            ("pca-3", "digits", "1 1"),
            ("pca-3", "others", "1"),
            ("pca-3", "others", "1"),
            ("784-4", "unknown", "1"),
        ])
        self.assertEqual([row["data"] for row in json.loads(self.run_program(*compare, "--json"))],
                         [row[1] for row in rows])
        self.run_program(*compare, "--out", "table.html")
        self.assertIn("50 images of digits;", (self.folder / "table.html").read_text())
        self.assertIn("<td>digits</td>", (self.folder / "table.html").read_text())
        self.assertRegex(self.run_program(*compare), r"784-4 .* 1 2 +digits ")
        damaged = self.folder / "digits/train-images-idx3-ubyte"
        damaged.write_bytes(damaged.read_bytes()[:-1])
        names = {row["data"] for row in json.loads(self.run_program(*compare, "--json"))}
        self.assertEqual(names, {f"crc32 {self.crc(name):08x}" for name in ("digits", "exchanged", "inverted")} |
                         {"unknown"})


class ImagesOfCommands(OriginTest):
    def commands_of(self, data, *runs):
        self.run_program("report", *runs, "--data", data, "--out", "report.html")
        page = (self.folder / "report.html").read_text()
        found = re.findall(r'<code class="command">(.*?)</code>', page)
        return page, [shlex.split(command)[1:] for command in found]

    def test_command_of_a_report_repeats_the_run_on_its_images(self):
        paths = [self.train_on("digits", "784-4", "--limit", 200, "--validation", 40), self.train_on("digits", "pca-3")]
        page, commands = self.commands_of("digits", *paths)
        self.assertNotIn("other images", page)
        for path, command in zip(paths, commands):
            self.run_program(*command, "--out", "again.safetensors")
            self.assertEqual(path.read_bytes(), (self.folder / "again.safetensors").read_bytes())
        page, commands = self.commands_of("later", *paths)
        self.assertEqual(page.count("It was trained on other images"), 2)
        self.assertEqual([command[2:4] for command in commands], [["--data", "DIR"]] * 2)

    def test_shipped_table_of_errors_is_drawn_only_for_mnist(self):
        draw = ("figures", "F19", "--out", "figures")
        self.run_program(*draw)
        of_mnist = (self.folder / "figures/F19.csv").read_bytes()
        self.run_program(*draw, "--data", MNIST)
        self.assertEqual((self.folder / "figures/F19.csv").read_bytes(), of_mnist)
        self.assert_refused([*draw, "--data", "digits"], 1, "digits", "--errors", "MNIST")

    def test_fashion_is_not_called_digits_and_is_no_other_kind_than_itself(self):
        for data, expected in (("fashion-mnist", ["fashion-mnist", "uniform noise"]),
                               ("digits", ["digits", "Fashion-MNIST", "uniform noise"])):
            self.run_program("figures", "F13", "--data", data, "--out", "figures")
            rows = list(csv.DictReader((self.folder / "figures/F13.csv").read_text().splitlines()))
            self.assertEqual([row["images"] for row in rows], expected)
            error = self.evaluate(SHIPPED_MODELS / "deep-30.safetensors", "--data", data)["mse"]
            self.assertAlmostEqual(float(rows[0]["mse"]), error, delta=1e-6)
            self.assertNotIn("MNIST digits", (self.folder / "figures/F13-errors.svg").read_text())
