// A map of codes in the plane: their first two principal axes (Pearson 1901), so that a point of
// the map is a code again.
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/scalar.h"

namespace hourglass {

struct CodeMap {
  std::vector<Scalar> points;  // x and y of each code, one after the other
  Eigen::VectorXd mean;        // of the codes: the origin
  Eigen::MatrixXd axes;        // (units × 2), orthonormal; the first is that of largest variance
};

// Maps codes of `units` numbers each. Refused: a code of one unit, fewer than two codes.
Result<CodeMap> map_codes(std::span<const Scalar> codes, int units);

// The code at a point: mean + x · first axis + y · second axis.
std::vector<Scalar> code_at(const CodeMap& map, Scalar x, Scalar y);

// The x and y of the point nearest to a code of as many units as the map's.
std::vector<Scalar> place_on(const CodeMap& map, std::span<const Scalar> code);

}  // namespace hourglass
