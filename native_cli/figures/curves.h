// Loss curves out of the history that a checkpoint carries, and the lines to hold them against.
#pragma once

#include "native_cli/drawing/plot.h"
#include "native_cli/figures/figure_inputs.h"
#include "native_cli/files/csv.h"

namespace hourglass::cli {

// "MSE" or "BCE, nats"
std::string loss_label(Loss loss);

Series training_curve(const Checkpoint& checkpoint, const std::string& name, std::size_t colour);

// Empty where no images were held out.
Series validation_curve(const Checkpoint& checkpoint, const std::string& name, std::size_t colour);

// On the held-out images: the mean image, PCA with a code of each model's size (and its noise)
// where there is one, and for cross-entropy the least that is possible.
std::vector<Reference> loss_references(FigureInputs& inputs,
                                       const std::vector<const Model*>& models);

// The histories of runs as numbers, epoch by epoch.
CsvTable curve_table();
void add_curves(CsvTable& table, const std::string& name, const Checkpoint& checkpoint);

// Training and validation loss of one run with their references.
Panel loss_panel(FigureInputs& inputs, const Checkpoint& checkpoint);

}  // namespace hourglass::cli
