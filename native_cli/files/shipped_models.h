// The trained models and the table of measured errors that come with the program.
#pragma once

#include <filesystem>

#include "core/data/dataset.h"

namespace hourglass::cli {

// The folder of the shipped models: the installed page's, found relative to the program so that an
// installation can be moved, or the source tree's if no page is installed.
std::filesystem::path shipped_models_folder();

// The measured errors of models with codes of several sizes. The page shows them too.
std::filesystem::path shipped_error_table();

// Whether these are the test images that shipped_error_table() is of: all of MNIST's.
bool is_measured_in_shipped_table(const Dataset& test_images);

}  // namespace hourglass::cli
