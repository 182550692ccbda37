// Bounds on what stands in one body, for every decoder of this process. Set once, before threads start.
#pragma once

#include <cstddef>

namespace hallmark::wire {

struct BodyLimits {
  std::size_t max_depth = 512;         // lists and structures inside each other; XML and CBOR: 200 at most
  std::size_t max_values = 1'000'000;  // values, elements and attributes
};

[[nodiscard]] const BodyLimits& body_limits();
// A depth beyond 1000 is taken as 1000: what reads bodies calls itself once for each level.
void set_body_limits(const BodyLimits& limits);

}  // namespace hallmark::wire
