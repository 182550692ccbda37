// Whether an endpoint still answers. One that dies or falls silent in the middle of a run is given up, so
// that the rest of the run does not wait for one time-out after the other.
//
// Order of calls: note() after each call; where doubtful() then holds, ask the endpoint anything at all and
// tell asked() what came of it; given_up() before each case. Thread-safe; reads no clock.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "exchange/exchange.h"

namespace hallmark::exchange {

class Reach {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `patience`: of one request. `now`: the run's begin, which counts as the first answer.
  Reach(std::chrono::milliseconds patience, Time now) : patience_(patience), last_answer_(now) {}

  // What a call that ended at `now` came to. A whole answer, however wrong, is a sign of life. An operation
  // that was silent twice in a row is given up by itself; six silences in a row are the endpoint's.
  void note(const std::string& operation, const std::string& case_id, const HttpExchange& http, Time now);
  // Silent once with nothing answered meanwhile, or failed four times in a row.
  [[nodiscard]] bool doubtful() const;
  // How long to wait for an answer to the question: two time-outs behind the last answer all is over.
  [[nodiscard]] std::chrono::milliseconds patience_left(Time now) const;
  [[nodiscard]] bool has_answered() const;
  // `answered`: with a whole answer, of whatever status.
  void asked(bool answered, const std::string& detail);
  void give_up(const std::string& why);  // "the endpoint …"

  // Why nothing more is sent: "the endpoint stopped answering after <case>", "the endpoint has answered no
  // request so far: …", "the endpoint stopped answering <operation> after <case>". Empty: go on.
  [[nodiscard]] std::string given_up(const std::string& operation = {}) const;
  // Set with the endpoint's giving up: requests under way need not be waited for.
  [[nodiscard]] const std::atomic<bool>& gone() const { return gone_; }

  std::mutex asking;  // held by whoever asks

 private:
  void give_up_locked(const std::string& detail);

  const std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  Time last_answer_;
  std::string last_case_, why_, detail_;
  int in_a_row_ = 0, silences_ = 0;
  bool answered_ = false, doubtful_ = false;
  struct Silence {
    int times = 0;
    std::string after;
  };
  std::map<std::string, Silence> silent_;  // operations, by name
  std::atomic<bool> gone_{false};
};

}  // namespace hallmark::exchange
