#include "native_cli/ranks/agreement.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "core/io/checkpoint.h"
#include "native_cli/files/read_file.h"
#include "native_cli/ranks/process_ranks.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

// What each rank tells the others when they meet. Every process meets the others exactly once:
// before it trains, or else at its end.
enum Item : std::uint8_t { kHasFailed, kProgram, kThreads, kImages, kRun };
using Statement = std::array<double, 5>;

bool has_met = false;
bool ends_alone = false;  // the other ranks are training and do not expect this one to end
int reporter = 0;         // the rank that reports a failure that several ranks share

double checksum(const auto& bytes) {
  return static_cast<double>(::crc32_z(0, bytes.data(), bytes.size()));
}

// Two builds may round differently, so the whole program is compared and not only its version.
double checksum_of_program() {
  const std::filesystem::path self = "/proc/self/exe";  // Linux only
  std::error_code ignored;
  return std::filesystem::exists(self, ignored) ? checksum(map_file(self)) : 0;
}

// Covers the architecture, recipe, seed, parameters and progress, but no paths, which may differ.
double checksum_of_run(const Model& model, TrainingState state) {
  state.run.reset();
  return checksum(value_of(save_checkpoint(model, state, WeightPrecision::kFloat32)));
}

std::vector<Statement> meet(const Statement& own) {
  has_met = true;
  const std::vector<double> numbers = process_ranks()->gather(own);
  std::vector<Statement> all(numbers.size() / own.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) all[i / own.size()][i % own.size()] = numbers[i];
  const auto failed =
      std::ranges::find(all, 1.0, [](const Statement& it) { return it[kHasFailed]; });
  if (failed != all.end()) reporter = static_cast<int>(failed - all.begin());
  return all;
}

void require_same(const std::vector<Statement>& all, Item item, std::string_view expected,
                  std::string_view found) {
  const auto other = std::ranges::find_if(
      all, [&](const Statement& statement) { return statement[item] != all.front()[item]; });
  if (other == all.end()) return;
  throw_failure("rank ", other - all.begin(), ": expected ", expected, " as on rank 0, found ",
                found);
}

}  // namespace

bool writes_files() { return process_ranks() == nullptr || process_ranks()->rank() == 0; }

int rank_count() { return process_ranks() == nullptr ? 1 : process_ranks()->size(); }

void agree_to_start(const Model& model, const TrainingState& state) {
  if (process_ranks() == nullptr) return;
  const std::vector<Statement> all =
      meet({0, checksum_of_program(), static_cast<double>(state.threads),
            static_cast<double>(state.run->pixels_crc32), checksum_of_run(model, state)});
  const bool has_failed =
      std::ranges::any_of(all, [](const Statement& it) { return it[kHasFailed] != 0; });
  if (has_failed) throw_failure("another rank has failed");
  require_same(all, kProgram, "the same build of hourglass", "another one");
  require_same(all, kThreads, "the same number of threads", "another one");
  require_same(all, kImages, "the same training images", "others");
  require_same(all, kRun, "the same options and the same starting weights", "others");
  ends_alone = true;
}

Requests agree_on(const Requests& own) {
  if (process_ranks() == nullptr) return own;
  const std::vector<double> all =
      process_ranks()->gather(std::array{own.save ? 1.0 : 0.0, own.stop ? 1.0 : 0.0});
  Requests agreed;
  for (std::size_t i = 0; i < all.size(); i += 2) {
    agreed.save = agreed.save || all[i] != 0;
    agreed.stop = agreed.stop || all[i + 1] != 0;
  }
  return agreed;
}

void end_together() { ends_alone = false; }

void end_of_process(const std::string& failure) {
  const Ranks* const ranks = process_ranks();
  if (ranks != nullptr && !has_met) meet({failure.empty() ? 0.0 : 1.0});
  if (failure.empty()) return leave_ranks();
  if (ranks == nullptr || ends_alone || reporter == ranks->rank()) print_from_this_rank(failure);
  if (!ends_alone) leave_ranks();
}

}  // namespace hourglass::cli
