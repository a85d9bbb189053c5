"""Tries random command lines: each must end in time, and with one sentence if it fails.

HOURGLASS_FUZZ_SECONDS sets the duration. Without it, the test tries a few hundred lines, the same in
every run. To fuzz, use the program that is built with sanitizers:

    cd tests/cli && HOURGLASS=../../build/native-debug/native_cli/hourglass \\
      HOURGLASS_DATA=../../build/data HOURGLASS_FUZZ_SECONDS=1800 python3 -m unittest random_commands_test
"""

import os
import random
import shlex
import shutil
import signal
import subprocess
import time
import unicodedata

import numpy as np

from program import MNIST, PROGRAM, ProgramTest, write_idx, write_png

LINES = 300
SECONDS = float(os.environ.get("HOURGLASS_FUZZ_SECONDS", 0))

COMMANDS = {  # a valid line for each command, which uses files that the test creates
    "models": "models --json",
    "summary": "summary model.st --json",
    "train": "train 784-4 --epochs 2 --batch 10 --limit 40 --validation 10 --noise gaussian:0.3 --seed 3 --threads 2 "
    "--log losses.csv --float16 --keep-optimizer --lr 0.01 --schedule cosine --warmup 0.1 --early-stopping 1 "
    "--loss bce --l1 0.1 --weight-decay 0.01 --out new.st",
    "find-learning-rate": "find-learning-rate 784-4 --steps 5 --limit 40 --from-lr 1e-4 --to-lr 0.1 --out rates.csv",
    "evaluate": "evaluate model.st --limit 20 --split train --noise salt-pepper:0.1 --seed 2 --json",
    "reconstruct": "reconstruct model.st --image digit.png --index 3 --count 2 --noise none --out strip.png",
    "encode": "encode model.st --limit 20 --out new.npy",
    "decode": "decode model.st --codes codes.npy --count 3 --out decoded.png",
    "convert": "convert model.st --to onnx --part encoder --as 784-4 --out small",
    "import": "import tiny --size 9x9 --invert yes --transpose no --limit 9 --colour --seed 3 --out made",
    "curve": "curve --limit 40 --epochs 1 --threads 2 --out errors.csv",
    "figures": "figures F1 F5 --out figures --models . --data tiny",
    "report": "report model.st --title Runs --out report.html",
    "help": "help train",
}
ODD_WORDS = [
    "", "-", "--", "---", "-x", "--=", "--out", "--out=", "--data", "--help", "-h", "--version", "--threads", "1", "0",
    "-1", "1e9", "1e400", "nan", "-inf", "0x10", "18446744073709551615", "18446744073709551616", "3.5", "1_000", "１",
    "tiny", "model.st", "./model.st", "model.st/x", "folder", "missing", "it's", "a b", '"', "'", "`id`", "$HOME", "*",
    "\x1b[31mred", "\x9b31m", "\u202eabc", "digit.png", "codes.npy", "new.st.resume", "x" * 255, "x" * 5000, "é" * 130,
    "784", "784-0-784", "784-" + "9" * 30, "784-3-" * 400, "pca-785", "pca--1", "deep-30", "mnist", "F0", "F19", "all",
    "gaussian:", "gaussian:-1", "gaussian:mixed", "speckle:0.1", "\n", "a\nb", "\t", "%s%n", "/dev/stdout", "/dev/full",
]  # fmt: skip


class RandomCommands(ProgramTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(time.time() if SECONDS else 1)
        self.make_files()

    def make_files(self):
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        (self.folder / "folder").mkdir()
        for name in ("tiny", "mnist", "fashion-mnist"):
            data = self.folder / name
            data.mkdir()
            for split, count in (("train", 60), ("t10k", 30)):
                pixels = (MNIST / f"{split}-images-idx3-ubyte").read_bytes()[16 : 16 + 784 * count]
                labels = (MNIST / f"{split}-labels-idx1-ubyte").read_bytes()[8 : 8 + count]
                write_idx(data / f"{split}-images-idx3-ubyte", 0x803, [count, 28, 28], pixels)
                write_idx(data / f"{split}-labels-idx1-ubyte", 0x801, [count], labels)
        np.save(self.folder / "codes.npy", np.ones((5, 4), np.float32))
        write_png(self.folder / "digit.png", [bytes(255 * (x != 9) for x in range(20))] * 20, 0)
        self.train("784-4", "--data", "tiny", "--limit", 40, "--batch", 10, out="model.st")

    def words(self):
        """The words of a valid line with some random changes."""
        draw = self.random
        words = shlex.split(COMMANDS[draw.choice(list(COMMANDS))])
        words = words[:2] + [word for word in words[2:] if draw.random() < 0.8]
        for _ in range(draw.choice((0, 1, 1, 2, 3, 6))):
            at = draw.randrange(len(words) + 1)
            change = draw.randrange(6)
            if change == 0 or at == len(words):
                words.insert(at, self.odd_word())
            elif change == 1:
                words[at] = self.odd_word()
            elif change == 2:
                del words[at]
            elif change == 3:
                words.insert(draw.randrange(len(words)), words.pop(at))
            elif change == 4:
                words.insert(at, words[at])
            else:
                words[at] = f"{words[at]}={self.odd_word()}"
        return words or [""]

    def odd_word(self):
        draw = self.random
        if draw.random() < 0.6:
            return draw.choice(ODD_WORDS)
        if draw.random() < 0.5:
            return draw.choice(shlex.split(COMMANDS[draw.choice(list(COMMANDS))]))
        count = draw.randrange(12)
        letters = [chr(draw.choice((draw.randrange(1, 256), draw.randrange(0x20, 0x7F)))) for _ in range(count)]
        return "".join(letters).replace("/", "")  # no path leads out of the folder

    def faults(self, words):
        """Runs the program with these words; returns a list of what is wrong with its response."""
        process = subprocess.Popen(
            [PROGRAM, *words],
            cwd=self.folder,
            env=os.environ | {"HOURGLASS_DATA": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            output, errors = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            try:
                output, errors = process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                return ["did not end, even on SIGINT"]
        status = process.returncode
        errors = errors.decode(errors="replace")
        sentences = [line for line in errors.splitlines() if not line.startswith("hourglass: warning: ")]
        found = []
        # The signal itself ends a command that has nothing to save, for example one that is reading a pipe.
        if status not in (0, 1, 2, 130, -signal.SIGINT):
            found.append(f"ended with status {status}")
        if "Sanitizer" in errors or "runtime error" in errors:
            found.append("was stopped by a sanitizer")
        if status in (1, 2) and not (len(sentences) == 1 and sentences[0].startswith("hourglass: ")):
            found.append("gave no sentence, or more than one")
        is_text = not any(word.split("=")[-1] in ("-", "/dev/stdout") for word in words)
        printed = errors + (output.decode(errors="replace") if is_text else "")
        controls = {letter for letter in printed if unicodedata.category(letter) == "Cc" and letter not in "\n\t\r"}
        if controls:
            found.append(f"printed the control characters {sorted(controls)}")
        return [f"{fault}: {errors[-600:]}" for fault in found]

    def test_every_command_ends_in_time_and_every_failure_is_one_sentence(self):
        end = time.monotonic() + SECONDS
        tried = 0
        while time.monotonic() < end if SECONDS else tried < LINES:
            if tried % 50 == 0:
                self.make_files()
            words = self.words()
            with self.subTest(shlex.join(words)):
                self.assertEqual(self.faults(words), [])
            tried += 1
        if SECONDS:
            print(f"{tried:,} command lines")
