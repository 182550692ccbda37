// The target's own interface for bringing an exception about: a call that sets it, and one that clears it.
// The clearing stands in the journal before the fault is set, like what must be removed.
#pragma once

#include <cstdint>
#include <optional>

#include "exchange/conversation.h"

namespace hallmark::exchange {

class FaultSwitch {
 public:
  explicit FaultSwitch(Conversation& talk) : talk_(talk) {}

  // For the case's exception. True also where the target has a header for it, or nothing. False: it could not
  // be set, and `blocked` of the run says why.
  bool set(const plan::Case& test);
  // What was set; nothing when nothing was. A fault that stays is told in State::left_behind.
  void clear();

 private:
  Conversation& talk_;
  std::uint64_t id_ = 0;  // in the journal
  std::optional<plan::HttpCall> clear_;
  bool is_set_ = false;
};

}  // namespace hallmark::exchange
