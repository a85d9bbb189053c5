"""The commands train and find-learning-rate, from their arguments to the files they write."""

import csv
import resource
import subprocess
import unittest
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import numpy as np

from program import MNIST, PROGRAM, ProgramTest, read_checkpoint, write_idx


class Training(ProgramTest):
    def test_writes_only_a_file_named_after_the_preset(self):
        self.run_program("train", "simple-32", "--epochs", 1, "--limit", 500)
        self.assertEqual(self.listing(), ["simple-32.safetensors"])

    def test_equal_seeds_give_equal_files_and_other_seeds_do_not(self):
        arguments = ("denoising-256", "--threads", 2, "--limit", 300)
        first = self.train(*arguments, "--seed", 3, out="a").read_bytes()
        self.assertEqual(first, self.train(*arguments, "--seed", 3, out="b").read_bytes())
        self.assertNotEqual(first, self.train(*arguments, "--seed", 4, out="c").read_bytes())

    def test_one_thread_reaches_the_same_loss_as_two(self):
        losses = [self.loss(self.train("simple-32", "--threads", threads)) for threads in (1, 2)]
        self.assertAlmostEqual(losses[0], losses[1], delta=1e-5)

    def loss(self, path):
        return read_checkpoint(path)[1]["training"]["history"][-1]["loss"]

    def test_overridden_recipe_is_stored_in_the_file(self):
        path = self.train("dense-128-32", "--batch", 50, "--lr", 0.01, "--loss", "mse", "--epochs", 2,
                          "--noise", "salt-pepper:mixed:0.4", "--l1", 1e-5, "--schedule", "cosine",
                          "--warmup", 0.25, "--weight-decay", 0.02, "--early-stopping", 3,
                          "--validation", 100)
        recipe = read_checkpoint(path)[1]["recipe"]
        self.assertEqual(recipe, {"batch": 50, "learning_rate": 0.01, "loss": "mse", "epochs": 2,
                                  "noise": "salt-pepper:mixed:0.4", "l1": 1e-5, "schedule": "cosine",
                                  "warmup": 0.25, "weight_decay": 0.02, "early_stopping": 3,
                                  "optimizer": "adamw"})
        self.assertIn("schedule cosine, warmup 0.25, noise salt-pepper:mixed:0.4, L1 penalty 1e-05",
                      self.run_program("summary", path))

    def test_first_losses_are_those_of_which_the_epoch_is_the_mean(self):
        arguments = ("train", "simple-32", "--limit", 320, "--batch", 32, "--epochs", 2,
                     "--first-losses")
        lines = self.run_program(*arguments, 10, "--log", "log.csv").splitlines()
        steps = [line.split() for line in lines if line.startswith("step ")]
        self.assertEqual([int(words[1]) for words in steps], list(range(1, 11)))
        mean = sum(float(words[3]) for words in steps) / len(steps)
        with open(self.folder / "log.csv", newline="") as log:
            self.assertAlmostEqual(mean, float(next(csv.DictReader(log))["loss"]), places=6)

    def link(self, *arguments):
        """Trains, and returns the address and the query of the link that the run prints last."""
        lines = self.run_program("train", *arguments, "--limit", 500, "--epochs", 1).splitlines()
        self.assertTrue(lines[-1].startswith("In the page: "), lines[-1])
        parts = urlsplit(lines[-1].removeprefix("In the page: "))
        return urlunsplit(parts._replace(query="")), dict(parse_qsl(parts.query))

    def test_page_link_holds_the_settings_of_the_run(self):
        page = "http://localhost:8080/folder/"
        arguments = ("simple-32", "--lr", 0.0005, "--batch", 48, "--seed", 7, "--noise", "masking:0.3")
        address, query = self.link(*arguments, "--page-link", page + "?model=deep-30#top")
        self.assertEqual(address, page)
        self.assertEqual(query, {"model": "simple-32", "rate": "0.0005", "batch": "48", "seed": "7",
                                 "training-noise": "panel", "noise": "masking", "level": "0.3"})
        # The noise of the model's own recipe is the page's default.
        self.assertNotIn("training-noise", self.link("denoising-256", "--page-link", page)[1])
        self.assertEqual(self.link("simple-32", "--page-link", page)[1]["training-noise"], "none")
        self.assertEqual(self.link("pca-30", "--page-link", page)[1], {"also": "pca-30"})
        for model in (["784-16"], ["pca-8"], ["conv-32", "--code-size", 8]):
            self.assert_refused(["train", *model, "--page-link", page], 2, "--page-link", "expected a preset")
        self.assertEqual(self.link("conv-32", "--code-size", 32, "--page-link", page)[1]["model"],
                         "conv-32")

    def test_gradient_descent_learns_and_resumes_to_the_same_file(self):
        arguments = ["simple-32", "--optimizer", "sgd", "--lr", 1]
        short = self.train(*arguments, "--epochs", 1, "--keep-optimizer", out="short")
        self.run_program("train", "--resume", short, "--epochs", 2, "--out", "resumed")
        whole = self.train(*arguments, "--epochs", 2, out="whole")
        self.assertEqual((self.folder / "resumed").read_bytes(), whole.read_bytes())
        metadata = read_checkpoint(whole)[1]
        self.assertEqual(metadata["recipe"]["optimizer"], "sgd")
        losses = [epoch["loss"] for epoch in metadata["training"]["history"]]
        self.assertLess(losses[1], losses[0])
        self.assertIn("learning rate 1, batches of 20, 2 epochs, optimizer sgd.", self.run_program("summary", whole))

    def test_log_has_a_line_per_epoch_with_the_validation_loss(self):
        path = self.train("simple-32", "--epochs", 3, "--validation", 100, "--log", "log.csv")
        with open(self.folder / "log.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), ["epoch", "step", "learning_rate", "loss", "validation_loss"])
        self.assertEqual([row["step"] for row in rows], ["25", "50", "75"])
        history = read_checkpoint(path)[1]["training"]["history"]
        self.assertEqual([float(row["loss"]) for row in rows], [epoch["loss"] for epoch in history])
        self.assertEqual(float(rows[2]["validation_loss"]), history[2]["validation_loss"])

    def test_log_records_the_scheduled_learning_rate(self):
        self.train("simple-32", "--epochs", 4, "--lr", 0.01, "--schedule", "cosine", "--warmup", 0.5,
                   "--log", "log.csv")
        with open(self.folder / "log.csv", newline="") as file:
            rates = [float(row["learning_rate"]) for row in csv.DictReader(file)]
        rise = [0.01 * step / 61 for step in (30, 60)]  # 30 steps in each of 4 epochs
        fall = [0.005 * (1 + np.cos(np.pi * step / 60)) for step in (29, 59)]
        np.testing.assert_allclose(rates, rise + fall)

    def test_early_stopping_keeps_the_best_epoch_and_says_which(self):
        arguments = ("train", "simple-32", "--limit", 600, "--validation", 100, "--lr", 0.03)
        output = self.run_program(*arguments, "--epochs", 40, "--early-stopping", 2, "--out", "best")
        self.assertIn("Stopped early. Kept the weights of epoch", output)
        training = read_checkpoint(self.folder / "best")[1]["training"]
        losses = [epoch["validation_loss"] for epoch in training["history"]]
        best = training["best_epoch"]
        self.assertEqual(losses.index(min(losses)) + 1, best)
        self.assertEqual(len(losses), best + 2)
        self.assertIn(f"epoch {best}", self.run_program("summary", "best"))
        self.run_program(*arguments, "--epochs", best, "--out", "short")
        short = read_checkpoint(self.folder / "short")[0]
        for name, tensor in read_checkpoint(self.folder / "best")[0].items():
            np.testing.assert_array_equal(tensor, short[name])

    def test_early_stopping_requires_held_out_images_and_excludes_keep_optimizer(self):
        self.assert_refused(["train", "simple-32", "--early-stopping", 3], 2, "--validation")
        self.assert_refused(["train", "simple-32", "--early-stopping", 3, "--validation", 9,
                             "--keep-optimizer"], 2, "--keep-optimizer")

    def test_run_that_has_learned_nothing_warns(self):
        process = self.start("train", "deep-30-relu", "--limit", 600, "--epochs", 2, "--lr", 0.3)
        status, output, errors = self.finish(process)
        self.assertEqual(status, 0)
        self.assertIn("after epoch 1 the output is no better than predicting the mean image", errors)
        self.assertIn("deep-30-relu has learned nothing", errors)
        self.assertEqual(errors.count("warning"), 2)
        summary = self.run_program("summary", "deep-30-relu.safetensors")
        self.assertIn("no better than predicting the mean image", summary)
        process = self.start("train", "simple-32", "--limit", 6000, "--epochs", 1)
        self.assertEqual(self.finish(process)[2], "")

    def test_validation_loss_equals_what_evaluate_reports_for_the_last_images(self):
        path = self.train("simple-32", "--validation", 200)
        images = np.fromfile(MNIST / "train-images-idx3-ubyte", np.uint8, offset=16, count=784 * 600)
        header = (0x803).to_bytes(4, "big") + (200).to_bytes(4, "big") + 2 * (28).to_bytes(4, "big")
        (self.folder / "t10k-images-idx3-ubyte").write_bytes(header + images[784 * 400 :].tobytes())
        found = read_checkpoint(path)[1]["training"]["history"][0]["validation_loss"]
        self.assertAlmostEqual(found, self.evaluate(path, "--data", self.folder)["mse"], delta=1e-9)

    def test_float16_halves_the_file_and_keeps_the_weights(self):
        whole = self.train("under-64", out="whole")
        half = self.train("under-64", "--float16", out="half")
        self.assertLess(half.stat().st_size, 0.55 * whole.stat().st_size)
        for name, tensor in read_checkpoint(half)[0].items():
            self.assertEqual(tensor.dtype, np.float16)
            np.testing.assert_allclose(tensor, read_checkpoint(whole)[0][name], atol=1e-3)
        self.assertAlmostEqual(self.evaluate(half)["mse"], self.evaluate(whole)["mse"], delta=1e-5)

    def test_converting_to_8_bit_integers_quarters_the_file_and_keeps_the_error(self):
        whole = self.train("dense-128-32", "--epochs", 2)
        self.run_program("convert", whole, "--int8", "--out", "small.safetensors")
        small = self.folder / "small.safetensors"
        self.assertLess(small.stat().st_size, 0.3 * whole.stat().st_size)
        exact, rounded = (self.evaluate(path)["mse"] for path in (whole, small))
        self.assertLess(abs(rounded / exact - 1), 0.02)
        self.assert_refused(["convert", whole, "--int8", "--float16", "--out", "both"], 2, "--float16", "--int8")

    def test_converting_gives_the_file_that_training_in_that_precision_writes(self):
        whole = self.train("under-64", out="whole")
        half = self.train("under-64", "--float16", out="half")
        self.run_program("convert", whole, "--float16", "--out", "converted.safetensors")
        self.assertEqual((self.folder / "converted.safetensors").read_bytes(), half.read_bytes())

    def test_finished_file_has_only_weights_unless_the_optimizer_is_kept(self):
        tensors, _ = read_checkpoint(self.train("simple-32"))
        self.assertEqual(set(tensors), {"0.weight", "0.bias", "2.weight", "2.bias"})
        tensors, _ = read_checkpoint(self.train("simple-32", "--keep-optimizer"))
        self.assertEqual(tensors["optimizer.exp_avg.0.weight"].shape, (32, 784))
        self.assertEqual(tensors["optimizer.step"].tolist(), [30])

    def test_extended_run_equals_a_longer_one(self):
        short = self.train("simple-32", "--epochs", 2, "--keep-optimizer", out="short")
        self.assert_refused(["train", "--resume", short, "--epochs", 1], 2, "--epochs", "the 2 epochs")
        self.run_program("train", "--resume", short, "--epochs", 4, "--out", "extended")
        long = self.train("simple-32", "--epochs", 4, out="long")
        self.assertEqual((self.folder / "extended").read_bytes(), long.read_bytes())

    def test_extended_run_keeps_moments_and_precision(self):
        images = np.fromfile(MNIST / "train-images-idx3-ubyte", np.uint8, offset=16, count=784 * 300)
        write_idx(self.folder / "train-images-idx3-ubyte", 0x803, (300, 28, 28), images)
        path = self.train("simple-32", "--data", ".", "--keep-optimizer", "--float16", "--epochs", 2)
        for epochs in (3, 4):
            self.run_program("train", "--resume", path, "--data", ".", "--epochs", epochs)
            tensors, metadata = read_checkpoint(path)
            self.assertEqual(tensors["0.weight"].dtype, np.float16)
            self.assertIn("optimizer.exp_avg.0.weight", tensors)
            self.assertEqual(metadata["training"]["images"], 300)
        path.rename(self.folder / "renamed")
        self.run_program("train", "--resume", "renamed", "--data", ".", "--epochs", 5)
        self.assertNotIn(path.name, self.listing())

    def test_run_with_a_cosine_schedule_cannot_be_extended(self):
        short = self.train("simple-32", "--epochs", 2, "--schedule", "cosine", "--keep-optimizer")
        self.assert_refused(["train", "--resume", short, "--epochs", 4], 2, "--epochs", "expected 2")

    def test_fine_tuning_starts_from_the_weights_of_the_file(self):
        source = self.train("simple-32", "--epochs", 5)
        tuned = self.train("simple-32", "--from", source, "--lr", 1e-9, out="tuned")
        for name, tensor in read_checkpoint(source)[0].items():
            np.testing.assert_allclose(tensor, read_checkpoint(tuned)[0][name], atol=1e-6)
        self.assert_refused(["train", "--from", source], 2, "--from requires --out")
        self.assert_refused(["train", "deep-30", "--from", source, "--out", "x"], 2, "simple-32")

    def test_older_interrupted_run_is_kept(self):
        for number in (1, 2, 3):
            (self.folder / "model.safetensors.resume").write_bytes(b"hours of work %d" % number)
            self.train("simple-32")
        kept = [f"model.safetensors.resume.{number}" for number in (1, 2, 3)]
        self.assertEqual(self.listing(), ["model.safetensors", *kept])
        self.assertEqual((self.folder / kept[0]).read_bytes(), b"hours of work 1")

    def test_link_to_an_output_is_followed(self):
        (self.folder / "elsewhere").mkdir()
        (self.folder / "elsewhere" / "file").write_bytes(b"old")
        (self.folder / "link").symlink_to("elsewhere/file")
        self.train("simple-32", out="link")
        self.assertTrue((self.folder / "link").is_symlink())
        self.assertGreater((self.folder / "elsewhere" / "file").stat().st_size, 200_000)

    def test_without_a_terminal_every_epoch_is_one_plain_line(self):
        output = self.run_program("train", "simple-32", "--epochs", 3, "--limit", 500)
        self.assertEqual(output.count("\nepoch "), 3)
        self.assertNotIn("\r", output)
        self.assertNotIn("\x1b", output)


@unittest.skipIf(b"__asan_init" in Path(PROGRAM).read_bytes(), "its sanitizer needs terabytes of address space")
class Limits(ProgramTest):
    def run_limited(self, kind, limit, *arguments):
        process = self.start(*arguments, preexec_fn=lambda: resource.setrlimit(kind, (limit, limit)))
        return self.finish(process)

    def test_threads_that_cannot_start_cause_a_warning_or_an_error(self):
        self.train("simple-32", out="m")
        # The address space suffices for the program and some stacks of 8 MiB, but not for 200 stacks.
        for arguments in (["train", "simple-32", "--epochs", 1, "--limit", 500, "--out", "n"],
                          ["train", "pca-3", "--limit", 500, "--out", "n"], ["evaluate", "m"]):
            status, _, errors = self.run_limited(resource.RLIMIT_AS, 600 << 20, *arguments, "--threads", 200)
            self.assertIn(status, (0, 1), errors)
            self.assertTrue(status == 0 or "not enough memory" in errors, errors)
            self.assertEqual("the system started only" in errors, arguments[0] == "train")

    def test_too_little_memory_is_reported_in_a_sentence(self):
        for megabytes in (20, 40, 60, 90, 120, 160):
            for arguments in (["train", "deep-30-2006", "--limit", 300, "--epochs", 1, "--threads", 2, "--out", "m"],
                              ["figures", "F8", "--out", "figures"]):
                status, _, errors = self.run_limited(resource.RLIMIT_AS, megabytes << 20, *arguments)
                # If not even the program's own libraries can be loaded, the system reports it with status 127.
                self.assertIn(status, (0, 1, 127), (megabytes, errors))
                self.assertTrue(status == 0 or errors.strip(), megabytes)


class LearningRate(ProgramTest):
    def test_range_test_suggests_a_rate_and_writes_only_its_curve(self):
        output = self.run_program("find-learning-rate", "simple-32", "--limit", 3000, "--out", "curve.csv")
        self.assertEqual(self.listing(), ["curve.csv"])
        with open(self.folder / "curve.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        rates = np.array([float(row["learning_rate"]) for row in rows])
        smoothed = [float(row["smoothed_loss"]) for row in rows]
        np.testing.assert_allclose(rates[1:] / rates[:-1], (1e6) ** (1 / 199))
        suggested = float(output.split("--lr ")[1].split(",")[0])
        self.assertAlmostEqual(suggested / (rates[np.argmin(smoothed)] / 10), 1, delta=0.05)
        self.assertIn("← lowest", output)

    def test_find_learning_rate_refuses_invalid_arguments(self):
        search = ["find-learning-rate", "simple-32"]
        self.assert_refused(["find-learning-rate"], 2, "PRESET")
        self.assert_refused(["find-learning-rate", "pca-3"], 2, "fitted exactly")
        self.assert_refused([*search, "--from-lr", 1, "--to-lr", 0.1], 2, "expected an increasing range")
        self.assert_refused([*search, "--steps", 1], 2, "--steps")
        self.assert_refused([*search, "--out", "missing/curve.csv"], 1, "missing")


class ExactFit(ProgramTest):
    def test_pca_explains_the_published_share_of_the_variance(self):
        self.assertIn("explain 73.05 % of the variance", self.run_program("train", "pca-30"))
        path = self.folder / "pca-30.safetensors"
        self.assertAlmostEqual(self.evaluate(path)["mse"], 0.01769, delta=0.00002)
        self.assertEqual(self.listing(), ["pca-30.safetensors"])

    def test_pca_is_the_same_for_any_number_of_threads(self):
        first = self.train("pca-4", "--threads", 1, out="a").read_bytes()
        self.assertEqual(first, self.train("pca-4", "--threads", 3, out="b").read_bytes())

    def test_recipe_has_no_effect_on_pca(self):
        plain = self.train("pca-4", out="plain").read_bytes()
        output = self.run_program("train", "pca-4", "--epochs", 3, "--lr", 0.1, "--limit", 600, "--out", "noted")
        self.assertIn("--epochs has no effect", output)
        self.assertEqual((self.folder / "noted").read_bytes(), plain)


class Help(ProgramTest):
    def test_every_command_explains_itself_with_examples(self):
        commands = ("summary", "train", "find-learning-rate", "evaluate", "reconstruct", "encode", "decode", "curve")
        for command in commands:
            self.assertIn("Examples:", self.run_program(command, "--help"))
        for words in ("784-128-32-128-784", "one per core; with mpirun,"):
            self.assertIn(words, self.run_program("train", "--help"))

    def test_running_without_a_command_prints_the_help(self):
        result = subprocess.run([PROGRAM], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("reconstruct", result.stderr)

    def test_failing_to_write_standard_output_is_an_error(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run([PROGRAM, "models"], stdout=full, stderr=subprocess.PIPE, text=True,
                                    check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("standard output", result.stderr)
