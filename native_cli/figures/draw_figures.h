// The functions that draw the figures, by source file; figure.cpp lists them all.
#pragma once

#include "native_cli/figures/figure.h"

namespace hourglass::cli {

using FigureFiles = std::vector<FigureFile>;

// noise.cpp
FigureFiles draw_noise_levels(FigureInputs& inputs);      // F1
FigureFiles draw_one_denoised(FigureInputs& inputs);      // F6
FigureFiles draw_denoising_series(FigureInputs& inputs);  // F15

// curves.cpp
FigureFiles draw_denoiser_curves(FigureInputs& inputs);  // F2
FigureFiles draw_all_curves(FigureInputs& inputs);       // F11

// diagrams.cpp
FigureFiles draw_model_diagram(FigureInputs& inputs);   // F3
FigureFiles draw_network_graph(FigureInputs& inputs);   // F4
FigureFiles draw_layer_diagrams(FigureInputs& inputs);  // F16

// tables.cpp
FigureFiles draw_text_summary(FigureInputs& inputs);  // F5
FigureFiles draw_layer_tables(FigureInputs& inputs);  // F10

// pca.cpp
FigureFiles draw_pca_strip(FigureInputs& inputs);           // F7
FigureFiles draw_explained_variance(FigureInputs& inputs);  // F8
FigureFiles draw_percentile_gallery(FigureInputs& inputs);  // F9

// comparisons.cpp
FigureFiles draw_pca_against_autoencoder(FigureInputs& inputs);  // F12
FigureFiles draw_out_of_distribution(FigureInputs& inputs);      // F13
FigureFiles draw_three_decoders(FigureInputs& inputs);           // F17

FigureFiles draw_sparse(FigureInputs& inputs);  // F14, sparse.cpp
FigureFiles draw_walks(FigureInputs& inputs);   // F18, walks.cpp

FigureFiles draw_errors_by_code_size(FigureInputs& inputs);  // F19, code_size.cpp

}  // namespace hourglass::cli
