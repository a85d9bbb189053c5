"""Models as ONNX files: Debian's python3-onnx checks every preset's, and NumPy runs those of dense layers."""

import json

import numpy as np
import onnx
from onnx import checker, numpy_helper, shape_inference

from program import ProgramTest, read_checkpoint, test_digits

OPERATIONS = {
    "dense": "Gemm",
    "conv2d": "Conv",
    "conv_transpose2d": "ConvTranspose",
    "max_pool2d": "MaxPool",
    "max_unpool2d": "MaxUnpool",
    "upsample2d": "Resize",
    "relu": "Relu",
    "sigmoid": "Sigmoid",
}


def sizes(values):
    """Names and sizes of a graph's inputs or outputs; N is symbolic."""
    return {
        value.name: [extent.dim_param or extent.dim_value for extent in value.type.tensor_type.shape.dim]
        for value in values
    }


def run_dense(model, values):
    """Runs a graph of dense layers in double precision; returns all of its values."""
    values = dict(values) | {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for node in model.graph.node:
        x, *parameters = (values[name].astype(np.float64) for name in node.input)
        if node.op_type == "Gemm":
            (flag,) = node.attribute
            assert (flag.name, flag.i) == ("transB", 1)
            y = x @ parameters[0].T + parameters[1]
        else:
            y = np.maximum(x, 0) if node.op_type == "Relu" else 1 / (1 + np.exp(-x))
        values[node.output[0]] = y
    return values


class OnnxTest(ProgramTest):
    def convert(self, path, *arguments):
        self.run_program("convert", path, "--to", "onnx", *arguments, "--out", "model.onnx")
        model = onnx.load(self.folder / "model.onnx")
        checker.check_model(model, full_check=True)
        return shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)


class Onnx(OnnxTest):
    def test_file_of_every_preset_is_valid_and_holds_its_layers_weights_and_description(self):
        presets = [preset for preset in json.loads(self.run_program("models", "--json")) if preset["fit"] != "none"]
        self.assertEqual(len(presets), 26)
        for preset in presets:
            with self.subTest(preset["name"]):
                path = self.train(preset["name"], "--limit", 64)
                model = self.convert(path)
                tensors, metadata = read_checkpoint(path)
                self.assertEqual((model.ir_version, model.opset_import[0].version), (8, 17))
                self.assertEqual(model.graph.name, preset["name"])
                self.assertEqual(sizes(model.graph.input), {"image": ["N", 784]})
                self.assertEqual(sizes(model.graph.output), {"code": ["N", preset["code_size"]], "rebuilt": ["N", 784]})
                expected = [OPERATIONS[layer["type"]] for layer in metadata["model"]["layers"]]
                found = [node.op_type for node in model.graph.node if node.op_type not in ("Flatten", "Reshape")]
                self.assertEqual(found, expected)
                weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
                for name, tensor in tensors.items():
                    np.testing.assert_array_equal(weights[name], tensor)
                props = {entry.key: entry.value for entry in model.metadata_props}
                for key in ("model", "recipe", "training"):
                    self.assertEqual(json.loads(props[key]), metadata[key])

    def test_graph_of_dense_layers_computes_what_the_program_computes(self):
        digits = test_digits(100)
        for preset in ("pca-30", "sparse-1024", "deep-30", "deep-30-relu", "denoising-256"):
            with self.subTest(preset):
                path = self.train(preset)
                codes = self.numbers("encode", path, "--limit", 100)
                rebuilt = self.numbers("reconstruct", path, "--count", 100)
                values = run_dense(self.convert(path), {"image": digits})
                np.testing.assert_allclose(values["code"], codes, atol=1e-5 * max(1, np.abs(codes).max()))
                np.testing.assert_allclose(values["rebuilt"], rebuilt, atol=1e-5)
                encoder = run_dense(self.convert(path, "--part", "encoder"), {"image": digits})
                np.testing.assert_array_equal(encoder["code"], values["code"])
                decoder = run_dense(self.convert(path, "--part", "decoder"), {"code": values["code"]})
                np.testing.assert_allclose(decoder["rebuilt"], values["rebuilt"], atol=1e-12)

    def test_parts_have_the_inputs_outputs_and_weights_of_their_layers(self):
        path = self.train("conv-32", "--limit", 64)
        encoder = self.convert(path, "--part", "encoder")
        self.assertEqual((sizes(encoder.graph.input), sizes(encoder.graph.output)),
                         ({"image": ["N", 784]}, {"code": ["N", 32]}))
        decoder = self.convert(path, "--part", "decoder")
        self.assertEqual((sizes(decoder.graph.input), sizes(decoder.graph.output)),
                         ({"code": ["N", 32]}, {"rebuilt": ["N", 784]}))
        names = [{tensor.name for tensor in part.graph.initializer if tensor.name.endswith(("weight", "bias"))}
                 for part in (encoder, decoder)]
        self.assertFalse(names[0] & names[1])
        self.assertEqual(names[0] | names[1], set(read_checkpoint(path)[0]))

    def test_decoder_that_needs_switches_is_refused(self):
        path = self.train("conv-unpool", "--limit", 64)
        arguments = ["convert", path, "--to", "onnx", "--part", "decoder", "--out", "x.onnx"]
        self.assert_refused(arguments, 1, "conv-unpool", "pooling switches", "export the whole model")
        self.convert(path, "--part", "encoder")

    def test_half_and_8_bit_weights_become_float32(self):
        path = self.train("simple-32")
        self.run_program("convert", path, "--int8", "--out", "small")
        digits = test_digits(10)
        values = run_dense(self.convert("small"), {"image": digits})
        np.testing.assert_allclose(values["rebuilt"], self.numbers("reconstruct", "small", "--count", 10), atol=1e-5)

    def test_arguments_that_do_not_fit_are_refused(self):
        path = self.train("pca-2")
        (self.folder / "folder").mkdir()
        convert = ["convert", path, "--to", "onnx"]
        self.assert_refused([*convert, "--out", "x.safetensors"], 2, "--out", ".onnx", "x.safetensors")
        self.assert_refused([*convert, "--out", "folder"], 1, "folder")
        self.assert_refused([*convert, "--int8", "--out", "x.onnx"], 2, "--to", "--int8")
        self.assert_refused([*convert, "--part", "code", "--out", "x.onnx"], 2, "encoder or decoder", "code")
        self.assert_refused(["convert", path, "--out", "x.onnx"], 2, "--out", ".safetensors", "x.onnx")
        self.assert_refused(["convert", path, "--part", "encoder", "--out", "x"], 2, "--part", "--to onnx")
        self.assert_refused(["convert", path, "--to", "keras", "--out", "x"], 2, "--to", "onnx", "keras")
