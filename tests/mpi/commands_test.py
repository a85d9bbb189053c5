"""What is not the training of a network is done by rank 0 alone."""

import re
import shutil
from hashlib import sha256

import numpy as np

from program import test_digits
from ranks import SHORT, RanksTest


class OneRank(RanksTest):
    def test_pca_is_fitted_by_rank_0_alone(self):
        self.run_program("train", "pca-5", "--limit", 500, "--out", "one")
        output = self.run_ranks(3, "train", "pca-5", "--limit", 500, "--out", "ranks")
        self.assertEqual(output.count("Fitted in"), 1)
        self.assertNotIn("ranks", output.splitlines()[0])
        self.assert_same("one", "ranks")

    def test_every_other_command_writes_and_prints_what_one_process_does(self):
        model = self.train("784-8", "--validation", 50, out="model")
        np.save(self.folder / "codes.npy", np.zeros((2, 8), "float32"))
        np.savetxt(self.folder / "images.csv", test_digits(20) * 255, fmt="%d", delimiter=",")
        few = ("--limit", 100)
        for words in (
            ("models",), ("summary", model), ("evaluate", model, *few), ("compare", model, *few, "--csv"),
            ("moments", *few, "--out", "x/moments"), ("encode", model, *few, "--out", "x/codes.npy"),
            ("decode", model, "--codes", "codes.npy", "--out", "x/decoded.npy"),
            ("reconstruct", model, "--count", 2, "--out", "x/strip.png"),
            ("convert", model, "--to", "onnx", "--out", "x/model.onnx"),
            ("import", "images.csv", "--out", "x/data"), ("report", model, "--out", "x/report.html"),
            ("figures", "F19", "--out", "x/figures"),
            ("curve", "--limit", 300, "--epochs", 1, "--threads", 1, "--out", "x/curve.csv"),
            ("find-learning-rate", "784-8", *few, "--threads", 1), ("completion", "bash"), ("help", "train"),
        ):  # fmt: skip
            with self.subTest(words[0]):
                self.assertEqual(self.trace(self.run_program, words), self.trace(self.run_two_ranks, words))

    def test_sweep_is_run_by_rank_0_alone(self):
        (self.folder / "grid.toml").write_text('folder = "x"\n[grid]\npreset = ["784-8", "pca-3"]\nseed = [1, 2]\n'
                                               "[train]\nepochs = 1\nlimit = 100\n")
        words = ("sweep", "grid.toml", "--jobs", 1)
        one, (output, files) = self.trace(self.run_program, words), self.trace(self.run_two_ranks, words)
        self.assertEqual(one, (output, files))
        self.assertEqual(len(files), 3)
        self.assertIn("All 3 jobs have finished.", output)

    def run_two_ranks(self, *words):
        return self.run_ranks(2, *words)

    def trace(self, run, words):
        """What a command prints, without times, and what it writes to the folder x."""
        folder = self.folder / "x"
        folder.mkdir(exist_ok=True)
        output = re.sub(r"[\d,.]+ (s|images/s)\b", "", run(*words))
        files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        shutil.rmtree(folder)
        return output, {name: sha256(content).hexdigest() for name, content in files.items()}

    def test_rank_0_alone_prints(self):
        output = self.run_ranks(2, "train", "784-20", *SHORT)
        self.assertIn("2 threads on 2 ranks", output)
        self.assertEqual(output.count("epoch 3/3"), 1)
        self.assertNotIn("\033", output)
        self.assertEqual(output.count("Trained in"), 1)

    def test_one_rank_is_an_ordinary_run(self):
        self.run_ranks(1, "train", "784-20", *SHORT, "--threads", 1, "--out", "rank")
        self.run_program("train", "784-20", *SHORT, "--threads", 1, "--out", "alone")
        self.assert_same("rank", "alone")
