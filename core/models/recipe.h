// The settings of a training run with their defaults, and the one table that describes them: files,
// the command line, checks and summaries are all derived from this table. To add a setting, add a
// member to Recipe and a row to the table.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "core/base/enum_names.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "core/data/noise.h"

namespace hourglass {

// How the output is compared with the target; see core/training/objective.h.
enum class Loss : std::uint8_t {
  kMse,  // mean squared error over pixels and images
  kBce,  // binary cross-entropy in nats, mean over pixels and images
};

constexpr std::string_view to_string(Loss loss) {
  switch (loss) {
    case Loss::kMse:
      return "mse";
    case Loss::kBce:
      return "bce";
  }
  return {};
}

// True if a loss is computed from logits: the last layer, a sigmoid, is then part of the loss.
constexpr bool takes_logits(Loss loss) { return loss == Loss::kBce; }

// How the learning rate varies after the warmup; see core/training/schedule.h.
enum class Schedule : std::uint8_t { kConstant, kCosine };

constexpr std::string_view to_string(Schedule schedule) {
  switch (schedule) {
    case Schedule::kConstant:
      return "constant";
    case Schedule::kCosine:
      return "cosine";
  }
  return {};
}

// How gradients change the parameters; see core/training/optimizer_step.h.
enum class Optimizer : std::uint8_t { kAdam, kSgd };

constexpr std::string_view to_string(Optimizer optimizer) {
  switch (optimizer) {
    case Optimizer::kAdam:
      return "adam";
    case Optimizer::kSgd:
      return "sgd";
  }
  return {};
}

struct Recipe {
  Loss loss = Loss::kMse;
  double learning_rate = 1e-3;
  int batch = 32;
  int epochs = 10;
  Noise noise{};  // on the input only; the target stays clean
  double l1 = 0;  // λ of the penalty λ Σ |code|: a sum over units, a mean over the batch
  Optimizer optimizer = Optimizer::kAdam;
  Schedule schedule = Schedule::kConstant;
  double warmup = 0;        // share of the run in which the learning rate rises to its peak
  double weight_decay = 0;  // decoupled (AdamW), for weights but not for biases
  int early_stopping = 0;   // patience in epochs without a better validation loss; 0: off

  bool operator==(const Recipe&) const = default;
};

// The valid values of a numeric setting: from `least` (or above it), and below `limit`.
struct NumberRange {
  double least = 0;
  bool is_open = false;  // whether `least` itself is excluded
  double limit = std::numeric_limits<double>::infinity();
};

template <class T>
struct RecipeField {
  T Recipe::* member;
  const char* key;     // in JSON
  const char* option;  // on the command line
  const char* name;    // in messages and summaries
  const char* help;
  NumberRange range{};           // of a number
  bool is_of_run = false;        // defines the course of a run rather than a single step
  bool is_always_shown = false;  // in summaries, even at its default
  bool is_required = false;      // in JSON; the files of older versions lack later settings
};

inline constexpr std::tuple kRecipeFields{
    RecipeField<int>{.member = &Recipe::epochs,
                     .key = "epochs",
                     .option = "--epochs",
                     .name = "epochs",
                     .help = "passes over the training images",
                     .range = {.least = 1},
                     .is_of_run = true,
                     .is_always_shown = true,
                     .is_required = true},
    RecipeField<int>{.member = &Recipe::batch,
                     .key = "batch",
                     .option = "--batch",
                     .name = "batch",
                     .help = "batch size, in images",
                     .range = {.least = 1},
                     .is_always_shown = true,
                     .is_required = true},
    RecipeField<Optimizer>{.member = &Recipe::optimizer,
                           .key = "optimizer",
                           .option = "--optimizer",
                           .name = "optimizer",
                           .help = "adam, or sgd with momentum 0.9"},
    RecipeField<double>{.member = &Recipe::learning_rate,
                        .key = "learning_rate",
                        .option = "--lr",
                        .name = "learning rate",
                        .help = "peak learning rate",
                        .range = {.is_open = true},
                        .is_of_run = true,
                        .is_always_shown = true,
                        .is_required = true},
    RecipeField<Schedule>{.member = &Recipe::schedule,
                          .key = "schedule",
                          .option = "--schedule",
                          .name = "schedule",
                          .help = "learning rate after the warmup: constant, or cosine decay to 0",
                          .is_of_run = true},
    RecipeField<double>{
        .member = &Recipe::warmup,
        .key = "warmup",
        .option = "--warmup",
        .name = "warmup",
        .help = "fraction of the run over which the learning rate ramps up, such as 0.05",
        .range = {.limit = 1},
        .is_of_run = true},
    RecipeField<Loss>{.member = &Recipe::loss,
                      .key = "loss",
                      .option = "--loss",
                      .name = "loss",
                      .help = "mse or bce (binary cross-entropy)",
                      .is_always_shown = true,
                      .is_required = true},
    RecipeField<Noise>{.member = &Recipe::noise,
                       .key = "noise",
                       .option = "--noise",
                       .name = "noise",
                       .help = "corrupt the input; the target stays clean",
                       .is_required = true},
    RecipeField<double>{.member = &Recipe::l1,
                        .key = "l1",
                        .option = "--l1",
                        .name = "L1 penalty",
                        .help = "sparsity penalty: X · sum of |code|, mean over the batch",
                        .is_required = true},
    RecipeField<double>{
        .member = &Recipe::weight_decay,
        .key = "weight_decay",
        .option = "--weight-decay",
        .name = "weight decay",
        .help = "each step shrinks every weight, but no bias, by lr · X of its value (AdamW)"},
    RecipeField<int>{
        .member = &Recipe::early_stopping,
        .key = "early_stopping",
        .option = "--early-stopping",
        .name = "early stopping",
        .help = "stop after N epochs without a better validation loss; keep the best weights",
        .is_of_run = true}};

// Calls visit(field) for each RecipeField, in the order in which they are listed.
template <class Visit>
void for_each_recipe_field(const Visit& visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, kRecipeFields);
}

// A setting as the command line takes it.
template <class T>
std::string setting_text(const T& value) {
  if constexpr (std::is_floating_point_v<T>) {
    return shortest(value);
  } else if constexpr (std::is_arithmetic_v<T>) {
    return concat(value);
  } else {
    return std::string(to_string(value));
  }
}

// Returns an error if a number is outside its range or not finite, or the noise level is outside
// [0, 1].
Result<void> check_settings(const Recipe& recipe);

// True if the learning rate varies, so that a run of another length would take different steps.
bool has_varying_rate(const Recipe& recipe);

}  // namespace hourglass
