"""Tests that a set-up which cannot succeed says why in one error, and that the next run succeeds."""

import os
import resource
import shutil
import signal
import time
import unittest

from set_up import RELEASE, SetupTest, compiler_files


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

    def test_a_set_up_without_a_network_gives_one_error_and_the_next_run_succeeds(self):
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

    def test_a_missing_or_outdated_emsdk_is_reported(self):
        self.fail_with("EMSDK is set to /nowhere", "emsdk install latest", EMSDK="/nowhere")
        self.put_compiler(self.folder / "emsdk/upstream/emscripten/em++", "3.1.6")
        self.fail_with("EMSDK is set to", "3.1.69 or newer", EMSDK=str(self.folder / "emsdk"))

    def test_a_cache_folder_that_cannot_be_written_to_is_reported(self):
        impossible = "/dev/null/here"
        self.fail_with(f"cannot write to the cache folder {impossible}", "HOURGLASS_CACHE", HOURGLASS_CACHE=impossible)

    def test_a_clone_that_cannot_be_written_to_is_reported(self):
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
