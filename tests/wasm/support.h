// Sessions with real digits, for the tests of the session.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <span>
#include <vector>

#include "wasm/session.h"

namespace hourglass::test {

inline constexpr std::size_t kSample = 64;
inline constexpr const char* kSmall = "784-16-4";

// The first images of MNIST's test set as IDX bytes.
inline Bytes sample_idx(std::size_t count = kSample) {
  std::ifstream file(HOURGLASS_DATA_DIR "/mnist/t10k-images-idx3-ubyte", std::ios::binary);
  Bytes bytes(16 + count * kImagePixels);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  EXPECT_TRUE(file) << "no MNIST in " HOURGLASS_DATA_DIR ": run .ci/setup.sh data";
  for (std::size_t byte = 0; byte < 4; ++byte) {
    bytes[4 + byte] = static_cast<std::uint8_t>(count >> (8 * (3 - byte)));
  }
  return bytes;
}

struct SessionWithImages : Session {
  SessionWithImages() { EXPECT_EQ(load_images(sample_idx()).value_or(0), kSample); }
};

struct SessionWithModel : SessionWithImages {
  SessionWithModel() { EXPECT_TRUE(create_model(kSmall, 7).has_value()); }
};

inline const Model& model_of(const Session& session) { return **session.model(); }

inline std::vector<Scalar> digits(const Session& session, std::size_t count) {
  std::vector<Scalar> pixels;
  for (std::size_t index = 0; index < count; ++index) {
    const std::vector<Scalar> image = session.image(index).value();
    pixels.insert(pixels.end(), image.begin(), image.end());
  }
  return pixels;
}

}  // namespace hourglass::test
