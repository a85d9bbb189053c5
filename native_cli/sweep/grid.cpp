#include "native_cli/sweep/grid.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <map>
#include <optional>

#include "core/models/find_model.h"
#include "native_cli/files/formats/toml.h"
#include "native_cli/options/config_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/training/train_arguments.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> kOwnOptions{"out", "log", "resume", "resume-or-start",
                                                      "page-link"};
constexpr std::array<std::string_view, 6> kOptionsOfExactFits{"data",       "limit",   "moments",
                                                              "validation", "threads", "float16"};

bool is_one_of(const auto& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

// What the file says, before the combinations are made.
struct Grid {
  fs::path folder = "runs";
  std::optional<std::string> log{};     // the extension of each job's log
  std::vector<TomlSetting> settings{};  // of [grid], then of [train]
  std::size_t varied = 0;               // how many of them are of [grid]
};

void read_own_setting(const TomlSetting& setting, const std::string& place, Grid& grid) {
  const std::string& word = setting.words.front();
  if (setting.is_list) {
    throw_usage_error(place, setting.key, ": expected one value, found a list");
  }
  if (setting.key == "folder") {
    require_text(setting, place);
    grid.folder = word;
  } else if (setting.key == "log") {
    if (word != "csv" && word != "jsonl") {
      throw_usage_error(place, "log: expected csv or jsonl, found \"", word, "\"");
    }
    grid.log = word;
  } else {
    throw_usage_error(place, "expected folder or log above the sections [grid] and [train], found ",
                      setting.key);
  }
}

// The value that these options have for a setting, in one form for all ways of writing it: 0.3 of
// "0.30". Other settings keep their `word`.
std::string canonical(const TrainOptions& options, const std::string& key,
                      const std::string& word) {
  std::string text = word;
  for_each_choice(options.recipe, [&](const auto& field, const auto& choice) {
    if (choice && field.option == "--" + key) text = setting_text(*choice);
  });
  const auto use = [&](std::string_view name, const auto& choice) {
    if (choice && key == name) text = concat(*choice);
  };
  use("code-size", options.code_size);
  use("limit", options.data.limit);
  use("seed", options.seed);
  use("threads", options.threads);
  use("validation", options.validation);
  return text;
}

// The values of a setting in canonical form, each once. Fails unless `train` takes all of them,
// even if no job of the grid does.
TomlSetting checked(const TomlSetting& setting, const std::string& place) {
  TomlSetting valid = setting;
  valid.words.clear();
  for (const std::string& word : setting.words) {
    TrainOptions options;
    CLI::App train;
    add_train_arguments(train, options);
    const TomlSetting one{.key = setting.key, .words = {word}, .is_text = setting.is_text};
    apply(one, *option_named(train, setting.key, place), place);
    const std::string text = canonical(options, setting.key, word);
    if (!is_one_of(valid.words, text)) valid.words.push_back(text);
  }
  return valid;
}

// Adds a setting of [grid] or [train] after checking that it is an option of `train`.
void read_option(const TomlSetting& setting, const std::string& place, Grid& grid) {
  TomlSetting valid = checked(setting, place);
  if (is_one_of(kOwnOptions, setting.key)) {
    throw_usage_error(place, setting.key,
                      ": expected an option that sweep does not set itself (it takes folder and "
                      "log, above the sections)");
  }
  const bool is_known =
      std::ranges::find(grid.settings, setting.key, &TomlSetting::key) != grid.settings.end();
  if (is_known) {
    throw_usage_error(place, setting.key,
                      ": expected either in [grid] or in [train], found in both");
  }
  grid.settings.push_back(std::move(valid));
}

void read_section(const fs::path& path, const TomlSection& section, Grid& grid) {
  for (const TomlSetting& setting : section.settings) {
    const std::string place = toml_place(path, setting.line);
    if (section.name.empty()) {
      read_own_setting(setting, place, grid);
      continue;
    }
    if (section.name == "train" && setting.is_list) {
      throw_usage_error(place, setting.key,
                        ": expected one value in [train], found a list; lists belong in [grid]");
    }
    read_option(setting, place, grid);
    if (section.name == "grid") ++grid.varied;
  }
}

Grid read_settings(const fs::path& path) {
  constexpr std::array<std::string_view, 3> kSections{"", "grid", "train"};
  const std::vector<TomlSection> sections = read_toml(path);
  for (const TomlSection& section : sections) {
    if (!is_one_of(kSections, section.name)) {
      throw_usage_error(toml_place(path, section.line),
                        "expected the sections [grid] and [train], found [", section.name, "]");
    }
  }
  Grid grid;
  for (const std::string_view name : kSections) {
    const auto section = std::ranges::find(sections, name, &TomlSection::name);
    if (section != sections.end()) read_section(path, *section, grid);
  }
  if (std::ranges::find(grid.settings, "preset", &TomlSetting::key) == grid.settings.end()) {
    throw_usage_error(path.string(), ": expected preset in [grid] or [train], found none");
  }
  return grid;
}

// One value for each setting of the grid.
using Combination = std::map<std::string, std::string>;

// A name for a file: letters, digits, dots, dashes and underscores.
std::string file_name(std::string text) {
  std::ranges::replace_if(
      text,
      [](unsigned char letter) {
        return std::isalnum(letter) == 0 &&
               !std::string_view("._-").contains(static_cast<char>(letter));
      },
      '-');
  return text;
}

// Sets the threads and the work of a job; fails if its words are not a valid command.
void complete(Job& job) {
  TrainOptions options;
  CLI::App train;
  add_train_arguments(train, options);
  std::vector<std::string> reversed(job.words.rbegin(), job.words.rend() - 1);  // as CLI11 expects
  try {
    train.parse(reversed);
  } catch (const CLI::ParseError& error) {
    throw_usage_error(error.what());
  }
  const TrainingPlan plan = make_plan(options);
  job.threads = plan.state.threads;
  for (std::size_t layer = 0; layer < plan.model.network.layer_count(); ++layer) {
    job.work += static_cast<double>(plan.model.network.layer(layer).multiply_adds());
  }
  const double pixels = plan.model.network.input_size();
  job.work = plan.model.spec.fit == Fit::kGradient ? job.work * plan.model.spec.recipe.epochs
                                                   : pixels * pixels / 2;
}

Job create_job(const Grid& grid, const Combination& values) {
  std::optional<int> code_size;
  if (const auto found = values.find("code-size"); found != values.end()) {
    code_size = static_cast<int>(
        parse_whole_number("code-size", found->second, 1, std::numeric_limits<int>::max()));
  }
  std::optional<std::string> data;
  if (const auto found = values.find("data"); found != values.end()) data = found->second;
  const ModelSpec spec = value_of(find_model(values.at("preset"), image_shape(data), code_size),
                                  ExitStatus::kUsageError);
  Job job{.words = {"train", spec.name}, .out = {}};
  std::string name = spec.name;
  bool has_threads = false;
  for (std::size_t i = 0; i < grid.settings.size(); ++i) {
    const std::string& key = grid.settings[i].key;
    const std::string& value = values.at(key);
    if (key == "preset" || key == "code-size") continue;  // they are part of the name
    if (spec.fit == Fit::kPca && !is_one_of(kOptionsOfExactFits, key)) continue;
    if (i < grid.varied && grid.settings[i].words.size() > 1) name += concat('-', key, '-', value);
    if (value == "false") continue;
    job.words.push_back("--" + key);
    if (value != "true") job.words.push_back(value);
    has_threads = has_threads || key == "threads";
  }
  // Equal numbers of threads give equal files on every machine.
  if (!has_threads) job.words.insert(job.words.end(), {"--threads", "1"});
  job.out = grid.folder / file_name(name + ".safetensors");
  job.words.insert(job.words.end(), {"--out", job.out.string()});
  if (grid.log && spec.fit == Fit::kGradient) {
    job.words.insert(job.words.end(),
                     {"--log", (grid.folder / file_name(concat(name, '.', *grid.log))).string()});
  }
  job.words.emplace_back("--resume-or-start");
  complete(job);
  return job;
}

// Calls visit(values) for every combination; the first setting varies slowest.
void for_each_combination(const Grid& grid, std::size_t first, Combination& values,
                          const auto& visit) {
  if (first == grid.settings.size()) return visit(values);
  for (const std::string& word : grid.settings[first].words) {
    values[grid.settings[first].key] = word;
    for_each_combination(grid, first + 1, values, visit);
  }
}

}  // namespace

std::vector<Job> read_grid(const fs::path& path) {
  const Grid grid = read_settings(path);
  std::vector<Job> jobs;
  std::map<fs::path, std::vector<std::string>> known;
  Combination values;
  for_each_combination(grid, 0, values, [&](const Combination& combination) {
    try {
      Job job = create_job(grid, combination);
      const auto [found, is_new] = known.emplace(job.out, job.words);
      if (!is_new && found->second != job.words) {
        throw_usage_error("expected a file for each job, found two jobs that would write ",
                          job.out.string());
      }
      if (is_new) jobs.push_back(std::move(job));
    } catch (const Failure& failure) {
      throw Failure(failure.status(), concat(path.string(), ": ", failure.what()));
    }
  });
  return jobs;
}

std::string command_line(const Job& job) {
  std::string line = "hourglass";
  for (const std::string& word : job.words) {
    line += concat(' ', word.starts_with("--") ? word : shell_word(word));
  }
  return line;
}

}  // namespace hourglass::cli
