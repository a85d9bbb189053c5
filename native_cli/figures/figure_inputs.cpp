#include "native_cli/figures/figure_inputs.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/models/find_model.h"
#include "native_cli/files/shipped_models.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/model_text.h"

namespace hourglass::cli {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::string_view kExtension = ".safetensors";

// The names of files that hold a preset trained with a modified recipe.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kVariants{{
    {"sparse-1024-0", "sparse-1024 --l1 0"},
    {"sparse-1024-1e-6", "sparse-1024 --l1 1e-6"},
    {"sparse-1024-1e-3", "sparse-1024 --l1 1e-3"},
}};

// The preset that a file of this name holds.
std::string preset_of(const std::string& name) {
  for (const auto& [variant, arguments] : kVariants) {
    if (variant == name) return std::string(arguments.substr(0, arguments.find(' ')));
  }
  return name;
}

// Fails unless the model has the layers of this preset for the given images and, if it is a PCA, a
// spectrum.
void check_matches_preset(const std::string& preset, Shape image, const Model& model,
                          const std::filesystem::path& path) {
  const Shape input = model.spec.architecture.input;
  if (input.is_image() && input != image) {
    throw_failure(path.string(), ": expected a model for the data's images of ", image_text(image),
                  ", found one for ", image_text(input));
  }
  const ModelSpec expected = value_of(find_model(preset, image));
  if (model.spec.architecture != expected.architecture || model.spec.fit != expected.fit) {
    throw_failure(path.string(), ": expected a trained ", preset, ", found ", model.spec.name, ", ",
                  shapes_text(model.network));
  }
  if (model.spec.fit == Fit::kPca && !model.spectrum) {
    throw_failure(path.string(), ": expected the variances of a fitted ", preset,
                  ", found none; fit it again with `hourglass train ", preset, '`');
  }
}

// How many of the training images are held out.
std::size_t validation_count(std::size_t images) { return std::max<std::size_t>(1, images / 6); }

}  // namespace

FigureInputs::FigureInputs(std::filesystem::path models, const std::optional<std::string>& data,
                           std::optional<std::string> error_table, int threads)
    : models_(std::move(models)),
      data_option_(data ? " --data " + shell_word(*data) : ""),
      data_(data_folder(data)),
      error_table_(std::move(error_table)),
      team_(threads) {}

bool FigureInputs::has_error_table() {
  return error_table_ || data_option_.empty() ||
         (has_split(data_, Split::kTest) && is_measured_in_shipped_table(test_images()));
}

std::filesystem::path FigureInputs::error_table() {
  if (has_error_table()) return error_table_.value_or(shipped_error_table().string());
  throw_failure(data_.string(),
                ": expected a table of errors on these images in --errors (`hourglass compare "
                "--group --csv` writes one), found none; the shipped table is of MNIST");
}

std::string FigureInputs::data_name() const {
  return data_option_.empty() ? "MNIST digits" : folder_name(data_);
}

bool FigureInputs::has(const std::string& name) const {
  std::error_code ignored;
  return std::filesystem::is_regular_file(models_ / concat(name, kExtension), ignored);
}

const Checkpoint& FigureInputs::checkpoint(const std::string& name) {
  const auto known = checkpoints_.find(name);
  if (known != checkpoints_.end()) return known->second;
  const std::filesystem::path path = models_ / concat(name, kExtension);
  Checkpoint checkpoint = load_model(path);
  check_matches_preset(preset_of(name), image(), checkpoint.model, path);
  return checkpoints_.emplace(name, std::move(checkpoint)).first->second;
}

bool FigureInputs::suits_images(const std::string& name) const {
  return find_model(preset_of(name), image()).has_value();
}

std::string FigureInputs::training_command(const std::string& name) {
  std::string asked = name;
  for (const auto& [variant, arguments] : kVariants) {
    if (variant == name) asked = arguments;
  }
  std::string held_out;
  if (!name.starts_with("pca-") && has_split(data_, Split::kTrain)) {
    held_out = concat(" --validation ", validation_count(training_images().count()));
  }
  return concat("hourglass train ", asked, data_option_, held_out, " --out ",
                shell_word((models_ / concat(name, kExtension)).string()));
}

const Dataset& FigureInputs::load(const std::string& key, const std::filesystem::path& folder,
                                  Split split) {
  const auto known = images_.find(key);
  if (known != images_.end()) return known->second;
  return images_.emplace(key, load_split(folder, split, std::nullopt)).first->second;
}

Shape FigureInputs::image() const {
  return has_split(data_, Split::kTest) ? image_shape(data_, Split::kTest) : kDigitShape;
}

const Dataset& FigureInputs::test_images() { return load("test", data_, Split::kTest); }
const Dataset& FigureInputs::training_images() { return load("training", data_, Split::kTrain); }
const Dataset& FigureInputs::fashion_images() {
  return load("fashion", data_folder("fashion-mnist"), Split::kTest);
}

void FigureInputs::split_training() {
  const std::size_t count = training_images().count();
  if (count < 2) {
    throw_failure(data_.string(),
                  ": expected at least 2 training images, because one is held out, found ", count);
  }
  const std::size_t kept = count - validation_count(count);
  images_.emplace("fitting", training_images().slice(0, kept));
  images_.emplace("validation", training_images().slice(kept, count - kept));
}

const Dataset& FigureInputs::fitting_images() {
  if (!images_.contains("fitting")) split_training();
  return images_.at("fitting");
}

const Dataset& FigureInputs::validation_images() {
  if (!images_.contains("validation")) split_training();
  return images_.at("validation");
}

const Metrics& FigureInputs::test_metrics(const std::string& name, const Noise& noise) {
  const std::pair key{name, to_string(noise)};
  const auto known = test_metrics_.find(key);
  if (known != test_metrics_.end()) return known->second;
  const Metrics metrics =
      value_of(evaluate(model(name), test_images(), {.noise = noise, .seed = kSeed}, team_));
  return test_metrics_.emplace(key, metrics).first->second;
}

const Baselines& FigureInputs::validation_baselines() {
  if (!baselines_) {
    baselines_ = Baselines{.mean_image = mean_image_errors(validation_images()),
                           .bce_floor = bce_floor(validation_images())};
  }
  return *baselines_;
}

const std::optional<Metrics>& FigureInputs::validation_pca(int components, const Noise& noise) {
  const std::pair key{components, to_string(noise)};
  const auto known = validation_pca_.find(key);
  if (known != validation_pca_.end()) return known->second;
  return validation_pca_
      .emplace(key,
               pca_metrics(fitting_images(), components, validation_images(), noise, kSeed, team_))
      .first->second;
}

std::optional<Metrics> FigureInputs::test_pca(int components) {
  const auto known = test_pca_.find(components);
  if (known != test_pca_.end()) return known->second;
  const auto metrics = pca_metrics(training_images(), components, test_images(), {}, kSeed, team_);
  return test_pca_.emplace(components, metrics).first->second;
}

}  // namespace hourglass::cli
