#include "native_cli/training/loss_log.h"

#include <utility>

#include "core/base/text.h"
#include "native_cli/files/read_file.h"
#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr std::string_view kHeader = "epoch,step,learning_rate,loss,validation_loss\n";

}  // namespace

bool is_free_or_loss_log(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return true;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  const SharedBytes content = map_file(path);
  return std::string_view(reinterpret_cast<const char*>(content.data()), content.size())
      .starts_with(kHeader);
}

LossLog::LossLog(const std::optional<std::filesystem::path>& path, const Trainer& trainer)
    : path_(path), trainer_(trainer) {
  if (path_) rewrite();
}

void LossLog::add_epoch() {
  if (!path_) return;
  if (const std::string row = row_of(trainer_.state().history.size() - 1);
      is_complete_ && append_to_file(*path_, Bytes(row.begin(), row.end()))) {
    return;
  }
  is_complete_ = false;
  try {
    rewrite();
  } catch (const Failure& failure) {
    if (!std::exchange(has_warned_, true)) {
      print_warning(failure.what(), "; training continues, and the log is retried every epoch");
    }
  }
}

std::string LossLog::row_of(std::size_t index) const {
  const EpochRecord& record = trainer_.state().history[index];
  const std::int64_t epoch = static_cast<std::int64_t>(index) + 1;
  const std::int64_t step = epoch * trainer_.steps_per_epoch();
  return concat(epoch, ',', step, ',', shortest(trainer_.learning_rate(step - 1)), ',',
                shortest(record.loss), ',',
                record.validation_loss ? shortest(*record.validation_loss) : "", '\n');
}

void LossLog::rewrite() {
  std::string text(kHeader);
  for (std::size_t i = 0; i < trainer_.state().history.size(); ++i) text += row_of(i);
  write_file(*path_, Bytes(text.begin(), text.end()));
  is_complete_ = true;
  has_warned_ = false;
}

}  // namespace hourglass::cli
