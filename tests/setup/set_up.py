"""Runs the real set-up against a local archive. The packages in the archive are small stand-ins for Debian's."""

import os
import platform
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from archive import Archive

PROJECT = Path(__file__).resolve().parents[2]
RELEASE = "trixie"
CODENAME = platform.freedesktop_os_release()["VERSION_CODENAME"]
SUITES = [RELEASE, f"{RELEASE}-updates", f"{RELEASE}-security", f"{RELEASE}-backports", "testing"]

# This compiler compiles nothing: its output is a script that prints what set-up's trial program would print.
COMPILER = """#!/bin/sh
# A stand-in for em++.
[ "$1" = -dumpversion ] && echo VERSION && exit
while [ $# -gt 1 ]; do [ "$1" = -o ] && echo 'console.log("it works")' >"$2"; shift; done
"""


def compiler_files(version):
    script = (COMPILER.replace("VERSION", version), 0o755)
    folder = "usr/share/emscripten"
    return {
        f"{folder}/em++": script,
        f"{folder}/emcc": script,
        f"{folder}/emscripten-version.txt": (version, 0o644),
    }


class SetupTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hourglass-setup-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.clone = self.folder / "clone"
        shutil.copytree(PROJECT / ".ci", self.clone / ".ci")
        self.cache = self.folder / "cache"
        self.tools = self.folder / "tools"
        self.tools.mkdir()
        self.put_compiler(self.tools / "em++", "3.1.6")  # like Debian 12's, too old
        # These tests do not cover npm, so acorn and TypeScript are taken from the real toolchain.
        real = PROJECT / "build/toolchain"
        (self.cache / "toolchain").mkdir(parents=True)
        for name in ("tools", "node", "bin"):
            if (real / name).is_dir():
                shutil.copytree(real / name, self.cache / "toolchain" / name, symlinks=True)
        self.archive = Archive(self.folder / "archive")
        self.open_archive()
        self.address = self.archive.start()
        self.addCleanup(self.archive.stop)
        self.write_apt_configuration(self.address)

    def open_archive(self):
        """Adds this machine's own release to the archive, without any package that set-up could use."""
        for suite in (CODENAME, f"{CODENAME}-security"):
            self.archive.add(suite, "unrelated", "1")

    def put_compiler(self, path, version):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(COMPILER.replace("VERSION", version))
        path.chmod(0o755)

    def write_apt_configuration(self, address):
        (self.folder / "sources.list").write_text(
            f"deb {address} {CODENAME} main\ndeb {address}/security {CODENAME}-security main\n"
        )
        for name in ("lists", "apt-cache"):
            (self.folder / name / "partial").mkdir(parents=True, exist_ok=True)
        (self.folder / "apt.conf").write_text(
            f'Dir::Etc::sourcelist "{self.folder}/sources.list";\n'
            'Dir::Etc::sourceparts "/dev/null";\n'
            f'Dir::State::Lists "{self.folder}/lists";\n'
            f'Dir::Cache "{self.folder}/apt-cache";\n'
            'Acquire::AllowInsecureRepositories "true";\n'
            'APT::Get::AllowUnauthenticated "true";\n'
        )

    def environment(self, **changes):
        kept = {name: value for name, value in os.environ.items() if name not in ("EMSDK", "CI")}
        return {
            **kept,
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "HOURGLASS_CACHE": str(self.cache),
            "APT_CONFIG": str(self.folder / "apt.conf"),
            **changes,
        }

    def start(self, preexec=None, **changes):
        return subprocess.Popen(
            [self.clone / ".ci/setup.sh", "wasm"],
            env=self.environment(**changes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=preexec,
        )

    def finish(self, process, seconds=300):
        try:
            return process.communicate(timeout=seconds)[0]
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)

    def succeed(self, **changes):
        process = self.start(**changes)
        output = self.finish(process)
        self.assertEqual(process.returncode, 0, output)
        return output

    def fail_with(self, *parts, preexec=None, **changes):
        """Runs set-up, which must fail with a single error that contains the parts, and leave nothing unfinished."""
        process = self.start(preexec, **changes)
        output = self.finish(process)
        self.assertNotEqual(process.returncode, 0, output)
        sentences = [line for line in output.splitlines() if line.startswith("error: ")]
        self.assertEqual(len(sentences), 1, output)
        for part in parts:
            self.assertIn(part, sentences[0])
        self.assertFalse(self.emscripten().exists())
        self.assertEqual(list(self.cache.glob("toolchain/*.unfinished")) if self.cache.is_dir() else [], [])

    def emscripten(self):
        return self.cache / "toolchain/emscripten"

    def emscripten_version(self):
        return (self.emscripten() / "usr/share/emscripten/emscripten-version.txt").read_text()

    def add_emscripten(self, suite, version="3.1.69", llvm=19):
        self.archive.add(
            suite, "emscripten", version, f"binaryen, clang-{llvm}, python3", compiler_files(version)
        )

    def add_others(self, suite, version="1"):
        program = ("#!/bin/sh\n", 0o755)
        self.archive.add(
            suite, "binaryen", version, "libc6", {"usr/bin/wasm-opt": program, "usr/bin/wasm2js": program}
        )
        self.archive.add(suite, "libc6", version, "", {"usr/lib/loader": (f"libc of {version}", 0o644)})

    def add_everything(self, suite=RELEASE):
        self.add_emscripten(suite)
        self.add_others(suite)

    def loader(self):
        return (self.emscripten() / "usr/lib/loader").read_text()
