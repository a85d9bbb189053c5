// Reads all images of a source and gives them one shape.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "native_cli/import/sources/source.h"
#include "native_cli/terminal/interrupt.h"

namespace hourglass::cli {

enum class Choice : std::uint8_t { kAuto, kYes, kNo };

struct ImageSize {
  int width = 0;
  int height = 0;
};

struct ShapeOptions {
  std::optional<ImageSize> size{};
  bool keeps_colour = false;
  bool is_normalised = false;  // as MNIST's digits
  Choice invert = Choice::kAuto;
  Choice transpose = Choice::kAuto;
};

// Images of one shape, one after the other.
struct ImageSet {
  std::optional<Split> split{};
  Bytes pixels{};
  std::vector<std::uint32_t> classes{};  // of each image, by number of its name; may be empty
  std::size_t count = 0;
};

struct Collection {
  int width = 0;
  int height = 0;
  int channels = 1;
  std::vector<ImageSet> sets{};
  std::vector<std::string> classes{};  // as the source gives them
  ClassNames class_names{};            // of classes that the source only numbers
  std::vector<std::string> skipped{};  // a sentence for each
  double light_share = 0;              // of images with a light border
  bool is_inverted = false;
  bool is_transposed = false;
};

// Reads up to `limit` images of each part and shows the progress. Fails if the images differ in
// size and options.size is not set, if none can be used, or on Ctrl-C.
Collection collect(Source source, const std::string& path, const ShapeOptions& options,
                   std::optional<std::size_t> limit, const Interrupt& interrupt);

// Fails with the exit status of an interruption if one is requested.
void end_if_requested(const Interrupt& interrupt);

}  // namespace hourglass::cli
