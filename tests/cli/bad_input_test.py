"""Invalid input is reported in one sentence and leaves every file unchanged."""

import gzip
import json
import struct

import numpy as np

from program import MNIST, ProgramTest, write_idx


class BadArguments(ProgramTest):
    def test_unknown_words_get_the_nearest_as_a_suggestion(self):
        self.assert_refused(["trian", "deep-30"], 2, '"trian"', '"train"')
        self.assert_refused(["train", "deep-31"], 2, '"deep-31"', '"deep-30"')
        self.assert_refused(["train", "deep-30", "--epoch", 3], 2, '"--epoch"', '"--epochs"')
        self.assert_refused(["train", "deep-30", "--epoch=3"], 2, '"--epoch"', '"--epochs"')
        self.assert_refused(["evaluate", "a", "b"], 2, '"b"')

    def test_numbers_out_of_range_are_refused(self):
        cases = {
            "--epochs": ["0", "-1", "1.5", "many", "99999999999"],
            "--batch": ["0"],
            "--lr": ["-0.001", "0", "nan", "fast"],
            "--noise": ["gaussian:2", "gaussian:-1", "gaussian:", "fog:0.5", "gaussian:mixed:1.5"],
            "--l1": ["-1", "inf"],
            "--loss": ["mae"],
            "--schedule": ["linear"],
            "--optimizer": ["lion"],
            "--warmup": ["1", "-0.1", "slow"],
            "--weight-decay": ["-1", "nan"],
            "--early-stopping": ["-1", "1.5"],
            "--seed": ["-1", "99999999999999999999999"],
            "--threads": ["0", "257"],
            "--limit": ["0"],
            "--validation": ["-1"],
        }
        for option, values in cases.items():
            for value in values:
                self.assert_refused(["train", "simple-32", option, value], 2, "expected", value)

    def test_model_that_cannot_be_trained_is_refused(self):
        self.assert_refused(["train"], 2, "PRESET")
        self.assert_refused(["train", "toy-6-3-6"], 2, "toy-6-3-6")
        self.assert_refused(["train", "linear-5", "--loss", "bce"], 2, "sigmoid")
        self.assert_refused(["train", "pca-785"], 2, "784")
        self.assert_refused(["train", "784"], 2, "784")

    def test_holding_out_every_image_is_refused(self):
        self.assert_refused(["train", "simple-32", "--limit", 50, "--validation", 50], 2, "--validation", "50")

    def test_option_without_its_value_is_refused(self):
        self.assert_refused(["train", "deep-30", "--epochs"], 2, "--epochs")
        self.assert_refused(["encode", "x"], 2, "--out")


class BadOutput(ProgramTest):
    def test_unwritable_output_is_refused_before_training(self):
        (self.folder / "folder").mkdir()
        for option in ("--out", "--log"):
            for path, word in (("missing/file", "missing"), ("folder", "folder"), ("/dev/null", "device")):
                # With 60,000 images and 1,000 epochs, this ends in time only if nothing is trained.
                self.assert_refused(["train", "deep-30", "--epochs", 1000, option, path], 1, path, word)

    def test_full_disk_leaves_existing_files_intact(self):
        model = self.train("under-64")
        (self.folder / "codes.npy").write_bytes(b"older codes")
        self.assert_refused(["encode", model, "--out", "codes.npy"], 1, "codes.npy", "could not be written",
                            file_limit=100_000)
        self.assert_refused(["train", "under-64", "--limit", 500, "--out", "model.safetensors"], 1,
                            "model.safetensors", "could not be written", file_limit=100_000)
        self.assert_refused(["reconstruct", model, "--count", 3, "--out", "x.png"], 1, "x.png",
                            "could not be written", file_limit=1000)


class BadData(ProgramTest):
    """Broken folders of images, each of which evaluate and train try to read."""

    def setUp(self):
        super().setUp()
        self.model = self.train("pca-2")
        self.data = self.folder / "data"
        self.data.mkdir()
        self.images = np.zeros((10, 784), np.uint8).tobytes()

    def assert_data_refused(self, *words):
        for arguments in (["evaluate", self.model, "--data", "data"], ["train", "simple-32", "--data", "data"]):
            self.assert_refused(arguments, 1, *words)

    def place(self, content, name="images-idx3-ubyte"):
        for split in ("train", "t10k"):
            (self.data / f"{split}-{name}").write_bytes(content)

    def place_idx(self, magic, sizes, body):
        for split in ("train", "t10k"):
            write_idx(self.data / f"{split}-images-idx3-ubyte", magic, sizes, body)

    def test_missing_folder_and_missing_files_are_refused(self):
        self.assert_data_refused("data", "no such file in it")
        self.assert_refused(["evaluate", self.model, "--data", "nowhere"], 1, "nowhere", "no such folder")

    def test_broken_idx_files_are_refused(self):
        cases = [
            (0x801, (10, 28, 28), self.images, "magic"),
            (0x803, (11, 28, 28), self.images, "cut short"),
            (0x803, (10, 28, 28), self.images[:-1], "cut short"),
            (0x803, (10, 28, 28), self.images + b"x", "trailing"),
            (0x803, (9, 28, 28), self.images, "trailing"),
            (0x803, (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF), self.images, "2^40"),
            (0x803, (0x10000, 0x10000, 0x10000), b"", "2^40"),
            (0x803, (0, 5000, 28), b"", "5000×28"),
            (0x803, (0, 28, 28), b"", "none"),
        ]
        for magic, sizes, body, word in cases:
            self.place_idx(magic, sizes, body)
            self.assert_data_refused("images-idx3-ubyte", word)
        self.place(b"\0\0\x08")
        self.assert_data_refused("images-idx3-ubyte", "header")

    def test_broken_gzip_files_are_refused(self):
        whole = gzip.compress(struct.pack(">4I", 0x803, 10, 28, 28) + self.images)
        flipped = bytearray(whole)
        flipped[-6] ^= 1
        for broken in (whole[:-9], bytes(flipped), whole + b"x", whole[:10] + b"\xff" * 20):
            self.place(broken, "images-idx3-ubyte.gz")
            self.assert_data_refused("images-idx3-ubyte.gz")

    def test_labels_that_do_not_match_the_images_are_refused(self):
        self.place_idx(0x803, (10, 28, 28), self.images)
        self.place(struct.pack(">2I", 0x801, 9) + bytes(9), "labels-idx1-ubyte")
        self.assert_data_refused("labels-idx1-ubyte", "10", "9")

    def test_gzipped_files_are_read_like_plain_ones(self):
        for name in ("images-idx3-ubyte", "labels-idx1-ubyte"):
            content = (MNIST / f"t10k-{name}").read_bytes()
            (self.data / f"t10k-{name}.gz").write_bytes(gzip.compress(content, 1))
        self.assertEqual(self.evaluate(self.model, "--data", self.data), self.evaluate(self.model))

    def test_data_set_from_setup_is_found_by_its_name(self):
        self.assertEqual(self.evaluate(self.model, "--data", "fashion-mnist", "--limit", 20)["images"], 20)


class BadCheckpoints(ProgramTest):
    def setUp(self):
        super().setUp()
        content = self.train("784-6").read_bytes()
        (length,) = struct.unpack_from("<Q", content)
        self.header = json.loads(content[8 : 8 + length])
        self.body = content[8 + length :]

    def assert_refused_with(self, header, body, *words, length=None):
        text = json.dumps(header).encode()
        (self.folder / "bad").write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + body)
        for command in (["evaluate", "bad"], ["summary", "bad"], ["convert", "bad", "--out", "converted"],
                        ["train", "--resume", "bad"],
                        ["encode", "bad", "--out", "x.npy"]):
            self.assert_refused(command, 1, "bad", *words)

    def edited(self, tensor, **changes):
        return self.header | {tensor: self.header[tensor] | changes}

    def test_wrong_header_length_is_refused(self):
        for length in (0, 10**6, 2**63, 2**64 - 1):
            self.assert_refused_with(self.header, self.body, "header", length=length)

    def test_wrong_tensor_offsets_are_refused(self):
        first, last = self.header["0.weight"]["data_offsets"]
        self.assert_refused_with(self.edited("0.weight", data_offsets=[first + 10**6, last + 10**6]), self.body,
                                 "0.weight")
        self.assert_refused_with(self.edited("0.weight", data_offsets=[0, 2**63]), self.body)
        self.assert_refused_with(self.edited("1.weight", data_offsets=[first, last]), self.body)
        self.assert_refused_with(self.header, self.body[:-4])
        self.assert_refused_with(self.header, self.body + b"more")

    def test_wrong_tensors_are_refused(self):
        self.assert_refused_with(self.edited("0.weight", dtype="F7"), self.body, "0.weight", "F7")
        self.assert_refused_with(self.edited("0.weight", shape=[784, 6]), self.body, "0.weight", "[784,6]")
        self.assert_refused_with(self.edited("0.weight", shape=[3, 784]), self.body, "0.weight")
        self.assert_refused_with({("9.bias" if name == "0.bias" else name): entry
                                  for name, entry in self.header.items()}, self.body, "0.bias")

    def test_non_finite_weights_are_refused(self):
        for value in (np.nan, np.inf):
            body = struct.pack("<f", value) + self.body[4:]
            self.assert_refused_with(self.header, body, "NaN")

    def test_missing_description_is_refused(self):
        self.assert_refused_with({name: entry for name, entry in self.header.items() if name != "__metadata__"},
                                 self.body, "__metadata__", "hourglass convert bad --as PRESET")
        metadata = self.header["__metadata__"] | {"model": "{}"}
        self.assert_refused_with(self.header | {"__metadata__": metadata}, self.body, "model")

    def test_files_that_are_not_checkpoints_are_refused(self):
        for content in (b"", b"short", b"{}" * 50):
            (self.folder / "bad").write_bytes(content)
            self.assert_refused(["evaluate", "bad"], 1, "bad")
        self.assert_refused(["evaluate", "."], 1, "folder")
        self.assert_refused(["evaluate", "/dev/zero"], 1, "/dev/zero", "device")
