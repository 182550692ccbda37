// Bounds on what stands in one body, for whoever decodes it.
#pragma once

#include <algorithm>
#include <cstddef>

namespace hallmark::wire {

struct BodyLimits {
  std::size_t max_depth = 512;         // lists and structures inside each other; XML and CBOR: 200 at most
  std::size_t max_values = 1'000'000;  // values, elements and attributes

  // A depth beyond 1000 is taken as 1000: what reads bodies calls itself once for each level.
  [[nodiscard]] std::size_t depth() const { return std::min<std::size_t>(max_depth, 1000); }
};

}  // namespace hallmark::wire
