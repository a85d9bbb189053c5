"""Images of other sizes than 28×28, and in colour, from training to figures."""

import json
import re
from pathlib import Path

import numpy as np

from image_sets import digits_8x8, discs, flat, place, read_png
from program import ProgramTest, forward, read_checkpoint, write_idx, write_tensors

SOURCE = Path(__file__).resolve().parents[2]


def strip_metadata(path):
    """Writes the tensors of a checkpoint as other programs save them; returns the new file."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    del header["__metadata__"]
    text = json.dumps(header).encode()
    plain = path.with_name("plain.safetensors")
    plain.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + length :])
    return plain


class OtherSizesTest(ProgramTest):
    """A folder of images for each size."""

    def setUp(self):
        super().setUp()
        self.small, labels = digits_8x8()
        place(self.folder / "small", self.small, labels, 1500)
        self.colour, labels = discs(360, 32, 32, 3, seed=1)
        place(self.folder / "colour", self.colour, labels, 300)


class AnySize(OtherSizesTest):
    def test_pca_explains_the_variance_that_numpy_computes(self):
        for name, images, training in (("small", self.small, 1500), ("colour", self.colour, 300)):
            path = self.folder / f"{name}.safetensors"
            self.run_program("train", "pca-20", "--data", name, "--out", path)
            centred = flat(images[:training])
            centred -= centred.mean(axis=0)
            variances = np.linalg.svd(centred, compute_uv=False) ** 2 / (training - 1)
            spectrum = read_checkpoint(path)[1]["spectrum"]
            np.testing.assert_allclose(spectrum["variances"], variances[:20], rtol=1e-9)
            np.testing.assert_allclose(spectrum["total_variance"], variances.sum(), rtol=1e-9)

    def test_weights_of_other_programs_are_read_for_images_of_any_size(self):
        images = flat(self.small)
        mean = images[:1500].mean(axis=0)
        components = np.linalg.svd(images[:1500] - mean, full_matrices=False)[2][:5]
        weights = {"0.weight": components, "0.bias": -components @ mean, "1.weight": components.T, "1.bias": mean}
        write_tensors(self.folder / "w.safetensors", weights)
        convert = ["convert", "w.safetensors", "--data", "small", "--out", "mine.safetensors", "--as"]
        self.run_program(*convert, "pca-5")
        centred = images[1500:] - mean
        error = ((centred - centred @ components.T @ components) ** 2).mean()
        self.assertAlmostEqual(self.evaluate("mine.safetensors", "--data", "small")["mse"], error, delta=1e-7)
        self.assert_refused([*convert, "pca-4"], 1, "[4,64]", "[5,64]", "the layers of 64-5-64")
        write_tensors(self.folder / "w.safetensors", {**weights, "1.weight": components})
        self.assert_refused([*convert, "pca-5"], 1, "1.weight", "[64,5]", "[5,64]")
        code = self.train("dense-128-32", "--code-size", 5, "--data", "small")
        write_tensors(self.folder / "w.safetensors", read_checkpoint(code)[0])
        self.run_program(*convert, "dense-128-32-code-5")
        found, expected = (read_checkpoint(path)[1]["model"] for path in (self.folder / "mine.safetensors", code))
        self.assertEqual(found, expected)
        self.assert_refused(["convert", code, "--data", "small", "--out", "x"], 2, "--data", "--as")

    def test_code_size_and_moments_follow_the_images(self):
        path = self.train("dense-128-32", "--code-size", 5, "--data", "small", "--limit", 300)
        data = ("--data", "small")
        codes, rebuilt = forward(path, flat(self.small[1500:]))
        np.testing.assert_allclose(self.numbers("encode", path, *data), codes, atol=1e-4)
        self.assertEqual(codes.shape[1], 5)
        self.assertAlmostEqual(self.evaluate(path, *data)["mse"], ((rebuilt - flat(self.small[1500:])) ** 2).mean(),
                               delta=1e-6)
        summary = json.loads(self.run_program("summary", "dense-128-32-code-5", *data, "--json"))
        self.assertEqual(summary["layers"], json.loads(self.run_program("summary", path, "--json"))["layers"])
        self.run_program("convert", path, "--to", "onnx", "--part", "decoder", "--out", "decoder.onnx")
        self.run_program("report", path, *data, "--out", "report.html")
        self.assertIn("hourglass train dense-128-32-code-5 ", (self.folder / "report.html").read_text(encoding="utf8"))
        digits = self.train("conv-32", "--code-size", 3, "--limit", 64)
        self.run_program("convert", strip_metadata(digits), "--as", "conv-32-code-3", "--out", "back.safetensors")
        self.assertEqual(self.evaluate("back.safetensors", "--limit", 50), self.evaluate(digits, "--limit", 50))
        self.assert_refused(["convert", strip_metadata(digits), "--as", "conv-32", "--out", "x.safetensors"], 1,
                            "[32,1024]", "[3,1024]")
        self.run_program("train", "pca-5", "--data", "colour", "--out", "whole.safetensors")
        self.run_program("moments", "--data", "colour", "--out", "colour.moments")
        self.run_program("train", "pca-5", "--moments", "colour.moments", "--out", "parts.safetensors")
        whole, parts = ((self.folder / f"{name}.safetensors").read_bytes() for name in ("whole", "parts"))
        self.assertEqual(whole, parts)
        self.run_program("moments", "--limit", 5, "--out", "digits.moments")
        self.assert_refused(["train", "pca-5", "--moments", "colour.moments", "--moments", "digits.moments"], 1,
                            "digits.moments", "32×32×3", "28×28")
        (self.folder / "grid.toml").write_text('[grid]\npreset = ["64-32-8", "pca-30"]\ncode-size = [2, 3]\n'
                                               '[train]\ndata = "small"\n')
        self.assertEqual(len(self.run_program("sweep", "grid.toml", "--list").splitlines()), 4)

    def test_dense_models_rebuild_what_numpy_computes_from_their_weights(self):
        for name, images in (("small", self.small[1500:]), ("colour", self.colour[300:])):
            path = self.train("dense-128-32", "--data", name, "--limit", 300)
            codes, rebuilt = forward(path, flat(images))
            data = ("--data", name)
            np.testing.assert_allclose(self.numbers("encode", path, *data), codes, atol=1e-4)
            found = self.numbers("reconstruct", path, *data, "--count", 9)
            np.testing.assert_allclose(found, rebuilt[:9], atol=1e-5)
            measured = self.evaluate(path, *data)
            self.assertAlmostEqual(measured["mse"], ((rebuilt - flat(images)) ** 2).mean(), delta=1e-6)
            self.assertAlmostEqual(measured["squared_error_per_image"] / measured["mse"], flat(images).shape[1],
                                   delta=1e-6)

    def test_every_preset_for_the_size_works_with_every_command(self):
        for name in ("small", "colour"):
            data = ("--data", name)
            for preset in json.loads(self.run_program("models", "--json", *data)):
                if preset["fit"] == "none" or preset["parameters"] > 1_500_000:
                    continue
                with self.subTest(preset["name"], data=name):
                    path = self.train(preset["name"], *data, "--limit", 64)
                    self.assertEqual(json.loads(self.run_program("summary", path, "--json"))["layers"],
                                     preset["layers"])
                    self.assertLess(self.evaluate(path, *data)["mse"], 0.5)
                    self.assertEqual(self.numbers("encode", path, *data).shape[1], preset["code_size"])
                    self.run_program("reconstruct", path, *data, "--count", 2, "--out", "strip.png")
                    self.run_program("convert", path, "--float16", "--out", "half.safetensors")
                    self.assertLess(self.evaluate("half.safetensors", *data)["mse"], 0.5)
            pixels = {"small": 64, "colour": 3072}[name]
            self.run_program("find-learning-rate", f"{pixels}-16", *data, "--steps", 3, "--limit", 64)

    def test_curve_begins_with_the_images_width_and_ends_with_their_number_of_pixels(self):
        output = self.run_program("curve", "--data", "small", "--epochs", 1, "--limit", 300)
        rows = (self.folder / "curve.csv").read_text(encoding="ascii").splitlines()[1:]
        self.assertEqual([int(row.split(",")[0]) for row in rows], [1, 2, 4, 8, 16, 32, 64])
        self.assertAlmostEqual(float(rows[-1].split(",")[1]), 0, delta=1e-9)  # as many components as pixels
        self.assertIn("21 models", output)

    def test_interrupted_and_further_runs_go_on_with_the_same_images(self):
        data = ("--data", "colour", "--limit", 100, "--threads", 1)
        short = self.train("conv-unpool", *data, "--keep-optimizer", out="short")
        self.run_program("train", "--resume", short, "--epochs", 2, "--out", "resumed", *data[:2])
        whole = self.train("conv-unpool", *data, "--epochs", 2, out="whole")
        self.assertEqual((self.folder / "resumed").read_bytes(), whole.read_bytes())
        self.run_program("train", "--from", whole, *data, "--epochs", 1, "--out", "tuned")
        self.run_program("train", "3072-8", *data, "--epochs", 1)
        self.assertEqual(read_checkpoint(self.folder / "3072-8.safetensors")[1]["model"]["input"], [3, 32, 32])

    def test_gzipped_and_single_channel_files_are_read_too(self):
        path = self.train("pca-4", "--data", "small", "--limit", 1500)
        (self.folder / "again").mkdir()
        write_idx(self.folder / "again/train-images-idx4-ubyte", 0x804, (1500, 8, 8, 1), self.small[:1500].tobytes())
        again = self.train("pca-4", "--data", "again", "--limit", 1500, out="again.safetensors")
        self.assertEqual(path.read_bytes(), again.read_bytes())


class PicturesOfAnySize(OtherSizesTest):
    def assert_has_picture(self, picture, image, scale):
        """The image is in the picture, enlarged; its corner is searched for in steps of one pixel."""
        enlarged = np.kron(image, np.ones((scale, scale, 1), np.uint8))
        height, width = enlarged.shape[:2]
        for y, x in np.argwhere((picture == enlarged[0, 0]).all(axis=2)):
            part = picture[y : y + height, x : x + width]
            if part.shape == enlarged.shape and np.array_equal(part, enlarged):
                return
        self.fail("the picture does not show the image")

    def test_reconstruct_and_decode_draw_images_in_their_size_and_colours(self):
        for name, test, scale in (("colour", self.colour[300:], 5), ("small", self.small[1500:, ..., None], 21)):
            image = np.broadcast_to(test[3], test[3].shape[:2] + (3,))
            path = self.train("pca-4", "--data", name, "--limit", 300)
            self.run_program("reconstruct", path, "--data", name, "--index", 3, "--out", "x.png")
            self.assert_has_picture(read_png(self.folder / "x.png"), image, scale)
            codes = self.numbers("encode", path, "--data", name)[:2]
            np.save(self.folder / "codes.npy", codes)
            decoded = self.numbers("decode", path, "--codes", "codes.npy")[1]
            self.run_program("decode", path, "--codes", "codes.npy", "--out", "x.png")
            channels = test.shape[3]
            planes = np.round(255 * np.clip(decoded, 0, 1)).astype(np.uint8).reshape(channels, *test.shape[1:3])
            image = np.broadcast_to(np.moveaxis(planes, 0, 2), test.shape[1:3] + (3,))
            self.assert_has_picture(read_png(self.folder / "x.png"), image, 3 * 28 // test.shape[1])

    def test_figures_and_report_follow_the_size_of_the_data(self):
        for preset in ("pca-30", "simple-32", "deep-30", "conv-transpose", "conv-nearest", "conv-unpool", "manifold-8",
                       "denoising-10", "denoising-256", "under-64", "under-128", "under-256"):
            extra = () if preset.startswith("pca") else ("--epochs", 1, "--validation", 40)
            self.run_program("train", preset, "--data", "colour", *extra)
        figures = [f"F{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17, 18)]
        self.run_program("figures", *figures, "--data", "colour", "--models", ".", "--out", "figures")
        self.assertIn("32×32×3 = 3,072 numbers", (self.folder / "figures/F3.svg").read_text(encoding="utf8"))
        self.assertNotIn("conv-32", (self.folder / "figures/F16.csv").read_text(encoding="utf8"))
        self.assertNotIn("Fashion", (self.folder / "figures/F13.csv").read_text(encoding="utf8"))
        self.assert_has_picture(read_png(self.folder / "figures/F7.png"), self.first_of_class_0(), 2)
        self.run_program("report", "pca-30.safetensors", "conv-unpool.safetensors", "--data", "colour",
                         "--out", "report.html")
        page = (self.folder / "report.html").read_text(encoding="utf8")
        self.assertIn("Autoencoders on 32×32×3 images", page)
        self.assertIn("the weights of red, green and blue", page)

    def first_of_class_0(self):
        labels = np.fromfile(self.folder / "colour/t10k-labels-idx1-ubyte", np.uint8, offset=8)
        return self.colour[300:][np.flatnonzero(labels == labels.min())[0]]

    def test_figures_ask_only_for_models_that_suit_the_images(self):
        self.run_program("train", "conv-transpose", "--data", "small", "--epochs", 1)
        output = self.run_program("figures", "F11", "--data", "small", "--models", ".", "--out", "figures")
        self.assertIn("without conv-unpool, which you can train with `hourglass train conv-unpool --data small", output)
        self.assertNotIn("without conv-denoiser", output)


class BadMeetings(OtherSizesTest):
    """Data and models of different sizes."""

    def test_a_model_refuses_images_of_another_size(self):
        small = self.train("simple-32", "--data", "small", out="small.safetensors")
        digits = self.train("simple-32", out="digits.safetensors")
        for path, data, expected, found in ((small, "colour", "8×8", "32×32×3"), (small, "mnist", "8×8", "28×28"),
                                            (digits, "small", "28×28", "8×8")):
            sentence = f"expected images of {expected} pixels, found {found} in "
            for command in (["evaluate", path], ["encode", path, "--out", "x.npy"],
                            ["reconstruct", path, "--count", 1, "--out", "x.png"],
                            ["train", "--from", path, "--out", "x.safetensors"],
                            ["report", path, "--out", "x.html"]):
                self.assert_refused([*command, "--data", data], 1, "simple-32", sentence, data)
        self.assert_refused(["compare", small, digits, "--data", "small"], 1,
                            "digits.safetensors: simple-32: expected images of 28×28 pixels, found 8×8")
        self.train("pca-30", "--data", "small")
        self.assert_refused(["figures", "F7", "--data", "small", "--out", "figures"], 1, "pca-30.safetensors",
                            "expected a model for the data's images of 8×8, found one for 28×28")

    def test_what_cannot_be_is_refused_with_the_sizes_that_can(self):
        data = ("--data", "small")
        self.assert_refused(["train", "conv-denoiser", *data], 2, "conv-denoiser does not suit images of 8×8",
                            "12, 20, 28, 36 or 44")
        self.assert_refused(["train", "conv-32", "--data", "colour"], 2, "32×32×3", "sides of 28")
        self.assert_refused(["train", "784-16", *data], 2, "begin with 64", "the images are 8×8")
        self.assert_refused(["train", "64-16"], 2, "begin with 784")
        self.assert_refused(["train", "pca-65", *data], 2, "1 to 64 components")
        self.assert_refused(["train", "simple-32", *data, "--page-link", "http://x"], 2, "--page-link", "28×28", "8×8")
        self.assert_refused(["summary", "conv-32", *data], 2, "conv-32 does not suit images of 8×8")

    def test_drawings_suit_only_models_for_digits(self):
        path = self.train("pca-2", "--data", "small")
        self.assert_refused(["reconstruct", path, "--image", "x.png", "--out", "y.png"], 2, "--image", "28×28", "8×8")

    def test_images_that_no_model_can_take_are_refused(self):
        for magic, sizes, *words in ((0x804, (2, 8, 8, 4), "1 or 3 channels", "found 4"),
                                     (0x803, (2, 300, 300), "65536", "300×300"),
                                     (0x803, (2, 0, 8), "0×8"), (0x804, (2, 200, 200, 3), "200×200×3"),
                                     (0x804, (3, 8, 8, 3), "cut short")):
            body = bytes(int(np.prod(sizes)) - (magic == 0x804 and sizes[0] == 3))
            write_idx(self.folder / "small/train-images-idx3-ubyte", magic, sizes, body)
            self.assert_refused(["train", "simple-32", "--data", "small"], 1, "train-images-idx3-ubyte", *words)

    def test_training_and_test_images_of_different_sizes_are_refused(self):
        for kind in ("images-idx3", "images-idx4", "labels-idx1"):
            path = self.folder / f"small/t10k-{kind}-ubyte"
            path.unlink(missing_ok=True)
            if kind != "images-idx3":
                path.write_bytes((self.folder / f"colour/t10k-{kind}-ubyte").read_bytes())
        self.assert_refused(["curve", "--data", "small"], 1, "expected test images of 8×8", "found 32×32×3")


class TableOfSizes(ProgramTest):
    """core/PRESETS.md says which presets suit which sizes."""

    SIZES = {"8×8": (8, 8), "28×28": (28, 28), "32×32": (32, 32), "64×64": (64, 64), "32×32×3": (32, 32, 3)}

    def code_sizes(self, size):
        """The code size of every preset for images of this size."""
        kind = 0x801 + len(size)
        data = self.folder / "x".join(map(str, size))
        data.mkdir()
        write_idx(data / "train-images-idx3-ubyte", kind, (1, *size), bytes(int(np.prod(size))))
        presets = json.loads(self.run_program("models", "--json", "--data", data))
        return {preset["name"]: f"{preset['code_size']:,}" for preset in presets if preset["fit"] != "none"}

    def test_is_what_the_program_says(self):
        text = (SOURCE / "core/PRESETS.md").read_text(encoding="utf8")
        head, *rows = re.search(r"\| preset \|( [0-9×]+ \|)+ .*?\n(?=\n)", text, re.S)[0].splitlines()
        columns = [cell.strip() for cell in head.strip("|").split("|")][1:]
        self.assertEqual(columns[: len(self.SIZES)], list(self.SIZES))
        expected = [self.code_sizes(size) for size in self.SIZES.values()]
        listed = {}
        for row in rows[1:]:
            names, *cells = (cell.strip() for cell in row.strip("|").split("|"))
            for name in re.findall("`([^`]+)`", names):
                listed[name] = cells[: len(self.SIZES)]
        for name in expected[1]:
            self.assertEqual(listed.pop(name), [sizes.get(name, "–") for sizes in expected], name)
        self.assertEqual(listed, {})
