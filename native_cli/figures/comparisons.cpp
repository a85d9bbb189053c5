// F12, F13, F17: models side by side on the same images.
#include "core/base/random.h"
#include "native_cli/csv.h"
#include "native_cli/failure.h"
#include "native_cli/figures/curves.h"
#include "native_cli/figures/families.h"
#include "native_cli/figures/images.h"
#include "native_cli/format.h"

namespace hourglass::cli {
namespace {

// The originals, and below them what each model makes of them; its error on all test images to the
// right.
Strip side_by_side(Workshop& workshop, const std::vector<std::string>& names, CsvTable& table) {
  const Images clean = images_of(workshop.test(), one_of_each(workshop.test()));
  Strip strip{.title = {}, .rows = {row_of("original", clean)}};
  for (const std::string& name : names) {
    const Metrics& metrics = workshop.test_metrics(name);
    const Model& model = workshop.model(name);
    strip.rows.push_back(row_of(name, value_of(reconstruct(model, clean))));
    strip.rows.back().notes = {concat("MSE ", error_text(metrics.mse))};
    table.add_row(name, model.network.code_size(), model.parameter_count(), metrics.mse,
                  metrics.bce);
  }
  strip.caption = concat(
      "The first test image of each digit, no noise. Right: MSE, mean over pixels "
      "and ",
      with_commas(workshop.test().count()), " test images.");
  return strip;
}

}  // namespace

FigureFiles draw_pca_against_autoencoder(Workshop& workshop) {
  CsvTable table({"model", "code_size", "parameters", "test_mse", "test_bce"});
  Strip same_code = side_by_side(workshop, {"pca-30", "deep-30"}, table);
  same_code.title = "PCA against an autoencoder with a code of the same size, 30";
  Strip widths = side_by_side(workshop, {"under-64", "under-128", "under-256"}, table);
  widths.title = "One hidden layer of 64, 128 and 256 units";
  return {{"F12.png", strip_png(same_code, 3)},
          {"F12-widths.png", strip_png(widths, 3)},
          {"F12.csv", table.bytes()}};
}

}  // namespace hourglass::cli
