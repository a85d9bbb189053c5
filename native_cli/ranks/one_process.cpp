// A program that was built without MPI: every process is alone.
#include <cstdio>

#include "native_cli/ranks/process_ranks.h"

namespace hourglass::cli {

Ranks* process_ranks() { return nullptr; }

void join_ranks() {}

void leave_ranks() {}

void print_from_this_rank(const std::string& line) { std::fputs(line.c_str(), stderr); }

}  // namespace hourglass::cli
