// The weights of a model that was trained elsewhere: a safetensors file of a plain PyTorch
// state_dict, without our metadata.
//
// Layers are recognised by their order: by the numbers in their names, an encoder's before a
// decoder's. "0.weight", "module.model.0.weight", "encoder.0.weight" with "decoder.0.weight", and
// "fc1.weight" are all read; gaps in the numbers do not matter, since layers such as a dropout have
// no weights.
#pragma once

#include "core/base/result.h"
#include "core/models/model.h"

namespace hourglass {

// Creates the model with the file's weights, which may be F16, BF16, F32 or F64. Returns an error
// that starts with `name` if parse_safetensors does, there are other tensors than weights and
// biases, their names do not tell the order of the layers, a tensor is missing, surplus or of
// another shape than the spec's, or a weight is not a finite floating point number.
Result<Model> load_state_dict(ByteSpan bytes, std::string_view name, const ModelSpec& spec);

}  // namespace hourglass
