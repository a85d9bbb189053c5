// One of the entry points, for libFuzzer.
#include "tests/fuzz/file_entry_points.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hourglass::fuzz::HOURGLASS_FUZZ_TARGET({data, size});
  return 0;
}
