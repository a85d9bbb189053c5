// Loss curves from the training history in a checkpoint, and reference lines for them.
#pragma once

#include "native_cli/drawing/plot.h"
#include "native_cli/figures/figure_inputs.h"
#include "native_cli/files/formats/csv.h"

namespace hourglass::cli {

// "MSE" or "BCE, nats"
std::string loss_label(Loss loss);

Series training_curve(const Checkpoint& checkpoint, const std::string& name, std::size_t colour);

// Empty if no images were held out.
Series validation_curve(const Checkpoint& checkpoint, const std::string& name, std::size_t colour);

// Reference lines on the held-out images: the mean image, PCA with each model's code size and noise
// (if these images allow it) and, for cross-entropy, the lowest possible value.
std::vector<Reference> loss_references(FigureInputs& inputs,
                                       const std::vector<const Model*>& models);

// An empty table for training histories; add_curves adds one row per epoch of a run.
CsvTable curve_table();
void add_curves(CsvTable& table, const std::string& name, const Checkpoint& checkpoint);

// Training and validation loss of one run with reference lines.
Panel loss_panel(FigureInputs& inputs, const Checkpoint& checkpoint);

}  // namespace hourglass::cli
