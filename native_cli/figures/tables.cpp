// Figures F5 and F10: the layers of a model as text and as a table.
#include <algorithm>
#include <array>

#include "core/models/find_model.h"
#include "native_cli/drawing/svg.h"
#include "native_cli/figures/draw_figures.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/layer_rows.h"
#include "native_cli/text/model_text.h"
#include "native_cli/text/run_text.h"

namespace hourglass::cli {
namespace {

constexpr double kTableMargin = 24;
constexpr double kTop = 64;
constexpr double kRowHeight = 27;
constexpr double kLetter = 8.2;  // a generous width of a 14 px letter

struct Column {
  std::string head;
  bool is_number = false;
  std::string (*cell)(const LayerRow& row);
};

const std::array<Column, 8> kColumns{{
    {"#", true, [](const LayerRow& row) { return concat(row.index); }},
    {"layer", false, [](const LayerRow& row) { return row.type; }},
    {"input", true, [](const LayerRow& row) { return shape_text(row.input); }},
    {"output", true, [](const LayerRow& row) { return shape_text(row.output); }},
    {"activation", false, [](const LayerRow& row) { return row.activation; }},
    {"weights", true, [](const LayerRow& row) { return row.weights; }},
    {"biases", true, [](const LayerRow& row) { return row.biases; }},
    {"parameters", true, [](const LayerRow& row) { return with_commas(row.parameters); }},
}};

std::string total_text(const Model& model) {
  return concat("Total: ", size_text(model), " for an input of ", model.network.input_size(), ".");
}

// Draws a table with the given columns and highlights the code layer.
Bytes draw_table(const Model& model, const std::vector<std::size_t>& columns,
                 const std::vector<std::string>& notes) {
  const std::vector<LayerRow> rows = layer_rows(model);
  std::vector<double> lefts;
  std::vector<double> rights;
  double x = kTableMargin + 8;
  for (const std::size_t index : columns) {
    std::size_t letters = display_width(kColumns[index].head);
    for (const LayerRow& row : rows) {
      letters = std::max(letters, display_width(kColumns[index].cell(row)));
    }
    lefts.push_back(x);
    rights.push_back(x + kLetter * static_cast<double>(letters));
    x = rights.back() + 26;
  }
  std::size_t longest = 0;
  for (const std::string& note : notes) longest = std::max(longest, display_width(note));
  const double table_right = std::max(x - 26 + 8, 400.0);
  const double width =
      std::max(table_right, kTableMargin + 6.9 * static_cast<double>(longest)) + kTableMargin;
  const double bottom = kTop + kRowHeight * static_cast<double>(rows.size() + 1);
  SvgDrawing drawing(width, bottom + 22 * static_cast<double>(notes.size()) + kTableMargin,
                     concat("Layers of ", model.spec.name));
  drawing.text(kTableMargin, kTableMargin + 14, concat("Layers of ", model.spec.name),
               {.size = 20});
  const auto write_row = [&](double y, Colour colour, const auto& words_of) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Column& column = kColumns[columns[i]];
      const auto anchor = column.is_number ? TextStyle::Anchor::kEnd : TextStyle::Anchor::kStart;
      drawing.text(column.is_number ? rights[i] : lefts[i], y + 18, words_of(column),
                   {.colour = colour, .anchor = anchor});
    }
  };
  write_row(kTop, kFaintInk, [](const Column& column) { return column.head; });
  drawing.line(kTableMargin, kTop + kRowHeight, table_right, kTop + kRowHeight, kFrame);
  double y = kTop + kRowHeight;
  for (const LayerRow& row : rows) {
    if (row.is_code) {
      drawing.rectangle(kTableMargin, y + 1, table_right - kTableMargin, kRowHeight - 2, kSandSoft);
    }
    write_row(y, kInk, [&row](const Column& column) { return column.cell(row); });
    y += kRowHeight;
    drawing.line(kTableMargin, y, table_right, y, kGridLine);
  }
  for (const std::string& note : notes) {
    y += 22;
    drawing.text(kTableMargin, y + 4, note, {.size = 13, .colour = kFaintInk});
  }
  return drawing.finish();
}

void add_rows(CsvTable& table, const Model& model) {
  for (const LayerRow& row : layer_rows(model)) {
    table.add_row(model.spec.name, row.index, row.type, shape_text(row.input),
                  shape_text(row.output), row.activation, row.weights, row.biases, row.parameters,
                  row.is_code ? "code" : "");
  }
}

CsvTable layer_csv() {
  return CsvTable({"model", "index", "layer", "input", "output", "activation", "weights", "biases",
                   "parameters", "mark"});
}

Model preset(const std::string& name, Shape image) {
  return value_of(Model::create(value_of(find_model(name, image))));
}

}  // namespace

FigureFiles draw_text_summary(FigureInputs& inputs) {
  const Model model = preset("deep-30", inputs.image());
  CsvTable table = layer_csv();
  add_rows(table, model);
  return {{"F5.svg", draw_table(model, {0, 1, 2, 3, 4, 5, 6, 7},
                                {total_text(model), recipe_text(model),
                                 "The output of the highlighted row is the code. Shapes: channels "
                                 "× height × width; weights: outputs × inputs."})},
          {"F5.csv", table.bytes()}};
}

FigureFiles draw_layer_tables(FigureInputs& inputs) {
  FigureFiles files;
  CsvTable table = layer_csv();
  for (const std::string name : {"simple-32", "deep-30", "conv-transpose", "conv-8-16-16"}) {
    if (!find_model(name, inputs.image())) continue;  // it does not suit images of this size
    const Model model = preset(name, inputs.image());
    add_rows(table, model);
    files.push_back({concat("F10-", name, ".svg"),
                     draw_table(model, {1, 3, 7}, {total_text(model), recipe_text(model)})});
  }
  files.push_back({"F10.csv", table.bytes()});
  return files;
}

}  // namespace hourglass::cli
