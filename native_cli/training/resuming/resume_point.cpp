#include "native_cli/training/resuming/resume_point.h"

#include <utility>

#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {

std::filesystem::path resume_path(const std::filesystem::path& out) {
  return file_beside(out, ".resume");
}

ResumePoint::ResumePoint(std::optional<std::filesystem::path> path, std::string command,
                         const Model& model, const TrainingState& state)
    : path_(std::move(path)), command_(std::move(command)), model_(model) {
  write(value_of(encode(state)));
}

bool ResumePoint::is_due_within_epoch() const {
  constexpr std::chrono::seconds kInterval{30};
  return path_ && since_last() >= kInterval;
}

Result<void> ResumePoint::save(const TrainingState& state) {
  const Result<Bytes> content = encode(state);
  if (!content) return std::unexpected(content.error());
  try {
    write(*content);
  } catch (const Failure& failure) {
    last_ = Clock::now();
    is_current_ = false;
    if (!std::exchange(has_warned_, true)) {
      print_warning(failure.what(),
                    "; training continues, and the next save tries again; to resume from the last "
                    "save: ",
                    command_);
    }
  }
  return {};
}

void ResumePoint::remove() const {
  if (path_) remove_file(*path_);
}

Result<Bytes> ResumePoint::encode(const TrainingState& state) const {
  return save_checkpoint(model_, state, WeightPrecision::kFloat32);
}

void ResumePoint::write(const Bytes& content) {
  const Clock::time_point start = Clock::now();
  if (path_) write_file(*path_, content);
  last_ = Clock::now();
  duration_ = last_ - start;
  is_current_ = true;
  has_warned_ = false;
}

}  // namespace hourglass::cli
