#!/usr/bin/env python3
"""Writes golden.json: losses, outputs, gradients and a 10-step Adam curve from PyTorch, in float64.

    /usr/bin/python3 tests/golden/make_golden.py        (Debian packages python3-torch, python3-numpy)

Weights and images are not stored: they come from a hash of their index that golden_test.cpp computes
too, so full-size networks fit into a small file. Of large tensors the norm, the sum and a few entries
are kept.
"""
import json
import pathlib

import numpy as np
import torch

STEPS = 10
SAMPLES = 24
IMAGE_SALT = 0x5BD1E995

RELU, SIGMOID = ("relu", 0), ("sigmoid", 0)


def dense(outputs):
    return ("dense", outputs)


# name: input size, layers, encoder layers, loss, λ, images
CASES = {
    "sigmoid-mse": (6, [dense(3), SIGMOID, dense(6), SIGMOID], 2, "mse", 0, 5),
    "sigmoid-bce": (6, [dense(3), SIGMOID, dense(6), SIGMOID], 2, "bce", 0, 5),
    "linear": (7, [dense(2), dense(7)], 1, "mse", 0, 9),
    "relu-l1": (8, [dense(12), RELU, dense(8), SIGMOID], 2, "mse", 1e-2, 6),
    "bce-l1": (8, [dense(5), RELU, dense(4), dense(8), SIGMOID], 3, "bce", 1e-2, 6),
    "simple-32": (784, [dense(32), RELU, dense(784), SIGMOID], 2, "mse", 0, 16),
    "dense-128-32": (784, [dense(128), RELU, dense(32), dense(128), RELU, dense(784), SIGMOID],
                     3, "bce", 0, 16),
    "deep-30": (784, [dense(512), RELU, dense(256), RELU, dense(128), RELU, dense(30), dense(128),
                      RELU, dense(256), RELU, dense(784), SIGMOID], 7, "mse", 0, 16),
    "sparse-1024": (784, [dense(1024), RELU, dense(784), SIGMOID], 2, "mse", 1e-4, 8),
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


def make_images(count, size):
    """Bytes of which every second is 0, near to how a digit has it."""
    h = hash32(np.arange(count * size) + IMAGE_SALT)
    return np.where(h % 2 == 0, h >> 24, 0).reshape(count, size) / 255.0


def make_network(size, layers):
    modules, inputs, offset = [], size, 0
    for kind, outputs in layers:
        if kind != "dense":
            modules.append(torch.nn.ReLU() if kind == "relu" else torch.nn.Sigmoid())
            continue
        layer = torch.nn.Linear(inputs, outputs)
        limit = np.sqrt(6.0 / (inputs + outputs))
        weights = limit * signed_unit(offset, inputs * outputs)
        offset += inputs * outputs
        biases = 0.1 * signed_unit(offset, outputs)
        offset += outputs
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weights.reshape(outputs, inputs)))
            layer.bias.copy_(torch.from_numpy(biases))
        modules.append(layer)
        inputs = outputs
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
        value = torch.nn.functional.binary_cross_entropy_with_logits(logits, images)
    else:
        value = torch.nn.functional.mse_loss(network[encoder_layers:](code), images)
    return value + l1 * code.abs().sum(dim=1).mean()


def run(size, layers, encoder_layers, loss, l1, count):
    network = make_network(size, layers)
    images = torch.from_numpy(make_images(count, size))
    result = {"input": size, "layers": [{"type": kind, "outputs": outputs} for kind, outputs in layers],
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
    cases = {name: run(*case) for name, case in CASES.items()}
    lines = [f' {json.dumps(name)}: {json.dumps(case)}' for name, case in cases.items()]
    path = pathlib.Path(__file__).with_name("golden.json")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
