#include "native_cli/training/train_arguments.h"

#include "native_cli/options/config_file.h"

namespace hourglass::cli {
namespace {

void add_run_arguments(CLI::App& app, TrainOptions& options) {
  add_config(app);
  app.add_flag("--print-config", options.print_config,
               "print all settings of the run as TOML for --config, and do not train");
  app.add_option("PRESET", options.preset,
                 "a preset from the table below, or layer widths such as 784-128-16")
      ->type_name("");
  add_whole_number(
      app, "--code-size", options.code_size, 1,
      "train the preset with a code of N numbers (if a dense layer computes its code)");
  add_data(app, options.data);
  app.add_option("--out", options.out, "file to write (default: PRESET.safetensors)")
      ->type_name("FILE");
  add_whole_number(app, "--seed", options.seed, 0,
                   "random seed for weights, shuffling and noise (default: 1)");
  add_threads(app, options.threads)
      ->description("number of threads (default: one per core; with mpirun, one for each rank)");
  add_whole_number(app, "--validation", options.validation, 0,
                   "hold out the last N images for the validation loss (default: 0)");
}

// The options about files that the run starts from or writes beside its output.
void add_file_arguments(CLI::App& app, TrainOptions& options) {
  app.add_option(
         "--log", options.log,
         "write the losses while training: FILE.csv with a row per epoch, or FILE.jsonl with "
         "a line per step and per epoch")
      ->type_name("FILE");
  app.add_option("--resume", options.resume, "resume an interrupted run (PRESET may be omitted)")
      ->type_name("FILE");
  app.add_flag(
      "--resume-or-start", options.resume_or_start,
      "resume this run if it was interrupted, start it if it was not, and do nothing if it "
      "has finished: for jobs that a scheduler may start again");
  app.add_option("--from", options.from,
                 "fine-tune: start from the weights in this file (PRESET may be omitted)")
      ->type_name("FILE");
  app.add_option("--moments", options.moments,
                 "fit PCA to the images whose sums are in these files, written by `hourglass "
                 "moments`, instead of to --data")
      ->type_name("FILE");
  app.add_flag("--float16", options.float16, "store weights as float16, which halves the file");
  app.add_flag(
      "--keep-optimizer", options.keep_optimizer,
      "store the optimiser's moments too, so that --resume can extend the finished run (with "
      "--float16, from rounded weights)");
  add_whole_number(app, "--first-losses", options.first_losses, 1,
                   "print the loss of each of the first N steps, to compare runs");
  app.add_option("--page-link", options.page_link,
                 "print a link to the web page at URL, such as http://localhost:8080, that chooses "
                 "this preset for fine-tuning and sets this run's learning rate, batch, noise and "
                 "seed")
      ->type_name("URL");
}

}  // namespace

void add_train_arguments(CLI::App& app, TrainOptions& options) {
  add_run_arguments(app, options);
  add_file_arguments(app, options);
  add_course_arguments(app, options.recipe);
  add_step_arguments(app, options.recipe);
}

}  // namespace hourglass::cli
