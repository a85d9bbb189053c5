// The only place that parses JSON text: the parser is a large template, and every type of input
// would instantiate another copy.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace hourglass {

// Parses JSON. For invalid text, returns a discarded value, which no type check accepts.
nlohmann::json parse_json(std::string_view text);

}  // namespace hourglass
