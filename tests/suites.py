"""Defines the steps of each test suite, and runs them so that nothing can hang.

Each step runs in its own process group with a time limit. When a step ends, whether by itself, at its limit
or by Ctrl-C, every process that it left running is ended too. A suite that fails does not keep the next one
from running. The last line is "N passed, N failed".
"""

import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree
from dataclasses import dataclass
from glob import glob
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOGS = PROJECT / "build" / "test_logs"
# Every process of a step inherits this variable, so it can be found even after it has left the step's
# process group, as browsers do.
MARK = "HOURGLASS_TEST_STEP"
PATIENCE = 5  # seconds that the processes of a finished step have to end by themselves
PAGE_FLAGS = (PROJECT / "tests/web/flags").read_text().split()
# Without a browser nothing keeps Node running, and on Node 20 a forced exit may lose a file's last reports.
MODULE_FLAGS = [flag for flag in PAGE_FLAGS if flag != "--test-force-exit"]


@dataclass(frozen=True)
class Step:
    name: str
    command: list
    minutes: float
    counts: str = ""  # where results come from: CTest's report, or the output of "node", "unittest", "checks"


def cmake(preset, targets=()):
    build = ["cmake", "--build", "--preset", preset]
    if targets:
        build += ["--target", *targets]
    return [
        Step(f"configure {preset}", ["cmake", "--preset", preset], 5),
        Step(f"build {preset}", build, 25),
    ]


def ctest(preset, name=None, options=()):
    """Runs CTest, and has it write a report from which the cases of each test program are counted."""
    name = name or f"test {preset}"
    report = PROJECT / "build" / preset / f"{name.replace(' ', '_')}.xml"
    reporting = ["--output-junit", str(report), "--test-output-size-passed", "10000000"]
    return Step(name, ["ctest", "--preset", preset, *reporting, *options], 20, str(report))


def build_and_test(preset):
    return [*cmake(preset), ctest(preset)]


def node(name, files, flags, variables=()):
    command = ["env", *variables, "node", "--test", "--test-reporter=spec", *flags, *files]
    return Step(name, command, 20, "node")


def files_of(pattern):
    return sorted(glob(str(PROJECT / pattern), recursive=True))


# The tests of what differs between browsers: drawing, hosts, the service worker, threads and storage.
FIREFOX_FILES = [
    str(PROJECT / f"tests/web/{name}.test.mjs")
    for name in ("drawing", "hands", "visits", "work", "hosting/hosts", "hosting/serviceWorker", "hosting/threads")
]
BUILD_PAGE = Step("build page", ["web/start.sh", "--build-only"], 20)


SUITES = {
    "native": build_and_test("native"),
    "wasm": [*build_and_test("wasm"), *build_and_test("wasm-threads")],
    "module": [
        *cmake("native", ["hourglass"]),
        *cmake("wasm", ["hourglass_module"]),
        *cmake("wasm-threads", ["hourglass_module"]),
        node("test module", files_of("tests/wasm/*.test.mjs"), MODULE_FLAGS),
    ],
    "web": [
        BUILD_PAGE,
        Step("check types", ["npm", "--prefix", "web", "run", "check"], 5),
        node("test page", files_of("tests/web/**/*.test.mjs"), PAGE_FLAGS),
    ],
    "firefox": [
        BUILD_PAGE,
        node("test page in Firefox", FIREFOX_FILES, PAGE_FLAGS, ["HOURGLASS_BROWSER=firefox"]),
    ],
    "setup": [
        Step(
            "test set-up",
            ["python3", "-B", "-m", "unittest", "discover", "-v", "-s", "tests/setup", "-p", "*_test.py"],
            15,
            "unittest",
        )
    ],
    "debug": [
        *build_and_test("native-debug"),
        # WebAssembly ships without double precision, so its gradient checks are not part of the suite wasm.
        *cmake("wasm", ["core_double_tests"]),
        ctest("wasm", "test wasm in double", ["-R", "^double/"]),
    ],
    "tsan": build_and_test("native-tsan"),
    "lint": [Step("lint", [".ci/lint.sh"], 30, "checks")],
    "gcc": build_and_test("gcc"),
}


def count_cases(output):
    """Adds up the summary lines of test programs in the output; returns (passed, failed)."""
    passed = failed = 0
    for number in re.findall(r"\[  PASSED  \] (\d+) tests?\.", output):
        passed += int(number)
    for number in re.findall(r"\[  FAILED  \] (\d+) tests?, listed below", output):
        failed += int(number)
    for number, verdict in re.findall(r"^Ran (\d+) tests? in .*\n\n(OK|FAILED)?.*$", output, re.MULTILINE):
        bad = 0
        if verdict == "FAILED":
            line = re.search(r"^FAILED \((.*)\)$", output, re.MULTILINE).group(1)
            bad = sum(int(n) for n in re.findall(r"(?:failures|errors)=(\d+)", line))
        passed += int(number) - bad
        failed += bad
    for number in re.findall(r"^(?:# |ℹ )pass (\d+)$", output, re.MULTILINE):
        passed += int(number)
    for number in re.findall(r"^(?:# |ℹ )(?:fail|cancelled) (\d+)$", output, re.MULTILINE):
        failed += int(number)
    return passed, failed


def count_ctest(report):
    """Counts cases in CTest's report; returns (passed, failed). A program that fails without a count is one failure."""
    passed = failed = 0
    for test in xml.etree.ElementTree.parse(report).getroot().iter("testcase"):
        good, bad = count_cases(test.findtext("system-out") or "")
        succeeded = test.get("status") == "run"
        passed += good if good + bad else int(succeeded)
        failed += bad if succeeded else max(bad, 1)
    return passed, failed


def results_of(step, log):
    if step.counts.endswith(".xml"):
        return count_ctest(step.counts) if Path(step.counts).exists() else (0, 0)
    output = log.read_text(errors="replace")
    if step.counts == "checks":
        return len(re.findall(r"^== .*: clean$", output, re.MULTILINE)), 0
    return count_cases(output) if step.counts else (0, 0)


def marked_processes(mark):
    """Finds the processes that a step has started by a variable in their environment."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue  # the process has ended, or belongs to another user
    return found


def name_of(process):
    try:
        return Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return "?"


def end_processes(mark, patience):
    """Ends a step's remaining processes. Returns the names of those that did not end by themselves in time."""
    limit = time.monotonic() + patience
    while (left := marked_processes(mark)) and time.monotonic() < limit:
        time.sleep(0.1)
    names = sorted({name_of(process) for process in left})
    for kind in (signal.SIGTERM, signal.SIGKILL):
        for process in marked_processes(mark):
            try:
                os.kill(process, kind)
            except ProcessLookupError:
                pass
        limit = time.monotonic() + 5
        while marked_processes(mark) and time.monotonic() < limit:
            time.sleep(0.1)
    return names


class Progress:
    """Shows a status line while a step runs: redraws it in a terminal, or else prints it once a minute."""

    def __init__(self, suite, step):
        self.label = f"{suite}: {step.name}"
        self.started = self.printed = time.monotonic()
        self.in_terminal = sys.stdout.isatty()

    def seconds(self):
        return time.monotonic() - self.started

    def show(self, log):
        if not self.in_terminal and time.monotonic() - self.printed < 60:
            return
        self.printed = time.monotonic()
        line = f"   {self.label}{self.position(log)}, {self.seconds():.0f} s"
        print(f"\r\033[K{line}" if self.in_terminal else line, end="" if self.in_terminal else "\n", flush=True)

    @staticmethod
    def position(log):
        with open(log, "rb") as file:
            file.seek(max(0, os.path.getsize(log) - 4000))
            tail = file.read().decode(errors="replace")
        steps = re.findall(r"^(?:\[(\d+/\d+)\]|\s*(\d+/\d+) Test)", tail, re.MULTILINE)
        return f" {max(steps[-1])}" if steps else ""

    def end(self, verdict):
        start = "\r\033[K" if self.in_terminal else ""
        print(f"{start}   {self.label}: {verdict}, {self.seconds():.0f} s", flush=True)


class Interrupts:
    """Handles signals: Ctrl-C ends a step; a second Ctrl-C soon after, or another signal, ends the whole run."""

    def __init__(self):
        self.last = 0.0
        self.is_step_over = self.is_run_over = False
        signal.signal(signal.SIGINT, self.on_interrupt)
        for kind in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(kind, self.on_end)

    def on_interrupt(self, *_):
        self.is_run_over = self.is_run_over or time.monotonic() - self.last < 3
        self.last = time.monotonic()
        self.is_step_over = True

    def on_end(self, *_):
        self.is_step_over = self.is_run_over = True


def run_step(suite, step, log, interrupts):
    """Runs a step and appends its output to the log. Returns what went wrong, or None."""
    mark = f"{os.getpid()}-{suite}-{step.name.replace(' ', '-')}"
    progress = Progress(suite, step)
    interrupts.is_step_over = False
    trouble = None
    with open(log, "ab") as output:
        process = subprocess.Popen(
            step.command,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, MARK: mark},
        )
        while process.poll() is None:
            if interrupts.is_step_over:
                trouble = "interrupted"
            elif progress.seconds() > 60 * step.minutes:
                trouble = f"not finished within {step.minutes} minutes"
            if trouble:
                os.killpg(process.pid, signal.SIGTERM)
                break
            progress.show(log)
            time.sleep(0.2)
    left = end_processes(mark, patience=0 if trouble else PATIENCE)
    process.wait()
    if not trouble and process.returncode:
        trouble = f"failed with status {process.returncode}"
    if not trouble and left:
        trouble = f"left running: {', '.join(left)}"
    progress.end(trouble or "done")
    return trouble


def show_end(log):
    lines = log.read_text(errors="replace").splitlines()
    print(*lines[-100:], sep="\n", flush=True)


def run_suite(suite, interrupts):
    """Runs a suite; returns (passed, failed). A suite that is cut short or runs no tests counts as a failure."""
    print(f"== {suite}", flush=True)
    log = LOGS / f"{suite}.log"
    log.write_bytes(b"")
    started = time.monotonic()
    passed = failed = 0
    for step in SUITES[suite]:
        if step.counts.endswith(".xml"):
            Path(step.counts).unlink(missing_ok=True)
        trouble = run_step(suite, step, log, interrupts)
        good, bad = results_of(step, log)
        passed += good
        failed += max(bad, 1) if trouble else bad
        if trouble and (interrupts.is_step_over or not step.counts):
            break  # later steps need this one
    if not passed:
        failed = max(failed, 1)
    if failed:
        show_end(log)
        print(f"   (full log: {log.relative_to(PROJECT)})")
    seconds = time.monotonic() - started
    print(f"== {suite}: {passed} passed, {failed} failed, {seconds:.0f} s", flush=True)
    return passed, failed


def main(suites):
    LOGS.mkdir(parents=True, exist_ok=True)
    interrupts = Interrupts()
    passed = failed = 0
    for suite in suites:
        good, bad = run_suite(suite, interrupts)
        passed += good
        failed += bad
        if interrupts.is_step_over and not interrupts.is_run_over:
            print("Interrupted; press Ctrl-C again within three seconds to end the whole run.", flush=True)
            time.sleep(max(0, 3 - (time.monotonic() - interrupts.last)))
        if interrupts.is_run_over:
            print("The run was interrupted.")
            break
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
