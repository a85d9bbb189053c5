// A job of a sweep as a process of its own, so that a job that fails does not end the others. This
// needs Linux, whose kernel names the running program (/proc/self/exe) and asks a job to stop when
// the sweep is killed (PR_SET_PDEATHSIG).
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hourglass::cli {

class JobProcess {
 public:
  // Starts this program with other arguments. Its output is dropped and its errors are kept. It is
  // out of reach of the terminal's Ctrl-C; if this process is killed, it is asked to stop. Fails if
  // no process can be started.
  explicit JobProcess(const std::vector<std::string>& words);

  // The exit status once the process has ended (−1 if a signal ended it); nothing before that.
  std::optional<int> poll();

  // Asks the process to save its state and stop.
  void stop() const;

  // What the process wrote to its standard error.
  std::string errors() const;

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> errors_;
  pid_t process_ = -1;
};

}  // namespace hourglass::cli
