#include "exchange/provided.h"

#include <utility>

#include "contract/smithy.h"
#include "core/error.h"
#include "plan/inference.h"
#include "plan/plan.h"

namespace hallmark::exchange {
namespace {

// The contract of a service's rows, and how to remove what their calls make.
std::unique_ptr<plan::ServicePlan> plan_of(const std::string& slug, const Json& contract) {
  auto model = std::make_shared<contract::Model>(contract::read_smithy(
      core::load_json_text(core::dump(contract), "suites/knowledge/prerequisites.json")));
  model->slug = slug;
  auto plan = std::make_unique<plan::ServicePlan>();
  plan->suite = plan::suite_without_file(*model);
  for (const auto* operation : model->all_operations()) {
    if (auto recipe = plan::infer_recipe(*model, *operation, plan->suite)) {
      const std::string name = recipe->name;
      plan->suite.resources.emplace(name, *std::move(recipe));
    }
  }
  plan->model = std::move(model);
  return plan;
}

}  // namespace

const ServiceContext* Provided::service(const std::string& slug) {
  const std::lock_guard lock(mutex_);
  const auto known = services_.find(slug);
  if (known != services_.end()) return known->second.context ? &*known->second.context : nullptr;
  const Json* contract = names::Prerequisites::standard().contract(slug);
  if (!contract) return nullptr;
  Service& service = services_[slug];
  service.plan = plan_of(slug, *contract);
  try {
    service.context = state_.context_for(*service.plan);
  } catch (const core::DocumentError&) {
    return nullptr;  // the target says nothing of it
  }
  return &*service.context;
}

std::optional<Json> Provided::value(const std::string& variable) {
  const auto* row = names::Prerequisites::standard().making(variable);
  if (!row) return std::nullopt;
  std::shared_ptr<Made> made;
  {
    const std::lock_guard lock(mutex_);
    auto& place = made_[row];
    if (!place) place = std::make_shared<Made>();
    made = place;
  }
  const std::lock_guard lock(made->mutex);
  if (!made->done) make(*row, *made);
  const auto found = made->values.find(variable);
  return found != made->values.end() ? found->second : Json(row->otherwise.find(variable)->second);
}

void Provided::make(const names::Prerequisite& row, Made& made) {
  made.done = true;
  const ServiceContext* context = service(row.service);
  // On somebody's account nothing is made that nobody selected.
  if (!context || !context->protocol || state_.target.remote || !is_loopback(context->address)) return;
  std::vector<plan::Step> steps;
  for (const auto& call : row.steps) {
    steps.push_back({.call = call.call,
                     .with = call.with,
                     .keep = call.keep,
                     .until = {},
                     .identity = "default",
                     .expect = {},
                     .creates = {}});
  }
  made.worker = std::make_shared<Executor::Worker>(state_.options.client);
  made.talk = std::make_unique<Conversation>(state_, *context, *made.worker, row.service + "/prerequisite");
  made.makings = std::make_unique<Makings>(*made.talk);
  if (arrange(*made.makings, steps, false, true)) made.values = made.talk->run().kept;
  const std::lock_guard lock(mutex_);
  for (const auto& [slug, other] : made_) {
    if (other.get() == &made) order_.push_back(other);
  }
}

void Provided::release() {
  std::vector<std::shared_ptr<Made>> order;
  {
    const std::lock_guard lock(mutex_);
    std::swap(order, order_);
  }
  for (auto made = order.rbegin(); made != order.rend(); ++made) (*made)->makings->remove_all();
}

}  // namespace hallmark::exchange
