// The processes that `mpirun -n R hourglass …` starts. They train one model together; every other
// command is run by rank 0 alone.
#pragma once

#include <string>

#include "core/compute/ranks.h"

namespace hourglass::cli {

// These processes. Null if there is only one, or if the program was built without MPI.
Ranks* process_ranks();

// Joins the other processes, if mpirun started this one. From then on, all ranks but 0 print
// nothing except what print_from_this_rank prints.
void join_ranks();

// Waits until all ranks have called it. A process that ends without it makes mpirun end the others.
void leave_ranks();

// Prints a line to the standard error of this process.
void print_from_this_rank(const std::string& line);

}  // namespace hourglass::cli
