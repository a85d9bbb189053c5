#include "native_cli/import/write_data_set.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include "core/data/idx.h"
#include "native_cli/drawing/png.h"
#include "native_cli/files/descriptor.h"
#include "native_cli/files/write_file.h"
#include "native_cli/import/contact_sheet.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

// Removes the folders that killed processes left for this one.
void remove_abandoned(const fs::path& folder) {
  const std::string prefix = folder.filename().string() + std::string(kTemporaryMark);
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.parent_path(), ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix)) continue;
    pid_t process = 0;
    const char* const end = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data() + prefix.size(), end, process);
    if (error != std::errc() || rest != end || process <= 0) continue;
    if (has_ended(process)) fs::remove_all(entry.path(), ignored);
  }
}

void check_is_new(const fs::path& folder, const std::string& name) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored)) return;
  if (!fs::is_directory(folder, ignored)) {
    throw_failure(name, ": expected the name of a folder to make, found a file");
  }
  if (!fs::is_empty(folder, ignored)) {
    throw_failure(name, ": expected a new or empty folder, found one with files in it");
  }
}

Bytes to_bytes(std::string_view text) { return {text.begin(), text.end()}; }

Bytes lines(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += printable(text) + '\n';
  return to_bytes(all);
}

// The content of an IDX file; takes the elements over.
Bytes idx_file(std::vector<std::uint32_t> sizes, Bytes&& elements) {
  Bytes content = std::move(elements);
  const Bytes header = idx_header(sizes);
  content.insert(content.begin(), header.begin(), header.end());
  return content;
}

}  // namespace

NewFolder::NewFolder(const std::string& name) {
  if (name.empty()) {
    throw_usage_error("--out: expected the name of a folder to make, found an empty name");
  }
  std::error_code error;
  folder_ = fs::absolute(name, error).lexically_normal();
  if (!folder_.has_filename()) folder_ = folder_.parent_path();
  folder_ = target_of(folder_);
  check_is_new(folder_, name);
  remove_abandoned(folder_);
  temporary_ = file_beside(folder_, concat(kTemporaryMark, ::getpid()));
  if (::mkdir(temporary_.c_str(), 0777) == 0) return;
  const int problem = errno;
  temporary_.clear();
  if (!fs::is_directory(folder_.parent_path(), error)) {
    throw_failure(name, ": expected a folder ", folder_.parent_path().string(),
                  " to write to, found none");
  }
  throw_failure(name, ": could not be made: ", system_error_text(problem));
}

NewFolder::~NewFolder() {
  std::error_code ignored;
  if (!is_published_) fs::remove_all(temporary_, ignored);
}

void NewFolder::publish() {
  // Renaming replaces an empty folder.
  if (::rename(temporary_.c_str(), folder_.c_str()) != 0) {
    throw_failure(folder_.string(), ": could not be made: ", system_error_text(errno));
  }
  is_published_ = true;
}

void write_data_set(NewFolder& folder, ImportedData data, const std::vector<std::string>& skipped,
                    const Interrupt& interrupt) {
  const fs::path& path = folder.path();
  write_file(path / "contact-sheet.png", to_png(draw_contact_sheet(data)));
  for (LabelledImages& images : data.splits) {
    end_if_requested(interrupt);
    const std::string prefix = images.split == Split::kTrain ? "train" : "t10k";
    const auto count = static_cast<std::uint32_t>(images.count);
    std::vector<std::uint32_t> sizes{count, static_cast<std::uint32_t>(data.height),
                                     static_cast<std::uint32_t>(data.width)};
    if (data.channels > 1) sizes.push_back(static_cast<std::uint32_t>(data.channels));
    const std::string name = concat(prefix, "-images-idx", sizes.size(), "-ubyte");
    write_file(path / name, idx_file(sizes, std::move(images.pixels)));
    if (images.labels.empty()) continue;
    write_file(path / (prefix + "-labels-idx1-ubyte"), idx_file({count}, std::move(images.labels)));
  }
  if (!data.class_names.empty()) write_file(path / "labels.txt", lines(data.class_names));
  if (!skipped.empty()) write_file(path / "skipped.txt", lines(skipped));
  end_if_requested(interrupt);
  folder.publish();
}

}  // namespace hourglass::cli
