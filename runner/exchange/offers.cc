#include "exchange/offers.h"

namespace hallmark::exchange {

Offers::Slot& Offers::slot(const std::string& operation) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Slot>& place = slots_[operation];
  if (!place) place = std::make_unique<Slot>();
  return *place;
}

std::unique_lock<std::mutex> Offers::in_turn(const std::string& operation) {
  Slot& its = slot(operation);
  if (its.settled) return {};
  std::unique_lock turn(its.mutex);
  if (its.settled) turn.unlock();
  return turn;
}

void Offers::settle(const std::string& operation) { slot(operation).settled = true; }

std::string Offers::why_not(const std::string& operation) const {
  const std::lock_guard lock(mutex_);
  const auto found = not_there_.find(operation);
  return found == not_there_.end() ? std::string() : found->second;
}

void Offers::is_not_there(const std::string& operation, const std::string& why) {
  const std::lock_guard lock(mutex_);
  not_there_.emplace(operation, why);
}

std::optional<Called> Offers::of_nobody(const std::string& question) const {
  const std::lock_guard lock(mutex_);
  const auto known = of_nobody_.find(question);
  return known == of_nobody_.end() ? std::nullopt : std::optional(known->second);
}

void Offers::remember(const std::string& question, const Called& answer) {
  const std::lock_guard lock(mutex_);
  of_nobody_.emplace(question, answer);
}

}  // namespace hallmark::exchange
