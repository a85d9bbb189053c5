// The rows of a CSV file (RFC 4180), read with libcsv.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

struct csv_parser;  // NOLINT(readability-identifier-naming): libcsv's own name

namespace hourglass::cli {

class CsvRows {
 public:
  // Reads `text`, which must outlive the rows. `name` stands in messages.
  CsvRows(ByteSpan text, std::string name);
  ~CsvRows();
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;

  // Goes to the next row that is not blank; false at the end. Returns an error if a quote is not
  // closed or has something after it.
  Result<bool> next();

  // The fields of the row, without quotes and the blanks around them.
  std::size_t size() const { return ends_.size(); }
  std::string_view field(std::size_t index) const;

  std::size_t line() const { return first_line_; }    // of the row, counted from 1
  std::size_t position() const { return position_; }  // bytes read so far

 private:
  static void add_field(void* field, std::size_t size, void* rows);
  static void end_row(int terminator, void* rows);

  ByteSpan text_;
  std::string name_;
  std::unique_ptr<csv_parser> parser_;
  std::string fields_{};  // one after the other
  std::vector<std::size_t> ends_{};
  bool is_complete_ = false;
  std::size_t position_ = 0;
  std::size_t line_ = 0;
  std::size_t first_line_ = 0;
};

}  // namespace hourglass::cli
