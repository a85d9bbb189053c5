#include "core/nn/adam.h"

#include <cmath>

namespace hourglass {

void adam_step(std::span<Scalar> parameters, std::span<const Scalar> gradients,
               std::span<Scalar> first_moment, std::span<Scalar> second_moment, std::int64_t step,
               const AdamOptions& options) {
  const double clock = static_cast<double>(step);
  const auto rate =
      static_cast<Scalar>(options.learning_rate / (1 - std::pow(options.first_decay, clock)));
  const auto scale = static_cast<Scalar>(1 / std::sqrt(1 - std::pow(options.second_decay, clock)));
  const auto beta1 = static_cast<Scalar>(options.first_decay);
  const auto beta2 = static_cast<Scalar>(options.second_decay);
  // 1 − β from β in float would be off by 1e-5 of itself.
  const auto gain1 = static_cast<Scalar>(1 - options.first_decay);
  const auto gain2 = static_cast<Scalar>(1 - options.second_decay);
  const auto epsilon = static_cast<Scalar>(options.epsilon);
  const auto decay = static_cast<Scalar>(options.learning_rate * options.weight_decay);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Scalar gradient = gradients[i];
    first_moment[i] = beta1 * first_moment[i] + gain1 * gradient;
    second_moment[i] = beta2 * second_moment[i] + gain2 * gradient * gradient;
    parameters[i] -= decay * parameters[i] +
                     rate * first_moment[i] / (std::sqrt(second_moment[i]) * scale + epsilon);
  }
}

}  // namespace hourglass
