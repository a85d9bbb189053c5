// The program `hourglass`: finds the command, runs it, and turns what went wrong into one sentence
// and an exit status.
#include <CLI/CLI.hpp>
#include <array>
#include <csignal>
#include <new>
#include <span>

#include "core/base/text.h"
#include "native_cli/command.h"
#include "native_cli/failure.h"
#include "native_cli/format.h"

namespace hourglass::cli {
namespace {

constexpr const char* kTour =
    "A first tour:\n"
    "  hourglass models                                   what can be trained\n"
    "  hourglass train dense-128-32 --epochs 5            writes dense-128-32.safetensors\n"
    "  hourglass evaluate dense-128-32.safetensors        how well it rebuilds test images\n"
    "  hourglass reconstruct dense-128-32.safetensors --count 5 --out strip.png\n"
    "                                                     what that looks like\n"
    "\n`hourglass COMMAND --help` explains a command with examples.";

// The word that fits nothing, with the one that was perhaps meant.
std::string unknown_word(const CLI::App& program, const CLI::App* command) {
  std::vector<std::string> known;
  if (command == nullptr) {
    const std::vector<std::string> words = program.remaining(true);
    for (const CLI::App* candidate : program.get_subcommands({})) {
      known.push_back(candidate->get_name());
    }
    return concat("unknown command \"", words.front(), "\"; did you mean \"",
                  nearest(words.front(), known), "\"?");
  }
  for (const CLI::Option* option : command->get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const std::vector<std::string> words = command->remaining(true);
  for (const std::string& word : words) {
    const std::string name = word.substr(0, word.find('='));
    if (!name.starts_with('-')) continue;
    return concat(command->get_name(), ": unknown option \"", name, "\"; did you mean \"",
                  nearest(name, known), "\"?");
  }
  return concat(command->get_name(), ": one argument too many, \"", words.front(), "\"");
}

// The parser's complaint in the program's words.
std::string explain(const CLI::App& program, const CLI::ParseError& error) {
  const std::vector<CLI::App*> chosen = std::as_const(program).get_subcommands();
  const CLI::App* const command = chosen.empty() ? nullptr : chosen.front();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return unknown_word(program, command);
  }
  if (command == nullptr) return error.what();
  const std::string complaint = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    return concat(command->get_name(), ": ", complaint.substr(0, complaint.find(':')),
                  ": expected one value behind it");
  }
  return concat(command->get_name(), ": ", complaint, "; see `hourglass ", command->get_name(),
                " --help`");
}

// One sentence in place of a signal where the program was built for another processor.
void check_processor() {
#if defined(__AVX512F__)
  if (!__builtin_cpu_supports("avx512f")) {
    unusable("this program was built for a processor with AVX-512, which this one has not");
  }
#elif defined(__AVX2__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) {
    unusable("this program needs a processor with AVX2 (from 2013 on), which this one has not");
  }
#endif
}

ExitStatus run(std::span<char*> arguments) {
  check_processor();
  CLI::App program("Autoencoders and PCA on 28×28 images: train, measure, look.", "hourglass");
  program.get_formatter()->column_width(24);
  program.set_version_flag("--version", "hourglass " HOURGLASS_VERSION,
                           "Print the version and exit");
  const std::array commands{add_models(program),   add_summary(program),
                            add_train(program),    add_find_learning_rate(program),
                            add_evaluate(program), add_reconstruct(program),
                            add_encode(program),   add_decode(program),
                            add_convert(program),  add_figures(program),
                            add_report(program)};
  program.footer(kTour);  // now: a command inherits the footer that it finds
  try {
    program.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::CallForHelp&) {
    std::fputs(program.help().c_str(), stdout);
    return ExitStatus::kSuccess;
  } catch (const CLI::CallForVersion& version) {
    print_line(version.what());
    return ExitStatus::kSuccess;
  } catch (const CLI::ParseError& error) {
    unusable(explain(program, error));
  }
  for (const Command& command : commands) {
    if (!command.arguments->parsed()) continue;
    command.run();
    return ExitStatus::kSuccess;
  }
  std::fputs(program.help().c_str(), stderr);
  return ExitStatus::kUnusable;
}

ExitStatus report(ExitStatus status, const char* sentence) noexcept {
  std::fflush(stdout);
  std::fprintf(stderr, "hourglass: %s\n", sentence);
  return status;
}

ExitStatus run_and_report(std::span<char*> arguments) noexcept {
  try {
    const ExitStatus status = run(arguments);
    const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    return written ? status
                   : report(ExitStatus::kTrouble, "the standard output could not be written");
  } catch (const Failure& failure) {
    return report(failure.status(), failure.what());
  } catch (const std::bad_alloc&) {
    return report(ExitStatus::kTrouble, "there is not enough memory for this");
  } catch (const std::exception& error) {
    return report(ExitStatus::kTrouble, error.what());
  }
}

}  // namespace
}  // namespace hourglass::cli

int main(int argc, char** argv) {
  // A file beyond the allowed size is then an error like any other, told by write().
  std::signal(SIGXFSZ, SIG_IGN);
  return static_cast<int>(hourglass::cli::run_and_report({argv, static_cast<std::size_t>(argc)}));
}
