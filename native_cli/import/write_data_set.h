// Writes an imported data set as a folder of IDX files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "native_cli/import/data_set.h"
#include "native_cli/terminal/interrupt.h"

namespace hourglass::cli {

// A folder under a temporary name next to its own, which it gets when it is complete. Until then,
// the destructor removes it.
class NewFolder {
 public:
  // Fails if the folder exists and is not empty, or cannot be created. Removes what killed
  // processes left for it.
  explicit NewFolder(const std::string& name);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  const std::filesystem::path& path() const { return temporary_; }
  void publish();

 private:
  std::filesystem::path folder_;
  std::filesystem::path temporary_;
  bool is_published_ = false;
};

// Writes MNIST's four files, or as many as there is data for, labels.txt with the name of each
// class, contact-sheet.png and, if anything was skipped, skipped.txt. Frees the pixels as it goes.
void write_data_set(NewFolder& folder, ImportedData data, const std::vector<std::string>& skipped,
                    const Interrupt& interrupt);

}  // namespace hourglass::cli
