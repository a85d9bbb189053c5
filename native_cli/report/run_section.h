// One run of a report: what was measured of it, and its section of the page.
#pragma once

#include <optional>
#include <string>

#include "native_cli/figures/figure_inputs.h"

namespace hourglass::cli {

struct MeasuredRun {
  std::string name;  // of the file, without its ending
  Checkpoint checkpoint;
  Metrics clean;                   // on the test images as they are
  std::optional<Metrics> noisy{};  // and as noisy as in training, for a denoiser
};

MeasuredRun measure_run(FigureInputs& inputs, std::string name, Checkpoint checkpoint);

// The section under the heading of the run, as HTML; `number` counts from 1.
std::string run_section(FigureInputs& inputs, const MeasuredRun& run, std::size_t number);

}  // namespace hourglass::cli
