"""Sources that cannot be imported are refused in one sentence, and nothing is written."""

import signal
import struct

import numpy as np

from importing import ImportTest, digits
from program import MNIST, write_png


class BadSources(ImportTest):
    def place_csv(self, *rows):
        (self.folder / "x.csv").write_text("\n".join(rows) + "\n")

    def place_array(self, array, name="x.npy"):
        np.save(self.folder / name, array, allow_pickle=True)

    def test_source_that_is_none_is_refused(self):
        self.assert_import_refused("missing", 1, "missing", "found none")
        (self.folder / "empty").mkdir()
        self.assert_import_refused("empty", 1, "empty", "PNG or JPEG", "found none")
        write_png(self.folder / "one.png", [b"\0" * 9] * 9, 0)
        self.assert_import_refused("one.png", 1, "one.png", "expected a folder of pictures", "single picture")
        (self.folder / "noise").write_bytes(bytes(range(256)))
        self.assert_import_refused("noise", 1, "noise", "another kind of file")
        (self.folder / "x.csv").write_bytes(b"")
        self.assert_import_refused("x.csv", 1, "x.csv")

    def test_csv_with_a_wrong_number_of_columns_is_refused(self):
        row = ",".join(["7"] * 783)
        self.place_csv(row, row)
        self.assert_import_refused("x.csv", 1, "x.csv: line 1", "square number of pixels", "783 columns")
        whole = ",".join(["7"] * 784)
        self.place_csv(whole, whole, "", row)
        self.assert_import_refused("x.csv", 1, "x.csv: line 4", "expected 784 columns", "783")

    def test_csv_with_a_bad_number_is_refused_with_its_place(self):
        good = ["0"] * 16
        for bad, words in (("nan", ("0 to 1", '"nan"')), ("", ('found ""',)), ("ink", ('"ink"',)), ("-1", ('"-1"',)),
                           ("inf", ("inf",)), ("1e999", ("1e999",))):
            self.place_csv(",".join(good), ",".join(good[:5] + [bad] + good[6:]))
            self.assert_import_refused("x.csv", 1, "x.csv: line 2, column 6", *words)
        self.place_csv(",".join(good), ",".join(["256", *good[1:]]))
        self.assert_import_refused("x.csv", 1, "line 2, column 1", "from 0 to 255", "256", "--white")
        # What the first thousand rows say about white may not change later.
        self.place_csv(*[",".join(good)] * 1500, ",".join(["2", *good[1:]]))
        self.assert_import_refused("x.csv", 1, "line 1501, column 1", "from 0 to 1,", "--white")

    def test_csv_with_an_unclear_label_is_refused(self):
        self.place_csv("1,5,5,5,2", "2,5,5,5,3")
        self.assert_import_refused("x.csv", 1, "--label-column")
        self.place_csv("label,a,b,c,d", "1,5,5,5,2", ",5,5,5,3")
        self.assert_import_refused("x.csv", 1, "line 3, column 1", "expected a label")
        self.place_csv('"1,5,5,5')
        self.assert_import_refused("x.csv", 1, "line 1", "quotes")

    def test_arrays_with_bad_numbers_are_refused_with_their_place(self):
        for bad, words in ((np.nan, ("nan",)), (-0.5, ("-0.5",)), (np.inf, ("inf",))):
            array = np.zeros((5, 6, 7), np.float32)
            array[3, 2, 1] = bad
            self.place_array(array)
            self.assert_import_refused("x.npy", 1, "x.npy: image 3, row 2, column 1", "from 0 to", *words)
        self.place_array(np.full((5, 6, 7), 300, np.uint16))
        self.assert_import_refused("x.npy", 1, "image 0, row 0, column 0", "0 to 255", "300", "--white")

    def test_arrays_of_other_kinds_are_refused(self):
        for array, words in (
            (np.zeros((5, 783)), ("square D", "5×783")),
            (np.zeros((5, 6, 7, 2)), ("1 or 3 channels", "5×6×7×2")),
            (np.zeros(784), ("2 to 4 dimensions", "shape 784")),
            (np.zeros((0, 28, 28)), ("at least one image",)),
            (np.zeros((3, 0, 28)), ("3×0×28",)),
            (np.zeros((3, 2, 5000)), ("4096", "3×2×5000")),
            (np.zeros((2, 28, 28), complex), ("<c16",)),
            (np.array(["text"]), ("<U4",)),
        ):
            self.place_array(array)
            self.assert_import_refused("x.npy", 1, "x.npy", *words)

    def test_damaged_arrays_and_archives_are_refused(self):
        self.place_array(np.zeros((50, 28, 28), np.uint8))
        whole = (self.folder / "x.npy").read_bytes()
        (self.folder / "x.npy").write_bytes(whole[:-1])
        self.assert_import_refused("x.npy", 1, "x.npy", "50×28×28", "found 39199 bytes")
        np.savez_compressed(self.folder / "x.npz", np.random.default_rng(1).integers(0, 255, (9, 28, 28), np.uint8))
        whole = (self.folder / "x.npz").read_bytes()
        for damaged in (whole[:-9], whole[:2000] + b"\xff" * 100 + whole[2100:]):
            (self.folder / "x.npz").write_bytes(damaged)
            self.assert_import_refused("x.npz", 1, "x.npz", "damaged")

    def test_encrypted_files_and_wrong_sizes_in_archives_are_refused(self):
        np.savez(self.folder / "x.npz", np.zeros((9, 28, 28), np.uint8))
        whole = (self.folder / "x.npz").read_bytes()
        header = whole.index(b"PK\x01\x02")  # of the file in the archive's directory
        size = struct.unpack_from("<I", whole, header + 24)[0]
        for at, value, words in ((8, 1, ["encrypted"]), (24, size + 1, ["damaged"])):
            damaged = bytearray(whole)
            struct.pack_into("<H" if at == 8 else "<I", damaged, header + at, value)
            (self.folder / "x.npz").write_bytes(damaged)
            self.assert_import_refused("x.npz", 1, "arr_0.npy", *words)

    def test_labels_that_do_not_fit_are_refused(self):
        self.place_array(np.zeros((5, 4, 4)))
        self.place_array(np.zeros(4, int), "labels.npy")
        self.assert_import_refused("x.npy", 1, "labels.npy", "one label for each of the 5", "4",
                                   options=["--labels", "labels.npy"])
        np.savez(self.folder / "x.npz", x=np.zeros((70_000, 2, 2), np.uint8), y=np.arange(70_000))
        self.assert_import_refused("x.npz", 1, "at most 256 classes", "70,000")

    def test_too_many_class_folders_are_refused(self):
        for i in range(257):
            (self.folder / f"pictures/class{i}").mkdir(parents=True)
            write_png(self.folder / f"pictures/class{i}/a.png", [b"\0" * 4] * 4, 0)
        self.assert_import_refused("pictures", 1, "pictures", "at most 256 classes", "257")

    def test_mixed_sizes_are_refused_unless_one_is_chosen(self):
        (self.folder / "pictures").mkdir()
        for i in range(9):
            write_png(self.folder / f"pictures/{i}.png", [b"\0" * (30 if i == 4 else 28)] * 28, 0)
        self.assert_import_refused("pictures", 1, "expected", "28×28", "30×28", "--size")
        images, _ = self.import_all("pictures", "--size", "28x28")
        self.assertEqual(images.shape, (9, 28, 28))

    def test_folder_with_nothing_but_broken_pictures_is_refused(self):
        (self.folder / "pictures").mkdir()
        (self.folder / "pictures/0.png").write_bytes(b"broken")
        self.assert_import_refused("pictures", 1, "can be used, found none; pictures/0.png: expected a PNG or JPEG")
        for i in range(1, 3):
            (self.folder / f"pictures/{i}.png").write_bytes(b"broken")
        self.assert_import_refused("pictures", 1, "found none", "first of 3", "pictures/", "PNG or JPEG")


class BadImportOptions(ImportTest):
    def setUp(self):
        super().setUp()
        np.save(self.folder / "x.npy", digits(20)[0])

    def test_options_out_of_range_are_refused(self):
        for option, values in {
            "--size": ["28", "0x28", "28x", "28x28x3", "2000x2000", "ax b"],
            "--invert": ["maybe"],
            "--transpose": ["1"],
            "--normalise": ["emnist"],
            "--test-share": ["1", "-0.1", "nan", "half"],
            "--white": ["0", "-1", "white"],
            "--limit": ["0"],
            "--seed": ["-1"],
        }.items():
            for value in values:
                self.assert_import_refused("x.npy", 2, option, "expected", options=[option, value])

    def test_options_that_exclude_one_another_are_refused(self):
        normalised = ["--normalise", "mnist"]
        self.assert_import_refused("x.npy", 2, "--size", options=[*normalised, "--size", "20x20"])
        self.assert_import_refused("x.npy", 2, "--invert", options=[*normalised, "--invert", "yes"])
        self.assert_import_refused("x.npy", 2, "--colour", options=[*normalised, "--colour"])
        self.assert_import_refused(MNIST, 2, "--test-share", "not split yet",
                                   options=["--limit", 50, "--test-share", 0.5])

    def test_options_for_another_kind_of_source_are_refused(self):
        (self.folder / "x.csv").write_text("1,2,3,4")
        self.assert_import_refused(MNIST, 2, "--white", options=["--limit", 50, "--white", 255])
        self.assert_import_refused("x.npy", 2, "--label-column", options=["--label-column", "last"])
        self.assert_import_refused("x.csv", 2, "--labels", options=["--labels", "x.npy"])

    def test_single_image_cannot_be_split(self):
        np.save(self.folder / "one.npy", np.zeros((1, 5, 5)))
        self.assert_import_refused("one.npy", 1, "at least 2 images", "--test-share 0")

    def test_output_that_cannot_be_made_is_refused(self):
        (self.folder / "out").mkdir()
        (self.folder / "out/mine").write_text("keep me")
        self.assert_import_refused("x.npy", 1, "out", "new or empty folder")
        (self.folder / "out/mine").unlink()
        self.import_all("x.npy")  # an empty folder is as good as none
        self.assert_refused(["import", "x.npy", "--out", "x.npy"], 1, "x.npy", "found a file")
        self.assert_refused(["import", "x.npy", "--out", "a/b"], 1, "a/b", "expected a folder", "found none")
        self.assert_refused(["import", "x.npy", "--out", ""], 2, "--out", "empty")

    def test_full_disk_leaves_nothing(self):
        np.save(self.folder / "big.npy", np.zeros((500, 28, 28)))
        self.assert_import_refused("big.npy", 1, "could not be written", file_limit=200_000)


class ImportInterruption(ImportTest):
    def interrupt(self, number):
        process = self.start("import", MNIST, "--normalise", "mnist", "--out", "out")
        while not list(self.folder.glob("out.hourglass-tmp.*")):
            self.assertIsNone(process.poll())
        process.send_signal(number)
        return self.finish(process)

    def test_interrupted_import_leaves_nothing(self):
        status, _, errors = self.interrupt(signal.SIGINT)
        self.assertEqual((status, errors.splitlines()[-1]), (130, "hourglass: interrupted; nothing was written"))
        self.assertEqual(self.listing(), [])

    def test_next_import_removes_what_a_killed_one_left(self):
        self.assertEqual(self.interrupt(signal.SIGKILL)[0], -signal.SIGKILL)
        self.assertEqual(len(self.listing()), 1)
        np.save(self.folder / "x.npy", digits(20)[0])
        self.import_all("x.npy")
        self.assertEqual(self.listing(), ["out", "x.npy"])
