#include "core/io/quantised.h"

#include <cmath>

#include "core/base/text.h"

namespace hourglass {
namespace {

constexpr float kLargestInteger = 127;

}  // namespace

QuantisedRows quantise(std::span<const Scalar> weights, std::size_t rows) {
  QuantisedRows stored{.integers = Bytes(weights.size()), .scales = Bytes(rows * sizeof(float))};
  const std::size_t length = weights.size() / rows;
  for (std::size_t row = 0; row < rows; ++row) {
    Scalar largest = 0;
    for (const Scalar weight : weights.subspan(row * length, length)) {
      largest = std::max(largest, std::abs(weight));
    }
    const float scale = static_cast<float>(largest) / kLargestInteger;
    std::memcpy(stored.scales.data() + row * sizeof(float), &scale, sizeof(float));
    if (scale == 0) continue;  // all integers are 0
    for (std::size_t i = row * length; i < (row + 1) * length; ++i) {
      const auto integer =
          static_cast<std::int8_t>(std::lround(static_cast<float>(weights[i]) / scale));
      stored.integers[i] = static_cast<std::uint8_t>(integer);
    }
  }
  return stored;
}

Result<void> read_quantised(const TensorView& integers, const TensorView& scales,
                            std::string_view where, std::span<Scalar> weights) {
  const std::int64_t rows = integers.shape.empty() ? 1 : integers.shape.front();
  if (scales.dtype != Dtype::kF32 || scales.shape != std::vector<std::int64_t>{rows}) {
    return fail(where, ": expected ", rows, " scales of dtype F32, one per row, found dtype ",
                to_string(scales.dtype), " and ", scales.bytes.size() / size_of(scales.dtype),
                " numbers");
  }
  const std::size_t length = weights.size() / static_cast<std::size_t>(rows);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto scale = static_cast<Scalar>(read_number<float>(scales.bytes, i / length));
    weights[i] = scale * static_cast<Scalar>(read_number<std::int8_t>(integers.bytes, i));
  }
  if (!all_finite(std::span<const Scalar>(weights))) {
    return fail(where, ": expected finite scales, found NaN or infinity");
  }
  return {};
}

}  // namespace hourglass
