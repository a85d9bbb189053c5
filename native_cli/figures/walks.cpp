// Figure F18: random walks and interpolation in pixel space and in code space.
#include <algorithm>
#include <optional>

#include "core/analysis/codes.h"
#include "core/analysis/errors.h"
#include "core/analysis/percentiles.h"
#include "core/analysis/walk.h"
#include "native_cli/figures/draw_figures.h"
#include "native_cli/figures/images.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr const char* kWalkModel = "manifold-8";
constexpr int kSteps = 10;
constexpr double kPixelStep = 0.15;
constexpr double kCodeStep = 0.35;  // relative to the spread of the codes

// Half the distance between the 16th and 84th percentiles of the test codes, averaged over the
// units. For a normal distribution, this is the standard deviation.
double spread_of_codes(const Model& model, FigureInputs& inputs) {
  const int units = model.network.code_size();
  const std::vector<Scalar> percentiles =
      code_percentiles(value_of(codes_of(model, inputs.test_images(), inputs.team())));
  double sum = 0;
  for (std::size_t unit = 0; unit < static_cast<std::size_t>(units); ++unit) {
    const Scalar* const of_unit = percentiles.data() + unit * kPercentiles;
    sum += (of_unit[84] - of_unit[16]) / 2;
  }
  return sum / units;
}

std::string sentence_name(const Example& example) {
  return concat(example.label ? "digit " : "image ", example.name);
}

// Images along a random walk or an interpolation.
struct Walk {
  std::string kind;   // "random walk" or "interpolation"
  std::string space;  // "pixel space" or "code space"
  std::string start;
  std::string end;  // "" for a random walk
  Images images;
};

std::string label_of(const Walk& walk) {
  if (walk.end.empty()) return concat(walk.space, ", from ", walk.start);
  return concat(walk.space, ", ", walk.start, " to ", walk.end);
}

// Adds a walk as a row. Its note says how far its images are from their own reconstructions.
void add_walk(Strip& strip, CsvTable& table, const Model& model, const Walk& walk) {
  const Images& images = walk.images;
  const Images rebuilt = rebuilt_by(model, images);
  strip.rows.push_back(row_of(label_of(walk), images));
  double error = 0;
  double sum = 0;
  for (std::size_t step = 0; step < images.count(); ++step) {
    error = value_of(compare(image_at(rebuilt, step), image_at(images, step))).mean_squared_error;
    sum += error;
    table.add_row(walk.kind, walk.space, walk.start, walk.end, step, error);
  }
  strip.rows.back().notes = {"own error,",
                             concat("mean ", error_text(sum / static_cast<double>(images.count()))),
                             concat("last ", error_text(error))};
}

// Two examples to walk between: those with these labels, or others if the images lack them.
std::pair<const Example*, const Example*> choose_two(const std::vector<Example>& examples,
                                                     std::uint8_t first, std::uint8_t second) {
  const auto index_of = [&examples](std::uint8_t label) {
    const auto found = std::ranges::find(examples, std::optional(label), &Example::label);
    return found == examples.end() ? label % examples.size()
                                   : static_cast<std::size_t>(found - examples.begin());
  };
  const std::size_t one = index_of(first);
  std::size_t other = index_of(second);
  if (other == one) other = (other + 1) % examples.size();
  return {&examples[one], &examples[other]};
}

Images pixels_of(FigureInputs& inputs, const Example& example) {
  return images_of(inputs.test_images(), std::span(&example, 1));
}

// The images of a walk from `start`.
Images along(const Images& start, const Result<std::vector<Scalar>>& pixels) {
  return {.shape = start.shape, .pixels = value_of(pixels)};
}

// Random walks from two of the examples.
Strip random_walks(FigureInputs& inputs, const std::vector<Example>& examples, CsvTable& table) {
  const Model& model = inputs.model(kWalkModel);
  const double step = kCodeStep * spread_of_codes(model, inputs);
  Strip strip{
      .title = "Random walks from a digit, in pixel space and in code space",
      .rows = {},
      .caption = concat(kWalkModel,
                        ", no noise added. Each image is the previous one plus a random "
                        "step: N(0, ",
                        fixed(kPixelStep, 2), "²) on every pixel, clipped to [0, 1], or N(0, ",
                        fixed(step, 2), "²) on every code unit (", fixed(kCodeStep, 2),
                        " of the spread of the test codes), then decoded. Own error: "
                        "MSE between an image and its own reconstruction.")};
  const auto [one, other] = choose_two(examples, 2, 7);
  for (const auto& [example, seed] : {std::pair{one, 2U}, {other, 7U}}) {
    const Images start = pixels_of(inputs, *example);
    const std::string name = sentence_name(*example);
    add_walk(strip, table, model,
             {"random walk", "pixel space", name, "",
              along(start, walk_pixels(start.pixels, kPixelStep, kSteps, seed))});
    add_walk(strip, table, model,
             {"random walk", "code space", name, "",
              along(start, walk_codes(model, start.pixels, step, kSteps, seed))});
  }
  return strip;
}

// Interpolation between pairs of the examples.
Strip interpolations(FigureInputs& inputs, const std::vector<Example>& examples, CsvTable& table) {
  const Model& model = inputs.model(kWalkModel);
  Strip strip{.title = "Interpolation between two digits, in pixel space and in code space",
              .rows = {},
              .caption = concat(kWalkModel,
                                ", no noise. Evenly spaced points on the straight line between "
                                "two test images, and between their codes, which are then "
                                "decoded. Own error: MSE between an image and its own "
                                "reconstruction.")};
  for (const auto& [low, high] : {std::pair<std::uint8_t, std::uint8_t>{4, 9}, {1, 6}, {3, 8}}) {
    const auto [from, to] = choose_two(examples, low, high);
    const Images first = pixels_of(inputs, *from);
    const Images last = pixels_of(inputs, *to);
    const std::string start = sentence_name(*from);
    const std::string end = sentence_name(*to);
    add_walk(strip, table, model,
             {"interpolation", "pixel space", start, end,
              along(first, line_between(first.pixels, last.pixels, kSteps))});
    add_walk(strip, table, model,
             {"interpolation", "code space", start, end,
              along(first, interpolate_codes(model, first.pixels, last.pixels, kSteps))});
  }
  return strip;
}

}  // namespace

FigureFiles draw_walks(FigureInputs& inputs) {
  const std::vector<Example> examples = examples_of(inputs.test_images());
  if (examples.size() < 2) {
    throw_failure("F18: expected test images of at least two classes to walk between, found one");
  }
  CsvTable table({"kind", "space", "start", "end", "step", "mse_of_own_reconstruction"});
  const Strip walks = random_walks(inputs, examples, table);
  const Strip lines = interpolations(inputs, examples, table);
  return {{"F18.png", strip_png(walks, 3)},
          {"F18-between.png", strip_png(lines, 3)},
          {"F18.csv", table.bytes()}};
}

}  // namespace hourglass::cli
