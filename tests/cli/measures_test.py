"""The program's numbers, compared with NumPy's."""

import numpy as np

from program import MNIST, ProgramTest, forward, test_digits, write_idx

FIELDS = {"images", "mse", "squared_error_per_image", "psnr", "bce", "bce_above_floor", "code_size",
          "parameters", "dead_units", "noise", "bce_floor", "mean_image_mse", "mean_image_bce",
          "exact_pixel_accuracy", "exact_pixel_ceiling"}


class Measures(ProgramTest):
    def test_agree_with_numpy(self):
        path = self.train("dense-128-32", "--limit", 3000)
        found = self.evaluate(path, "--limit", 500)
        self.assertLessEqual(FIELDS, set(found))
        clean = test_digits(500)
        codes, rebuilt = forward(path, clean)
        mse = np.mean((rebuilt - clean) ** 2)
        bce = -np.mean(clean * np.log(rebuilt) + (1 - clean) * np.log(1 - rebuilt))
        grey = clean[(clean > 0) & (clean < 1)]
        floor = -np.sum(grey * np.log(grey) + (1 - grey) * np.log(1 - grey)) / clean.size
        self.assertAlmostEqual(found["mse"], mse, delta=1e-6)
        self.assertAlmostEqual(found["squared_error_per_image"], 784 * mse, delta=1e-3)
        self.assertAlmostEqual(found["psnr"], -10 * np.log10(mse), delta=1e-3)
        self.assertAlmostEqual(found["bce"], bce, delta=1e-6)
        self.assertAlmostEqual(found["bce_above_floor"], bce - floor, delta=1e-6)
        self.assertAlmostEqual(found["bce_floor"], floor, delta=1e-9)
        self.assertAlmostEqual(found["mean_image_mse"], np.mean((clean - clean.mean(axis=0)) ** 2), delta=1e-9)
        self.assertAlmostEqual(found["exact_pixel_accuracy"], np.mean(np.round(rebuilt) == clean), delta=1e-5)
        self.assertAlmostEqual(found["exact_pixel_ceiling"], np.mean((clean == 0) | (clean == 1)), delta=1e-9)
        self.assertAlmostEqual(found["explained_variance"],
                               1 - mse / np.mean((clean - clean.mean(axis=0)) ** 2), delta=1e-5)
        self.assertEqual(found["dead_units"], np.sum(np.ptp(codes, axis=0) < 1e-6))
        self.assertEqual((found["images"], found["code_size"], found["parameters"]), (500, 32, 209968))

    def place_images(self, images):
        """Writes the images as a training and a test set, and returns their folder."""
        folder = self.folder / "data"
        folder.mkdir(exist_ok=True)
        for split in ("train", "t10k"):
            write_idx(folder / f"{split}-images-idx3-ubyte", 0x803, [len(images), 28, 28], images.tobytes())
        return folder

    def test_images_without_variance_have_no_explained_variance(self):
        path = self.train("pca-5")
        digits = np.round(255 * test_digits(1)).astype(np.uint8)
        for images in (digits, np.full((1000, 784), 255, np.uint8), np.repeat(digits, 700, axis=0)):
            folder = self.place_images(images)
            found = self.evaluate(path, "--data", folder)
            ratios = (found["explained_variance"], found["dead_units"], found["mean_image_mse"])
            self.assertEqual(ratios, (None, None, 0))
            output = self.run_program("evaluate", path, "--data", folder)
            self.assertIn("Dead code units: – of 5", output)
            self.assertNotIn("no better", output)
            for sign in ("inf", "nan", "e+1", "e-1"):
                self.assertNotIn(sign, output)

    def test_small_variance_is_computed_exactly(self):
        path = self.train("pca-5")
        images = np.full((3000, 784), 254, np.uint8)
        images[0, 0] = 255
        found = self.evaluate(path, "--data", self.place_images(images))
        self.assertAlmostEqual(found["mean_image_mse"] / (images / 255).var(axis=0).mean(), 1, delta=1e-9)

    def test_training_on_equal_images_gives_no_warning(self):
        for tone in (0, 77, 255):
            folder = self.place_images(np.full((600, 784), tone, np.uint8))
            process = self.start("train", "pca-3", "--data", folder, "--out", "m")
            status, output, errors = self.finish(process)
            self.assertEqual(status, 0, errors)
            self.assertIn("explain – % of the variance", output)
            process = self.start("train", "simple-32", "--epochs", 1, "--data", folder, "--out", "m")
            self.assertEqual(self.finish(process)[2], "")

    def test_too_few_images_for_the_components_are_refused(self):
        for components, images in ((3, 3), (30, 10), (784, 784)):
            self.assert_refused(["train", f"pca-{components}", "--limit", images], 1, f"at least {components + 1}")
        output = self.train("pca-3", "--limit", 4)
        self.assertTrue(output.exists())

    def test_constants_of_the_test_set_match_the_published_values(self):
        path = self.train("pca-30", "--limit", 60000)
        found = self.evaluate(path)
        for field, value in (("exact_pixel_ceiling", 0.8145), ("exact_pixel_accuracy", 0.81266),
                             ("bce_floor", 0.0581), ("mean_image_mse", 0.0674), ("mean_image_bce", 0.2623)):
            self.assertAlmostEqual(found[field], value, delta=0.00005, msg=field)
        self.assertIn("81.27 % of at most 81.45 %", self.run_program("evaluate", path))

    def test_model_that_has_learned_nothing_is_reported(self):
        path = self.train("deep-30-relu", "--lr", 0.3)
        self.assertIn("no better than predicting the mean image", self.run_program("evaluate", path))
        path = self.train("pca-5")
        self.assertNotIn("no better", self.run_program("evaluate", path))

    def test_noise_is_added_only_on_request_even_for_a_denoiser(self):
        path = self.train("denoising-256")
        self.assertEqual(self.evaluate(path, "--limit", 100)["noise"], "none")
        self.assertIn("--noise gaussian:mixed:0.9", self.run_program("evaluate", path, "--limit", 100))
        noisy = self.evaluate(path, "--limit", 100, "--noise", "masking:0.5")
        self.assertEqual(noisy["noise"], "masking:0.5")
        self.assertEqual(noisy, self.evaluate(path, "--limit", 100, "--noise", "masking:0.5"))
        self.assertNotEqual(noisy["mse"], self.evaluate(path, "--limit", 100)["mse"])

    def test_table_compares_the_model_with_baselines(self):
        data = self.folder / "data"
        data.mkdir()
        for split, count in (("train", 500), ("t10k", 300)):
            content = (MNIST / f"{split}-images-idx3-ubyte").read_bytes()[: 16 + 784 * count]
            (data / f"{split}-images-idx3-ubyte").write_bytes(
                content[:4] + count.to_bytes(4, "big") + content[8:])
        path = self.train("784-12", "--data", data)
        table = self.run_program("evaluate", path, "--data", data)
        clean = test_digits(300)
        self.assertIn("pca-12", table)
        self.assertIn(f"{np.mean((clean - clean.mean(axis=0)) ** 2):.5f}", table)
        self.assertNotIn("pca-", self.run_program("evaluate", self.train("sparse-1024"), "--data", data))

    def test_split_selects_the_training_images(self):
        path = self.train("pca-2")
        text = self.run_program("evaluate", path, "--split", "train", "--limit", 70)
        self.assertIn("70 training images", text)


class Codes(ProgramTest):
    def test_numpy_gives_the_same_codes_and_reconstructions(self):
        for preset in ("deep-30", "deep-30-relu", "pca-20"):
            path = self.train(preset, "--limit", 1000)
            codes, rebuilt = forward(path, test_digits(1500))
            found = self.numbers("encode", path, "--limit", 1500)
            self.assertEqual((found.dtype, found.shape), (np.float32, codes.shape))
            np.testing.assert_allclose(found, codes, atol=1e-5 * max(1, np.abs(codes).max()))
            found = self.numbers("reconstruct", path, "--count", 100)
            np.testing.assert_allclose(found, rebuilt[:100], atol=1e-5)

    def test_decoded_codes_are_the_reconstructions(self):
        path = self.train("dense-128-32")
        codes = self.numbers("encode", path, "--limit", 30)
        rebuilt = self.numbers("reconstruct", path, "--count", 30)
        for dtype in (np.float32, np.float64):
            np.save(self.folder / "codes.npy", codes.astype(dtype))
            found = self.numbers("decode", path, "--codes", "codes.npy")
            np.testing.assert_allclose(found, rebuilt, atol=1e-6)
        np.save(self.folder / "one.npy", codes[3])
        np.testing.assert_allclose(self.numbers("decode", path, "--codes", "one.npy")[0], rebuilt[3], atol=1e-6)

    def test_arrays_that_are_not_codes_are_refused(self):
        path = self.train("784-6")
        good = np.zeros((4, 6), np.float32)
        cases = {
            "of the wrong width": (good[:, :5], "6 numbers"),
            "of integers": (good.astype(np.int32), "<i4"),
            "of three dimensions": (good[None], "found 3"),
            "that are not numbers": (good * np.nan, "NaN"),
            "that are none": (good[:0], "0×6"),
        }
        for array, word in cases.values():
            np.save(self.folder / "codes.npy", array)
            self.assert_refused(["decode", path, "--codes", "codes.npy", "--out", "x.png"], 1, "codes.npy", word)
        np.save(self.folder / "codes.npy", good)
        content = (self.folder / "codes.npy").read_bytes()
        lies = [content.replace(b"(4, 6)", shape) for shape in (b"(5, 6)", b"(4, 0)", b"(-4, 6)", b"(4, 6")]
        for broken in (content[:-1], content[:40], b"", *lies):
            (self.folder / "codes.npy").write_bytes(broken)
            self.assert_refused(["decode", path, "--codes", "codes.npy", "--out", "x.png"], 1, "codes.npy")
