#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "contract/smithy.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

// Numbers beyond a double's range are JSON, and traits of others have them. Each becomes 1e308 and blanks, so
// that nothing moves.
std::string with_clamped_numbers(const std::string& text) {
  std::string out = text;
  for (std::size_t at = 0; at < out.size();) {
    if (out[at] == '"') {
      for (++at; at < out.size() && out[at] != '"'; ++at) {
        if (out[at] == '\\') ++at;
      }
      ++at;
      continue;
    }
    const std::size_t end = std::min(out.find_first_not_of("0123456789+-.eE", at), out.size());
    if (end == at) {
      ++at;
      continue;
    }
    const std::string digits = out.substr(at, end - at);
    const bool number = digits.find_first_of("0123456789") != std::string::npos;
    if (number && std::isinf(std::strtod(digits.c_str(), nullptr))) {
      std::string clamped = digits[0] == '-' ? "-1e308" : "1e308";
      clamped.resize(std::max(clamped.size(), digits.size()), ' ');
      out.replace(at, digits.size(), clamped);
    }
    at = end;
  }
  return out;
}

}  // namespace

contract::Model read_smithy_ast(const std::string& text, const std::string& name,
                                const std::string& service) {
  const auto parsed = core::parse_ordered_json(text);
  const bool overflow = parsed.fault && parsed.fault->kind == "number";
  return contract::read_smithy(core::load_json_text(overflow ? with_clamped_numbers(text) : text, name),
                               service);
}

}  // namespace hallmark::importers
