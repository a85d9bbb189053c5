#include "core/compute/taps.h"

namespace hourglass {
namespace {

template <class Meet>
TapAxis axis(int outputs, int inputs, int kernel, int phases, const Meet& meet) {
  TapAxis axis{.extent = inputs, .phases = {0}, .outputs = {}, .inputs = {}};
  for (int phase = 0; phase < phases; ++phase) {
    for (int place = phase; place < outputs; place += phases) axis.outputs.push_back(place);
    axis.phases.push_back(axis.size());
  }
  for (int tap = 0; tap < kernel; ++tap) {
    for (const int place : axis.outputs) {
      const int met = meet(place, tap);
      axis.inputs.push_back(met >= 0 && met < inputs ? met : TapAxis::kOutside);
    }
  }
  return axis;
}

}  // namespace

TapAxis TapAxis::gathering(int outputs, int inputs, int kernel, int stride, int padding) {
  return axis(outputs, inputs, kernel, 1,
              [&](int place, int tap) { return stride * place + tap - padding; });
}

TapAxis TapAxis::scattering(int outputs, int inputs, int kernel, int stride, int padding) {
  return axis(outputs, inputs, kernel, stride, [&](int place, int tap) {
    const int from = place + padding - tap;
    return from % stride == 0 ? from / stride : kOutside;
  });
}

void Taps::append(int row, int column, int length, TapBand& band) const {
  const auto at = [](const TapAxis& axis, int tap, int place) {
    return &axis.inputs[static_cast<std::size_t>(tap * axis.size() + place)];
  };
  const int top = rows_.outputs[static_cast<std::size_t>(row)] * columns_.size();
  for (int i = 0; i < length; ++i) {
    band.outputs[band.count + i] = top + columns_.outputs[static_cast<std::size_t>(column + i)];
  }
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
    for (int tap = 0; tap < count(); ++tap) {
      int* pixel = &band.inputs[static_cast<std::size_t>(tap * TapBand::kMost + i)];
      *pixel = pixel[-1];
    }
  }
}

}  // namespace hourglass
