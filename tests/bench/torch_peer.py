"""Runs PyTorch for the benchmark, and answers requests like hourglass_bench (see runner.cpp).

"prepare" takes the model as `hourglass models --json` lists it, and answers with PyTorch's version, kernels and
threads. The step is what a PyTorch user who cares about speed would write: all images in one float tensor, batches
from shuffled indices, gradients that are set to None instead of zeroed, and the fastest of the memory layouts and
of the optimisers that update all tensors at once (foreach; from PyTorch 2.3 on also fused).
"""
import ctypes
import itertools
import json
import pathlib
import re
import sys
import time

import numpy as np
import torch
from torch.nn import functional

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "golden"))
from make_golden import make_network  # noqa: E402


def with_activations(listed):
    """Yields layers for nn.Sequential, where an activation is a layer of its own, and so is the change from a flat
    code to maps of one pixel; the listing has both in a layer."""
    for layer in listed:
        if layer["type"] != "dense" and len(layer["input_shape"]) == 1:
            yield {"type": "unflatten", "shape": [*layer["input_shape"], 1, 1]}
        yield layer
        if layer["activation"] != "identity":
            yield {"type": layer["activation"]}


class Training:
    """A model that is being trained."""

    def __init__(self, model, images, batch, layout, implementation):
        recipe = model["recipe"]
        first = model["layers"][0]
        shape = [-1] if first["type"] == "dense" else first["input_shape"]
        self.images = images.view(len(images), *shape)
        self.layout, self.implementation = layout, implementation
        network = make_network(self.images.shape[1:], list(with_activations(model["layers"])))
        network.to(memory_format=layout)
        self.from_logits = recipe["loss"] == "bce"
        self.encoder = network[: model["encoder_layers"]]
        self.decoder = network[model["encoder_layers"] : len(network) - self.from_logits]
        self.batch = batch
        self.batches = iter(())
        kind, *level = recipe["noise"].split(":")
        if kind not in ("none", "gaussian"):
            raise ValueError(f"expected no noise or gaussian noise, found {recipe['noise']}")
        self.noise = float(level[-1]) if level else 0
        self.mixed = "mixed" in level
        self.l1 = recipe["l1"]
        options = {"lr": recipe["learning_rate"], implementation: True}
        if recipe["weight_decay"] > 0:
            options["weight_decay"] = recipe["weight_decay"]
        optimiser = torch.optim.AdamW if recipe["weight_decay"] > 0 else torch.optim.Adam
        self.optimiser = optimiser(network.parameters(), **options)

    def next_batch(self):
        indices = next(self.batches, None)
        if indices is None:
            self.batches = iter(torch.randperm(len(self.images)).split(self.batch))
            indices = next(self.batches)
        return self.images[indices]

    def corrupted(self, clean):
        if not self.noise:
            return clean
        level = self.noise
        if self.mixed:
            level = torch.rand(len(clean), *[1] * (clean.dim() - 1)) * level
        return torch.randn_like(clean).mul_(level).add_(clean).clamp_(0, 1)

    def step(self):
        clean = self.next_batch()
        self.optimiser.zero_grad(set_to_none=True)
        code = self.encoder(self.corrupted(clean))
        loss_of = functional.binary_cross_entropy_with_logits if self.from_logits else functional.mse_loss
        loss = loss_of(self.decoder(code).view(clean.shape), clean)
        if self.l1:
            loss = loss + self.l1 * code.abs().sum() / len(clean)
        loss.backward()
        self.optimiser.step()
        return loss.item()

    def seconds(self, times):
        begin = time.perf_counter()
        for _ in range(times):
            self.step()
        return time.perf_counter() - begin


def fastest_training(model, images, batch):
    """Tries PyTorch's memory layouts for convolutions and its implementations of Adam for a few steps each, and
    returns the fastest training."""
    layouts = [torch.contiguous_format]
    if any("kernel" in layer for layer in model["layers"]):
        layouts.append(torch.channels_last)
    implementations = ["foreach"]
    if tuple(map(int, torch.__version__.split(".")[:2])) >= (2, 3):
        implementations.append("fused")
    trials = [Training(model, images, batch, *choice) for choice in itertools.product(layouts, implementations)]
    for training in trials:
        training.seconds(2)
    return min(trials, key=lambda training: min(training.seconds(5) for _ in range(3)))


def kernels():
    """The kernels that OpenBLAS and PyTorch itself have chosen for this processor."""
    loaded = set(re.findall(r"\S*openblas\S*", pathlib.Path("/proc/self/maps").read_text()))
    libraries = [path for path in loaded if "/libopenblas" in path]
    if not libraries:
        raise SystemExit("torch_peer: expected PyTorch to use OpenBLAS, found that it is not loaded.")
    openblas = ctypes.CDLL(libraries[0])
    openblas.openblas_get_corename.restype = ctypes.c_char_p
    own = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    return f"OpenBLAS {openblas.openblas_get_corename().decode()}, PyTorch {own[1] if own else 'unknown'}"


def main():
    training = images = None
    for line in sys.stdin:
        request = json.loads(line)
        answer = {}
        if request["do"] == "prepare":
            torch.set_num_threads(request["threads"])
            if images is None:
                pixels = np.fromfile(request["images"], dtype=np.uint8, offset=16)
                images = torch.from_numpy(pixels.reshape(-1, 784).astype(np.float32) / 255)
            training = fastest_training(request["listing"], images, request["batch"])
            answer = {"version": torch.__version__.partition("+")[0], "kernels": kernels(),
                      "threads": torch.get_num_threads(), "adam": training.implementation,
                      "layout": str(training.layout).removeprefix("torch.")}
        elif request["do"] == "train":
            answer["seconds"] = training.seconds(request["times"])
        else:
            raise ValueError(f"expected prepare or train, found {request['do']}")
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
