#include "native_cli/files/shipped_models.h"

#include <system_error>

#include "native_cli/files/data_folder.h"

namespace hourglass::cli {

namespace fs = std::filesystem;

fs::path shipped_models_folder() {
  std::error_code ignored;
  const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  // The program is installed in bin, or in libexec/hourglass/LEVEL if a launcher chooses the level.
  const bool is_level = folder.parent_path().parent_path().filename() == "libexec";
  const fs::path prefix = folder / (is_level ? "../../.." : "..");
  const fs::path installed = (prefix / "share/hourglass/page/models").lexically_normal();
  const fs::path source = HOURGLASS_MODELS_DIR;
  return fs::is_directory(source, ignored) && !fs::is_directory(installed, ignored) ? source
                                                                                    : installed;
}

fs::path shipped_error_table() {
  return shipped_models_folder().parent_path() / "data/error_by_code_size.csv";
}

bool is_measured_in_shipped_table(const Dataset& test_images) {
  constexpr std::uint32_t kPixelsOfMnist = 0xe4ca5f57;  // CRC-32 of t10k-images-idx3-ubyte's pixels
  return test_images.shape == kDigitShape && checksum(test_images) == kPixelsOfMnist;
}

}  // namespace hourglass::cli
