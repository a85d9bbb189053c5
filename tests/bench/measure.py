"""Times runners in turns. What else the machine does then falls on all of them alike."""
import math
import statistics
import sys
import time

ROUND = 0.1  # seconds a round takes at least, so that the clock and the first step do not matter
PAUSE = 0.02  # between rounds: OpenMP's threads spin for a while after their last work
CALM = 20  # preemptions a second that a runner has on a machine that does nothing else, at most
MORE = 3  # times as many rounds are run at most to find enough that were not disturbed


class Work:
    """A request to one runner that is repeated `times` times a round."""

    def __init__(self, runner, action, **details):
        self.runner, self.action, self.details = runner, action, details
        self.times = 1
        seconds = self.seconds()  # the first time is slow: memory is touched, code loaded
        while (seconds := self.seconds()) < ROUND / 4:
            self.times *= 2
        self.times = max(1, math.ceil(self.times * ROUND / seconds))
        self.seconds()

    def seconds(self):
        return self.runner.ask(self.action, times=self.times, **self.details)["seconds"]

    def round(self):
        """(milliseconds each time, preemptions a second)"""
        time.sleep(PAUSE)
        before = self.runner.preemptions()
        seconds = self.seconds()
        return seconds / self.times * 1e3, (self.runner.preemptions() - before) / seconds


class Comparison:
    """Rounds of several works, taken in turns: `milliseconds` has one list for each round."""

    def __init__(self, works, rounds):
        found = []
        calm = 0
        while calm < rounds and len(found) < MORE * rounds:
            each = [work.round() for work in works]
            found.append((max(rate for _, rate in each), [milliseconds for milliseconds, _ in each]))
            calm += found[-1][0] <= CALM
        found.sort(key=lambda entry: entry[0])
        self.milliseconds = [each for _, each in found[:rounds]]
        self.disturbed = max(0, rounds - calm)

    def median(self, work):
        return statistics.median(row[work] for row in self.milliseconds)

    def least(self, work):
        return min(row[work] for row in self.milliseconds)

    def ratios(self, work, to):
        """How many times longer `work` took than `to`: (median, least, greatest)."""
        each = sorted(row[work] / row[to] for row in self.milliseconds)
        return statistics.median(each), each[0], each[-1]


def best_rate(runner, action, times=3, **details):
    """The greatest of several rates: a roof is not lowered by what else the machine does."""
    return max(runner.ask(action, **details)["rate"] for _ in range(times))


def progress(text):
    print(text, file=sys.stderr, flush=True)
