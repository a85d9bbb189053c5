// The trained models and the table of measured errors that come with the program.
#pragma once

#include <filesystem>

namespace hourglass::cli {

// The folder of the shipped models: the installed page's, found relative to the program so that an
// installation can be moved, or the source tree's if no page is installed.
std::filesystem::path shipped_models_folder();

// The measured errors of models with codes of several sizes. The page shows them too.
std::filesystem::path shipped_error_table();

}  // namespace hourglass::cli
