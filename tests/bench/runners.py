"""The processes that are timed. Each reads requests as lines of JSON and answers each with another line."""
import contextlib
import json
import os
import pathlib
import subprocess

# The beginnings of variables that choose a library's kernels or threads. Runners don't inherit them, so that every
# library makes its own choice.
STEERING = ("OPENBLAS_", "GOTO_", "OMP_", "GOMP_", "KMP_", "MKL_", "DNNL_", "ONEDNN_", "ATEN_")


def unsteered_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith(STEERING)}


class Runner:
    """A process of the benchmark that runs until its `with` block ends."""

    def __init__(self, command, **environment):
        self.command = [str(word) for word in command]
        self.environment = unsteered_environment() | {name: str(value) for name, value in environment.items()}

    def __enter__(self):
        # The process gets its own session, so that Ctrl-C reaches only the harness, which then ends its runners.
        self.process = subprocess.Popen(self.command, env=self.environment, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, start_new_session=True)
        return self

    def __exit__(self, *_):
        """Closes the input of the process, which then ends by itself, after closing its browser if it has one."""
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            self.process.wait()
        self.process.stdout.close()

    def ask(self, action, **details):
        """Sends a request and returns the answer. If the process fails, its message is on standard error."""
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
        """The processor time in seconds that the process and its descendants have used so far."""
        ticks = 0
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):  # raised for a process that has just ended
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def family(pid):
    """Yields the IDs of a process and all its descendants."""
    yield pid
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield from family(child)
