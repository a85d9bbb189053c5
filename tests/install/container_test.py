"""Tests native_cli/Dockerfile as far as that is possible without building an image."""

import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


def instructions(text):
    """The instructions of a Dockerfile as pairs of a name and its words, without comments and line breaks."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(line.split()[0], line.split()[1:]) for line in joined.splitlines() if line]


class Container(unittest.TestCase):
    def setUp(self):
        self.instructions = instructions((SOURCE / "native_cli/Dockerfile").read_text())
        last = max(index for index, (name, _) in enumerate(self.instructions) if name == "FROM")
        self.final_stage = self.instructions[last:]

    def test_all_files_that_it_copies_are_there_and_none_is_ignored(self):
        ignored = (SOURCE / "native_cli/Dockerfile.dockerignore").read_text().split()
        copied = [words[:-1] for name, words in self.instructions if name == "COPY" and "--from=build" not in words]
        for source in sum(copied, []):
            self.assertTrue((SOURCE / source).exists(), source)
            self.assertNotIn(source.split("/")[0], ignored)

    def test_a_user_other_than_root_starts_the_program(self):
        self.assertEqual([words for name, words in self.final_stage if name == "USER"], [["hourglass"]])
        self.assertEqual(self.final_stage[-1], ("ENTRYPOINT", ['["hourglass"]']))
