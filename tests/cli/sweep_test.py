"""Many runs: sweeps, their comparison, and PCA of parts."""

import csv
import fcntl
import io
import json
import re
import shlex
import signal
import statistics

import numpy as np

from interruption import InterruptionTest
from program import MNIST, ProgramTest, digests, write_idx

GRID = """
log = "jsonl"
[grid]
preset = ["pca-30", "simple-32", "conv-32"]
code-size = [2, 32]
l1 = [0, 1e-4]
seed = [1, 2]
[train]
epochs = 1
limit = 100
"""


class Sweep(InterruptionTest):
    def write_grid(self, text):
        (self.folder / "grid.toml").write_text(text)

    def commands(self, *arguments):
        lines = self.run_program("sweep", "grid.toml", "--list", *arguments).splitlines()
        return [shlex.split(line) for line in lines]

    def files(self):
        return digests(self.folder / "runs")

    def test_grid_has_every_combination_once_and_shares_cover_it(self):
        self.write_grid(GRID)
        commands = self.commands()
        # PCA has two code sizes only; the networks have 2 code sizes · 2 penalties · 2 seeds each.
        self.assertEqual(len(commands), 2 + 2 * 8)
        self.assertEqual([command[:3] for command in commands[:2]],
                         [["hourglass", "train", "pca-2"], ["hourglass", "train", "pca-32"]])
        found = {(command[2], command[command.index("--l1") + 1], command[command.index("--seed") + 1])
                 for command in commands[2:]}
        self.assertEqual(found, {(model, penalty, seed)
                                 for model in ("simple-32-code-2", "simple-32", "conv-32-code-2", "conv-32")
                                 for penalty in ("0", "0.0001") for seed in ("1", "2")})
        shares = [self.commands("--only", f"{share}/4") for share in (1, 2, 3, 4)]
        self.assertEqual([len(share) for share in shares], [5, 5, 4, 4])
        self.assertEqual(sorted(sum(shares, [])), sorted(commands))
        self.assertEqual(self.listing(), ["grid.toml"])

    def test_killed_and_interrupted_sweep_ends_with_the_files_of_its_commands(self):
        self.write_grid('log = "csv"\n[grid]\npreset = ["pca-3", "simple-32"]\nseed = [1, 2, 3]\n'
                        "[train]\nepochs = 200\nlimit = 2000\n")
        (self.folder / "runs").mkdir()
        for command in self.commands():
            self.run_program(*command[1:])
        whole = self.files()
        self.assertEqual(len(whole), 7)
        for name in whole:
            (self.folder / "runs" / name).unlink()
        sweep = ("sweep", "grid.toml", "--jobs", 2)
        for number, status in ((signal.SIGKILL, -9), (signal.SIGTERM, 130)):
            process = self.start(*sweep)
            self.assertIn("4 jobs, ", process.stdout.readline())
            self.wait_for(lambda: any(name.endswith(".resume") for name in self.files_now()))
            process.send_signal(number)
            found, _, errors = self.finish(process)
            self.assertEqual(found, status, errors)
            self.assertTrue(any(name.endswith(".resume") for name in self.files_now()))
            # The jobs of a killed sweep save their states before they end.
            self.wait_for(lambda: not any(map(self.is_held, self.locks())))
        self.run_program(*sweep)
        self.assertEqual(self.files(), whole)
        output = self.run_program(*sweep)
        self.assertIn("4 jobs, 4 of them finished", output)
        self.assertEqual(self.files(), whole)

    def is_held(self, name):
        """Whether a run holds this file as its lock."""
        try:
            with open(self.folder / "runs" / name, "rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def locks(self):
        return [name for name in self.files_now() if name.endswith(".run-lock")]

    def files_now(self):
        folder = self.folder / "runs"
        return [path.name for path in folder.iterdir()] if folder.is_dir() else []

    def test_failed_job_is_named_and_ends_no_other(self):
        self.write_grid("[grid]\npreset = [\"784-8\", \"pca-2\"]\n[train]\nepochs = 1\nlimit = 50\n")
        (self.folder / "runs").mkdir()
        (self.folder / "runs/784-8.safetensors").write_text("precious")
        status, output, errors = self.finish(self.start("sweep", "grid.toml"))
        self.assertEqual((status, errors.count("\n")), (1, 1), errors)
        self.assertIn("1 of 2 jobs failed", errors)
        self.assertIn("784-8.safetensors: expected", errors)
        self.assertIn("pca-2.safetensors  done", output)
        self.assertEqual((self.folder / "runs/784-8.safetensors").read_text(), "precious")

    def test_value_that_is_written_in_several_ways_makes_one_job(self):
        self.write_grid('[grid]\npreset = ["simple-32"]\nnoise = ["gaussian:0.3", "gaussian:0.30", "masking:.5"]\n'
                        'l1 = [1e-4, 0.00010, "1E-4"]\nseed = [1, "01"]\n')
        found = [[command[command.index(option) + 1] for option in ("--noise", "--l1", "--seed")]
                 for command in self.commands()]
        self.assertEqual(found, [["gaussian:0.3", "0.0001", "1"], ["masking:0.5", "0.0001", "1"]])
        self.assertEqual([command[command.index("--out") + 1] for command in self.commands()],
                         [f"runs/simple-32-noise-{noise}.safetensors" for noise in ("gaussian-0.3", "masking-0.5")])

    def test_grid_with_a_mistake_is_refused(self):
        preset = '[grid]\npreset = ["pca-2"]\n'
        for text, words in (
            (preset + "seeds = [1]", ["line 3", '"seeds"', '"seed"']),
            (preset + 'out = ["x"]', ["line 3", "out", "sweep"]),
            (preset + "[training]\nepochs = 1", ["line 3", "[training]"]),
            (preset + "[train]\nepochs = [1, 2]", ["line 4", "epochs", "list"]),
            (preset + "seed = [1]\n[train]\nseed = 1", ["seed", "both"]),
            ("[grid]\nseed = [1]", ["preset"]),
            ('[grid]\npreset = ["deep-30"]\nbatch = [0]', ["grid.toml", "line 3", "batch"]),
            (preset + 'epochs = ["ten"]', ["grid.toml: line 3", "--epochs", '"ten"']),
            (preset + "[train]\nlr = -1", ["line 4", "learning rate", "-1"]),
            (preset + "data = [3]", ["line 3", "data", "text in quotes", "found 3"]),
            (preset + "float16 = [1]", ["line 3", "float16", "true or false"]),
            ("folder = 3\n" + preset, ["line 1", "folder", "text in quotes", "found 3"]),
            ('[grid]\npreset = ["deep-3"]', ['"deep-3"', '"deep-30"']),
            ("folders = 1\n" + preset, ["line 1", "folders"]),
            ('log = "txt"\n' + preset, ["line 1", "csv or jsonl", '"txt"']),
        ):
            self.write_grid(text)
            self.assert_refused(["sweep", "grid.toml"], 2, *words)
        self.write_grid(preset)
        for share in ("3", "0/2", "3/2", "a/2"):
            self.assert_refused(["sweep", "grid.toml", "--only", share], 2, "--only")


class Compare(ProgramTest):
    def test_groups_have_the_mean_and_deviation_of_their_seeds(self):
        files = [self.train("784-4", "--seed", seed, out=f"seed-{seed}.safetensors") for seed in (1, 2, 5)]
        files.append(self.train("pca-3", out="pca.safetensors"))
        measured = [self.evaluate(file, "--limit", 200) for file in files]
        compare = ("compare", *files, "--limit", 200)
        single = list(csv.DictReader(io.StringIO(self.run_program(*compare, "--csv"))))
        self.assertEqual([row["name"] for row in single], ["seed-1", "seed-2", "seed-5", "pca"])
        self.assertEqual([float(row["mse"]) for row in single], [metrics["mse"] for metrics in measured])
        self.assertEqual([float(row["bce"]) for row in single], [metrics["bce"] for metrics in measured])
        network, pca = json.loads(self.run_program(*compare, "--group", "--json"))
        self.assertEqual((network["name"], network["seeds"], network["code_size"]), ("784-4", [1, 2, 5], 4))
        for key in ("mse", "bce"):
            values = [metrics[key] for metrics in measured[:3]]
            self.assertAlmostEqual(network[key], statistics.mean(values), places=12)
            self.assertAlmostEqual(network[f"{key}_deviation"], statistics.stdev(values), places=12)
        self.assertEqual((pca["mse_deviation"], pca["parameters"], pca["recipe"]),
                         (None, 784 + 3 * 784, "fitted exactly"))
        self.assertIn(f"{network['mse']:.5f} ± {network['mse_deviation']:.5f}",
                      self.run_program(*compare, "--group"))

    def test_page_needs_no_other_file_and_has_a_dark_theme(self):
        self.train("pca-3", out="a&b.safetensors")
        self.run_program("compare", "a&b.safetensors", "--limit", 50, "--out", "table.html")
        page = (self.folder / "table.html").read_text()
        self.assertIn("a&amp;b", page)
        self.assertIn("prefers-color-scheme: dark", page)
        self.assertNotRegex(page, r"https?://|<script|<link|\{\{")
        self.assertTrue(re.search(r'<td class="number">3</td><td class="number">3,136</td>', page))
        self.assert_refused(["compare", "a&b.safetensors", "--csv", "--json"], 2, "--csv", "--json")
        self.assert_refused(["compare", "a&b.safetensors", "--out", "t.png"], 2, "--out", "t.png")


class Moments(ProgramTest):
    SIZES = (1, 700, 33, 2, 1200, 64, 1000)

    def make_parts(self):
        """Splits training images into folders; returns the images."""
        images = np.fromfile(MNIST / "train-images-idx3-ubyte", np.uint8, offset=16, count=784 * sum(self.SIZES))
        images = images.reshape(-1, 784)
        parts = np.split(images, np.cumsum(self.SIZES)[:-1])
        for number, part in enumerate(parts):
            folder = self.folder / f"part-{number}"
            folder.mkdir()
            write_idx(folder / "train-images-idx3-ubyte", 0x803, (len(part), 28, 28), part.tobytes())
            self.run_program("moments", "--data", folder.name, "--out", f"{number}.moments")
        return images.astype(np.int64)

    def test_seven_parts_in_any_order_give_the_file_of_the_single_run(self):
        images = self.make_parts()
        self.run_program("train", "pca-9", "--limit", len(images), "--out", "whole.safetensors")
        whole = (self.folder / "whole.safetensors").read_bytes()
        for order in ("0123456", "5140362"):
            parts = [f"{number}.moments" for number in order]
            self.run_program("train", "pca-9", "--moments", *parts, "--out", "parts.safetensors")
            self.assertEqual((self.folder / "parts.safetensors").read_bytes(), whole, order)
        part = images[701:734]
        content = (self.folder / "2.moments").read_bytes()
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
        sums = part.sum(axis=0).reshape(1, 28, 28)
        for name, expected in (("images", [33]), ("sums", sums), ("products", part.T @ part)):
            self.assertEqual(header[name]["dtype"], "I64")
            begin, end = header[name]["data_offsets"]
            found = np.frombuffer(content[8 + length :][begin:end], "<i8").reshape(header[name]["shape"])
            np.testing.assert_array_equal(found, expected)

    def test_other_files_sizes_and_versions_are_refused(self):
        self.run_program("moments", "--limit", 40, "--out", "a.moments")
        content = (self.folder / "a.moments").read_bytes()

        def train(*arguments):
            return ["train", "pca-2", "--moments", "a.moments", *arguments]

        (self.folder / "new.moments").write_bytes(content.replace(b'"version":"1"', b'"version":"9"'))
        (self.folder / "odd.moments").write_bytes(content[:-8] + b"\xff" * 8)
        (self.folder / "cut.moments").write_bytes(content[:-1])
        self.assert_refused(train("new.moments"), 1, "new.moments", "version 1", '"9"')
        self.assert_refused(train("odd.moments"), 1, "odd.moments", "sums")
        self.assert_refused(train("cut.moments"), 1, "cut.moments")
        self.assert_refused(train("a.moments"), 1, "a.moments", "same")
        self.assert_refused(train("--limit", 5), 2, "--moments", "--limit")
        self.assert_refused(["train", "--moments", "a.moments", "pca-2"], 2, "PRESET", "before --moments",
                            "after --")
        self.run_program("train", "--out", "after.safetensors", "--moments", "a.moments", "--", "pca-2")
        self.run_program("train", "pca-2", "--out", "before.safetensors", "--moments", "a.moments")
        after, before = ((self.folder / f"{name}.safetensors").read_bytes() for name in ("after", "before"))
        self.assertEqual(after, before)
        self.assert_refused(["train", "deep-30", "--moments", "a.moments"], 2, "--moments", "deep-30")
        self.assert_refused(["train", "pca-40", "--moments", "a.moments"], 1, "at least 41", "found 40")
        model = self.train("pca-2")
        self.assert_refused(["train", "pca-2", "--moments", model, "--out", "x"], 1, "hourglass moments")
        self.assert_refused(["moments", "--out", "x.npy"], 2, "--out", ".moments", "x.npy")
