"""Times runners in turns, so that other load on the machine affects all of them alike."""
import math
import os
import pathlib
import statistics
import time

ROUND = 0.1  # seconds that a round takes at least, so that neither the clock nor the first step matters
PAUSE = 0.02  # seconds between rounds, because OpenMP's threads spin for a while after their work
CALM = 0.05  # fraction of all processor time that other programs may use during a comparison
ATTEMPTS = 3  # at a calm comparison; if none is calm, the calmest counts


class Work:
    """A request to one runner, repeated `times` times in each round."""

    def __init__(self, runner, action, **details):
        self.runner, self.action, self.details = runner, action, details
        self.times = 1
        seconds = self.seconds()  # the first call is slow, because memory is allocated and code is compiled
        while seconds < ROUND and (seconds := self.seconds()) < ROUND / 4:
            self.times *= 2
        self.times = math.ceil(self.times * ROUND / seconds)

    def seconds(self):
        return self.runner.ask(self.action, times=self.times, **self.details)["seconds"]

    def milliseconds(self):
        time.sleep(PAUSE)
        return self.seconds() / self.times * 1e3


class Comparison:
    """Times several named works, which take turns, over a number of rounds."""

    def __init__(self, works, rounds):
        self.elsewhere = math.inf
        for _ in range(ATTEMPTS):
            begin, busy = time.perf_counter(), busy_elsewhere(works)
            found = [{name: work.milliseconds() for name, work in works.items()}
                     for _ in range(rounds)]
            elsewhere = ((busy_elsewhere(works) - busy)
                         / (time.perf_counter() - begin) / os.cpu_count())
            if elsewhere < self.elsewhere:
                self.elsewhere, self.rounds = max(0, elsewhere), found
            if elsewhere <= CALM:
                break

    def milliseconds(self, name):
        return statistics.median(times[name] for times in self.rounds)

    def least(self, name):
        return min(times[name] for times in self.rounds)

    def against(self, peer, ours="ours", name=None):
        """Returns columns for a table row: the peer's time, and how many times as long as ours it is. The columns'
        names begin with `name`, or else with the peer's."""
        if peer not in self.rounds[0]:
            return {}
        name = name or peer
        ratios = sorted(times[peer] / times[ours] for times in self.rounds)
        return {f"{name}_ms": self.milliseconds(peer), f"{name}_ratio": statistics.median(ratios),
                f"{name}_ratio_least": ratios[0], f"{name}_ratio_most": ratios[-1]}


def busy_elsewhere(works):
    """The processor time in seconds that everything but the runners has used so far, including what the host of
    a virtual machine took away."""
    user, nice, system, _, _, *interrupts_and_stolen = map(
        int, pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9])
    ticks = user + nice + system + sum(interrupts_and_stolen)
    own = sum({work.runner: work.runner.processor_seconds() for work in works.values()}.values())
    return ticks / os.sysconf("SC_CLK_TCK") - own


def best_rate(runner, action, times, **details):
    """Measures a rate many times and returns the highest, so that other load on the machine does not lower it."""
    return max(runner.ask(action, **details)["rate"] for _ in range(times))
