// How the columns of a CSV file of pixels are to be read, as far as its first rows tell.
#pragma once

#include <optional>
#include <string>

#include "native_cli/files/formats/csv_rows.h"

namespace hourglass::cli {

struct CsvLayout {
  std::size_t columns = 0;
  bool has_header = false;
  std::optional<std::size_t> label{};  // its column
  int side = 0;                        // of the square images
  double white = 255;
};

// Every column but the label's is a pixel, row by row. The label's column is the one that
// `label_column` tells: "first", "last", "none" or its name in the header. Without that, it is the
// column that the header names so, or, if that leaves a square number of pixels, the first or the
// last one, whichever varies over the first rows while the other does not. Fails, with `name` in
// the message, if the number of pixels is no square.
CsvLayout find_layout(ByteSpan text, const std::string& name,
                      const std::optional<std::string>& label_column,
                      const std::optional<double>& white);

// The number that a field spells. Like parse_number, but fast for whole numbers up to 999.
std::optional<double> parse_pixel(std::string_view field);

}  // namespace hourglass::cli
