#include "native_cli/drawing/process.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

// A standard stream of the child, kept in a temporary file: with pipes, parent and child could
// deadlock.
class Stream {
 public:
  Stream() : file_(std::tmpfile(), &std::fclose) {
    if (file_ == nullptr) throw_failure("a temporary file could not be created in ", P_tmpdir);
  }
  int descriptor() const { return ::fileno(file_.get()); }

  void fill(const std::string& text) {
    const bool whole = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size() &&
                       std::fflush(file_.get()) == 0;
    if (!whole) throw_failure("a temporary file could not be written in ", P_tmpdir);
    go_to_start();
  }
  std::string text() {
    go_to_start();
    std::string all;
    std::array<char, 1 << 14> part{};
    while (const std::size_t got = std::fread(part.data(), 1, part.size(), file_.get())) {
      all.append(part.data(), got);
    }
    return all;
  }

 private:
  void go_to_start() {
    if (std::fseek(file_.get(), 0, SEEK_SET) != 0) {
      throw_failure("a temporary file could not be read");
    }
  }

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

ProcessOutcome run_process(const std::vector<std::string>& command, const std::string& input) {
  std::array<Stream, 3> streams;
  streams[0].fill(input);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  for (int i = 0; i < 3; ++i) {
    ::posix_spawn_file_actions_adddup2(&actions, streams[static_cast<std::size_t>(i)].descriptor(),
                                       i);
  }
  std::vector<std::string> words = command;  // posix_spawn takes non-const strings
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int error =
      ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return {.started = false, .status = error, .output = {}, .errors = {}};
  const int status = wait_for(child);
  return {
      .started = true, .status = status, .output = streams[1].text(), .errors = streams[2].text()};
}

}  // namespace hourglass::cli
