// Ranks that exchange numbers with MPI.
#pragma once

#include <mpi.h>

#include "core/compute/ranks.h"

namespace hourglass::cli {

// All processes of MPI_COMM_WORLD. MPI must have been initialised. An error in MPI ends all
// processes. Only one thread may call the methods.
class MpiRanks final : public Ranks {
 public:
  MpiRanks();

  int size() const override { return size_; }
  int rank() const override { return rank_; }
  std::vector<double> gather(std::span<const double> own) override;
  void sum_in_order(std::span<Scalar> sums, std::span<const std::size_t> ends,
                    const std::function<void(std::size_t block)>& add) override;

 private:
  void start_receiving(std::span<Scalar> sums, std::span<const std::size_t> ends);
  void start_distributing(std::span<Scalar> block);

  bool is_last() const { return rank_ + 1 == size_; }

  int size_ = 1;
  int rank_ = 0;
  // Of one sum, one for each block.
  std::vector<MPI_Request> receptions_;
  std::vector<MPI_Request> sendings_;
  std::vector<MPI_Request> distributions_;
};

}  // namespace hourglass::cli
