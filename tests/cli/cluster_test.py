"""The examples for clusters, run or checked as far as is possible on one machine."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import unittest
from pathlib import Path

from interruption import InterruptionTest
from program import PROGRAM, digests

EXAMPLES = Path(__file__).resolve().parents[2] / "native_cli/examples"
CLUSTER = EXAMPLES / "cluster"
GRID = '[grid]\npreset = ["pca-3", "simple-32"]\nseed = [1, 2, 3]\n[train]\nepochs = {epochs}\nlimit = {limit}\n'


class Cluster(InterruptionTest):
    def environment(self, **variables):
        return {**os.environ, "PATH": f"{Path(PROGRAM).parent}:{os.environ['PATH']}", **variables}

    def write_grid(self, epochs=60, limit=2000):
        (self.folder / "grid.toml").write_text(GRID.format(epochs=epochs, limit=limit))

    def start_task(self, task):
        """Starts the array script as Slurm does for one task of an array of two."""
        return subprocess.Popen(
            ["bash", CLUSTER / "sweep.sbatch", "grid.toml"], cwd=self.folder, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=self.environment(SLURM_ARRAY_TASK_ID=str(task), SLURM_ARRAY_TASK_COUNT="2"))

    def files(self):
        return digests(self.folder / "runs")

    def resume_files(self):
        folder = self.folder / "runs"
        return [path for path in folder.iterdir() if path.suffix == ".resume"] if folder.is_dir() else []

    def test_requeued_tasks_of_a_slurm_array_write_the_files_of_straight_runs(self):
        self.write_grid()
        (self.folder / "runs").mkdir()
        for line in self.run_program("sweep", "grid.toml", "--list").splitlines():
            self.run_program(*shlex.split(line)[1:])
        whole = self.files()
        self.assertEqual(len(whole), 4)
        shutil.rmtree(self.folder / "runs")
        for task in (1, 2):
            before = len(self.resume_files())
            process = self.start_task(task)
            self.assertIn("2 jobs, ", process.stdout.readline())
            self.wait_for(lambda before=before: len(self.resume_files()) > before)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(self.finish(process)[0], 130)
        self.assertEqual(len(self.resume_files()), 2)
        for task in (1, 2):
            self.assertEqual(self.finish(self.start_task(task))[0], 0)
        self.assertEqual(self.files(), whole)

    @unittest.skipUnless(shutil.which("shellcheck"), "shellcheck is not installed")
    def test_slurm_script_is_clean(self):
        subprocess.run(["shellcheck", CLUSTER / "sweep.sbatch"], check=True)

    @unittest.skipUnless(shutil.which("snakemake"), "snakemake is not installed")
    def test_snakemake_plans_and_runs_every_share_and_the_table(self):
        self.write_grid(epochs=1, limit=100)
        command = ["snakemake", "--snakefile", CLUSTER / "Snakefile", "--cores", "2", "--config", "grid=grid.toml",
                   "shares=2"]
        environment = self.environment(HOME=str(self.folder))
        plan = subprocess.run([*command, "--dry-run"], cwd=self.folder, env=environment, capture_output=True,
                              text=True, timeout=100, check=False)
        self.assertEqual(plan.returncode, 0, plan.stderr)
        self.assertFalse((self.folder / "runs").exists())
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=200,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len((self.folder / "table.csv").read_text().splitlines()), 3)

    def test_kubernetes_job_has_the_fields_of_a_job(self):
        try:
            import yaml
            from kubernetes import client
        except ImportError:
            self.skipTest("python3-kubernetes is not installed")

        class Response:
            data = None

        given = yaml.safe_load((CLUSTER / "indexed-job.yaml").read_text())
        Response.data = json.dumps(given)
        api = client.ApiClient()
        # Deserialising checks required fields and types; unknown fields would be lost on the way back.
        found = api.sanitize_for_serialization(api.deserialize(Response, "V1Job"))
        self.assertEqual(found, given)
        (container,) = given["spec"]["template"]["spec"]["containers"]
        self.assertIn(f"/{given['spec']['completions']}\"", container["args"][0])
        self.write_grid(epochs=1, limit=100)
        for index in range(given["spec"]["completions"]):
            subprocess.run([*container["command"], *container["args"]], cwd=self.folder, check=True,
                           capture_output=True, env=self.environment(JOB_COMPLETION_INDEX=str(index)))
        self.assertEqual(len(self.files()), 4)

    def test_shipped_grid_has_all_its_jobs(self):
        lines = self.run_program("sweep", EXAMPLES / "error_by_code_size.toml", "--list").splitlines()
        self.assertEqual(len(lines), 9 + 2 * 9 * 3)
