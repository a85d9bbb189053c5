#include "core/nn/schedule.h"

#include <cmath>
#include <numbers>

namespace hourglass {

std::string_view to_string(Schedule schedule) {
  return schedule == Schedule::kConstant ? "constant" : "cosine";
}

Result<Schedule> parse_schedule(std::string_view name) {
  if (name == "constant") return Schedule::kConstant;
  if (name == "cosine") return Schedule::kCosine;
  return fail("schedule: expected constant or cosine, found \"", name, "\"");
}

double rate_factor(Schedule schedule, double warmup, std::int64_t step, std::int64_t steps) {
  const auto now = static_cast<double>(step);
  const auto end = static_cast<double>(steps);
  const double rise = std::floor(warmup * end);
  if (now < rise) return (now + 1) / (rise + 1);
  if (schedule == Schedule::kConstant) return 1;
  return 0.5 * (1 + std::cos(std::numbers::pi * (now - rise) / (end - rise)));
}

}  // namespace hourglass
