// Uses the core from another project: trains an autoencoder for a moment, saves it as a checkpoint,
// loads it again and reconstructs an image.
#include <cstdio>

#include "core/analysis/errors.h"
#include "core/io/checkpoint.h"
#include "core/models/find_model.h"
#include "core/training/trainer.h"

using namespace hourglass;

int main() {
  Bytes pixels(64 * kImagePixels);  // 64 images with a bright upper half
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    pixels[i] = i % kImagePixels < kImagePixels / 2 ? 200 : 20;
  }
  const Dataset images{.pixels = std::move(pixels)};
  ThreadTeam team(2);

  Model model = Model::create(find_model("784-32-4").value()).value();
  model.initialise(1);
  Trainer trainer = Trainer::create(model, images, team, 1).value();
  const double loss_at_first = trainer.step().value();
  double loss = loss_at_first;
  for (int step = 0; step < 50; ++step) loss = trainer.step().value();

  const Bytes file = save_checkpoint(model, {}, WeightPrecision::kFloat32).value();
  const Result<Checkpoint> checkpoint = load_checkpoint(file, "model.safetensors");
  if (!checkpoint) return std::puts(checkpoint.error().message.c_str()), 1;
  const auto image = image_pixels(images, 0).value();
  const auto rebuilt = reconstruct(checkpoint->model, image).value();
  std::printf("loss %.4f -> %.4f, error of one image %.4f\n", loss_at_first, loss,
              compare(rebuilt, image).value().mean_squared_error);
  return loss < loss_at_first ? 0 : 1;
}
