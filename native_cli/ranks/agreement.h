// What the ranks of a run agree on: that all can start the same run, when to save and to stop, and
// which of them reports a failure. Without other ranks, each of these functions decides alone.
#pragma once

#include "core/training/trainer.h"

namespace hourglass::cli {

// True for the process that writes the files of a run: rank 0.
bool writes_files();

// The number of ranks.
int rank_count();

// Waits until all ranks are ready to start this run. Fails on all of them if one of them is not, or
// if they differ in the program, the images, the options or the number of threads. To be called
// before anything is written.
void agree_to_start(const Model& model, const TrainingState& state);

// Whether to save now and whether to stop: each is true if any rank asks for it.
struct Requests {
  bool save = false;
  bool stop = false;
};
Requests agree_on(const Requests& own);

// To be called by all ranks before they throw the same failure, which rank 0 then reports.
void end_together();

// Waits for the other ranks at the end of the program, if they end too. `failure` is the line to
// print, or empty. Of several ranks that fail before the start of the run, the first one prints.
void end_of_process(const std::string& failure);

}  // namespace hourglass::cli
