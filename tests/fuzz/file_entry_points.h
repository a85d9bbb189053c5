// The entry points of the command line that take untrusted bytes.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "native_cli/drawing/exif.h"
#include "native_cli/drawing/jpeg.h"
#include "native_cli/drawing/png.h"
#include "native_cli/files/formats/gzip.h"
#include "native_cli/files/formats/npy.h"
#include "native_cli/files/formats/npy_array.h"
#include "native_cli/files/formats/zip.h"
#include "native_cli/import/sources/csv_layout.h"
#include "native_cli/terminal/terminal.h"
#include "native_cli/text/format.h"
#include "tests/fuzz/entry_points.h"

namespace hourglass::fuzz {

// Unpacked content goes to the IDX parser, as in a data folder.
inline void gzip(ByteSpan bytes) {
  constexpr std::size_t kCount = 1 << 20;
  const Result<Bytes> content = cli::gunzip(bytes, "file", kCount);
  require_message(content);
  if (!content) return;
  require(content->size() <= kCount);
  idx(*content);
}

// Whatever was read is unchanged after writing and reading it again.
inline void npy(ByteSpan bytes) {
  const Result<cli::NumberTable> table = cli::parse_npy(bytes, "file");
  require_message(table);
  if (!table) return;
  require(table->values.size() == table->rows * table->columns);
  require(std::ranges::all_of(table->values, [](float value) { return std::isfinite(value); }));
  const Result<cli::NumberTable> again = cli::parse_npy(cli::to_npy(*table), "file");
  require(again && again->rows == table->rows && again->columns == table->columns &&
          again->values == table->values);
}

// Arrays of any number of dimensions: every number of a whole array can be read.
inline void array(ByteSpan bytes) {
  const Result<cli::NpyArray> found = cli::parse_npy_array(bytes, "file");
  require_message(found);
  if (!found) return;
  std::size_t count = 1;
  for (const std::size_t extent : found->shape) count *= extent;
  require(count * found->type.bytes == found->numbers.size());
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += found->at(i);
  require(found->strides().size() == found->shape.size() && (sum == sum || sum != sum));
}

inline void zip(ByteSpan bytes) {
  constexpr std::size_t kMost = 1 << 20;
  const Result<std::vector<cli::ZipEntry>> entries = cli::unzip(bytes, "file", ".npy", kMost);
  require_message(entries);
  std::size_t unpacked = 0;
  for (std::size_t i = 0; entries && i < entries->size(); ++i) {
    unpacked += (*entries)[i].content.size();
    array((*entries)[i].content);
  }
  require(unpacked <= kMost);
}

// The fields of a row lie one after the other, and a row is on a line of its own.
inline void csv(ByteSpan bytes) {
  cli::CsvRows rows(bytes, "file");
  std::size_t line = 0;
  for (Result<bool> row = rows.next();; row = rows.next()) {
    require_message(row);
    if (!row || !*row) return;
    require(rows.line() > line && rows.size() > 0 && rows.position() <= bytes.size());
    line = rows.line();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      require(rows.field(i).size() <= bytes.size());
      cli::parse_pixel(rows.field(i));
    }
  }
}

inline void jpeg(ByteSpan bytes) {
  const int orientation = cli::exif_orientation(bytes);
  require(orientation >= 1 && orientation <= 8);
  const Result<Raster> image = cli::parse_jpeg(bytes, "file");
  require_message(image);
  if (!image) return;
  require(image->width > 0 && image->height > 0);
  require(image->pixels.size() == image->positions() * static_cast<std::size_t>(image->channels));
  require(resized(*image, 7, 5).pixels.size() == 35 * static_cast<std::size_t>(image->channels));
}

inline void exif(ByteSpan bytes) {
  const int orientation = cli::exif_orientation(bytes);
  require(orientation >= 1 && orientation <= 8);
}

// Images go on to be normalised as drawings.
inline void png(ByteSpan bytes) {
  exif(bytes);
  const Result<Raster> image = cli::parse_png(bytes, "file");
  require_message(image);
  if (!image) return;
  require(image->width > 0 && image->height > 0);
  require(std::ssize(image->pixels) == std::ptrdiff_t{image->width} * image->height);
  const Result<Raster> colour = cli::parse_colour_png(bytes, "file");
  require(colour && colour->width == image->width && colour->height == image->height);
  require_message(normalise_drawing(image->pixels, image->width, image->height));
}

// How a shell reads a word whose only quoting is single quotes and backslashes outside of them
// (POSIX.1-2024, XCU 2.2).
inline std::string read_by_shell(std::string_view word) {
  std::string read;
  bool is_quoted = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\'') {
      is_quoted = !is_quoted;
    } else if (word[i] == '\\' && !is_quoted) {
      require(++i < word.size() && word[i] != '\n');
      read += word[i];
    } else {
      require(is_quoted || !std::string_view(" \t\n|&;<>()$`\"*?[#~{}!").contains(word[i]));
      read += word[i];
    }
  }
  require(!is_quoted);
  return read;
}

// Text that is printed to a terminal, and words of the commands in it.
inline void words(ByteSpan bytes) {
  const std::string text(bytes.begin(), bytes.end());
  const std::string printed = printable(text);
  require(std::ranges::none_of(printed, [](char byte) {
    return (static_cast<unsigned char>(byte) < 0x20 && byte != '\n' && byte != '\t') ||
           byte == 0x7f;
  }));
  require(printable(printed) == printed);

  // Wrapping changes only blanks and the backslashes that continue a command.
  const auto letters = [](std::string of) {
    std::erase_if(of, [](char byte) { return byte == ' ' || byte == '\n' || byte == '\\'; });
    return of;
  };
  const std::size_t width = bytes.empty() ? 0 : bytes[0];
  require(letters(cli::fitted(text, width)) == letters(text));

  // A shell reads the word back unchanged, or with ./ before it if it looks like an option.
  require(read_by_shell(cli::shell_word(text)) == (text.starts_with('-') ? "./" + text : text));
}

}  // namespace hourglass::fuzz
