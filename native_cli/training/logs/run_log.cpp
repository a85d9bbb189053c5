#include "native_cli/training/logs/run_log.h"

#include <utility>

#include "core/base/text.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/read_file.h"
#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/training/logs/step_log.h"

namespace hourglass::cli {
namespace {

constexpr std::string_view kHeader = "epoch,step,learning_rate,loss,validation_loss\n";

// A CSV file of losses. Appends a row for every epoch; if that fails, the next epoch rewrites the
// whole file.
class LossLog : public RunLog {
 public:
  LossLog(std::filesystem::path path, const Trainer& trainer)
      : path_(std::move(path)), trainer_(trainer) {
    rewrite();
  }

  void add_epoch() override {
    if (const std::string row = row_of(trainer_.state().history.size() - 1);
        is_complete_ && append_to_file(path_, Bytes(row.begin(), row.end()))) {
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

  bool is_whole() const override { return is_complete_; }

 private:
  std::string row_of(std::size_t index) const {
    const EpochRecord& record = trainer_.state().history[index];
    const std::int64_t epoch = static_cast<std::int64_t>(index) + 1;
    const std::int64_t step = epoch * trainer_.steps_per_epoch();
    return concat(epoch, ',', step, ',', shortest(trainer_.learning_rate(step - 1)), ',',
                  shortest(record.loss), ',',
                  record.validation_loss ? shortest(*record.validation_loss) : "", '\n');
  }

  void rewrite() {
    std::string text(kHeader);
    for (std::size_t i = 0; i < trainer_.state().history.size(); ++i) text += row_of(i);
    write_file(path_, Bytes(text.begin(), text.end()));
    is_complete_ = true;
    has_warned_ = false;
  }

  std::filesystem::path path_;
  const Trainer& trainer_;
  bool is_complete_ = false;
  bool has_warned_ = false;
};

bool is_step_log(const std::filesystem::path& path) { return has_extension(path, ".jsonl"); }

}  // namespace

bool is_free_or_run_log(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return true;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  const SharedBytes content = map_file(path);
  return std::string_view(reinterpret_cast<const char*>(content.data()), content.size())
      .starts_with(is_step_log(path) ? kStepLogStart : kHeader);
}

std::unique_ptr<RunLog> open_log(const std::optional<std::filesystem::path>& path,
                                 const Trainer& trainer, const Model& model) {
  if (!path) return std::make_unique<RunLog>();
  if (is_step_log(*path)) return std::make_unique<StepLog>(*path, trainer, model);
  return std::make_unique<LossLog>(*path, trainer);
}

}  // namespace hourglass::cli
