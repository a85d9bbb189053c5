// One run of a report: its measurements and its section of the page.
#pragma once

#include <optional>
#include <string>

#include "native_cli/figures/figure_inputs.h"

namespace hourglass::cli {

struct MeasuredRun {
  std::string name;  // of the file, without its extension
  Checkpoint checkpoint;
  std::string command;             // trains it again; DIR in it stands for an unknown folder
  bool is_of_other_images;         // than the training images of the report's data
  Metrics clean;                   // on the clean test images
  std::optional<Metrics> noisy{};  // for a denoiser: with the noise of its training
};

MeasuredRun measure_run(FigureInputs& inputs, std::string name, Checkpoint checkpoint,
                        std::string command, bool is_of_other_images);

// The section of the run as HTML; `number` counts from 1.
std::string run_section(FigureInputs& inputs, const MeasuredRun& run, std::size_t number);

}  // namespace hourglass::cli
