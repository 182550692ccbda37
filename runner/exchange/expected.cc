#include "exchange/expected.h"

#include <algorithm>

namespace hallmark::exchange {
namespace {

bool is_success(const plan::Outcome& outcome) { return !plan::is_refusal(outcome); }

}  // namespace

bool expects_error(const plan::Case& test) {
  if (test.expect.empty()) return !test.group.is_success();
  return !may_succeed(test);
}

bool may_succeed(const plan::Case& test) {
  return std::any_of(test.expect.begin(), test.expect.end(), is_success);
}

bool asks_base_when_refused(const plan::Case& test) {
  return std::all_of(test.expect.begin(), test.expect.end(), is_success) &&
         test.provoke == plan::Provocation::none;
}

std::set<std::string> exceptions_of(const std::vector<plan::Outcome>& outcomes) {
  std::set<std::string> names;
  for (const plan::Outcome& outcome : outcomes) {
    if (!outcome.exception.empty()) names.insert(outcome.exception);
  }
  return names;
}

std::set<std::string> awaited_by(const plan::Case& test) {
  std::set<std::string> names = exceptions_of(test.expect);
  if (test.expect.empty() && !test.group.is_success()) names.insert(to_string(test.group));
  return names;
}

bool is_allowed(const std::vector<plan::Outcome>& outcomes, const Called& called) {
  if (!called.answered()) return false;
  if (called.success) return outcomes.empty() || std::any_of(outcomes.begin(), outcomes.end(), is_success);
  const int status = called.exchange.http.response->status;
  const bool by_status = std::any_of(outcomes.begin(), outcomes.end(), [&](const plan::Outcome& outcome) {
    return outcome.exception.empty() && outcome.status == status;
  });
  if (by_status) return true;
  const std::set<std::string> names = exceptions_of(outcomes);
  return names.contains(called.code) || names.contains(called.shape);
}

}  // namespace hallmark::exchange
