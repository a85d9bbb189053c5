// Training that goes on from a file: the optimiser's state in it makes the run exactly the same.
#include <gtest/gtest.h>

#include "core/io/checkpoint.h"
#include "tests/wasm/support.h"
#include "wasm/session.h"

namespace hourglass {
namespace {

using test::SessionWithImages;
using test::SessionWithModel;

TEST(Resume, GoesOnExactlyWhereTheRunWasSaved) {
  const FineTuneOptions with_noise{.batch = 24, .noise = "gaussian:mixed:0.5", .seed = 3};
  SessionWithModel straight;
  ASSERT_TRUE(straight.start_fine_tuning(with_noise).has_value());
  ASSERT_TRUE(straight.fine_tune(4).has_value());
  SessionWithImages resumed;
  ASSERT_TRUE(resumed.load_checkpoint(straight.save_checkpoint(true).value()).has_value());
  ASSERT_TRUE(resumed.resume_training().has_value());
  for (Session* session : {static_cast<Session*>(&straight), static_cast<Session*>(&resumed)}) {
    EXPECT_EQ(session->fine_tune(5).value().step, 9);
  }
  EXPECT_EQ(resumed.save_checkpoint(true).value(), straight.save_checkpoint(true).value());
}

TEST(Resume, AFileHoldsTheWeightsInTrainingNotThoseHalfway) {
  SessionWithModel half;
  SessionWithModel whole;
  ASSERT_TRUE(half.start_fine_tuning({.batch = 24, .share = 0.5}).has_value());
  ASSERT_TRUE(whole.start_fine_tuning({.batch = 24}).has_value());
  for (SessionWithModel* session : {&half, &whole}) {
    ASSERT_TRUE(session->fine_tune(5).has_value());
  }
  EXPECT_EQ(half.save_checkpoint(true).value(), whole.save_checkpoint(true).value());
  EXPECT_NE(half.save_checkpoint().value(), whole.save_checkpoint().value());
}

TEST(Resume, AFileHasTheStateOnlyOnRequest) {
  SessionWithModel session;
  ASSERT_TRUE(session.start_fine_tuning({}).has_value());
  ASSERT_TRUE(session.fine_tune(2).has_value());
  const auto is_resumable = [](const Bytes& file) {
    return load_checkpoint(file, "saved").value().is_resumable();
  };
  EXPECT_FALSE(is_resumable(session.save_checkpoint().value()));
  EXPECT_TRUE(is_resumable(session.save_checkpoint(true).value()));
  Session other;
  ASSERT_TRUE(other.load_checkpoint(session.save_checkpoint(true).value()).has_value());
  EXPECT_FALSE(is_resumable(other.save_checkpoint().value()));
}

TEST(Resume, RejectsAFileOfWeightsOnlyAndOtherImages) {
  SessionWithModel session;
  EXPECT_EQ(Session().resume_training().error().message,
            "session: expected a model to be loaded or created first");
  EXPECT_NE(session.resume_training().error().message.find("expected the optimiser's moments"),
            std::string::npos);
  ASSERT_TRUE(session.start_fine_tuning({}).has_value());
  ASSERT_TRUE(session.fine_tune(2).has_value());
  const Bytes file = session.save_checkpoint(true).value();
  ASSERT_TRUE(session.add_drawings(std::vector<Scalar>(kImagePixels)).has_value());
  ASSERT_TRUE(session.load_checkpoint(file).has_value());
  EXPECT_NE(session.resume_training().error().message.find("training images of the run to resume"),
            std::string::npos);
  EXPECT_FALSE(session.fine_tune(1).has_value());
}

}  // namespace
}  // namespace hourglass
