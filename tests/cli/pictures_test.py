"""The pictures that the program reads and writes."""

import struct

import numpy as np

from program import ProgramTest, test_digits, write_png


def size_of(path):
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack_from(">II", content, 16)


class Figures(ProgramTest):
    def draw(self, *arguments):
        self.run_program(*arguments, "--out", "figure.png")
        return size_of(self.folder / "figure.png")

    def test_rows_and_columns_follow_the_options(self):
        path = self.train("simple-32")
        width, height = self.draw("reconstruct", path, "--index", 3)
        self.assertEqual(self.draw("reconstruct", path, "--count", 1)[1], height)
        self.assertGreater(self.draw("reconstruct", path, "--count", 3)[1], height + 2 * 168)
        noisy_width, _ = self.draw("reconstruct", path, "--index", 3, "--noise", "gaussian:0.5")
        self.assertGreater(noisy_width, width + 168)

    def test_noise_of_an_image_does_not_depend_on_its_neighbours(self):
        path = self.train("simple-32")
        noise = ("--noise", "gaussian:0.5", "--seed", 9)
        together = self.numbers("reconstruct", path, "--count", 5, *noise)
        alone = self.numbers("reconstruct", path, "--index", 4, *noise)
        np.testing.assert_allclose(together[4], alone[0], atol=1e-6)
        other = self.numbers("reconstruct", path, "--index", 4, "--noise", "gaussian:0.5", "--seed", 8)
        self.assertGreater(np.abs(other - alone).max(), 1e-3)

    def test_decoded_images_form_rows_of_ten(self):
        path = self.train("pca-3")
        self.run_program("encode", path, "--out", "codes.npy")
        _, height = self.draw("decode", path, "--codes", "codes.npy", "--count", 10)
        self.assertGreater(self.draw("decode", path, "--codes", "codes.npy", "--count", 11)[1], height + 84)
        self.assertEqual(self.draw("decode", path, "--codes", "codes.npy"),
                         self.draw("decode", path, "--codes", "codes.npy", "--count", 100))

    def test_codes_are_read_as_numpy_reads_them(self):
        path = self.train("pca-3")
        codes = np.linspace(-3, 3, 12).reshape(4, 3)
        expected = None
        for dtype in ("<f4", ">f4", "<f8", ">f8"):
            for order in "CF":
                np.save(self.folder / "codes.npy", np.asarray(codes.astype(dtype), order=order))
                images = self.numbers("decode", path, "--codes", "codes.npy")
                expected = images if expected is None else expected
                np.testing.assert_allclose(images, expected, atol=1e-6)
        content = (self.folder / "codes.npy").read_bytes()
        (self.folder / "codes.npy").write_bytes(content.replace(b"(4, 3), }  ", b"(4L, 3L), }"))
        self.assertIn(b"4L", (self.folder / "codes.npy").read_bytes())
        np.testing.assert_allclose(self.numbers("decode", path, "--codes", "codes.npy"), expected, atol=1e-6)
        np.save(self.folder / "codes.npy", codes.astype(np.float32))
        content = (self.folder / "codes.npy").read_bytes()
        for other in (content + b"\nanother array", content.replace(b"'<f4'", b"'|f4'"),
                      content.replace(b"'<f4'", b"'f'  "),
                      content.replace(b": (4, 3)", b":\t(4, 3)"), content.replace(b"'<f4', ", b"'<f4',\n")):
            (self.folder / "codes.npy").write_bytes(other)
            np.testing.assert_array_equal(np.load(self.folder / "codes.npy"), codes.astype(np.float32))
            np.testing.assert_allclose(self.numbers("decode", path, "--codes", "codes.npy"), expected, atol=1e-6)
        halves = codes.astype(np.float16)
        np.save(self.folder / "codes.npy", halves.astype(np.float32))
        expected = self.numbers("decode", path, "--codes", "codes.npy")
        np.save(self.folder / "codes.npy", halves)
        np.testing.assert_array_equal(self.numbers("decode", path, "--codes", "codes.npy"), expected)
        for dtype in ("<i4", ">i8", "<c8"):
            np.save(self.folder / "codes.npy", codes.astype(dtype))
            self.assert_refused(["decode", path, "--codes", "codes.npy", "--out", "x.npy"], 1, "codes.npy", dtype)

    def test_exactly_one_source_of_images_is_required(self):
        path = self.train("pca-3")
        for source in ([], ["--index", 1, "--count", 2]):
            self.assert_refused(["reconstruct", path, *source, "--out", "x.png"], 2, "--image, --index and --count")
        self.assert_refused(["reconstruct", path, "--index", 10000, "--out", "x.png"], 2, "--index", "10,000")
        self.assert_refused(["reconstruct", path, "--count", 10001, "--out", "x.npy"], 2, "--count", "10,000")
        self.assert_refused(["reconstruct", path, "--count", 1000, "--out", "x.png"], 2, "--count", ".npy")


class Drawings(ProgramTest):
    def setUp(self):
        super().setUp()
        self.model = self.train("pca-30", "--limit", 2000)
        digit = np.round(255 * test_digits(1)).reshape(28, 28).astype(np.uint8)
        self.ink = np.kron(digit, np.ones((5, 5), np.uint8))

    def rebuilt(self):
        return self.numbers("reconstruct", self.model, "--image", "drawing.png")[0]

    def test_drawn_test_digit_is_rebuilt_like_the_digit_itself(self):
        write_png(self.folder / "drawing.png", [row.tobytes() for row in 255 - self.ink], 0)
        itself = self.numbers("reconstruct", self.model, "--index", 0)[0]
        self.assertLess(np.mean((self.rebuilt() - itself) ** 2), 0.02)

    def test_every_kind_of_png_gives_the_same_drawing(self):
        path = self.folder / "drawing.png"
        paper = 255 - self.ink
        write_png(path, [row.tobytes() for row in paper], 0)
        expected = self.rebuilt()
        black = np.zeros_like(self.ink)
        kinds = {
            "colour": ([row.tobytes() for row in np.stack([paper] * 3, axis=2)], 2, 8, b""),
            "transparent": ([row.tobytes() for row in np.stack([black] * 3 + [self.ink], axis=2)], 6, 8, b""),
            "grey and alpha": ([row.tobytes() for row in np.stack([paper, black + 255], axis=2)], 4, 8, b""),
            "16 bits": ([row.tobytes() for row in np.stack([paper, paper], axis=2)], 0, 16, b""),
            "palette": ([row.tobytes() for row in paper], 3, 8, bytes(i for i in range(256) for _ in range(3))),
        }
        for kind, (rows, colour_type, depth, palette) in kinds.items():
            with self.subTest(kind):
                write_png(path, rows, colour_type, depth, palette, width=140)
                np.testing.assert_allclose(self.rebuilt(), expected, atol=0.01)

    def test_opaque_parts_stay_visible(self):
        path = self.folder / "drawing.png"
        paper = 255 - self.ink
        write_png(path, [row.tobytes() for row in paper], 0)
        expected = self.rebuilt()
        full = np.full_like(self.ink, 255)
        page = np.kron(np.pad(np.ones((26, 26), np.uint8), 1), np.full((5, 5), 255, np.uint8))
        for kind, tone, alpha in (
            ("black ink", 0 * full, self.ink),
            ("white ink", full, self.ink),
            ("grey ink", full // 3, self.ink),
            ("white ink with its black background made transparent", self.ink, full * (self.ink > 0)),
            ("black ink with its white background made transparent", paper, full * (self.ink > 0)),
            ("a page that was cut out", np.where(page > 0, paper, 0).astype(np.uint8), page),
        ):
            with self.subTest(kind):
                write_png(path, [row.tobytes() for row in np.stack([tone, alpha], axis=2)], 4, width=140)
                np.testing.assert_allclose(self.rebuilt(), expected, atol=0.05)
        write_png(path, [row.tobytes() for row in np.stack([paper, 0 * full], axis=2)], 4, width=140)
        self.assert_refused(["reconstruct", self.model, "--image", path, "--out", "x.npy"], 1, "empty canvas")

    def test_edges_of_opaque_parts_determine_the_background(self):
        path = self.folder / "drawing.png"
        for digit in np.round(255 * test_digits(60)).reshape(60, 28, 28).astype(np.uint8)[[0, 3, 24, 47, 53, 59]]:
            write_png(path, [row.tobytes() for row in digit], 0)
            expected = self.rebuilt()
            opaque = 255 * (digit > 0).astype(np.uint8)
            sheet = np.full((60, 70), 0, np.uint8)
            sheet[10:38, 20:48] = 255
            on_card = sheet.copy()
            on_card[10:38, 20:48] = 255 - digit
            for kind, tone, alpha in (
                ("white ink, black made transparent", digit, opaque),
                ("black ink, white made transparent", 255 - digit, opaque),
                ("a white card on a large transparent canvas", on_card, sheet),
                ("a black card on a large transparent canvas", 255 - on_card, sheet),
            ):
                rows = [row.tobytes() for row in np.stack([tone, alpha], axis=2)]
                write_png(path, rows, 4, width=len(tone[0]))
                np.testing.assert_allclose(self.rebuilt(), expected, atol=0.1, err_msg=kind)

    def test_picture_is_turned_upright_by_its_exif_orientation(self):
        path = self.folder / "drawing.png"
        paper = 255 - self.ink
        write_png(path, [row.tobytes() for row in paper], 0)
        expected = self.rebuilt()
        # By Exif orientation, the pixels that a camera stores for an upright scene (Exif 2.32, 4.6.4).
        stored = {
            1: paper, 2: paper[:, ::-1], 3: paper[::-1, ::-1], 4: paper[::-1],
            5: paper.T, 6: np.rot90(paper), 7: paper[::-1, ::-1].T, 8: np.rot90(paper, -1),
        }  # fmt: skip
        for orientation, pixels in stored.items():
            for order, mark in (("<", b"II"), (">", b"MM")):
                tiff = mark + struct.pack(f"{order}HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
                write_png(path, [row.tobytes() for row in pixels], 0, exif=tiff)
                np.testing.assert_array_equal(self.rebuilt(), expected, f"{orientation} {order}")
                tiff = b"Exif\0\0" + mark + struct.pack(f"{order}HIHHHIII", 42, 8, 1, 0x0112, 4, 1, orientation, 0)
                write_png(path, [row.tobytes() for row in pixels], 0, exif=tiff)
                np.testing.assert_array_equal(self.rebuilt(), expected, f"{orientation} {order}, as a long")
        for tiff in (b"I", b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", bytes(40)):
            write_png(path, [row.tobytes() for row in paper], 0, exif=tiff)
            np.testing.assert_array_equal(self.rebuilt(), expected)

    def test_files_without_a_drawing_are_refused(self):
        path = self.folder / "drawing.png"
        command = ["reconstruct", self.model, "--image", "drawing.png", "--out", "x.png"]
        self.assert_refused(command, 1, "drawing.png", "No such file")
        path.write_bytes(b"GIF89a, perhaps")
        self.assert_refused(command, 1, "drawing.png", "PNG")
        path.write_bytes(b"")
        self.assert_refused(command, 1, "drawing.png", "PNG")
        write_png(path, [b"\xff" * 50] * 50, 0)
        self.assert_refused(command, 1, "drawing.png", "empty")
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        self.assert_refused(command, 1, "drawing.png", "PNG")
        write_png(path, [b"\xff" * 50] * 50, 0, width=60000)
        self.assert_refused(command, 1, "drawing.png", "60000×50")
