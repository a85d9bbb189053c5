// Gradients by finite differences, against which backward passes are checked.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "tests/core/support.h"

namespace hourglass::test {

// How far a backward pass may be off, relative to the largest entry of the gradient. In float this
// catches only gross errors.
inline constexpr double kGradientTolerance = tolerance(3e-2, 1e-8);

// dL/dvalues by central differences of fourth order (Abramowitz and Stegun, 25.3.6). `loss` reads
// `values`.
inline std::vector<Scalar> numeric_gradient(std::span<Scalar> values,
                                            const std::function<double()>& loss) {
  constexpr double kStep = tolerance(2e-2, 1e-3);
  std::vector<Scalar> gradient;
  for (Scalar& value : values) {
    const Scalar centre = value;
    const auto at = [&](double offset) {
      value = static_cast<Scalar>(static_cast<double>(centre) + offset);
      return loss();
    };
    const double near = at(kStep) - at(-kStep);
    const double far = at(2 * kStep) - at(-2 * kStep);
    value = centre;
    gradient.push_back(static_cast<Scalar>((8 * near - far) / (12 * kStep)));
  }
  return gradient;
}

}  // namespace hourglass::test
