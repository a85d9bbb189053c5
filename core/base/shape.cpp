#include "core/base/shape.h"

#include "core/base/result.h"

namespace hourglass {

std::string image_text(const Shape& shape) {
  if (!shape.is_image()) return concat(shape.channels);
  return concat(shape.height, "×", shape.width,
                shape.channels == 1 ? "" : concat("×", shape.channels));
}

}  // namespace hourglass
