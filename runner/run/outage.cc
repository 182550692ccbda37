#include "run/outage.h"

#include <fmt/format.h>

namespace hallmark::run {
namespace {

// Fewer may be one operation that the endpoint cannot serve.
constexpr std::size_t enough = 20;

enum class Sign { none, alive, dead };

Sign sign_of(const exchange::CaseRun& run) {
  constexpr int first_server_error = 500, not_implemented = 501;
  Sign sign = Sign::none;
  for (const exchange::Exchange& each : run.exchanges) {
    if (each.fault_requested) continue;
    const auto& response = each.http.response;
    if (response && (response->status < first_server_error || response->status == not_implemented))
      return Sign::alive;
    if (each.http.fault != exchange::TransportFault::cancelled) sign = Sign::dead;
  }
  return sign;
}

}  // namespace

void Outage::diagnostic(const CaseResult& result) {
  Health& health = services_[result.test->service];
  switch (sign_of(result.run)) {
    case Sign::none:
      return;
    case Sign::alive:
      health = {.last_alive = result.test->id, .first_dead = {}, .dead = 0};
      return;
    case Sign::dead:
      if (health.dead++ == 0) health.first_dead = result.test->id;
      return;
  }
}

std::vector<std::string> Outage::sentences() const {
  std::vector<std::string> found;
  for (const auto& [service, health] : services_) {
    if (health.last_alive.empty() || health.dead < enough) continue;
    found.push_back(fmt::format(
        "{}: from {} on, all {} cases got server errors or no answer; the last that did not was {}. "
        "It, or one beside it, may have broken the endpoint.",
        service, health.first_dead, health.dead, health.last_alive));
  }
  return found;
}

}  // namespace hallmark::run
