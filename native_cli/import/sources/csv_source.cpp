// CSV files with an image per row: one file, or a folder with files whose names end in "train.csv"
// and "test.csv", as on Kaggle.
#include <algorithm>
#include <system_error>
#include <utility>

#include "native_cli/files/formats/gzip.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/read_file.h"
#include "native_cli/import/sources/csv_layout.h"
#include "native_cli/import/sources/source.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

SharedBytes read_text(const fs::path& path) {
  constexpr std::size_t kMostText = std::size_t{1} << 32;
  SharedBytes bytes = map_file(path);
  if (!is_gzip(bytes)) return bytes;
  return value_of(gunzip(bytes, path.string(), kMostText));
}

class CsvReader : public SampleReader {
 public:
  CsvReader(const fs::path& path, const SourceOptions& options)
      : name_(path.string()),
        text_(read_text(path)),
        layout_(find_layout(span(), name_, options.label_column, options.white)),
        has_white_option_(options.white),
        rows_(span(), name_) {
    if (layout_.has_header) value_of(rows_.next());
  }

  const CsvLayout& layout() const { return layout_; }
  std::uint64_t size() const override { return text_.size(); }
  std::uint64_t position() const override { return rows_.position(); }
  std::string place() const override { return concat(name_, ": line ", rows_.line()); }

  std::optional<Result<Sample>> next() override {
    if (!value_of(rows_.next())) return std::nullopt;
    if (rows_.size() != layout_.columns) {
      throw_failure(place(), ": expected ", layout_.columns, " columns as in the first row, found ",
                    rows_.size());
    }
    Sample sample{.image = {layout_.side, layout_.side, 1, {}}};
    sample.image.pixels.reserve(layout_.columns);
    for (std::size_t column = 0; column < layout_.columns; ++column) {
      if (column == layout_.label) {
        sample.label = read_label(column);
      } else {
        sample.image.pixels.push_back(read_pixel(column));
      }
    }
    return sample;
  }

 private:
  ByteSpan span() const { return {text_.data(), text_.size()}; }

  std::string read_label(std::size_t column) const {
    const std::string_view field = rows_.field(column);
    if (field.empty()) {
      throw_failure(place(), ", column ", column + 1, ": expected a label, found nothing");
    }
    const std::optional<double> number = parse_pixel(field);
    return number ? label_text(*number) : std::string(field);
  }

  std::uint8_t read_pixel(std::size_t column) const {
    const std::string_view field = rows_.field(column);
    const std::optional<double> number = parse_pixel(field);
    const auto byte = number ? tone_byte(*number, layout_.white) : std::nullopt;
    if (!byte) {
      throw_failure(place(), ", column ", column + 1, ": expected a number from 0 to ",
                    shortest(layout_.white), ", found \"", field, '"',
                    number && *number > layout_.white && !has_white_option_
                        ? "; --white says which number stands for white"
                        : "");
    }
    return *byte;
  }

  std::string name_;
  SharedBytes text_;
  CsvLayout layout_;
  bool has_white_option_;
  CsvRows rows_;
};

bool is_csv_name(const fs::path& path) {
  return has_extension(path, ".csv") || path.string().ends_with(".csv.gz");
}

// The name without ".csv" and ".csv.gz".
std::string stem_of(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.substr(0, name.size() - (has_extension(path, ".gz") ? 7 : 4));
}

std::vector<fs::path> csv_files_in(const fs::path& folder) {
  std::vector<fs::path> files = files_in(folder);
  std::erase_if(files, [](const fs::path& path) { return !is_csv_name(path); });
  return files;
}

// The only file whose name ends so; nullopt if there is none.
std::optional<fs::path> find_named(const std::vector<fs::path>& files, std::string_view ending,
                                   const std::string& folder) {
  std::optional<fs::path> found;
  for (const fs::path& file : files) {
    if (!stem_of(file).ends_with(ending)) continue;
    if (found) {
      throw_failure(folder, ": expected one data set, found ", found->filename().string(), " and ",
                    file.filename().string(), "; name one file");
    }
    found = file;
  }
  return found;
}

std::vector<std::pair<std::optional<Split>, fs::path>> files_of(const fs::path& path) {
  if (!fs::is_directory(path)) return {{std::nullopt, path}};
  const std::vector<fs::path> files = csv_files_in(path);
  if (files.size() == 1) return {{std::nullopt, files.front()}};
  std::vector<std::pair<std::optional<Split>, fs::path>> found;
  if (const auto file = find_named(files, "train", path.string())) {
    found.emplace_back(Split::kTrain, *file);
  }
  if (const auto file = find_named(files, "test", path.string())) {
    found.emplace_back(Split::kTest, *file);
  }
  if (found.empty()) {
    throw_failure(path.string(), ": expected train.csv and test.csv, found ",
                  files.front().filename().string(), " and other CSV files; name one of them");
  }
  return found;
}

}  // namespace

bool is_csv_folder(const fs::path& folder) { return !csv_files_in(folder).empty(); }

Source open_csv(const SourceOptions& options) {
  Source source{.kind = Source::Kind::kCsv};
  for (const auto& [split, path] : files_of(options.path)) {
    auto reader = std::make_unique<CsvReader>(path, options);
    const CsvLayout& layout = reader->layout();
    const std::string label = !layout.label        ? "no labels"
                              : *layout.label == 0 ? "labels in the first column"
                              : *layout.label + 1 == layout.columns
                                  ? "labels in the last column"
                                  : concat("labels in column ", *layout.label + 1);
    source.description +=
        concat(source.description.empty() ? "" : "; ", path.filename().string(), ": ", label,
               layout.has_header ? ", a header" : "", ", white is ", shortest(layout.white));
    source.is_transposed = is_emnist(path);
    source.class_names = emnist_class_names(path);
    source.parts.push_back({split, std::move(reader)});
  }
  return source;
}

}  // namespace hourglass::cli
