// hourglass sweep: lists or runs the training runs of a grid of settings.
#include <algorithm>
#include <csignal>
#include <memory>

#include "core/base/text.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/write_file.h"
#include "native_cli/options/arguments.h"
#include "native_cli/sweep/run_jobs.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

struct SweepOptions {
  std::string grid;
  std::optional<std::string> only{};
  std::optional<int> jobs{};
  bool list = false;
};

// The jobs I, I + N, I + 2 N, … of "I/N".
std::vector<Job> share_of_jobs(const std::vector<Job>& jobs, const std::string& share) {
  const std::size_t slash = share.find('/');
  if (slash == std::string::npos) {
    throw_usage_error("--only: expected I/N, such as 2/8, found \"", share, "\"");
  }
  const std::uint64_t shares = parse_whole_number("--only", share.substr(slash + 1), 1, 1'000'000);
  const std::uint64_t own = parse_whole_number("--only", share.substr(0, slash), 1, shares);
  std::vector<Job> some;
  for (std::size_t i = own - 1; i < jobs.size(); i += shares) some.push_back(jobs[i]);
  return some;
}

std::size_t jobs_at_a_time(const SweepOptions& options, const std::vector<Job>& jobs) {
  if (options.jobs) return static_cast<std::size_t>(*options.jobs);
  const int most = jobs.empty() ? 1 : std::ranges::max(jobs, {}, &Job::threads).threads;
  return static_cast<std::size_t>(std::max(1, ThreadTeam::hardware_size() / most));
}

void run(const SweepOptions& options) {
  std::vector<Job> jobs = read_grid(options.grid);
  if (options.only) jobs = share_of_jobs(jobs, *options.only);
  if (options.list) {
    for (const Job& job : jobs) print_line(command_line(job));
    return;
  }
  std::signal(SIGPIPE, SIG_IGN);  // the jobs go on when a reader of the output, like `head`, exits
  for (const Job& job : jobs) create_folder(job.out.parent_path());
  run_jobs(jobs, jobs_at_a_time(options, jobs));
}

}  // namespace

Command add_sweep(CLI::App& program) {
  CLI::App* app = program.add_subcommand("sweep", "Run every combination of a grid of settings");
  const auto options = std::make_shared<SweepOptions>();
  app->add_option("GRID.toml", options->grid, "the settings, as described below")
      ->type_name("")
      ->required();
  app->add_flag("--list", options->list, "print the command of each job and run none");
  app->add_option("--only", options->only,
                  "take only every Nth job, from the Ith on: share I of N, for the tasks of a "
                  "scheduler's array")
      ->type_name("I/N");
  add_whole_number(*app, "--jobs", options->jobs, 1,
                   "run N jobs at a time (default: as many as the cores allow)");
  app->footer(
      "The file lists options of `hourglass train`, without dashes. [grid] has lists, of which\n"
      "every combination is a job; [train] has what all jobs share:\n"
      "  folder = \"runs\"   # where the models go (default: runs)\n"
      "  log = \"jsonl\"     # a log for each run, or csv (default: no logs)\n"
      "  [grid]\n"
      "  preset = [\"pca-30\", \"deep-30\", \"conv-32\"]\n"
      "  code-size = [2, 8, 30]\n"
      "  l1 = [0, 1e-4]\n"
      "  noise = [\"none\", \"gaussian:0.3\"]\n"
      "  seed = [1, 2, 3]\n"
      "  [train]\n"
      "  epochs = 10\n"
      "\nEach job is an ordinary command, which --list prints. It uses one thread unless the file\n"
      "says otherwise. Ctrl-C saves the running jobs. The same command goes on after Ctrl-C or a\n"
      "crash; jobs that have finished are not run again. PCA has neither a recipe nor a seed, so\n"
      "it is fitted once for each code size.\n"
      "\nExamples:\n"
      "  hourglass sweep grid.toml --list\n"
      "  hourglass sweep grid.toml\n"
      "  hourglass sweep grid.toml --only $SLURM_ARRAY_TASK_ID/8\n"
      "  hourglass compare runs/*.safetensors --group");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
