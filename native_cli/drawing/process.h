// Runs another program as a function from text to text.
#pragma once

#include <string>
#include <vector>

namespace hourglass::cli {

struct ProcessOutcome {
  bool started = false;  // whether the program was found
  int status = 0;        // its exit status; −1 if a signal ended it
  std::string output;
  std::string errors;
};

// Runs `command` (a program on the PATH and its arguments) with `input` on its standard input.
// Fails if no temporary file can be created.
ProcessOutcome run_process(const std::vector<std::string>& command, const std::string& input);

}  // namespace hourglass::cli
