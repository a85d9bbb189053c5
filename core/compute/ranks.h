// The processes that train one model together, on one machine or on several. The core knows only
// this interface; native_cli/ranks/ implements it with MPI.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/base/scalar.h"

namespace hourglass {

class Ranks {
 public:
  Ranks() = default;
  virtual ~Ranks() = default;
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  // The number of processes, and this one's number among them: 0…size() − 1.
  virtual int size() const = 0;
  virtual int rank() const = 0;

  // Returns the numbers of all ranks, in the order of the ranks. Every rank passes equally many.
  virtual std::vector<double> gather(std::span<const double> own) = 0;

  // Sums numbers over the ranks, strictly in their order. Block i of `sums` ends before ends[i].
  // Each block visits rank 0, then rank 1, and so on: every rank gets it as the rank before left
  // it, and calls add(i), which adds the rank's own numbers. On rank 0, the block's previous
  // contents are undefined, and add(i) sets them. At the end, all ranks have the last rank's sums.
  // While one rank works on a block, those before it work on later ones.
  virtual void sum_in_order(std::span<Scalar> sums, std::span<const std::size_t> ends,
                            const std::function<void(std::size_t block)>& add) = 0;
};

}  // namespace hourglass
