#include "native_cli/training/resuming/requeue.h"

#include "native_cli/files/model_file.h"
#include "native_cli/files/training_images.h"
#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/training/resuming/resume_point.h"
#include "native_cli/training/resuming/run_lock.h"

namespace hourglass::cli {
namespace {

// Fails unless the file belongs to the run that the plan would start. The number of threads may
// differ if the command line leaves it open: a requeued job may get another machine.
void check_is_of_run(const Checkpoint& found, const TrainOptions& options, const TrainingPlan& plan,
                     const std::string& file) {
  const auto require_same = [&file](std::string_view what, const auto& expected,
                                    const auto& actual) {
    if (expected == actual) return;
    throw_failure(file, ": expected a run of this command, with ", what, ' ',
                  setting_text(expected), ", found one with ", setting_text(actual),
                  "; choose another --out, or remove the file");
  };
  const ModelSpec& spec = plan.model.spec;
  if (found.model.spec.name != spec.name) {
    throw_failure(file, ": expected a run of this command, of ", spec.name, ", found one of ",
                  found.model.spec.name, "; choose another --out, or remove the file");
  }
  for_each_recipe_field([&](const auto& field) {
    require_same(field.option, spec.recipe.*field.member, found.model.spec.recipe.*field.member);
  });
  const TrainingState& state = found.training;
  require_same("--seed", plan.state.seed, state.seed);
  require_same("--validation", plan.state.validation_images, state.validation_images);
  // There may be fewer images than the limit.
  const std::size_t images = state.images + state.validation_images;
  if (options.data.limit && images > *options.data.limit) {
    require_same("--limit", *options.data.limit, images);
  }
  if (options.threads && spec.fit == Fit::kGradient) {
    require_same("--threads", plan.state.threads, state.threads);
  }
}

// Whether the file may be of a run on the plan's images: files of older versions do not say on
// which images, only on how many.
bool may_be_of_images(const Checkpoint& found, const TrainingPlan& plan) {
  if (plan.moments) {
    const auto expected = statistics_of(*plan.moments);
    const auto actual = statistics_of(found.model);
    return plan.moments->images == found.training.images &&
           (!expected || !actual || are_of_same_images(*expected, *actual));
  }
  TrainingImages images(load_split(plan.folder, Split::kTrain, plan.images));
  return images.count() == images_of(found.training) && images.origin_of(found) != Origin::kOthers;
}

void check_is_of_images(const Checkpoint& found, const TrainingPlan& plan,
                        const std::string& file) {
  if (may_be_of_images(found, plan)) return;
  throw_failure(file, ": expected a run of this command, on the images of ",
                plan.moments ? "--moments" : plan.folder.string(),
                ", found one on other images; choose another --out, or remove the file");
}

// Removes the lock of a file, and what was written of it under temporary names.
void remove_left_by_killed_runs(const std::filesystem::path& file) {
  remove_left_lock(file);
  remove_left_temporaries(file);
}

}  // namespace

bool is_finished_or_resumed(TrainOptions& options) {
  if (options.resume) {
    throw_usage_error(
        "--resume-or-start finds the file to resume by itself and cannot be combined with "
        "--resume");
  }
  const TrainingPlan plan = make_plan(options);
  const std::filesystem::path resume = resume_path(plan.out);
  std::error_code ignored;
  // The resume file comes first: a run that was killed while it removed this file is only finished
  // again, and a run over an older output must not take that output for its own.
  for (const std::filesystem::path& file : {resume, plan.out}) {
    if (!std::filesystem::exists(file, ignored)) continue;
    const Checkpoint found = load_model(file);
    check_is_of_run(found, options, plan, file.string());
    check_is_of_images(found, plan, file.string());
    if (file == plan.out) {
      remove_left_by_killed_runs(plan.out);
      remove_left_by_killed_runs(resume);
      if (options.log) remove_left_by_killed_runs(*options.log);
      return true;
    }
    options.resume = resume.string();
    options.out = plan.out.string();
    options.from.reset();
    options.data.limit.reset();
    return false;
  }
  return false;
}

}  // namespace hourglass::cli
