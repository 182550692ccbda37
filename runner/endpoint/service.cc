#include <fmt/format.h>

#include <atomic>
#include <map>
#include <mutex>

#include "core/digest.h"
#include "core/text.h"
#include "endpoint/behaviour.h"
#include "endpoint/endpoint.h"
#include "endpoint/errors.h"
#include "endpoint/generic.h"
#include "endpoint/hooks.h"
#include "endpoint/mutants.h"
#include "endpoint/store.h"
#include "endpoint/validate.h"
#include "endpoint/variations.h"

namespace hallmark::endpoint {

namespace {

constexpr std::string_view derived_prefix = "HALLMARK";
constexpr std::array<std::string_view, 6> roles = {"default",      "denied", "forbidden",
                                                   "unauthorized", "limits", "rate"};
constexpr int default_rate_limit = 10;

Refusal refusal_of(wire::SignatureProblem problem) {
  switch (problem) {
    case wire::SignatureProblem::missing:
      return Refusal::missing_signature;
    case wire::SignatureProblem::malformed:
      return Refusal::malformed_signature;
    case wire::SignatureProblem::unknown_key:
      return Refusal::unknown_key;
    case wire::SignatureProblem::bad_token:
      return Refusal::bad_token;
    case wire::SignatureProblem::expired:
      return Refusal::expired;
    default:
      return Refusal::bad_signature;
  }
}

// Operations that the model lets anyone call.
bool anonymous(const contract::Model& model, const contract::Operation& operation) {
  if (operation.traits.has(contract::trait::optional_auth)) return true;
  const Json* auth = operation.traits.find(contract::trait::auth);
  if (auth == nullptr) auth = model.service.traits.find(contract::trait::auth);
  return auth != nullptr && auth->is_array() && auth->empty();
}

}  // namespace

std::string derived_secret(std::string_view access_key_id) {
  return core::hex(core::hmac_sha256("hallmark embedded endpoint", access_key_id)).substr(0, 40);
}

std::string derived_access_key(std::string_view role, std::string_view suffix) {
  return fmt::format("{}{}{}", derived_prefix, role, suffix);
}

std::optional<std::string> derived_role(std::string_view access_key_id) {
  if (!access_key_id.starts_with(derived_prefix)) return std::nullopt;
  const std::string_view rest = access_key_id.substr(derived_prefix.size());
  for (const std::string_view role : roles) {
    if (rest.starts_with(role)) return std::string(role);
  }
  return "default";
}

std::string owner_of(std::string_view access_key_id) {
  const auto role = derived_role(access_key_id);
  if (!role) return std::string(access_key_id);
  std::string_view rest = access_key_id.substr(derived_prefix.size());
  if (rest.starts_with(*role)) rest.remove_prefix(role->size());
  return fmt::format("{} {}", derived_prefix, rest);
}

bool WirePlan::plain() const {
  return interim.empty() && !cut_after && !cut_head_after && !content_length && !no_content_length &&
         !conflicting_length && !chunked && !broken_chunk && !reset && segment == 0 && delay.count() == 0 &&
         status_line.empty() && behind.empty();
}

namespace {

// The mutants that are set, and how often each operation was asked for since.
struct Loaded {
  explicit Loaded(const std::set<std::string>& names) : mutants(names) {}
  ActiveMutants next(std::string_view operation) {
    if (mutants.empty()) return {};
    const std::lock_guard lock(mutex);
    return mutants.active(operation, counts[std::string(operation)]++);
  }

  Mutants mutants;
  std::mutex mutex;
  std::map<std::string, std::uint64_t> counts;
  std::atomic<std::uint64_t> mutated{0};  // answers that they changed
};

}  // namespace

struct Service::State {
  std::shared_ptr<const contract::Model> model;
  const wire::Protocol& protocol;
  Options options;
  const core::Clock& clock;
  Validator validator;
  Generic generic;
  std::mutex loading;
  std::shared_ptr<Loaded> loaded;
  Store store;
  Ids ids;
  wire::SigningScope scope;
  wire::SigningOptions signing;
  bool signed_v4 = true;

  State(std::shared_ptr<const contract::Model> contract, const wire::Protocol& spoken, Options given)
      : model(std::move(contract)),
        protocol(spoken),
        options(std::move(given)),
        clock(options.clock != nullptr ? *options.clock : core::system_clock()),
        validator(*model),
        generic(*model),
        loaded(std::make_shared<Loaded>(options.mutants)),
        ids(options.seed + '/' + model->slug) {
    const Json* sigv4 = model->service.traits.find(contract::trait::sigv4);
    scope.region = options.region;
    scope.service = sigv4 != nullptr && sigv4->is_object() ? sigv4->value("name", "") : "";
    if (scope.service.empty()) scope.service = model->slug;
    if (scope.service == "s3") {
      signing.normalize_path = false;
      signing.double_encode_path = false;
    }
    const Json* other = model->service.traits.find(contract::trait::signature_version);
    signed_v4 = other == nullptr || *other == "v4";
    check_variations(options.variations);
  }

  [[nodiscard]] std::shared_ptr<Loaded> mutants_now() {
    const std::lock_guard lock(loading);
    return loaded;
  }

  [[nodiscard]] std::optional<Account> account_of(const std::string& key) const {
    for (const Account& account : options.accounts) {
      if (account.credentials.access_key_id == key) return account;
    }
    const auto role = options.derived_accounts ? derived_role(key) : std::nullopt;
    if (!role) return std::nullopt;
    return Account{
        .credentials = {.access_key_id = key, .secret_access_key = derived_secret(key), .session_token = {}},
        .role = *role};
  }

  bool throttled(AccountState& account, const Account& caller) const {
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
};

Service::Service(std::shared_ptr<const contract::Model> model, const wire::Protocol& protocol,
                 Options options)
    : state_(std::make_unique<State>(std::move(model), protocol, std::move(options))) {}

Service::~Service() = default;

std::size_t Service::stored() const { return state_->store.size(); }

const contract::Model& Service::model() const { return *state_->model; }

void Service::set_mutants(const std::set<std::string>& names) {
  auto loaded = std::make_shared<Loaded>(names);
  const std::lock_guard lock(state_->loading);
  state_->loaded = std::move(loaded);
}

std::uint64_t Service::mutated_answers() const { return state_->mutants_now()->mutated; }

Answer Service::answer(const wire::Request& request) {
  const auto loaded = state_->mutants_now();
  Answer answer = serve(request);
  if (answer.mutated) ++loaded->mutated;
  return answer;
}

Answer Service::serve(const wire::Request& request) {
  State& state = *state_;
  const contract::Model& model = *state.model;
  const wire::Protocol& protocol = state.protocol;
  Exchange exchange{.model = model,
                    .protocol = protocol,
                    .request = request,
                    .request_id = state.ids.uuid(),
                    .now = state.clock.now(),
                    .variations = state.options.variations};
  const wire::Routed routed = protocol.route(model, request);
  if (routed.operation == nullptr) {
    const auto operations = model.all_operations();
    if (operations.empty()) {
      return {.response = {.status = 404, .reason = {}, .headers = {}, .trailers = {}, .body = {}},
              .wire = {}};
    }
    exchange.operation = operations.front();
    Raised raised = refuse(model, *exchange.operation, protocol, Refusal::unknown_operation, routed.problem);
    return exchange.fail(raised);
  }
  const contract::Operation& operation = *routed.operation;
  exchange.operation = &operation;
  exchange.mutants = state.mutants_now()->next(operation.name());
  const auto fail = [&](Refusal refusal, std::string message) {
    return exchange.fail(refuse(model, operation, protocol, refusal, std::move(message)));
  };

  // Whose request is it?
  Account account{.credentials = {.access_key_id = "anonymous", .secret_access_key = {}, .session_token = {}},
                  .role = "default"};
  const auto call_of = [&](auto& owner, const Json& input) {
    return Call{.model = model,
                .operation = operation,
                .protocol = protocol,
                .input = input,
                .account = owner,
                .caller = account,
                .options = state.options,
                .mutants = exchange.mutants,
                .variations = state.options.variations,
                .ids = state.ids,
                .now = exchange.now};
  };
  if (state.signed_v4) {
    wire::SigningOptions signing = state.signing;
    signing.unsigned_payload = operation.traits.has(contract::trait::unsigned_payload);
    const auto verification = wire::verify(
        request,
        [&](const std::string& key) -> std::optional<wire::Credentials> {
          const auto known = state.account_of(key);
          return known ? std::optional(known->credentials) : std::nullopt;
        },
        state.scope, exchange.now, state.options.max_skew, signing);
    const auto problem = verification.problem;
    const bool excused = (problem == wire::SignatureProblem::missing && anonymous(model, operation)) ||
                         accepts_signature(exchange.mutants, problem);
    if (problem != wire::SignatureProblem::none && !excused) {
      const std::string why =
          verification.detail.empty() ? std::string(wire::to_string(problem)) : verification.detail;
      const auto* shape = listed_for(model, operation, refusal_of(problem));
      if (shape == nullptr) return fail(refusal_of(problem), why);
      const Json nothing = Json::object();
      const auto nobody = state.store.account(owner_of(account.credentials.access_key_id));
      return exchange.fail(state.generic.listed(*shape, call_of(*nobody, nothing), why));
    }
    if (const auto known = state.account_of(verification.access_key_id)) account = *known;
  }
  const auto owner = state.store.account(owner_of(account.credentials.access_key_id));

  const auto call_with = [&](const Json& input) { return call_of(*owner, input); };
  wire::Decoded decoded = protocol.decode_request(model, operation, request);
  change_input(exchange, decoded);
  exchange.invent = [&] { return state.generic.invent(call_with(decoded.members)).output; };
  const auto fail_as = [&](Refusal refusal, std::string message) {
    const auto* shape = listed_for(model, operation, refusal);
    if (shape == nullptr) return fail(refusal, std::move(message));
    return exchange.fail(state.generic.listed(*shape, call_with(decoded.members), std::move(message)));
  };
  const auto run = [&] {
    const std::lock_guard lock(owner->mutex);
    const Call call = call_with(decoded.members);
    const Behaviour* own = behaviour_of(model.slug, operation.name());
    return run_behaviour(
        call, [&] { return own != nullptr ? (*own)(call) : state.generic.run(call); },
        [&] { return state.generic.invent(call); });
  };
  const auto check_input = [&]() -> std::optional<Answer> {
    const auto violations = state.validator.check(
        operation, decoded, [&](const Violation& violation) { return tolerates(exchange, violation); });
    if (violations.empty()) return std::nullopt;
    if (exchange.mutants.has("stored-although-refused")) (void)run();
    return fail_as(refusal_for(model, operation, violations), describe(violations));
  };
  const auto check_permission = [&]() -> std::optional<Answer> {
    // A fault that was asked for comes before all else but the signature.
    if (const std::string* wanted = request.headers.find(fault_header)) {
      if (const auto* shape = find_listed(model, operation, *wanted, protocol.id())) {
        return exchange.fail(
            state.generic.listed(*shape, call_with(decoded.members), "This exception was asked for."));
      }
    }
    if (!ignores_permissions(exchange.mutants)) {
      if (account.role == "denied") return fail_as(Refusal::denied, "The account may not do this.");
      if (account.role == "forbidden") return fail_as(Refusal::forbidden, "The account may never do this.");
      if (account.role == "unauthorized")
        return fail_as(Refusal::unauthorized, "The account is not authorised.");
    }
    if (state.throttled(*owner, account)) return fail_as(Refusal::throttled, "Too many requests.");
    return std::nullopt;
  };

  const bool input_first = state.options.variations.contains("check-order");
  if (auto refused = input_first ? check_input() : check_permission()) return *refused;
  if (auto refused = input_first ? check_permission() : check_input()) return *refused;
  try {
    Result result = run();
    if (result.raised) return exchange.fail(*result.raised);
    return exchange.succeed(std::move(result.output));
  } catch (const Json::exception&) {
    // Only mutants let values of a wrong type come this far.
    return fail_as(Refusal::internal, "The request could not be served.");
  }
}

}  // namespace hallmark::endpoint
