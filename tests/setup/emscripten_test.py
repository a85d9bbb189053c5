"""Tests which Emscripten the set-up uses, and where it downloads it from if files are missing, truncated, wrong or
slow."""

import shutil
import unittest

from set_up import CODENAME, RELEASE, SUITES, SetupTest


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


if __name__ == "__main__":
    unittest.main()
