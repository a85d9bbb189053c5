// A fixed team of threads that meet for one job at a time. The only file that knows about threads:
// where the target has none, and in a team of one, the job runs on the caller.
#pragma once

#include <functional>
#include <memory>
#include <utility>

namespace hourglass {

class ThreadTeam {
 public:
  // A team of `size` threads, the calling one among them; at least 1, and fewer than asked for
  // where the system cannot start so many.
  explicit ThreadTeam(int size);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  int size() const;

  // Calls job(member) once for every member 0…size() − 1, concurrently, and returns when all are
  // done. What a job throws is thrown here, then.
  void run(const std::function<void(int member)>& job);

  // What the machine offers; 1 where the target has no threads.
  static int hardware_size();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The range [first, last) of `count` items that falls to `member` of `members`: as even as it can
// be.
inline std::pair<std::size_t, std::size_t> share_of(std::size_t count, int member, int members) {
  const auto index = static_cast<std::size_t>(member);
  const auto parts = static_cast<std::size_t>(members);
  return {count * index / parts, count * (index + 1) / parts};
}

}  // namespace hourglass
