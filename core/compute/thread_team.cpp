#include "core/compute/thread_team.h"

#include <algorithm>

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
#define HOURGLASS_HAS_THREADS
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>
#endif

namespace hourglass {

#ifdef HOURGLASS_HAS_THREADS

struct ThreadTeam::State {
  std::mutex mutex;
  std::condition_variable work_arrived;
  std::condition_variable work_done;
  const std::function<void(int)>* job = nullptr;
  int round = 0;  // counts jobs, so that a member sees each exactly once
  int busy = 0;
  bool closing = false;
  std::vector<std::thread> members;  // without the caller, who is member 0

  void serve(int member) {
    int seen = 0;
    std::unique_lock lock(mutex);
    while (true) {
      work_arrived.wait(lock, [&] { return closing || round != seen; });
      if (closing) return;
      seen = round;
      lock.unlock();
      (*job)(member);
      lock.lock();
      if (--busy == 0) work_done.notify_one();
    }
  }
};

ThreadTeam::ThreadTeam(int size) : state_(std::make_unique<State>()) {
  for (int member = 1; member < size; ++member) {
    state_->members.emplace_back([state = state_.get(), member] { state->serve(member); });
  }
}

ThreadTeam::~ThreadTeam() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->closing = true;
  }
  state_->work_arrived.notify_all();
  for (std::thread& member : state_->members) member.join();
}

int ThreadTeam::size() const { return static_cast<int>(state_->members.size()) + 1; }

void ThreadTeam::run(const std::function<void(int)>& job) {
  if (state_->members.empty()) return job(0);
  {
    const std::scoped_lock lock(state_->mutex);
    state_->job = &job;
    state_->busy = static_cast<int>(state_->members.size());
    ++state_->round;
  }
  state_->work_arrived.notify_all();
  job(0);
  std::unique_lock lock(state_->mutex);
  state_->work_done.wait(lock, [this] { return state_->busy == 0; });
}

int ThreadTeam::hardware_size() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

#else

struct ThreadTeam::State {};

ThreadTeam::ThreadTeam(int /*size*/) {}
ThreadTeam::~ThreadTeam() = default;
int ThreadTeam::size() const { return 1; }
void ThreadTeam::run(const std::function<void(int)>& job) { job(0); }
int ThreadTeam::hardware_size() { return 1; }

#endif

}  // namespace hourglass
