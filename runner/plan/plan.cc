#include "plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "contract/foreign_protocols.h"
#include "core/text.h"
#include "names/dangers.h"
#include "names/prerequisites.h"
#include "plan/cases/behaviour_kinds.h"
#include "plan/cases/load.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/generate/promises.h"
#include "plan/inference.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {

using contract::Model;
using contract::Operation;
namespace trait = contract::trait;

namespace {

enum class Phase { state_free, arranged, account, target };
constexpr std::array phases = {Phase::state_free, Phase::arranged, Phase::account, Phase::target};

Phase phase_of(const Case& test) {
  if (test.scope == Scope::target) return Phase::target;
  if (test.scope == Scope::account) return Phase::account;
  return test.arrange.empty() ? Phase::state_free : Phase::arranged;
}

// What the target and the contract say about a case before anything is sent.
class Fitter {
 public:
  Fitter(const Model& model, const Suite& suite, const Target& target)
      : model_(model), suite_(suite), target_(target), protocol_(protocol_of(model, suite)) {}

  void fit(Case& test) const {
    // A switch that is set for the whole target disturbs every other case.
    if (test.provoke == Provocation::fault && target_.fault_header.empty() && target_.fault_set)
      test.scope = Scope::target;
    if (test.provoke == Provocation::rate && target_.rate && test.repeat <= 1)
      test.repeat = target_.rate->requests + 1;
    if (!test.skip.empty()) return;
    const auto* operation = model_.operation(test.operation);
    test.skip =
        operation ? why_not_sendable(model_, *operation, protocol_) : "the contract has no such operation";
    if (test.skip.empty()) test.skip = why_not_on(target_, test, suite_);
  }

 private:
  const Model& model_;
  const Suite& suite_;
  const Target& target_;
  std::string protocol_;
};

std::set<std::string> covered_by(const std::vector<Case>& fixtures, const std::string& operation_prefix,
                                 const std::string& operation) {
  std::set<std::string> covered;
  for (const auto& test : fixtures) {
    if (test.operation != operation) continue;
    if (auto key = case_key(test); !key.empty()) covered.insert(std::move(key));
    // What this target cannot be made to do by a fixture, its fault switch may still show.
    if (test.provoke != Provocation::none && test.skip.empty())
      covered.insert(contract::promise_text(operation_prefix, contract::Side::error, test.group.exception));
  }
  return covered;
}

// Promises of inputs that fixtures only tell of, because documents disagree about them.
std::set<std::string> only_told(const std::vector<Case>& fixtures) {
  std::set<std::string> promises;
  for (const auto& test : fixtures) {
    if (test.tier != Tier::informative || test.group.is_success()) continue;
    for (const auto& promise : test.promises) {
      if (contract::is_about(promise, contract::Side::input)) promises.insert(promise);
    }
  }
  return promises;
}

void collect_variables(const std::vector<Step>& steps, std::set<std::string>& kept,
                       std::set<std::string>& used) {
  for (const auto& step : steps) {
    for (const auto& each : variables_in(step.with)) {
      const std::string name(kept_name(each));
      if (!kept.contains(name)) used.insert(name);
    }
    for (const auto& [variable, pointer] : step.keep) kept.insert(variable);
  }
}

}  // namespace

Suite suite_without_file(const Model& model) {
  Suite suite;
  suite.service = model.slug;
  suite.title = model.slug;
  return completed(std::move(suite), model);
}

Suite completed(Suite suite, const Model& model) {
  if (!suite.operations.empty()) return suite;
  for (const auto* operation : model.all_operations()) suite.operations.emplace_back(operation->name());
  return suite;
}

namespace {

// Real accounts: what costs or harms more than what is removed again needs somebody's word.
std::string why_too_dangerous(const Target& target, const Case& test) {
  if (!target.remote) return {};
  if (!test.limit.empty()) return "limits are not filled on a remote target";
  std::vector<std::string> calls{test.operation};
  for (const auto* steps : {&test.arrange, &test.then}) {
    for (const auto& step : *steps) calls.push_back(step.call);
  }
  for (const std::string& call : calls) {
    const names::Dangers::Class* danger = names::Dangers::standard().of(test.service, call);
    if (danger && !target.allowed.contains(danger->name))
      return fmt::format("{}: {}; not on a remote target without --allow {}", call, danger->words,
                         danger->name);
  }
  return {};
}

// The embedded endpoint plays every host.
bool plays_every_host(const Target& target, const std::string& service) {
  const auto own = target.endpoints.find(service), any = target.endpoints.find("*");
  const auto& found = own == target.endpoints.end() ? any : own;
  return found == target.endpoints.end() || found->second == "builtin";
}

// A form of an identifier that is more than a value that was kept: "${account}:function:${name}".
bool calls_it_by_more(const Case& test) {
  if (test.behaviour.kind != "forms") return false;
  const auto id = contract::PromiseId::read(test.promises.front());
  const auto given = test.send.find(id ? id->path.substr(id->path.find(' ') + 1) : std::string());
  const std::string text = given == test.send.end() ? std::string() : core::dump(*given);
  return text.find("${form.") != 1 || text.find('}') + 2 != text.size();
}

}  // namespace

std::string why_not_on(const Target& target, const Case& test, const Suite& suite) {
  if (std::string why = why_too_dangerous(target, test); !why.empty()) return why;
  if (const auto host = suite.words().own_host(test.service, test.operation);
      !host.empty() && !plays_every_host(target, test.service))
    return "a host of its own answers it: " + host;
  if (plays_every_host(target, test.service)) {
    if (test.behaviour.kind == documented) return "the embedded endpoint works out no expressions";
    if (test.behaviour.kind == "compressed")
      return "the embedded endpoint's server unpacks bodies before signatures are verified";
    if (calls_it_by_more(test)) return "the embedded endpoint knows things by what it answered alone";
  }
  switch (test.provoke) {
    case Provocation::fault:
      if (target.fault_header.empty() && !target.fault_set) return "the target offers no fault";
      break;
    case Provocation::rate:
      if (!target.rate) return "the target states no rate";
      break;
    case Provocation::identity:
      if (test.wire.sign == SignMode::expired) {
        if (!target.verifies_that("expiry")) return "the target does not verify expiry";
      } else if (test.wire.sign != SignMode::normal) {
        if (!target.verifies_that("signature")) return "the target does not verify signatures";
      } else if (!target.verifies_that("permissions")) {
        return "the target does not verify permissions";
      }
      break;
    default:
      break;
  }
  if (!test.limit.empty() && !target.limits.contains(test.limit)) {
    return "the target states no limit of " + test.limit;
  }
  std::set<std::string> identities{test.identity};
  for (const auto* steps : {&test.arrange, &test.then}) {
    for (const auto& step : *steps) identities.insert(step.identity);
  }
  for (const auto& name : identities) {
    if (!target.identities.contains(name)) return "the target has no identity \"" + name + "\"";
  }
  std::set<std::string> kept, used;
  collect_variables(test.arrange, kept, used);
  for (const auto& each : variables_in(test.send)) {
    const std::string name(kept_name(each));
    if (!kept.contains(name)) used.insert(name);
  }
  for (const auto& [variable, pointer] : test.keep) kept.insert(variable);
  collect_variables(test.then, kept, used);
  for (const auto& name : used) {
    if (!is_predefined(name) && !target.variables.contains(name) &&
        !names::Prerequisites::standard().making(name))
      return "the target has no variable \"" + name + "\"";
  }
  return {};
}

std::string why_not_sendable(const Model& model, const Operation& operation, const std::string& protocol) {
  if (protocol.empty()) return contract::why_no_protocol(model);
  if (protocol_facts(protocol).rest && !contract::http_binding(operation))
    return "the contract states no method and path";
  if (contract::has_event_stream(model, operation)) return "event streams are not sent";
  return {};
}

ServicePlan outline_service(std::shared_ptr<const Model> model, Suite suite) {
  ServicePlan plan;
  plan.suite = with_inferred(*model, std::move(suite));
  plan.model = std::move(model);
  return plan;
}

void stream_cases(ServicePlan& plan, std::vector<Case> fixtures, const Target& target,
                  const PlanOptions& options, const std::function<void(Case)>& each) {
  const Model* model = plan.model.get();
  const Fitter fitter(*model, plan.suite, target);
  const names::Names names(*model, plan.suite.words());
  for (auto& test : fixtures) fitter.fit(test);
  const std::set<std::string> told = only_told(fixtures);
  std::set<std::string> written;
  if (options.fixtures) {
    for (const auto& test : fixtures) written.insert(test.id);
  }
  const auto offer = [&](Case test) {
    if (options.selection.selects(test)) each(std::move(test));
  };
  for (const auto phase : phases) {
    for (const auto& name : plan.suite.operations) {
      const auto from_fixtures = [&](bool success) {
        if (!options.fixtures) return;
        for (const auto& test : fixtures) {
          if (test.operation == name && (test.group.is_success()) == success && phase_of(test) == phase)
            offer(test);
        }
      };
      const auto* operation = model->operation(name);
      from_fixtures(true);
      from_fixtures(false);
      if (!operation || !options.generated) continue;
      if (!options.selection.may_select_below(operation_id(*model, *operation) + "/")) continue;
      // Generated cases need no scope of their own, but for faults that are set for the whole target.
      const bool arranged = plan.suite.arrange.contains(name) && !plan.suite.arrange.at(name).empty();
      const bool possible =
          phase == Phase::arranged || phase == Phase::target || (phase == Phase::state_free && !arranged);
      if (!possible || (phase == Phase::target && !(target.fault_header.empty() && target.fault_set)))
        continue;
      GenerateOptions generate_options{
          .depth = options.selection.depth,
          .protocol = {},
          .max_cases = options.max_generated_per_operation,
          .max_depth = 6,
          .covered = {},
          .names = &names,
          // Nothing else makes anything before it is sent.
          .between_calls_only = phase == Phase::arranged && !arranged,
          .wanted = [&](std::string_view id, Depth depth) { return options.selection.selects(id, depth); }};
      if (options.fixtures)
        generate_options.covered = covered_by(fixtures, operation_id(*model, *operation), name);
      const auto result = generate(*model, *operation, plan.suite, generate_options, [&](Case test) {
        if (written.contains(test.id)) return;  // an id is one case: what somebody wrote
        fitter.fit(test);
        const bool disputed = std::any_of(test.promises.begin(), test.promises.end(),
                                          [&](const auto& promise) { return told.contains(promise); });
        if (disputed && !test.constraint.empty()) test.tier = Tier::informative;
        if (phase_of(test) == phase) offer(std::move(test));
      });
      if (phase == Phase::target || generate_options.between_calls_only) continue;
      if (result.beyond_bound > 0) plan.beyond_bound[name] = result.beyond_bound;
      plan.not_made.insert(result.not_made.begin(), result.not_made.end());
    }
  }
}

ServicePlan plan_stream(std::shared_ptr<const Model> model, Suite suite, std::vector<Case> fixtures,
                        const Target& target, const PlanOptions& options,
                        const std::function<void(Case)>& each) {
  auto plan = outline_service(std::move(model), std::move(suite));
  stream_cases(plan, std::move(fixtures), target, options, each);
  return plan;
}

ServicePlan plan_service(std::shared_ptr<const Model> model, Suite suite, std::vector<Case> fixtures,
                         const Target& target, const PlanOptions& options) {
  auto plan = outline_service(std::move(model), std::move(suite));
  stream_cases(plan, std::move(fixtures), target, options,
               [&](Case test) { plan.cases.push_back(std::move(test)); });
  return plan;
}

}  // namespace hallmark::plan
