"""CSV files, NumPy arrays and IDX files become data sets."""

import gzip

import numpy as np

from importing import ImportTest, digits
from program import MNIST, write_idx

HEADER = "label," + ",".join(f"pixel{i}" for i in range(784))


class ImportCsv(ImportTest):
    def place(self, name, table, header="", separator=",", form="%d"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savetxt(path, table, form, separator, header=header, comments="")
        return path

    def test_labels_are_found_in_the_first_or_last_column(self):
        images, labels = digits(50)
        pixels = images.reshape(50, 784)
        tables = {
            "kaggle.csv": (np.c_[labels, pixels], HEADER),
            "first.csv": (np.c_[labels, pixels], ""),
            "last.csv": (np.c_[pixels, labels], ""),
            "middle.csv": (np.c_[pixels[:, :300], labels, pixels[:, 300:]], "a," * 300 + "Class" + ",b" * 484),
            "none.csv": (pixels, ""),
        }
        for number, (name, (table, header)) in enumerate(tables.items()):
            self.place(name, table, header)
            found = self.import_all(name, out=f"out{number}")
            self.assert_same_images(found, (images, None if name == "none.csv" else labels))

    def test_label_column_can_be_chosen(self):
        images, labels = digits(50)
        pixels = images.reshape(50, 784)
        self.place("x.csv", np.c_[pixels, labels], ",".join(f"c{i}" for i in range(785)))
        for number, choice in enumerate(("last", "c784")):
            found = self.import_all("x.csv", "--label-column", choice, out=f"out{number}")
            self.assert_same_images(found, (images, labels))
        self.assert_import_refused("x.csv", 1, '"c785"', "header", options=["--label-column", "c785"])
        self.assert_import_refused("x.csv", 1, "785 columns", options=["--label-column", "none"])

    def test_every_common_way_of_writing_numbers_is_read(self):
        images, labels = digits(30)
        table = np.c_[labels, images.reshape(30, 784)]
        plain = self.place("plain.csv", table).read_text()
        rows = plain.splitlines()
        variants = {
            "windows": ("\ufeff" + plain.replace("\n", "\r\n")).encode(),
            "old-macintosh": plain.replace("\n", "\r").encode(),
            "no-newline": plain.rstrip("\n").encode(),
            "blank-lines": ("\n\n" + plain.replace("\n", "\n\n")).encode(),
            "quoted": "\n".join('"' + row.replace(",", '","') + '"' for row in rows).encode(),
            "semicolons": plain.replace(",", ";").encode(),
            "tabs": plain.replace(",", "\t").encode(),
            "spaces": plain.replace(",", " ").encode(),
            "gzip": gzip.compress(plain.encode()),
            "index-header": (",".join(map(str, range(785))) + "\n" + plain).encode(),
            "pandas-header": (",".join(["0"] + [f"0.{i}" for i in range(1, 785)]) + "\n" + plain).encode(),
        }
        for name, content in variants.items():
            (self.folder / name).write_bytes(content)
            with self.subTest(name):
                self.assert_same_images(self.import_all(name, out=f"out-{name}"), (images, labels))

    def test_numbers_from_0_to_1_and_to_16_are_scaled(self):
        tones = np.random.default_rng(1).integers(0, 17, (40, 64))
        self.place("unit.csv", tones / 16, form="%.4f")
        self.place("sixteen.csv", tones)
        expected = np.floor(255 * tones / 16 + 0.5).reshape(40, 8, 8).astype(np.uint8)
        for name, options in (("unit", ()), ("sixteen", ("--white", 16))):
            found, _ = self.import_all(f"{name}.csv", *options, "--invert", "no", out=name)
            self.assert_same_images((found, None), (expected, None))
        status, _, errors = self.finish(self.start("import", "sixteen.csv", "--out", "dark"))
        self.assertEqual(status, 0)
        self.assertIn("warning", errors)
        self.assertIn("--white 16", errors)

    def test_256_columns_are_16_by_16_pixels(self):
        tones = np.random.default_rng(2).integers(0, 100, (10, 256))
        self.place("x.csv", tones)
        found, labels = self.import_all("x.csv")
        self.assertIsNone(labels)
        self.assert_same_images((found, None), (tones.reshape(10, 16, 16).astype(np.uint8), None))

    def test_text_labels_are_numbered_by_name(self):
        rows = ["b,0,9,0,9", "a,1,9,1,9", "c,2,9,2,9", "a,3,9,3,9"]
        (self.folder / "x.csv").write_text("\n".join(rows))
        images, labels = self.import_all("x.csv", "--invert", "no", "--white", 255)
        self.assertEqual(dict(zip(images[:, 0, 0], labels)), {0: 1, 1: 0, 2: 2, 3: 0})
        self.assertEqual(self.text("labels.txt"), "a\nb\nc\n")

    def test_kaggle_folder_has_a_training_and_a_test_set(self):
        images, labels = digits(60)
        pixels = images.reshape(60, 784)
        self.place("digits/train.csv", np.c_[labels, pixels][:40], HEADER)
        self.place("digits/test.csv", pixels[40:], HEADER.removeprefix("label,"))
        (self.folder / "digits/sample_submission.csv").write_text("ImageId,Label\n1,0\n")
        train, train_labels, test, test_labels = self.import_from("digits")
        np.testing.assert_array_equal(train, images[:40])
        np.testing.assert_array_equal(train_labels, labels[:40])
        np.testing.assert_array_equal(test, images[40:])
        self.assertIsNone(test_labels)
        self.assertIn("without labels", self.output)


class ImportArrays(ImportTest):
    def test_every_type_and_order_gives_the_same_images(self):
        images, labels = digits(30)
        np.save(self.folder / "labels.npy", labels.astype(">i8")[:, None])
        number = 0
        for dtype in ("u1", "<i2", ">u2", ">i4", "<u4", "<i8", ">u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"):
            for order in "CF":
                for scale in (1, 255) if "f" in dtype else (1,):
                    for shape in ((30, 784), (30, 28, 28), (30, 28, 28, 1), (30, 1, 28, 28)):
                        if shape != (30, 28, 28) and order == "C" and dtype != "u1":
                            continue
                        array = np.asarray((images / scale).astype(dtype).reshape(shape), order=order)
                        np.save(self.folder / "x.npy", array)
                        number += 1
                        with self.subTest(dtype=dtype, order=order, scale=scale, shape=shape):
                            found = self.import_all("x.npy", "--labels", "labels.npy", out=f"out{number}")
                            self.assert_same_images(found, (images, labels))

    def test_booleans_and_zeros_and_ones_are_black_and_white(self):
        images, _ = digits(10)
        for name, array in (("bool", images > 99), ("ones", (images > 99).astype(np.uint8))):
            np.save(self.folder / "x.npy", array)
            found, _ = self.import_all("x.npy", out=name)
            self.assert_same_images((found, None), (np.uint8(255) * (images > 99), None))

    def test_colour_arrays_are_read_in_both_layouts(self):
        images = np.random.default_rng(3).integers(0, 256, (8, 5, 6, 3), np.uint8)
        np.save(self.folder / "last.npy", images)
        np.save(self.folder / "first.npy", images.transpose(0, 3, 1, 2))
        grey = np.floor(images @ [0.299, 0.587, 0.114] + 0.5).astype(np.uint8)
        for name in ("last", "first"):
            found, _ = self.import_all(f"{name}.npy", "--colour", out=f"colour-{name}")
            self.assert_same_images((found, None), (images, None))
            found, _ = self.import_all(f"{name}.npy", "--invert", "no", out=f"grey-{name}")
            self.assert_same_images((found, None), (grey, None))

    def test_archives_are_split_by_the_names_of_their_arrays(self):
        images, labels = digits(50)
        keras = {"x_train": images[:40], "y_train": labels[:40], "x_test": images[40:], "y_test": labels[40:]}
        medical = {"train_images": images[:40], "train_labels": labels[:40, None], "val_images": images[:3],
                   "test_images": images[40:], "test_labels": labels[40:, None]}
        np.savez(self.folder / "keras.npz", **keras)
        np.savez_compressed(self.folder / "medical.npz", **medical)
        (self.folder / "folder").mkdir()
        for name, array in keras.items():
            np.save(self.folder / "folder" / f"{name}.npy", array)
        for source in ("keras.npz", "medical.npz", "folder"):
            with self.subTest(source):
                found = self.import_from(source, out=f"out-{source}")
                for array, expected in zip(found, keras.values()):
                    np.testing.assert_array_equal(array, expected)
        self.assertIn("val_images", self.text("skipped.txt", out="out-medical.npz"))

    def test_one_array_of_scikit_learns_digits_is_chosen(self):
        images = np.random.default_rng(4).integers(0, 17, (20, 8, 8)).astype(float)
        labels = np.arange(20) % 10
        np.savez(self.folder / "x.npz", data=images.reshape(20, 64), target=labels, images=images,
                 target_names=np.arange(10), DESCR=np.array("text"))
        found = self.import_all("x.npz", "--white", 16, "--invert", "no")
        self.assert_same_images(found, (np.floor(255 * images / 16 + 0.5).astype(np.uint8), labels))

    def test_kmnist_is_found_by_its_file_names(self):
        images, labels = digits(50)
        for split, part in (("train", slice(0, 40)), ("test", slice(40, 50))):
            np.savez_compressed(self.folder / f"kmnist-{split}-imgs.npz", images[part])
            np.savez_compressed(self.folder / f"kmnist-{split}-labels.npz", labels[part])
            np.savez_compressed(self.folder / f"k49-{split}-imgs.npz", 255 - images[part])
        found = self.import_from("kmnist-train-imgs.npz", out="kmnist")
        for array, expected in zip(found, (images[:40], labels[:40], images[40:], labels[40:])):
            np.testing.assert_array_equal(array, expected)
        self.assert_import_refused(".", 1, "one array of images", "another one")


class ImportIdx(ImportTest):
    def test_mnist_stays_as_it_is(self):
        self.import_from(MNIST)
        for split in ("train", "t10k"):
            for name in ("images-idx3-ubyte", "labels-idx1-ubyte"):
                expected = (MNIST / f"{split}-{name}").read_bytes()
                self.assertTrue((self.folder / "out" / f"{split}-{name}").read_bytes() == expected, name)
        self.assertEqual(self.text("labels.txt").split(), list("0123456789"))
        self.assertEqual(self.evaluated("out"), self.evaluated(MNIST))

    def evaluated(self, data):
        path = self.train("pca-3", "--data", data, out=f"{data == 'out'}.safetensors")
        return self.evaluate(path, "--data", data, "--limit", 100)["mse"]

    def test_emnist_is_turned_upright(self):
        images, labels = digits(50)
        for split, part in (("train", slice(0, 40)), ("test", slice(40, 50))):
            turned = images[part].transpose(0, 2, 1)
            for name, magic, sizes, body in (
                ("images-idx3", 0x803, turned.shape, turned.tobytes()),
                ("labels-idx1", 0x801, [len(turned)], (labels[part] + 1).tobytes()),
            ):
                path = self.folder / f"emnist-letters-{split}-{name}-ubyte"
                write_idx(path, magic, sizes, body)
                path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
                path.unlink()
        for number, options in enumerate(((), ("--transpose", "no"))):
            found = self.import_from("emnist-letters-train-images-idx3-ubyte.gz", *options, out=f"out{number}")
            upright = images.transpose(0, 2, 1) if options else images
            for array, expected in zip(found, (upright[:40], labels[:40] + 1, upright[40:], labels[40:] + 1)):
                np.testing.assert_array_equal(array, expected)

    def test_classes_of_emnist_have_the_names_of_its_mapping_and_keep_their_labels(self):
        images, _ = digits(6)
        labels = np.array([3, 1, 26, 1, 3, 9], np.uint8)
        for split in ("train", "test"):
            for name, magic, sizes, body in (("images-idx3", 0x803, images.shape, images.transpose(0, 2, 1).tobytes()),
                                             ("labels-idx1", 0x801, [6], labels.tobytes())):
                write_idx(self.folder / f"emnist-letters-{split}-{name}-ubyte", magic, sizes, body)
        mapping = self.folder / "emnist-letters-mapping.txt"
        mapping.write_text("".join(f"{label} {64 + label} {96 + label}\n" for label in range(1, 27)))
        rows = "".join(f"{label}," + ",".join(map(str, image.T.reshape(-1))) + "\n"
                       for label, image in zip(labels, images))
        (self.folder / "emnist-letters-train.csv").write_text(rows)
        for number, source in enumerate(("emnist-letters-test-images-idx3-ubyte", ".")):
            found = self.import_from(source, out=f"out{number}")
            for array, expected in zip(found, (images, labels, images, labels)):
                np.testing.assert_array_equal(array, expected)
            names = self.text("labels.txt", out=f"out{number}").split("\n")
            self.assertEqual([names[label] for label in (1, 3, 9, 26)], ["Aa", "Cc", "Ii", "Zz"])
            self.assertEqual([names[label] for label in (0, 2)], ["", ""])
        (self.folder / "emnist-letters-train-images-idx3-ubyte").unlink()
        (self.folder / "emnist-letters-test-images-idx3-ubyte").unlink()
        found = self.import_from("emnist-letters-train.csv", "--test-share", 0, out="table")
        self.assertEqual(sorted(found[1]), sorted(labels))
        self.assertEqual(self.text("labels.txt", out="table").split("\n")[3], "Cc")
        for text, words in (("1 65\n2\n", ["line 2", '"2"']), ("1 65\n\n2 7\n", ["line 3", '"2 7"']),
                            ("a 65 x", ["line 1", '"a 65 x"'])):
            mapping.write_text(text)
            self.assert_refused(["import", "emnist-letters-train.csv", "--out", "x"], 1, "emnist-letters-mapping.txt",
                                *words)

    def test_names_of_kaggles_archive_are_known(self):
        images, labels = digits(20)
        folder = self.folder / "archive"
        for split in ("train", "t10k"):
            for name, magic, sizes, body in (("images.idx3", 0x803, images.shape, images.tobytes()),
                                             ("labels.idx1", 0x801, [20], labels.tobytes())):
                # The archive holds each file twice, once in a folder of its name.
                inner = folder / f"{split}-{name.replace('.', '-')}-ubyte"
                inner.mkdir(parents=True)
                write_idx(inner / inner.name, magic, sizes, body)
                write_idx(folder / f"{split}-{name}-ubyte", magic, sizes, body)
        found = self.import_from("archive")
        for array, expected in zip(found, (images, labels, images, labels)):
            np.testing.assert_array_equal(array, expected)

    def test_imported_data_can_be_trained_on(self):
        images, labels = digits(100)
        np.savez(self.folder / "x.npz", x=images, y=labels)
        self.import_from("x.npz", out="data")
        model = self.train("simple-32", "--data", "data", "--limit", 80, "--batch", 10)
        self.assertEqual(self.evaluate(model, "--data", "data")["images"], 15)
