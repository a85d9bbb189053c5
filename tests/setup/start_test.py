"""The messages of web/start.sh before it builds anything: about ports, a missing page and unknown options."""

import shutil
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


class Start(unittest.TestCase):
    def setUp(self):
        self.clone = Path(tempfile.mkdtemp(prefix="hourglass-start-"))
        self.addCleanup(shutil.rmtree, self.clone)
        shutil.copytree(PROJECT / ".ci", self.clone / ".ci")
        (self.clone / "web").mkdir()
        shutil.copy(PROJECT / "web/start.sh", self.clone / "web")

    def sentence_of(self, *options):
        command = [self.clone / "web/start.sh", *options]
        process = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertNotEqual(process.returncode, 0)
        self.assertEqual(process.stdout, "")
        return process.stderr.strip().splitlines()[-1]

    def test_a_port_in_use_is_reported_before_the_build_with_the_program_that_uses_it(self):
        with socket.create_server(("localhost", 0)) as server:
            port = server.getsockname()[1]
            sentence = self.sentence_of("--port", str(port))
        self.assertIn(f"port {port} is already in use by python", sentence)
        self.assertIn("choose another port with --port", sentence)

    def test_an_invalid_port_is_rejected(self):
        for port in ("0", "65536", "http", ""):
            with self.subTest(port=port):
                self.assertIn("expected a number from 1 to 65535", self.sentence_of("--port", port))

    def test_serving_without_a_page_says_how_to_build_it(self):
        self.assertIn("build/web holds no page", self.sentence_of("--serve-only", "--port", "1"))

    def test_an_unknown_option_is_reported(self):
        self.assertIn("found '--prot'", self.sentence_of("--prot"))


if __name__ == "__main__":
    unittest.main()
