"""Tests the program and the library outside of the build: installed and moved, and on the PATH."""

import json
import os
import platform
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

CMAKE = os.environ["HOURGLASS_CMAKE"]
COMPILER = os.environ["HOURGLASS_COMPILER"]
BUILD = Path(os.environ["HOURGLASS_BUILD"])
SOURCE = Path(__file__).resolve().parents[2]
EXAMPLE = SOURCE / "core/examples/train"
MODELS = SOURCE / "web/public/models"


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        made = cls.folder / "made here"
        cls.output = cls.run_command(CMAKE, "--install", BUILD, "--prefix", made)
        cls.prefix = made.rename(cls.folder / "moved there")

    @classmethod
    def run_command(cls, *command):
        """The standard output of a command that must succeed."""
        found = subprocess.run([*map(str, command)], cwd=cls.folder, capture_output=True, text=True, timeout=500)
        if found.returncode != 0:
            raise AssertionError(f"{command} failed (status {found.returncode}):\n{found.stdout}{found.stderr}")
        return found.stdout

    def program(self, *arguments):
        return self.run_command(self.prefix / "bin/hourglass", *arguments)

    def test_program_prints_its_version(self):
        self.assertTrue(self.program("--version").startswith(f"hourglass {os.environ['HOURGLASS_VERSION']} ("))

    def test_program_evaluates_a_shipped_model(self):
        manifest = json.loads((MODELS / "manifest.json").read_text())
        expected = next(model for model in manifest["models"] if model["name"] == "pca-30")
        found = json.loads(self.program("evaluate", MODELS / expected["file"], "--json"))
        self.assertAlmostEqual(found["mse"], expected["metrics"]["mse"], places=5)

    def test_page_is_installed_if_it_is_built(self):
        is_built = (SOURCE / "build/web/index.html").is_file()
        self.assertEqual((self.prefix / "share/hourglass/page/index.html").is_file(), is_built)
        self.assertEqual("The page is not installed" in self.output, not is_built)

    def test_figures_are_drawn_from_the_models_of_the_installed_page(self):
        model = self.prefix / "share/hourglass/page/models/pca-30.safetensors"
        if not model.is_file():
            self.skipTest("the page is not built: web/start.sh --build-only builds it")
        self.program("figures", "F7", "--out", "figures")
        self.assertTrue(list((self.folder / "figures").glob("F7*.png")))
        hidden = model.rename(model.with_suffix(".hidden"))
        self.addCleanup(hidden.rename, model)
        with self.assertRaisesRegex(AssertionError, re.escape(f"trained models in {model.parent}")):
            self.program("figures", "F7", "--out", "figures")

    def test_manual_and_completions_are_installed(self):
        share = self.prefix / "share"
        self.assertTrue((share / "man/man1/hourglass.1").read_text().startswith('.\\" Made by'))
        for file in ("bash-completion/completions/hourglass", "zsh/site-functions/_hourglass",
                     "fish/vendor_completions.d/hourglass.fish"):
            self.assertIn("find-learning-rate", (share / file).read_text())

    def test_package_contains_no_path_of_the_build_machine(self):
        files = list((self.prefix / "lib/cmake/hourglass").iterdir())
        self.assertGreater(len(files), 3)
        for file in files:
            for folder in (SOURCE, BUILD, self.folder):
                self.assertNotIn(str(folder), file.read_text(), file)

    def build_example(self, name, *options):
        """Builds the example against the installed library, and returns the path of its program."""
        folder = self.folder / name
        self.run_command(CMAKE, "-S", EXAMPLE, "-B", folder, "-G", os.environ["HOURGLASS_GENERATOR"],
                         f"-DCMAKE_CXX_COMPILER={COMPILER}", f"-DCMAKE_PREFIX_PATH={self.prefix}", *options)
        self.run_command(CMAKE, "--build", folder)
        return folder / "train"

    def test_another_project_finds_and_uses_the_library(self):
        program = self.build_example("plain")
        self.assertRegex(self.run_command(program), r"^loss [0-9.]+ -> [0-9.]+, error")

    def test_a_project_with_another_instruction_set_takes_over_that_of_the_library(self):
        own = ["-march=native", "-march=x86-64"] if platform.machine() == "x86_64" else ["-mcpu=native"]
        for option in own:
            program = self.build_example(f"with {option}", f"-DCMAKE_CXX_FLAGS={option}")
            self.assertRegex(self.run_command(program), r"^loss [0-9.]+ -> [0-9.]+, error")

    @unittest.skipUnless(platform.machine() == "x86_64", "elsewhere all instruction sets have the same alignment")
    def test_a_file_that_is_compiled_for_another_alignment_gets_one_clear_error(self):
        def compile_with(*options):
            return subprocess.run([COMPILER, "-std=c++23", "-fsyntax-only", *options, EXAMPLE / "train.cpp",
                                   "-I", self.prefix / "include/hourglass", "-isystem", "/usr/include/eigen3"],
                                  capture_output=True, text=True, timeout=500)

        exported = (self.prefix / "lib/cmake/hourglass/hourglass-targets.cmake").read_text()
        option = re.search(r'INTERFACE_COMPILE_OPTIONS "(.+)"', exported).group(1)
        self.assertEqual(compile_with(option).stderr, "")
        if option == "-march=x86-64-v2":
            self.skipTest("without AVX, Eigen always aligns to 16 bytes")
        errors = [line for line in compile_with("-march=x86-64").stderr.splitlines() if "error:" in line]
        self.assertEqual(len(errors), 1, errors)
        self.assertIn(f"Hourglass was compiled with '{option}'", errors[0])


class BuildEnvironment(unittest.TestCase):
    """`. build/env` puts the program of the build on the PATH."""

    FILE = SOURCE / "build/env"

    def setUp(self):
        if not self.FILE.is_file() or f"{BUILD}/native_cli" not in self.FILE.read_text():
            self.skipTest("build/env belongs to another preset")

    def run_in(self, shell, script, **environment):
        """The standard output of a script that must succeed, run outside of the sources."""
        environment = {"PATH": "/usr/bin:/bin"} | environment
        found = subprocess.run([shell, "-euc", script, "script", self.FILE], cwd="/", env=environment,
                               capture_output=True, text=True, timeout=60)
        self.assertEqual((found.returncode, found.stderr), (0, ""), (shell, script))
        return found.stdout

    def test_program_is_found_in_every_shell(self):
        for shell in filter(shutil.which, ("sh", "bash", "zsh")):
            self.assertRegex(self.run_in(shell, '. "$1"; hourglass --version'), r"^hourglass [0-9.]+ ")

    def test_sourcing_it_twice_changes_nothing_more_and_only_the_path_is_set(self):
        once = self.run_in("sh", '. "$1"; echo "$PATH"')
        self.assertEqual(once, f"{BUILD}/native_cli:/usr/bin:/bin\n")
        self.assertEqual(self.run_in("sh", '. "$1"; . "$1"; echo "$PATH"'), once)
        before = self.run_in("sh", "set").splitlines()
        after = self.run_in("sh", '. "$1"; set').splitlines()
        self.assertEqual([line for line in after if not line.startswith("PATH=")],
                         [line for line in before if not line.startswith("PATH=")])
