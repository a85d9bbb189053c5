// The trained models that come with the program.
#pragma once

#include <filesystem>

namespace hourglass::cli {

// The folder of the trained models: that of the installed page, found from where the program is, so
// that an installation can be moved; without such a page, that of the sources.
std::filesystem::path shipped_models_folder();

}  // namespace hourglass::cli
