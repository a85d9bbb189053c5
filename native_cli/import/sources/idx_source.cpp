// IDX files under the names of MNIST, EMNIST or QMNIST.
#include <array>
#include <utility>

#include "native_cli/import/sources/source.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

class IdxReader : public SampleReader {
 public:
  IdxReader(Dataset images, std::string name)
      : images_(std::move(images)), name_(std::move(name)) {}

  std::uint64_t size() const override { return images_.count(); }
  std::uint64_t position() const override { return next_; }
  std::string place() const override { return concat(name_, ": image ", next_ - 1); }

  std::optional<Result<Sample>> next() override {
    if (next_ == images_.count()) return std::nullopt;
    const Shape& shape = images_.shape;
    Sample sample{
        .image = {shape.width, shape.height, shape.channels, interleaved(images_.image(next_))}};
    if (!images_.labels.empty()) sample.label = std::to_string(images_.labels[next_]);
    ++next_;
    return sample;
  }

 private:
  // A data set holds one plane per channel; an image holds the channels of a pixel side by side.
  Bytes interleaved(ByteSpan planes) const {
    const std::size_t channels = static_cast<std::size_t>(images_.shape.channels);
    const std::size_t pixels = planes.size() / channels;
    Bytes image(planes.size());
    for (std::size_t i = 0; i < image.size(); ++i) {
      image[i] = planes[i % channels * pixels + i / channels];
    }
    return image;
  }

  Dataset images_;
  std::string name_;
  std::size_t next_ = 0;
};

}  // namespace

std::optional<fs::path> idx_data_set(const fs::path& path) {
  const std::string name = path.filename().string();
  for (const char* part : {"train-images", "t10k-images", "test-images"}) {
    const std::size_t at = name.find(part);
    if (at == std::string::npos) continue;
    // "emnist-letters-train-images-idx3-ubyte.gz" belongs to "emnist-letters".
    const fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
    fs::path data_set = at == 0 ? folder : folder / name.substr(0, at - 1);
    if (has_split(data_set, Split::kTrain) || has_split(data_set, Split::kTest)) return data_set;
  }
  std::error_code ignored;
  if (fs::is_directory(path, ignored) &&
      (has_split(path, Split::kTrain) || has_split(path, Split::kTest))) {
    return path;
  }
  return std::nullopt;
}

Source open_idx(const SourceOptions& options) {
  const fs::path data_set = idx_data_set(options.path).value();
  Source source{.kind = Source::Kind::kIdx, .description = "IDX files"};
  for (const Split split : {Split::kTrain, Split::kTest}) {
    if (!has_split(data_set, split)) continue;
    const std::string file = split_files(data_set, split).front().string();
    source.is_transposed = is_emnist(file);
    source.class_names = emnist_class_names(file);
    source.parts.push_back(
        {split, std::make_unique<IdxReader>(load_split(data_set, split, options.limit), file)});
  }
  return source;
}

}  // namespace hourglass::cli
