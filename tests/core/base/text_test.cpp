#include "core/base/text.h"

#include <array>
#include <cmath>
#include <limits>

#include "tests/core/support.h"

namespace hourglass {
namespace {

TEST(Text, ShortestGivesTheFewestDigitsThatRoundTrip) {
  EXPECT_EQ(shortest(0.5), "0.5");
  EXPECT_EQ(shortest(1e-6), "1e-06");
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(3), "3");
  EXPECT_EQ(shortest(-0.25), "-0.25");
}

TEST(Text, ParseNumberReadsWhatShortestWrites) {
  for (const double value :
       {0.0, 0.1, 1.0 / 3, 1e-300, 6.02214076e23, std::numeric_limits<double>::max(),
        std::numeric_limits<double>::denorm_min(), -123.456}) {
    EXPECT_EQ(parse_number(shortest(value)), value) << shortest(value);
  }
}

TEST(Text, ParseNumberRejectsMalformedAndTrailingText) {
  EXPECT_EQ(parse_number("2.5e-3"), 0.0025);
  EXPECT_EQ(parse_number("-4"), -4);
  for (const std::string_view text :
       {std::string_view(), std::string_view("x"), std::string_view("1x"), std::string_view("1 "),
        std::string_view("1,5"), std::string_view("--1"), std::string_view("e5"),
        std::string_view("1\0", 2), std::string_view("\0", 1)}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(Text, PrintableReplacesOnlyControlCharacters) {
  for (const std::string text : {"plain", "line\nand\ttab", "×→é€", ""})
    EXPECT_EQ(printable(text), text);
  EXPECT_EQ(printable("\x1b[2J"), "\ufffd[2J");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\ufffdb");
  EXPECT_EQ(printable("\x7f\r"), "\ufffd\ufffd");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\ufffd31m");  // CSI as one C1 character
  EXPECT_EQ(printable("\x9b"
                      "31m \xe9"),
            "\ufffd31m \xe9");  // C1 as a byte; Latin-1 stays
  EXPECT_EQ(printable("a\u202egnp.exe\u2066"), "a\ufffdgnp.exe\ufffd");
  EXPECT_EQ(printable("784 → 30 · é 🙂"), "784 → 30 · é 🙂");
  EXPECT_EQ(printable("\xc2\xa0"), "\xc2\xa0");  // a no-break space
}

TEST(Text, NearestHasTheSmallestEditDistance) {
  const std::array<std::string, 4> candidates{"deep-30", "deep-30-relu", "under-64", "pca-30"};
  EXPECT_EQ(nearest("deep30", candidates), "deep-30");
  EXPECT_EQ(nearest("deep-30relu", candidates), "deep-30-relu");
  EXPECT_EQ(nearest("undr-46", candidates), "under-64");
  EXPECT_EQ(nearest("acp-30", candidates), "pca-30");
}

TEST(Text, NearestIsTheFirstOfTiesAndEmptyWithoutCandidates) {
  const std::array<std::string, 3> candidates{"ab", "ac", "ad"};
  EXPECT_EQ(nearest("a", candidates), "ab");
  EXPECT_EQ(nearest("", candidates), "ab");
  EXPECT_EQ(nearest("a", {}), "");
}

}  // namespace
}  // namespace hourglass
