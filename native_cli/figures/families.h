// The functions that make the figures, family by family; the table in figures.cpp names them.
#pragma once

#include "native_cli/figures/figure.h"

namespace hourglass::cli {

using FigureFiles = std::vector<FigureFile>;

// noise.cpp
FigureFiles draw_noise_levels(Workshop& workshop);      // F1
FigureFiles draw_one_denoised(Workshop& workshop);      // F6
FigureFiles draw_denoising_series(Workshop& workshop);  // F15

// curves.cpp
FigureFiles draw_denoiser_curves(Workshop& workshop);  // F2
FigureFiles draw_all_curves(Workshop& workshop);       // F11

// diagrams.cpp
FigureFiles draw_model_diagram(Workshop& workshop);   // F3
FigureFiles draw_network_graph(Workshop& workshop);   // F4
FigureFiles draw_layer_diagrams(Workshop& workshop);  // F16

// tables.cpp
FigureFiles draw_text_summary(Workshop& workshop);  // F5
FigureFiles draw_layer_tables(Workshop& workshop);  // F10

// pca.cpp
FigureFiles draw_pca_strip(Workshop& workshop);           // F7
FigureFiles draw_explained_variance(Workshop& workshop);  // F8
FigureFiles draw_percentile_gallery(Workshop& workshop);  // F9

// comparisons.cpp
FigureFiles draw_pca_against_autoencoder(Workshop& workshop);  // F12
FigureFiles draw_foreign_images(Workshop& workshop);           // F13
FigureFiles draw_three_decoders(Workshop& workshop);           // F17

FigureFiles draw_sparse(Workshop& workshop);  // F14, sparse.cpp
FigureFiles draw_walks(Workshop& workshop);   // F18, walks.cpp

}  // namespace hourglass::cli
