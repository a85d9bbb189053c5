"""Tests how suites are run: nothing hangs, no process is left behind, every result is counted."""

import contextlib
import io
import os
import signal
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import run_suites  # noqa: E402
import steps  # noqa: E402
from results import count_cases, count_ctest  # noqa: E402
from suites import PROJECT, Step  # noqa: E402

# Starts a server outside of the process group, prints the server's process ID, then runs ENDING.
SERVER = """
import subprocess, sys, time
child = (
    "import http.server, sys; s = http.server.HTTPServer(('127.0.0.1', 0), None);"
    "print('listening', flush=True); s.serve_forever()"
)
server = subprocess.Popen([sys.executable, "-c", child], start_new_session=True, stdout=subprocess.PIPE)
print(server.stdout.readline().decode() + "Ran 1 test in 0s\\n\\nOK\\n", server.pid, flush=True)
ENDING
"""


def server_step(ending, minutes=1):
    return Step("serve", [sys.executable, "-c", SERVER.replace("ENDING", ending)], minutes, "unittest")


PASSING = Step("pass", ["printf", "Ran 2 tests in 0s\n\nOK\n"], 1, "unittest")


class Suites(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=PROJECT / "build")
        self.addCleanup(folder.cleanup)
        for module, name, value in (
            (run_suites, "LOGS", Path(folder.name)),
            (run_suites, "SUITES", {}),
            (steps, "PATIENCE", 1),
        ):
            self.addCleanup(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.addCleanup(signal.signal, kind, signal.getsignal(kind))

    def run_suites(self, **suites):
        run_suites.SUITES.update(suites)
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = run_suites.main(list(suites))
        return status, output.getvalue()

    def assert_server_is_gone(self, suite):
        log = (run_suites.LOGS / f"{suite}.log").read_text()
        status = Path(f"/proc/{log.split()[-1]}/stat")
        limit = time.monotonic() + 10  # a process that has freed its memory may not have ended yet
        while time.monotonic() < limit:
            try:
                state = status.read_text().rsplit(")", 1)[1].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                return
            if state in "ZX":
                return  # the server has ended, but its parent has not read its status yet
            time.sleep(0.05)
        self.fail(f"the server is still running: {log}")

    def test_a_hanging_step_is_ended_with_all_its_processes_and_the_next_suite_runs(self):
        started = time.monotonic()
        status, output = self.run_suites(first=[server_step("time.sleep(1000)", 0.05)], second=[PASSING])
        self.assertLess(time.monotonic() - started, 60)
        self.assertEqual(status, 1)
        self.assertIn("not finished within 0.05 minutes", output)
        self.assertIn("listening", output)
        self.assertIn("== second: 2 passed, 0 failed", output)
        self.assertTrue(output.endswith("3 passed, 1 failed\n"), output)
        self.assert_server_is_gone("first")

    def test_a_step_that_leaves_a_server_fails_and_the_server_is_ended(self):
        status, output = self.run_suites(only=[server_step("")])
        self.assertEqual(status, 1)
        self.assertIn("left running: python3", output)
        self.assertTrue(output.endswith("1 passed, 1 failed\n"), output)
        self.assert_server_is_gone("only")

    def test_ctrl_c_ends_a_suite_and_the_next_one_runs(self):
        threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
        status, output = self.run_suites(first=[server_step("time.sleep(1000)")], second=[PASSING])
        self.assertEqual(status, 1)
        self.assertIn("interrupted", output)
        self.assertIn("== second: 2 passed, 0 failed", output)
        self.assert_server_is_gone("first")

    def test_a_second_ctrl_c_ends_the_run(self):
        for delay in (1, 2):
            threading.Timer(delay, os.kill, (os.getpid(), signal.SIGINT)).start()
        status, output = self.run_suites(first=[server_step("time.sleep(1000)")], second=[PASSING])
        self.assertEqual(status, 1)
        self.assertNotIn("== second", output)

    def test_a_failed_build_counts_as_one_failure_and_its_tests_do_not_run(self):
        status, output = self.run_suites(only=[Step("build", ["false"], 1), PASSING])
        self.assertEqual(status, 1)
        self.assertTrue(output.endswith("0 passed, 1 failed\n"), output)

    def test_a_suite_without_tests_fails(self):
        status, output = self.run_suites(only=[Step("build", ["true"], 1)])
        self.assertEqual((status, output.splitlines()[-1]), (1, "0 passed, 1 failed"))

    def test_a_run_whose_tests_all_pass_has_status_0_and_counts_each_once(self):
        status, output = self.run_suites(only=[PASSING, PASSING])
        self.assertEqual((status, output.splitlines()[-1]), (0, "4 passed, 0 failed"))


class Progress(unittest.TestCase):
    def test_position_is_of_the_running_step_and_not_of_the_one_before(self):
        with tempfile.NamedTemporaryFile("w") as log:
            print("[7/9] Building", file=log, flush=True)
            progress = steps.Progress("suite", PASSING, log.name)
            self.assertEqual(progress.position(), "")
            print("[1/2] Building", file=log, flush=True)
            self.assertEqual(progress.position(), " 1/2")


class Counts(unittest.TestCase):
    def test_cases_are_counted_from_the_summary_of_every_test_runner(self):
        for output, expected in {
            "[  PASSED  ] 12 tests.\n": (12, 0),
            "[  PASSED  ] 1 test.\n[  FAILED  ] 2 tests, listed below:\n": (1, 2),
            "Ran 5 tests in 0.1s\n\nOK\n": (5, 0),
            "Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=1)\n": (2, 3),
            "ℹ tests 5\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\n": (3, 2),
            "nothing of the kind": (0, 0),
        }.items():
            with self.subTest(output=output):
                self.assertEqual(count_cases(output), expected)

    def test_a_crashed_program_in_a_ctest_report_counts_as_a_failure(self):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as report:
            report.write(
                '<testsuite><testcase name="a" status="run"><system-out>[  PASSED  ] 7 tests.</system-out></testcase>'
                '<testcase name="b" status="fail"><system-out>Segmentation fault</system-out></testcase></testsuite>'
            )
            report.flush()
            self.assertEqual(count_ctest(report.name), (7, 1))


if __name__ == "__main__":
    unittest.main()
