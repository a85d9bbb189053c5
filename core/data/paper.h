// The paper under a drawing: its illumination, grain and ruled lines, and how to remove them.
#pragma once

#include <array>
#include <vector>

#include "core/base/result.h"

namespace hourglass {

inline constexpr float kGrainSigmas = 4;  // standard deviations: smaller differences may be grain

// Grey tones, and later their differences from the paper.
struct Picture {
  int width;
  int height;
  std::vector<float> tones;

  std::size_t index(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(column);
  }
};

// The illumination of the picture is a polynomial of degree 2 in x and y, both from −1 to 1.
inline constexpr std::size_t kPolynomialTerms = 6;
using Terms = std::array<double, kPolynomialTerms>;         // 1, x, y, x², xy, y² at one pixel
using Illumination = std::array<double, kPolynomialTerms>;  // the coefficient of each term

// The paper's illumination, and the standard deviation of its grain.
struct Paper {
  Illumination illumination{};
  float grain = 0;
  bool is_clean = false;  // most of it has exactly one tone, as on a canvas
};

// Fits the illumination to the paper, by repeated least squares over pixels near the previous fit.
Paper fit_paper(const Picture& picture);

// Replaces tones by their differences from the paper, positive in the direction of the ink.
// Differences that may be grain become 0.
void subtract_paper(const Paper& paper, Picture& picture);

// Clears thin lines that run across most of the picture, as on ruled paper, but not where ink
// crosses them. `least` is the faintest ink.
void clear_ruled_lines(Picture& picture, float least);

}  // namespace hourglass
