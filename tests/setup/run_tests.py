"""Runs the tests of this folder, several at a time: they mostly wait, for a slow archive or for the next attempt.

Each test runs in a process of its own, because the tests of the runner send signals to their process.
"""

import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
AT_A_TIME = 4


def names(tests):
    for test in tests:
        if isinstance(test, unittest.TestSuite):
            yield from names(test)
        else:
            yield test.id()


def run(name):
    """Runs a test and prints its output in one piece. Returns the exit status."""
    command = [sys.executable, "-B", "-m", "unittest", "-v", name]
    ended = subprocess.run(command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(ended.stdout, end="", flush=True)
    return ended.returncode


def main():
    found = list(names(unittest.defaultTestLoader.discover(FOLDER, "*_test.py")))
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return 1 if any(list(pool.map(run, found))) else 0


if __name__ == "__main__":
    sys.exit(main())
