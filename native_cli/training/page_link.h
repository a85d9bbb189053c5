// The link that opens a run's settings in the web page.
#pragma once

#include <cstdint>
#include <string>

#include "core/models/model.h"

namespace hourglass::cli {

// Returns the address of the page, with a query that chooses the model under "Fine-tune" and sets
// its learning rate, batch size, noise and seed. An exact fit has no such settings: its link only
// shows the model. Noise whose level varies from image to image is left to the model's own recipe,
// because the page has no setting for it.
std::string page_link(const std::string& page, const ModelSpec& spec, std::uint64_t seed);

}  // namespace hourglass::cli
