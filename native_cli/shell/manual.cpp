#include "native_cli/shell/manual.h"

#include <array>
#include <sstream>

#include "native_cli/shell/command_shape.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

// A line of roff, with backslashes and dashes escaped. roff would take a dot or a quote at its
// start for a macro.
std::string roff_line(std::string_view line) {
  std::string text = line.starts_with('.') || line.starts_with('\'') ? "\\&" : "";
  for (const char letter : line) {
    text += letter == '\\' ? "\\e" : letter == '-' ? "\\-" : std::string(1, letter);
  }
  return text + '\n';
}

// A paragraph that the reader's terminal fills.
std::string filled(std::string_view text) {
  constexpr std::size_t kWidth = 60;  // mandoc allows 80 bytes, and × becomes \[u00D7]
  std::string lines;
  for (const std::string& line : wrapped(text, kWidth)) lines += roff_line(line);
  return lines;
}

// Text that keeps its lines, such as a table. Blank lines around it are dropped.
std::string verbatim(const std::string& text) {
  std::istringstream lines(text);
  std::string inner;
  std::string gap;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) {
      gap += inner.empty() ? "" : "\n";
      continue;
    }
    inner += gap + roff_line(line);
    gap.clear();
  }
  return inner.empty() ? "" : concat(".PP\n.nf\n", inner, ".fi\n");
}

std::string words(const std::vector<WordShape>& shapes) {
  std::string text;
  for (const WordShape& word : shapes) {
    std::string head = roff_line(word.name);
    head.pop_back();
    text +=
        concat(".TP\n.BR ", head,
               word.type.empty() || word.type == word.name ? "" : concat(" \" ", word.type, '"'),
               '\n', filled(word.help));
  }
  return text;
}

std::string command_section(const CLI::App& command, const CommandShape& shape) {
  std::string synopsis = concat("hourglass ", shape.name, " [OPTIONS]");
  for (const WordShape& argument : shape.arguments) {
    synopsis += concat(' ', argument.name, argument.repeats ? " ..." : "");
  }
  return concat(".SS ", roff_line(shape.name), filled(shape.help + "."), ".PP\n.B ",
                roff_line(synopsis), words(shape.arguments), words(shape.options),
                verbatim(command.get_footer()));
}

}  // namespace

std::string manual_page(const CLI::App& program, const std::string& version, std::time_t time) {
  std::array<char, 11> date{};
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::strftime(date.data(), date.size(), "%Y-%m-%d", &parts);
  std::string text = concat(
      ".\\\" Made by `hourglass manual`.\n.TH HOURGLASS 1 ", date.data(), " \"Hourglass ", version,
      "\" \"User commands\"\n.SH NAME\nhourglass \\- train and visualise autoencoders and PCA\n",
      ".SH SYNOPSIS\n.B hourglass\n.I COMMAND\n[OPTIONS]\n.SH DESCRIPTION\n",
      filled(program.get_description()), verbatim(program.get_footer()), ".SH COMMANDS\n");
  const std::vector<CommandShape> shapes = command_shapes(program);
  for (const CommandShape& shape : shapes) {
    text += command_section(*program.get_subcommand(shape.name), shape);
  }
  return text + concat(".SH EXIT STATUS\n.TP\n.B 0\nThe command succeeded.\n.TP\n.B 1\n",
                       "There was a problem with data, files or numbers.\n.TP\n.B 2\n",
                       "The command line is not valid.\n.TP\n.B 130\n",
                       "The command was interrupted, by Ctrl\\-C or a signal.\n");
}

}  // namespace hourglass::cli
