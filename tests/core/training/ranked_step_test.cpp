// Ranks are threads here, each with a model and a team of its own; tests/mpi tests processes.
#include "core/training/ranked_step.h"

#include <atomic>
#include <barrier>
#include <thread>

#include "tests/core/training/training_runs.h"

namespace hourglass {
namespace {

using test::dense;
using test::kRelu;
using test::kSigmoid;
using test::preset;
using test::random_images;
using test::small_denoiser;
using test::small_model;
using test::take;
using test::train_steps;

// What the ranks have in common.
struct Meeting {
  explicit Meeting(int ranks) : size(ranks), all_here(ranks) {}

  int size;
  std::barrier<> all_here;
  std::vector<double> gathered;
  std::vector<Scalar> sums;
  // Of each block: the rank that adds to it next.
  std::vector<std::atomic<int>> turns = std::vector<std::atomic<int>>(100);
};

class ThreadRanks final : public Ranks {
 public:
  ThreadRanks(Meeting& meeting, int rank) : meeting_(&meeting), rank_(rank) {}

  int size() const override { return meeting_->size; }
  int rank() const override { return rank_; }

  std::vector<double> gather(std::span<const double> own) override {
    if (rank_ == 0) meeting_->gathered.resize(own.size() * static_cast<std::size_t>(size()));
    meeting_->all_here.arrive_and_wait();
    std::ranges::copy(own, meeting_->gathered.begin() + rank_ * std::ssize(own));
    meeting_->all_here.arrive_and_wait();
    std::vector<double> all = meeting_->gathered;
    meeting_->all_here.arrive_and_wait();
    return all;
  }

  void sum_in_order(std::span<Scalar> sums, std::span<const std::size_t> ends,
                    const std::function<void(std::size_t)>& add) override {
    // Rank 0 must set every sum itself.
    if (rank_ == 0) std::ranges::fill(sums, Scalar(1e30));
    if (rank_ == 0) meeting_->sums.assign(sums.begin(), sums.end());
    if (rank_ == 0) std::ranges::fill(meeting_->turns, 0);
    meeting_->all_here.arrive_and_wait();
    for (std::size_t block = 0; block < ends.size(); ++block) {
      const std::size_t begin = block == 0 ? 0 : ends[block - 1];
      const std::span<Scalar> own = sums.subspan(begin, ends[block] - begin);
      const std::span<Scalar> shared = std::span(meeting_->sums).subspan(begin, own.size());
      for (int turn = 0; (turn = meeting_->turns[block]) != rank_;)
        meeting_->turns[block].wait(turn);
      std::ranges::copy(shared, own.begin());
      add(block);
      std::ranges::copy(own, shared.begin());
      ++meeting_->turns[block];
      meeting_->turns[block].notify_all();
    }
    meeting_->all_here.arrive_and_wait();
    std::ranges::copy(meeting_->sums, sums.begin());
    meeting_->all_here.arrive_and_wait();
  }

 private:
  Meeting* meeting_;
  int rank_;
};

struct Outcome {
  std::vector<Scalar> parameters;
  TrainingState state;
};

Outcome train_rank(Model model, const Dataset& images, int threads, int steps, Ranks& ranks) {
  ThreadTeam team(threads);
  Trainer trainer =
      take(Trainer::create(model, images, std::make_unique<RankedStep>(model, team, ranks), 5));
  train_steps(trainer, steps);
  return {model.parameters, trainer.state()};
}

Outcome train_alone(Model model, const Dataset& images, int threads, int steps) {
  ThreadTeam team(threads);
  Trainer trainer = take(Trainer::create(model, images, team, 5));
  train_steps(trainer, steps);
  return {model.parameters, trainer.state()};
}

// The outcome on every rank.
std::vector<Outcome> train_ranks(const Model& model, const Dataset& images, int count, int threads,
                                 int steps) {
  Meeting meeting(count);
  std::vector<Outcome> outcomes(static_cast<std::size_t>(count));
  std::vector<std::thread> ranks;
  for (int rank = 0; rank < count; ++rank) {
    ranks.emplace_back([&, rank] {
      ThreadRanks own(meeting, rank);
      outcomes[static_cast<std::size_t>(rank)] = train_rank(model, images, threads, steps, own);
    });
  }
  for (std::thread& rank : ranks) rank.join();
  return outcomes;
}

void expect_as_one_process(const Model& model, const Dataset& images) {
  constexpr int kSteps = 7;
  for (const auto& [count, threads] : {std::pair(2, 1), std::pair(3, 1), std::pair(2, 2)}) {
    SCOPED_TRACE(concat(count, " ranks of ", threads, " threads"));
    const Outcome expected = train_alone(model, images, count * threads, kSteps);
    for (const Outcome& found : train_ranks(model, images, count, threads, kSteps)) {
      EXPECT_EQ(found.parameters, expected.parameters);
      EXPECT_EQ(found.state.history, expected.state.history);
      EXPECT_EQ(found.state.epoch_loss, expected.state.epoch_loss);
      EXPECT_EQ(found.state.threads, count * threads);
    }
  }
}

TEST(RankedStep, ComputesWhatOneProcessWithAsManyThreadsDoes) {
  expect_as_one_process(small_denoiser(), random_images(30, 20, 4));
}

TEST(RankedStep, DividesLayersOfManyRowsIntoBlocks) {
  const Model model =
      small_model(30, {dense(211), kRelu, dense(7), dense(101), dense(30), kSigmoid}, 3,
                  {.learning_rate = 0.01, .batch = 12});
  expect_as_one_process(model, random_images(40, 30, 4));
}

TEST(RankedStep, SumsConvolutionsInTheSameOrder) {
  Model model = preset("conv-8-16-16");
  model.spec.recipe.batch = 24;
  model.initialise(3);
  expect_as_one_process(model, random_images(50, 784, 4));
}

TEST(RankedStep, RanksWithoutImagesAddNothing) {
  Model model = small_model(12, {dense(6), kRelu, dense(12), kSigmoid}, 2, {.batch = 5});
  expect_as_one_process(model, random_images(11, 12, 4));  // the last batch has one image
}

}  // namespace
}  // namespace hourglass
