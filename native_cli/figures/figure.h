// The list of figures: what each shows, which trained models it needs, and how it is drawn.
#pragma once

#include <string>
#include <vector>

#include "native_cli/figures/figure_inputs.h"

namespace hourglass::cli {

struct FigureFile {
  std::string name;  // "F8.svg", "F8.csv"
  Bytes content;
};

struct Figure {
  int number;
  std::string title;
  std::vector<std::string> required_models;  // file names without the extension
  std::vector<FigureFile> (*draw)(FigureInputs& inputs);
  std::vector<std::string> optional_models{};  // drawn if they exist
  bool takes_error_table = false;              // FigureInputs::error_table()
};

// F1 to F19, in this order.
const std::vector<Figure>& figures();

}  // namespace hourglass::cli
