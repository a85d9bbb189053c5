#!/usr/bin/env python3
"""Compares training on a file larger than the memory limit with training on the same file in the page
cache, and prints the ratio of their times; then the peak memory of a run on MNIST.

The limit is set by a cgroup and, as in a container, includes the pages of mapped files. The read-ahead of
the disk is set to each of the given sizes. Both need root. The file is dropped from the page cache before
each limited run. Build the preset native first.
"""

import argparse
import contextlib
import os
import statistics
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = PROJECT / "build/native/native_cli/hourglass"
MNIST = PROJECT / "build/data/mnist"
IMAGES = "train-images-idx3-ubyte"


def write_copies_of_mnist(path: Path, copies: int) -> int:
    """Writes the file and returns the number of images in it."""
    content = (MNIST / IMAGES).read_bytes()
    header, pixels = content[:16], content[16:]
    magic, count, height, width = struct.unpack(">4I", header)
    with path.open("wb") as file:
        file.write(struct.pack(">4I", magic, copies * count, height, width))
        for _ in range(copies):
            file.write(pixels)
        os.fsync(file.fileno())
    return copies * count


def bring_into_cache(path: Path) -> None:
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass


def drop_from_cache(path: Path) -> None:
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextlib.contextmanager
def memory_group(limit: int) -> Iterator[Path]:
    """Makes a cgroup with this memory limit in bytes. A process joins it by writing its ID to the returned file."""
    unified = Path("/sys/fs/cgroup/cgroup.controllers").exists()
    group = Path("/sys/fs/cgroup", *(() if unified else ("memory",)), f"hourglass-{os.getpid()}")
    try:
        group.mkdir()
        (group / ("memory.max" if unified else "memory.limit_in_bytes")).write_text(str(limit))
    except OSError as error:
        raise SystemExit(f"{group}: creating the cgroup failed ({error.strerror}): run this as root.") from error
    try:
        yield group / "cgroup.procs"
    finally:
        group.rmdir()


@contextlib.contextmanager
def read_ahead(folder: Path, kilobytes: int) -> Iterator[None]:
    """Sets the read-ahead of the disk that holds the folder, for the duration of a `with` block."""
    device = os.stat(folder).st_dev
    setting = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}/bdi/read_ahead_kb")
    former = setting.read_text()
    setting.write_text(str(kilobytes))
    try:
        yield
    finally:
        setting.write_text(former)


def train(model: str, data: Path, threads: int, group: Path | None = None) -> tuple[float, int]:
    """Trains one epoch. Returns the seconds and the peak memory in bytes, including mapped pages in use."""

    def enter_group() -> None:
        group.write_text(str(os.getpid()))

    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "train", model, "--data", data, "--epochs", "1",
                   "--threads", str(threads), "--out", Path(folder) / "model"]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=enter_group if group else None)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            raise SystemExit(f"{PROGRAM} failed (status {os.waitstatus_to_exitcode(status)})")
        return time.perf_counter() - start, usage.ru_maxrss * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default="784-32")
    parser.add_argument("--copies", type=int, default=25, help="copies of MNIST in the file (default: 25, 1.2 GB)")
    parser.add_argument("--limit", type=int, default=200, help="memory limit in MB (default: 200)")
    parser.add_argument("--read-ahead", type=int, nargs="*", default=[128, 4096, 8192],
                        help="sizes in kB (default: 128 4096 8192)")
    parser.add_argument("--runs", type=int, default=3, help="runs whose median is printed (default: 3)")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=PROJECT / "build") as name:
        folder = Path(name)
        count = write_copies_of_mnist(folder / IMAGES, options.copies)
        print(f"{options.model}, {count:,} images ({count * 784 >> 20} MB), one epoch, median of {options.runs} runs")
        for kilobytes in options.read_ahead:
            free, limited = [], []
            for _ in range(options.runs):
                bring_into_cache(folder / IMAGES)
                free.append(train(options.model, folder, options.threads)[0])
                drop_from_cache(folder / IMAGES)
                with read_ahead(folder, kilobytes), memory_group(options.limit << 20) as group:
                    limited.append(train(options.model, folder, options.threads, group)[0])
            print(f"read-ahead {kilobytes:5} kB: {statistics.median(free):6.1f} s from memory, "
                  f"{statistics.median(limited):6.1f} s limited to {options.limit} MB, "
                  f"ratio {statistics.median(limited) / statistics.median(free):.2f}")
    peak = train(options.model, MNIST, options.threads)[1]
    print(f"{options.model} on MNIST: peak {peak / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
