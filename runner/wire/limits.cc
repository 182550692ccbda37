#include "wire/limits.h"

#include <algorithm>

namespace hallmark::wire {
namespace {

constexpr std::size_t deepest = 1000;

BodyLimits& current() {
  static BodyLimits limits;
  return limits;
}

}  // namespace

const BodyLimits& body_limits() { return current(); }

void set_body_limits(const BodyLimits& limits) {
  current() = limits;
  current().max_depth = std::min(limits.max_depth, deepest);
}

}  // namespace hallmark::wire
