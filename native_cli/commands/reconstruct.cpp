// hourglass reconstruct: writes a model's reconstructions of images, as a picture or as numbers.
#include <memory>

#include "core/analysis/errors.h"
#include "core/data/batch.h"
#include "core/data/digit_image.h"
#include "core/data/pixels.h"
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

constexpr std::size_t kMaxPictureRows = 200;

struct ReconstructOptions {
  std::string file;
  DataArguments data;
  std::optional<std::string> image{};
  std::optional<std::size_t> index{};
  std::optional<std::size_t> count{};
  std::string out;
  std::optional<Noise> noise{};
  std::optional<std::uint64_t> seed{};
};

// Images with a name for each.
struct Samples {
  std::vector<std::string> names;
  Images clean;
  Images noisy{};
  Images rebuilt{};
  std::size_t first = 0;  // index of the first image; the noise depends on it
};

Samples load_drawing(const std::string& file) {
  const Raster image = value_of(parse_png(map_file(file), file));
  const auto pixels = normalise_drawing(image.pixels, image.width, image.height);
  if (!pixels) throw_failure(file, ": ", pixels.error().message);
  return {.names = {std::filesystem::path(file).stem().string()},
          .clean = {.shape = kDigitShape, .pixels = *pixels}};
}

Samples load_samples(const ReconstructOptions& options, const Model& model) {
  const std::filesystem::path folder = data_folder(options.data.folder);
  Dataset dataset = load_split(folder, options.data.split, options.data.limit);
  require_images_fit(model, dataset, folder);
  const std::size_t first = options.index.value_or(0);
  const std::size_t count = options.count.value_or(1);
  if (first >= dataset.count() || count > dataset.count() - first) {
    throw_usage_error(options.index ? "--index" : "--count", ": expected ",
                      options.index ? "a number below " : "at most ", with_commas(dataset.count()),
                      ", the number of ", to_string(options.data.split), " images, found ",
                      options.index ? first : count);
  }
  dataset = dataset.slice(first, count);
  Samples samples{
      .names = {},
      .clean = {.shape = dataset.shape, .pixels = std::vector<Scalar>(dataset.pixels.size())},
      .first = first};
  bytes_to_pixels(dataset.pixels, samples.clean.pixels);
  for (std::size_t i = 0; i < count; ++i) {
    samples.names.push_back(concat('#', first + i));
    if (!dataset.labels.empty()) samples.names.back() += concat("  digit ", dataset.labels[i]);
  }
  return samples;
}

void rebuild(const Model& model, const Noise& noise, std::uint64_t seed, Samples& samples) {
  const ConstMatrixView clean = samples.clean.matrix();
  samples.noisy = samples.clean;
  corrupt_images(clean, noise, seed, samples.first,
                 MatrixView(samples.noisy.pixels.data(), clean.rows(), clean.cols()));
  samples.rebuilt = rebuilt_by(model, samples.noisy);
}

double error_between(std::span<const Scalar> image, std::span<const Scalar> target) {
  return value_of(compare(image, target)).mean_squared_error;
}

StripRow strip_row(const Samples& samples, std::size_t index, bool is_noisy) {
  const std::span<const Scalar> clean = image_at(samples.clean, index);
  const Comparison outcome = value_of(compare(image_at(samples.rebuilt, index), clean));
  const auto caption = [index](const char* text) { return index == 0 ? text : ""; };

  StripRow row{.label = samples.names[index],
               .tiles = {tile_of(samples.clean, index, caption("original"))}};
  if (is_noisy) {
    row.tiles.push_back(tile_of(samples.noisy, index, caption("noisy")));
    row.notes.push_back(
        concat("noisy MSE ", error_text(error_between(image_at(samples.noisy, index), clean))));
  }
  row.tiles.push_back(tile_of(samples.rebuilt, index, caption("rebuilt")));
  row.tiles.push_back(
      {outcome.difference, caption("difference"), Tile::Kind::kDifference, samples.clean.shape});
  row.notes.push_back(concat("rebuilt MSE ", error_text(outcome.mean_squared_error)));
  return row;
}

Bytes picture(const Model& model, const Samples& samples, const Noise& noise, std::uint64_t seed) {
  const std::size_t count = samples.names.size();
  if (count > kMaxPictureRows) {
    throw_usage_error("--count: expected at most ", kMaxPictureRows, " images in a picture, found ",
                      count, "; write to a .npy file instead");
  }
  const bool is_noisy = noise.kind != NoiseKind::kNone;
  Strip strip{
      .title = concat(model.spec.name, "  ·  code of ", model.network.code_size(),
                      is_noisy ? concat("  ·  noise ", to_string(noise), ", seed ", seed) : ""),
      .rows = {},
      .explains_difference = true};
  for (std::size_t i = 0; i < count; ++i) strip.rows.push_back(strip_row(samples, i, is_noisy));
  constexpr std::size_t kFewRows = 20;
  return to_png(draw_strip(strip, count <= kFewRows ? 6 : 3));
}

void run(const ReconstructOptions& options) {
  if (options.image.has_value() + options.index.has_value() + options.count.has_value() != 1) {
    throw_usage_error("reconstruct: expected exactly one of --image, --index and --count");
  }
  const Output output(options.out, {".png", ".npy"},
                      options.image
                          ? std::vector<std::filesystem::path>{options.file, *options.image}
                          : options.data.files_and(options.file));
  const Model model = load_model(options.file).model;
  const Shape shape = picture_shape(model);
  if (options.image && shape != kDigitShape) {
    throw_usage_error("--image: expected a model for digits of ", image_text(kDigitShape),
                      " pixels, found ", model.spec.name, " for images of ", image_text(shape));
  }
  const Noise noise = options.noise.value_or(Noise{});
  const std::uint64_t seed = options.seed.value_or(1);
  Samples samples = options.image ? load_drawing(*options.image) : load_samples(options, model);
  rebuild(model, noise, seed, samples);

  const std::size_t count = samples.names.size();
  output.write(has_extension(options.out, ".npy")
                   ? to_npy({count, static_cast<std::size_t>(shape.size()), samples.rebuilt.pixels})
                   : picture(model, samples, noise, seed));
  output.print_line(
      options.out, ": ", with_commas(count), count == 1 ? " image" : " images", " rebuilt by ",
      model.spec.name, ", MSE ", error_text(mean_squared_error(samples.rebuilt, samples.clean)),
      noise.kind == NoiseKind::kNone
          ? ""
          : concat(" (noisy input: MSE ",
                   error_text(mean_squared_error(samples.noisy, samples.clean)), ")"));
}

}  // namespace

Command add_reconstruct(CLI::App& program) {
  CLI::App* app = program.add_subcommand("reconstruct", "Draw a model's reconstructions of images");
  const auto options = std::make_shared<ReconstructOptions>();
  app->add_option("FILE", options->file, "a checkpoint file")->type_name("")->required();
  app->add_option("--image", options->image,
                  "PNG of one handwritten digit, any size; scaled and centred like MNIST's digits")
      ->type_name("FILE");
  add_whole_number(*app, "--index", options->index, 0, "use image number N, counted from 0");
  add_whole_number(*app, "--count", options->count, 1, "use the first N images, one row each");
  app->add_option("--out", options->out,
                  "file to write: a picture (PNG), or the rebuilt pixels (.npy, N×pixels float32)")
      ->type_name("FILE")
      ->required();
  add_data(*app, options->data);
  add_split(*app, options->data);
  add_noise(*app, options->noise, "corrupt the input with this noise (default: none)");
  add_whole_number(*app, "--seed", options->seed, 0, "random seed for the noise (default: 1)");
  app->footer(
      "Each row shows the original, the noisy input (with --noise), the rebuilt image and the\n"
      "difference (rebuilt minus original), and states the mean squared error.\n\n" +
      noise_help() +
      "\nExamples:\n"
      "  hourglass reconstruct deep-30.safetensors --count 5 --out strip.png\n"
      "  hourglass reconstruct denoising-256.safetensors --index 7 --noise gaussian:0.5 --out "
      "7.png\n"
      "  hourglass reconstruct pca-30.safetensors --image my-digit.png --out mine.png");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
