#include "native_cli/options/arguments.h"

#include <charconv>
#include <cmath>

#include "core/base/text.h"
#include "core/compute/thread_team.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {

std::uint64_t parse_whole_number(const std::string& option, const std::string& text,
                                 std::uint64_t minimum, std::uint64_t maximum) {
  std::uint64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last || value < minimum || value > maximum) {
    throw_usage_error(option, ": expected a whole number of at least ", minimum,
                      error == std::errc::result_out_of_range || value > maximum
                          ? concat(" and at most ", maximum)
                          : "",
                      ", found \"", text, "\"");
  }
  return value;
}

double parse_finite_number(const std::string& option, const std::string& text) {
  const std::optional<double> number = parse_number(text);
  if (number && std::isfinite(*number)) return *number;
  throw_usage_error(option, ": expected a number, found \"", text, "\"");
}

CLI::Option* add_number(CLI::App& app, const std::string& name, std::optional<double>& target,
                        const std::string& help) {
  return app
      .add_option_function<std::string>(
          name,
          [&target, name](const std::string& text) { target = parse_finite_number(name, text); },
          help)
      ->type_name("X");
}

CLI::Option* add_noise(CLI::App& app, std::optional<Noise>& target, const std::string& help) {
  return app
      .add_option_function<std::string>(
          "--noise",
          [&target](const std::string& text) {
            target = value_of(parse_noise(text), ExitStatus::kUsageError);
          },
          help)
      ->type_name("NOISE");
}

std::string noise_help() {
  return "NOISE is none, KIND:LEVEL or KIND:mixed:MAX with a level from 0 to 1:\n"
         "  gaussian:0.5         adds noise of standard deviation 0.5, then clips to [0, 1]\n"
         "  masking:0.3          makes each pixel black with probability 0.3\n"
         "  salt-pepper:0.2      makes each pixel black or white with probability 0.2\n"
         "  gaussian:mixed:0.9   draws each image's level uniformly from 0 to 0.9\n";
}

CLI::Option* add_threads(CLI::App& app, std::optional<int>& target) {
  return app
      .add_option_function<std::string>(
          "--threads",
          [&target](const std::string& text) {
            target = static_cast<int>(parse_whole_number("--threads", text, 1, kMaxThreads));
          },
          "number of threads (default: one per core)")
      ->type_name("N");
}

std::vector<std::filesystem::path> DataArguments::files_and(const std::string& file) const {
  std::vector<std::filesystem::path> files = split_files(data_folder(folder), split);
  files.emplace_back(file);
  return files;
}

int threads_or_all(const std::optional<int>& threads) {
  return threads.value_or(ThreadTeam::hardware_size());
}

void add_data_folder(CLI::App& app, std::optional<std::string>& target, const std::string& help) {
  app.add_option("--data", target, help)->type_name("DIR");
}

void add_image_size(CLI::App& app, std::optional<std::string>& folder) {
  add_data_folder(app, folder,
                  "folder of IDX files, or the name of a data set: presets for images of that size "
                  "(default: 28×28)");
}

Shape image_shape(const std::optional<std::string>& folder) {
  if (!folder) return kDigitShape;
  const std::filesystem::path path = data_folder(folder);
  return image_shape(path, has_split(path, Split::kTest) ? Split::kTest : Split::kTrain);
}

void add_data(CLI::App& app, DataArguments& target) {
  add_data_folder(app, target.folder);
  add_whole_number(app, "--limit", target.limit, 1, "use only the first N images");
}

void add_split(CLI::App& app, DataArguments& target) {
  app.add_option_function<std::string>(
         "--split",
         [&target](const std::string& text) {
           if (text != "test" && text != "train") {
             throw_usage_error("--split: expected test or train, found \"", text, "\"");
           }
           target.split = text == "train" ? Split::kTrain : Split::kTest;
         },
         "images to use: test or train (default: test)")
      ->type_name("SPLIT");
}

}  // namespace hourglass::cli
