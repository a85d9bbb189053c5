// hourglass report: describes trained models on one self-contained web page.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <utility>

#include "native_cli/commands/command.h"
#include "native_cli/drawing/svg.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/training_images.h"
#include "native_cli/options/arguments.h"
#include "native_cli/report/html.h"
#include "native_cli/report/run_section.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/run_text.h"
#include "native_cli/training/training_command.h"

namespace hourglass::cli {
namespace {

struct ReportOptions {
  std::vector<std::string> files;
  std::string out;
  std::optional<std::string> title{};
  std::optional<std::string> data{};
  std::optional<int> threads{};
};

// A metric in the comparison of all runs.
struct Measure {
  std::string name;
  int digits;
  bool less_is_better;
  double (*value)(const Metrics& metrics);
};

const std::array<Measure, 5> kMeasures{{
    {"MSE", 5, true, [](const Metrics& m) { return m.mse; }},
    {"squared error<br>per image", 2, true,
     [](const Metrics& m) { return m.squared_error_per_image; }},
    {"BCE above<br>the floor", 4, true, [](const Metrics& m) { return m.bce_above_floor; }},
    {"PSNR, dB", 2, false, [](const Metrics& m) { return m.psnr; }},
    {"variance<br>explained, %", 2, false,
     [](const Metrics& m) { return 100 * m.explained_variance; }},
}};

bool is_best(const std::vector<MeasuredRun>& runs, const Measure& measure, double value) {
  if (runs.size() < 2 || std::isnan(value)) return false;
  for (const MeasuredRun& run : runs) {
    const double other = measure.value(run.clean);
    if (measure.less_is_better ? other < value : other > value) return false;
  }
  return true;
}

std::string comparison(const std::vector<MeasuredRun>& runs) {
  HtmlTable table{.head = {{"run"}, {"code", true}, {"parameters", true}, {"noise"}}};
  for (const Measure& measure : kMeasures) table.head.push_back({measure.name, true});
  table.head.push_back({"MSE on<br>noisy input", true});
  table.head.push_back({"dead<br>units", true});
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const MeasuredRun& run = runs[i];
    const Model& model = run.checkpoint.model;
    std::vector<HtmlCell> row{
        {concat("<a href=\"#run-", i + 1, "\">", xml_text(run.name), "</a>")},
        {with_commas(static_cast<std::uint64_t>(model.network.code_size())), true},
        {with_commas(model.parameter_count()), true},
        {to_string(model.spec.recipe.noise)}};
    for (const Measure& measure : kMeasures) {
      const double value = measure.value(run.clean);
      row.push_back({fixed(value, measure.digits), true, is_best(runs, measure, value)});
    }
    row.push_back({run.noisy ? error_text(run.noisy->mse) : "", true});
    row.push_back({dead_units_text(run.clean), true});
    table.rows.push_back(std::move(row));
  }
  return to_html(table);
}

// The command that repeats a run, with the options that choose its images.
std::string command_of(const Checkpoint& checkpoint, Origin origin, const ReportOptions& options,
                       std::size_t training_images) {
  if (origin == Origin::kOthers) return training_command(checkpoint, " --data DIR");
  std::string data = options.data ? " --data " + shell_word(*options.data) : "";
  const std::size_t used = images_of(checkpoint.training);
  if (origin == Origin::kThese && used < training_images) data += concat(" --limit ", used);
  return training_command(checkpoint, data);
}

void run(const ReportOptions& options) {
  const std::filesystem::path folder = data_folder(options.data);
  std::vector<std::filesystem::path> files{options.files.begin(), options.files.end()};
  for (const Split split : {Split::kTest, Split::kTrain}) {
    std::ranges::copy(split_files(folder, split), std::back_inserter(files));
  }
  const Output output(options.out, {".html", ".htm"}, files);
  std::vector<Checkpoint> checkpoints;  // all loaded before any is measured, to fail early
  FigureInputs inputs("", options.data, std::nullopt, threads_or_all(options.threads));
  for (const std::string& file : options.files) {
    checkpoints.push_back(load_model(file));
    require_images_fit(checkpoints.back().model, inputs.test_images(), folder);
  }
  const std::string title =
      options.title.value_or(concat("Autoencoders on ", image_text(inputs.image()), " images"));
  TrainingImages training_images(folder);
  std::vector<MeasuredRun> runs;
  for (std::size_t i = 0; i < checkpoints.size(); ++i) {
    const std::filesystem::path file = options.files[i];
    const Origin origin = training_images.origin_of(checkpoints[i]);
    std::string command = command_of(checkpoints[i], origin, options, training_images.count());
    runs.push_back(measure_run(inputs, file.stem().string(), std::move(checkpoints[i]),
                               std::move(command), origin == Origin::kOthers));
    output.print_line(runs.back().name, ": test MSE ", error_text(runs.back().clean.mse));
    std::fflush(stdout);
  }
  std::string sections;
  for (std::size_t i = 0; i < runs.size(); ++i) sections += run_section(inputs, runs[i], i + 1);
  const std::string page = fill_template(
      page_template(), {{"title", xml_text(title)},
                        {"style", page_style()},
                        {"images", concat(with_commas(inputs.test_images().count()),
                                          " test images of ", xml_text(folder_name(folder)), "; ",
                                          runs.size(), runs.size() == 1 ? " run" : " runs")},
                        {"comparison", comparison(runs)},
                        {"runs", sections}});
  output.write(Bytes(page.begin(), page.end()));
  output.print_line(options.out, ": ", file_size(page.size()), ", ", runs.size(),
                    runs.size() == 1 ? " run" : " runs", "; open it in any browser");
}

}  // namespace

Command add_report(CLI::App& program) {
  CLI::App* app = program.add_subcommand("report", "Write a web page about trained models");
  const auto options = std::make_shared<ReportOptions>();
  app->add_option("RUN", options->files, "checkpoint files, which the page shows in this order")
      ->type_name("")
      ->required();
  app->add_option("--out", options->out, "page to write")->type_name("FILE.html")->required();
  app->add_option("--title", options->title, "heading of the page")->type_name("TEXT");
  add_data_folder(*app, options->data);
  add_threads(*app, options->threads);
  app->footer(
      "The page compares the runs in a table. For each run, it shows the recipe and command, test\n"
      "metrics next to those of PCA and the mean image, loss curves, reconstructions, first-layer\n"
      "filters, statistics of the code units, and the layers. It needs no other file and works\n"
      "offline. Loss curves come from the training history in the checkpoint, which includes a\n"
      "validation loss if you train with --validation 10000. Plots require gnuplot.\n\n"
      "Examples:\n"
      "  hourglass report deep-30.safetensors --out report.html\n"
      "  hourglass report pca-30.safetensors deep-30.safetensors --title \"Code of 30\" --out "
      "report.html");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
