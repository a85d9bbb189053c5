"""The processes that are timed: each answers one line of JSON with another."""
import contextlib
import json
import os
import pathlib
import subprocess


class Runner:
    """A process of the benchmark; ends with the `with` that it was started by."""

    def __init__(self, command, **environment):
        self.command = [str(word) for word in command]
        self.environment = environment

    def __enter__(self):
        # A session of its own: an interrupt reaches the harness alone, which then ends its runners.
        self.process = subprocess.Popen(["env", *(f"{k}={v}" for k, v in self.environment.items()),
                                         *self.command],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        start_new_session=True)
        return self

    def __exit__(self, *_):
        """Ends by itself when its input does; a browser then closes what it started."""
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            self.process.wait()

    def ask(self, action, **details):
        """What the process answers; its own words are on the standard error where it fails."""
        try:
            self.process.stdin.write(json.dumps({"do": action} | details) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise SystemExit(f"bench: expected {self.command[-1]} to {action}, found it ended")
        return json.loads(line)

    def processor_seconds(self):
        """What it and all that it started have worked so far."""
        ticks = 0
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):  # one that has just ended
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def family(pid):
    """A process and all that it started."""
    yield pid
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield from family(child)
