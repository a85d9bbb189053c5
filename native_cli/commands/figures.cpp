// hourglass figures: redraws the figures of published reports on autoencoders, with our networks.
#include <algorithm>
#include <chrono>
#include <memory>

#include "native_cli/commands/command.h"
#include "native_cli/figures/figure.h"
#include "native_cli/files/shipped_models.h"
#include "native_cli/files/write_file.h"
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
  std::optional<std::string> errors{};
  std::string out;
  std::optional<int> threads{};
};

std::string name_of(const Figure& figure) { return concat('F', figure.number); }

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

std::vector<const Figure*> chosen_figures(const std::vector<std::string>& wanted) {
  std::vector<const Figure*> figures_wanted;
  for (const Figure& figure : figures()) {
    const bool all = contains(wanted, "all");
    if (all || contains(wanted, name_of(figure))) figures_wanted.push_back(&figure);
  }
  for (const std::string& name : wanted) {
    if (name == "all" || std::ranges::find(figures(), name, name_of) != figures().end()) continue;
    throw_usage_error("figures: expected F1 to F", figures().back().number, " or all, found \"",
                      name, '"');
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

// Draws a figure and writes its files. Returns why it could not be drawn from these inputs, or an
// empty text. Throws if a file could not be written.
std::string write_figure(const Figure& figure, const fs::path& folder, FigureInputs& inputs) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  std::vector<FigureFile> files;
  try {
    files = figure.draw(inputs);
  } catch (const Failure& failure) {
    return failure.what();
  }
  std::string names;
  for (const FigureFile& file : files) {
    write_file(folder / file.name, file.content);
    names += concat(names.empty() ? "" : ", ", file.name);
  }
  print_line(name_of(figure), "  ", figure.title, " → ", names, "  (",
             duration(std::chrono::duration<double>(Clock::now() - start).count()), ')');
  for (const std::string& name : missing_models(figure.optional_models, inputs)) {
    if (!inputs.suits_images(name)) continue;
    print_line("  without ", name, ", which you can train with `", inputs.training_command(name),
               '`');
  }
  std::fflush(stdout);
  return {};
}

void append(std::string& list, std::string_view word) {
  list += concat(list.empty() ? "" : ", ", word);
}

void run(const FiguresOptions& options) {
  const std::vector<const Figure*> wanted = chosen_figures(options.wanted);
  if (options.out.empty()) {
    throw_usage_error("--out: expected the name of a folder, found an empty name");
  }
  create_folder(options.out);
  FigureInputs inputs(options.models, options.data, options.errors,
                      threads_or_all(options.threads));
  std::vector<std::string> commands;
  std::string not_drawn;
  std::string without_models;
  for (const Figure* figure : wanted) {
    if (contains(options.wanted, "all") && figure->takes_error_table && !inputs.has_error_table()) {
      print_line(name_of(*figure), "  left out, because the shipped table of errors is of MNIST; ",
                 "pass a table of these images with --errors");
      continue;
    }
    const std::vector<std::string> missing = missing_models(figure->required_models, inputs);
    if (missing.empty()) {
      const std::string why = write_figure(*figure, options.out, inputs);
      if (why.empty()) continue;
      if (wanted.size() == 1) throw_failure(why);
      append(not_drawn, name_of(*figure));
      print_warning(name_of(*figure), " was not drawn: ", why);
      continue;
    }
    append(without_models, name_of(*figure));
    for (const std::string& name : missing) {
      const std::string command = concat('`', inputs.training_command(name), '`');
      if (!contains(commands, command)) commands.push_back(command);
    }
  }
  if (!commands.empty()) {
    std::string list;
    for (const std::string& command : commands) append(list, command);
    throw_failure(
        without_models, ": expected the trained models in ", options.models, ", found ",
        commands.size() == 1 ? "one missing; train it with " : "some missing; train them with ",
        list);
  }
  if (!not_drawn.empty()) {
    throw_failure("could not draw ", not_drawn, "; the warnings above say why");
  }
}

std::string listing() {
  Table table({Align::kLeft, Align::kLeft});
  for (const Figure& figure : figures()) table.add_row({name_of(figure), figure.title});
  return table.text("  ");
}

}  // namespace

Command add_figures(CLI::App& program) {
  CLI::App* app = program.add_subcommand("figures", "Draw figures F1 to F19 from trained models");
  const auto options = std::make_shared<FiguresOptions>();
  app->add_option("FIGURE", options->wanted, "one or more of F1 … F19, or all")
      ->type_name("")
      ->required();
  app->add_option("--out", options->out, "folder to write to; created if it does not exist")
      ->type_name("DIR")
      ->required();
  app->add_option("--models", options->models,
                  "folder of trained models, PRESET.safetensors (default: the shipped models)")
      ->type_name("DIR");
  app->add_option(
         "--errors", options->errors,
         "for F19, a table of `hourglass compare --group --csv` (default: the shipped one, "
         "which is of MNIST)")
      ->type_name("FILE.csv");
  add_data_folder(*app, options->data);
  add_threads(*app, options->threads);
  app->footer(concat(
      "Each figure consists of one or more pictures (PNG or SVG) and a table of its numbers\n"
      "(CSV). Loss curves come from the training history in a model's file, which includes a\n"
      "validation loss if you train with --validation 10000. Plots require gnuplot.\n\n",
      listing(),
      "\nExamples:\n"
      "  hourglass figures all --out figures\n"
      "  hourglass figures F8 F12 --models . --out figures"));
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
