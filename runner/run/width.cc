#include "run/width.h"

#include <algorithm>

namespace hallmark::run {
namespace {

constexpr double worth_it = 1.15;  // as much more must a doubling bring
constexpr std::chrono::milliseconds shortest_span{20};
constexpr std::chrono::seconds tries_again_after{3};

}  // namespace

void Width::begin_again(const Told& told) {
  begun_ = told;
  measuring_ = true;
  cases_ = 0;
}

void Width::tell(const Told& told) {
  if (!measuring_) {
    begin_again(told);
    return;
  }
  if (told.troubles > begun_.troubles) {
    now_ = best_ = std::max(least_, now_ / 2);
    settled_ = true;
    settled_at_ = told.at;
    begin_again(told);
    return;
  }
  ++cases_;
  const std::chrono::duration<double> span = told.at - begun_.at;
  if (cases_ < now_ || span < shortest_span || told.requests == begun_.requests) return;
  const double rate = static_cast<double>(told.requests - begun_.requests) / span.count();
  const bool better = settled_ ? told.at - settled_at_ >= tries_again_after : rate >= best_rate_ * worth_it;
  if (better) {
    best_rate_ = rate;
    best_ = now_;
    now_ = std::min(most_, now_ * 2);
  } else if (!settled_) {
    now_ = best_;
  }
  if (better || !settled_) {
    settled_ = now_ == best_;
    settled_at_ = told.at;
  }
  begin_again(told);
}

}  // namespace hallmark::run
