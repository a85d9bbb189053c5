// The colours of pictures and plots. They are those of the page's light theme (tokens.css in
// web/src/theme), except that kSand is the page's --surplus and that kSandSoft and most series
// have no counterpart there. Colour-blind readers can tell the series apart. A report replaces each
// colour by a CSS variable that follows the reader's light or dark theme.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hourglass::cli {

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};

inline constexpr Colour kSurface{255, 255, 255};
inline constexpr Colour kInk{16, 34, 38};
inline constexpr Colour kFaintInk{82, 102, 106};
inline constexpr Colour kGridLine{216, 224, 223};
inline constexpr Colour kFrame{174, 189, 188};
inline constexpr Colour kGlass{0, 112, 110};
inline constexpr Colour kSand{206, 104, 0};
inline constexpr Colour kGlassSoft{217, 235, 233};
inline constexpr Colour kSandSoft{250, 232, 212};

// The series of a plot use these colours in order.
inline constexpr std::array<Colour, 6> kSeriesColours{
    kGlass,
    kSand,
    Colour{59, 99, 201},
    Colour{166, 62, 134},
    Colour{122, 108, 0},
    Colour{92, 148, 190},
};

// "#00706e".
std::string hex(Colour colour);

// The name of each colour's CSS variable in a report.
struct NamedColour {
  std::string_view name;
  Colour colour;
};
inline constexpr std::array<NamedColour, 13> kNamedColours{{
    {"surface", kSurface},
    {"ink", kInk},
    {"muted", kFaintInk},
    {"line", kGridLine},
    {"line-strong", kFrame},
    {"glass", kGlass},
    {"sand", kSand},
    {"glass-soft", kGlassSoft},
    {"sand-soft", kSandSoft},
    {"series-3", kSeriesColours[2]},
    {"series-4", kSeriesColours[3]},
    {"series-5", kSeriesColours[4]},
    {"series-6", kSeriesColours[5]},
}};

}  // namespace hourglass::cli
