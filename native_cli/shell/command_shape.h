// What the program's commands take, read from the argument parser itself, so that completions and
// the manual cannot differ from what the program accepts.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace hourglass::cli {

enum class ValueKind : std::uint8_t { kNone, kText, kFile, kFolder };

// An option or an argument.
struct WordShape {
  std::string name;  // "--loss", or "PRESET" of an argument
  std::string type;  // "LOSS", "FILE"; "" of a flag
  std::string help;  // one line
  ValueKind kind = ValueKind::kNone;
  std::vector<std::string> choices{};  // the values, if they are known
  bool repeats = false;                // whether it takes several values
};

struct CommandShape {
  std::string name;
  std::string help;
  std::vector<WordShape> options{};
  std::vector<WordShape> arguments{};
};

// The commands in the order of the program's help.
std::vector<CommandShape> command_shapes(const CLI::App& program);

}  // namespace hourglass::cli
