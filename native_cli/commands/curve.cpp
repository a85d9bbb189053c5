// hourglass curve: the test error against the size of the code, for PCA and two kinds of networks.
#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <memory>

#include "core/models/find_model.h"
#include "core/training/trainer.h"
#include "native_cli/commands/command.h"
#include "native_cli/figures/pca_baseline.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/files/output_target.h"
#include "native_cli/options/arguments.h"
#include "native_cli/terminal/interrupt.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr std::array kCodeSizes{1, 2, 4, 8, 16, 32, 64, 128, 256};

// The layers of a kind of network, between the image and the code.
struct Kind {
  const char* name;
  const char* layers;
};
constexpr std::array kKinds{Kind{"dense", "-256-"}, Kind{"deep", "-512-256-"}};

struct CurveOptions {
  DataArguments data{.split = Split::kTrain};
  std::optional<int> epochs{};
  std::optional<std::uint64_t> seed{};
  std::optional<int> threads{};
  std::string out = "curve.csv";
};

// The curve in the making: what all of its networks share.
class Measurement {
 public:
  Measurement(const CurveOptions& options, const std::filesystem::path& folder)
      : seed_(options.seed.value_or(1)),
        recipe_{.learning_rate = 2e-3,
                .batch = 128,
                .epochs = options.epochs.value_or(10),
                .schedule = Schedule::kCosine,
                .warmup = 0.05},
        training_(options.data.load()),
        test_(load_split(folder, Split::kTest, {})),
        team_(threads_or_all(options.threads)) {
    if (const int largest = code_sizes().back(); std::cmp_less_equal(training_.count(), largest)) {
      throw_failure("curve: expected at least ", largest + 1, " training images, found ",
                    training_.count());
    }
    if (training_.shape != test_.shape) {
      throw_failure(folder.string(), ": expected test images of ", image_text(training_.shape),
                    " like the training images, found ", image_text(test_.shape));
    }
    for (const Kind& kind : kKinds) {
      for (const int size : code_sizes()) parameters_left_ += create(kind, size).parameter_count();
    }
  }

  // The sizes that a code of such images can have: at most one number per pixel.
  std::vector<int> code_sizes() const {
    std::vector<int> sizes(kCodeSizes.begin(), kCodeSizes.end());
    std::erase_if(sizes, [this](int size) { return size > training_.shape.size(); });
    return sizes;
  }

  double pca_error(int size) { return pca_metrics(training_, size, test_, {}, seed_, team_)->mse; }

  double network_error(const Kind& kind, int size) {
    Model model = create(kind, size);
    model.initialise(seed_);
    Trainer trainer = value_of(Trainer::create(model, training_, team_, seed_));
    while (!trainer.is_finished()) {
      value_of(trainer.step());
      if (trainer.at_epoch_end()) trainer.finish_epoch({});
      if (interrupt_.is_requested()) {
        throw Failure(ExitStatus::kInterrupted, "interrupted; no file was written");
      }
    }
    parameters_done_ += model.parameter_count();
    parameters_left_ -= model.parameter_count();
    return value_of(evaluate(model, test_, {}, team_)).mse;
  }

  // The time that the rest takes if it is proportional to the number of parameters.
  double seconds_left() const {
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    return seconds * static_cast<double>(parameters_left_) / static_cast<double>(parameters_done_);
  }

 private:
  using Clock = std::chrono::steady_clock;

  Model create(const Kind& kind, int size) const {
    ModelSpec spec =
        value_of(find_model(concat(training_.shape.size(), kind.layers, size), training_.shape));
    spec.recipe = recipe_;
    return value_of(Model::create(spec));
  }

  Interrupt interrupt_;
  std::uint64_t seed_;
  Recipe recipe_;
  Dataset training_;
  Dataset test_;
  ThreadTeam team_;
  std::size_t parameters_done_ = 0;
  std::size_t parameters_left_ = 0;
  Clock::time_point start_ = Clock::now();
};

void run(const CurveOptions& options) {
  const std::filesystem::path folder = data_folder(options.data.folder);
  std::vector<std::filesystem::path> inputs = split_files(folder, Split::kTrain);
  std::ranges::copy(split_files(folder, Split::kTest), std::back_inserter(inputs));
  const Output output(options.out, {".csv"}, inputs);
  Measurement measurement(options, folder);
  CsvTable table({"code_size", "pca", kKinds[0].name, kKinds[1].name});
  const std::vector<int> sizes = measurement.code_sizes();
  for (const int size : sizes) {
    const double pca = measurement.pca_error(size);
    const double dense = measurement.network_error(kKinds[0], size);
    const double deep = measurement.network_error(kKinds[1], size);
    table.add_row(size, pca, dense, deep);
    output.print_line(
        size, size == 1 ? " number" : " numbers", ": PCA ", error_text(pca), ", dense ",
        error_text(dense), ", deep ", error_text(deep),
        size == sizes.back() ? "" : concat("  ETA ", duration(measurement.seconds_left())));
  }
  output.write(table.bytes());
  output.print_line(options.out, ": the test errors (MSE) of ", 3 * sizes.size(), " models");
}

}  // namespace

Command add_curve(CLI::App& program) {
  CLI::App* app = program.add_subcommand("curve", "Measure the error against the size of the code");
  const auto options = std::make_shared<CurveOptions>();
  add_data(*app, options->data);
  add_whole_number(*app, "--epochs", options->epochs, 1,
                   "passes over the training images, for each network (default: 10)");
  add_whole_number(*app, "--seed", options->seed, 0,
                   "random seed for weights and shuffling (default: 1)");
  add_threads(*app, options->threads);
  app->add_option("--out", options->out, "CSV file to write (default: curve.csv)")
      ->type_name("FILE.csv");
  app->footer(
      "Trains 784-256-K and 784-512-256-K for each code size K of 1, 2, 4, … 256, and fits PCA\n"
      "with K components. Writes their mean squared errors on the test images, with the columns\n"
      "code_size, pca, dense and deep. For images of another size, the networks begin with that\n"
      "size, and K is at most the number of pixels.\n"
      "\nExamples:\n"
      "  hourglass curve\n"
      "  hourglass curve --data fashion-mnist --epochs 3 --out fashion.csv");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
