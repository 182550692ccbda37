#include "endpoint/serve/service.h"

#include <algorithm>

#include "endpoint/mutants/variations.h"
#include "endpoint/serve/service_state.h"
#include "endpoint/serve/serving.h"
#include "names/knowledge.h"

namespace hallmark::endpoint {

namespace {

constexpr int default_rate_limit = 10;

Json facts_of(const Options& options, const std::string& slug) {
  const auto found = options.facts.find(slug);
  return found == options.facts.end() ? Json() : found->second;
}

}  // namespace

ActiveMutants Loaded::next(std::string_view operation) {
  if (mutants.empty()) return {};
  const std::lock_guard lock(mutex);
  return mutants.active(operation, counts[std::string(operation)]++);
}

ServiceState::ServiceState(std::shared_ptr<const contract::Model> contract, const wire::Protocol& spoken,
                           Options given)
    : model(std::move(contract)),
      protocol(spoken),
      options(std::move(given)),
      clock(options.clock != nullptr ? *options.clock : core::system_clock()),
      validator(*model),
      generic(*model, read_facts(facts_of(options, model->slug))),
      loaded(std::make_shared<Loaded>(options.mutants)),
      ids(options.seed + '/' + model->slug),
      promised(read_promised(facts_of(options, model->slug))) {
  const Json* sigv4 = model->service.traits.find(contract::trait::sigv4);
  scope.region = options.region;
  scope.service = sigv4 != nullptr && sigv4->is_object() ? sigv4->value("name", "") : "";
  if (scope.service.empty()) scope.service = model->slug;
  if (names::Knowledge::standard().signing(scope.service).plain_path)
    signing.normalize_path = signing.double_encode_path = false;
  const Json* other = model->service.traits.find(contract::trait::signature_version);
  signed_v4 = other == nullptr || *other == "v4";
  check_variations(options.variations);
}

std::shared_ptr<Loaded> ServiceState::mutants_now() {
  const std::lock_guard lock(loading);
  return loaded;
}

bool ServiceState::throttled(AccountState& account, const Account& caller) const {
  int limit = options.rate_limit;
  if (limit <= 0 && caller.role == "rate") limit = default_rate_limit;
  if (limit <= 0) return false;
  const std::lock_guard lock(account.mutex);
  const auto now = clock.monotonic();
  auto& bucket = account.buckets[caller.credentials.access_key_id];
  if (bucket.tokens < 0) {
    bucket.tokens = limit;
  } else {
    const double seconds = std::chrono::duration<double>(now - bucket.refilled).count();
    bucket.tokens = std::min<double>(limit, bucket.tokens + seconds * limit / 10.0);
  }
  bucket.refilled = now;
  if (bucket.tokens < 1) return true;
  bucket.tokens -= 1;
  return false;
}

Service::Service(std::shared_ptr<const contract::Model> model, const wire::Protocol& protocol,
                 Options options)
    : state_(std::make_unique<ServiceState>(std::move(model), protocol, std::move(options))) {}

Service::~Service() = default;

std::size_t Service::stored() const { return state_->store.size(); }

const contract::Model& Service::model() const { return *state_->model; }

void Service::set_mutants(const std::set<std::string>& names) {
  auto loaded = std::make_shared<Loaded>(names);
  const std::lock_guard lock(state_->loading);
  state_->loaded = std::move(loaded);
}

std::uint64_t Service::mutated_answers() const { return state_->mutants_now()->mutated; }

SentAnswer Service::answer(const wire::Request& request) {
  const auto loaded = state_->mutants_now();
  SentAnswer answer = Serving(*state_, request).answer();
  if (answer.mutated) ++loaded->mutated;
  return answer;
}

}  // namespace hallmark::endpoint
