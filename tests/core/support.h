// What the tests of the core share.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/base/scalar.h"

namespace hourglass::test {

inline constexpr bool kIsDouble = sizeof(Scalar) == 8;

// `in_float` in the float build, `in_double` in the double build.
constexpr double tolerance(double in_float, double in_double) {
  return kIsDouble ? in_double : in_float;
}

// The value; without one the test program ends, its message printed.
template <class T>
T take(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << "refused: " << result.error().message;
    std::exit(EXIT_FAILURE);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Holds that the call was refused with a message that contains all of `parts`.
template <class T, class... Parts>
void expect_refused(const Result<T>& result, const Parts&... parts) {
  if (result) {
    ADD_FAILURE() << "expected a refusal that says \"" << concat(parts...) << "\"";
    return;
  }
  const std::string& message = result.error().message;
  (
      [&] {
        EXPECT_NE(message.find(std::string_view(parts)), std::string::npos)
            << "expected \"" << parts << "\" in \"" << message << "\"";
      }(),
      ...);
}

inline Bytes read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return Bytes(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

inline Bytes bytes_of(std::string_view text) { return Bytes(text.begin(), text.end()); }

}  // namespace hourglass::test
