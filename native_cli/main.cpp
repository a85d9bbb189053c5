// The program `hourglass`: parses the command line, runs the command and reports an error as one
// sentence and an exit status.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <csignal>
#include <memory>
#include <new>
#include <optional>
#include <span>

#include "core/compute/simd.h"
#include "native_cli/commands/command.h"
#include "native_cli/options/unexpected_words.h"
#include "native_cli/ranks/agreement.h"
#include "native_cli/ranks/process_ranks.h"
#include "native_cli/terminal/terminal.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr const char* kTour =
    "A first tour:\n"
    "  hourglass models\n"
    "      lists the models you can train\n"
    "  hourglass train dense-128-32 --epochs 5\n"
    "      writes dense-128-32.safetensors\n"
    "  hourglass evaluate dense-128-32.safetensors\n"
    "      measures how well it rebuilds test images\n"
    "  hourglass reconstruct dense-128-32.safetensors --count 5 --out strip.png\n"
    "      draws images next to their reconstructions\n"
    "\n`hourglass COMMAND --help` explains a command with examples.";

// Undoes a default of CLI11, which lets a flag take a value and be repeated.
void make_flags_strict(CLI::App& program) {
  for (CLI::App* command : program.get_subcommands({})) {
    for (CLI::Option* option : command->get_options()) {
      if (option->get_expected_max() > 0) continue;
      option->disable_flag_override();
      option->multi_option_policy(CLI::MultiOptionPolicy::Throw);
    }
  }
}

// Rejects "--name=", because the parser would take the next word as its value.
void reject_empty_values(std::span<char*> words) {
  for (const std::string_view word : words) {
    if (word == "--") return;
    if (word.starts_with("--") && word.ends_with('=')) {
      throw_usage_error(word.substr(0, word.size() - 1),
                        ": expected a value after the =, found none");
    }
  }
}

// An option that was given more often than allowed; nullptr if there is none.
const CLI::Option* repeated_option(const CLI::App& command) {
  const std::vector<const CLI::Option*> options = command.get_options();
  const auto repeated = std::ranges::find_if(options, [](const CLI::Option* option) {
    return std::cmp_greater(option->count(), std::max(1, option->get_expected_max()));
  });
  return repeated == options.end() ? nullptr : *repeated;
}

// Rephrases the parser's error in the style of this program's messages.
std::string explain(const CLI::App& program, const CLI::ParseError& error) {
  const std::vector<CLI::App*> chosen = std::as_const(program).get_subcommands();
  const CLI::App* const command = chosen.empty() ? nullptr : chosen.front();
  // Unused words come first: a mistyped word is often why the parser misses something else.
  if (const auto unexpected = unexpected_word(program, command)) return *unexpected;
  if (command == nullptr) return error.what();
  const std::string complaint = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    if (const CLI::Option* option = repeated_option(*command)) {
      return concat(command->get_name(), ": ", option->get_name(), ": expected once, found ",
                    option->count(), " times");
    }
    if (const std::size_t end = complaint.find(" was given a disallowed flag override");
        end != std::string::npos) {
      return concat(command->get_name(), ": --", complaint.substr(0, end),
                    ": expected no value after it, found one");
    }
    return concat(command->get_name(), ": ", complaint.substr(0, complaint.find(':')),
                  ": expected a value after it");
  }
  return concat(command->get_name(), ": ", complaint, "; see `hourglass ", command->get_name(),
                " --help`");
}

void print_help(const std::string& text, std::FILE* stream) {
  std::fputs(fitted(text, terminal_width()).c_str(), stream);
}

// hourglass help: prints the help of the program or of one command.
Command add_help(CLI::App& program) {
  CLI::App* app = program.add_subcommand("help", "Explain a command, or the program");
  const auto name = std::make_shared<std::optional<std::string>>();
  app->add_option("COMMAND", *name, "the command to explain")->type_name("");
  return {app, [&program, name] {
            if (*name && !is_command(program, **name)) {
              throw_usage_error(unknown_command(program, **name));
            }
            // program.help() would print the help of the chosen command, which is `help` itself.
            const std::string& own = program.get_name();
            const std::string text = *name ? program.get_subcommand(**name)->help(own)
                                           : program.get_formatter()->make_help(
                                                 &program, own, CLI::AppFormatMode::Normal);
            print_help(text, stdout);
          }};
}

// Fails with a message before an unsupported instruction crashes the program.
void check_processor() {
#if defined(__AVX512F__)
  if (!__builtin_cpu_supports("avx512f")) {
    throw_usage_error("this program was built for AVX-512, which this CPU does not support");
  }
#elif defined(__AVX2__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) {
    throw_usage_error("this program was built for AVX2 and FMA, which this CPU does not support");
  }
#elif defined(__SSE4_2__)
  if (!__builtin_cpu_supports("sse4.2")) {
    throw_usage_error("this program was built for SSE4.2, which this CPU does not support");
  }
#endif
}

ExitStatus run(std::span<char*> arguments) {
  check_processor();
  CLI::App program("Train, measure and visualise autoencoders and PCA on images.", "hourglass");
  program.get_formatter()->column_width(24);
  program.set_version_flag(
      "--version",
      concat("hourglass " HOURGLASS_VERSION " (", kInstructionSet, ", ", kLanes, " lanes)"),
      "Print the version and the vectors that the program computes with, and exit");
  const std::array commands{add_models(program),
                            add_summary(program),
                            add_train(program),
                            add_sweep(program),
                            add_find_learning_rate(program),
                            add_evaluate(program),
                            add_reconstruct(program),
                            add_encode(program),
                            add_decode(program),
                            add_convert(program),
                            add_import(program),
                            add_figures(program),
                            add_report(program),
                            add_curve(program),
                            add_compare(program),
                            add_moments(program),
                            add_completion(program),
                            add_manual(program),
                            add_help(program)};
  program.require_subcommand(0, 1);  // so that a second command name counts as an argument
  program.footer(kTour);             // last: commands added later would inherit it
  make_flags_strict(program);
  reject_empty_values(arguments);
  try {
    program.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::CallForHelp&) {
    print_help(program.help(), stdout);
    return ExitStatus::kSuccess;
  } catch (const CLI::CallForVersion& version) {
    print_line(version.what());
    return ExitStatus::kSuccess;
  } catch (const CLI::ParseError& error) {
    throw_usage_error(explain(program, error));
  }
  for (const Command& command : commands) {
    if (!command.arguments->parsed()) continue;
    // Only training is shared among ranks.
    if (writes_files() || command.arguments->get_name() == "train") command.run();
    return ExitStatus::kSuccess;
  }
  print_help(program.help(), stderr);
  return ExitStatus::kUsageError;
}

// Makes a message safe to print: it may quote a file or an argument of any length and any bytes.
std::string presentable(std::string_view sentence) {
  constexpr std::size_t kMaxBytes = 4000;
  std::string line = printable(sentence.substr(0, kMaxBytes));
  std::ranges::replace(line, '\n', ' ');
  return line;
}

ExitStatus report(ExitStatus status, const char* sentence) noexcept {
  std::fflush(stdout);
  try {
    end_of_process(concat("hourglass: ", presentable(sentence), '\n'));
  } catch (const std::bad_alloc&) {
    std::fputs("hourglass: not enough memory\n", stderr);
  }
  return status;
}

ExitStatus run_and_report(std::span<char*> arguments) noexcept {
  try {
    join_ranks();
    const ExitStatus status = run(arguments);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      return report(ExitStatus::kFailure, "could not write to the standard output");
    }
    end_of_process("");
    return status;
  } catch (const Failure& failure) {
    return report(failure.status(), failure.what());
  } catch (const std::bad_alloc&) {
    return report(ExitStatus::kFailure,
                  "not enough memory: use fewer --threads, a smaller --batch or a --limit");
  } catch (const std::exception& error) {
    return report(ExitStatus::kFailure, error.what());
  }
}

}  // namespace
}  // namespace hourglass::cli

int main(int argc, char** argv) {
  // With this, exceeding the file size limit makes write() fail instead of ending the program.
  std::signal(SIGXFSZ, SIG_IGN);
  return static_cast<int>(hourglass::cli::run_and_report({argv, static_cast<std::size_t>(argc)}));
}
