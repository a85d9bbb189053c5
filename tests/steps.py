"""Runs a step of a test suite so that it cannot hang, and shows its progress.

Each step runs in its own process group with a time limit. When a step ends, whether by itself, at its limit
or by Ctrl-C, every process that it left running is ended too.
"""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from suites import PROJECT

# Every process of a step inherits this variable, so it can be found even after it has left the step's
# process group, as browsers do.
MARK = "HOURGLASS_TEST_STEP"
PATIENCE = 5  # seconds that the processes of a finished step have to end by themselves


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

    def __init__(self, suite, step, log):
        self.label = f"{suite}: {step.name}"
        self.log = log
        self.first_byte = os.path.getsize(log)  # of this step's output
        self.started = self.printed = time.monotonic()
        self.in_terminal = sys.stdout.isatty()

    def seconds(self):
        return time.monotonic() - self.started

    def show(self):
        if not self.in_terminal and time.monotonic() - self.printed < 60:
            return
        self.printed = time.monotonic()
        line = f"   {self.label}{self.position()}, {self.seconds():.0f} s"
        print(f"\r\033[K{line}" if self.in_terminal else line, end="" if self.in_terminal else "\n", flush=True)

    def position(self):
        with open(self.log, "rb") as file:
            file.seek(max(self.first_byte, os.path.getsize(self.log) - 4000))
            tail = file.read().decode(errors="replace")
        steps = re.findall(r"^(?:\[(\d+/\d+)\]|\s*(\d+/\d+) Test)", tail, re.MULTILINE)
        return f" {max(steps[-1])}" if steps else ""

    def end(self, verdict):
        start = "\r\033[K" if self.in_terminal else ""
        print(f"{start}   {self.label}: {verdict}, {self.seconds():.0f} s", flush=True)


def run_step(suite, step, log, interrupts):
    """Runs a step and appends its output to the log. Returns what went wrong, or None."""
    mark = f"{os.getpid()}-{suite}-{step.name.replace(' ', '-')}"
    progress = Progress(suite, step, log)
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
            progress.show()
            time.sleep(0.2)
    left = end_processes(mark, patience=0 if trouble else PATIENCE)
    process.wait()
    if not trouble and process.returncode:
        trouble = f"failed with status {process.returncode}"
    if not trouble and left:
        trouble = f"left running: {', '.join(left)}"
    progress.end(trouble or "done")
    return trouble
