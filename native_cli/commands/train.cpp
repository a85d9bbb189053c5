// hourglass train: trains a model with its recipe on a folder of images, or fits PCA.
#include <algorithm>
#include <csignal>
#include <memory>

#include "core/models/presets.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/write_file.h"
#include "native_cli/ranks/agreement.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/model_text.h"
#include "native_cli/text/preset_table.h"
#include "native_cli/training/fit_run.h"
#include "native_cli/training/logs/run_log.h"
#include "native_cli/training/page_link.h"
#include "native_cli/training/resuming/requeue.h"
#include "native_cli/training/resuming/resume_point.h"
#include "native_cli/training/resuming/run_lock.h"
#include "native_cli/training/run_config.h"
#include "native_cli/training/train_arguments.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

std::string resume_command(const fs::path& file) {
  return "hourglass train --resume " + shell_word(file.string());
}

// "model" and 2 → "model.resume.2"; "model.safetensors" and 2 → "model-2.safetensors".
fs::path numbered_resume(const fs::path& out, int number) {
  return file_beside(out, concat(".resume.", number));
}
fs::path numbered_output(const fs::path& out, int number) {
  return out.parent_path() / concat(out.stem().string(), '-', number, out.extension().string());
}

// Renames the resume file of an older interrupted run, so that this run does not overwrite it.
void rename_older_resume_file(const TrainOptions& options, const fs::path& out) {
  const fs::path path = resume_path(out);
  std::error_code error;
  if (!fs::exists(path, error) || (options.resume && is_same_file(path, *options.resume))) return;
  int number = 1;
  while (fs::exists(numbered_resume(out, number), error)) ++number;
  const fs::path aside = numbered_resume(out, number);
  fs::rename(path, aside, error);
  if (error) throw_failure(path.string(), ": could not be renamed: ", error.message());
  print_line("Found an older interrupted run and renamed it to ", aside.string(),
             "; to resume it: ", resume_command(aside), " --out ",
             shell_word(numbered_output(out, number).string()));
}

// Without --log, a resumed run keeps writing to the log that it had, unless the log's folder is
// gone or the file is no longer a log of a run.
std::optional<fs::path> log_of(const TrainOptions& options, const TrainingPlan& plan) {
  if (options.log) return *options.log;
  const std::string& log = plan.state.run->log;
  if (log.empty()) return std::nullopt;
  std::error_code ignored;
  if (!fs::is_directory(fs::path(log).parent_path(), ignored) || !is_free_or_run_log(log)) {
    print_warning(log,
                  ": expected the log of this run, found another file or a missing folder; "
                  "continuing without a log (choose one with --log)");
    return std::nullopt;
  }
  return log;
}

// Fails early if a result cannot be written or would replace a file that the run needs.
void check_outputs(const TrainOptions& options, const fs::path& folder,
                   const RunSettings& settings) {
  std::vector<fs::path> inputs = split_files(folder, Split::kTrain);
  if (options.from) inputs.emplace_back(*options.from);
  // Without --out, extending a finished run replaces its file on purpose.
  if (options.resume && options.out) inputs.emplace_back(*options.resume);
  if (settings.log) {
    check_output_file("--log", *settings.log, {".csv", ".jsonl"}, inputs);
    inputs.push_back(*settings.log);
  }
  check_output_file("--out", settings.out, {".safetensors"}, inputs);
  for (const fs::path& own : {resume_path(settings.out), lock_path(settings.out)}) {
    if (settings.log && is_same_file(own, *settings.log)) {
      throw_usage_error("--log: expected a file other than ", own.string(),
                        ", which the run itself writes, found the same one");
    }
  }
}

// The option that chooses the run's images: as given, or the folder that a resumed run found again.
std::string data_option(const TrainOptions& options, const TrainingPlan& plan) {
  if (options.data.folder) return " --data " + shell_word(*options.data.folder);
  if (!options.resume || plan.folder == data_folder(std::nullopt)) return "";
  return " --data " + shell_word(plan.folder.string());
}

void fit_moments(const TrainOptions& options, TrainingPlan& plan) {
  // Moments do not say where the images are: DIR stands for a folder of them.
  const RunSettings settings{.out = plan.out, .resume_command = {}, .data_option = " --data DIR"};
  check_output_file("--out", settings.out, {".safetensors"},
                    {options.moments.begin(), options.moments.end()});
  const ImageMoments& moments = *plan.moments;
  print_line(plan.model.spec.name, ": ", size_text(plan.model), "; ", with_commas(moments.images),
             " training images in ", options.moments.size(),
             options.moments.size() == 1 ? " part" : " parts");
  const RunLock lock(plan.out);
  run_fit(plan.model, plan.state, moments, settings);
}

// Fails unless the page can draw for the model and its links can name it.
void check_page_takes(const ModelSpec& spec) {
  const Shape& image = spec.architecture.input;
  if (image == kDigitShape) {
    if (std::ranges::find(presets(), spec.name, &ModelSpec::name) != presets().end()) return;
    throw_usage_error("--page-link: expected a preset, which the page has as well, found ",
                      spec.name, "; without a link, open the trained file in the page");
  }
  throw_usage_error("--page-link: expected a model for images of ", image_text(kDigitShape),
                    ", which the page draws, found one for ", image_text(image));
}

void print_start(const TrainingPlan& plan, const TrainingData& data) {
  print_line(plan.model.spec.name, ": ", size_text(plan.model), "; ",
             with_commas(data.training.count()), " training images",
             data.validation.count() > 0
                 ? concat(", ", with_commas(data.validation.count()), " held out")
                 : "",
             ", seed ", plan.state.seed, ", ", plan.state.threads,
             plan.state.threads == 1 ? " thread" : " threads",
             rank_count() > 1 && plan.model.spec.fit == Fit::kGradient
                 ? concat(" on ", rank_count(), " ranks")
                 : "");
  std::fflush(stdout);
}

void run(TrainOptions options) {
  std::signal(SIGPIPE, SIG_IGN);  // the run goes on when a reader of its output, like `head`, exits
  if (options.print_config && options.resume) {
    throw_usage_error("--print-config shows a new run and cannot be combined with --resume");
  }
  if (options.resume_or_start && !options.print_config && is_finished_or_resumed(options)) {
    print_line("This run has finished: its output exists.");
    return;
  }
  TrainingPlan plan = make_plan(options);
  if (options.print_config) {
    std::fputs(run_config(options, plan).c_str(), stdout);
    return;
  }
  if (options.page_link) check_page_takes(plan.model.spec);
  const bool writes = writes_files();
  if (plan.model.spec.fit == Fit::kPca && !writes) return;  // rank 0 fits it alone
  if (plan.moments) return fit_moments(options, plan);
  const RunSettings settings{.out = plan.out,
                             .log = writes ? log_of(options, plan) : std::nullopt,
                             .resume_command = resume_command(resume_path(plan.out)),
                             .data_option = data_option(options, plan),
                             .printed_losses = options.first_losses.value_or(0)};
  if (writes) check_outputs(options, plan.folder, settings);
  const TrainingData data = load_data(options, plan);
  const ModelSpec& spec = plan.model.spec;
  print_start(plan, data);
  std::optional<RunLock> lock;
  if (writes) lock.emplace(plan.out);
  std::optional<RunLock> log_lock;
  if (settings.log) log_lock.emplace(*settings.log);
  const std::uint64_t seed = plan.state.seed;
  if (spec.fit == Fit::kPca) {
    run_fit(plan.model, plan.state, data, settings);
  } else {
    agree_to_start(plan.model, plan.state);
    if (writes) rename_older_resume_file(options, plan.out);
    run_training(plan.model, std::move(plan.state), data, settings);
  }
  if (options.page_link) {
    print_line("In the page: ", page_link(*options.page_link, spec, seed));
  }
}

std::string footer() {
  return concat(
      noise_help(),
      "\nLearning rate: --warmup 0.05 ramps it up over the first 5 % of the run, which stabilises\n"
      "deep networks; --schedule cosine then decays it to 0, which lowers the final loss.\n"
      "`hourglass find-learning-rate` suggests a peak value.\n"
      "\nEarly stopping: --early-stopping 5 stops the run when the validation loss has not\n"
      "improved for 5 epochs, and keeps the weights of the best epoch. It requires --validation.\n"
      "\nFiles: the output is a safetensors file, which Python can load as the state_dict of the\n"
      "same nn.Sequential. During training, the state is saved to OUT.resume, at least every 30\n"
      "seconds; the file is removed at the end. Ctrl-C finishes the current step, saves the state\n"
      "and prints the command that resumes the run. A resumed run uses the same images, log and\n"
      "precision, and writes exactly the same file as an uninterrupted one. The same seed and\n"
      "number of threads always give the same file.\n"
      "\nSettings in a file: `hourglass train deep-30 --epochs 5 --print-config > recipe.toml`\n"
      "writes every setting of that run, and `hourglass train --config recipe.toml` repeats it.\n"
      "The keys of the file are the options without dashes, and preset.\n"
      "\nSchedulers: with --resume-or-start, the same command starts a run, resumes it after it\n"
      "was killed, and succeeds at once when it has finished. `hourglass sweep` makes many such\n"
      "commands.\n"
      "\nPresets and their recipes:\n",
      preset_table(presets(), "  "),
      "  linear-K, pca-K: any K from 1 to the number of pixels, 784.\n"
      "\nExamples:\n"
      "  hourglass train deep-30\n"
      "  hourglass train dense-128-32 --epochs 5 --seed 7 --validation 10000 --log losses.csv\n"
      "  hourglass train hidden-64 --schedule cosine --warmup 0.05 --validation 10000 "
      "--early-stopping 3\n"
      "  hourglass train denoising-256 --noise gaussian:0.5 --out denoiser.safetensors\n"
      "  hourglass train conv-32 --code-size 8 --log conv.jsonl\n"
      "  hourglass train --resume deep-30.safetensors.resume\n"
      "  hourglass train --from deep-30.safetensors --data fashion-mnist --out "
      "fashion.safetensors\n"
      "  hourglass train simple-32 --lr 0.0005 --page-link http://localhost:8080");
}

}  // namespace

Command add_train(CLI::App& program) {
  CLI::App* app = program.add_subcommand("train", "Train a model, or fit PCA");
  const auto options = std::make_shared<TrainOptions>();
  add_train_arguments(*app, *options);
  app->footer(footer);
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
