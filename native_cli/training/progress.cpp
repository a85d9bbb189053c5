#include "native_cli/training/progress.h"

#include <algorithm>
#include <cmath>

#include "native_cli/terminal/terminal.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr std::size_t kMaxBarWidth = 40;
constexpr std::size_t kMinBarWidth = 8;

std::string speed(double images_per_second) {
  return concat(with_commas(static_cast<std::uint64_t>(std::llround(images_per_second))),
                " images/s");
}

}  // namespace

std::string progress_line(const RunSnapshot& snapshot, std::size_t width, bool colour) {
  const std::string head = concat("epoch ", snapshot.epoch, '/', snapshot.epochs, "  ");
  const std::string loss = concat("loss ", error_text(snapshot.loss));
  const std::string rate = concat("  ", speed(snapshot.images_per_second));
  const std::string left = concat("  ETA ", duration(snapshot.seconds_left));
  const std::string full = concat(loss, rate, left);
  const std::size_t taken = display_width(head) + display_width(full) + 2;
  if (taken + kMinBarWidth <= width) {
    return concat(
        head, progress_bar(snapshot.fraction_done, std::min(kMaxBarWidth, width - taken), colour),
        "  ", full);
  }
  for (const std::string& text : {concat(head, full), concat(head, loss, left), loss}) {
    if (display_width(text) <= width) return text;
  }
  return "";
}

Progress::Progress(const Recipe& recipe, const TrainingState& state)
    : recipe_(recipe),
      colour_(wants_colour()),
      first_image_(images_seen(state)),
      last_image_(first_image_) {}

std::int64_t Progress::images_seen(const TrainingState& state) const {
  const auto images = static_cast<std::int64_t>(state.images);
  const std::int64_t steps_per_epoch = (images + recipe_.batch - 1) / recipe_.batch;
  const std::int64_t within = std::min(images, state.step % steps_per_epoch * recipe_.batch);
  return state.step / steps_per_epoch * images + within;
}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

double Progress::images_per_second() const {
  return static_cast<double>(last_image_ - first_image_) / std::max(seconds(), 1e-9);
}

void Progress::step(const TrainingState& state) {
  last_image_ = images_seen(state);
  if (!line_.is_due()) return;
  const auto images = static_cast<std::int64_t>(state.images);
  const std::int64_t all = images * recipe_.epochs;
  // After the last batch of an epoch, the line still shows that epoch.
  const std::int64_t within = (last_image_ - 1) % images + 1;
  const RunSnapshot snapshot{
      .epoch = (last_image_ - 1) / images + 1,
      .epochs = recipe_.epochs,
      .fraction_done = static_cast<double>(last_image_) / static_cast<double>(all),
      .loss = state.epoch_loss / static_cast<double>(within),
      .images_per_second = images_per_second(),
      .seconds_left = static_cast<double>(all - last_image_) / std::max(images_per_second(), 1e-9)};
  line_.draw(progress_line(snapshot, terminal_width() - 1, colour_));
}

void Progress::epoch_ended(const TrainingState& state, double learning_rate) {
  clear();
  const EpochRecord& record = state.history.back();
  print_line(
      "epoch ", state.history.size(), '/', recipe_.epochs, "  loss ", error_text(record.loss),
      record.validation_loss ? concat("  validation ", error_text(*record.validation_loss)) : "",
      has_varying_rate(recipe_) ? concat("  lr ", error_text(learning_rate)) : "", "  ",
      speed(images_per_second()), "  ", duration(seconds()));
  std::fflush(stdout);
}

}  // namespace hourglass::cli
