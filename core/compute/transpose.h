// Transposes a matrix in squares of kLanes × kLanes numbers, each in registers.
#pragma once

#include <algorithm>
#include <utility>

#include "core/compute/simd.h"

namespace hourglass {

// Rows of numbers at equal distances.
template <class Number>
struct Pitched {
  Number* first;
  std::ptrdiff_t pitch;  // from row to row

  Number* row(std::ptrdiff_t index) const { return first + index * pitch; }
};

// The numbers of a and b in turn, from number `kFirst` of each on.
template <std::size_t kFirst, std::size_t... kAt>
Register interleaved(const Register& a, const Register& b, std::index_sequence<kAt...> /*lanes*/) {
  return __builtin_shufflevector(a, b, (kFirst + kAt / 2 + kAt % 2 * kLanes)...);
}

inline void transpose(Register (&square)[kLanes]) {
  constexpr auto kHalf = static_cast<std::size_t>(kLanes / 2);
  constexpr auto kAll = std::make_index_sequence<2 * kHalf>();
  for (std::ptrdiff_t step = 1; step < kLanes; step *= 2) {
    Register before[kLanes];
    std::ranges::copy(square, before);
    for (std::size_t i = 0; i < kHalf; ++i) {
      square[2 * i] = interleaved<0>(before[i], before[i + kHalf], kAll);
      square[2 * i + 1] = interleaved<kHalf>(before[i], before[i + kHalf], kAll);
    }
  }
}

// to(column, row) = from(row, column), for `rows` rows of `columns` numbers.
inline void transpose(const Pitched<const Scalar>& from, std::ptrdiff_t rows,
                      std::ptrdiff_t columns, const Pitched<Scalar>& to) {
  const auto move = [&](std::ptrdiff_t row, auto height, std::ptrdiff_t column, auto width) {
    Register square[kLanes] = {};
    for (std::ptrdiff_t i = 0; i < height; ++i) square[i] = load(from.row(row + i) + column, width);
    transpose(square);
    for (std::ptrdiff_t i = 0; i < width; ++i) store(to.row(column + i) + row, square[i], height);
  };
  constexpr std::integral_constant<std::ptrdiff_t, kLanes> kWhole;
  for_each_vector(columns, [&](std::ptrdiff_t column, std::ptrdiff_t width) {
    for_each_vector(rows, [&](std::ptrdiff_t row, std::ptrdiff_t height) {
      if (height == kLanes && width == kLanes) return move(row, kWhole, column, kWhole);
      move(row, height, column, width);
    });
  });
}

}  // namespace hourglass
