#include "verdict/made.h"

namespace hallmark::verdict {

std::vector<MadeExchange> made(const exchange::CaseRun& run, exchange::Role role) {
  std::vector<MadeExchange> found;
  for (std::size_t at = 0; at < run.exchanges.size(); ++at) {
    if (run.exchanges[at].role == role) found.push_back({&run.exchanges[at], at});
  }
  return found;
}

}  // namespace hallmark::verdict
