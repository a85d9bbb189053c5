#include "core/compute/thread_team.h"

#include <algorithm>

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
#define HOURGLASS_HAS_THREADS
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <tuple>
#include <vector>
#endif

namespace hourglass {

#ifdef HOURGLASS_HAS_THREADS

namespace {

// How often a waiting thread polls before it sleeps: some ten microseconds, which is longer than
// the gap between two jobs of a training step, so a step starts and ends without a system call.
constexpr int kPolls = 1000;

// Polls until the condition holds. Returns false if it does not hold after kPolls polls.
template <class Condition>
bool poll(const Condition& condition) {
  for (int polls = 0; polls < kPolls; ++polls) {
    if (condition()) return true;
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
  }
  return false;
}

// Runs the job and returns the exception that it throws, or null. WebAssembly is built without
// exceptions.
template <class Job>
std::exception_ptr exception_of(const Job& job) {
#ifdef __cpp_exceptions
  try {
    job();
  } catch (...) {
    return std::current_exception();
  }
#else
  job();
#endif
  return nullptr;
}

}  // namespace

struct ThreadTeam::State {
  std::mutex mutex;
  std::condition_variable work_arrived;
  std::condition_variable work_done;
  const std::function<void(int)>* job = nullptr;
  std::atomic<int> round = 0;  // counts jobs, so that every member runs each exactly once
  std::atomic<int> busy = 0;
  std::atomic<bool> closing = false;
  std::exception_ptr exception;      // the first one thrown by a member other than the caller
  std::vector<std::thread> members;  // all but the caller, which is member 0

  void serve(int member) {
    for (int seen = 0;; ++seen) {
      const auto arrived = [&] { return closing || round != seen; };
      if (!poll(arrived)) {
        std::unique_lock lock(mutex);
        work_arrived.wait(lock, arrived);
      }
      if (closing) return;
      if (const auto thrown = exception_of([&] { (*job)(member); })) {
        const std::scoped_lock lock(mutex);
        if (!exception) exception = thrown;
      }
      if (--busy > 0) continue;
      const std::scoped_lock lock(mutex);
      work_done.notify_one();
    }
  }
};

ThreadTeam::ThreadTeam(int size) : state_(std::make_unique<State>()) {
  // If the system cannot start more threads, or has no memory for them, the team stays smaller.
  std::ignore = exception_of([this, size] {
    state_->members.reserve(static_cast<std::size_t>(std::max(0, size - 1)));
    for (int member = 1; member < size; ++member) {
      state_->members.emplace_back([state = state_.get(), member] { state->serve(member); });
    }
  });
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
    state_->exception = nullptr;
    state_->busy = static_cast<int>(state_->members.size());
    ++state_->round;
  }
  state_->work_arrived.notify_all();
  const std::exception_ptr thrown = exception_of([&job] { job(0); });
  const auto done = [this] { return state_->busy == 0; };
  if (!poll(done)) {
    std::unique_lock lock(state_->mutex);
    state_->work_done.wait(lock, done);
  }
  if (thrown) std::rethrow_exception(thrown);
  if (state_->exception) std::rethrow_exception(state_->exception);
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
