// Options that several commands share, and numeric options with this program's error messages.
#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "core/data/noise.h"
#include "native_cli/files/data_folder.h"

namespace hourglass::cli {

// Parses a whole number within [minimum, maximum]. Fails with a message that names the option.
std::uint64_t parse_whole_number(const std::string& option, const std::string& text,
                                 std::uint64_t minimum, std::uint64_t maximum);

// Parses a finite number. Fails with a message that names the option.
double parse_finite_number(const std::string& option, const std::string& text);

// Adds an option that takes a whole number of at least `minimum`.
template <class Integer>
CLI::Option* add_whole_number(CLI::App& app, const std::string& name,
                              std::optional<Integer>& target, std::uint64_t minimum,
                              const std::string& help) {
  return app
      .add_option_function<std::string>(
          name,
          [&target, name, minimum](const std::string& text) {
            target = static_cast<Integer>(parse_whole_number(
                name, text, minimum,
                static_cast<std::uint64_t>(std::numeric_limits<Integer>::max())));
          },
          help)
      ->type_name("N");
}

// Adds an option that takes any finite number.
CLI::Option* add_number(CLI::App& app, const std::string& name, std::optional<double>& target,
                        const std::string& help);

// Adds --noise.
CLI::Option* add_noise(CLI::App& app, std::optional<Noise>& target, const std::string& help);

// Describes the values of --noise, for a command's footer.
std::string noise_help();

inline constexpr int kMaxThreads = 256;

// Adds --threads, from 1 to kMaxThreads. Without it, threads_or_all() returns one thread per core.
CLI::Option* add_threads(CLI::App& app, std::optional<int>& target);
int threads_or_all(const std::optional<int>& threads);

// The values of --data, --limit and, in commands that have it, --split.
struct DataArguments {
  std::optional<std::string> folder{};  // the argument of data_folder()
  std::optional<std::size_t> limit{};
  Split split = Split::kTest;

  Dataset load() const { return load_split(data_folder(folder), split, limit); }

  // The files that load() reads, and `file`.
  std::vector<std::filesystem::path> files_and(const std::string& file) const;
};
void add_data(CLI::App& app, DataArguments& target);
void add_data_folder(
    CLI::App& app, std::optional<std::string>& target,
    const std::string& help = "folder of IDX files, or the name of a data set (default: mnist)");
void add_split(CLI::App& app, DataArguments& target);

// Adds --data to a command that describes models for images of that size.
void add_image_size(CLI::App& app, std::optional<std::string>& folder);

// The shape of the images of add_image_size(); without a folder, that of MNIST's digits.
Shape image_shape(const std::optional<std::string>& folder);

}  // namespace hourglass::cli
