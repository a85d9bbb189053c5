// A grid of training runs, read from a TOML file: one job for every combination of the settings
// that the file lists.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hourglass::cli {

struct Job {
  std::vector<std::string> words;  // of the command line, after "hourglass"
  std::filesystem::path out;
  int threads = 1;
  double work = 0;  // multiply-adds per training image over all epochs, to estimate its time
};

// The jobs of the file, in its order: the setting listed first varies slowest. Every job can be
// started. PCA is fitted exactly, so settings of the recipe and the seed make no other jobs of it.
// Fails if the file has an unknown section or setting, if a job is not a valid command, or if two
// jobs would write the same file.
std::vector<Job> read_grid(const std::filesystem::path& path);

// The job as a line that can be pasted into a shell.
std::string command_line(const Job& job);

}  // namespace hourglass::cli
