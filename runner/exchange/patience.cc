#include "exchange/patience.h"

#include <algorithm>

namespace hallmark::exchange {
namespace {

constexpr std::chrono::milliseconds patience_in_vain{1000};
constexpr int times_to_despair = 2;  // after so many resources that no attempt removed, one attempt must do

}  // namespace

std::chrono::milliseconds Patience::with(const std::string& wait, std::chrono::milliseconds full) const {
  const std::lock_guard lock(mutex_);
  return in_vain_.contains(wait) ? std::min(full, patience_in_vain) : full;
}

void Patience::came(const std::string& wait) {
  const std::lock_guard lock(mutex_);
  in_vain_.erase(wait);
}

void Patience::did_not_come(const std::string& wait) {
  const std::lock_guard lock(mutex_);
  in_vain_.insert(wait);
}

bool Patience::is_worth_another(const std::string& removal) const {
  const std::lock_guard lock(mutex_);
  const auto times = hopeless_.find(removal);
  return times == hopeless_.end() || times->second < times_to_despair;
}

void Patience::failed(const std::string& removal) {
  const std::lock_guard lock(mutex_);
  ++hopeless_[removal];
}

}  // namespace hallmark::exchange
