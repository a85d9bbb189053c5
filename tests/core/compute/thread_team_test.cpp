#include "core/compute/thread_team.h"

#include <atomic>
#include <new>
#include <vector>

#include "tests/core/support.h"

namespace hourglass {
namespace {

TEST(ThreadTeam, EveryMemberRunsOncePerJob) {
  for (const int size : {1, 2, 3, 8}) {
    ThreadTeam team(size);
    for (int job = 0; job < 200; ++job) {
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(team.size()));
      team.run([&calls](int member) { ++calls.at(static_cast<std::size_t>(member)); });
      for (const std::atomic<int>& count : calls) ASSERT_EQ(count, 1);
    }
  }
}

TEST(ThreadTeam, RunReturnsWhenAllMembersAreDone) {
  ThreadTeam team(4);
  std::vector<int> results(static_cast<std::size_t>(team.size()));
  for (int job = 1; job <= 200; ++job) {
    team.run([&](int member) {
      for (volatile int delay = 0; delay < 100 * member;) delay = delay + 1;
      results[static_cast<std::size_t>(member)] = job;
    });
    for (const int result : results) ASSERT_EQ(result, job);
  }
}

TEST(ThreadTeam, HasAtLeastOneMember) {
  for (const int size : {-5, 0, 1}) EXPECT_EQ(ThreadTeam(size).size(), 1);
  EXPECT_GE(ThreadTeam::hardware_size(), 1);
}

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
TEST(ThreadTeam, HasTheRequestedSize) { EXPECT_EQ(ThreadTeam(3).size(), 3); }
#endif

#ifndef __EMSCRIPTEN__  // built without exceptions
TEST(ThreadTeam, RethrowsAMembersExceptionOnceAllMembersAreDone) {
  ThreadTeam team(4);
  for (const int thrower : {0, 1, 3}) {
    std::atomic<int> done = 0;
    const auto job = [&](int member) {
      if (member == thrower) throw std::bad_alloc();
      ++done;
    };
    EXPECT_THROW(team.run(job), std::bad_alloc) << thrower;
    EXPECT_EQ(done, 3);
  }
  std::atomic<int> done = 0;
  team.run([&done](int) { ++done; });
  EXPECT_EQ(done, 4);
}
#endif

TEST(ThreadTeam, SharesCoverEveryItemOnceAndEvenly) {
  for (const std::size_t count : {0U, 1U, 2U, 7U, 32U, 60'000U}) {
    for (const int members : {1, 2, 3, 8, 100}) {
      std::size_t next = 0, least = count, most = 0;
      for (int member = 0; member < members; ++member) {
        const auto [first, last] = share_of(count, member, members);
        EXPECT_EQ(first, next);
        EXPECT_LE(first, last);
        least = std::min(least, last - first);
        most = std::max(most, last - first);
        next = last;
      }
      EXPECT_EQ(next, count);
      EXPECT_LE(most - least, 1U);
    }
  }
}

}  // namespace
}  // namespace hourglass
