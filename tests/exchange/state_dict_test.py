"""Weights that PyTorch has saved without a description become models of this program."""

import json

import numpy as np

from program import ProgramTest, forward, read_checkpoint, test_digits, write_tensors

SHAPES = {"0": (128, 784), "2": (32, 128), "3": (128, 32), "5": (784, 128)}  # of dense-128-32


def random_weights(shapes, seed=1):
    random = np.random.default_rng(seed)
    weights = {}
    for path, shape in shapes.items():
        weights[f"{path}.weight"] = random.normal(0, 0.05, shape)
        weights[f"{path}.bias"] = random.normal(0, 0.1, shape[0])
    return weights


def renamed(weights, paths):
    """The weights under other names of their layers; `paths` lists old and new names."""
    names = dict(paths)
    return {".".join((names[path], kind)): weights[f"{path}.{kind}"] for path in names for kind in ("weight", "bias")}


class StateDictTest(ProgramTest):
    def convert(self, weights, preset, **options):
        write_tensors(self.folder / "weights.safetensors", weights, **options)
        self.run_program("convert", "weights.safetensors", "--as", preset, "--out", "model")
        return read_checkpoint(self.folder / "model")[0]

    def assert_weights_refused(self, weights, *words, preset="dense-128-32", **options):
        write_tensors(self.folder / "bad.safetensors", weights, **options)
        arguments = ["convert", "bad.safetensors", "--as", preset, "--out", "model"]
        self.assert_refused(arguments, 1, "bad.safetensors", *words)


class StateDict(StateDictTest):
    def test_layers_are_recognised_whatever_their_names_prefix(self):
        weights = random_weights(SHAPES)
        for new in (
            SHAPES,
            ("model.0", "model.2", "model.3", "model.5"),
            ("module.net.0", "module.net.2", "module.net.3", "module.net.5"),
            ("encoder.0", "encoder.2", "decoder.0", "decoder.2"),
            ("encoder.1", "encoder.3", "decoder.4", "decoder.6"),
            ("fc1", "fc2", "fc3", "fc4"),
            ("layers.8", "layers.9", "layers.10", "layers.11"),
        ):
            with self.subTest(new):
                tensors = self.convert(renamed(weights, zip(SHAPES, new)), "dense-128-32")
                self.assertEqual(set(tensors), set(weights))
                for name, tensor in tensors.items():
                    np.testing.assert_array_equal(tensor, weights[name].astype(np.float32), name)

    def test_model_computes_with_the_weights_and_can_be_evaluated_and_trained(self):
        self.convert(random_weights(SHAPES), "dense-128-32")
        codes, rebuilt = forward(self.folder / "model", test_digits(20))
        np.testing.assert_allclose(self.numbers("encode", "model", "--limit", 20), codes, atol=1e-5)
        np.testing.assert_allclose(self.numbers("reconstruct", "model", "--count", 20), rebuilt, atol=1e-5)
        self.assertEqual(self.evaluate("model", "--limit", 50)["code_size"], 32)
        self.run_program("train", "--from", "model", "--limit", 100, "--epochs", 1, "--out", "tuned")

    def test_encoder_and_decoder_of_one_layer_each_need_no_numbers(self):
        weights = random_weights({"encoder": (5, 784), "decoder": (784, 5)})
        tensors = self.convert(weights, "linear-5")
        np.testing.assert_array_equal(tensors["0.weight"], weights["encoder.weight"].astype(np.float32))
        np.testing.assert_array_equal(tensors["1.bias"], weights["decoder.bias"].astype(np.float32))

    def test_every_floating_point_type_is_read(self):
        weights = random_weights(SHAPES)
        for dtype, bits in (("F16", 11), ("BF16", 8), ("F32", 24), ("F64", 53)):
            with self.subTest(dtype):
                for name, tensor in self.convert(weights, "dense-128-32", dtype=dtype).items():
                    np.testing.assert_allclose(tensor, weights[name], rtol=2.0 ** (1 - min(bits, 24)), atol=1e-7)

    def test_convolutions_are_read(self):
        whole = self.train("conv-8-16-16-unpool", "--limit", 64)
        tensors, _ = read_checkpoint(whole)
        found = self.convert({f"net.{name}": tensor for name, tensor in tensors.items()}, "conv-8-16-16-unpool")
        self.assertEqual(set(found), set(tensors))
        for name, tensor in tensors.items():
            np.testing.assert_array_equal(found[name], tensor)

    def test_weights_can_go_straight_to_onnx(self):
        write_tensors(self.folder / "w.safetensors", random_weights(SHAPES))
        self.run_program("convert", "w.safetensors", "--as", "dense-128-32", "--to", "onnx", "--out", "model.onnx")
        self.assertGreater((self.folder / "model.onnx").stat().st_size, 4 * 209968)

    def test_description_that_is_passed_on_survives_another_programs_rewriting(self):
        path = self.train("conv-nearest", "--limit", 64)
        tensors, metadata = read_checkpoint(path)
        backwards = dict(reversed(tensors.items()))
        write_tensors(self.folder / "again", backwards, {key: json.dumps(value) for key, value in metadata.items()})
        self.assertEqual(self.evaluate("again", "--limit", 50), self.evaluate(path, "--limit", 50))


class BadStateDict(StateDictTest):
    def test_missing_tensors_are_named(self):
        weights = random_weights(SHAPES)
        without_bias = {name: tensor for name, tensor in weights.items() if name != "3.bias"}
        self.assert_weights_refused(without_bias, '"3.bias"', "found none")
        without_layer = {name: tensor for name, tensor in weights.items() if not name.startswith("2.")}
        self.assert_weights_refused(without_layer, "expected 4 layers with weights, found 3", "[32,128]", '"3"')
        without_last = {name: tensor for name, tensor in weights.items() if not name.startswith("5.")}
        self.assert_weights_refused(without_last, "found 3", "[784,128]", 'after "3"')

    def test_tensor_of_another_shape_is_named_with_both_shapes(self):
        weights = random_weights(SHAPES)
        self.assert_weights_refused(weights | {"2.weight": np.zeros((32, 127))}, '"2.weight"', "[32,128]", "[32,127]")
        self.assert_weights_refused(weights | {"5.bias": np.zeros((1, 784))}, '"5.bias"', "[784]", "[1,784]")

    def test_weights_of_another_network_are_recognised(self):
        self.assert_weights_refused(random_weights({"0": (32, 784), "2": (784, 32)}), "the layers of simple-32")
        widths = {"0": (100, 784), "2": (20, 100), "3": (100, 20), "5": (784, 100)}
        self.assert_weights_refused(random_weights(widths), "[128,784]", "[100,784]",
                                    "the layers of 784-100-20-100-784")

    def test_surplus_tensors_are_named(self):
        weights = random_weights(SHAPES)
        self.assert_weights_refused(weights | random_weights({"7": (784, 784)}), "expected 4 layers", '"7" as well')
        self.assert_weights_refused(weights | {"1.running_mean": np.zeros(128)}, '"1.running_mean"')
        self.assert_weights_refused(weights | {"temperature": np.zeros(())}, '"temperature"')

    def test_names_that_do_not_tell_an_order_are_refused(self):
        weights = random_weights(SHAPES)
        self.assert_weights_refused(renamed(weights, zip(SHAPES, ("first", "second", "third", "last"))),
                                    '"first"', '"last"', "numbers tell their order")

    def test_numbers_that_are_no_weights_are_refused(self):
        weights = random_weights(SHAPES)
        self.assert_weights_refused(weights, "I64", dtype="I64")
        self.assert_weights_refused(weights | {"2.bias": np.full(32, np.nan)}, '"2.bias"', "NaN")
        self.assert_weights_refused({}, "expected 4 layers")

    def test_unknown_preset_is_refused(self):
        write_tensors(self.folder / "w", random_weights(SHAPES))
        self.assert_refused(["convert", "w", "--as", "dense-128-3", "--out", "x"], 2, '"dense-128-32"')
