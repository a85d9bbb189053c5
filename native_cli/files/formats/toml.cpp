#include "native_cli/files/formats/toml.h"

#include <toml++/toml.h>

#include <algorithm>

#include "core/base/text.h"
#include "native_cli/files/read_file.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

std::size_t line_of(const toml::node& node) { return node.source().begin.line; }

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : path_(path) {}

  std::vector<TomlSection> read() const {
    const Bytes content = read_file(path_);
    try {
      const toml::table table = toml::parse(
          std::string_view(reinterpret_cast<const char*>(content.data()), content.size()));
      return sections(table);
    } catch (const toml::parse_error& error) {
      throw_usage_error(toml_place(path_, error.source().begin.line),
                        "expected TOML, found an error: ", error.description());
    }
  }

 private:
  std::vector<TomlSection> sections(const toml::table& table) const {
    std::vector<TomlSection> found{section("", table)};
    for (const auto& [key, node] : table) {
      if (const toml::table* inner = node.as_table()) {
        found.push_back(section(std::string(key.str()), *inner));
        found.back().line = line_of(node);
        check_has_no_tables(*inner);
      }
    }
    // A table of toml++ is sorted by name.
    std::ranges::sort(found.begin() + 1, found.end(), {}, &TomlSection::line);
    return found;
  }

  void check_has_no_tables(const toml::table& table) const {
    for (const auto& [key, node] : table) {
      if (node.is_table()) refuse(key.str(), node, "a table within a table");
    }
  }

  TomlSection section(std::string name, const toml::table& table) const {
    TomlSection found{.name = std::move(name)};
    for (const auto& [key, node] : table) {
      if (!node.is_table()) found.settings.push_back(setting(key.str(), node));
    }
    std::ranges::sort(found.settings, {}, &TomlSetting::line);
    return found;
  }

  TomlSetting setting(std::string_view key, const toml::node& node) const {
    TomlSetting found{.key = std::string(key), .words = {}, .line = line_of(node)};
    if (const toml::array* list = node.as_array()) {
      found.is_list = true;
      for (const toml::node& element : *list) found.words.push_back(word(key, element));
      if (list->empty()) refuse(key, node, "an empty list");
      found.is_text = std::ranges::all_of(*list, &toml::node::is_string);
    } else {
      found.words.push_back(word(key, node));
      found.is_text = node.is_string();
    }
    return found;
  }

  std::string word(std::string_view key, const toml::node& node) const {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* number = node.as_floating_point()) return shortest(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    refuse(key, node, node.is_array() ? "a list within a list" : "a date, a time or a table");
  }

  [[noreturn]] void refuse(std::string_view key, const toml::node& node,
                           std::string_view found) const {
    throw_usage_error(toml_place(path_, line_of(node)), key,
                      ": expected a text, a number, true, false or a list of them, found ", found);
  }

  const std::filesystem::path& path_;
};

}  // namespace

std::vector<TomlSection> read_toml(const std::filesystem::path& path) {
  return Reader(path).read();
}

std::string toml_place(const std::filesystem::path& path, std::size_t line) {
  return concat(path.string(), ": line ", line, ": ");
}

}  // namespace hourglass::cli
