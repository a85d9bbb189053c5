#include "native_cli/ranks/mpi_ranks.h"

#include <type_traits>

namespace hourglass::cli {
namespace {

constexpr int kTag = 0;

// MPI_FLOAT is not a constant expression in every MPI.
MPI_Datatype scalar_type() { return std::is_same_v<Scalar, float> ? MPI_FLOAT : MPI_DOUBLE; }

std::span<Scalar> block_of(std::span<Scalar> sums, std::span<const std::size_t> ends,
                           std::size_t block) {
  const std::size_t begin = block == 0 ? 0 : ends[block - 1];
  return sums.subspan(begin, ends[block] - begin);
}

void wait_for(std::vector<MPI_Request>& requests) {
  MPI_Waitall(static_cast<int>(requests.size()), requests.data(), MPI_STATUSES_IGNORE);
  requests.clear();
}

}  // namespace

MpiRanks::MpiRanks() {
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
}

std::vector<double> MpiRanks::gather(std::span<const double> own) {
  std::vector<double> all(own.size() * static_cast<std::size_t>(size_));
  const auto count = static_cast<int>(own.size());
  MPI_Allgather(own.data(), count, MPI_DOUBLE, all.data(), count, MPI_DOUBLE, MPI_COMM_WORLD);
  return all;
}

// The ranks form a pipeline. MPI's own reductions would send no fewer bytes, but may add in any
// order.
void MpiRanks::sum_in_order(std::span<Scalar> sums, std::span<const std::size_t> ends,
                            const std::function<void(std::size_t block)>& add) {
  // A block is distributed when this rank has sent it on, so that its sums can be overwritten. To
  // wait for the block before last keeps this rank and the next one working meanwhile.
  constexpr std::size_t kInFlight = 2;
  if (rank_ > 0) start_receiving(sums, ends);
  for (std::size_t block = 0; block < ends.size(); ++block) {
    if (rank_ > 0) MPI_Wait(&receptions_[block], MPI_STATUS_IGNORE);
    add(block);
    const std::span<Scalar> done = block_of(sums, ends, block);
    if (is_last()) {
      start_distributing(done);
      continue;
    }
    sendings_.emplace_back();
    MPI_Isend(done.data(), static_cast<int>(done.size()), scalar_type(), rank_ + 1, kTag,
              MPI_COMM_WORLD, &sendings_.back());
    if (block < kInFlight) continue;
    MPI_Wait(&sendings_[block - kInFlight], MPI_STATUS_IGNORE);
    start_distributing(block_of(sums, ends, block - kInFlight));
  }
  wait_for(sendings_);
  while (distributions_.size() < ends.size()) {
    start_distributing(block_of(sums, ends, distributions_.size()));
  }
  wait_for(distributions_);
  receptions_.clear();
}

void MpiRanks::start_receiving(std::span<Scalar> sums, std::span<const std::size_t> ends) {
  for (std::size_t block = 0; block < ends.size(); ++block) {
    const std::span<Scalar> to = block_of(sums, ends, block);
    receptions_.emplace_back();
    MPI_Irecv(to.data(), static_cast<int>(to.size()), scalar_type(), rank_ - 1, kTag,
              MPI_COMM_WORLD, &receptions_.back());
  }
}

// Starts to copy the last rank's sums to all ranks.
void MpiRanks::start_distributing(std::span<Scalar> block) {
  distributions_.emplace_back();
  MPI_Ibcast(block.data(), static_cast<int>(block.size()), scalar_type(), size_ - 1, MPI_COMM_WORLD,
             &distributions_.back());
}

}  // namespace hourglass::cli
