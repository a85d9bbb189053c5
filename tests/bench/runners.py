"""The processes that are timed; each answers every line of JSON with another."""
import contextlib
import json
import os
import pathlib
import subprocess


class Runner:
    """A process of the benchmark that runs until its `with` block ends."""

    def __init__(self, command, **environment):
        self.command = [str(word) for word in command]
        self.environment = environment

    def __enter__(self):
        # In its own session, so that Ctrl-C reaches only the harness, which then ends its runners.
        self.process = subprocess.Popen(["env", *(f"{k}={v}" for k, v in self.environment.items()),
                                         *self.command],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        start_new_session=True)
        return self

    def __exit__(self, *_):
        """The process ends when its input ends; a browser then closes what it started."""
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            self.process.wait()

    def ask(self, action, **details):
        """The answer of the process. If it fails, its own message is on the standard error."""
        try:
            self.process.stdin.write(json.dumps({"do": action} | details) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise SystemExit(f"bench: {self.command[-1]} ended during {action}: see its message above.")
        return json.loads(line)

    def processor_seconds(self):
        """Processor seconds used so far by the process and its descendants."""
        ticks = 0
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):  # one that has just ended
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def family(pid):
    """A process and all its descendants."""
    yield pid
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield from family(child)
