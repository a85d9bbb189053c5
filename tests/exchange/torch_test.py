"""native_cli/examples/python/hourglass.py rebuilds every preset in PyTorch, and its files come back."""

import json
import re
import sys
from pathlib import Path

import numpy as np
import torch

from program import MNIST, ProgramTest, test_digits

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "native_cli/examples/python"))
import hourglass  # noqa: E402


def assert_close(found, expected, tolerance):
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance * max(1, np.abs(expected).max()))


class Torch(ProgramTest):
    def setUp(self):
        super().setUp()
        torch.set_num_threads(1)
        self.digits = torch.from_numpy(test_digits(100)).float()

    def outputs(self, path):
        """What the program makes of the digits: (codes, rebuilt images)."""
        return self.numbers("encode", path, "--limit", 100), self.numbers("reconstruct", path, "--count", 100)

    def presets(self):
        presets = [preset for preset in json.loads(self.run_program("models", "--json")) if preset["fit"] != "none"]
        self.assertEqual(len(presets), 26)
        return presets

    def test_every_preset_is_rebuilt_from_its_file_alone_and_comes_back_unchanged(self):
        for preset in self.presets():
            with self.subTest(preset["name"]), torch.no_grad():
                path = self.train(preset["name"])
                codes, rebuilt = self.outputs(path)
                network = hourglass.load(path)
                assert_close(network.encode(self.digits).numpy(), codes, 1e-5)
                assert_close(network(self.digits).numpy(), rebuilt, 1e-5)
                if preset["decodes_alone"]:
                    assert_close(network.decode(torch.from_numpy(codes)).numpy(), rebuilt, 1e-5)
                hourglass.save(network, self.folder / "saved.safetensors")
                for found, expected in zip(self.outputs("saved.safetensors"), (codes, rebuilt)):
                    assert_close(found, expected, 1e-6)
                again = hourglass.load(self.folder / "saved.safetensors")
                self.assertEqual(again.metadata, network.metadata)
                for name, weight in network.state_dict().items():
                    self.assertLessEqual(float((again.state_dict()[name] - weight).abs().max()), 1e-6)

    def test_state_dict_of_every_preset_goes_from_python_to_the_program_and_back(self):
        torch.manual_seed(1)
        for preset in self.presets():
            with self.subTest(preset["name"]), torch.no_grad():
                network = hourglass.load(self.train(preset["name"], "--limit", 64))
                for weight in network.parameters():
                    weight.copy_(torch.randn(weight.shape) / weight[0].numel() ** 0.5)
                weights = network.state_dict()
                hourglass.write({f"module.{name}": weight for name, weight in weights.items()}, self.folder / "w", {})
                self.run_program("convert", "w", "--as", preset["name"], "--out", "model")
                codes, rebuilt = self.outputs("model")
                assert_close(codes, network.encode(self.digits).numpy(), 1e-5)
                assert_close(rebuilt, network(self.digits).numpy(), 1e-5)
                back = hourglass.load(self.folder / "model").state_dict()
                self.assertEqual(list(back), list(weights))
                for name, weight in weights.items():
                    self.assertLessEqual(float((back[name] - weight).abs().max()), 1e-6)

    def test_weights_of_every_precision_are_read(self):
        path = self.train("conv-transpose")
        for precision in ("--float16", "--int8"):
            self.run_program("convert", path, precision, "--out", "small")
            with torch.no_grad():
                assert_close(hourglass.load(self.folder / "small")(self.digits).numpy(), self.outputs("small")[1], 1e-5)

    def test_file_that_can_be_resumed_is_read_too(self):
        path = self.train("simple-32", "--keep-optimizer")
        with torch.no_grad():
            assert_close(hourglass.load(path)(self.digits).numpy(), self.outputs(path)[1], 1e-5)

    def test_file_without_a_description_is_refused(self):
        hourglass.write({"0.weight": torch.zeros(2, 2)}, self.folder / "w", {})
        with self.assertRaisesRegex(ValueError, "w: expected a model of Hourglass"):
            hourglass.load(self.folder / "w")

    def test_example_of_the_guide_runs_as_printed(self):
        self.train("dense-128-32", out="dense-128-32.safetensors")
        guide = (PROJECT / "native_cli/GUIDE.md").read_text()
        (example,) = [code for code in re.findall(r"^```python\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
                      if "import hourglass" in code]
        code = example.replace('"build/data/mnist', f'"{MNIST}')
        code = re.sub(r'"([a-z0-9-]+\.safetensors)"', rf'"{self.folder}/\1"', code)
        names = {}
        exec(compile(code, "GUIDE.md", "exec"), names)
        self.assertEqual(names["rebuilt"].shape, (1000, 784))
        self.assertLess(self.evaluate("fine-tuned.safetensors", "--limit", 100)["mse"],
                        self.evaluate("dense-128-32.safetensors", "--limit", 100)["mse"])
