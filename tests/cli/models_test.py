"""The commands models and summary, and files that contain unusual models."""

import json
import math
import os
import shlex
import struct
import time

import numpy as np

from image_sets import read_png
from program import ProgramTest, read_checkpoint, write_tensors

PARAMETERS = {
    "simple-32": 50992,
    "dense-128-32": 209968,
    "denoising-10": 16474,
    "toy-6-3-6": 45,
    "deep-30": 808494,
    "deep-30-relu": 808494,
    "under-64": 101200,
    "under-128": 201616,
    "under-256": 402448,
    "hidden-64": 105360,
    "hidden-128": 218128,
    "hidden-256": 468240,
    "sparse-1024": 1607440,
    "denoising-256": 468240,
    "deep-30-2006": 2837314,
    "manifold-8": 102296,
    "linear-30": 30 * 1569 + 784,
    "pca-30": 784 + 784 * 30,
    "conv-30-wide": 218311,
    "conv-32": 121873,
    "conv-transpose": 1077,
    "conv-nearest": 1477,
    "conv-unpool": 1477,
    "conv-denoiser": 9585,
    "conv-8-16-16": 9441,
    "conv-8-16-16-transpose": 8073,
    "conv-8-16-16-unpool": 7121,
}


class Models(ProgramTest):
    def test_lists_every_preset_with_its_exact_number_of_parameters(self):
        models = json.loads(self.run_program("models", "--json"))
        self.assertEqual({model["name"]: model["parameters"] for model in models}, PARAMETERS)
        for model in models:
            self.assertIn(model["loss"], ("mse", "bce"))
            self.assertGreater(model["code_size"], 0)

    def test_prints_a_line_for_every_preset(self):
        lines = self.run_program("models").splitlines()
        for name, parameters in PARAMETERS.items():
            line = next(line for line in lines if line.split()[:1] == [name])
            self.assertIn(f"{parameters:,}", line)


class TerminalWidth(ProgramTest):
    def test_tables_and_help_fit_the_terminal(self):
        for columns in (60, 80, 132):
            environment = {**os.environ, "COLUMNS": str(columns)}
            for arguments in (["models"], ["train", "--help"], ["help", "figures"], ["help", "evaluate"], ["--help"]):
                output = self.finish(self.start(*arguments, env=environment))[1]
                widest = max(output.splitlines(), key=len)
                self.assertLessEqual(len(widest), columns, widest)

    def test_command_that_is_wrapped_is_still_one_command(self):
        environment = {**os.environ, "COLUMNS": "60"}
        output = self.finish(self.start("help", "train", env=environment))[1]
        example = output.split("  hourglass train hidden-64")[1].split("\n  hourglass")[0]
        self.assertIn("\\\n", example)
        words = shlex.split(example)
        self.assertEqual(words[:2], ["--schedule", "cosine"])
        self.assertEqual(words[-2:], ["--early-stopping", "3"])


class UntrustedNames(ProgramTest):
    def with_name(self, name):
        tensors, metadata = read_checkpoint(self.train("pca-2"))
        metadata["model"]["name"] = name
        texts = {key: json.dumps(value) for key, value in metadata.items()}
        write_tensors(self.folder / "named", tensors, texts)

    def test_name_that_is_empty_too_long_or_not_printable_is_refused(self):
        for name in ("\x1b[2Jgone", "a\rb", "tab\x9b1m", "", "x" * 2_000_000):
            self.with_name(name)
            for command in (["summary", "named"], ["evaluate", "named"]):
                self.assert_refused(command, 1, "named", "control characters")

    def test_text_from_a_file_is_printed_without_control_characters(self):
        tensors, metadata = read_checkpoint(self.train("pca-2"))
        for key, value in (("fit", "\x1b]0;title\x07"), ("input", "\x1b[31m"), ("layers", "\x9b31m")):
            texts = {name: json.dumps(text) for name, text in metadata.items()}
            texts["model"] = json.dumps({**metadata["model"], key: value})
            write_tensors(self.folder / "bad", tensors, texts)
            errors = self.finish(self.start("summary", "bad"))[2]
            self.assertFalse(set(errors) & {"\x1b", "\x07", "\x9b"}, repr(errors))

    def test_file_is_not_read_beyond_a_wrong_header(self):
        for length in (0, 2, 2**40):
            with open(self.folder / "huge", "wb") as file:
                file.write(struct.pack("<Q", length) + b"{}")
                file.truncate(2**33)
            began = time.monotonic()
            self.assertEqual(self.finish(self.start("summary", "huge"))[0], 1)
            self.assertLess(time.monotonic() - began, 10)


class OtherSizes(ProgramTest):
    """Files of models whose input is not a 28×28 image."""

    def setUp(self):
        super().setUp()
        for inputs in (6, 49, 98):
            sizes = {"0.weight": (3, inputs), "0.bias": (3,), "1.weight": (inputs, 3), "1.bias": (inputs,)}
            random = np.random.default_rng(inputs)
            dense = [{"type": "dense", "outputs": outputs} for outputs in (3, inputs)]
            tensors, metadata = read_checkpoint(self.train("linear-3"))
            model = {**metadata["model"], "name": f"small-{inputs}", "input": [inputs, 1, 1]}
            self.assertEqual([layer["type"] for layer in model["layers"]], ["dense", "dense"])
            model["layers"] = [{**layer, **shape} for layer, shape in zip(model["layers"], dense)]
            texts = {key: json.dumps(value) for key, value in {**metadata, "model": model}.items()}
            tensors = {name: random.normal(size=size) for name, size in sizes.items()}
            write_tensors(self.folder / f"m{inputs}", tensors, texts)
        np.save(self.folder / "codes.npy", np.eye(3, dtype=np.float32))

    def test_decode_writes_arrays_of_the_models_size(self):
        for inputs in (6, 49, 98):
            images = self.numbers("decode", f"m{inputs}", "--codes", "codes.npy")
            tensors, _ = read_checkpoint(self.folder / f"m{inputs}")
            np.testing.assert_allclose(images, tensors["1.weight"].T + tensors["1.bias"], atol=1e-6)
            decode = ["decode", f"m{inputs}", "--codes", "codes.npy", "--out", "x.png"]
            self.assert_refused(decode, 1, "28×28", f"{inputs} numbers")

    def test_images_of_28x28_pixels_are_refused(self):
        for inputs in (6, 49, 98):
            for command in (["reconstruct", f"m{inputs}", "--count", 2, "--out", "x.npy"],
                            ["evaluate", f"m{inputs}"], ["encode", f"m{inputs}", "--out", "x.npy"]):
                self.assert_refused(command, 1, str(inputs))

    def test_images_of_784_pixels_in_another_shape_are_drawn_in_it_but_are_no_digits(self):
        tensors, metadata = read_checkpoint(self.train("linear-3"))
        model = {**metadata["model"], "name": "wide", "input": [1, 14, 56]}
        texts = {key: json.dumps(value) for key, value in {**metadata, "model": model}.items()}
        write_tensors(self.folder / "wide", tensors, texts)
        self.run_program("decode", "wide", "--codes", "codes.npy", "--out", "x.png")
        first = np.clip(self.numbers("decode", "wide", "--codes", "codes.npy")[0], 0, 1).reshape(14, 56, 1)
        drawn = read_png(self.folder / "x.png")[98:112, 28:84]  # below the title and the caption
        np.testing.assert_array_equal(drawn, np.broadcast_to(np.round(255 * first), drawn.shape))
        self.assert_refused(["reconstruct", "wide", "--count", 2, "--out", "x.png"], 1, "14×56", "28×28")
        self.assertEqual(self.numbers("decode", "wide", "--codes", "codes.npy").shape, (3, 784))


class Summary(ProgramTest):
    def test_lists_layers_shapes_and_totals_of_a_preset(self):
        summary = json.loads(self.run_program("summary", "deep-30", "--json"))
        self.assertEqual([layer["parameters"] for layer in summary["layers"]],
                         [401920, 131328, 32896, 3870, 3968, 33024, 201488])
        self.assertEqual(summary["layers"][0]["weight_shape"], [512, 784])
        self.assertEqual(summary["layers"][3]["activation"], "identity")
        text = self.run_program("summary", "deep-30")
        for word in ("512×784", "808,494", "sigmoid", "← the code", "806,400 multiply-adds"):
            self.assertIn(word, text)

    def test_marks_the_code_of_every_preset(self):
        for name in PARAMETERS:
            text = self.run_program("summary", name)
            (line,) = [line for line in text.splitlines() if line.endswith("← the code")]
            code_size = text.split("a code of ")[1].split()[0]
            shape = [int(extent) for extent in line.split()[3].split("×")]
            self.assertEqual(math.prod(shape), int(code_size.replace(",", "")), name)

    def test_describes_a_file_and_its_training(self):
        path = self.train("784-20", "--seed", 5)
        summary = json.loads(self.run_program("summary", path, "--json"))
        self.assertEqual(summary["parameters"], 784 * 20 + 20 + 20 * 784 + 784)
        self.assertEqual(summary["training"]["seed"], 5)
        self.assertIn("Seed 5, 600 images, 19 steps", self.run_program("summary", path))

    def test_distinguishes_a_missing_file_from_an_unknown_preset(self):
        self.assert_refused(["summary", "deep-3O"], 2, 'did you mean "deep-30"?')
        self.assert_refused(["summary", "nothing.safetensors"], 1, "nothing.safetensors")
