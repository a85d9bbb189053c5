// A small deterministic fuzz test of what the program reads (see tests/fuzz/damage.h).
#include "tests/core/support.h"
#include "tests/fuzz/damage.h"
#include "tests/fuzz/file_entry_points.h"
#include "tests/native_cli/gzip_writer.h"

namespace hourglass {
namespace {

TEST(Fuzz, GzipSurvivesDamage) {
  const Bytes images = fuzz::images_file();
  fuzz::survive("gzip", fuzz::gzip, {test::gzip(images), test::gzip(Bytes(100'000))});
}

}  // namespace
}  // namespace hourglass
