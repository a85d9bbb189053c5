// Runs the jobs of a sweep, several at a time, and reports on them.
#pragma once

#include <span>

#include "native_cli/sweep/grid.h"

namespace hourglass::cli {

// Runs all jobs, at most `parallel` at a time, and prints a line with the remaining time whenever
// one ends. A job that finished in an earlier sweep ends at once. Fails after the last job if a job
// has failed. If interrupted, lets the running jobs save their states and fails.
void run_jobs(std::span<const Job> jobs, std::size_t parallel);

}  // namespace hourglass::cli
