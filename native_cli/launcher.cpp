// The installed program of a portable build: starts the `hourglass` that was compiled for the best
// level of x86-64 that this CPU supports. The levels are those of the x86-64 psABI.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace {

const char* best_level() {
  if (__builtin_cpu_supports("x86-64-v4")) return "x86-64-v4";
  if (__builtin_cpu_supports("x86-64-v3")) return "x86-64-v3";
  if (__builtin_cpu_supports("x86-64-v2")) return "x86-64-v2";
  return nullptr;
}

}  // namespace

int main(int /*count*/, char** arguments) {
  const char* const level = best_level();
  if (level == nullptr) {
    std::fputs(
        "hourglass: expected a CPU with SSE4.2 (x86-64-v2, since 2009), found an older one\n",
        stderr);
    return 1;
  }
  std::error_code ignored;
  const std::filesystem::path launcher = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const std::filesystem::path program =
      launcher.parent_path().parent_path() / HOURGLASS_LEVELS_DIR / level / "hourglass";
  ::execv(program.c_str(), arguments);
  std::fprintf(stderr,
               "hourglass: expected the program %s, found an error (%s): copy the whole folder\n",
               program.c_str(), std::strerror(errno));
  return 1;
}
