// hourglass convert: rewrites a checkpoint with its weights in another precision.
#include <memory>

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
};

void run(const ConvertOptions& options) {
  const Output output(options.out, {".safetensors"}, {options.file});
  Checkpoint checkpoint = load_model(options.file);
  checkpoint.training.moments = {};
  checkpoint.training.run = {};
  output.write(value_of(
      save_checkpoint(checkpoint.model, checkpoint.training,
                      options.float16 ? WeightPrecision::kFloat16 : WeightPrecision::kFloat32)));
  output.print_line(options.out, ": ", checkpoint.model.spec.name, ", weights as ",
                    options.float16 ? "float16" : "float32");
}

}  // namespace

Command add_convert(CLI::App& program) {
  CLI::App* app = program.add_subcommand("convert", "Convert a model's weights to float16 or back");
  const auto options = std::make_shared<ConvertOptions>();
  app->add_option("FILE", options->file, "a checkpoint file")->type_name("")->required();
  app->add_option("--out", options->out, "file to write")->type_name("FILE")->required();
  app->add_flag("--float16", options->float16,
                "store weights as float16, which halves the file (default: float32)");
  app->footer(
      "The new file does not include the optimizer's moments.\n\nExample:\n"
      "  hourglass convert deep-30.safetensors --float16 --out deep-30-small.safetensors");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
