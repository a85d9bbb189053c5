// hourglass encode: writes the codes of a data set's images to a NumPy file.
#include <memory>

#include "core/analysis/codes.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/formats/npy.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/output_target.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

struct EncodeOptions {
  std::string file;
  DataArguments data;
  std::string out;
};

void run(const EncodeOptions& options) {
  const Output output(options.out, {".npy"}, options.data.files_and(options.file));
  const Model model = load_model(options.file).model;
  const std::filesystem::path folder = data_folder(options.data.folder);
  const Dataset dataset = load_split(folder, options.data.split, options.data.limit);
  require_images_fit(model, dataset, folder);
  ThreadTeam team(ThreadTeam::hardware_size());
  const Codes codes = value_of(codes_of(model, dataset, team));
  output.write(to_npy({codes.count(), static_cast<std::size_t>(codes.units), codes.values}));
  output.print_line(options.out, ": the codes of ", with_commas(codes.count()), ' ',
                    to_string(options.data.split), " images by ", model.spec.name, ", ",
                    codes.units, " numbers each (float32)");
}

}  // namespace

Command add_encode(CLI::App& program) {
  CLI::App* app = program.add_subcommand("encode", "Write the codes of images to a NumPy file");
  const auto options = std::make_shared<EncodeOptions>();
  app->add_option("FILE", options->file, "a checkpoint file")->type_name("")->required();
  add_data(*app, options->data);
  add_split(*app, options->data);
  app->add_option("--out", options->out, "NumPy file to write: one row per image, float32")
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
