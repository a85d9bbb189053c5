"""Counts the tests that passed and failed, from what a step has printed or from the report that CTest has written."""

import re
import xml.etree.ElementTree
from pathlib import Path


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


def results_of(step, log, start):
    """Counts the tests of a step, whose output begins at the byte `start` of the log; returns (passed, failed)."""
    if step.counts.endswith(".xml"):
        return count_ctest(step.counts) if Path(step.counts).exists() else (0, 0)
    output = log.read_bytes()[start:].decode(errors="replace")
    if step.counts == "checks":
        return len(re.findall(r"^== .*: clean$", output, re.MULTILINE)), 0
    return count_cases(output) if step.counts else (0, 0)
