#include "native_cli/files/formats/csv_rows.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <utility>

namespace hourglass::cli {
namespace {

std::string_view characters(ByteSpan bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The first line with its end: a line feed, a carriage return or both.
std::string_view first_line_of(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return text;
  return text.substr(0, end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
}

// The separator of the first line: whichever of these occurs most often in it.
char delimiter_of(std::string_view text) {
  const std::string_view line = first_line_of(text);
  constexpr std::array kDelimiters{',', ';', '\t', ' '};
  return *std::ranges::max_element(
      kDelimiters, {}, [line](char delimiter) { return std::ranges::count(line, delimiter); });
}

// Spreadsheets put this before UTF-8.
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

CsvRows::CsvRows(ByteSpan text, std::string name)
    : text_(text), name_(std::move(name)), parser_(std::make_unique<csv_parser>()) {
  csv_init(parser_.get(), CSV_STRICT | CSV_STRICT_FINI);
  csv_set_delim(parser_.get(), static_cast<unsigned char>(delimiter_of(characters(text))));
  if (characters(text).starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
}

CsvRows::~CsvRows() { csv_free(parser_.get()); }

std::string_view CsvRows::field(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(fields_).substr(begin, ends_[index] - begin);
}

void CsvRows::add_field(void* field, std::size_t size, void* rows) {
  auto* const self = static_cast<CsvRows*>(rows);
  self->fields_.append(static_cast<const char*>(field), size);
  self->ends_.push_back(self->fields_.size());
}

void CsvRows::end_row(int /*terminator*/, void* rows) {
  static_cast<CsvRows*>(rows)->is_complete_ = true;
}

// The parser gets a line at a time, so that it ends at most one row and the line of that is known.
Result<bool> CsvRows::next() {
  fields_.clear();
  ends_.clear();
  is_complete_ = false;
  first_line_ = 0;
  bool is_sound = true;
  while (!is_complete_ && is_sound && position_ < text_.size()) {
    const std::string_view line = first_line_of(characters(text_).substr(position_));
    position_ += line.size();
    ++line_;
    const bool is_blank = line.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (first_line_ == 0 && !is_blank) first_line_ = line_;
    is_sound =
        csv_parse(parser_.get(), line.data(), line.size(), add_field, end_row, this) == line.size();
  }
  if (first_line_ == 0) first_line_ = line_;  // a row of nothing but separators
  if (is_sound && !is_complete_) {
    is_sound = csv_fini(parser_.get(), add_field, end_row, this) == 0;
  }
  if (!is_sound) {
    return fail(name_, ": line ", first_line_,
                ": expected quotes that are closed and followed by a separator, found others");
  }
  return is_complete_;
}

}  // namespace hourglass::cli
