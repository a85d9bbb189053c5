#include "core/compute/byte_moments.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "core/compute/simd.h"

#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace hourglass {
namespace {

// A lane holds a pair of 16-bit numbers (one pixel of two images) or the sum of their products.
using Lanes [[gnu::vector_size(kRegisterBytes)]] = std::int32_t;
constexpr std::size_t kLaneCount = kRegisterBytes / sizeof(std::int32_t);

Lanes sum_of_products(const Lanes& a, const Lanes& b) {
#if defined(__AVX512BW__)
  return std::bit_cast<Lanes>(
      _mm512_madd_epi16(std::bit_cast<__m512i>(a), std::bit_cast<__m512i>(b)));
#elif defined(__AVX2__) && !defined(__AVX512F__)
  return std::bit_cast<Lanes>(
      _mm256_madd_epi16(std::bit_cast<__m256i>(a), std::bit_cast<__m256i>(b)));
#elif defined(__SSE2__) && !defined(__AVX__)
  return std::bit_cast<Lanes>(_mm_madd_epi16(std::bit_cast<__m128i>(a), std::bit_cast<__m128i>(b)));
#elif defined(__wasm_simd128__)
  return std::bit_cast<Lanes>(
      wasm_i32x4_dot_i16x8(std::bit_cast<v128_t>(a), std::bit_cast<v128_t>(b)));
#else
  return (a & 0xffff) * (b & 0xffff) + (a >> 16) * (b >> 16);
#endif
}

Lanes load_lanes(const std::int32_t* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

void add_lanes(std::int32_t* to, const Lanes& lanes) {
  const Lanes sum = load_lanes(to) + lanes;
  std::memcpy(to, &sum, sizeof sum);
}

constexpr std::size_t kRows = 4;  // a tile of kRows × kPanel products stays in registers
constexpr std::size_t kPanel = 2 * kLaneCount;
constexpr std::size_t kPairs = 128;          // of images per block: two panels fit in the L1 cache
constexpr std::size_t kMostImages = 32'768;  // the sum of so many products ≤ 255² stays below 2³¹

// The sums of one member of the team. A row holds the pixels, then a constant 1, whose products
// with the pixels give Σ x, then zeros to fill the last panel.
class Sums {
 public:
  explicit Sums(std::span<const std::uint32_t> pixels)
      : pixels_(pixels),
        size_(pixels.size() / kPanel * kPanel + kPanel),
        packed_(size_ * kPairs),
        products_(size_ * size_) {}

  // Adds images to the sums: at most kMostImages between two calls of move_to.
  void add(ByteSpan images, std::size_t image_size) {
    for (const std::size_t block = 2 * kPairs * image_size; !images.empty();) {
      const ByteSpan some = images.first(std::min(block, images.size()));
      pack(some, image_size);
      multiply((some.size() / image_size + 1) / 2);
      images = images.subspan(some.size());
    }
  }

  // Adds the lower triangle to `total` and resets the sums to 0.
  void move_to(Eigen::MatrixXd& total) {
    using RowMajor = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto size = static_cast<Eigen::Index>(size_);
    const Eigen::Map<RowMajor> products(products_.data(), size, size);
    total.triangularView<Eigen::Lower>() +=
        products.topLeftCorner(total.rows(), total.cols()).cast<double>();
    std::ranges::fill(products_, 0);
  }

 private:
  // Packs the images panel by panel and, within a panel, by pairs of images.
  void pack(ByteSpan images, std::size_t image_size) {
    std::int32_t* to = packed_.data();
    for (std::size_t first = 0; first < size_; first += kPanel, to += kPanel * kPairs) {
      const std::size_t count = std::min(kPanel, pixels_.size() - first);
      const std::span<const std::uint32_t> pixels = pixels_.subspan(first, count);
      std::int32_t* lane = to;
      for (ByteSpan rest = images; !rest.empty(); lane += kPanel) {
        const bool has_two = rest.size() > image_size;
        const ByteSpan one = rest.first(image_size);
        const ByteSpan other = rest.subspan(has_two ? image_size : 0, image_size);
        const int weight = has_two ? 1 << 16 : 0;
        for (std::size_t p = 0; p < count; ++p) {
          lane[p] = one[pixels[p]] + weight * other[pixels[p]];
        }
        if (count < kPanel) lane[count] = 1 + weight;
        rest = rest.subspan(has_two ? 2 * image_size : image_size);
      }
    }
  }

  void multiply(std::size_t pairs) {
    for (std::size_t column = 0; column < size_; column += kPanel) {
      for (std::size_t row = column; row < size_; row += kRows) {
        const std::size_t row_panel = row / kPanel * kPanel;
        multiply_tile(&packed_[row_panel * kPairs + row - row_panel], &packed_[column * kPairs],
                      pairs, &products_[row * size_ + column]);
      }
    }
  }

  void multiply_tile(const std::int32_t* rows, const std::int32_t* columns, std::size_t pairs,
                     std::int32_t* products) const {
    Lanes sums[kRows][2] = {};
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      const Lanes left = load_lanes(columns);
      const Lanes right = load_lanes(columns + kLaneCount);
      for (std::size_t row = 0; row < kRows; ++row) {
        const Lanes spread = Lanes{} + rows[row];
        sums[row][0] += sum_of_products(spread, left);
        sums[row][1] += sum_of_products(spread, right);
      }
      rows += kPanel;
      columns += kPanel;
    }
    for (const auto& row : sums) {
      add_lanes(products, row[0]);
      add_lanes(products + kLaneCount, row[1]);
      products += size_;
    }
  }

  std::span<const std::uint32_t> pixels_;
  std::size_t size_;
  std::vector<std::int32_t> packed_;
  std::vector<std::int32_t> products_;  // row-major
};

}  // namespace

ByteMoments byte_moments(ByteSpan images, std::size_t image_size,
                         std::span<const std::uint32_t> pixels, ThreadTeam& team) {
  const auto n = static_cast<Eigen::Index>(pixels.size());
  std::vector<Eigen::MatrixXd> shares(static_cast<std::size_t>(team.size()),
                                      Eigen::MatrixXd::Zero(n + 1, n + 1));
  team.run([&](int member) {
    const auto [first, last] = share_of(images.size() / image_size, member, team.size());
    ByteSpan share = images.subspan(first * image_size, (last - first) * image_size);
    Sums sums(pixels);
    while (!share.empty()) {
      const ByteSpan some = share.first(std::min(kMostImages * image_size, share.size()));
      sums.add(some, image_size);
      sums.move_to(shares[static_cast<std::size_t>(member)]);
      share = share.subspan(some.size());
    }
  });
  for (std::size_t other = 1; other < shares.size(); ++other) shares[0] += shares[other];
  return {.sums = shares[0].row(n).head(n),
          .products = shares[0].topLeftCorner(n, n).selfadjointView<Eigen::Lower>()};
}

}  // namespace hourglass
