// hourglass compare: the errors of many trained models in one table.
#include <algorithm>
#include <iomanip>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/statistics.h"
#include "core/training/metrics.h"
#include "native_cli/commands/command.h"
#include "native_cli/drawing/svg.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/training_images.h"
#include "native_cli/options/arguments.h"
#include "native_cli/report/html.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/table.h"

namespace hourglass::cli {
namespace {

struct CompareOptions {
  std::vector<std::string> files;
  DataArguments data;
  std::optional<int> threads{};
  std::optional<std::string> out{};
  bool group = false;
  bool csv = false;
  bool json = false;
};

// A file, or the files that differ only in their seeds.
struct Row {
  std::string name;
  std::string model;
  std::string recipe;
  std::string data;  // the images that it was trained on, as far as the file tells
  std::optional<ImageStatistics> fitted{};  // of an exact fit
  int code_size = 0;
  std::size_t parameters = 0;
  std::size_t training_images = 0;
  std::vector<std::uint64_t> seeds{};
  std::vector<double> mse{};
  std::vector<double> bce{};
};

// "loss mse, learning rate 0.001, …": the settings that are always shown or differ from the
// default.
std::string recipe_of(const ModelSpec& spec) {
  if (spec.fit != Fit::kGradient) return "fitted exactly";
  std::string text;
  for_each_recipe_field([&](const auto& field) {
    const auto& value = spec.recipe.*field.member;
    if (!field.is_always_shown && value == Recipe{}.*field.member) return;
    text += concat(text.empty() ? "" : ", ", field.name, ' ', setting_text(value));
  });
  return text;
}

bool differ_only_in_seed(const Row& one, const Row& other) {
  return one.model == other.model && one.recipe == other.recipe &&
         one.parameters == other.parameters && one.training_images == other.training_images &&
         one.data == other.data &&
         (!one.fitted || !other.fitted || are_of_same_images(*one.fitted, *other.fitted));
}

// "0000002a" of 42.
std::string hexadecimal(std::uint32_t number) {
  std::ostringstream text;
  text << std::hex << std::setw(8) << std::setfill('0') << number;
  return text.str();
}

// "mnist" for the training images of the folder, "crc32 89abcdef" for others, or "unknown".
std::string data_of(const Checkpoint& checkpoint, TrainingImages& images,
                    const std::filesystem::path& folder) {
  if (images.origin_of(checkpoint) == Origin::kThese) return folder_name(folder);
  const std::optional<RunRecord>& run = checkpoint.training.run;
  if (run && run->pixels_crc32 != 0) return concat("crc32 ", hexadecimal(run->pixels_crc32));
  return images.origin_of(checkpoint) == Origin::kOthers ? "others" : "unknown";
}

void add_row(Row row, bool group, std::vector<Row>& rows) {
  const auto same = std::ranges::find_if(
      rows, [&row](const Row& other) { return differ_only_in_seed(row, other); });
  if (!group || same == rows.end()) {
    if (group) row.name = row.model;
    rows.push_back(std::move(row));
    return;
  }
  same->seeds.push_back(row.seeds.front());
  same->mse.push_back(row.mse.front());
  same->bce.push_back(row.bce.front());
}

std::vector<Row> measure(const CompareOptions& options, const std::filesystem::path& folder,
                         const Dataset& images) {
  std::vector<Checkpoint> checkpoints;  // all loaded before any is measured, to fail early
  for (const std::string& file : options.files) {
    checkpoints.push_back(load_model(file));
    if (const Result<void> fits = check_images(checkpoints.back().model, images); !fits) {
      throw_failure(file, ": ", fits.error().message);
    }
  }
  ThreadTeam team(threads_or_all(options.threads));
  TrainingImages training_images(folder);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < checkpoints.size(); ++i) {
    const Model& model = checkpoints[i].model;
    const Metrics metrics = value_of(evaluate(model, images, {}, team));
    add_row({.name = std::filesystem::path(options.files[i]).stem().string(),
             .model = model.spec.name,
             .recipe = recipe_of(model.spec),
             .data = data_of(checkpoints[i], training_images, folder),
             .fitted = statistics_of(model),
             .code_size = model.network.code_size(),
             .parameters = model.parameter_count(),
             .training_images = checkpoints[i].training.images,
             .seeds = {checkpoints[i].training.seed},
             .mse = {metrics.mse},
             .bce = {metrics.bce}},
            options.group, rows);
  }
  return rows;
}

std::string seeds_text(const Row& row) {
  std::string text;
  for (const std::uint64_t seed : row.seeds) text += concat(text.empty() ? "" : " ", seed);
  return text;
}

// "0.01234", or "0.01234 ± 0.00005" for several runs.
std::string error_of(const std::vector<double>& values) {
  const auto [mean, deviation] = mean_and_deviation(values);
  return deviation ? concat(error_text(mean), " ± ", error_text(*deviation)) : error_text(mean);
}

std::string to_text(const std::vector<Row>& rows) {
  using enum Align;
  Table table({kLeft, kRight, kRight, kRight, kRight, kLeft, kLeft, kLeft});
  table.add_row({"", "code", "parameters", "MSE", "BCE", "seed", "trained on", "recipe"});
  for (const Row& row : rows) {
    table.add_row({row.name, concat(row.code_size), with_commas(row.parameters), error_of(row.mse),
                   error_of(row.bce), seeds_text(row), row.data, row.recipe});
  }
  return table.text();
}

Bytes to_csv(const std::vector<Row>& rows) {
  CsvTable table({"name", "model", "code_size", "parameters", "training_images", "runs", "mse",
                  "mse_deviation", "bce", "bce_deviation", "seeds", "data", "recipe"});
  for (const Row& row : rows) {
    const MeanAndDeviation mse = mean_and_deviation(row.mse);
    const MeanAndDeviation bce = mean_and_deviation(row.bce);
    const auto text = [](const std::optional<double>& value) {
      return value ? shortest(*value) : std::string();
    };
    table.add_row(row.name, row.model, row.code_size, row.parameters, row.training_images,
                  row.mse.size(), mse.mean, text(mse.deviation), bce.mean, text(bce.deviation),
                  seeds_text(row), row.data, row.recipe);
  }
  return table.bytes();
}

std::string to_json(const std::vector<Row>& rows) {
  nlohmann::json list = nlohmann::json::array();
  for (const Row& row : rows) {
    nlohmann::json fields{{"name", row.name},           {"model", row.model},
                          {"code_size", row.code_size}, {"parameters", row.parameters},
                          {"recipe", row.recipe},       {"training_images", row.training_images},
                          {"data", row.data},           {"seeds", row.seeds}};
    for (const auto& [name, values] : {std::pair("mse", &row.mse), std::pair("bce", &row.bce)}) {
      const auto [mean, deviation] = mean_and_deviation(*values);
      fields[name] = mean;
      fields[concat(name, "_deviation")] = deviation ? nlohmann::json(*deviation) : nullptr;
    }
    list.push_back(std::move(fields));
  }
  return list.dump(2);
}

double best_of(const std::vector<Row>& rows, std::vector<double> Row::* values) {
  double best = mean_and_deviation(rows.front().*values).mean;
  for (const Row& row : rows) best = std::min(best, mean_and_deviation(row.*values).mean);
  return best;
}

std::string to_page(const std::vector<Row>& rows, std::size_t images, const std::string& folder) {
  HtmlTable table{.head = {{"run"},
                           {"code", true},
                           {"parameters", true},
                           {"MSE", true},
                           {"BCE", true},
                           {"seed"},
                           {"trained on"},
                           {"recipe"}}};
  std::size_t runs = 0;
  for (const Row& row : rows) {
    const auto cell = [&](std::vector<double> Row::* values) {
      const bool is_best = mean_and_deviation(row.*values).mean == best_of(rows, values);
      return HtmlCell{error_of(row.*values), true, rows.size() > 1 && is_best};
    };
    table.rows.push_back({{xml_text(row.name)},
                          {concat(row.code_size), true},
                          {with_commas(row.parameters), true},
                          cell(&Row::mse),
                          cell(&Row::bce),
                          {seeds_text(row)},
                          {xml_text(row.data)},
                          {xml_text(row.recipe)}});
    runs += row.seeds.size();
  }
  return fill_template(
      compare_template(),
      {{"title", concat(rows.size(), rows.size() == 1 ? " model" : " models", " compared")},
       {"style", page_style()},
       {"images", concat(with_commas(images), " images of ", xml_text(folder), "; ", runs,
                         runs == 1 ? " run" : " runs")},
       {"table", to_html(table)},
       {"deviations", runs > rows.size()
                          ? "Runs that differ only in their seeds share a row, with their mean ± "
                            "standard deviation."
                          : ""}});
}

void run(const CompareOptions& options) {
  if (options.csv && options.json) {
    throw_usage_error("--csv cannot be combined with --json: both print to the standard output");
  }
  const std::filesystem::path folder = data_folder(options.data.folder);
  std::optional<Output> output;
  if (options.out) {
    std::vector<std::filesystem::path> inputs = split_files(folder, options.data.split);
    std::ranges::copy(options.files, std::back_inserter(inputs));
    output.emplace(*options.out, std::vector<std::string_view>{".html", ".htm"}, inputs);
  }
  const Dataset images = options.data.load();
  const std::vector<Row> rows = measure(options, folder, images);
  if (output) {
    const std::string page = to_page(rows, images.count(), folder_name(folder));
    output->write(Bytes(page.begin(), page.end()));
  }
  if (options.csv) {
    const Bytes table = to_csv(rows);
    std::fwrite(table.data(), 1, table.size(), stdout);
  } else if (options.json) {
    print_line(to_json(rows));
  } else if (output) {
    output->print_line(*options.out, ": ", rows.size(), rows.size() == 1 ? " row" : " rows",
                       "; open it in any browser");
  } else {
    std::fputs(to_text(rows).c_str(), stdout);
  }
}

}  // namespace

Command add_compare(CLI::App& program) {
  CLI::App* app = program.add_subcommand("compare", "Measure many trained models in one table");
  const auto options = std::make_shared<CompareOptions>();
  app->add_option("FILE", options->files, "checkpoint files, one row each, in this order")
      ->type_name("")
      ->required();
  app->add_flag("--group", options->group,
                "one row for all files that differ only in their seeds, with the mean and the "
                "standard deviation (divisor n - 1) of their errors");
  app->add_flag("--csv", options->csv, "print comma-separated values");
  app->add_flag("--json", options->json, "print a JSON array of objects");
  app->add_option("--out", options->out, "write the table as a web page that needs no other file")
      ->type_name("FILE.html");
  add_data(*app, options->data);
  add_split(*app, options->data);
  add_threads(*app, options->threads);
  app->footer(
      "Every model rebuilds the same images without noise. The columns are the size of the code,\n"
      "the number of parameters, the mean squared error (MSE), the binary cross-entropy (BCE),\n"
      "the seed, the images that the model was trained on and the recipe. Those images are\n"
      "\"mnist\" if they are the training images of the folder mnist that --data names, otherwise\n"
      "the checksum (CRC-32) of their pixels.\n"
      "\nExamples:\n"
      "  hourglass compare pca-30.safetensors deep-30.safetensors\n"
      "  hourglass compare runs/*.safetensors --group --out table.html\n"
      "  hourglass compare runs/*.safetensors --group --csv > table.csv");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
