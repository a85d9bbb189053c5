// The subcommands. Each function adds one to the program and returns the function to run if that
// subcommand is chosen.
#pragma once

#include <CLI/App.hpp>
#include <functional>

namespace hourglass::cli {

struct Command {
  CLI::App* arguments;
  std::function<void()> run;
};

Command add_models(CLI::App& program);
Command add_summary(CLI::App& program);
Command add_train(CLI::App& program);
Command add_sweep(CLI::App& program);
Command add_find_learning_rate(CLI::App& program);
Command add_evaluate(CLI::App& program);
Command add_reconstruct(CLI::App& program);
Command add_encode(CLI::App& program);
Command add_decode(CLI::App& program);
Command add_compare(CLI::App& program);
Command add_moments(CLI::App& program);
Command add_curve(CLI::App& program);
Command add_convert(CLI::App& program);
Command add_import(CLI::App& program);
Command add_figures(CLI::App& program);
Command add_report(CLI::App& program);
Command add_completion(CLI::App& program);
Command add_manual(CLI::App& program);

}  // namespace hourglass::cli
