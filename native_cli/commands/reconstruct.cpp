// hourglass reconstruct: writes a model's reconstructions of images, as a picture or as numbers.
#include <memory>

#include "core/analysis/errors.h"
#include "core/data/batch.h"
#include "core/data/digit_image.h"
#include "native_cli/commands/command.h"
#include "native_cli/drawing/png.h"
#include "native_cli/drawing/strip.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/npy.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/read_file.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/model_text.h"

namespace hourglass::cli {
namespace {

constexpr std::size_t kMaxPictureRows = 200;
constexpr std::size_t kPixels = kImagePixels;

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

// Images stored one after the other, with a name for each.
struct Samples {
  std::vector<std::string> names;
  std::vector<Scalar> clean;
  std::vector<Scalar> noisy{};
  std::vector<Scalar> rebuilt{};
  std::size_t first = 0;  // index of the first image; the noise depends on it
};

Samples load_drawing(const std::string& file) {
  const Raster image = value_of(parse_png(map_file(file), file));
  const auto pixels = normalise_drawing(image.pixels, image.width, image.height);
  if (!pixels) throw_failure(file, ": ", pixels.error().message);
  return {.names = {std::filesystem::path(file).stem().string()}, .clean = *pixels};
}

Samples load_samples(const ReconstructOptions& options) {
  Dataset dataset = options.data.load();
  const std::size_t first = options.index.value_or(0);
  const std::size_t count = options.count.value_or(1);
  if (first >= dataset.count() || count > dataset.count() - first) {
    throw_usage_error(options.index ? "--index" : "--count", ": expected ",
                      options.index ? "a number below " : "at most ", with_commas(dataset.count()),
                      ", the number of ", to_string(options.data.split), " images, found ",
                      options.index ? first : count);
  }
  dataset = dataset.slice(first, count);
  Samples samples{.names = {}, .clean = std::vector<Scalar>(dataset.pixels.size()), .first = first};
  bytes_to_pixels(dataset.pixels, samples.clean);
  for (std::size_t i = 0; i < count; ++i) {
    samples.names.push_back(concat('#', first + i));
    if (!dataset.labels.empty()) samples.names.back() += concat("  digit ", dataset.labels[i]);
  }
  return samples;
}

void rebuild(const Model& model, const Noise& noise, std::uint64_t seed, Samples& samples) {
  const auto columns = static_cast<Eigen::Index>(samples.names.size());
  samples.noisy.resize(samples.clean.size());
  corrupt_images(ConstMatrixView(samples.clean.data(), kImagePixels, columns), noise, seed,
                 samples.first, MatrixView(samples.noisy.data(), kImagePixels, columns));
  samples.rebuilt = value_of(reconstruct(model, samples.noisy));
}

std::vector<Scalar> image_pixels(const std::vector<Scalar>& images, std::size_t index) {
  const auto begin = images.begin() + static_cast<std::ptrdiff_t>(index * kPixels);
  return {begin, begin + kImagePixels};
}

double error_between(const std::vector<Scalar>& images, const std::vector<Scalar>& target) {
  return value_of(compare(images, target)).mean_squared_error;
}

StripRow strip_row(const Samples& samples, std::size_t index, bool is_noisy) {
  const std::vector<Scalar> clean = image_pixels(samples.clean, index);
  const std::vector<Scalar> noisy = image_pixels(samples.noisy, index);
  const std::vector<Scalar> rebuilt = image_pixels(samples.rebuilt, index);
  const Comparison outcome = value_of(compare(rebuilt, clean));
  const auto caption = [index](const char* text) { return index == 0 ? text : ""; };

  StripRow row{.label = samples.names[index], .tiles = {{clean, caption("original")}}};
  if (is_noisy) {
    row.tiles.push_back({noisy, caption("noisy")});
    row.notes.push_back(concat("noisy MSE ", error_text(error_between(noisy, clean))));
  }
  row.tiles.push_back({rebuilt, caption("rebuilt")});
  row.tiles.push_back({outcome.difference, caption("difference"), Tile::Kind::kDifference});
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
  if (!takes_digits(model)) {
    throw_failure(options.file, ": expected a model for 28×28 images, found one with an input of ",
                  shape_text(model.spec.architecture.input), " numbers");
  }
  const Noise noise = options.noise.value_or(Noise{});
  const std::uint64_t seed = options.seed.value_or(1);
  Samples samples = options.image ? load_drawing(*options.image) : load_samples(options);
  rebuild(model, noise, seed, samples);

  const std::size_t count = samples.names.size();
  output.write(has_extension(options.out, ".npy") ? to_npy({count, kPixels, samples.rebuilt})
                                                  : picture(model, samples, noise, seed));
  output.print_line(options.out, ": ", with_commas(count), count == 1 ? " image" : " images",
                    " rebuilt by ", model.spec.name, ", MSE ",
                    error_text(error_between(samples.rebuilt, samples.clean)),
                    noise.kind == NoiseKind::kNone
                        ? ""
                        : concat(" (noisy input: MSE ",
                                 error_text(error_between(samples.noisy, samples.clean)), ")"));
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
                  "file to write: a picture (PNG), or the rebuilt pixels (.npy, N×784 float32)")
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
