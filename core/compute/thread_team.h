// A fixed team of threads that run one job at a time together. This is the only file that knows
// about threads: on a target without threads, and in a team of one, the caller runs the job.
#pragma once

#include <functional>
#include <memory>
#include <utility>

namespace hourglass {

class ThreadTeam {
 public:
  // Starts a team of `size` threads, including the calling one. The team has at least 1 thread, and
  // fewer than `size` if the system cannot start that many.
  explicit ThreadTeam(int size);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  int size() const;

  // Calls job(member) concurrently, once for every member 0…size() − 1, and returns when all are
  // done. Rethrows an exception that a job threw.
  void run(const std::function<void(int member)>& job);

  // The machine's number of hardware threads; 1 on a target without threads.
  static int hardware_size();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The range [first, last) that `member` of `members` handles when `count` items are split evenly.
inline std::pair<std::size_t, std::size_t> share_of(std::size_t count, int member, int members) {
  const auto index = static_cast<std::size_t>(member);
  const auto parts = static_cast<std::size_t>(members);
  return {count * index / parts, count * (index + 1) / parts};
}

}  // namespace hourglass
