// hourglass decode: turns codes into images, as a picture or as numbers.
#include <algorithm>
#include <memory>

#include "native_cli/commands/command.h"
#include "native_cli/drawing/png.h"
#include "native_cli/drawing/strip.h"
#include "native_cli/figures/images.h"
#include "native_cli/files/formats/npy.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/read_file.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr std::size_t kDefaultCount = 100;
constexpr std::size_t kMaxPictureImages = 1000;

struct DecodeOptions {
  std::string file;
  std::string codes;
  std::string out;
  std::optional<std::size_t> count{};
};

// Draws the images in rows of ten, each captioned with the index of its code.
Bytes picture(const Model& model, const std::vector<Scalar>& images) {
  constexpr std::size_t kPerRow = 10;
  const Images decoded{.shape = picture_shape(model, "; write to a .npy file instead"),
                       .pixels = images};
  Strip strip{
      .title = concat(model.spec.name, "  ·  decoded from codes of ", model.network.code_size()),
      .rows = {}};
  for (std::size_t i = 0; i < decoded.count(); ++i) {
    if (i % kPerRow == 0) strip.rows.push_back({.label = "", .tiles = {}});
    strip.rows.back().tiles.push_back(tile_of(decoded, i, concat('#', i)));
  }
  return to_png(draw_strip(strip, 3));
}

void run(const DecodeOptions& options) {
  const Output output(options.out, {".png", ".npy"}, {options.file, options.codes});
  const bool as_numbers = has_extension(options.out, ".npy");
  if (!as_numbers && options.count && *options.count > kMaxPictureImages) {
    throw_usage_error("--count: expected at most ", kMaxPictureImages,
                      " images in a picture, found ", *options.count,
                      "; write to a .npy file instead");
  }
  const Model model = load_model(options.file).model;
  NumberTable codes = value_of(parse_npy(map_file(options.codes), options.codes));
  const auto code_size = static_cast<std::size_t>(model.network.code_size());
  if (codes.columns != code_size || codes.rows == 0) {
    throw_failure(options.codes, ": expected codes of ", code_size, " numbers for ",
                  model.spec.name, ", found an array of ", codes.rows, "×", codes.columns);
  }
  const std::size_t count =
      std::min(codes.rows, options.count.value_or(as_numbers ? codes.rows : kDefaultCount));
  codes.values.resize(count * code_size);
  const std::vector<Scalar> images = value_of(decode(model, codes.values));
  output.write(as_numbers ? to_npy({count, images.size() / count, images})
                          : picture(model, images));
  output.print_line(options.out, ": ", with_commas(count), " of ", with_commas(codes.rows),
                    codes.rows == 1 ? " code" : " codes", " decoded by ", model.spec.name);
}

}  // namespace

Command add_decode(CLI::App& program) {
  CLI::App* app = program.add_subcommand("decode", "Draw the images that codes decode to");
  const auto options = std::make_shared<DecodeOptions>();
  app->add_option("FILE", options->file, "a checkpoint file")->type_name("")->required();
  app->add_option("--codes", options->codes, "NumPy file with one code per row, float16 to float64")
      ->type_name("FILE.npy")
      ->required();
  app->add_option("--out", options->out,
                  "file to write: a picture (PNG), or the pixels (.npy, N×pixels float32)")
      ->type_name("FILE")
      ->required();
  add_whole_number(*app, "--count", options->count, 1,
                   "decode the first N codes (default: 100 for a picture, all for a .npy file)");
  app->footer(
      "Examples:\n"
      "  hourglass encode deep-30.safetensors --out codes.npy\n"
      "  hourglass decode deep-30.safetensors --codes codes.npy --count 20 --out strip.png");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
