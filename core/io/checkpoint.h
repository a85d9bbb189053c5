// A checkpoint is a safetensors file that PyTorch reads without our code: its tensors are named and
// shaped as in the state_dict of the same nn.Sequential ("0.weight" of (outputs, inputs), "0.bias",
// …). The header's __metadata__ has the format's version and, in JSON, the model, its recipe and
// its training. A resumable file also has the optimiser's moments ("optimizer.exp_avg.0.weight" and
// "optimizer.exp_avg_sq.0.weight"), its step counter ("optimizer.step") and the generator's seed
// ("optimizer.generator"); with early stopping, also the weights of the best epoch
// ("best.0.weight").
#pragma once

#include <map>
#include <string>

#include "core/base/result.h"
#include "core/models/model.h"
#include "core/training/trainer.h"

namespace hourglass {

struct Checkpoint {
  Model model;
  TrainingState training;  // moments are empty if the file holds weights only

  bool is_resumable() const { return !training.moments.first.empty(); }
};

enum class WeightPrecision : std::uint8_t { kFloat32, kFloat16 };

// What a file's __metadata__ says about the model: the format's version and, as JSON, the model,
// its recipe and its training.
std::map<std::string, std::string> checkpoint_metadata(const Model& model,
                                                       const TrainingState& training);

// Returns the bytes of a file, with moments if `training` has them. Returns an error if parameters
// are not finite in the given precision, or moments are not finite.
Result<Bytes> save_checkpoint(const Model& model, const TrainingState& training,
                              WeightPrecision precision);

// Parses a file; weights may be F16, BF16, F32, F64, or I8 with scales (see quantised.h). Returns
// an error that starts with `name` if parse_safetensors does, the file has a newer version,
// metadata are missing or unreadable, a tensor is missing, surplus or of another shape, or a weight
// is NaN or infinite.
Result<Checkpoint> load_checkpoint(ByteSpan bytes, std::string_view name);

}  // namespace hourglass
