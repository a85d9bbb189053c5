// NumPy arrays of images: N × D with a square D, N × H × W, N × H × W × C or N × C × H × W.
#include <algorithm>
#include <cmath>
#include <utility>

#include "native_cli/drawing/png.h"
#include "native_cli/import/sources/array_set.h"
#include "native_cli/import/sources/source.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

// Where the pixels of an image are in an array.
struct Axes {
  std::size_t height = 0, width = 0, channels = 1;
  std::size_t row_stride = 0, column_stride = 0, channel_stride = 0;
};

bool is_channels(std::size_t extent) { return extent == 1 || extent == 3; }

std::optional<Axes> axes_of(const NpyArray& array) {
  const std::vector<std::size_t>& shape = array.shape;
  const std::vector<std::size_t> strides = array.strides();
  switch (shape.size()) {
    case 2: {
      const auto side =
          static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(shape[1]))));
      if (side * side != shape[1]) return std::nullopt;
      return Axes{side, side, 1, side * strides[1], strides[1], 0};
    }
    case 3:
      return Axes{shape[1], shape[2], 1, strides[1], strides[2], 0};
    case 4:
      if (is_channels(shape[3])) {
        return Axes{shape[1], shape[2], shape[3], strides[1], strides[2], strides[3]};
      }
      if (!is_channels(shape[1])) return std::nullopt;
      return Axes{shape[2], shape[3], shape[1], strides[2], strides[3], strides[1]};
    default:
      return std::nullopt;
  }
}

class ArrayReader : public SampleReader {
 public:
  ArrayReader(ArrayPair pair, double white) : pair_(std::move(pair)), white_(white) {
    const NpyArray& images = pair_.images.array;
    const auto axes = axes_of(images);
    const auto is_side = [](std::size_t side) { return side > 0 && side <= kMaxPictureSide; };
    if (!axes || !is_side(axes->height) || !is_side(axes->width)) {
      throw_failure(pair_.images.place,
                    ": expected images as N×D with a square D, N×H×W, or N×H×W×C with 1 or 3 "
                    "channels, and sides up to ",
                    kMaxPictureSide, ", found ", shape_text(images.shape));
    }
    axes_ = *axes;
    image_stride_ = images.strides().front();
    if (pair_.labels && pair_.labels->array.shape.front() != images.shape.front()) {
      throw_failure(pair_.labels->place, ": expected one label for each of the ",
                    with_commas(images.shape.front()), " images, found ",
                    with_commas(pair_.labels->array.shape.front()));
    }
  }

  std::uint64_t size() const override { return pair_.images.array.shape.front(); }
  std::uint64_t position() const override { return next_; }
  std::string place() const override { return concat(pair_.images.place, ": image ", next_ - 1); }

  std::optional<Result<Sample>> next() override {
    if (next_ == size()) return std::nullopt;
    Sample sample{.image = read_image(next_++)};
    if (pair_.labels) {
      const NpyArray& labels = pair_.labels->array;
      sample.label = label_text(labels.at((next_ - 1) * labels.strides().front()));
    }
    return sample;
  }

 private:
  Raster read_image(std::size_t index) const {
    Raster image{static_cast<int>(axes_.width),
                 static_cast<int>(axes_.height),
                 static_cast<int>(axes_.channels),
                 {}};
    image.pixels.reserve(image.positions() * axes_.channels);
    for (std::size_t row = 0; row < axes_.height; ++row) {
      for (std::size_t column = 0; column < axes_.width; ++column) {
        for (std::size_t channel = 0; channel < axes_.channels; ++channel) {
          const double number =
              pair_.images.array.at(index * image_stride_ + row * axes_.row_stride +
                                    column * axes_.column_stride + channel * axes_.channel_stride);
          const auto byte = tone_byte(number, white_);
          if (!byte) {
            throw_failure(pair_.images.place, ": image ", index, ", row ", row, ", column ", column,
                          ": expected a number from 0 to ", shortest(white_), ", found ",
                          std::isnan(number) ? "nan" : shortest(number),
                          number > white_ ? "; --white says which number stands for white" : "");
          }
          image.pixels.push_back(*byte);
        }
      }
    }
    return image;
  }

  ArrayPair pair_;
  double white_;
  Axes axes_;
  std::size_t image_stride_ = 0;
  std::size_t next_ = 0;
};

// The greatest number of an array, or 0 if none is greater.
double greatest_number(const NpyArray& array) {
  double greatest = 0;
  const std::size_t count = array.numbers.size() / array.type.bytes;
  for (std::size_t i = 0; i < count; ++i) {
    const double number = array.at(i);
    if (number > greatest) greatest = number;
  }
  return greatest;
}

}  // namespace

Source open_arrays(const SourceOptions& options) {
  ArraySet set = find_arrays(options.path, options.labels);
  double greatest = 0;
  for (const ArrayPair& pair : set.pairs) {
    if (!options.white) greatest = std::max(greatest, greatest_number(pair.images.array));
  }
  const double white = white_for(greatest, options.white);
  Source source{.kind = Source::Kind::kArrays, .skipped = std::move(set.skipped)};
  for (ArrayPair& pair : set.pairs) {
    source.description +=
        concat(source.description.empty() ? "" : "; ", pair.images.place, ": ",
               shape_text(pair.images.array.shape), " of dtype ", pair.images.array.dtype, ", ",
               pair.labels ? concat("labels in ", pair.labels->name) : "no labels");
    source.parts.push_back({pair.split, std::make_unique<ArrayReader>(std::move(pair), white)});
  }
  source.description += concat("; white is ", shortest(white));
  return source;
}

}  // namespace hourglass::cli
