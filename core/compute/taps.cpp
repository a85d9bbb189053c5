#include "core/compute/taps.h"

namespace hourglass {
namespace {

// Place q of the output meets (q · scale + shift + tap · direction) / stride where that is whole.
struct Meeting {
  int scale;
  int shift;
  int direction;
  int stride;
};

TapAxis axis(int outputs, int inputs, int kernel, const Meeting& meeting) {
  TapAxis axis{.extent = inputs, .phases = {0}, .outputs = {}, .inputs = {}};
  for (int phase = 0; phase < meeting.stride; ++phase) {
    for (int place = phase; place < outputs; place += meeting.stride) axis.outputs.push_back(place);
    axis.phases.push_back(axis.size());
  }
  for (int tap = 0; tap < kernel; ++tap) {
    for (const int place : axis.outputs) {
      const int at = place * meeting.scale + meeting.shift + tap * meeting.direction;
      const int met = at / meeting.stride;
      const bool is_inside = at >= 0 && at % meeting.stride == 0 && met < inputs;
      axis.inputs.push_back(is_inside ? met : TapAxis::kOutside);
    }
  }
  return axis;
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

void Taps::append(int row, int column, int length, TapBand& band) const {
  const auto at = [](const TapAxis& axis, std::ptrdiff_t tap, int place) {
    return &axis.inputs[static_cast<std::size_t>(tap * axis.size() + place)];
  };
  const int top = rows_.outputs[static_cast<std::size_t>(row)] * columns_.size();
  const int* places = &columns_.outputs[static_cast<std::size_t>(column)];
  for (int i = 0; i < length; ++i) band.outputs[band.count + i] = top + places[i];
  int* inputs = &band.inputs[static_cast<std::size_t>(band.count)];
  for (int a = 0; a < kernel_; ++a) {
    const int met = *at(rows_, a, row);
    const int first = met < 0 ? met : met * columns_.extent;
    for (int b = 0; b < kernel_; ++b, inputs += TapBand::kMost) {
      const int* columns = at(columns_, b, column);
      for (int i = 0; i < length; ++i) inputs[i] = first + columns[i];
    }
  }
  band.count += length;
}

void Taps::pad(TapBand& band) const {
  for (int i = band.count; i % TapBand::kGrain != 0; ++i) {
    band.outputs[i] = band.outputs[i - 1];
    for (std::ptrdiff_t tap = 0; tap < count(); ++tap) {
      int* pixel = &band.inputs[static_cast<std::size_t>(tap * TapBand::kMost + i)];
      *pixel = pixel[-1];
    }
  }
}

}  // namespace hourglass
