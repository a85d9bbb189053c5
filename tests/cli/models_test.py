"""The commands that list: models and summary."""

import json
import math

from program import ProgramTest

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


class Summary(ProgramTest):
    def test_lists_layers_shapes_and_totals_of_a_preset(self):
        summary = json.loads(self.run_program("summary", "deep-30", "--json"))
        self.assertEqual([layer["parameters"] for layer in summary["layers"]],
                         [401920, 131328, 32896, 3870, 3968, 33024, 201488])
        self.assertEqual(summary["layers"][0]["weight_shape"], [512, 784])
        self.assertEqual(summary["layers"][3]["activation"], "identity")
        text = self.run_program("summary", "deep-30")
        for word in ("512×784", "808,494", "sigmoid", "← the code"):
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

    def test_tells_a_file_that_is_missing_from_a_preset_that_is_unknown(self):
        self.assert_refused(["summary", "deep-3O"], 2, 'did you mean "deep-30"?')
        self.assert_refused(["summary", "nothing.safetensors"], 1, "nothing.safetensors")
