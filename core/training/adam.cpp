#include "core/training/adam.h"

#include <cmath>

namespace hourglass {
namespace {

// std::pow would add its tables to the WebAssembly module.
double power(double base, std::int64_t exponent) {
  double power = 1;
  for (; exponent > 0; exponent /= 2, base *= base) {
    if (exponent % 2 == 1) power *= base;
  }
  return power;
}

}  // namespace

AdamStep::AdamStep(const AdamOptions& options, std::int64_t step)
    : beta1_(static_cast<Scalar>(options.first_decay)),
      beta2_(static_cast<Scalar>(options.second_decay)),
      one_minus_beta1_(static_cast<Scalar>(1 - options.first_decay)),
      one_minus_beta2_(static_cast<Scalar>(1 - options.second_decay)),
      rate_(static_cast<Scalar>(options.learning_rate / (1 - power(options.first_decay, step)))),
      scale_(static_cast<Scalar>(1 / std::sqrt(1 - power(options.second_decay, step)))),
      epsilon_(static_cast<Scalar>(options.epsilon)),
      decay_(static_cast<Scalar>(options.learning_rate * options.weight_decay)) {}

void AdamStep::update(std::span<Scalar> parameters, std::span<const Scalar> gradients,
                      std::span<Scalar> first_moment, std::span<Scalar> second_moment,
                      bool decays) const {
  const AdamStep step = *this;  // a local copy: writes to the spans cannot alias it
  const Scalar decay = decays ? step.decay_ : Scalar(0);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Scalar gradient = gradients[i];
    first_moment[i] = step.beta1_ * first_moment[i] + step.one_minus_beta1_ * gradient;
    second_moment[i] = step.beta2_ * second_moment[i] + step.one_minus_beta2_ * gradient * gradient;
    parameters[i] -=
        decay * parameters[i] +
        step.rate_ * first_moment[i] / (std::sqrt(second_moment[i]) * step.scale_ + step.epsilon_);
  }
}

}  // namespace hourglass
