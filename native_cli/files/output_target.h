// Where a command writes its result: a file, or the standard output if the name is "-" or
// /dev/stdout. Everything that can be checked before the work starts is checked then.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {

// Fails if `path`, the value of `option`, is empty, has the extension of a format other than
// `extensions`, cannot be written, or is one of `inputs`, the files that the command reads.
void check_output_file(std::string_view option, const std::filesystem::path& path,
                       const std::vector<std::string_view>& extensions,
                       const std::vector<std::filesystem::path>& inputs);

// Whether the name has this extension, in upper or lower case.
bool has_extension(const std::filesystem::path& path, std::string_view extension);

// Whether both paths lead to the same file, even if it does not exist yet.
bool is_same_file(const std::filesystem::path& one, const std::filesystem::path& other);

// The value of --out.
class Output {
 public:
  // For a command without --out: print_line uses the standard output.
  Output() = default;

  // Fails like check_output_file.
  Output(const std::string& name, const std::vector<std::string_view>& extensions,
         const std::vector<std::filesystem::path>& inputs);

  void write(ByteSpan content) const;

  // Prints a line to the standard output or, if the result goes there, to the standard error.
  template <class... Parts>
  void print_line(const Parts&... parts) const {
    const std::string line = printable(concat(parts..., '\n'));
    std::FILE* stream = is_stream_ ? stderr : stdout;
    std::fwrite(line.data(), 1, line.size(), stream);
    std::fflush(stream);
  }

 private:
  std::string name_;
  bool is_stream_ = false;
};

}  // namespace hourglass::cli
