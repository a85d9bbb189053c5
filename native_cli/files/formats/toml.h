// Reads the settings of a TOML file (https://toml.io) as the words of a command line.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hourglass::cli {

struct TomlSetting {
  std::string key;
  std::vector<std::string> words;  // "0.001", "cosine", "true": one, or those of a list
  bool is_list = false;
  bool is_text = false;  // whether all words are texts, which TOML puts in quotes
  std::size_t line = 0;
};

// The settings under one [heading]; those above all headings have the name "".
struct TomlSection {
  std::string name;
  std::vector<TomlSetting> settings{};
  std::size_t line = 1;
};

// The sections and their settings in the order of the file. Fails if the file is not TOML, or if a
// value is neither a text, a number or a truth value nor a list of them.
std::vector<TomlSection> read_toml(const std::filesystem::path& path);

// "FILE: line N: ", to begin a message about a setting.
std::string toml_place(const std::filesystem::path& path, std::size_t line);

}  // namespace hourglass::cli
