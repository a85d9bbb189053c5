"""Runs the program in several processes, which MPI calls ranks.

Needs a program that was built with MPI, and the mpirun of the same MPI: OpenMPI's or MPICH's.
"""

import os
import subprocess
import time

from program import PROGRAM, ProgramTest

MPIRUN = os.environ.get("HOURGLASS_MPIRUN", "mpirun")
IS_MPICH = "HYDRA" in subprocess.run([MPIRUN, "--version"], capture_output=True, text=True, check=True).stdout
RANK_VARIABLES = ("OMPI_COMM_WORLD_RANK", "PMI_RANK")  # of OpenMPI and of MPICH
ENVIRONMENT = os.environ | {
    "TERM": "xterm",
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_hwloc_base_binding_policy": "none",
    "OMPI_MCA_mpi_yield_when_idle": "1",  # there may be more ranks than cores
}
SHORT = ("--limit", 700, "--validation", 90, "--epochs", 3, "--batch", 64)  # a run that ends soon


class RanksTest(ProgramTest):
    def start_ranks(self, ranks, *arguments):
        return self.start_command("-n", ranks, PROGRAM, *arguments)

    def start_command(self, *words):
        return subprocess.Popen([MPIRUN, *map(str, words)], cwd=self.folder, env=ENVIRONMENT, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run_ranks(self, ranks, *arguments):
        status, output, errors = self.finish(self.start_ranks(ranks, *arguments))
        errors = [line for line in errors.splitlines() if "predicting the mean image" not in line]
        self.assertEqual((status, errors), (0, []), arguments)
        return output

    def assert_same(self, name, other):
        self.assertTrue((self.folder / name).read_bytes() == (self.folder / other).read_bytes(), f"{name}, {other}")

    def sentences(self, errors):
        """The program's failures; mpirun adds an explanation of its own."""
        lines = [line for line in errors.splitlines() if line.startswith("hourglass: ")]
        return [line for line in lines if not line.startswith(("hourglass: warning: ", "hourglass: finishing"))]

    def assert_ranks_refused(self, process, *words):
        before = self.listing()
        status, _, errors = self.finish(process)
        self.assertNotEqual(status, 0)
        (sentence,) = self.sentences(errors)
        for word in words:
            self.assertIn(word, sentence)
        self.assertEqual(self.listing(), before)

    def wait_for(self, condition):
        deadline = time.monotonic() + 200
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
