// A picture of some images of a data set, to see at a glance whether they came out right.
#pragma once

#include "native_cli/drawing/canvas.h"
#include "native_cli/import/data_set.h"

namespace hourglass::cli {

// A row of training images for each class, with its name; without labels, rows of the first images.
Canvas draw_contact_sheet(const ImportedData& data);

}  // namespace hourglass::cli
