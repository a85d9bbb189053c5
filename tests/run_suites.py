"""Runs test suites one after another. A suite that fails does not keep the next one from running. The last line is
"N passed, N failed".
"""

import signal
import sys
import time
from pathlib import Path

from results import results_of
from steps import run_step
from suites import PROJECT, SUITES

LOGS = PROJECT / "build" / "test_logs"


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
        start = log.stat().st_size
        trouble = run_step(suite, step, log, interrupts)
        good, bad = results_of(step, log, start)
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
