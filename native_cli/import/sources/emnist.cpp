// What is special about EMNIST's files
// (https://www.nist.gov/itl/products-and-services/emnist-dataset).
#include <sstream>
#include <string_view>

#include "core/base/text.h"
#include "native_cli/files/read_file.h"
#include "native_cli/import/sources/source.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

// "emnist-letters-mapping.txt" beside "emnist-letters-train-images-idx3-ubyte.gz".
std::optional<fs::path> mapping_beside(const fs::path& file) {
  const std::string name = file.filename().string();
  for (const std::string_view part : {"train", "test"}) {
    const std::size_t at = name.rfind(part);
    if (at == std::string::npos) continue;
    fs::path mapping = file.parent_path() / (name.substr(0, at) + "mapping.txt");
    std::error_code ignored;
    if (fs::exists(mapping, ignored)) return mapping;
  }
  return std::nullopt;
}

bool is_printable(const std::optional<double>& code) {
  return code && *code > ' ' && *code <= '~' && *code == static_cast<int>(*code);
}

}  // namespace

bool is_emnist(const fs::path& file) { return file.filename().string().starts_with("emnist-"); }

ClassNames emnist_class_names(const fs::path& file) {
  const std::optional<fs::path> mapping = is_emnist(file) ? mapping_beside(file) : std::nullopt;
  if (!mapping) return {};
  const Bytes content = read_file(*mapping);
  std::istringstream lines(std::string(content.begin(), content.end()));
  ClassNames names;
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line);
    std::string label;
    if (!(words >> label)) continue;  // an empty line
    std::string& name = names[label];
    // Letters that look alike in both cases share a label: "3 67 99" is C and c.
    for (std::string code; words >> code; name += static_cast<char>(*parse_number(code))) {
      if (is_printable(parse_number(code))) continue;
      name.clear();
      break;
    }
    if (name.empty()) {
      throw_failure(
          mapping->string(), ": line ", number,
          ": expected a label and the codes of its characters, as in \"3 67 99\", found \"", line,
          "\"");
    }
  }
  return names;
}

}  // namespace hourglass::cli
