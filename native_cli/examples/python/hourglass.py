"""Reads Hourglass models into PyTorch, and writes PyTorch's weights for Hourglass.

    network = hourglass.load("dense-128-32.safetensors")
    codes = network.encode(images)                      # images: N×784, from 0 to 1
    rebuilt = network.decode(codes)
    hourglass.save(network, "fine-tuned.safetensors")   # `hourglass evaluate` reads this file

A model's file is in the safetensors format; its metadata describe the layers as JSON. Nothing else is needed, neither
the package safetensors nor the program hourglass.
"""

import json
import math
import struct

import numpy as np
import torch
from torch import nn

TYPES = {"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64, "I8": torch.int8}


def read(path):
    """Reads a safetensors file; returns (tensors, metadata)."""
    with open(path, "rb") as file:
        content = bytearray(file.read())
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] not in TYPES:  # the optimiser's counters in a file that can be resumed
            continue
        begin = 8 + length + entry["data_offsets"][0]
        flat = torch.frombuffer(content, dtype=TYPES[entry["dtype"]], count=math.prod(entry["shape"]), offset=begin)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors, metadata


def write(tensors, path, metadata):
    """Writes a safetensors file of float32."""
    header, body = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        content = np.ascontiguousarray(tensor.detach().float().numpy(), "<f4").tobytes()
        offsets = [len(body), len(body) + len(content)]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        body += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


class Autoencoder(nn.Sequential):
    """A network that `description`, the metadata's "model", describes. `metadata` goes along when it is saved."""

    def __init__(self, description, metadata):
        super().__init__()
        self.metadata = metadata
        self.encoder_layers = description["encoder_layers"]
        self.shapes = [tuple(description["input"])]  # of each layer's input, then of the output
        for layer in description["layers"]:
            self.append(make_module(layer, self.shapes[-1], list(self)))
            self.shapes.append(shape_after(layer, self.shapes, list(self)))

    def encode(self, images):
        return self.run(images, 0, self.encoder_layers, {})

    def decode(self, codes):
        """Decodes codes. Max-unpooling needs the switches of the encoder's pooling as well: use forward."""
        return self.run(codes, self.encoder_layers, len(self), {})

    def forward(self, images):
        return self.run(images, 0, len(self), {})

    def run(self, x, first, last, switches):
        for number in range(first, last):
            module = self[number]
            x = x.flatten(1) if isinstance(module, nn.Linear) else x.view(len(x), *self.shapes[number])
            if isinstance(module, nn.MaxPool2d):
                x, switches[module] = module(x)
            elif isinstance(module, Unpool):
                x = module(x, switches[module.pooling[0]], self.shapes[number + 1])
            else:
                x = module(x)
        return x.flatten(1)


class Unpool(nn.Module):
    """Puts each value back where the pooling found it."""

    def __init__(self, pooling):
        super().__init__()
        self.pooling = [pooling]  # in a list, so that PyTorch does not make it a submodule

    def forward(self, x, switches, shape):
        return nn.functional.max_unpool2d(x, switches, self.pooling[0].kernel_size, output_size=(len(x), *shape))


def make_module(layer, inputs, before):
    kind = layer["type"]
    if kind == "dense":
        return nn.Linear(math.prod(inputs), layer["outputs"])
    if kind in ("conv2d", "conv_transpose2d"):
        make = nn.Conv2d if kind == "conv2d" else nn.ConvTranspose2d
        return make(inputs[0], layer["outputs"], layer["kernel"], layer["stride"], layer["padding"])
    if kind == "max_pool2d":
        return nn.MaxPool2d(layer["kernel"], ceil_mode=layer["ceil"], return_indices=True)
    if kind == "max_unpool2d":
        undone = {module.pooling[0] for module in before if isinstance(module, Unpool)}
        return Unpool([module for module in before if isinstance(module, nn.MaxPool2d) and module not in undone][-1])
    if kind == "upsample2d":
        return nn.Upsample(scale_factor=layer["factor"])
    return {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}[kind]()


def shape_after(layer, shapes, modules):
    """The shape of the last module's output."""
    if layer["type"] == "dense":
        return (layer["outputs"], 1, 1)
    if layer["type"] == "max_unpool2d":
        return shapes[modules.index(modules[-1].pooling[0])]
    made = modules[-1](torch.zeros(1, *shapes[-1]))
    return tuple((made[0] if layer["type"] == "max_pool2d" else made).shape[1:])


def load(path):
    """Builds the model in a file that Hourglass has written."""
    tensors, metadata = read(path)
    if "model" not in metadata:
        raise ValueError(f"{path}: expected a model of Hourglass with its metadata, found none")
    network = Autoencoder(json.loads(metadata["model"]), metadata)
    weights = {}
    for name in network.state_dict():
        weights[name] = tensors[name].float()
        if name + ".scale" in tensors:  # 8-bit integers with a scale for each row
            scale = tensors[name + ".scale"]
            weights[name] *= scale.view(-1, *[1] * (weights[name].dim() - 1))
    network.load_state_dict(weights)
    return network.eval()


def save(network, path):
    """Writes a network from load(), with its present weights, to a file that Hourglass reads."""
    write(network.state_dict(), path, network.metadata)
