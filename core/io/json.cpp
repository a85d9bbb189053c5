#include "core/io/json.h"

#include <nlohmann/json.hpp>

namespace hourglass {

nlohmann::json parse_json(std::string_view text) {
  return nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
}

}  // namespace hourglass
