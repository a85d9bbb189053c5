"""Tests the tarball of a portable program, unpacked in another folder: what it holds and needs, the level that its
launcher chooses, and every level."""

import json
import os
import platform
import re
import shutil
import subprocess
import tarfile
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["HOURGLASS_BUILD"])
SOURCE = Path(__file__).resolve().parents[2]
DATA = Path(os.environ["HOURGLASS_DATA"]) / "mnist"
EMULATOR = shutil.which("qemu-x86_64-static")
# The flags in /proc/cpuinfo that each level of the x86-64 psABI adds, and the vectors that the program computes with.
LEVELS = {
    "x86-64-v2": ({"cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"}, "SSE4.2, 4 lanes"),
    "x86-64-v3": ({"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"}, "AVX2, 8 lanes"),
    "x86-64-v4": ({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}, "AVX-512, 16 lanes"),
}
CPU_FLAGS = set(re.search(r"^flags\s*:(.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)[1].split()) \
    if platform.machine() == "x86_64" else set()


def levels_of_this_cpu():
    found = []
    for level, (flags, _) in LEVELS.items():
        if not flags <= CPU_FLAGS:
            break
        found.append(level)
    return found


class Installed(unittest.TestCase):
    """A program that was unpacked from its tarball."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        pack = Path(os.environ["HOURGLASS_CMAKE"]).with_name("cpack")
        subprocess.run([pack, "--config", BUILD / "CPackConfig.cmake", "-B", cls.folder], check=True,
                       capture_output=True, timeout=500)
        name = f"hourglass-{os.environ['HOURGLASS_VERSION']}-{platform.machine()}-linux"
        with tarfile.open(cls.folder / f"{name}.tar.gz") as tarball:
            tarball.extractall(cls.folder / "unpacked here")
        cls.prefix = cls.folder / "unpacked here" / name

    def run_program(self, *command, status=0):
        """The standard output of a command, or its error message if it must fail."""
        found = subprocess.run([*map(str, command)], cwd=self.folder, capture_output=True, text=True, timeout=500)
        self.assertEqual(found.returncode, status, found.stdout + found.stderr)
        if status:
            self.assertEqual(found.stdout, "")
        return found.stderr if status else found.stdout


class Portable(Installed):
    def programs(self):
        return [path for path in self.prefix.rglob("hourglass") if path.is_file() and "share" not in path.parts]

    def test_programs_need_only_the_c_library(self):
        self.assertGreater(len(self.programs()), 0)
        for program in self.programs():
            needed = self.run_program("llvm-readelf-19", "--needed-libs", program)
            self.assertLessEqual(set(re.findall(r"^ +(\S+)\.so", needed, re.MULTILINE)),
                                 {"libc", "libm", "ld-linux-x86-64", "ld-linux-aarch64"}, program)

    def test_the_tarball_holds_the_program_and_all_licences_but_no_library_for_other_projects(self):
        documents = self.prefix / "share/doc/hourglass"
        self.assertIn("MIT License", (documents / "LICENSE").read_text())
        if shutil.which("dpkg"):
            self.assertIn("libpng-dev", os.listdir(documents / "licences"))
        self.assertTrue((self.prefix / "share/man/man1/hourglass.1").is_file())
        self.assertFalse(list(self.prefix.rglob("*.h")) + list(self.prefix.rglob("*.a")))

    def test_no_message_names_a_folder_of_the_machine_that_built_the_program(self):
        elsewhere = "/" + "x" * (len(str(SOURCE)) - 1)  # stands in for the sources, which other machines do not have
        for program in self.programs():
            content = program.read_bytes()
            self.addCleanup(program.write_bytes, content)
            program.write_bytes(content.replace(str(SOURCE).encode(), elsewhere.encode()))
        page = self.prefix / "share/hourglass/page"
        if page.exists():
            hidden = page.rename(page.with_suffix(".hidden"))
            self.addCleanup(hidden.rename, page)
        for command, place in ((("train", "simple-32", "--data", "nothing"), "/usr/share/hourglass"),
                               (("figures", "F7", "--out", "figures"), page / "models")):
            message = self.run_program(self.prefix / "bin/hourglass", *command, status=1)
            self.assertIn(str(place), message)
            self.assertNotIn(elsewhere, message)

    def test_figures_find_the_models_of_the_installed_page(self):
        models = self.prefix / "share/hourglass/page/models"
        if not models.exists():  # the page is not built
            models.mkdir(parents=True)
            self.addCleanup(shutil.rmtree, self.prefix / "share/hourglass")
        model = models / "pca-30.safetensors"
        if model.exists():
            hidden = model.rename(model.with_suffix(".hidden"))
            self.addCleanup(hidden.rename, model)
        message = self.run_program(self.prefix / "bin/hourglass", "figures", "F7", "--out", "figures", status=1)
        self.assertIn(f"trained models in {models}", message)


@unittest.skipUnless(platform.machine() == "x86_64", "only x86-64 has levels")
class Levels(Installed):
    def level(self, name):
        return self.prefix / "libexec/hourglass" / name / "hourglass"

    def test_each_level_says_its_vectors(self):
        for name in levels_of_this_cpu():
            self.assertIn(f"({LEVELS[name][1]})", self.run_program(self.level(name), "--version"))

    def test_the_best_level_of_this_cpu_runs(self):
        best = LEVELS[levels_of_this_cpu()[-1]][1]
        self.assertIn(f"({best})", self.run_program(self.prefix / "bin/hourglass", "--version"))

    @unittest.skipUnless(EMULATOR, "needs the Debian package qemu-user-static")
    def test_the_best_level_of_other_cpus_runs(self):
        # Only the launcher runs in the emulator; the program that it starts runs on this CPU.
        for cpu, vectors in (("Nehalem", "SSE4.2, 4 lanes"), ("Haswell", "AVX2, 8 lanes")):
            version = self.run_program(EMULATOR, "-cpu", cpu, self.prefix / "bin/hourglass", "--version")
            self.assertIn(f"({vectors})", version)

    @unittest.skipUnless(EMULATOR, "needs the Debian package qemu-user-static")
    def test_an_older_cpu_gets_one_sentence(self):
        message = self.run_program(EMULATOR, "-cpu", "core2duo", self.prefix / "bin/hourglass", "--version", status=1)
        self.assertEqual(message, "hourglass: expected a CPU with SSE4.2 (x86-64-v2, since 2009), found an older one\n")

    def test_a_missing_level_gets_one_sentence(self):
        best = self.level(levels_of_this_cpu()[-1])
        hidden = best.rename(best.with_suffix(".hidden"))
        self.addCleanup(hidden.rename, best)
        message = self.run_program(self.prefix / "bin/hourglass", "--version", status=1)
        self.assertRegex(message, rf"\Ahourglass: expected the program {re.escape(str(best))}, found .+\n\Z")

    def test_the_launcher_passes_on_the_arguments_and_the_status(self):
        message = self.run_program(self.prefix / "bin/hourglass", "summary", "no such model", status=2)
        self.assertIn('"no such model"', message)

    def train(self, program, model, file):
        """The mean squared error of a model after a short training, or after fitting PCA."""
        steps = [] if model.startswith("pca") else ["--epochs", 1, "--batch", 32, "--seed", 3]
        self.run_program(program, "train", model, *steps, "--limit", 20_000, "--threads", 2, "--data", DATA,
                         "--out", file)
        return json.loads(self.run_program(program, "evaluate", file, "--data", DATA, "--json"))["mse"]

    def test_every_level_trains_to_the_same_errors_and_repeats_them_exactly(self):
        self.assertGreater(len(levels_of_this_cpu()), 1)
        for model in ("simple-32", "conv-transpose", "pca-32"):
            errors = []
            for name in levels_of_this_cpu():
                files = [self.folder / f"{model} {name} {run}.safetensors" for run in range(2)]
                errors += [self.train(self.level(name), model, file) for file in files]
                self.assertEqual(files[0].read_bytes(), files[1].read_bytes(), name)
            self.assertLess(max(errors), 0.0674)  # the error of predicting the mean image of the test images
            self.assertLess(max(errors) - min(errors), 1e-5)


if __name__ == "__main__":
    unittest.main()
