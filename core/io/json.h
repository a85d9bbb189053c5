// The one place that reads JSON text: the library's parser is large, and every kind of input that
// it is given would be another copy of it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace hourglass {

// The value that the text spells; a discarded one, which has no type that a reader accepts, where
// the text is no JSON.
nlohmann::json parse_json(std::string_view text);

}  // namespace hourglass
