"""Every preset works with every command: train, resume, evaluate, encode and reconstruct."""

import json

from program import ProgramTest


class EveryPreset(ProgramTest):
    def presets(self):
        """The presets that can be trained or fitted."""
        presets = json.loads(self.run_program("models", "--json"))
        return [preset for preset in presets if preset["fit"] != "none"]

    def test_works_with_every_command(self):
        names = [preset["name"] for preset in self.presets()]
        self.assertEqual(len(names), 26)
        for name in names:
            with self.subTest(name):
                path = self.train(name, "--limit", 64, out=f"{name}.safetensors")
                measures = self.evaluate(path, "--limit", 100)
                self.assertLess(measures["mse"], 0.5)
                codes = self.numbers("encode", path, "--limit", 3)
                rebuilt = self.numbers("reconstruct", path, "--count", 3)
                self.assertEqual(codes.shape, (3, measures["code_size"]))
                self.assertEqual(rebuilt.shape[0], 3)
                self.assertGreater(rebuilt.std(), 0)

    def test_resumed_run_writes_the_file_of_an_uninterrupted_one(self):
        for preset in self.presets():
            if preset["fit"] != "gradient":
                continue
            name = preset["name"]
            with self.subTest(name):
                # The learning rate is constant, because a run whose rate changes cannot be extended.
                arguments = ("--limit", 64, "--threads", 2, "--schedule", "constant", "--warmup", 0)
                short = self.train(name, "--epochs", 1, "--keep-optimizer", *arguments, out="short")
                self.run_program("train", "--resume", short, "--epochs", 2, "--out", "resumed")
                whole = self.train(name, "--epochs", 2, *arguments, out="whole")
                self.assertEqual((self.folder / "resumed").read_bytes(), whole.read_bytes())
