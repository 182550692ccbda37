// The exchanges of a case that were made in one role. Internal to verdict/.
#pragma once

#include <cstddef>
#include <vector>

#include "exchange/exchange.h"

namespace hallmark::verdict {

struct MadeExchange {
  const exchange::Exchange* exchange = nullptr;
  std::size_t at = 0;  // its index into CaseRun::exchanges
};
[[nodiscard]] std::vector<MadeExchange> made(const exchange::CaseRun& run, exchange::Role role);

}  // namespace hallmark::verdict
