// hourglass encode: the codes of a data set's images as a table of numbers.
#include <memory>

#include "native_cli/arguments.h"
#include "native_cli/command.h"
#include "native_cli/failure.h"
#include "native_cli/files.h"
#include "native_cli/format.h"
#include "native_cli/model_file.h"
#include "native_cli/npy.h"

namespace hourglass::cli {
namespace {

struct Options {
  std::string file;
  DataArguments data;
  std::string out;
};

// Encodes a part at a time, so that only the codes are ever held as numbers, not the images.
std::vector<Scalar> encode_all(const Model& model, const Dataset& dataset) {
  constexpr std::size_t kPart = 1024;
  std::vector<Scalar> codes;
  std::vector<Scalar> pixels;
  for (std::size_t first = 0; first < dataset.count(); first += kPart) {
    const Dataset part = dataset.slice(first, std::min(kPart, dataset.count() - first));
    pixels.resize(part.pixels.size());
    bytes_to_pixels(part.pixels, pixels);
    const std::vector<Scalar> of_part = value_of(encode(model, pixels));
    codes.insert(codes.end(), of_part.begin(), of_part.end());
  }
  return codes;
}

void run(const Options& options) {
  check_writable(options.out);
  const Model model = load_model(options.file).model;
  const Dataset dataset = options.data.load();
  const auto code_size = static_cast<std::size_t>(model.network.code_size());
  write_file(options.out, to_npy({dataset.count(), code_size, encode_all(model, dataset)}));
  print_line(options.out, ": the codes of ", with_commas(dataset.count()), ' ',
             to_string(options.data.split), " images by ", model.spec.name, ", ", code_size,
             " numbers each (float32)");
}

}  // namespace

Command add_encode(CLI::App& program) {
  CLI::App* app = program.add_subcommand("encode", "Write the codes of images as numbers");
  const auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "a checkpoint file")->type_name("")->required();
  add_data(*app, options->data);
  add_split(*app, options->data);
  app->add_option("--out", options->out, "the NumPy file to write: one row per image, float32")
      ->type_name("FILE.npy")
      ->required();
  app->footer(
      "Examples:\n"
      "  hourglass encode deep-30.safetensors --out codes.npy\n"
      "  hourglass encode deep-30.safetensors --data fashion-mnist --split train --out codes.npy\n"
      "  python3 -c 'import numpy; print(numpy.load(\"codes.npy\").mean(axis=0))'");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
