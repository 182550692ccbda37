// From contract, suite, fixtures and target to the cases in the order in which they run:
//   1  state-free cases: an endpoint that cannot create anything still answers these
//   2  cases that arrange something
//   3  account scope (limits, rate): under an identity of their own
//   4  target scope: alone, last
// Inside a phase: operations in the suite's order; of each, fixtures of success, other fixtures, then
// generated cases, each in file or contract order. What cannot run on this target stays in the plan with
// `skip` set, so that it is counted.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "contract/model.h"
#include "plan/cases/case.h"
#include "plan/cases/select.h"
#include "plan/generate/generate.h"

namespace hallmark::plan {

struct PlanOptions {
  Selection selection;
  bool fixtures = true;
  bool generated = true;
  std::size_t max_generated_per_operation = 1000;  // of each depth, see GenerateOptions
};

// The suite of a contract that has none: every operation, nothing promised beyond it.
[[nodiscard]] Suite suite_without_file(const contract::Model& model);
// A suite whose file names no operations judges all of the contract's.
[[nodiscard]] Suite completed(Suite suite, const contract::Model& model);

[[nodiscard]] ServicePlan plan_service(std::shared_ptr<const contract::Model> model, Suite suite,
                                       std::vector<Case> fixtures, const Target& target,
                                       const PlanOptions& options = {});

// The plan without its cases: the suite is complete with what the model shows. Then stream_cases() offers the
// cases of plan_service() in its order, one at a time, keeping none, and fills beyond_bound and not_made. For
// contracts with hundreds of operations.
[[nodiscard]] ServicePlan outline_service(std::shared_ptr<const contract::Model> model, Suite suite);
void stream_cases(ServicePlan& plan, std::vector<Case> fixtures, const Target& target,
                  const PlanOptions& options, const std::function<void(Case)>& each);
// Both at once.
ServicePlan plan_stream(std::shared_ptr<const contract::Model> model, Suite suite, std::vector<Case> fixtures,
                        const Target& target, const PlanOptions& options,
                        const std::function<void(Case)>& each);

// Why this target cannot run a case; empty when it can: no fault switch, signature, expiry or permissions
// not verified, no limit or rate known, no such identity, target variables missing.
[[nodiscard]] std::string why_not_on(const Target& target, const Case& test, const Suite& suite);
// Why no case of an operation can be sent: no wire binding, event stream, no protocol. Empty when they can.
[[nodiscard]] std::string why_not_sendable(const contract::Model& model, const contract::Operation& operation,
                                           const std::string& protocol);

}  // namespace hallmark::plan

// Example:
//
//   #include "contract/smithy.h"
//   #include "plan/cases/load.h"
//   const auto model =
//       std::make_shared<const contract::Model>(contract::read_smithy(core::load_json("model.json")));
//   const ServicePlan plan =
//       plan_service(model, suite_without_file(*model), {}, target_for_url("http://127.0.0.1:4566"));
//   for (const Case& test : plan.cases) std::string said = test.skip.empty() ? test.id : test.skip;
