#include "native_cli/sweep/run_jobs.h"

#include <chrono>
#include <list>
#include <sstream>
#include <thread>

#include "native_cli/sweep/job_process.h"
#include "native_cli/terminal/interrupt.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/training/resuming/resume_point.h"

namespace hourglass::cli {
namespace {

using Clock = std::chrono::steady_clock;

bool has_finished(const Job& job) {
  std::error_code ignored;
  return std::filesystem::exists(job.out, ignored) &&
         !std::filesystem::exists(resume_path(job.out), ignored);
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The lines of the errors without the program's name or "warning" in front.
std::vector<std::string> messages(const std::string& errors) {
  std::istringstream lines(errors);
  std::vector<std::string> found;
  for (std::string line; std::getline(lines, line);) {
    for (const std::string_view start : {"hourglass: ", "warning: "}) {
      if (line.starts_with(start)) line.erase(0, start.size());
    }
    if (!line.empty()) found.push_back(std::move(line));
  }
  return found;
}

class Sweep {
 public:
  Sweep(std::span<const Job> jobs, std::size_t parallel) : jobs_(jobs), parallel_(parallel) {
    for (const Job& job : jobs_) {
      finished_before_ += has_finished(job) ? 1 : 0;
      work_left_ += has_finished(job) ? 0 : job.work;
    }
    print_line(jobs_.size(), jobs_.size() == 1 ? " job, " : " jobs, ", finished_before_,
               " of them finished; at most ", parallel_, " at a time");
    std::fflush(stdout);
  }

  void run() {
    while (!running_.empty() || (next_ < jobs_.size() && !is_stopping_)) {
      while (!is_stopping_ && next_ < jobs_.size() && running_.size() < parallel_) start_next();
      constexpr std::chrono::milliseconds kInterval{20};
      std::this_thread::sleep_for(kInterval);
      if (interrupt_.is_requested() && !is_stopping_) {
        is_stopping_ = true;
        for (const Running& running : running_) running.process.stop();
      }
      for (auto running = running_.begin(); running != running_.end();) {
        const std::optional<int> status = running->process.poll();
        if (status) end(*running, *status);
        running = status ? running_.erase(running) : std::next(running);
      }
    }
    report();
  }

 private:
  struct Running {
    const Job& job;
    bool had_finished;
    JobProcess process;
    Clock::time_point start = Clock::now();
  };

  void start_next() {
    const Job& job = jobs_[next_++];
    running_.emplace_back(job, has_finished(job), JobProcess(job.words));
  }

  void end(const Running& running, int status) {
    const std::string name = running.job.out.string();
    const std::vector<std::string> said = messages(running.process.errors());
    if (is_stopping_ && status != 0) return;
    ++ended_;
    if (!running.had_finished) {
      work_left_ -= running.job.work;
      work_done_ += running.job.work;
    }
    if (status == 0) {
      if (!said.empty()) print_warning(name, ": ", said.back());
      if (running.had_finished) return;
    } else {
      ++failed_;
      const std::string reason = said.empty() ? "it was killed" : said.back();
      if (first_failure_.empty()) first_failure_ = concat(name, ": ", reason);
    }
    print_line(ended_, '/', jobs_.size(), "  ", name,
               status == 0 ? "  done in " : "  FAILED after ",
               duration(seconds_since(running.start)),
               next_ == jobs_.size() && running_.size() == 1
                   ? ""
                   : concat("  ETA ", duration(seconds_since(start_) * work_left_ / work_done_)));
    std::fflush(stdout);
  }

  void report() const {
    if (is_stopping_) {
      throw Failure(ExitStatus::kInterrupted,
                    concat("interrupted with ", jobs_.size() - ended_, " of ", jobs_.size(),
                           " jobs left; the same command goes on with them"));
    }
    if (failed_ > 0) {
      throw_failure(failed_, " of ", jobs_.size(),
                    " jobs failed, the first of them with: ", first_failure_);
    }
    print_line("All ", jobs_.size(), " jobs have finished.");
  }

  std::span<const Job> jobs_;
  std::size_t parallel_;
  std::list<Running> running_;
  std::size_t next_ = 0;
  std::size_t ended_ = 0;
  std::size_t finished_before_ = 0;
  std::size_t failed_ = 0;
  std::string first_failure_;
  double work_left_ = 0;
  double work_done_ = 0;
  bool is_stopping_ = false;
  Clock::time_point start_ = Clock::now();
  Interrupt interrupt_;
};

}  // namespace

void run_jobs(std::span<const Job> jobs, std::size_t parallel) { Sweep(jobs, parallel).run(); }

}  // namespace hourglass::cli
