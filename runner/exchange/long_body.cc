#include "exchange/long_body.h"

#include <fmt/format.h>

namespace hallmark::exchange {
namespace {

constexpr std::string_view reason = " bytes, which no case is about: not kept)";

}  // namespace

std::string in_place_of(std::size_t bytes) { return fmt::format("({}{}", bytes, reason); }

bool is_kept(const wire::Response& response) {
  return !response.body.starts_with('(') || !response.body.ends_with(reason);
}

}  // namespace hallmark::exchange
