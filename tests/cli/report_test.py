"""Reports on models that are trained on a small part of MNIST."""

import re
import shlex
from html.parser import HTMLParser

from figures import HELD_OUT, FigureTest


class Report(FigureTest):
    def page_of(self, *runs):
        self.run_program("report", *runs, "--data", self.data, "--out", "report.html")
        return (self.folder / "report.html").read_text()

    def test_is_one_self_contained_file(self):
        runs = [self.train_for_figures("pca-30"), self.train_for_figures("denoising-10"),
                self.train_for_figures("conv-transpose", "--limit", 2 * HELD_OUT)]
        page = self.page_of(*runs)
        self.assertNotIn("http", page)
        sources = []
        identifiers = []

        class Reader(HTMLParser):
            def handle_starttag(self, tag, attributes):
                for name, value in attributes:
                    if name in ("src", "href", "xlink:href", "data", "poster"):
                        sources.append(value)
                    if name == "id":
                        identifiers.append(value)

        Reader().feed(page)
        for source in sources:
            self.assertTrue(source.startswith(("data:image/png;base64,", "#")), source[:80])
        self.assertEqual(len(identifiers), len(set(identifiers)))
        for source in sources:
            if source.startswith("#"):
                self.assertIn(source[1:], identifiers)
        self.assertGreater(sum(source.startswith("data:") for source in sources), 60)
        self.assertIn("prefers-color-scheme: dark", page)
        self.assertNotIn("{{", page)

    def test_has_the_numbers_of_evaluate(self):
        path = self.train_for_figures("denoising-10")
        page = self.page_of(path)
        self.assertIn(f"{self.mse('denoising-10'):.5f}", page)
        self.assertIn(f"{self.mse('denoising-10', '--noise', 'gaussian:0.1'):.5f}", page)

    def test_its_command_repeats_the_run(self):
        path = self.train_for_figures("dense-128-32", "--seed", 7, "--lr", 0.002, "--noise", "masking:0.25")
        page = self.page_of(path)
        program, *arguments = shlex.split(re.search(r'<code class="command">(.*?)</code>', page).group(1))
        self.assertEqual(program, "hourglass")
        self.run_program(*arguments, "--out", "again.safetensors")
        self.assertEqual(path.read_bytes(), (self.folder / "again.safetensors").read_bytes())

    def test_missing_checkpoint_is_refused(self):
        self.assert_refused(["report", "nothing.safetensors", "--out", "report.html"], 1, "nothing.safetensors")

    def test_all_checkpoints_are_read_before_any_is_measured(self):
        path = self.train_for_figures("784-4")
        report = ["report", path, "nothing.safetensors", "--data", self.data, "--out", "-"]
        self.assert_refused(report, 1, "nothing.safetensors")
