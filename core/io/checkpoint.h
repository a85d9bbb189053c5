// A checkpoint is a safetensors file that PyTorch reads without our code: tensors named and shaped
// as the state_dict of the same nn.Sequential ("0.weight" of (outputs, inputs), "0.bias", …). The
// description of the model, its recipe and its training are JSON texts in the header's
// __metadata__. Where a run is to be resumed, Adam's moments stand beside the weights as
// "optimizer.exp_avg.0.weight" and "optimizer.exp_avg_sq.0.weight", its clock as "optimizer.step",
// and the generator's seed as "optimizer.generator"; where the run may stop early, the weights of
// its best epoch as "best.0.weight".
#pragma once

#include "core/base/result.h"
#include "core/models/model.h"
#include "core/training/trainer.h"

namespace hourglass {

struct Checkpoint {
  Model model;
  TrainingState training;  // moments are empty where the file holds weights only

  bool is_resumable() const { return !training.moments.first.empty(); }
};

enum class WeightPrecision : std::uint8_t { kFloat32, kFloat16 };

// The bytes of a file. Moments are written where `training` has them. Returns an error if
// parameters are not finite in the precision asked for, or moments are not finite.
Result<Bytes> save_checkpoint(const Model& model, const TrainingState& training,
                              WeightPrecision precision);

// Weights may be F16, BF16, F32 or F64. Refused, with `name` in the message: what parse_safetensors
// refuses, missing or unreadable metadata, a missing, surplus or misshapen tensor, and weights that
// are NaN or infinite.
Result<Checkpoint> load_checkpoint(ByteSpan bytes, std::string_view name);

}  // namespace hourglass
