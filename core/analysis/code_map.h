// A 2-D map of codes: their projection onto their first two principal axes (Pearson 1901). Every
// point of the map can be turned back into a code.
#pragma once

#include <span>
#include <vector>

#include "core/analysis/codes.h"

namespace hourglass {

struct CodeMap {
  std::vector<Scalar> points;  // x and y of each code, contiguous
  Eigen::VectorXd mean;        // of the codes; the origin of the map
  Eigen::MatrixXd axes;        // (units × 2), orthonormal, largest variance first
};

// Returns an error for one-unit codes or fewer than two codes.
Result<CodeMap> map_codes(const Codes& codes);

// The code at a point: mean + x · first axis + y · second axis.
std::vector<Scalar> code_at(const CodeMap& map, Scalar x, Scalar y);

// The x and y of a code on the map: its orthogonal projection. Returns an error if its number of
// units is not the map's.
Result<std::vector<Scalar>> place_on_map(const CodeMap& map, std::span<const Scalar> code);

}  // namespace hourglass
