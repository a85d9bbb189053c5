// A program that was built with MPI.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <tuple>

#include "native_cli/ranks/mpi_ranks.h"
#include "native_cli/ranks/process_ranks.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

std::optional<MpiRanks> ranks;
int own_errors = STDERR_FILENO;

// OpenMPI, MPICH and PMIx set these variables for every process that they start.
constexpr std::array kVariables{"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};

// Whether mpirun or a scheduler started this process. If not, MPI_Init would only cost time.
bool is_started_by_mpi() {
  return std::ranges::any_of(kVariables, [](const char* name) { return std::getenv(name); });
}

void silence_this_process() {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  own_errors = ::dup(STDERR_FILENO);
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

}  // namespace

Ranks* process_ranks() { return ranks && ranks->size() > 1 ? &*ranks : nullptr; }

void join_ranks() {
  if (!is_started_by_mpi()) return;
  int provided = MPI_THREAD_SINGLE;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  if (provided < MPI_THREAD_FUNNELED) {
    throw_failure("expected an MPI library that allows threads, found one that does not");
  }
  // Otherwise, a process that this one starts, such as a job of a sweep, would take itself for a
  // rank, and MPI would fail in it or wait forever.
  for (const char* name : kVariables) ::unsetenv(name);
  // OpenMPI gives rank 0 a terminal even if the output of mpirun goes to a file, which would fill
  // with progress bars.
  ::setenv("TERM", "dumb", 1);
  ranks.emplace();
  if (ranks->rank() > 0) silence_this_process();
}

void leave_ranks() {
  if (!ranks) return;
  MPI_Barrier(MPI_COMM_WORLD);
  MPI_Finalize();
}

void print_from_this_rank(const std::string& line) {
  std::ignore = ::write(own_errors, line.data(), line.size());
}

}  // namespace hourglass::cli
