"""Folders of pictures become data sets."""

import struct

import numpy as np

from importing import ImportTest, digits, jpeg
from program import write_png


class ImportPictures(ImportTest):
    def place(self, name, pixels):
        """Writes a grey PNG, or one in colour if the pixels have three channels."""
        pixels = np.asarray(pixels, np.uint8)
        path = self.folder / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_png(path, [row.tobytes() for row in pixels], 0 if pixels.ndim == 2 else 2, width=pixels.shape[1])

    def place_bytes(self, name, content):
        path = self.folder / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def test_sub_folders_are_classes_in_the_order_of_their_names(self):
        images, labels = digits(100)
        names = [f"{'zyxwvutsrq'[label]} digit" for label in range(10)]
        for i, (image, label) in enumerate(zip(images, labels)):
            self.place(f"{names[label]}/{'deeper/' if i % 3 == 0 else ''}{i}.png", image)
        found = self.import_all("pictures")
        self.assert_same_images(found, (images, 9 - labels))
        self.assertIn("Found 100 pictures\n", self.output)
        self.assertEqual(self.text("labels.txt").splitlines(), sorted(names))
        self.assertGreater(len((self.folder / "out/contact-sheet.png").read_bytes()), 1000)
        self.assertFalse((self.folder / "out/skipped.txt").exists())

    def test_classes_named_by_numbers_keep_them(self):
        for label in (2, 11, 100):
            self.place(f"{label}/a.png", np.full((5, 5), label))
        images, labels = self.import_all("pictures")
        self.assertEqual(sorted(labels), [2, 11, 100])
        np.testing.assert_array_equal(images[:, 0, 0], labels)

    def test_pictures_in_one_folder_have_no_labels(self):
        images, _ = digits(30)
        for i, image in enumerate(images):
            self.place(f"{i}.png", image)
        found, labels = self.import_all("pictures")
        self.assertIsNone(labels)
        self.assert_same_images((found, None), (images, None))

    def test_folders_train_and_test_are_kept_apart(self):
        images, labels = digits(40)
        for i, (image, label) in enumerate(zip(images, labels)):
            self.place(f"{'training' if i < 30 else 'testing'}/{label}/{i}.png", image)
        train, train_labels, test, test_labels = self.import_from("pictures")
        self.assert_same_images((train, train_labels), (images[:30], labels[:30]))
        self.assert_same_images((test, test_labels), (images[30:], labels[30:]))

    def test_split_is_random_complete_and_repeatable(self):
        images = np.arange(100, dtype=np.uint8)[:, None, None].repeat(4, 1).repeat(4, 2)
        for i, image in enumerate(images):
            self.place(f"{i % 5}/{i}.png", image)
        sets = []
        for out, seed in (("a", 7), ("b", 7), ("c", 8)):
            train, labels, test, test_labels = self.import_from(
                "pictures", "--seed", seed, "--test-share", 0.23, "--invert", "no", out=out)
            self.assertEqual(len(test), 23)
            tones = np.concatenate([train, test])[:, 0, 0]
            self.assertEqual(sorted(tones), list(range(100)))
            np.testing.assert_array_equal(np.concatenate([labels, test_labels]), tones % 5)
            self.assertNotEqual(list(test[:, 0, 0]), sorted(test[:, 0, 0]))
            sets.append(tones.tolist())
        self.assertEqual(sets[0], sets[1])
        self.assertNotEqual(sets[0], sets[2])

    def test_limit_draws_from_all_classes(self):
        for i in range(200):
            self.place(f"{i // 20}/{i}.png", np.zeros((4, 4)))
        _, labels = self.import_all("pictures", "--limit", 50)
        self.assertEqual(len(labels), 50)
        self.assertGreater(len(set(labels)), 7)

    def test_jpeg_is_read_whatever_its_name(self):
        blocks = np.array([[0, 40, 200], [255, 128, 7]])
        expected = blocks.repeat(8, 0).repeat(8, 1)
        self.place_bytes("a.png", jpeg(blocks))
        images, _ = self.import_all("pictures")
        np.testing.assert_array_equal(images, [expected])

    def test_jpeg_is_turned_upright(self):
        blocks = np.array([[0, 40, 90], [10, 120, 7]])
        pixels = blocks.repeat(8, 0).repeat(8, 1)
        tiff = b"MM" + struct.pack(">HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
        self.place_bytes("a.jpg", jpeg(blocks, exif=tiff))
        images, _ = self.import_all("pictures")
        np.testing.assert_array_equal(images, [np.rot90(pixels, -1)])  # 6: the camera was turned left

    def test_colours_become_grey_unless_they_are_kept(self):
        colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [10, 200, 90]], np.uint8)
        self.place("a.png", colours[:, None].repeat(4, 1))
        luma = np.floor(colours @ [0.299, 0.587, 0.114] + 0.5)
        images, _ = self.import_all("pictures", "--invert", "no")
        np.testing.assert_array_equal(images[0], luma[:, None].repeat(4, 1))
        images, _ = self.import_all("pictures", "--colour", out="colour")
        self.assertEqual(images.shape, (1, 4, 4, 3))
        np.testing.assert_array_equal(images[0], colours[:, None].repeat(4, 1))
        self.assertIn("colour", self.output)

    def test_jpeg_in_colour_is_converted_by_its_own_formula(self):
        y, cb, cr = 120, 90, 180
        self.place_bytes("a.jpg", jpeg([[[y, cb, cr]]]))
        images, _ = self.import_all("pictures", "--colour")
        red, blue = y + 1.402 * (cr - 128), y + 1.772 * (cb - 128)  # JFIF 1.02
        green = y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128)
        np.testing.assert_allclose(images[0, 0, 0], [red, green, blue], atol=1)
        images, _ = self.import_all("pictures", out="grey")
        np.testing.assert_allclose(images, y, atol=1)

    def test_size_averages_areas(self):
        images, _ = digits(3)
        for i, image in enumerate(images):
            self.place(f"{i}.png", image)
        for width, height in ((14, 14), (10, 17), (28, 28), (40, 9)):
            found, _ = self.import_all("pictures", "--size", f"{width}x{height}", out=f"{width}")
            # Every pixel is cut into so many that old and new ones have common borders.
            cut = images.astype(float).repeat(height, 1).repeat(width, 2)
            means = cut.reshape(3, height, 28, width, 28).mean(axis=(2, 4))
            self.assertEqual(found.shape, (3, height, width))
            for mean in means:
                self.assertLess(min(np.abs(image - mean).max() for image in found), 0.51)

    def test_dark_ink_on_light_paper_is_inverted(self):
        images, _ = digits(20)
        for i, image in enumerate(images):
            self.place(f"{i}.png", 255 - image)
        for choice, expected in (("auto", images), ("yes", images), ("no", 255 - images)):
            found, _ = self.import_all("pictures", "--invert", choice, out=choice)
            self.assert_same_images((found, None), (expected, None))
        self.place("../bright/0.png", images[0])
        found, _ = self.import_all("bright", out="bright-out")
        np.testing.assert_array_equal(found, images[:1])
        self.assertNotIn("Inverted", self.output)

    def test_normalise_fits_ink_as_mnist_does(self):
        paper = np.full((90, 120), 255)
        paper[30:70, 50:90] = 0
        self.place("square.png", paper)
        # 20 pixels around the centre of pixel 14: half of the pixels 4 and 24, and all between.
        profile = np.zeros(28)
        profile[4:25] = 1
        profile[[4, 24]] = 0.5
        images, _ = self.import_all("pictures", "--normalise", "mnist")
        np.testing.assert_allclose(images[0], 255 * np.outer(profile, profile), atol=1)

    def test_pictures_that_cannot_be_used_are_skipped_and_named(self):
        images, _ = digits(12)
        for i, image in enumerate(images):
            self.place(f"{i % 3}/{i}.png", image)
        whole = (self.folder / "pictures/0/0.png").read_bytes()
        self.place_bytes("0/cut.png", whole[: len(whole) // 2])
        self.place_bytes("1/cut.jpg", jpeg(np.arange(64).reshape(8, 8))[:-20])
        self.place_bytes("1/empty.png", b"")
        self.place_bytes("2/animation.gif", b"GIF89a...")
        self.place_bytes("notes.txt", b"hello")
        self.place_bytes(".hidden", b"hello")
        found, labels = self.import_all("pictures")
        self.assert_same_images((found, labels), (images, np.arange(12) % 3))
        skipped = self.text("skipped.txt").splitlines()
        self.assertEqual([line.split(": ")[0].removeprefix("pictures/") for line in skipped],
                         ["0/cut.png", "1/cut.jpg", "1/empty.png", "2/animation.gif", "notes.txt"])
        for line in skipped:
            self.assertIn("expected", line)
        self.assertIn("Skipped 5", self.output)
        self.assertIn("0/cut.png", self.output)
        self.assertNotIn("notes.txt", self.output)

    def test_picture_without_ink_is_skipped(self):
        self.place("white.png", np.full((40, 40), 255))
        paper = np.full((40, 40), 255)
        paper[10:30, 18:22] = 0
        self.place("one.png", paper)
        images, _ = self.import_all("pictures", "--normalise", "mnist")
        self.assertEqual(len(images), 1)
        self.assertIn("white.png", self.text("skipped.txt"))
