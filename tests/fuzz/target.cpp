// The libFuzzer target of one entry point.
#include "tests/fuzz/file_entry_points.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hourglass::fuzz::HOURGLASS_FUZZ_TARGET({data, size});
  return 0;
}
