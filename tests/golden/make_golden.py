#!/usr/bin/env python3
"""Writes golden.json: losses, outputs, gradients and a 10-step Adam curve from PyTorch, in float64.

    /usr/bin/python3 tests/golden/make_golden.py        (Debian packages python3-torch, python3-numpy)

Weights and images are not stored: they come from a hash of their index that golden_test.cpp computes
too, so full-size networks fit into a small file. For each tensor, the file keeps the norm, the sum and a
few entries.
"""
import json
import pathlib

import numpy as np
import torch

STEPS = 10
SAMPLES = 24
IMAGE_SALT = 0x5BD1E995

RELU, SIGMOID = {"type": "relu"}, {"type": "sigmoid"}
POOL = {"type": "max_pool2d", "kernel": 2, "ceil": False}
POOL_PADDED = POOL | {"ceil": True}
UNPOOL = {"type": "max_unpool2d"}
UPSAMPLE = {"type": "upsample2d", "factor": 2}
IMAGE = [1, 28, 28]


def dense(outputs):
    return {"type": "dense", "outputs": outputs}


def conv(outputs, kernel=3, stride=1, padding=1):
    return {"type": "conv2d", "outputs": outputs, "kernel": kernel, "stride": stride,
            "padding": padding}


def transposed(outputs, kernel, stride, padding=0):
    return conv(outputs, kernel, stride, padding) | {"type": "conv_transpose2d"}


TO_4X7X7 = [conv(16), RELU, POOL, conv(4), RELU, POOL]
TO_16X4X4 = [conv(8), RELU, POOL, conv(16), RELU, POOL, conv(16), RELU, POOL_PADDED]

# name: input shape, encoder, decoder, loss, λ, images
CASES = {
    "sigmoid-mse": ([6, 1, 1], [dense(3), SIGMOID], [dense(6), SIGMOID], "mse", 0, 5),
    "sigmoid-bce": ([6, 1, 1], [dense(3), SIGMOID], [dense(6), SIGMOID], "bce", 0, 5),
    "linear": ([7, 1, 1], [dense(2)], [dense(7)], "mse", 0, 9),
    "relu-l1": ([8, 1, 1], [dense(12), RELU], [dense(8), SIGMOID], "mse", 1e-2, 6),
    "bce-l1": ([8, 1, 1], [dense(5), RELU, dense(4)], [dense(8), SIGMOID], "bce", 1e-2, 6),
    "simple-32": (IMAGE, [dense(32), RELU], [dense(784), SIGMOID], "mse", 0, 16),
    "dense-128-32": (IMAGE, [dense(128), RELU, dense(32)],
                     [dense(128), RELU, dense(784), SIGMOID], "bce", 0, 16),
    "deep-30": (IMAGE, [dense(512), RELU, dense(256), RELU, dense(128), RELU, dense(30)],
                [dense(128), RELU, dense(256), RELU, dense(784), SIGMOID], "mse", 0, 16),
    "sparse-1024": (IMAGE, [dense(1024), RELU], [dense(784), SIGMOID], "mse", 1e-4, 8),
    "strided": ([2, 9, 11], [conv(3, 3, 2), RELU, conv(5, 4, 3, 2), RELU],
                [transposed(3, 5, 3, 2), RELU, transposed(2, 3, 2, 1), RELU, dense(198), SIGMOID],
                "mse", 1e-3, 5),
    "conv-transpose": (IMAGE, TO_4X7X7,
                       [transposed(16, 2, 2), RELU, transposed(1, 2, 2), SIGMOID], "mse", 0, 5),
    "conv-nearest": (IMAGE, TO_4X7X7,
                     [UPSAMPLE, conv(16), RELU, UPSAMPLE, conv(1), SIGMOID], "mse", 0, 5),
    "conv-unpool": (IMAGE, TO_4X7X7,
                    [UNPOOL, conv(16), RELU, UNPOOL, conv(1), SIGMOID], "mse", 0, 5),
    "conv-denoiser": (IMAGE,
                      [conv(32), RELU, POOL, conv(16), RELU, POOL, conv(8), RELU, POOL],
                      [transposed(8, 3, 2), RELU, transposed(16, 2, 2), RELU,
                       transposed(32, 2, 2), RELU, conv(1), SIGMOID], "mse", 0, 5),
    "conv-8-16-16": (IMAGE, TO_16X4X4,
                     [conv(16), RELU, UPSAMPLE, conv(16), RELU, UPSAMPLE, conv(8, padding=0), RELU,
                      UPSAMPLE, conv(1), SIGMOID], "bce", 0, 5),
    "conv-8-16-16-transpose": (IMAGE, TO_16X4X4,
                               [transposed(16, 3, 2, 1), RELU, transposed(8, 4, 2, 1), RELU,
                                transposed(1, 4, 2, 1), SIGMOID], "mse", 0, 5),
    "conv-8-16-16-unpool": (IMAGE, TO_16X4X4,
                            [UNPOOL, transposed(16, 3, 1, 1), RELU, UNPOOL,
                             transposed(8, 3, 1, 1), RELU, UNPOOL, transposed(1, 3, 1, 1),
                             SIGMOID], "mse", 0, 5),
}


def hash32(index):
    """MurmurHash3's 32-bit finaliser (Appleby 2011, public domain)."""
    h = np.asarray(index, dtype=np.uint32).copy()
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return h


def signed_unit(first, count):
    """Numbers in [-1, 1), one per index."""
    return hash32(np.arange(first, first + count)).astype(np.float64) / 2.0**31 - 1.0


def make_images(count, shape):
    """Random pixels, half of them 0, roughly as in a digit."""
    h = hash32(np.arange(count * np.prod(shape)) + IMAGE_SALT)
    return np.where(h % 2 == 0, h >> 24, 0).reshape(count, *shape) / 255.0


class Pool(torch.nn.MaxPool2d):
    """Remembers its input's shape and its switches."""

    def __init__(self, layer):
        super().__init__(layer["kernel"], ceil_mode=layer["ceil"], return_indices=True)

    def forward(self, x):
        self.input_shape = x.shape
        values, self.switches = super().forward(x)
        return values


class Unpool(torch.nn.Module):
    def __init__(self, pool):
        super().__init__()
        self.pool = [pool]  # in a list, so that PyTorch does not make it a submodule

    def forward(self, x):
        (pool,) = self.pool
        return torch.nn.functional.max_unpool2d(x, pool.switches, pool.kernel_size,
                                                output_size=pool.input_shape)


class Dense(torch.nn.Linear):
    def forward(self, x):
        return super().forward(x.flatten(1))


def module_of(layer, inputs, pools):
    kind = layer["type"]
    if kind == "dense":
        return Dense(int(np.prod(inputs)), layer["outputs"])
    if kind in ("conv2d", "conv_transpose2d"):
        make = torch.nn.Conv2d if kind == "conv2d" else torch.nn.ConvTranspose2d
        return make(inputs[0], layer["outputs"], layer["kernel"], layer["stride"],
                    layer["padding"])
    if kind == "max_pool2d":
        pools.append(Pool(layer))
        return pools[-1]
    if kind == "max_unpool2d":
        return Unpool(pools.pop())
    if kind == "unflatten":
        return torch.nn.Unflatten(1, layer["shape"])
    if kind == "upsample2d":
        return torch.nn.Upsample(scale_factor=layer["factor"])
    return torch.nn.ReLU() if kind == "relu" else torch.nn.Sigmoid()


def make_network(shape, layers):
    modules, pools, offset = [], [], 0
    x = torch.zeros(1, *shape)
    for layer in layers:
        module = module_of(layer, x.shape[1:], pools)
        for name, parameter in module.named_parameters():
            fans = (parameter.shape[0] + parameter.shape[1]) * parameter[0, 0].numel() if (
                name == "weight") else 600
            values = np.sqrt(6.0 / fans) * signed_unit(offset, parameter.numel())
            offset += parameter.numel()
            with torch.no_grad():
                parameter.copy_(torch.from_numpy(values.reshape(parameter.shape)))
        modules.append(module)
        x = module(x)
    return torch.nn.Sequential(*modules)


def digest(tensor):
    """Norm, sum and evenly spread entries with their positions."""
    flat = tensor.detach().reshape(-1).numpy()
    at = sorted({int(i) for i in np.linspace(0, flat.size - 1, SAMPLES)})
    return {"norm": float(np.linalg.norm(flat)), "sum": float(flat.sum()), "at": at,
            "values": [float(flat[i]) for i in at]}


def objective(network, images, encoder_layers, loss, l1):
    code = network[:encoder_layers](images)
    if loss == "bce":
        logits = network[encoder_layers:-1](code)
        value = torch.nn.functional.binary_cross_entropy_with_logits(
            logits.reshape(images.shape), images)
    else:
        rebuilt = network[encoder_layers:](code).reshape(images.shape)
        value = torch.nn.functional.mse_loss(rebuilt, images)
    return value + l1 * code.flatten(1).abs().sum(dim=1).mean()


def run(name, shape, encoder, decoder, loss, l1, count):
    layers, encoder_layers = encoder + decoder, len(encoder)
    network = make_network(shape, layers)
    images = torch.from_numpy(make_images(count, shape))
    result = {"name": name, "fit": "gradient", "input": shape, "layers": layers,
              "encoder_layers": encoder_layers, "loss": loss, "l1": l1, "images": count,
              "code": digest(network[:encoder_layers](images)), "output": digest(network(images))}
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    losses = []
    for step in range(STEPS):
        optimiser.zero_grad()
        value = objective(network, images, encoder_layers, loss, l1)
        value.backward()
        losses.append(value.item())
        if step == 0:
            result["gradients"] = {name: digest(p.grad) for name, p in network.named_parameters()}
        optimiser.step()
    result["losses"] = losses
    result["trained"] = {name: digest(p) for name, p in network.named_parameters()}
    return result


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(2)
    cases = {name: run(name, *case) for name, case in CASES.items()}
    lines = [f' {json.dumps(name)}: {json.dumps(case)}' for name, case in cases.items()]
    path = pathlib.Path(__file__).with_name("golden.json")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
