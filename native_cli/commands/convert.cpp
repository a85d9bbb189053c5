// hourglass convert: rewrites a model with its weights in another precision or as ONNX, and takes
// weights that were trained elsewhere.
#include <memory>

#include "core/io/onnx.h"
#include "core/io/quantised.h"
#include "core/io/state_dict.h"
#include "core/models/find_model.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/read_file.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

struct ConvertOptions {
  std::string file;
  std::string out;
  std::optional<std::string> as{};
  std::optional<std::string> data{};  // whose images have the size of --as
  std::optional<OnnxPart> part{};
  bool onnx = false;
  bool float16 = false;
  bool int8 = false;

  const char* format() const {
    if (onnx) return "as ONNX";
    if (int8) return "weights as 8-bit integers";
    return float16 ? "weights as float16" : "weights as float32";
  }
};

Checkpoint load(const ConvertOptions& options) {
  if (!options.as) return load_model(options.file);
  const ModelSpec spec =
      value_of(find_model(*options.as, image_shape(options.data)), ExitStatus::kUsageError);
  return {.model = value_of(load_state_dict(map_file(options.file), options.file, spec)),
          .training = {}};
}

Bytes converted(const Checkpoint& checkpoint, const ConvertOptions& options) {
  if (options.onnx) {
    return value_of(
        to_onnx(checkpoint.model, checkpoint.training, options.part.value_or(OnnxPart::kWhole)));
  }
  // With 8-bit weights, biases are float16.
  const auto precision =
      options.float16 || options.int8 ? WeightPrecision::kFloat16 : WeightPrecision::kFloat32;
  Bytes bytes = value_of(save_checkpoint(checkpoint.model, checkpoint.training, precision));
  return options.int8 ? value_of(quantise_checkpoint(bytes)) : bytes;
}

void run(const ConvertOptions& options) {
  if (options.part && !options.onnx) throw_usage_error("--part: expected --to onnx as well");
  if (options.data && !options.as) throw_usage_error("--data: expected --as as well");
  const Output output(options.out, {options.onnx ? ".onnx" : ".safetensors"}, {options.file});
  Checkpoint checkpoint = load(options);
  checkpoint.training.moments = {};
  if (std::optional<RunRecord>& run = checkpoint.training.run) {
    run = RunRecord{.pixels_crc32 = run->pixels_crc32, .float16 = options.float16};
  }
  output.write(converted(checkpoint, options));
  output.print_line(options.out, ": ", checkpoint.model.spec.name,
                    options.part ? concat("'s ", to_string(*options.part)) : "", ", ",
                    options.format());
}

// Adds the options that choose what kind of file is read or written.
void add_formats(CLI::App& app, ConvertOptions& options) {
  app.add_option_function<std::string>(
         "--to",
         [&options](const std::string& text) {
           if (text != "onnx") throw_usage_error("--to: expected onnx, found \"", text, "\"");
           options.onnx = true;
         },
         "write a file for ONNX runtimes, with float32 weights")
      ->type_name("onnx")
      ->excludes("--float16")
      ->excludes("--int8");
  app.add_option_function<std::string>(
         "--part",
         [&options](const std::string& text) {
           if (text != "encoder" && text != "decoder") {
             throw_usage_error("--part: expected encoder or decoder, found \"", text, "\"");
           }
           options.part = text == "encoder" ? OnnxPart::kEncoder : OnnxPart::kDecoder;
         },
         "with --to onnx: write only the encoder or the decoder")
      ->type_name("PART");
  app.add_option(
         "--as", options.as,
         "FILE holds only weights, such as a state_dict saved by PyTorch: read them as this preset")
      ->type_name("PRESET");
  add_data_folder(
      app, options.data,
      "with --as: folder of IDX files, or the name of a data set: the preset for images "
      "of that size (default: 28×28)");
}

}  // namespace

Command add_convert(CLI::App& program) {
  CLI::App* app = program.add_subcommand(
      "convert", "Convert a model to another precision, to ONNX, or from PyTorch");
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
  add_formats(*app, *options);
  app->footer(
      "The new file does not include the optimizer's moments. An ONNX file takes images of N×784\n"
      "numbers from 0 to 1, and gives their codes and the rebuilt images.\n\nExamples:\n"
      "  hourglass convert deep-30.safetensors --float16 --out deep-30-small.safetensors\n"
      "  hourglass convert deep-30.safetensors --int8 --out deep-30-int8.safetensors\n"
      "  hourglass convert deep-30.safetensors --to onnx --out deep-30.onnx\n"
      "  hourglass convert deep-30.safetensors --to onnx --part decoder --out decoder.onnx\n"
      "  hourglass convert weights.safetensors --as deep-30 --out mine.safetensors\n"
      "  hourglass convert weights.safetensors --as deep-30-code-8 --data DIR --out "
      "mine.safetensors");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
