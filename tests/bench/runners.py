"""The processes that are timed: each answers one line of JSON with another."""
import json
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
        self.process.kill()
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

    def preemptions(self):
        """How often its threads were made to give up a core to something else, so far."""
        count = 0
        for path in pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/status"):
            count += int(path.read_text().rpartition("nonvoluntary_ctxt_switches:")[2])
        return count
