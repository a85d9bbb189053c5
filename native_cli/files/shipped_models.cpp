#include "native_cli/files/shipped_models.h"

#include <system_error>

namespace hourglass::cli {

namespace fs = std::filesystem;

fs::path shipped_models_folder() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path prefix = program.parent_path().parent_path();
  const fs::path installed = prefix / "share/hourglass/page/models";
  return fs::is_directory(installed, ignored) ? installed : fs::path(HOURGLASS_MODELS_DIR);
}

fs::path shipped_error_table() {
  return shipped_models_folder().parent_path() / "data/error_by_code_size.csv";
}

}  // namespace hourglass::cli
