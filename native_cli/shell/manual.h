// The manual page hourglass(1), made from the help of the program and its commands.
#pragma once

#include <CLI/App.hpp>
#include <ctime>
#include <string>

namespace hourglass::cli {

// The page in roff with man(7)'s macros, dated `time`.
std::string manual_page(const CLI::App& program, const std::string& version, std::time_t time);

}  // namespace hourglass::cli
