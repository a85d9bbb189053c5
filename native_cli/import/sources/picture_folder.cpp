// A folder of PNG and JPEG files, told apart by their content. Its sub-folders are classes; if
// these are named train and test, it holds a training and a test set.
#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "core/base/random.h"
#include "native_cli/drawing/jpeg.h"
#include "native_cli/drawing/png.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/read_file.h"
#include "native_cli/import/classes.h"
#include "native_cli/import/sources/source.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

struct File {
  fs::path path;
  std::optional<std::string> label{};
};

Result<Raster> read_picture(const fs::path& path) {
  try {
    const Bytes bytes = read_file(path);
    if (is_png(bytes)) return parse_colour_png(bytes, path.string());
    if (is_jpeg(bytes)) return parse_jpeg(bytes, path.string());
    return fail(path.string(), ": expected a PNG or JPEG picture, found ",
                bytes.empty() ? "an empty file" : "another kind of file");
  } catch (const Failure& failure) {
    return fail(failure.what());
  }
}

class PictureReader : public SampleReader {
 public:
  explicit PictureReader(std::vector<File> files) : files_(std::move(files)) {}

  std::uint64_t size() const override { return files_.size(); }
  std::uint64_t position() const override { return next_; }
  std::string place() const override { return files_[next_ - 1].path.string(); }

  std::optional<Result<Sample>> next() override {
    if (next_ == files_.size()) return std::nullopt;
    const File& file = files_[next_++];
    Result<Raster> image = read_picture(file.path);
    if (!image) return std::unexpected(image.error());
    return Sample{.image = std::move(*image), .label = file.label};
  }

 private:
  std::vector<File> files_;
  std::size_t next_ = 0;
};

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    std::error_code ignored;
    const bool is_hidden = entry.path().filename().string().starts_with('.');
    if (!is_hidden && entry.is_directory(ignored)) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  return folders;
}

// The files below a folder, at any depth. Links to folders are not followed, as they may lead back.
std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files = files_in(folder);
  for (const fs::path& inner : folders_in(folder)) {
    if (fs::is_symlink(inner)) continue;
    std::ranges::move(files_below(inner), std::back_inserter(files));
  }
  return files;
}

// The files of one set: those in its sub-folders, which are classes, or else those in it.
std::vector<File> list_files(const fs::path& folder, Source& source) {
  std::vector<File> files;
  const std::vector<fs::path> folders = folders_in(folder);
  if (folders.size() > kMaxClasses) report_too_many_classes(folder.string(), folders.size());
  for (const fs::path& inner : folders) {
    const std::string name = inner.filename().string();
    const std::vector<fs::path> paths = files_below(inner);
    for (const fs::path& path : paths) files.push_back({path, name});
    if (!paths.empty()) source.classes.push_back(name);
  }
  const bool has_classes = !files.empty();
  for (const fs::path& path : files_in(folder)) {
    if (has_classes) {
      source.skipped.push_back(concat(path.string(), ": expected a file in the folder of a class"));
    } else {
      files.push_back({path});
    }
  }
  return files;
}

// The split that a folder's name stands for.
std::optional<Split> split_named(const fs::path& folder) {
  constexpr std::array<std::string_view, 2> kTrain{"train", "training"};
  constexpr std::array<std::string_view, 3> kTest{"test", "testing", "t10k"};
  const std::string name = folder.filename().string();
  if (std::ranges::find(kTrain, name) != kTrain.end()) return Split::kTrain;
  if (std::ranges::find(kTest, name) != kTest.end()) return Split::kTest;
  return std::nullopt;
}

// The pictures in random order, because they come sorted by class; the first `limit` of them.
std::vector<File> shuffled(const std::vector<File>& files, const SourceOptions& options,
                           std::uint64_t part) {
  std::vector<std::uint32_t> order(files.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  Random(options.seed, Purpose::kShuffle, part).shuffle(order);
  order.resize(std::min(order.size(), options.limit.value_or(order.size())));
  std::vector<File> result;
  for (const std::uint32_t i : order) result.push_back(files[i]);
  return result;
}

bool is_picture_name(const fs::path& path) {
  constexpr std::array kExtensions{".png", ".jpg", ".jpeg"};
  return std::ranges::any_of(
      kExtensions, [&path](const char* extension) { return has_extension(path, extension); });
}

}  // namespace

bool has_pictures(const fs::path& folder) {
  const std::vector<fs::path> files = files_below(folder);
  return std::ranges::any_of(files, is_picture_name);
}

Source open_picture_folder(const SourceOptions& options) {
  Source source{.kind = Source::Kind::kPictures};
  std::vector<std::pair<std::optional<Split>, fs::path>> sets;
  for (const fs::path& folder : folders_in(options.path)) {
    if (const auto split = split_named(folder)) sets.emplace_back(split, folder);
  }
  const bool is_split = sets.size() == 2 && sets[0].first != sets[1].first;
  if (!is_split) sets.assign(1, {std::nullopt, options.path});
  for (const fs::path& folder : folders_in(options.path)) {
    if (is_split && !split_named(folder)) {
      source.skipped.push_back(concat(folder.string(), ": expected no folder but train and test"));
    }
  }
  std::ranges::sort(sets, std::ranges::greater{}, [](const auto& set) { return set.first; });
  std::size_t count = 0;
  for (const auto& [split, folder] : sets) {
    const std::vector<File> files = list_files(folder, source);
    if (files.empty()) {
      throw_failure(folder.string(),
                    ": expected pictures (PNG or JPEG) in it or in its sub-folders, a train.csv, "
                    ".npy or .npz files or IDX files, found none");
    }
    count += files.size();
    source.parts.push_back(
        {split, std::make_unique<PictureReader>(shuffled(files, options, source.parts.size()))});
  }
  source.description = concat(with_commas(count), count == 1 ? " picture" : " pictures");
  return source;
}

}  // namespace hourglass::cli
