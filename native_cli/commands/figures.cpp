// hourglass figures: the figures of published reports on autoencoders, from our own trained
// networks.
#include <algorithm>
#include <chrono>
#include <memory>

#include "native_cli/commands/command.h"
#include "native_cli/figures/figure.h"
#include "native_cli/files/files.h"
#include "native_cli/files/shipped_models.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/table.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

struct FiguresOptions {
  std::vector<std::string> wanted;
  std::optional<std::string> data{};
  std::string models = shipped_models_folder().string();
  std::string out;
  std::optional<int> threads{};
};

std::string name_of(const Figure& figure) { return concat('F', figure.number); }

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

std::vector<const Figure*> chosen(const std::vector<std::string>& wanted) {
  std::vector<const Figure*> figures_wanted;
  for (const Figure& figure : figures()) {
    const bool all = contains(wanted, "all");
    if (all || contains(wanted, name_of(figure))) figures_wanted.push_back(&figure);
  }
  for (const std::string& name : wanted) {
    if (name == "all" || std::ranges::find(figures(), name, name_of) != figures().end()) continue;
    unusable("figures: expected F1 to F", figures().back().number, " or all, found \"", name, '"');
  }
  return figures_wanted;
}

std::vector<std::string> missing_models(const std::vector<std::string>& names,
                                        const FigureInputs& inputs) {
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    if (!inputs.has(name)) missing.push_back(name);
  }
  return missing;
}

void write_figure(const Figure& figure, const fs::path& folder, FigureInputs& inputs) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  std::string names;
  for (const FigureFile& file : figure.draw(inputs)) {
    write_file(folder / file.name, file.content);
    names += concat(names.empty() ? "" : ", ", file.name);
  }
  print_line(name_of(figure), "  ", figure.title, " → ", names, "  (",
             duration(std::chrono::duration<double>(Clock::now() - start).count()), ')');
  for (const std::string& name : missing_models(figure.welcome, inputs)) {
    print_line("  without ", name, ": `", inputs.training_command(name), "` adds it");
  }
  std::fflush(stdout);
}

void run(const FiguresOptions& options) {
  const std::vector<const Figure*> wanted = chosen(options.wanted);
  if (options.out.empty()) unusable("--out: expected the name of a folder, found an empty one");
  std::error_code error;
  fs::create_directories(options.out, error);
  if (error) trouble(options.out, ": expected a folder to write into: ", error.message());
  FigureInputs inputs(options.models, data_folder(options.data), threads_or_all(options.threads));
  std::vector<std::string> commands;
  std::string unmade;
  for (const Figure* figure : wanted) {
    const std::vector<std::string> missing = missing_models(figure->models, inputs);
    if (missing.empty()) {
      write_figure(*figure, options.out, inputs);
      continue;
    }
    unmade += concat(unmade.empty() ? "" : ", ", name_of(*figure));
    for (const std::string& name : missing) {
      const std::string command = inputs.training_command(name);
      if (!contains(commands, command)) commands.push_back(command);
    }
  }
  if (commands.empty()) return;
  std::string list;
  for (const std::string& command : commands)
    list += concat(list.empty() ? "`" : ", `", command, '`');
  trouble(unmade, ": expected the trained models in ", options.models,
          ", found some missing; make ", commands.size() == 1 ? "it by " : "them by ", list);
}

std::string listing() {
  Table table({Align::kLeft, Align::kLeft});
  for (const Figure& figure : figures()) table.add_row({name_of(figure), figure.title});
  return table.text("  ");
}

}  // namespace

Command add_figures(CLI::App& program) {
  CLI::App* app = program.add_subcommand("figures", "Draw the figures of a report");
  const auto options = std::make_shared<FiguresOptions>();
  app->add_option("FIGURE", options->wanted, "F1 … F18, any number of them, or all")
      ->type_name("")
      ->required();
  app->add_option("--out", options->out, "the folder to write into; made where it is missing")
      ->type_name("DIR")
      ->required();
  app->add_option("--models", options->models,
                  "folder of trained models, PRESET.safetensors (default: those shipped)")
      ->type_name("DIR");
  app->add_option("--data", options->data,
                  "folder of IDX files, or the name of a data set (default: mnist)")
      ->type_name("DIR");
  add_threads(*app, options->threads);
  app->footer(concat(
      "Each figure is one or more pictures (PNG or SVG) and its numbers (CSV). Loss curves are "
      "those\n"
      "of the training run, which a model's file carries; `train --validation 10000` adds the\n"
      "validation loss. Plots are drawn by gnuplot.\n\n",
      listing(),
      "\nExamples:\n"
      "  hourglass figures all --out figures\n"
      "  hourglass figures F8 F12 --models . --out figures"));
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
