// Weights as 8-bit integers. Each row of a tensor (what its first dimension counts: the units of a
// dense layer, the kernels of a convolution) has a scale, and a weight is its integer times the
// scale of its row. The largest weight of a row becomes 127 or −127, so that rounding moves no
// weight by more than 1/254 of it.
#pragma once

#include "core/io/safetensors.h"

namespace hourglass {

struct QuantisedRows {
  Bytes integers;  // signed
  Bytes scales;    // float32, one per row
};

QuantisedRows quantise(std::span<const Scalar> weights, std::size_t rows);

// Reads a tensor of integers and its scales. Returns an error that starts with `where` if there is
// not one finite scale of type F32 for each row.
Result<void> read_quantised(const TensorView& integers, const TensorView& scales,
                            std::string_view where, std::span<Scalar> weights);

}  // namespace hourglass
