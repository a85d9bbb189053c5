// The trained models that come with the program.
#pragma once

#include <filesystem>

namespace hourglass::cli {

// The folder of the shipped models: that of the installed page, relative to the program so that an
// installation can be moved, or that of the source tree if there is no such page.
std::filesystem::path shipped_models_folder();

}  // namespace hourglass::cli
