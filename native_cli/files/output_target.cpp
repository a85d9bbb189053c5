#include "native_cli/files/output_target.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

// Extensions of well-known formats. A file in another format must not have one of these.
constexpr std::array<std::string_view, 22> kKnownExtensions{
    ".csv",   ".gif",     ".gz",          ".htm",  ".html", ".jpeg", ".jpg", ".json",
    ".jsonl", ".moments", ".npy",         ".npz",  ".onnx", ".pdf",  ".png", ".pt",
    ".pth",   ".svg",     ".safetensors", ".toml", ".tsv",  ".zip"};

bool is_standard_output(const std::string& name) {
  return name == "-" || name == "/dev/stdout" || name == "/dev/fd/1" || name == "/proc/self/fd/1";
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return text;
}

void check_extension(std::string_view option, const fs::path& path,
                     const std::vector<std::string_view>& extensions) {
  const std::string found = lower_case(path.extension().string());
  const auto is_in = [&found](const auto& list) {
    return std::ranges::find(list, found) != list.end();
  };
  if (!is_in(kKnownExtensions) || is_in(extensions)) return;
  std::string expected;
  for (const std::string_view extension : extensions) {
    expected += concat(expected.empty() ? "" : " or ", extension);
  }
  throw_usage_error(option, ": expected the name of a ", expected, " file, found ", path.string());
}

}  // namespace

bool has_extension(const fs::path& path, std::string_view extension) {
  return lower_case(path.extension().string()) == extension;
}

bool is_same_file(const fs::path& one, const fs::path& other) {
  std::error_code error;
  if (fs::equivalent(one, other, error) && !error) return true;
  const auto resolved = [&error](const fs::path& path) {
    return fs::weakly_canonical(fs::absolute(path, error), error);
  };
  return resolved(one) == resolved(other) && !error;
}

void check_output_file(std::string_view option, const fs::path& path,
                       const std::vector<std::string_view>& extensions,
                       const std::vector<fs::path>& inputs) {
  if (path.empty()) {
    throw_usage_error(option, ": expected the name of a file to write, found an empty name");
  }
  if (path == "-") {
    throw_usage_error(option,
                      ": expected the name of a file to write, found \"-\", the standard output");
  }
  check_extension(option, path, extensions);
  for (const fs::path& input : inputs) {
    if (is_same_file(path, input)) {
      throw_usage_error(option, ": expected a file other than ", input.string(),
                        ", which this command needs, found the same one");
    }
  }
  check_writable(path);
}

Output::Output(const std::string& name, const std::vector<std::string_view>& extensions,
               const std::vector<fs::path>& inputs)
    : name_(name), is_stream_(is_standard_output(name)) {
  if (!is_stream_) check_output_file("--out", name, extensions, inputs);
}

void Output::write(ByteSpan content) const {
  if (!is_stream_) return write_file(name_, content);
  std::fflush(stdout);
  if (std::fwrite(content.data(), 1, content.size(), stdout) != content.size() ||
      std::fflush(stdout) != 0) {
    throw_failure("could not write to the standard output");
  }
}

}  // namespace hourglass::cli
