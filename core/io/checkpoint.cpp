#include "core/io/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/text.h"
#include "core/io/model_json.h"
#include "core/io/quantised.h"
#include "core/io/safetensors.h"
#include "core/io/training_json.h"

namespace hourglass {
namespace {

constexpr std::string_view kFirstMoment = "optimizer.exp_avg.";
constexpr std::string_view kSecondMoment = "optimizer.exp_avg_sq.";
constexpr std::string_view kBest = "best.";
constexpr const char* kVersion = "version";
constexpr int kNewestVersion = 1;  // raised when older programs can no longer read the files
constexpr const char* kStep = "optimizer.step";
constexpr const char* kGenerator = "optimizer.generator";
constexpr Dtype kScalarDtype = sizeof(Scalar) == 4 ? Dtype::kF32 : Dtype::kF64;

// Calls visit(name, shape, offset, size) for every tensor of the network's parameter block.
template <class Visit>
void for_each_tensor(const Network& network, Visit visit) {
  std::size_t offset = 0;
  for (std::size_t layer = 0; layer < network.layer_count(); ++layer) {
    for (const ParameterTensor& tensor : network.layer(layer).parameter_tensors()) {
      visit(concat(layer, '.', tensor.name),
            std::vector<std::int64_t>(tensor.shape.begin(), tensor.shape.end()), offset,
            tensor.size());
      offset += tensor.size();
    }
  }
}

template <class Number>
ByteSpan bytes_of(std::span<const Number> values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()};
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return nlohmann::json(shape).dump();
}

std::string describe(std::string_view file_name, std::string_view prefix, const std::string& name) {
  return concat(file_name, ": tensor \"", prefix, name, "\"");
}

// Checks that the file has every tensor of a block, with `prefix` in front of its name. This must
// precede allocation, since a short file can describe a network of any size.
Result<void> check_block(const Safetensors& file, const Network& network, std::string_view prefix,
                         std::string_view file_name) {
  Result<void> result;
  for_each_tensor(network, [&](const std::string& name, const std::vector<std::int64_t>& shape,
                               std::size_t /*offset*/, std::size_t /*size*/) {
    if (!result) return;
    const std::string where = describe(file_name, prefix, name);
    const auto found = file.tensors.find(concat(prefix, name));
    if (found == file.tensors.end()) {
      result = fail(where, ": expected this tensor in the file, found none of this name");
    } else if (found->second.shape != shape) {
      result = fail(where, ": expected shape ", shape_text(shape), ", found ",
                    shape_text(found->second.shape));
    }
  });
  return result;
}

// Reads a tensor of 8-bit integers and removes its scales from the file's list.
Result<void> take_quantised(Safetensors& file, const std::string& name, std::string_view where,
                            std::span<Scalar> values) {
  const auto scales = file.tensors.find(concat(name, kScaleSuffix));
  if (scales == file.tensors.end()) {
    return fail(where, ": expected a tensor of scales beside its 8-bit integers, found none");
  }
  const Result<void> result = read_quantised(file.tensors.at(name), scales->second, where, values);
  file.tensors.erase(scales);
  return result;
}

// Reads a block of parameters (or moments) and removes its tensors from the file's list.
Result<void> take_block(Safetensors& file, const Network& network, std::string_view prefix,
                        std::string_view file_name, std::vector<Scalar>& block) {
  Result<void> result = check_block(file, network, prefix, file_name);
  if (!result) return result;
  block.resize(network.parameter_count());
  for_each_tensor(network, [&](const std::string& name, const std::vector<std::int64_t>& /*shape*/,
                               std::size_t offset, std::size_t size) {
    if (!result) return;
    const auto found = file.tensors.find(concat(prefix, name));
    const std::string where = describe(file_name, prefix, name);
    const std::span values = std::span(block).subspan(offset, size);
    result = found->second.dtype == Dtype::kI8 ? take_quantised(file, found->first, where, values)
                                               : read_numbers(found->second, where, values);
    file.tensors.erase(found);
  });
  return result;
}

template <class Number>
Result<Number> take_number(Safetensors& file, const char* key, Dtype dtype,
                           std::string_view file_name) {
  const auto found = file.tensors.find(key);
  if (found == file.tensors.end() || found->second.dtype != dtype ||
      found->second.bytes.size() != sizeof(Number)) {
    return fail(file_name, ": expected one ", to_string(dtype), " number in tensor \"", key, "\"");
  }
  const auto value = read_number<Number>(found->second.bytes, 0);
  file.tensors.erase(found);
  return value;
}

// Reads what a resumable file holds besides weights: the optimiser's state and the best epoch's
// weights.
Result<void> take_run(Safetensors& file, const Network& network, std::string_view file_name,
                      TrainingState& training) {
  const Result<std::int64_t> step = take_number<std::int64_t>(file, kStep, Dtype::kI64, file_name);
  if (!step) return std::unexpected(step.error());
  const Result<std::uint64_t> seed =
      take_number<std::uint64_t>(file, kGenerator, Dtype::kU64, file_name);
  if (!seed) return std::unexpected(seed.error());
  if (*step < 0) return fail(file_name, ": expected a step of 0 or more, found ", *step);
  training.step = *step;
  training.seed = *seed;
  const Result<void> first =
      take_block(file, network, kFirstMoment, file_name, training.moments.first);
  if (!first) return first;
  const Result<void> second =
      take_block(file, network, kSecondMoment, file_name, training.moments.second);
  if (!second) return second;
  if (std::ranges::any_of(training.moments.second, [](Scalar value) { return value < 0; })) {
    return fail(file_name, ": expected second moments of 0 or more, found a negative one");
  }
  if (training.best_epoch == 0) return {};
  return take_block(file, network, kBest, file_name, training.best_parameters);
}

// The first files had no version field, so a missing one is valid.
Result<void> check_version(const Safetensors& file, std::string_view name) {
  const auto version = file.metadata.find(kVersion);
  if (version == file.metadata.end()) return {};
  const std::optional<double> number = parse_number(version->second);
  if (number && *number <= kNewestVersion) return {};
  return fail(name, ": expected a checkpoint of version ", kNewestVersion, ", found version \"",
              version->second, "\"; use a newer Hourglass to read it");
}

// Creates the model that the file describes, with all parameters still 0.
Result<Checkpoint> read_description(const Safetensors& file, std::string_view name) {
  if (const Result<void> version = check_version(file, name); !version) {
    return std::unexpected(version.error());
  }
  const auto text = [&file](const char* key) -> const std::string& {
    return file.metadata.at(key);
  };
  for (const char* key : {"model", "recipe", "training"}) {
    if (!file.metadata.contains(key)) {
      return fail(name, ": expected a description of the model in __metadata__ \"", key,
                  "\", found none");
    }
  }
  Result<ModelSpec> spec = architecture_from_json(text("model"), concat(name, ": model"));
  if (!spec) return std::unexpected(spec.error());
  const Result<Recipe> recipe = recipe_from_json(text("recipe"), concat(name, ": recipe"));
  if (!recipe) return std::unexpected(recipe.error());
  spec->recipe = *recipe;
  Result<TrainingState> training = training_from_json(text("training"), concat(name, ": training"));
  if (!training) return std::unexpected(training.error());
  const Result<Network> network = Network::create(spec->architecture);
  if (!network) return fail(name, ": ", spec->name, ": ", network.error().message);
  if (const Result<void> tensors = check_block(file, *network, "", name); !tensors) {
    return std::unexpected(tensors.error());
  }
  Result<Model> model = Model::create(*spec);
  if (!model) return fail(name, ": ", model.error().message);
  if (file.metadata.contains("spectrum")) {
    Result<PcaSpectrum> spectrum = spectrum_from_json(text("spectrum"), concat(name, ": spectrum"));
    if (!spectrum) return std::unexpected(spectrum.error());
    if (std::cmp_not_equal(spectrum->variances.size(), network->code_size())) {
      return fail(name, ": spectrum: expected ", network->code_size(), " variances, found ",
                  spectrum->variances.size());
    }
    model->spectrum = std::move(*spectrum);
  }
  return Checkpoint{std::move(*model), std::move(*training)};
}

// Never write what load_checkpoint would reject.
Result<void> check_finite(const Model& model, const std::vector<Eigen::half>& halves,
                          const TrainingState& training) {
  if (!all_finite(std::span(model.parameters)) ||
      !all_finite(std::span<const Eigen::half>(halves))) {
    return fail(model.spec.name,
                ": expected finite weights to save, found NaN, infinity or numbers "
                "beyond the range of the chosen precision");
  }
  if (!all_finite(std::span(training.moments.first)) ||
      !all_finite(std::span(training.moments.second)) ||
      !all_finite(std::span(training.best_parameters))) {
    return fail(
        model.spec.name,
        ": expected finite moments of the optimiser to save, found numbers beyond the range of "
        "float32");
  }
  return {};
}

// Adds the weights (as `halves` if that is not empty), the moments and the best epoch's weights.
void add_tensors(const Model& model, const std::vector<Eigen::half>& halves,
                 const TrainingState& training, Safetensors& file) {
  for_each_tensor(
      model.network, [&](const std::string& name, const std::vector<std::int64_t>& shape,
                         std::size_t offset, std::size_t size) {
        const auto scalars = [&](const std::vector<Scalar>& block) {
          return TensorView{kScalarDtype, shape, bytes_of(std::span(block).subspan(offset, size))};
        };
        file.tensors[name] =
            halves.empty()
                ? scalars(model.parameters)
                : TensorView{Dtype::kF16, shape,
                             bytes_of(std::span<const Eigen::half>(halves).subspan(offset, size))};
        if (training.moments.first.empty()) return;
        file.tensors[concat(kFirstMoment, name)] = scalars(training.moments.first);
        file.tensors[concat(kSecondMoment, name)] = scalars(training.moments.second);
        if (training.best_parameters.empty()) return;
        file.tensors[concat(kBest, name)] = scalars(training.best_parameters);
      });
}

}  // namespace

std::map<std::string, std::string> checkpoint_metadata(const Model& model,
                                                       const TrainingState& training) {
  std::map<std::string, std::string> metadata;
  metadata[kVersion] = concat(kNewestVersion);
  metadata["model"] = architecture_to_json(model.spec).dump();
  metadata["recipe"] = recipe_to_json(model.spec.recipe).dump();
  metadata["training"] = training_to_json(training).dump();
  if (model.spectrum) metadata["spectrum"] = spectrum_to_json(*model.spectrum).dump();
  return metadata;
}

Result<Bytes> save_checkpoint(const Model& model, const TrainingState& training,
                              WeightPrecision precision) {
  Safetensors file{.metadata = checkpoint_metadata(model, training), .tensors = {}};
  file.metadata["format"] = "pt";
  file.metadata["producer"] = "hourglass";

  std::vector<Eigen::half> halves;
  if (precision == WeightPrecision::kFloat16) {
    std::ranges::transform(model.parameters, std::back_inserter(halves),
                           [](Scalar value) { return static_cast<Eigen::half>(value); });
  }
  if (const Result<void> finite = check_finite(model, halves, training); !finite) {
    return std::unexpected(finite.error());
  }
  const bool resumable = !training.moments.first.empty();
  add_tensors(model, halves, training, file);
  if (resumable) {
    file.tensors[kStep] = {Dtype::kI64, {1}, bytes_of(std::span(&training.step, 1))};
    file.tensors[kGenerator] = {Dtype::kU64, {1}, bytes_of(std::span(&training.seed, 1))};
  }
  return write_safetensors(file);
}

Result<Checkpoint> load_checkpoint(ByteSpan bytes, std::string_view name) {
  Result<Safetensors> file = parse_safetensors(bytes, name);
  if (!file) return std::unexpected(file.error());
  Result<Checkpoint> checkpoint = read_description(*file, name);
  if (!checkpoint) return checkpoint;
  Model& model = checkpoint->model;
  const Result<void> weights = take_block(*file, model.network, "", name, model.parameters);
  if (!weights) return std::unexpected(weights.error());
  if (file->tensors.contains(kStep)) {
    const Result<void> run = take_run(*file, model.network, name, checkpoint->training);
    if (!run) return std::unexpected(run.error());
  }
  if (!file->tensors.empty()) {
    return fail(name, ": expected only the tensors of ", model.spec.name, ", found \"",
                file->tensors.begin()->first, "\" as well");
  }
  return checkpoint;
}

}  // namespace hourglass
