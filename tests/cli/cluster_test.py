"""The example for Slurm, run as Slurm would run it, and the grid that is shipped."""

import shlex
import shutil
import signal
import subprocess

from cluster import CLUSTER, EXAMPLES, ClusterTest


class Cluster(ClusterTest):
    def start_task(self, task):
        """Starts the array script as Slurm does for one task of an array of two."""
        return subprocess.Popen(
            ["bash", CLUSTER / "sweep.sbatch", "grid.toml"], cwd=self.folder, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=self.environment(SLURM_ARRAY_TASK_ID=str(task), SLURM_ARRAY_TASK_COUNT="2"))

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

    def test_slurm_is_asked_to_signal_the_batch_script(self):
        # Without "B:", Slurm signals only steps started by srun, of which the script has none (man sbatch).
        script = (CLUSTER / "sweep.sbatch").read_text()
        self.assertRegex(script, r"(?m)^#SBATCH --signal=B:TERM@\d+$")
        self.assertNotRegex(script, r"(?m)^[^#]*\bsrun\b")

    def test_shipped_grid_has_all_its_jobs(self):
        lines = self.run_program("sweep", EXAMPLES / "error_by_code_size.toml", "--list").splitlines()
        self.assertEqual(len(lines), 9 + 2 * 9 * 3)
