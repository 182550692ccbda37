// How many cases run at the same time where nobody says it: as many as help. It begins small and doubles as
// long as that brings more answers a second; where it no longer does, it goes back to what did and tries
// again after a while. Endpoints that fail or ask to be spared are met more narrowly. Pure: time is told.
//
//   Width width(2, 256);
//   … run width.now() cases at once; at the end of each:
//   width.tell({.at = clock.monotonic(), .requests = sent so far, .troubles = failed so far});
#pragma once

#include <chrono>
#include <cstddef>

namespace hallmark::run {

class Width {
 public:
  Width(std::size_t least, std::size_t most) : least_(least), most_(most), now_(least), best_(least) {}

  [[nodiscard]] std::size_t now() const { return now_; }

  struct Told {
    std::chrono::microseconds at{0};
    std::size_t requests = 0;  // since the beginning
    std::size_t troubles = 0;  // likewise: cases that met a dead connection, a time-out or throttling
  };
  // A case has ended.
  void tell(const Told& told);

 private:
  void begin_again(const Told& told);

  std::size_t least_, most_, now_;
  Told begun_;  // of the span that is measured
  bool measuring_ = false;
  std::size_t cases_ = 0;  // ended in it
  double best_rate_ = 0;   // requests per second
  std::size_t best_;       // at this width
  bool settled_ = false;
  std::chrono::microseconds settled_at_{0};
};

}  // namespace hallmark::run
