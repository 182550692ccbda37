// Another arrangement in place of one that an endpoint does not have the calls for, or refuses. Worked out
// when that has shown itself, and remembered for the run.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/cases/case.h"
#include "plan/inference.h"

namespace hallmark::exchange {

struct ServiceContext;
struct Needs;

// `steps` with the arrangement `other` in place of `planned`, with which they begin. What a request takes
// from an answer of `planned` is kept of `other` under the same name: `base` and other.base say which request
// members take it. Nullopt: something that later steps, or the case, mention would not be kept. Pure.
[[nodiscard]] std::optional<std::vector<plan::Step>> in_place_of(const std::vector<plan::Step>& planned,
                                                                 const Json& base, plan::Inferred other,
                                                                 const std::vector<plan::Step>& steps,
                                                                 const std::set<std::string>& mentioned);

// Thread-safe. Operations are named "service.Operation".
class StandIns {
 public:
  struct Other {
    std::vector<plan::Step> steps;
    Json base;  // what the request takes of them
  };
  // The steps of a case, which begin as its operation's arrangement does, by other ways; nullopt: there are
  // none. `needs` names the operation.
  [[nodiscard]] std::optional<Other> by(const ServiceContext& service, const std::vector<plan::Step>& steps,
                                        const Needs& needs, const plan::Ways& ways);
  // What is known of the ways of an operation whose arrangement makes these calls.
  [[nodiscard]] plan::Ways known(const ServiceContext& service, const std::string& operation) const;
  // That the operation accepts what was made so.
  void learn(const ServiceContext& service, const std::string& operation, const plan::Ways& ways);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::map<plan::Ways, std::optional<plan::Inferred>>> found_;
  // What is avoided by operation, of its own cases alone; what is wanted by service.
  std::map<std::string, plan::Ways> known_;
};

}  // namespace hallmark::exchange
