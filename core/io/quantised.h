// Weights as 8-bit integers. Each row of a tensor (what its first dimension counts: the units of a
// dense layer, the kernels of a convolution) has a scale, and a weight is its integer times the
// scale of its row. The largest weight of a row becomes 127 or −127, so that rounding moves no
// weight by more than 1/254 of it.
//
// In a checkpoint, "0.weight" then holds the integers (I8) and "0.weight.scale" the scales (F32).
#pragma once

#include "core/io/safetensors.h"

namespace hourglass {

inline constexpr std::string_view kScaleSuffix = ".scale";

struct QuantisedRows {
  Bytes integers;  // signed
  Bytes scales;    // float32, one per row
};

QuantisedRows quantise(std::span<const Scalar> weights, std::size_t rows);

// Reads a tensor of integers and its scales. Returns an error that starts with `where` if there is
// not one finite scale of type F32 for each row.
Result<void> read_quantised(const TensorView& integers, const TensorView& scales,
                            std::string_view where, std::span<Scalar> weights);

// Rewrites the bytes of a checkpoint with its tensors of two or more dimensions quantised. Returns
// an error if parse_safetensors or read_numbers does.
Result<Bytes> quantise_checkpoint(ByteSpan bytes);

}  // namespace hourglass
