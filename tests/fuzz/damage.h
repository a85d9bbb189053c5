// A small deterministic fuzzer: valid input that is damaged in thousands of ways must be read or
// rejected without a crash. Under the sanitizers this finds accesses out of bounds.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "tests/core/support.h"

namespace hourglass::fuzz {

inline constexpr int kRounds = 3000;

// The bytes with one to four of these changes: flipped bits, replaced bytes, a missing end, a
// repeated or removed run.
inline Bytes damaged(Bytes bytes, Random& random) {
  for (std::uint32_t damage = random.below(4) + 1; damage > 0 && !bytes.empty(); --damage) {
    const auto position = random.below(static_cast<std::uint32_t>(bytes.size()));
    const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(position);
    const auto length =
        std::min(static_cast<std::ptrdiff_t>(random.below(16)) + 1, bytes.end() - at);
    switch (random.below(8)) {
      case 0:
        bytes.erase(at, bytes.end());
        break;
      case 1:
        bytes.erase(at, at + length);
        break;
      case 2: {
        const Bytes stretch(at, at + length);
        bytes.insert(at, stretch.begin(), stretch.end());
        break;
      }
      case 3:
        *at = static_cast<std::uint8_t>(random.bits());
        break;
      case 4:
        *at = random.below(2) == 0 ? 0 : 255;
        break;
      // A byte becomes a digit, so that more of the damaged JSON still parses.
      case 5:
        *at = static_cast<std::uint8_t>('0' + random.below(10));
        break;
      default:
        *at ^= static_cast<std::uint8_t>(1U << random.below(8));
        break;
    }
  }
  return bytes;
}

// Writes a seed for libFuzzer's targets to the folder HOURGLASS_FUZZ_SEEDS, if it is set.
inline void leave_seed(const std::string& name, const Bytes& seed) {
  const char* const folder = std::getenv("HOURGLASS_FUZZ_SEEDS");
  if (folder == nullptr) return;
  std::filesystem::create_directories(folder);
  std::ofstream file(std::filesystem::path(folder) / name, std::ios::binary);
  file.write(reinterpret_cast<const char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
}

// Gives an entry point no bytes, each valid seed, and each seed damaged in kRounds ways.
inline void survive(const std::string& name, void (*entry_point)(ByteSpan),
                    const std::vector<Bytes>& seeds) {
  Random random(1);
  entry_point({});
  for (std::size_t number = 0; number < seeds.size(); ++number) {
    leave_seed(concat(name, '-', number), seeds[number]);
    entry_point(seeds[number]);
    for (int round = 0; round < kRounds; ++round) entry_point(damaged(seeds[number], random));
  }
}

// Two images as an IDX file.
inline Bytes images_file() {
  Bytes bytes{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28};
  const Dataset images = test::random_images(2, 784, 1);
  bytes.insert(bytes.end(), images.pixels.begin(), images.pixels.end());
  return bytes;
}

}  // namespace hourglass::fuzz
