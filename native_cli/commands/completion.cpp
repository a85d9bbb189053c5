// hourglass completion and hourglass manual: what a shell and `man` need to know of the program.
#include "native_cli/shell/completion.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "native_cli/commands/command.h"
#include "native_cli/shell/manual.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

// Now, or the time that a reproducible build asks for (https://reproducible-builds.org).
std::time_t build_time() {
  if (const char* text = std::getenv("SOURCE_DATE_EPOCH")) {
    std::int64_t seconds = 0;
    const char* const last = text + std::strlen(text);
    const auto [end, error] = std::from_chars(text, last, seconds);
    if (error == std::errc() && end == last) return seconds;
  }
  return std::time(nullptr);
}

void print_completion(const CLI::App& program, const std::string& shell) {
  const std::vector<std::string> known = shell_names();
  if (std::ranges::find(known, shell) == known.end()) {
    throw_usage_error("completion: expected bash, zsh or fish, found \"", shell, "\"");
  }
  std::fputs(completion_script(shell, command_shapes(program)).c_str(), stdout);
}

}  // namespace

Command add_completion(CLI::App& program) {
  CLI::App* app =
      program.add_subcommand("completion", "Print a script that completes commands in a shell");
  const auto shell = std::make_shared<std::string>();
  app->add_option("SHELL", *shell, "bash, zsh or fish")->type_name("")->required();
  app->footer(
      "If the program was installed and your shell has completions switched on, there is nothing\n"
      "to do. Otherwise, add the line for your shell to its start-up file:\n"
      "  source <(hourglass completion bash)       ~/.bashrc\n"
      "  source <(hourglass completion zsh)        ~/.zshrc, after compinit\n"
      "  hourglass completion fish | source        ~/.config/fish/config.fish");
  return {app, [&program, shell] { print_completion(program, *shell); }};
}

Command add_manual(CLI::App& program) {
  CLI::App* app = program.add_subcommand("manual", "Print the manual page of all commands");
  app->footer(
      "Examples:\n"
      "  hourglass manual > hourglass.1; man ./hourglass.1\n"
      "  man hourglass               after the program has been installed");
  return {app, [&program] {
            std::fputs(manual_page(program, HOURGLASS_VERSION, build_time()).c_str(), stdout);
          }};
}

}  // namespace hourglass::cli
