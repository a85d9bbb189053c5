// One function for each entry point of the core that takes untrusted bytes, which checks what must
// hold for any input. libFuzzer's targets and the core's tests call them; file_entry_points.h has
// those of the command line.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "core/data/digit_image.h"
#include "core/data/idx.h"
#include "core/data/noise.h"
#include "core/io/checkpoint.h"
#include "core/io/model_json.h"
#include "core/io/moments_file.h"
#include "core/io/state_dict.h"
#include "core/models/find_model.h"
#include "core/models/pca.h"

namespace hourglass::fuzz {

// Aborts unless `holds`, which the fuzzer reports like a crash.
inline void require(bool holds) {
  if (!holds) std::abort();
}

template <class T>
void require_message(const Result<T>& result) {
  if (!result) require(!result.error().message.empty());
}

inline void idx(ByteSpan bytes) {
  const Result<Dataset> images = parse_idx_images(Bytes(bytes.begin(), bytes.end()), "images");
  require_message(images);
  if (images)
    require(images->count() > 0 && images->pixels.size() == images->count() * images->image_size());
  require(!images || idx_image_shape(bytes) == images->shape);
  require_message(parse_idx_digits(Bytes(bytes.begin(), bytes.end()), "digits"));
  require_message(parse_idx_labels(bytes, "labels"));
}

// Whatever loads can be saved, and saving and loading again changes no byte.
inline void checkpoint(ByteSpan bytes) {
  Result<Checkpoint> loaded = load_checkpoint(bytes, "file");
  require_message(loaded);
  if (!loaded) return;
  const Model& model = loaded->model;
  require(model.parameters.size() == model.network.parameter_count());
  require(!summary_to_json(model).dump().empty());
  const std::vector<Scalar> image(static_cast<std::size_t>(model.network.input_size()),
                                  Scalar(0.5));
  require(reconstruct(model, image).has_value());
  const Result<Bytes> saved = save_checkpoint(model, loaded->training, WeightPrecision::kFloat32);
  require(saved.has_value());
  const Result<Checkpoint> again = load_checkpoint(*saved, "file");
  require(again.has_value());
  require(save_checkpoint(again->model, again->training, WeightPrecision::kFloat32) == *saved);
}

// A state_dict of a small network; whatever is read can be saved.
inline void state_dict(ByteSpan bytes) {
  const Result<Model> model = load_state_dict(bytes, "file", *find_model("784-2"));
  require_message(model);
  if (model) require(save_checkpoint(*model, {}, WeightPrecision::kFloat32).has_value());
}

// Whatever loads is saved as the same numbers, and PCA can be fitted to it or says why not.
inline void moments(ByteSpan bytes) {
  const Result<MomentsFile> loaded = load_moments(bytes, "file");
  require_message(loaded);
  if (!loaded) return;
  const Bytes saved = save_moments(*loaded);
  const Result<MomentsFile> again = load_moments(saved, "file");
  require(again.has_value());
  require(save_moments(*again) == saved);
  Result<Model> model = Model::create(*find_model("pca-1", loaded->moments.shape));
  require(model.has_value());
  require_message(fit_pca(*model, loaded->moments));
}

// The first two bytes are the width and the height.
inline void drawing(ByteSpan bytes) {
  if (bytes.size() < 2) return;
  const Result<std::vector<Scalar>> image = normalise_drawing(bytes.subspan(2), bytes[0], bytes[1]);
  require_message(image);
  if (!image) return;
  require(image->size() == kImagePixels);
  for (const Scalar pixel : *image) require(pixel >= 0 && pixel <= 1);
}

inline void text(ByteSpan bytes) {
  const std::string_view words(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const Result<Noise> noise = parse_noise(words);
  require_message(noise);
  if (noise) require(parse_noise(to_string(*noise)) == *noise);
  const Result<ModelSpec> spec = find_model(words);
  require_message(spec);
  if (spec) require(find_model(spec->name) == *spec);
}

}  // namespace hourglass::fuzz
