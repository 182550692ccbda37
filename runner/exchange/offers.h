// Which operations the endpoint turned out not to have. The first case that can tell settles it, before any
// other of the operation is sent: else it would depend on which was quicker. How it is told: offer.h,
// offer_search.h. Thread-safe. Operations are named "service.Operation".
//
// Order of calls, for each case: in_turn(), kept until the case is over; why_not(); settle() once it has been
// told.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "exchange/caller.h"

namespace hallmark::exchange {

class Offers {
 public:
  // Waits while another case is about to settle it; locked for the one that is to.
  [[nodiscard]] std::unique_lock<std::mutex> in_turn(const std::string& operation);
  void settle(const std::string& operation);

  // What says that it is not there; empty while nothing does.
  [[nodiscard]] std::string why_not(const std::string& operation) const;
  void is_not_there(const std::string& operation, const std::string& why);

  // The answer for an operation that nobody has, asked for once; `question` names service and overlay.
  [[nodiscard]] std::optional<Called> of_nobody(const std::string& question) const;
  void remember(const std::string& question, const Called& answer);

 private:
  struct Slot {
    std::mutex mutex;
    std::atomic<bool> settled{false};
  };
  [[nodiscard]] Slot& slot(const std::string& operation);

  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Slot>> slots_;
  std::map<std::string, std::string> not_there_;
  std::map<std::string, Called> of_nobody_;
};

}  // namespace hallmark::exchange
