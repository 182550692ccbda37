#include "endpoint/serve/serving.h"

#include <algorithm>

#include "core/text.h"

namespace hallmark::endpoint {

namespace {

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

Serving::Serving(ServiceState& state, const wire::Request& request)
    : state_(state),
      model_(*state.model),
      exchange_{.model = *state.model,
                .protocol = state.protocol,
                .request = request,
                .request_id = state.ids.uuid(),
                .now = state.clock.now(),
                .variations = state.options.variations,
                .promised = state.promised ? &*state.promised : nullptr},
      caller_{.credentials = {.access_key_id = "anonymous", .secret_access_key = {}, .session_token = {}},
              .role = "default"} {}

SentAnswer Serving::answer() {
  if (auto ended = route()) return *ended;
  if (auto ended = verify_signature()) return *ended;
  decode();
  const bool input_first = state_.options.variations.contains("check-order");
  if (input_first) {
    if (auto ended = check_input()) return *ended;
  }
  // A fault that was asked for comes before all else but the signature.
  if (auto ended = check_fault()) return *ended;
  if (auto ended = check_permission()) return *ended;
  if (!input_first) {
    if (auto ended = check_input()) return *ended;
  }
  return behave();
}

std::optional<SentAnswer> Serving::route() {
  const wire::Routed routed = state_.protocol.route(model_, exchange_.request);
  if (routed.operation != nullptr) {
    exchange_.operation = routed.operation;
    exchange_.mutants = state_.mutants_now()->next(routed.operation->name());
    return std::nullopt;
  }
  const auto operations = model_.all_operations();
  if (operations.empty())
    return SentAnswer{.response = {.status = 404, .reason = {}, .headers = {}, .trailers = {}, .body = {}},
                      .wire = {}};
  exchange_.operation = operations.front();
  if (varies("paths-of-nobody") && state_.protocol.facts().rest) {
    SentAnswer nothing{.response = {.status = 404,
                                    .reason = {},
                                    .headers = {},
                                    .trailers = {},
                                    .body = "<html>Not found</html>"},
                       .wire = {}};
    nothing.response.headers.set("content-type", "text/html");
    return nothing;
  }
  return exchange_.fail(
      refuse(model_, *exchange_.operation, state_.protocol, Refusal::unknown_operation, routed.problem));
}

std::optional<SentAnswer> Serving::verify_signature() {
  owner_ = state_.store.account(owner_of(caller_.credentials.access_key_id));
  if (!state_.signed_v4) return std::nullopt;
  const contract::Operation& operation = *exchange_.operation;
  wire::SigningOptions signing = state_.signing;
  signing.unsigned_payload = operation.traits.has(contract::trait::unsigned_payload);
  const auto verification = wire::verify(
      exchange_.request,
      [&](const std::string& key) -> std::optional<wire::Credentials> {
        const auto known = account_of(state_.options, key);
        return known ? std::optional(known->credentials) : std::nullopt;
      },
      state_.scope, exchange_.now, state_.options.max_skew, signing);
  const auto problem = verification.problem;
  const bool excused = (problem == wire::SignatureProblem::missing && anonymous(model_, operation)) ||
                       (problem == wire::SignatureProblem::unknown_key && state_.options.any_credentials) ||
                       accepts_signature(exchange_.mutants, problem);
  if (problem != wire::SignatureProblem::none && !excused) {
    return refused(refusal_of(problem),
                   verification.detail.empty() ? std::string(wire::to_string(problem)) : verification.detail);
  }
  if (const auto known = account_of(state_.options, verification.access_key_id)) {
    caller_ = *known;
  } else if (state_.options.any_credentials && !verification.access_key_id.empty()) {
    caller_.credentials.access_key_id = verification.access_key_id;
  }
  owner_ = state_.store.account(owner_of(caller_.credentials.access_key_id));
  return std::nullopt;
}

void Serving::decode() {
  decoded_ = state_.protocol.decode_request(model_, *exchange_.operation, exchange_.request);
  change_input(exchange_, decoded_);
  exchange_.input = decoded_.members;
  exchange_.invent = [this] { return state_.generic.invent(call()).output; };
}

std::optional<SentAnswer> Serving::check_fault() {
  const std::string* wanted = exchange_.request.headers.find(fault_header);
  if (wanted == nullptr) return std::nullopt;
  const auto* shape = find_listed(model_, *exchange_.operation, *wanted, state_.protocol.id());
  if (shape == nullptr) return std::nullopt;
  return exchange_.fail(state_.generic.listed(*shape, call(), "This exception was asked for."));
}

std::optional<SentAnswer> Serving::check_permission() {
  if (!ignores_permissions(exchange_.mutants)) {
    if (caller_.role == "denied") return refused(Refusal::denied, "The account may not do this.");
    if (caller_.role == "forbidden") return refused(Refusal::forbidden, "The account may never do this.");
    if (caller_.role == "unauthorized")
      return refused(Refusal::unauthorized, "The account is not authorised.");
  }
  if (!ignores_rates(exchange_.mutants) && state_.throttled(*owner_, caller_))
    return refused(Refusal::throttled, "Too many requests.");
  return std::nullopt;
}

std::optional<SentAnswer> Serving::check_input() {
  auto violations = state_.validator.check(*exchange_.operation, decoded_, [&](const Violation& violation) {
    return tolerates(exchange_, violation);
  });
  if (!exchange_.mutants.empty()) {
    for (Violation& more : refuses(exchange_)) violations.push_back(std::move(more));
  }
  if (violations.empty()) return std::nullopt;
  if (exchange_.mutants.has("stored-although-refused") || exchange_.mutants.acts("refused-sticks"))
    (void)run();
  if (const std::string& named = violations.front().exception; !named.empty()) {
    const auto* shape = find_listed(model_, *exchange_.operation, named, state_.protocol.id());
    if (shape != nullptr) return exchange_.fail(state_.generic.listed(*shape, call(), describe(violations)));
  }
  if (auto by_habit = refuse_by_habit(violations)) return by_habit;
  return refused(refusal_for(model_, *exchange_.operation, violations), describe(violations));
}

SentAnswer Serving::behave() {
  try {
    Result result = run();
    SentAnswer answer =
        result.raised ? exchange_.fail(*result.raised) : exchange_.succeed(std::move(result.output));
    answer.mutated = answer.mutated || exchange_.mutants.acted();
    return answer;
  } catch (const Json::exception&) {
    // Only mutants let values of a wrong type come this far.
    return refused(Refusal::internal, "The request could not be served.");
  }
}

Result Serving::run() {
  const std::lock_guard lock(owner_->mutex);
  const Call call = this->call();
  return run_behaviour(
      call, [&] { return state_.generic.run(call); }, [&] { return state_.generic.invent(call); });
}

Call Serving::call() const {
  return {.model = model_,
          .operation = *exchange_.operation,
          .protocol = state_.protocol,
          .input = decoded_.members,
          .account = *owner_,
          .caller = caller_,
          .options = state_.options,
          .mutants = exchange_.mutants,
          .variations = state_.options.variations,
          .ids = state_.ids,
          .now = exchange_.now};
}

std::optional<SentAnswer> Serving::refuse_by_habit(const std::vector<Violation>& violations) {
  const auto unreadable = [](const Violation& violation) {
    return violation.constraint == "malformed" || violation.constraint == "type";
  };
  const bool plain = varies("parser-refuses-plainly");
  if ((plain || varies("parser-refuses")) && std::any_of(violations.begin(), violations.end(), unreadable)) {
    return exchange_.fail(
        refuse_commonly(state_.protocol, Refusal::unreadable, "The request cannot be read.", plain));
  }
  // A name that no resource can have, at the top or in a list: not found as well as not valid.
  const auto names_nothing = [](const Violation& violation) {
    const auto tokens = core::split(violation.pointer, '/');
    const bool shallow =
        tokens.size() == 2 ||
        (tokens.size() == 4 && tokens[2].find_first_not_of("0123456789") == std::string::npos);
    return shallow && tokens.back().ends_with("Id") &&
           (violation.constraint == "pattern" || violation.constraint.starts_with("length."));
  };
  if (varies("looked-up-first") && std::all_of(violations.begin(), violations.end(), names_nothing) &&
      listed_for(model_, *exchange_.operation, Refusal::not_found) != nullptr) {
    return refused(Refusal::not_found, "There is nothing of this name.");
  }
  return std::nullopt;
}

SentAnswer Serving::refused(Refusal refusal, std::string message) {
  const bool plain = varies("common-errors-plain");
  if ((plain || varies("common-errors")) && (is_about_identity(refusal) || refusal == Refusal::throttled)) {
    return exchange_.fail(refuse_commonly(state_.protocol, refusal, std::move(message), plain));
  }
  const auto* shape = listed_for(model_, *exchange_.operation, refusal);
  if (shape == nullptr) {
    return exchange_.fail(refuse(model_, *exchange_.operation, state_.protocol, refusal, std::move(message)));
  }
  return exchange_.fail(state_.generic.listed(*shape, call(), std::move(message)));
}

}  // namespace hallmark::endpoint
