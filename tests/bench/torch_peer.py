"""Runs PyTorch for the benchmark, and answers requests like hourglass_bench (see runner.cpp).

"prepare" takes the model as `hourglass models --json` lists it. The step is what a PyTorch user who cares
about speed would write: all images in one float tensor, batches from shuffled indices, an optimiser that
updates all tensors at once (foreach; PyTorch 1.13 has no fused Adam for CPUs), gradients that are set to
None instead of zeroed, and the faster memory layout for convolutions.
"""
import json
import pathlib
import sys
import time

import numpy as np
import torch
from torch.nn import functional

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "golden"))
from make_golden import make_network  # noqa: E402


def with_activations(listed):
    """Yields layers for nn.Sequential, where an activation is a layer of its own; the listing has it in a layer."""
    for layer in listed:
        yield layer
        if layer["activation"] != "identity":
            yield {"type": layer["activation"]}


class Training:
    """A model that is being trained."""

    def __init__(self, model, images, batch, layout=torch.contiguous_format):
        recipe = model["recipe"]
        first = model["layers"][0]
        shape = [-1] if first["type"] == "dense" else first["input_shape"]
        self.images = images.view(len(images), *shape)
        self.layout = layout
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
        options = {"lr": recipe["learning_rate"], "foreach": True}
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
    """Tries PyTorch's two memory layouts for convolutions for a few steps each, and returns the faster training."""
    trials = [Training(model, images, batch)]
    if any("kernel" in layer for layer in model["layers"]):
        trials.append(Training(model, images, batch, torch.channels_last))
        for training in trials:
            training.seconds(2)
    return min(trials, key=lambda training: training.seconds(5))


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
            answer["layout"] = str(training.layout).removeprefix("torch.")
        elif request["do"] == "train":
            answer["seconds"] = training.seconds(request["times"])
        else:
            raise ValueError(f"expected prepare or train, found {request['do']}")
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
