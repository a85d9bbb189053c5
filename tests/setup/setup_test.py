"""Runs the real set-up against a local archive whose files are missing, truncated, wrong or slow. The
packages in the archive are small stand-ins for Debian's."""

import os
import platform
import resource
import shutil
import signal
import subprocess
import tempfile
import time
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


class Fallbacks(SetupTest):
    def test_only_the_first_suite_is_read_if_it_is_complete(self):
        self.add_everything()
        self.succeed()
        self.assertEqual(self.emscripten_version(), "3.1.69")
        self.assertFalse([path for path in self.archive.requests if f"{RELEASE}-updates" in path])

    def test_a_version_missing_from_the_pool_is_replaced_by_the_next_one_listed(self):
        self.add_everything()
        self.archive.add(RELEASE, "libc6", "2", "", {"usr/lib/loader": ("never seen", 0o644)})
        self.archive.faults["libc6_2.deb"] = ["missing"]
        output = self.succeed()
        self.assertEqual(self.loader(), "libc of 1")
        self.assertIn("libc6 2 could not be downloaded", output)

    def test_a_package_missing_from_a_suite_is_taken_from_any_later_suite(self):
        for later in SUITES[1:]:
            with self.subTest(suite=later):
                shutil.rmtree(self.emscripten(), ignore_errors=True)
                self.archive.suites.clear()
                self.archive.files.clear()
                shutil.rmtree(self.archive.folder)
                self.archive.folder.mkdir()
                self.open_archive()
                self.add_everything()
                self.archive.add(later, "libc6", "3", "", {"usr/lib/loader": (f"from {later}", 0o644)})
                self.archive.faults["libc6_1.deb"] = ["missing"]
                self.succeed()
                self.assertEqual(self.loader(), f"from {later}")

    def test_emscripten_itself_may_come_from_testing_with_its_own_llvm_and_libraries(self):
        self.add_everything()
        self.archive.faults["emscripten_3.1.69.deb"] = ["missing"]
        self.add_emscripten("testing", "6.0.5", llvm=99)
        self.add_others("testing", "9")
        for name in ("clang-99", "lld-99", "llvm-99", "libclang-common-99-dev"):
            files = {f"usr/lib/llvm-99/bin/{name}": ("#!/bin/sh\n", 0o755)}
            self.archive.add("testing", name, "9", "libllvm99" if name == "clang-99" else "", files)
        self.archive.add("testing", "libllvm99", "9", "libfar1, libc6", {"usr/lib/libllvm": ("", 0o644)})
        self.archive.add("testing", "libfar1", "9", "", {"usr/lib/libfar": ("", 0o644)})
        self.succeed()
        self.assertEqual(self.emscripten_version(), "6.0.5")
        self.assertEqual(self.loader(), "libc of 9")
        self.assertTrue((self.emscripten() / "launchers/bin/clang-99").is_file())
        self.assertTrue((self.emscripten() / "usr/lib/libfar").is_file())

    def test_a_suite_that_cannot_be_read_is_skipped(self):
        self.add_everything("testing")
        self.succeed()
        self.assertEqual(self.emscripten_version(), "3.1.69")

    def test_an_interrupted_download_is_retried(self):
        self.add_everything()
        self.archive.faults["emscripten_3.1.69.deb"] = ["half", ""]
        self.succeed()
        self.assertGreater(len(self.archive.downloads_of("emscripten")), 1)

    def test_a_download_that_keeps_failing_is_replaced_by_the_next_version(self):
        self.add_everything()
        self.archive.add(RELEASE, "libc6", "2", "", {"usr/lib/loader": ("never seen", 0o644)})
        self.archive.faults["libc6_2.deb"] = ["half"]
        self.succeed()
        self.assertEqual(self.loader(), "libc of 1")

    def test_a_slow_archive_only_takes_longer(self):
        self.add_everything()
        self.archive.faults["emscripten_3.1.69.deb"] = ["slow"]
        self.succeed()

    def test_a_file_with_a_wrong_checksum_is_not_used(self):
        self.add_everything()
        self.archive.add(RELEASE, "libc6", "2", "", {"usr/lib/loader": ("never seen", 0o644)})
        self.archive.faults["libc6_2.deb"] = ["other"]
        self.succeed()
        self.assertEqual(self.loader(), "libc of 1")


class OtherEmscriptens(SetupTest):
    def assert_nothing_downloaded(self):
        self.assertFalse([path for path in self.archive.requests if path.startswith("/pool/")])
        self.assertFalse(self.emscripten().exists())

    def test_emsdk_takes_precedence(self):
        self.add_everything()
        self.put_compiler(self.folder / "emsdk/upstream/emscripten/em++", "6.0.5")
        self.succeed(EMSDK=str(self.folder / "emsdk"))
        self.assert_nothing_downloaded()

    def test_a_recent_compiler_on_the_path_is_used(self):
        self.add_everything()
        self.put_compiler(self.tools / "em++", "4.0.0")
        self.succeed()
        self.assert_nothing_downloaded()

    def test_the_systems_package_is_preferred_to_a_private_copy(self):
        self.add_everything()
        self.add_emscripten(CODENAME, "4.0.0")
        # This replaces the one call of apt-get that would change this machine.
        shim = self.tools / "apt-get"
        shim.write_text(
            '#!/bin/sh\ncase "$*" in *" install "*emscripten*) echo installed >"$MARK"; exit;; esac\n'
            'exec /usr/bin/apt-get "$@"\n'
        )
        shim.chmod(0o755)
        self.succeed(MARK=str(self.folder / "mark"))
        self.assertEqual((self.folder / "mark").read_text(), "installed\n")
        self.assert_nothing_downloaded()


class Failures(SetupTest):
    remedy = "install emsdk"

    def test_missing_packages_give_one_error_and_the_next_run_succeeds(self):
        self.add_emscripten(RELEASE)
        self.fail_with("downloading Emscripten failed", self.remedy)
        self.add_others(RELEASE)
        self.succeed()

    def test_servers_that_answer_404_or_500_give_one_error(self):
        self.add_everything()
        for fault in ("missing", "error"):
            with self.subTest(fault=fault):
                self.archive.faults["emscripten_3.1.69.deb"] = [fault]
                self.fail_with("downloading Emscripten failed", self.remedy)
        self.archive.faults.clear()
        self.succeed()

    def test_no_network_gives_one_error_and_the_next_run_succeeds(self):
        self.add_everything()
        self.write_apt_configuration("http://127.0.0.1:9")
        self.fail_with("downloading Emscripten failed", "check the network")
        self.write_apt_configuration(self.address)
        self.succeed()

    def test_a_full_disk_while_unpacking_gives_one_error_and_the_next_run_succeeds(self):
        self.add_everything()
        large = {"usr/lib/large": ("x" * 70_000_000, 0o644), "usr/lib/loader": ("libc of 2", 0o644)}
        self.archive.add(RELEASE, "libc6", "2", "", large)

        def limit_file_size():
            resource.setrlimit(resource.RLIMIT_FSIZE, (60_000_000, 60_000_000))

        self.fail_with("unpacking Emscripten", "free disk space", preexec=limit_file_size)
        self.succeed()
        self.assertEqual(self.loader(), "libc of 2")

    def test_a_compiler_that_does_not_compile_is_not_kept(self):
        broken = {name: ("#!/bin/sh\nexit 1\n", 0o755) for name in compiler_files("3.1.69")}
        self.archive.add(RELEASE, "emscripten", "3.1.69", "binaryen, clang-19", broken)
        self.add_others(RELEASE)
        self.fail_with("unpacking Emscripten")

    def test_a_missing_or_outdated_emsdk_is_named(self):
        self.fail_with("EMSDK is set to /nowhere", "emsdk install latest", EMSDK="/nowhere")
        self.put_compiler(self.folder / "emsdk/upstream/emscripten/em++", "3.1.6")
        self.fail_with("EMSDK is set to", "3.1.69 or newer", EMSDK=str(self.folder / "emsdk"))

    def test_a_cache_folder_that_cannot_be_written_to_is_named(self):
        impossible = "/dev/null/here"
        self.fail_with(f"cannot write to the cache folder {impossible}", "HOURGLASS_CACHE", HOURGLASS_CACHE=impossible)

    def test_a_clone_that_cannot_be_written_to_is_named(self):
        (self.clone / "build").write_text("in the way")
        self.fail_with(f"cannot write to {self.clone}/build")

    def test_ctrl_c_keeps_downloads_and_the_next_run_succeeds(self):
        self.add_everything()
        self.archive.faults["binaryen_1.deb"] = ["slow"]
        process = self.start()
        limit = time.monotonic() + 120
        while not self.archive.downloads_of("binaryen") and time.monotonic() < limit:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        self.finish(process)
        self.assertNotEqual(process.returncode, 0)
        self.assertFalse(self.emscripten().exists())
        before = len(self.archive.downloads_of("emscripten"))
        self.archive.faults.clear()
        self.succeed()
        self.assertEqual(len(self.archive.downloads_of("emscripten")), before)

    def test_two_set_ups_at_once_take_turns_and_download_once(self):
        self.add_everything()
        self.archive.faults["emscripten_3.1.69.deb"] = ["slow"]
        first, second = self.start(), self.start()
        outputs = [self.finish(first), self.finish(second)]
        self.assertEqual([first.returncode, second.returncode], [0, 0], outputs)
        self.assertEqual(len(self.archive.downloads_of("emscripten")), 1)
        self.assertEqual(sum("Waiting for another set-up" in output for output in outputs), 1)

    def test_npm_without_a_network_gives_one_error(self):
        self.add_everything()
        shutil.rmtree(self.cache / "toolchain/tools")
        registry = "http://127.0.0.1:9"
        self.fail_with(
            "from the npm registry failed",
            "check the network",
            npm_config_registry=registry,
            npm_config_fetch_retries="0",
        )


if __name__ == "__main__":
    unittest.main()
