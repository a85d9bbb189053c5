#include "native_cli/sweep/job_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "native_cli/files/descriptor.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

// Runs in the new process, where only async-signal-safe functions may be called.
[[noreturn]] void become_job(char* const* arguments, int errors, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  const int nothing = ::open("/dev/null", O_RDWR);
  const bool is_ready = ::getppid() == parent && ::dup2(nothing, STDIN_FILENO) >= 0 &&
                        ::dup2(nothing, STDOUT_FILENO) >= 0 && ::dup2(errors, STDERR_FILENO) >= 0;
  if (is_ready) ::execv("/proc/self/exe", arguments);
  ::_exit(1);
}

}  // namespace

JobProcess::JobProcess(const std::vector<std::string>& words)
    : errors_(std::tmpfile(), &std::fclose) {
  if (errors_ == nullptr) throw_failure("a temporary file could not be created in ", P_tmpdir);
  std::vector<std::string> copies{"hourglass"};  // execv takes non-const strings
  copies.insert(copies.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int errors = ::fileno(errors_.get());
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) become_job(arguments.data(), errors, parent);
  if (process_ < 0) throw_failure("a job could not be started: ", system_error_text(errno));
}

std::optional<int> JobProcess::poll() {
  int status = 0;
  if (::waitpid(process_, &status, WNOHANG) != process_) return std::nullopt;
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void JobProcess::stop() const {
  if (process_ > 0) ::kill(process_, SIGTERM);
}

std::string JobProcess::errors() const {
  std::string all;
  if (std::fseek(errors_.get(), 0, SEEK_SET) != 0) return all;
  std::array<char, 1 << 12> part{};
  while (const std::size_t got = std::fread(part.data(), 1, part.size(), errors_.get())) {
    all.append(part.data(), got);
  }
  return all;
}

}  // namespace hourglass::cli
