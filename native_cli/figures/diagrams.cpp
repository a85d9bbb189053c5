// Figures F3, F4 and F16: models drawn as diagrams.
#include <algorithm>
#include <cmath>

#include "core/models/find_model.h"
#include "native_cli/drawing/png.h"
#include "native_cli/drawing/svg.h"
#include "native_cli/figures/draw_figures.h"
#include "native_cli/figures/images.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/layer_rows.h"
#include "native_cli/text/model_text.h"

namespace hourglass::cli {
namespace {

constexpr TextStyle kTitle{.size = 20};
constexpr TextStyle kLabel{.size = 14, .anchor = TextStyle::Anchor::kMiddle};
constexpr TextStyle kFaintLabel{
    .size = 13, .colour = kFaintInk, .anchor = TextStyle::Anchor::kMiddle};
constexpr TextStyle kNote{.size = 13, .colour = kFaintInk};

Bytes tile_png(const Tile& tile) { return to_png(draw_tile(tile, 8)); }

std::string corner(double x, double y) { return concat(fixed(x, 1), ',', fixed(y, 1), ' '); }

// Draws a trapezium whose left and right sides have these heights and are centred on `middle`.
void draw_funnel(SvgDrawing& drawing, double x, double width, double middle, double left_height,
                 double right_height, const std::string& label) {
  drawing.polygon(
      concat(corner(x, middle - left_height / 2), corner(x + width, middle - right_height / 2),
             corner(x + width, middle + right_height / 2), corner(x, middle + left_height / 2)),
      kGlassSoft);
  drawing.text(x + width / 2, middle + 5, label, kLabel);
}

// The layers of the encoder or of the decoder: "128 relu, 32".
std::string part_text(const std::vector<LayerRow>& rows, bool encoder) {
  std::string text;
  bool before_code = true;
  for (const LayerRow& row : rows) {
    if (before_code == encoder) {
      text += concat(text.empty() ? "" : ", ", shape_text(row.output),
                     row.activation == "identity" ? "" : concat(' ', row.activation));
    }
    before_code = before_code && !row.is_code;
  }
  return text;
}

// The units that a column of a network graph shows: their indices, and −1 for a gap that stands for
// all others.
std::vector<int> drawn_units(int units) {
  constexpr int kMaxDrawn = 13;
  std::vector<int> drawn;
  for (int unit = 0; unit < std::min(units, kMaxDrawn); ++unit) {
    drawn.push_back(units > kMaxDrawn && unit == kMaxDrawn / 2 ? -1 : unit);
  }
  return drawn;
}

struct GraphColumn {
  std::string name;
  int units;
  Colour fill;
  Colour edge;
};

std::vector<GraphColumn> graph_columns(const Model& model) {
  std::vector<GraphColumn> columns{{"input", model.network.input_size(), kGlassSoft, kGlass}};
  const std::vector<LayerRow> rows = layer_rows(model);
  for (const LayerRow& row : rows) {
    const bool is_output = &row == &rows.back();
    const Colour fill = row.is_code ? kSandSoft : is_output ? kGlassSoft : kSurface;
    const Colour edge = row.is_code ? kSand : is_output ? kGlass : kFaintInk;
    columns.push_back({row.is_code ? "code"
                       : is_output ? "output"
                                   : "hidden",
                       row.output.size(), fill, edge});
  }
  return columns;
}

Bytes draw_graph(const Model& model) {
  constexpr double kTop = 92;
  constexpr double kSpacing = 30;
  constexpr double kColumnWidth = 150;
  const std::vector<GraphColumn> columns = graph_columns(model);
  std::size_t most = 0;
  for (const GraphColumn& column : columns) {
    most = std::max(most, drawn_units(column.units).size());
  }
  const double height = kTop + kSpacing * static_cast<double>(most) + 60;
  const double width = kColumnWidth * static_cast<double>(columns.size()) + 48;
  const auto x_of = [](std::size_t column) {
    return 24 + kColumnWidth * (static_cast<double>(column) + 0.5);
  };
  const auto y_of = [&](std::size_t column, std::size_t unit) {
    const auto count = static_cast<double>(drawn_units(columns[column].units).size());
    return kTop +
           kSpacing * (static_cast<double>(most) / 2 + static_cast<double>(unit) - (count - 1) / 2);
  };
  SvgDrawing drawing(std::max(width, 560.0), height, concat("Network graph of ", model.spec.name));
  drawing.text(24, 38, concat("Network graph of ", model.spec.name), kTitle);
  for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
    const std::vector<int> left = drawn_units(columns[c].units);
    const std::vector<int> right = drawn_units(columns[c + 1].units);
    for (std::size_t i = 0; i < left.size(); ++i) {
      for (std::size_t j = 0; j < right.size(); ++j) {
        if (left[i] < 0 || right[j] < 0) continue;
        drawing.line(x_of(c), y_of(c, i), x_of(c + 1), y_of(c + 1, j), kFrame, 1, 0.45);
      }
    }
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::vector<int> units = drawn_units(columns[c].units);
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (units[i] < 0) {
        drawing.text(x_of(c), y_of(c, i) + 5, "⋮", kLabel);
      } else {
        drawing.circle(x_of(c), y_of(c, i), 9, columns[c].fill, columns[c].edge);
      }
    }
    drawing.text(x_of(c), 74, columns[c].name, kLabel);
    drawing.text(x_of(c), 92, with_commas(static_cast<std::uint64_t>(columns[c].units)),
                 kFaintLabel);
  }
  drawing.text(24, height - 20,
               concat("Every unit feeds every unit of the next column: ",
                      with_commas(model.parameter_count()), " weights and biases."),
               kNote);
  return drawing.finish();
}

// The description of a layer in the layer diagram: "conv2d 3×3, relu".
std::string operation_text(const LayerRow& row, const LayerSpec& spec) {
  std::string text = row.type;
  if (spec.kernel > 0) text += concat(' ', spec.kernel, "×", spec.kernel);
  if (spec.stride > 1) text += concat(", stride ", spec.stride);
  if (spec.padding > 0) text += concat(", padding ", spec.padding);
  if (spec.factor > 0) text += concat(" ×", spec.factor);
  if (row.activation != "identity" && row.activation != row.type)
    text += concat(", ", row.activation);
  return text;
}

constexpr double kBarHeight = 34;
constexpr double kBarMiddle = 560;

// Draws the output of a layer as a bar with its shape. `greatest` is the largest size of all bars.
void draw_bar(SvgDrawing& drawing, double y, Shape shape, double greatest, Colour fill,
              Colour edge) {
  constexpr double kMaxBarWidth = 520;
  constexpr double kTextRoom = 150;
  const double width = kMaxBarWidth * std::sqrt(shape.size() / greatest);
  drawing.rectangle(kBarMiddle - width / 2, y, width, kBarHeight, fill, edge, 4);
  const std::string text =
      concat(shape_text(shape), "  =  ", with_commas(static_cast<std::uint64_t>(shape.size())));
  if (width < kTextRoom) {
    drawing.text(kBarMiddle + width / 2 + 10, y + 22, text);
  } else {
    drawing.text(kBarMiddle, y + 22, text, kLabel);
  }
}

// Writes what a layer does, to the left of its bar.
void describe_layer(SvgDrawing& drawing, double y, const LayerRow& row, const LayerSpec& spec) {
  drawing.text(24, y + 16, operation_text(row, spec), {});
  drawing.text(
      24, y + 33,
      concat(shape_text(row.input), " → ", shape_text(row.output),
             row.parameters > 0 ? concat(", ", with_commas(row.parameters), " parameters") : "",
             row.is_code ? ": the code" : ""),
      kNote);
}

// Draws a bar for each layer, from top to bottom. A wider bar means a larger output, which gives
// the diagram the shape of an hourglass.
Bytes draw_layers(const Model& model) {
  constexpr double kWidth = 860;
  constexpr double kTop = 66;
  constexpr double kStep = 54;  // from one bar to the next
  const std::vector<LayerRow> rows = layer_rows(model);
  double greatest = model.network.input_size();
  for (const LayerRow& row : rows) greatest = std::max<double>(greatest, row.output.size());
  const double height = kTop + kStep * static_cast<double>(rows.size() + 1) + 62;
  SvgDrawing drawing(kWidth, height, concat("Layers of ", model.spec.name));
  drawing.text(24, 38, concat("Layers of ", model.spec.name), kTitle);
  draw_bar(drawing, kTop, model.spec.architecture.input, greatest, kGlassSoft, kGlass);
  drawing.text(24, kTop + 22, "input", {});
  double y = kTop;
  for (const LayerRow& row : rows) {
    drawing.line(kBarMiddle, y + kBarHeight, kBarMiddle, y + kStep, kFrame, 1.5);
    y += kStep;
    const bool is_output = &row == &rows.back();
    const Colour fill = row.is_code ? kSandSoft : is_output ? kGlassSoft : kSurface;
    const Colour edge = row.is_code ? kSand : is_output ? kGlass : kFrame;
    draw_bar(drawing, y, row.output, greatest, fill, edge);
    describe_layer(drawing, y, row, model.spec.architecture.layers[row.index]);
  }
  drawing.text(24, height - 38, concat("Total: ", size_text(model), "."), kNote);
  drawing.text(24, height - 18,
               "Shapes are channels × height × width. A bar's width grows as the root of its size.",
               kNote);
  return drawing.finish();
}

}  // namespace

FigureFiles draw_model_diagram(FigureInputs& inputs) {
  constexpr const char* kName = "simple-32";
  constexpr double kSide = 168;
  constexpr double kMiddle = 166;
  const Model& model = inputs.model(kName);
  const Images digit = images_of(inputs.test_images(), std::vector<std::uint32_t>{0});
  std::vector<Scalar> code = value_of(encode(model, digit.pixels));
  const Images rebuilt = rebuilt_by(model, digit);
  CsvTable table({"unit", "value"});
  for (std::size_t i = 0; i < code.size(); ++i) table.add_row(i, code[i]);
  const Scalar greatest = std::max(*std::ranges::max_element(code), Scalar(1e-6));
  for (Scalar& value : code) value /= greatest;

  const std::vector<LayerRow> rows = layer_rows(model);
  SvgDrawing drawing(900, 330, "Model diagram: input, code, reconstruction");
  drawing.text(24, 38, "Model diagram: input, code, reconstruction", kTitle);
  const auto draw_picture = [&](double x, double width, double height, const Tile& tile,
                                const std::string& label, const std::string& size) {
    drawing.rectangle(x - 1, kMiddle - height / 2 - 1, width + 2, height + 2, kGridLine);
    drawing.picture(x, kMiddle - height / 2, width, height, tile_png(tile));
    drawing.text(x + width / 2, kMiddle + kSide / 2 + 24, label, kLabel);
    drawing.text(x + width / 2, kMiddle + kSide / 2 + 42, size, kFaintLabel);
  };
  const Tile input = tile_of(digit, 0);
  const double longest = std::max(input.shape.height, input.shape.width);
  const double width = kSide * input.shape.width / longest;
  const double height = kSide * input.shape.height / longest;
  draw_picture(24 + (kSide - width) / 2, width, height, input, "input",
               concat(image_text(input.shape), " = ",
                      with_commas(static_cast<std::uint64_t>(input.shape.size())), " numbers"));
  draw_picture(426, 48, 96, {.pixels = code, .shape = {.height = 8, .width = 4}}, "code",
               "8×4 = 32 numbers");
  draw_picture(708 + (kSide - width) / 2, width, height, tile_of(rebuilt, 0), "reconstruction",
               concat("MSE ", error_text(mean_squared_error(rebuilt, digit))));
  draw_funnel(drawing, 204, 210, kMiddle, kSide, 96, part_text(rows, true));
  draw_funnel(drawing, 486, 210, kMiddle, 96, kSide, part_text(rows, false));
  drawing.text(24, 318,
               concat(kName,
                      " on test image 0, no noise. Code: from black for 0 to white for its "
                      "largest value, ",
                      fixed(greatest, 2), "."),
               kNote);
  return {{"F3.svg", drawing.finish()}, {"F3.csv", table.bytes()}};
}

FigureFiles draw_network_graph(FigureInputs& inputs) {
  FigureFiles files;
  CsvTable table({"model", "column", "name", "units"});
  for (const std::string name : {"toy-6-3-6", "deep-30"}) {
    const Model model = value_of(Model::create(value_of(find_model(name, inputs.image()))));
    files.push_back({files.empty() ? "F4.svg" : concat("F4-", name, ".svg"), draw_graph(model)});
    std::size_t number = 0;
    for (const GraphColumn& column : graph_columns(model)) {
      table.add_row(name, number++, column.name, column.units);
    }
  }
  files.push_back({"F4.csv", table.bytes()});
  return files;
}

FigureFiles draw_layer_diagrams(FigureInputs& inputs) {
  FigureFiles files;
  CsvTable table({"model", "layer", "input", "output", "parameters"});
  for (const ModelSpec& spec : presets_for(inputs.image())) {
    if (!spec.name.starts_with("conv-")) continue;
    const Model model = value_of(Model::create(spec));
    files.push_back({concat("F16-", spec.name, ".svg"), draw_layers(model)});
    for (const LayerRow& row : layer_rows(model)) {
      table.add_row(spec.name, operation_text(row, spec.architecture.layers[row.index]),
                    shape_text(row.input), shape_text(row.output), row.parameters);
    }
  }
  files.push_back({"F16.csv", table.bytes()});
  return files;
}

}  // namespace hourglass::cli
