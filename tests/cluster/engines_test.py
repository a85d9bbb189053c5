"""The examples for Snakemake and Kubernetes: the first is run, the second checked and its commands run."""

import json
import subprocess

import yaml
from kubernetes import client

from cluster import CLUSTER, ClusterTest


class Engines(ClusterTest):
    def test_snakemake_plans_and_runs_every_share_and_the_table(self):
        self.write_grid(epochs=1, limit=100)
        grid = self.folder / "grid.toml"
        grid.write_text('folder = "my runs"\n' + grid.read_text())
        command = ["snakemake", "--snakefile", CLUSTER / "Snakefile", "--cores", "2", "--config", "grid=grid.toml",
                   "shares=2"]
        environment = self.environment(HOME=str(self.folder))
        plan = subprocess.run([*command, "--dry-run"], cwd=self.folder, env=environment, capture_output=True,
                              text=True, timeout=100, check=False)
        self.assertEqual(plan.returncode, 0, plan.stderr)
        self.assertFalse((self.folder / "my runs").exists())
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=200,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len((self.folder / "table.csv").read_text().splitlines()), 3)

    def test_kubernetes_job_has_the_fields_of_a_job(self):
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
