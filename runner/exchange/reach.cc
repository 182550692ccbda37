#include "exchange/reach.h"

#include <algorithm>

namespace hallmark::exchange {
namespace {

constexpr int failures_to_doubt = 4;  // fewer may be one operation's
constexpr int silences_of_operation = 2;
constexpr int silences_of_endpoint = 6;  // of three operations at least
constexpr std::chrono::milliseconds least_patience{2000};

enum class Sign { none, answer, silence, failure };

Sign sign_of(TransportFault fault) {
  switch (fault) {
    case TransportFault::cancelled:
      return Sign::none;
    case TransportFault::timeout_before_status:
    case TransportFault::timeout_in_body:
      return Sign::silence;
    case TransportFault::cannot_resolve:
    case TransportFault::cannot_connect:
    case TransportFault::tls:
    case TransportFault::closed_before_status:
    case TransportFault::reset_before_status:
      return Sign::failure;
    default:
      return Sign::answer;
  }
}

}  // namespace

void Reach::note(const std::string& operation, const std::string& case_id, const HttpExchange& http,
                 Time now) {
  const Sign sign = sign_of(http.fault);
  if (sign == Sign::none) return;
  const std::lock_guard lock(mutex_);
  if (gone_) return;
  if (sign == Sign::answer) {
    answered_ = true;
    doubtful_ = false;
    in_a_row_ = silences_ = 0;
    last_answer_ = now;
    last_case_ = case_id;
    silent_.erase(operation);
    return;
  }
  detail_ = http.detail;
  if (sign == Sign::silence) {
    Silence& silence = silent_[operation];
    if (++silence.times == 1) silence.after = last_case_;
  }
  const bool alive_meanwhile = answered_ && last_answer_ > now - http.duration;
  if (alive_meanwhile) return;
  ++in_a_row_;
  if (sign == Sign::silence && ++silences_ >= silences_of_endpoint) {
    give_up_locked(http.detail);
    return;
  }
  doubtful_ = sign == Sign::silence || in_a_row_ >= failures_to_doubt;
}

bool Reach::doubtful() const {
  const std::lock_guard lock(mutex_);
  return doubtful_ && !gone_;
}

bool Reach::has_answered() const {
  const std::lock_guard lock(mutex_);
  return answered_;
}

std::chrono::milliseconds Reach::patience_left(Time now) const {
  const std::lock_guard lock(mutex_);
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(last_answer_ + 2 * patience_ - now);
  return std::clamp(left, std::min(least_patience, patience_), patience_);
}

void Reach::asked(bool answered, const std::string& detail) {
  const std::lock_guard lock(mutex_);
  doubtful_ = false;
  if (gone_) return;
  if (answered) {
    in_a_row_ = 0;
  } else {
    give_up_locked(detail);
  }
}

void Reach::give_up(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (gone_) return;
  why_ = why;
  gone_ = true;
}

void Reach::give_up_locked(const std::string& detail) {
  why_ = answered_ ? "the endpoint stopped answering after " + last_case_
                   : "the endpoint has answered no request so far: " + detail;
  gone_ = true;
}

std::string Reach::given_up(const std::string& operation) const {
  const std::lock_guard lock(mutex_);
  if (gone_) return why_;
  const auto found = silent_.find(operation);
  if (found == silent_.end() || found->second.times < silences_of_operation) return {};
  return "the endpoint stopped answering " + operation +
         (found->second.after.empty() ? std::string() : " after " + found->second.after);
}

}  // namespace hallmark::exchange
