#include "core/data/paper.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hourglass {
namespace {

template <class Value>
Value middle(std::vector<Value> values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, at);
  return *at;
}

Terms terms(const Picture& picture, std::size_t index) {
  const auto width = static_cast<std::size_t>(picture.width);
  const std::size_t row = index / width;
  const std::size_t column = index % width;
  const double x = 2 * (static_cast<double>(column) + 0.5) / picture.width - 1;
  const double y = 2 * (static_cast<double>(row) + 0.5) / picture.height - 1;
  return {1, x, y, x * x, x * y, y * y};
}

float illumination_at(const Illumination& illumination, const Picture& picture, std::size_t index) {
  const Terms at = terms(picture, index);
  return static_cast<float>(std::inner_product(at.begin(), at.end(), illumination.begin(), 0.0));
}

// A least-squares fit of the illumination. The normal equations are positive definite, so Gaussian
// elimination needs no pivoting; Eigen's solvers would add 5 kB to the WebAssembly module.
class IlluminationFit {
 public:
  void add(const Terms& at, double tone) {
    for (std::size_t row = 0; row < kPolynomialTerms; ++row) {
      for (std::size_t column = 0; column < kPolynomialTerms; ++column) {
        squares_[row][column] += at[row] * at[column];
      }
      products_[row] += at[row] * tone;
    }
  }

  Illumination solve() {
    constexpr double kLeast = 1e-6;  // keeps the matrix positive definite for a picture of one row
    for (std::size_t row = 0; row < kPolynomialTerms; ++row) squares_[row][row] += kLeast;
    for (std::size_t pivot = 0; pivot < kPolynomialTerms; ++pivot) {
      for (std::size_t row = pivot + 1; row < kPolynomialTerms; ++row) {
        const double factor = squares_[row][pivot] / squares_[pivot][pivot];
        for (std::size_t column = pivot; column < kPolynomialTerms; ++column) {
          squares_[row][column] -= factor * squares_[pivot][column];
        }
        products_[row] -= factor * products_[pivot];
      }
    }
    Illumination illumination{};
    for (std::size_t row = kPolynomialTerms; row-- > 0;) {
      double sum = products_[row];
      for (std::size_t column = row + 1; column < kPolynomialTerms; ++column) {
        sum -= squares_[row][column] * illumination[column];
      }
      illumination[row] = sum / squares_[row][row];
    }
    return illumination;
  }

 private:
  std::array<Terms, kPolynomialTerms> squares_{};
  Terms products_{};
};

void clear_lines(Picture& picture, float least, bool is_vertical) {
  const int lines = is_vertical ? picture.width : picture.height;
  const int length = is_vertical ? picture.height : picture.width;
  const auto tone = [&](int line, int place) -> float& {
    return picture.tones[is_vertical ? picture.index(place, line) : picture.index(line, place)];
  };
  std::vector<bool> is_ruled(static_cast<std::size_t>(lines));
  for (int line = 0; line < lines; ++line) {
    int dark = 0;
    int begin = length;
    int end = 0;
    for (int place = 0; place < length; ++place) {
      if (tone(line, place) <= least) continue;
      ++dark;
      begin = std::min(begin, place);
      end = place + 1;
    }
    is_ruled[static_cast<std::size_t>(line)] = dark > 0.6 * length && end - begin > 0.85 * length;
  }
  const int thickest = std::max(2, lines / 16);
  for (int first = 0; first < lines; ++first) {
    if (!is_ruled[static_cast<std::size_t>(first)]) continue;
    int last = first;
    while (last + 1 < lines && is_ruled[static_cast<std::size_t>(last) + 1]) ++last;
    if (last - first < thickest) {
      const int before = std::max(0, first - 2);
      const int after = std::min(lines - 1, last + 2);
      for (int line = std::max(0, first - 1); line <= std::min(lines - 1, last + 1); ++line) {
        for (int place = 0; place < length; ++place) {
          // If there is ink on both sides, the stroke continues across the line.
          tone(line, place) =
              std::min({tone(line, place), tone(before, place), tone(after, place)});
        }
      }
    }
    first = last;
  }
}

}  // namespace

Paper fit_paper(const Picture& picture) {
  constexpr std::size_t kMostSamples = 20'000;
  constexpr int kRounds = 12;
  constexpr float kNear = 2.5F;  // standard deviations
  constexpr float kNearest = 4;  // grey levels
  const std::size_t stride = std::max<std::size_t>(1, picture.tones.size() / kMostSamples);
  std::vector<std::size_t> samples;
  for (std::size_t i = 0; i < picture.tones.size(); i += stride) samples.push_back(i);

  Paper paper;
  paper.illumination[0] = middle(picture.tones);
  std::vector<float> differences(samples.size());
  float near = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
      differences[i] = std::abs(picture.tones[samples[i]] -
                                illumination_at(paper.illumination, picture, samples[i]));
    }
    constexpr float kOfNormal = 1.4826F;  // σ of a normal distribution, per median |x − μ|
    near = std::max(kNearest, kNear * kOfNormal * middle(differences));
    paper.is_clean = middle(differences) == 0;
    if (paper.is_clean) break;
    IlluminationFit fit;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (differences[i] <= near) fit.add(terms(picture, samples[i]), picture.tones[samples[i]]);
    }
    paper.illumination = fit.solve();
  }
  double sum = 0;
  std::size_t count = 0;
  for (const float difference : differences) {
    if (difference > near) continue;
    sum += static_cast<double>(difference) * difference;
    ++count;
  }
  paper.grain = count == 0 ? 0 : static_cast<float>(std::sqrt(sum / static_cast<double>(count)));
  return paper;
}

void subtract_paper(const Paper& paper, Picture& picture) {
  const float least = kGrainSigmas * paper.grain;
  double darker = 0;
  double brighter = 0;
  for (std::size_t i = 0; i < picture.tones.size(); ++i) {
    float& tone = picture.tones[i];
    tone -= illumination_at(paper.illumination, picture, i);
    if (std::abs(tone) <= least) tone = 0;
    (tone < 0 ? darker : brighter) += std::abs(tone);
  }
  const float sign = darker > brighter ? -1 : 1;
  for (float& tone : picture.tones) tone = std::max(0.0F, sign * tone);
}

void clear_ruled_lines(Picture& picture, float least) {
  for (const bool is_vertical : {false, true}) clear_lines(picture, least, is_vertical);
}

}  // namespace hourglass
