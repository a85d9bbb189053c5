// What every kind of source gives to an import: images one after the other, with their labels.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/raster.h"
#include "native_cli/files/data_folder.h"

namespace hourglass::cli {

struct Sample {
  Raster image;
  std::optional<std::string> label{};
};

class SampleReader {
 public:
  SampleReader() = default;
  virtual ~SampleReader() = default;
  SampleReader(const SampleReader&) = delete;
  SampleReader& operator=(const SampleReader&) = delete;

  // How much there is to read and how much has been read, in a unit of the reader's choice.
  virtual std::uint64_t size() const = 0;
  virtual std::uint64_t position() const = 0;

  // The next image; nullopt after the last one. An error says, with the name of the file, why an
  // image has to be skipped. Fails if the rest cannot be used either.
  virtual std::optional<Result<Sample>> next() = 0;

  // Where the image that next() returned last is, for use in a sentence: "digits.csv: line 7".
  virtual std::string place() const = 0;
};

// The names of classes by their labels: "A" for "1".
using ClassNames = std::map<std::string, std::string>;

// A training set, a test set, or images that nobody has split yet.
struct Part {
  std::optional<Split> split;
  std::unique_ptr<SampleReader> reader;
};

struct Source {
  enum class Kind : std::uint8_t { kPictures, kCsv, kArrays, kIdx };
  Kind kind;
  std::vector<Part> parts{};
  std::vector<std::string> classes{};  // known before reading; may be empty
  ClassNames class_names{};            // of classes that the labels only number; may be empty
  bool is_transposed = false;          // as published: rows and columns are exchanged
  std::vector<std::string> skipped{};  // sentences about what was left out before reading
  std::string description{};           // what was found, for the report
};

// Options that are meant for one kind of source are refused with another one.
struct SourceOptions {
  std::string path;
  std::optional<double> white{};
  std::optional<std::string> label_column{};
  std::optional<std::string> labels{};
  std::optional<std::size_t> limit{};
  std::uint64_t seed = 1;
};

// The name of a class that is given as a number: "5" for 5.0.
std::string label_text(double number);

// The number that stands for white if `greatest` is the greatest pixel.
double white_for(double greatest, const std::optional<double>& white);

// Finds out by its content what the source is, and opens it. Fails with a sentence if it is none of
// the kinds that can be imported.
Source open_source(const SourceOptions& options);

// Each opens one kind of source, in its own file.
Source open_picture_folder(const SourceOptions& options);
Source open_csv(const SourceOptions& options);
Source open_arrays(const SourceOptions& options);
Source open_idx(const SourceOptions& options);

// Whether the file is EMNIST's by its name: its images have their rows and columns exchanged.
bool is_emnist(const std::filesystem::path& file);

// The names of EMNIST's classes, from the file NAME-mapping.txt beside one of NAME's files; empty
// if there is none. Fails if that file has another format.
ClassNames emnist_class_names(const std::filesystem::path& file);

// Whether the folder, or the folder of this file, holds sources of this kind.
bool has_pictures(const std::filesystem::path& folder);
bool is_csv_folder(const std::filesystem::path& folder);
bool is_array_folder(const std::filesystem::path& folder);
std::optional<std::filesystem::path> idx_data_set(const std::filesystem::path& path);

// The regular files in a folder that are not hidden, sorted by name.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder);

}  // namespace hourglass::cli
