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
    return fail(where, ": expected one scale of dtype F32 for each of its ", rows, " rows");
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

Result<Bytes> quantise_checkpoint(ByteSpan bytes) {
  Result<Safetensors> file = parse_safetensors(bytes, "checkpoint");
  if (!file) return std::unexpected(file.error());
  std::map<std::string, QuantisedRows> stored;
  for (const auto& [name, tensor] : file->tensors) {
    if (tensor.shape.size() < 2) continue;
    const std::size_t count = tensor.bytes.size() / size_of(tensor.dtype);
    std::vector<Scalar> weights(count);
    if (const Result<void> read = read_numbers(tensor, name, weights); !read) {
      return std::unexpected(read.error());
    }
    stored[name] = quantise(weights, static_cast<std::size_t>(tensor.shape.front()));
  }
  for (const auto& [name, rows] : stored) {
    TensorView& tensor = file->tensors.at(name);
    const std::int64_t count = tensor.shape.front();
    tensor = {Dtype::kI8, tensor.shape, rows.integers};
    file->tensors[concat(name, kScaleSuffix)] = {Dtype::kF32, {count}, rows.scales};
  }
  return write_safetensors(*file);
}

}  // namespace hourglass
