"""Command lines with misplaced words, repeated options or unusable outputs."""

import os
import shutil
import subprocess
import unittest

import numpy as np

from program import PROGRAM, ProgramTest, write_idx


class CommandLine(ProgramTest):
    def test_unexpected_word_before_the_command_is_reported(self):
        for words, named in (
            (["-v", "train", "pca-3"], '"-v"'),
            (["foo", "evaluate", "x"], '"foo"'),
            (["--json", "models"], "--json"),
            (["x", "y", "z"], '"x"'),
        ):
            self.assert_refused(words, 2, named)

    def test_message_says_where_a_misplaced_option_belongs(self):
        misplaced = ["--threads", 1, "evaluate", "M"]
        self.assert_refused(misplaced, 2, "--threads", "after the command", "evaluate … --threads")
        self.assert_refused(["--epochs=3", "train", "deep-30"], 2, "--epochs", "train … --epochs")

    def test_help_command_prints_the_same_as_the_help_option(self):
        for command in ("train", "figures", "convert"):
            self.assertEqual(self.run_program("help", command), self.run_program(command, "--help"))
        self.assertEqual(self.run_program("help"), self.run_program("--help"))
        self.assert_refused(["help", "trian"], 2, '"trian"', '"train"')
        self.assert_refused(["help", "train", "deep-30"], 2, '"deep-30"')

    def test_option_given_twice_is_refused(self):
        self.assert_refused(["train", "deep-30", "--epochs", 1, "--epochs", 2], 2, "--epochs", "once", "2 times")
        self.assert_refused(["encode", "m", "--out", "a.npy", "--out", "b.npy"], 2, "--out", "once")
        self.assert_refused(["evaluate", "m", "--noise", "none", "--noise", "none"], 2, "--noise", "once")
        self.assert_refused(["evaluate", "m", "--json", "--json"], 2, "--json", "once")

    def test_missing_or_superfluous_value_is_reported(self):
        self.assert_refused(["train", "pca-2", "--data=", "--out", "x"], 2, "--data", "expected a value")
        self.assert_refused(["evaluate", "m", "--json=3"], 2, "--json: expected no value")
        self.assert_refused(["figures", "F1", "--out", ""], 2, "--out", "empty")

    def test_command_name_in_place_of_an_argument_is_an_argument(self):
        self.assert_refused(["models", "train"], 2, "models", '"train"')
        self.assert_refused(["train", "evaluate"], 2, '"evaluate"')
        self.assert_refused(["evaluate", "train"], 1, "train")

    def test_double_dash_ends_the_options(self):
        self.train("pca-2", out="-x.st")
        self.assertIn("pca-2", self.run_program("summary", "--", "-x.st"))
        self.assert_refused(["summary", "-x.st"], 2, '"-x.st"')
        self.assert_refused(["--", "--version"], 2, 'unknown command "--version"')
        self.assert_refused(["train", "--", "pca-3", "--data", "A"], 2, 'unexpected argument "--data"')

    def test_printed_command_can_be_run(self):
        for name in ("-x.st", "a b.st", "it's.st"):
            output = self.run_program("train", "pca-2", "--limit", 60, f"--out={name}")
            command = output.split("Try: hourglass ")[1].splitlines()[0]
            done = subprocess.run(f"{PROGRAM} {command}", shell=True, cwd=self.folder, capture_output=True, text=True,
                                  check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)


class OutputNames(ProgramTest):
    def setUp(self):
        super().setUp()
        self.model = self.train("pca-2", out="m.safetensors")

    def test_unwritable_output_is_refused_before_training(self):
        train = ["train", "deep-30", "--epochs", 1000]
        for option in ("--out", "--log"):
            self.assert_refused([*train, option, ""], 2, option, "empty")
            self.assert_refused([*train, option, "x" * 256], 1, "x" * 256, "too long")
            self.assert_refused([*train, option, "."], 1, "folder")

    def test_extension_of_another_format_is_refused(self):
        for command, name in (
            (["train", "pca-2"], "x.npy"),
            (["encode", self.model], "x.png"),
            (["decode", self.model, "--codes", "c.npy"], "x.csv"),
            (["reconstruct", self.model, "--count", 1], "X.CSV"),
            (["convert", self.model], "x.pt"),
        ):
            self.assert_refused([*command, "--out", name], 2, "--out", name)
        self.run_program("reconstruct", self.model, "--count", 2, "--out", "X.NPY")
        self.assertEqual(np.load(self.folder / "X.NPY").shape, (2, 784))

    def test_output_may_not_replace_an_input(self):
        (self.folder / "link").symlink_to("m.safetensors")
        os.link(self.model, self.folder / "twin")
        self.run_program("encode", self.model, "--limit", 5, "--out", "codes.npy")
        for command in (
            ["encode", self.model, "--out", self.model],
            ["encode", self.model, "--out", "./link"],
            ["convert", self.model, "--out", "twin"],
            ["decode", self.model, "--codes", "codes.npy", "--out", "codes.npy"],
            ["train", "simple-32", "--out", "new", "--log", "new"],
            ["train", "simple-32", "--out", "new", "--log", "new.resume"],
            ["train", "--from", self.model, "--out", "link"],
        ):
            self.assert_refused(command, 2, "expected")

    def test_replacement_keeps_mode_links_and_long_names(self):
        old = self.folder / "old"
        old.write_bytes(b"older")
        old.chmod(0o640)
        (self.folder / "dangling").symlink_to("target")
        for name in ("old", "dangling", "n" * 255):
            self.run_program("encode", self.model, "--limit", 5, "--out", name)
            self.assertEqual(np.load(self.folder / name).shape, (5, 2))
        self.assertEqual(old.stat().st_mode & 0o777, 0o640)
        self.assertTrue((self.folder / "dangling").is_symlink())
        self.assertEqual(np.load(self.folder / "target").shape, (5, 2))
        self.train("simple-32", out="m" * 255)
        self.assertEqual(sorted(len(name) for name in self.listing())[-2:], [255, 255])

    @unittest.skipUnless(os.geteuid() == 0, "only root can give a folder's files to somebody else")
    def test_file_of_another_user_in_a_sticky_folder_is_refused_before_training(self):
        program = shutil.copy(PROGRAM, self.folder)  # the other user may not have access to the original
        os.chmod(self.folder, 0o1777)
        kept = self.folder / "kept.safetensors"
        kept.write_bytes(b"older")
        kept.chmod(0o666)
        write_idx(self.folder / "train-images-idx3-ubyte", 0x803, [10, 28, 28], bytes(7840))
        for name, epochs, status in (("kept.safetensors", 10**9, 1), ("new.safetensors", 1, 0)):
            command = [program, "train", "784-4", "--data", ".", "--epochs", str(epochs), "--out", name]
            done = subprocess.run(command, cwd=self.folder, user=65534, group=65534, extra_groups=[], timeout=100,
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, name in done.stderr), (status, status == 1), done.stderr)
        self.assertEqual(kept.read_bytes(), b"older")

    def test_dash_means_standard_output(self):
        self.run_program("encode", self.model, "--limit", 5, "--out", "codes.npy")
        expected = (self.folder / "codes.npy").read_bytes()
        for name in ("-", "/dev/stdout"):
            with open(self.folder / "caught", "wb") as caught:
                done = subprocess.run([PROGRAM, "encode", self.model, "--limit", "5", "--out", name], stdout=caught,
                                      stderr=subprocess.PIPE, text=True, cwd=self.folder, check=True)
            self.assertEqual((self.folder / "caught").read_bytes(), expected)
            self.assertIn("the codes of 5", done.stderr)
        self.assert_refused(["train", "simple-32", "--out", "/dev/stdout"], 1, "device")
        self.assert_refused(["train", "simple-32", "--out", "-"], 2, "--out", "standard output")
