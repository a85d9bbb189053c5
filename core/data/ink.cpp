#include "core/data/ink.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/data/paper.h"

namespace hourglass {
namespace {

constexpr int kLongestSide = 1024;
constexpr float kFaintest = 16;  // of 255: a smaller difference from the paper is not ink

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

// Clears all ink that belongs to no chosen area. Faint pixels at the edge of an area belong to it.
void clear_outside(const Areas& found, const std::vector<bool>& chosen, Picture& picture) {
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
    clear_ruled_lines(picture, outline(darkest_tone()) / 2);
  }
  const Areas found = find_areas(picture, outline(darkest_tone()));
  const std::vector<bool> chosen = choose_areas(picture, found.areas, paper.is_clean);
  clear_outside(found, chosen, picture);
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
