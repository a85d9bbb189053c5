#include "native_cli/training/logs/step_log.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "core/io/json.h"
#include "core/io/training_json.h"
#include "native_cli/files/read_file.h"
#include "native_cli/files/write_file.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

// Keeps the order of its keys, so that each line begins with its event.
using Json = nlohmann::ordered_json;

std::string line_of(const Json& fields) { return fields.dump() + '\n'; }

std::string run_line(const Trainer& trainer, const Model& model) {
  const TrainingState& state = trainer.state();
  return line_of({{"event", "run"},
                  {"model", model.spec.name},
                  {"parameters", model.parameter_count()},
                  {"images", state.images},
                  {"validation_images", state.validation_images},
                  {"seed", state.seed},
                  {"threads", state.threads},
                  {"recipe", recipe_to_json(model.spec.recipe)}});
}

// Whether both lines describe the same run. It may have been extended to more epochs.
bool is_same_run(const std::string& one, const std::string& other) {
  const auto identity = [](const std::string& line) {
    nlohmann::json fields = parse_json(line);
    if (fields.is_object() && fields["recipe"].is_object()) fields["recipe"].erase("epochs");
    return fields;
  };
  const nlohmann::json found = identity(one);
  return found.is_object() && found == identity(other);
}

// The lines of the steps up to `last` in the log of this run; none if the file is another's.
std::map<std::int64_t, std::string> kept_steps(const std::filesystem::path& path,
                                               const std::string& first_line, std::int64_t last) {
  std::map<std::int64_t, std::string> steps;
  std::error_code ignored;
  if (last == 0 || !std::filesystem::is_regular_file(path, ignored)) return steps;
  const Bytes content = read_file(path);
  std::istringstream lines(std::string(content.begin(), content.end()));
  std::string line;
  if (!std::getline(lines, line) || !is_same_run(line, first_line)) return steps;
  while (std::getline(lines, line)) {
    const nlohmann::json fields = parse_json(line);
    if (!fields.is_object() || fields.value("event", "") != "step") continue;
    const std::int64_t step = fields.value("step", std::int64_t{0});
    if (step >= 1 && step <= last) steps[step] = line + '\n';
  }
  return steps;
}

}  // namespace

StepLog::StepLog(std::filesystem::path path, const Trainer& trainer, const Model& model)
    : path_(std::move(path)), trainer_(trainer) {
  std::string text = run_line(trainer, model);
  const auto steps = kept_steps(path_, text, trainer.state().step);
  auto step = steps.begin();
  for (std::size_t i = 0; i < trainer.state().history.size(); ++i) {
    const std::int64_t end = (static_cast<std::int64_t>(i) + 1) * trainer.steps_per_epoch();
    for (; step != steps.end() && step->first <= end; ++step) text += step->second;
    text += epoch_line(i);
  }
  for (; step != steps.end(); ++step) text += step->second;
  write_file(path_, Bytes(text.begin(), text.end()));
}

void StepLog::add_step(double loss) {
  const std::int64_t step = trainer_.state().step;
  pending_ += line_of({{"event", "step"},
                       {"step", step},
                       {"epoch", (step - 1) / trainer_.steps_per_epoch() + 1},
                       {"learning_rate", trainer_.learning_rate(step - 1)},
                       {"loss", loss}});
  constexpr std::chrono::seconds kInterval{1};
  if (Clock::now() - last_flush_ >= kInterval) flush();
}

void StepLog::add_epoch() {
  pending_ += epoch_line(trainer_.state().history.size() - 1);
  flush();
}

std::string StepLog::epoch_line(std::size_t index) const {
  const EpochRecord& record = trainer_.state().history[index];
  const std::int64_t epoch = static_cast<std::int64_t>(index) + 1;
  const std::int64_t step = epoch * trainer_.steps_per_epoch();
  Json fields{{"event", "epoch"},
              {"epoch", epoch},
              {"step", step},
              {"learning_rate", trainer_.learning_rate(step - 1)},
              {"loss", record.loss}};
  if (record.validation_loss) fields["validation_loss"] = *record.validation_loss;
  if (record.explained_variance) fields["explained_variance"] = *record.explained_variance;
  return line_of(fields);
}

void StepLog::flush() {
  last_flush_ = Clock::now();
  if (append_to_file(path_, Bytes(pending_.begin(), pending_.end()))) {
    pending_.clear();
    has_warned_ = false;
  } else if (!std::exchange(has_warned_, true)) {
    print_warning(path_.string(),
                  ": could not be written; training continues, and the log is retried");
  }
}

}  // namespace hourglass::cli
