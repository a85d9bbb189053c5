// A model as an ONNX file (https://onnx.ai), which runtimes and viewers read without our code.
//
// Its input `image` (N × pixels, from 0 to 1) leads to the outputs `code` (N × code size) and
// `rebuilt` (N × pixels); feature maps are flattened in the order (channels, height, width). The
// number of images N is symbolic. Weights have the names and shapes that they have in a checkpoint,
// and metadata_props hold what is in a checkpoint's __metadata__.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"
#include "core/models/model.h"
#include "core/training/trainer.h"

namespace hourglass {

enum class OnnxPart : std::uint8_t {
  kWhole,
  kEncoder,  // from `image` to `code`
  kDecoder,  // from `code` to `rebuilt`
};

// The names on the command line.
constexpr std::string_view to_string(OnnxPart part) {
  switch (part) {
    case OnnxPart::kWhole:
      return "whole";
    case OnnxPart::kEncoder:
      return "encoder";
    case OnnxPart::kDecoder:
      return "decoder";
  }
  return {};
}

// Returns the bytes of a file with the model or a part of it. Returns an error for a decoder that
// does not decode from the code alone.
Result<Bytes> to_onnx(const Model& model, const TrainingState& training, OnnxPart part);

}  // namespace hourglass
