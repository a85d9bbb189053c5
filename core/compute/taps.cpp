#include "core/compute/taps.h"

#include <algorithm>

namespace hourglass {
namespace {

// Output position q reads input (q · scale + shift + tap · direction) / stride if that is whole.
struct TapMapping {
  int scale;
  int shift;
  int direction;
  int stride;
};

TapAxis axis(int outputs, int inputs, int kernel, const TapMapping& mapping) {
  TapAxis axis{.extent = inputs, .phases = {0}, .outputs = {}, .inputs = {}};
  for (int phase = 0; phase < mapping.stride; ++phase) {
    for (int place = phase; place < outputs; place += mapping.stride) axis.outputs.push_back(place);
    axis.phases.push_back(axis.size());
  }
  for (int tap = 0; tap < kernel; ++tap) {
    for (const int place : axis.outputs) {
      const int at = place * mapping.scale + mapping.shift + tap * mapping.direction;
      const int input = at / mapping.stride;
      const bool is_inside = at >= 0 && at % mapping.stride == 0 && input < inputs;
      axis.inputs.push_back(is_inside ? input : TapAxis::kOutside);
    }
  }
  return axis;
}

// Appends `length` pixels of output row `row` to the band, from `column` on.
void append(const TapAxis& rows, int row, const TapAxis& columns, int column, int length,
            int kernel, TapBand& band) {
  const auto at = [](const TapAxis& axis, std::ptrdiff_t tap, int place) {
    return &axis.inputs[static_cast<std::size_t>(tap * axis.size() + place)];
  };
  const int top = rows.outputs[static_cast<std::size_t>(row)] * columns.size();
  const int* places = &columns.outputs[static_cast<std::size_t>(column)];
  for (int i = 0; i < length; ++i) band.outputs[band.count + i] = top + places[i];
  int* inputs = &band.inputs[static_cast<std::size_t>(band.count)];
  for (int a = 0; a < kernel; ++a) {
    const int input_row = *at(rows, a, row);
    const int first = input_row < 0 ? input_row : input_row * columns.extent;
    for (int b = 0; b < kernel; ++b, inputs += TapBand::kMostPixels) {
      const int* input_columns = at(columns, b, column);
      for (int i = 0; i < length; ++i) inputs[i] = first + input_columns[i];
    }
  }
  band.count += length;
}

// Groups the pixels of a band into runs. Pixel i of the band reads the input pixel inputs[i].
std::vector<Run> runs_of(const TapBand& band, const int* inputs) {
  std::vector<Run> runs;
  for (int i = 0; i < band.count; ++i) {
    if (inputs[i] < 0) continue;
    if (!runs.empty() && band.outputs[i] == runs.back().output + runs.back().length &&
        inputs[i] == runs.back().input + runs.back().length) {
      ++runs.back().length;
    } else {
      runs.push_back({.output = band.outputs[i], .input = inputs[i], .length = 1});
    }
  }
  return runs;
}

void finish(TapBand& band) {
  const int rest =
      (TapBand::kTilePixels - band.count % TapBand::kTilePixels) % TapBand::kTilePixels;
  const auto repeat_last = [&](int* pixels) {
    std::fill_n(pixels + band.count, rest, pixels[band.count - 1]);
  };
  band.runs_of_copies = runs_of(band, kEveryPixel.data());
  repeat_last(band.outputs);
  for (std::ptrdiff_t tap = 0; tap < band.taps; ++tap) {
    band.runs[static_cast<std::size_t>(tap)] = runs_of(band, band.inputs_of(tap));
    repeat_last(&band.inputs[static_cast<std::size_t>(tap * TapBand::kMostPixels)]);
  }
}

// Calls visit(row, first column, number of columns) for each row of each pair of phases.
template <class Visit>
void for_each_row(const TapAxis& rows, const TapAxis& columns, const Visit& visit) {
  for (std::size_t vertical = 1; vertical < rows.phases.size(); ++vertical) {
    for (std::size_t horizontal = 1; horizontal < columns.phases.size(); ++horizontal) {
      const int first = columns.phases[horizontal - 1];
      for (int row = rows.phases[vertical - 1]; row < rows.phases[vertical]; ++row) {
        visit(row, first, columns.phases[horizontal] - first);
      }
    }
  }
}

}  // namespace

TapAxis TapAxis::gathering(int outputs, int inputs, int kernel, int stride, int padding) {
  return axis(outputs, inputs, kernel,
              {.scale = stride, .shift = -padding, .direction = 1, .stride = 1});
}

TapAxis TapAxis::scattering(int outputs, int inputs, int kernel, int stride, int padding) {
  return axis(outputs, inputs, kernel,
              {.scale = 1, .shift = padding, .direction = -1, .stride = stride});
}

Taps::Taps(const TapAxis& rows, const TapAxis& columns, int kernel) : count_(kernel * kernel) {
  const auto taps = static_cast<std::size_t>(count_);
  const int pixels = rows.size() * columns.size();
  bands_ = std::vector<TapBand>(
      static_cast<std::size_t>((pixels + TapBand::kMostPixels - 1) / TapBand::kMostPixels));
  for (TapBand& band : bands_) {
    band.taps = count_;
    band.inputs = std::vector<int>(taps * TapBand::kMostPixels);
    band.runs = std::vector<std::vector<Run>>(taps);
  }
  auto band = bands_.begin();
  for_each_row(rows, columns, [&](int row, int column, int length) {
    while (length > 0) {
      if (band->count == TapBand::kMostPixels) ++band;
      const int taken = std::min(length, TapBand::kMostPixels - band->count);
      append(rows, row, columns, column, taken, kernel, *band);
      column += taken;
      length -= taken;
    }
  });
  std::ranges::for_each(bands_, finish);
}

}  // namespace hourglass
