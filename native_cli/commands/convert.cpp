// hourglass convert: rewrites a checkpoint with its weights in another precision.
#include <memory>

#include "core/io/quantised.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/output_target.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

struct ConvertOptions {
  std::string file;
  std::string out;
  bool float16 = false;
  bool int8 = false;

  const char* precision() const {
    if (int8) return "8-bit integers";
    return float16 ? "float16" : "float32";
  }
};

Bytes converted(const Checkpoint& checkpoint, const ConvertOptions& options) {
  // With 8-bit weights, biases are float16.
  const auto precision =
      options.float16 || options.int8 ? WeightPrecision::kFloat16 : WeightPrecision::kFloat32;
  Bytes bytes = value_of(save_checkpoint(checkpoint.model, checkpoint.training, precision));
  return options.int8 ? value_of(quantise_checkpoint(bytes)) : bytes;
}

void run(const ConvertOptions& options) {
  const Output output(options.out, {".safetensors"}, {options.file});
  Checkpoint checkpoint = load_model(options.file);
  checkpoint.training.moments = {};
  checkpoint.training.run = {};
  output.write(converted(checkpoint, options));
  output.print_line(options.out, ": ", checkpoint.model.spec.name, ", weights as ",
                    options.precision());
}

}  // namespace

Command add_convert(CLI::App& program) {
  CLI::App* app =
      program.add_subcommand("convert", "Convert a model's weights to another precision");
  const auto options = std::make_shared<ConvertOptions>();
  app->add_option("FILE", options->file, "a checkpoint file")->type_name("")->required();
  app->add_option("--out", options->out, "file to write")->type_name("FILE")->required();
  CLI::Option* float16 =
      app->add_flag("--float16", options->float16,
                    "store weights as float16, which halves the file (default: float32)");
  app->add_flag("--int8", options->int8,
                "store weights as 8-bit integers with a scale per row, which quarters the file; "
                "measure the error with evaluate afterwards")
      ->excludes(float16);
  app->footer(
      "The new file does not include the optimizer's moments.\n\nExample:\n"
      "  hourglass convert deep-30.safetensors --float16 --out deep-30-small.safetensors\n"
      "  hourglass convert deep-30.safetensors --int8 --out deep-30-int8.safetensors");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
