#!/usr/bin/env python3
"""Trains on a file larger than the memory that the program may have, and on the same file kept in
memory by the system, and prints the ratio of their speeds; then the peak memory of a run on MNIST.

The program may have LIMIT bytes beside the mapped file, and the file is dropped from the system's
cache first, so that all of it comes from the disk. Needs the preset native, built.
"""

import argparse
import os
import resource
import statistics
import struct
import subprocess
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = PROJECT / "build/native/native_cli/hourglass"
MNIST = PROJECT / "build/data/mnist"
IMAGES = "train-images-idx3-ubyte"
LIMIT = 150 << 20


def write_copies_of_mnist(path: Path, copies: int) -> int:
    """Returns the number of images."""
    header, pixels = (MNIST / IMAGES).read_bytes()[:16], (MNIST / IMAGES).read_bytes()[16:]
    magic, count, height, width = struct.unpack(">4I", header)
    with path.open("wb") as file:
        file.write(struct.pack(">4I", magic, copies * count, height, width))
        for _ in range(copies):
            file.write(pixels)
        os.fsync(file.fileno())
    return copies * count


def drop_from_cache(path: Path) -> None:
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))


def train(model: str, data: Path, threads: int, limited: bool) -> tuple[float, int]:
    """Seconds and peak bytes, the pages in use of a mapped file among them, of one epoch."""
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "train", model, "--data", data, "--epochs", "1",
                   "--threads", str(threads), "--out", Path(folder) / "model"]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                                   preexec_fn=limit_memory if limited else None)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            raise SystemExit(f"{PROGRAM}: ended with status {os.waitstatus_to_exitcode(status)}")
        return time.perf_counter() - start, usage.ru_maxrss * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default="deep-30")
    parser.add_argument("--copies", type=int, default=5, help="of MNIST in the file (default: 5)")
    parser.add_argument("--runs", type=int, default=3, help="the median counts (default: 3)")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    memory, disk = [], []
    with tempfile.TemporaryDirectory(dir=PROJECT / "build") as name:
        folder = Path(name)
        count = write_copies_of_mnist(folder / IMAGES, options.copies)
        for _ in range(options.runs):
            (folder / IMAGES).read_bytes()
            memory.append(train(options.model, folder, options.threads, limited=False)[0])
            drop_from_cache(folder / IMAGES)
            disk.append(train(options.model, folder, options.threads, limited=True)[0])
    of_memory, of_disk = statistics.median(memory), statistics.median(disk)
    print(f"{options.model}, {count:,} images of {count * 784 >> 20} MB: "
          f"{count / of_memory:,.0f} images/s from memory, {count / of_disk:,.0f} from the disk "
          f"with {LIMIT >> 20} MB of memory, ratio {of_memory / of_disk:.2f}")
    peak = train(options.model, MNIST, options.threads, limited=True)[1]
    print(f"{options.model} on MNIST: peak {peak / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
