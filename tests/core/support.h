// Helpers shared by the tests of the core.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/scalar.h"
#include "core/compute/random_normal.h"
#include "core/data/idx.h"
#include "core/models/find_model.h"
#include "core/models/presets.h"

namespace hourglass::test {

inline constexpr bool kIsDouble = sizeof(Scalar) == 8;

constexpr double tolerance(double in_float, double in_double) {
  return kIsDouble ? in_double : in_float;
}

// Returns the value. On an error, prints its message and ends the test program.
template <class T>
T take(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << "unexpected error: " << result.error().message;
    std::exit(EXIT_FAILURE);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Expects an error whose message contains every one of `parts`.
template <class T, class... Parts>
void expect_refused(const Result<T>& result, const Parts&... parts) {
  if (result) {
    ADD_FAILURE() << "expected an error that says \"" << concat(parts...) << "\"";
    return;
  }
  const std::string& message = result.error().message;
  (
      [&] {
        EXPECT_NE(message.find(std::string_view(parts)), std::string::npos)
            << "expected \"" << parts << "\" in \"" << message << "\"";
      }(),
      ...);
}

inline Bytes read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return Bytes(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

inline Bytes bytes_of(std::string_view text) { return Bytes(text.begin(), text.end()); }

inline Dataset read_images(const std::string& name) {
  return take(parse_idx_images(read_file(concat(HOURGLASS_DATA_DIR "/", name)), name));
}

// MNIST's 10,000 test digits and 60,000 training digits.
inline Dataset test_digits() { return read_images("mnist/t10k-images-idx3-ubyte"); }
inline Dataset training_digits() { return read_images("mnist/train-images-idx3-ubyte"); }

// `count` images of random bytes.
inline Dataset random_images(std::size_t count, int pixels, std::uint64_t seed) {
  Bytes bytes(count * static_cast<std::size_t>(pixels));
  Random random(seed);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return {.shape = {pixels}, .pixels = std::move(bytes)};
}

// Owns bytes, and counts how many of them are announced.
class CountingOwner : public ByteOwner {
 public:
  explicit CountingOwner(Bytes bytes) : bytes_(std::move(bytes)) {}
  ByteSpan bytes() const { return bytes_; }
  void expect_random_access(ByteSpan /*part*/) const override {}
  void announce(ByteSpan part) const override { announced += part.size(); }

  mutable std::size_t announced = 0;

 private:
  Bytes bytes_;
};

inline MatrixView view(Matrix& matrix) { return {matrix.data(), matrix.rows(), matrix.cols()}; }
inline ConstMatrixView view(const Matrix& matrix) {
  return {matrix.data(), matrix.rows(), matrix.cols()};
}

inline Matrix random_matrix(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed) {
  Random random(seed);
  Matrix matrix(rows, columns);
  draw_standard_normal(random, {matrix.data(), static_cast<std::size_t>(matrix.size())});
  return matrix;
}

inline LayerSpec dense(int outputs) { return {.type = LayerType::kDense, .outputs = outputs}; }
inline constexpr LayerSpec kRelu{.type = LayerType::kRelu};
inline constexpr LayerSpec kSigmoid{.type = LayerType::kSigmoid};

// A model for images of `pixels` pixels, initialised with the seed 1.
inline Model small_model(int pixels, std::vector<LayerSpec> layers, int encoder_layers,
                         const Recipe& recipe = {}) {
  Model model = take(Model::create({.name = "small",
                                    .architecture = {.input = {.channels = pixels},
                                                     .layers = std::move(layers),
                                                     .encoder_layers = encoder_layers},
                                    .recipe = recipe}));
  model.initialise(1);
  return model;
}

inline Model preset(std::string_view name) { return take(Model::create(take(find_model(name)))); }

// The largest difference, relative to the largest magnitude in `expected`.
inline double relative_error(std::span<const Scalar> found, std::span<const Scalar> expected) {
  EXPECT_EQ(found.size(), expected.size());
  double difference = 0, magnitude = 0;
  for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
    const auto value = static_cast<double>(expected[i]);
    difference = std::max(difference, std::abs(static_cast<double>(found[i]) - value));
    magnitude = std::max(magnitude, std::abs(value));
  }
  return difference / magnitude;
}

}  // namespace hourglass::test
