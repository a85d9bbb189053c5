#include "core/data/ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>

namespace hourglass {
namespace {

constexpr int kLongestSide = 1024;
constexpr float kFaintest = 16;    // of 255: a smaller difference from the paper is not ink
constexpr float kGrainSigmas = 4;  // standard deviations: smaller differences may be grain

// Grey tones, and later their differences from the paper.
struct Picture {
  int width;
  int height;
  std::vector<float> tones;

  std::size_t index(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(column);
  }
};

// Downscales by means over `factor` × `factor` pixels; drops an incomplete last row or column.
Picture reduced(ByteSpan grey, int width, int height) {
  constexpr int kShortestSide = 256;  // downscaling keeps at least this much of the shorter side
  const int wanted = (std::max(width, height) + kLongestSide - 1) / kLongestSide;
  const int factor = std::clamp(std::min(width, height) / kShortestSide, 1, wanted);
  Picture picture{width / factor, height / factor, {}};
  picture.tones.reserve(picture.index(picture.height, 0));
  for (int row = 0; row < picture.height; ++row) {
    for (int column = 0; column < picture.width; ++column) {
      std::int64_t sum = 0;
      for (int y = row * factor; y < (row + 1) * factor; ++y) {
        const std::size_t first =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
            static_cast<std::size_t>(column) * static_cast<std::size_t>(factor);
        for (int x = 0; x < factor; ++x) sum += grey[first + static_cast<std::size_t>(x)];
      }
      picture.tones.push_back(static_cast<float>(sum) / static_cast<float>(factor * factor));
    }
  }
  return picture;
}

template <class Value>
Value middle(std::vector<Value> values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, at);
  return *at;
}

// The illumination of the picture is a polynomial of degree 2 in x and y, both from −1 to 1.
constexpr std::size_t kPolynomialTerms = 6;
using Terms = std::array<double, kPolynomialTerms>;         // 1, x, y, x², xy, y² at one pixel
using Illumination = std::array<double, kPolynomialTerms>;  // the coefficient of each term

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

// The paper's illumination, and the standard deviation of its grain.
struct Paper {
  Illumination illumination{};
  float grain = 0;
  bool is_clean = false;  // most of it has exactly one tone, as on a canvas
};

// Fits the illumination to the paper, by repeated least squares over pixels near the previous fit.
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

// Replaces tones by their differences from the paper, positive in the direction of the ink.
// Differences that may be grain become 0.
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

// Clears thin lines that run across most of the picture, as on ruled paper, but not where ink
// crosses them.
void clear_ruled_lines(Picture& picture, float least, bool is_vertical) {
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

// A connected area of ink.
struct Area {
  int top, bottom, left, right;
  double mass = 0;

  int longer_side() const { return std::max(bottom - top, right - left) + 1; }
};

struct Areas {
  std::vector<int> number_of;  // the area that each pixel belongs to; −1 for paper
  std::vector<Area> areas;
};

Areas find_areas(const Picture& picture, float least) {
  Areas found{std::vector<int>(picture.tones.size(), -1), {}};
  std::vector<std::pair<int, int>> edge;
  for (int row = 0; row < picture.height; ++row) {
    for (int column = 0; column < picture.width; ++column) {
      if (picture.tones[picture.index(row, column)] <= least ||
          found.number_of[picture.index(row, column)] >= 0) {
        continue;
      }
      const int number = static_cast<int>(found.areas.size());
      Area area{row, row, column, column};
      edge.assign(1, {row, column});
      found.number_of[picture.index(row, column)] = number;
      while (!edge.empty()) {
        const auto [y, x] = edge.back();
        edge.pop_back();
        area.top = std::min(area.top, y);
        area.bottom = std::max(area.bottom, y);
        area.left = std::min(area.left, x);
        area.right = std::max(area.right, x);
        area.mass += picture.tones[picture.index(y, x)];
        for (int v = std::max(0, y - 1); v <= std::min(picture.height - 1, y + 1); ++v) {
          for (int u = std::max(0, x - 1); u <= std::min(picture.width - 1, x + 1); ++u) {
            const std::size_t next = picture.index(v, u);
            if (found.number_of[next] >= 0 || picture.tones[next] <= least) continue;
            found.number_of[next] = number;
            edge.emplace_back(v, u);
          }
        }
      }
      found.areas.push_back(area);
    }
  }
  return found;
}

// Selects the areas that form the drawing. Leaves out specks and, if a drawing remains without
// them, areas that touch the picture's border or surround it. On a clean canvas an area may touch
// one side.
std::vector<bool> choose_areas(const Picture& picture, const std::vector<Area>& areas,
                               bool is_clean) {
  const int margin = std::max(1, std::min(picture.width, picture.height) / 25);
  const int shorter_side = std::min(picture.width, picture.height);
  const auto is_outside = [&](const Area& area) {
    const int sides = (area.top == 0) + (area.left == 0) + (area.bottom == picture.height - 1) +
                      (area.right == picture.width - 1);
    const bool runs_around = area.top <= margin && area.left <= margin &&
                             area.bottom >= picture.height - 1 - margin &&
                             area.right >= picture.width - 1 - margin;
    return sides > (is_clean ? 1 : 0) || runs_around;
  };
  const bool has_inside = std::ranges::any_of(areas, [&](const Area& area) {
    return !is_outside(area) && 8 * area.longer_side() > shorter_side;
  });
  double heaviest = 0;
  for (const Area& area : areas) {
    if (!has_inside || !is_outside(area)) heaviest = std::max(heaviest, area.mass);
  }
  constexpr double kLeastPart = 0.02;  // of the largest mass: anything less is a speck
  std::vector<bool> chosen;
  for (const Area& area : areas) {
    chosen.push_back((!has_inside || !is_outside(area)) && area.mass >= kLeastPart * heaviest);
  }
  return chosen;
}

}  // namespace

Result<Ink> find_ink(ByteSpan grey, int width, int height) {
  if (width < 1 || height < 1 || std::cmp_not_equal(grey.size(), std::int64_t{width} * height)) {
    return fail("drawing: expected width × height grey bytes, found ", grey.size(), " for ", width,
                "×", height);
  }
  Picture picture = reduced(grey, width, height);
  const Paper paper = fit_paper(picture);
  subtract_paper(paper, picture);
  const auto darkest_tone = [&picture] { return *std::ranges::max_element(picture.tones); };
  const auto outline = [&](float darkest) {
    return std::max(kEdgeOfInk * darkest, kGrainSigmas * paper.grain);
  };
  if (paper.grain > 0) {
    const float least = outline(darkest_tone()) / 2;
    clear_ruled_lines(picture, least, false);
    clear_ruled_lines(picture, least, true);
  }
  const Areas found = find_areas(picture, outline(darkest_tone()));
  const std::vector<bool> chosen = choose_areas(picture, found.areas, paper.is_clean);
  // Faint pixels at the edge of an area belong to it.
  for (int row = 0; row < picture.height; ++row) {
    for (int column = 0; column < picture.width; ++column) {
      float& tone = picture.tones[picture.index(row, column)];
      if (tone == 0) continue;
      bool is_kept = false;
      for (int v = std::max(0, row - 1); v <= std::min(picture.height - 1, row + 1); ++v) {
        for (int u = std::max(0, column - 1); u <= std::min(picture.width - 1, column + 1); ++u) {
          const int number = found.number_of[picture.index(v, u)];
          is_kept = is_kept || (number >= 0 && chosen[static_cast<std::size_t>(number)]);
        }
      }
      if (!is_kept) tone = 0;
    }
  }
  // The maximum of thousands of samples lies about 3.5 standard deviations above their mean.
  const float greatest = darkest_tone();
  const float darkest = std::max(greatest / 2, greatest - 3.5F * paper.grain);
  if (greatest < kFaintest) {
    return fail("drawing: expected some ink, found an empty canvas of ", width, "×", height);
  }
  for (float& tone : picture.tones) tone = std::min(1.0F, tone / darkest);
  return Ink{picture.width, picture.height, std::move(picture.tones)};
}

}  // namespace hourglass
