"""Runs scikit-learn for the benchmark, and answers requests like hourglass_bench (see runner.cpp).

"fit_pca" takes a solver and a number type. The images are converted before the clock starts.
"""
import functools
import json
import sys
import time

import numpy as np
from sklearn.decomposition import PCA


@functools.cache
def images(path, count, numbers):
    pixels = np.fromfile(path, dtype=np.uint8, offset=16, count=784 * count)
    return pixels.reshape(count, 784).astype(numbers) / numbers(255)


def fit_pca(path, images_count, components, solver, numbers, times):
    x = images(path, images_count, np.dtype(numbers).type)
    begin = time.perf_counter()
    for _ in range(times):
        pca = PCA(components, svd_solver=solver, random_state=1).fit(x)
    return {"seconds": time.perf_counter() - begin, "variances": pca.explained_variance_.tolist()}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        answer = fit_pca(request["path"], request["images"], request["components"], request["solver"],
                         request["numbers"], request["times"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
