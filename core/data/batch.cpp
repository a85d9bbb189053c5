#include "core/data/batch.h"

#include "core/data/pixels.h"

namespace hourglass {

void load_images(const Dataset& dataset, std::span<const std::uint32_t> numbers, MatrixView clean) {
  const std::size_t size = dataset.image_size();
  Scalar* column = clean.data();
  for (const std::uint32_t number : numbers) {
    bytes_to_pixels(dataset.image(number), {column, size});
    column += size;
  }
}

void corrupt_images(ConstMatrixView clean, const Noise& noise, std::uint64_t seed,
                    std::uint64_t first_draw, MatrixView noisy) {
  const auto size = static_cast<std::size_t>(clean.rows());
  for (Eigen::Index column = 0; column < clean.cols(); ++column) {
    Random random(seed, Purpose::kNoise, first_draw + static_cast<std::uint64_t>(column));
    corrupt({clean.col(column).data(), size}, noise, random, {noisy.col(column).data(), size});
  }
}

std::vector<Scalar> uniform_images(std::size_t count, int pixels_per_image, std::uint64_t seed) {
  std::vector<Scalar> pixels;
  pixels.reserve(count * static_cast<std::size_t>(pixels_per_image));
  for (std::size_t image = 0; image < count; ++image) {
    Random random(seed, Purpose::kUniformImage, image);
    for (int pixel = 0; pixel < pixels_per_image; ++pixel) pixels.push_back(random.uniform());
  }
  return pixels;
}

}  // namespace hourglass
