#include "exchange/executor.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/foreign_protocols.h"
#include "contract/protocols.h"
#include "contract/view.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/text.h"
#include "exchange/case_scope.h"
#include "exchange/provided.h"
#include "plan/cases/load.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t most_bases = 4000;  // more than any operation has cases in flight

// Known to everyone and to no account: enough for endpoints on this machine that want a signature to look at.
const wire::Credentials dummy{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};

wire::SigningOptions signing_options(const names::Knowledge& words, const std::string& signing_name) {
  const names::Signing signing = words.signing(signing_name);
  wire::SigningOptions options;
  options.normalize_path = !signing.plain_path;
  options.double_encode_path = !signing.plain_path;
  options.sign_body_header = signing.body_header;
  return options;
}

Reason not_accepted(std::string_view what) {
  return {Reason::Kind::base_not_accepted, fmt::format("base not accepted: {}", what)};
}

bool is_inferred(const ServiceContext& service, const plan::Case& test) {
  const bool generated = test.generated || test.tier == plan::Tier::generated;
  return generated && service.plan->suite.inferred.contains(test.operation);
}

std::string describe(const JournalEntry& entry) {
  std::string text = entry.service + " " + (entry.fault ? "fault switch" : entry.resource);
  for (const auto& [name, value] : entry.keep) text += fmt::format(" {}={}", name, core::dump(value, 100));
  return text;
}

}  // namespace

Executor::State::State(plan::Target a_target, ExecutorOptions an_options)
    : target(std::move(a_target)),
      options(std::move(an_options)),
      source(options.credentials),
      pace(target.max_rate),
      caller(target, options, pace, requests),
      provided(std::make_unique<Provided>(*this)) {
  if (options.run_token.empty()) options.run_token = core::random_uuid();
  options.client.ca_file = target.ca_file;
  options.client.verify_tls = target.verify_tls;
  if (!options.client.clock) options.client.clock = options.clock;
  options.cleanup_deadline = std::min(options.cleanup_deadline, options.client.request_deadline);
}

Executor::State::~State() = default;

const ServiceContext* Executor::State::service(const std::string& slug) const {
  const auto found = services.find(slug);
  return found == services.end() ? nullptr : &found->second;
}

void Executor::State::note(const ServiceContext& service, const std::string& case_id,
                           const Exchange& exchange) {
  Reach& reach = *service.reach;
  if (caller.over()) return;  // what was cut off says nothing
  reach.note(service.model->slug + "." + exchange.operation, case_id, exchange.http,
             std::chrono::steady_clock::now());
  if (!reach.doubtful()) return;
  const std::lock_guard one_at_a_time(reach.asking);
  if (!reach.doubtful()) return;
  wire::Request question;
  question.method = "GET";
  question.target = service.address.path.empty() ? "/" : service.address.path;
  question.headers.add("Host", host_header(service.address));
  const auto steady = [] { return std::chrono::steady_clock::now(); };
  // Whoever supervises an endpoint that died may be starting it again.
  const auto end =
      steady() + (reach.has_answered() ? options.restart_patience : std::chrono::milliseconds{0});
  while (true) {
    Client client(options.client);
    const HttpExchange http = client.send(question, service.address, reach.patience_left(steady()));
    const bool answered = had_status(http.fault) ? http.fault != TransportFault::timeout_in_body
                                                 : http.fault == TransportFault::none;
    if (caller.over() || http.fault == TransportFault::cancelled) return;
    const bool silent =
        http.fault == TransportFault::timeout_before_status || http.fault == TransportFault::timeout_in_body;
    if (answered || silent || steady() >= end) {
      reach.asked(answered, http.detail);
      return;
    }
    caller.sleep(std::chrono::milliseconds{250}, [this] { return caller.over(); });
  }
}

void Executor::State::remember(const CredentialAnswer& answer) const {
  // What is derived from the access key by a published rule is no secret, and there is one for each case.
  if (!options.secrets || !answer.credentials || answer.derived ||
      answer.credentials->secret_access_key == dummy.secret_access_key)
    return;
  options.secrets->add(answer.credentials->secret_access_key);
  // Who judges a real account publishes reports of it. A derived key is no secret, and names what is to be
  // cleaned.
  const std::string& key = answer.credentials->access_key_id;
  if (!answer.derived && !(options.known_key && options.known_key(key))) options.secrets->add(key);
  if (!answer.credentials->session_token.empty()) options.secrets->add(answer.credentials->session_token);
}

CredentialAnswer Executor::State::credentials(const std::string& identity) {
  {
    const std::lock_guard lock(mutex);
    if (const auto known = identities.find(identity); known != identities.end()) return known->second;
  }
  plan::Identity described;
  described.name = identity;
  const auto configured = target.identities.find(identity);
  if (configured != target.identities.end()) {
    described = configured->second;
    if (described.name.empty()) described.name = identity;
  } else if (!options.credentials.derive && identity != "default") {
    CredentialAnswer answer;
    answer.problem = "the target has no identity of this name";
    return answer;
  }
  CredentialAnswer answer = source.find(described);
  const bool local = std::all_of(services.begin(), services.end(),
                                 [](const auto& service) { return is_loopback(service.second.address); });
  if (!answer.credentials && !answer.anonymous && local && identity == "default") answer.credentials = dummy;
  remember(answer);
  if (!answer.derived) {
    const std::lock_guard lock(mutex);
    identities[identity] = answer;
  }
  return answer;
}

std::shared_ptr<Executor::State::OfferSlot> Executor::State::offer(const std::string& service,
                                                                   std::string_view operation) {
  const std::lock_guard guard(mutex);
  std::shared_ptr<OfferSlot>& slot = offers[fmt::format("{}.{}", service, operation)];
  if (!slot) slot = std::make_shared<OfferSlot>();
  return slot;
}

std::string Executor::State::says_not_offered(const plan::Case& test) {
  const std::lock_guard guard(mutex);
  const auto found = not_offered.find(test.service + "." + test.operation);
  return found == not_offered.end() ? std::string() : found->second;
}

const wire::Protocol* protocol_of(const plan::ServicePlan& service) {
  return wire::find_protocol(plan::protocol_of(*service.model, service.suite));
}

Executor::Executor(plan::Target target, ExecutorOptions options)
    : state_(std::make_unique<State>(std::move(target), std::move(options))) {}

Executor::~Executor() { finish(); }

void Executor::finish() { state_->provided->release(); }

void Executor::add(const plan::ServicePlan& service) {
  state_->services[service.model->slug] = state_->context_for(service);
}

ServiceContext Executor::State::context_for(const plan::ServicePlan& service) {
  ServiceContext context;
  context.plan = &service;
  context.model = service.model.get();
  context.limits = options.body_limits;
  context.address = address_for(target, *service.model);
  context.scope = {.region = target.region, .service = signing_name(*service.model)};
  context.signing = signing_options(service.suite.words(), context.scope.service);
  std::shared_ptr<Reach>& reach = reaches[to_string(context.address)];
  if (!reach)
    reach = std::make_shared<Reach>(options.client.request_deadline, std::chrono::steady_clock::now());
  context.reach = reach;
  const std::string& wanted = service.suite.protocol;
  context.protocol = protocol_of(service);
  if (!wanted.empty() && !context.protocol) {
    throw core::DocumentError({.file = service.suite.file,
                               .line = 0,
                               .pointer = "/protocol",
                               .rule = "suite.protocol",
                               .message = "Hallmark speaks no protocol " + core::printable(wanted),
                               .advice = "name one of " + contract::protocol_names()});
  }
  for (const auto& [name, recipe] : service.suite.resources) {
    if (!recipe.create_call.empty()) context.creators[recipe.create_call] = &recipe;
  }
  return context;
}

std::shared_ptr<Executor::Worker> Executor::make_worker() const {
  return std::make_shared<Worker>(state_->options.client);
}

void Executor::set_deadline(std::chrono::steady_clock::time_point requests,
                            std::chrono::steady_clock::time_point cleaning) {
  state_->options.client.overall_deadline = requests;
  state_->options.client.cleaning_deadline = cleaning;
}
void Executor::set_cancelled(const std::atomic<bool>* cancelled, const std::atomic<bool>* abandoned) {
  state_->options.client.cancelled = cancelled;
  state_->options.client.abandoned = abandoned;
}
std::string Executor::given_up(const std::string& service, const std::string& operation) const {
  const ServiceContext* context = state_->service(service);
  return context ? context->reach->given_up(operation.empty() ? operation : service + "." + operation)
                 : std::string();
}
bool Executor::State::accounts_are_apart() const {
  if (!options.credentials.derive) return false;
  const auto found = target.identities.find("default");
  return found == target.identities.end() || found->second.from.starts_with("derived") ||
         (found->second.from.empty() && found->second.access_key_id.empty());
}

bool Executor::isolates_accounts() const { return state_->accounts_are_apart(); }
const plan::Target& Executor::target() const { return state_->target; }
std::size_t Executor::requests() const { return state_->requests; }

std::map<std::string, std::string> Executor::endpoints() const {
  std::map<std::string, std::string> result;
  for (const auto& [slug, service] : state_->services) result[slug] = to_string(service.address);
  return result;
}

std::vector<std::string> Executor::left_behind() const {
  const std::lock_guard lock(state_->mutex);
  return state_->left_behind;
}

Executor::Base Executor::run_base(const plan::Case& test, Worker& worker) {
  const ServiceContext* service = state_->service(test.service);
  std::shared_ptr<State::BaseSlot> slot;
  {
    const std::lock_guard lock(state_->mutex);
    const std::string key = test.service + "." + test.operation + "\n" + test.base_key;
    std::shared_ptr<State::BaseSlot>& place = state_->bases[key];
    if (!place) {
      place = std::make_shared<State::BaseSlot>();
      state_->base_order.push_back(key);
    }
    slot = place;
    while (state_->base_order.size() > most_bases) {
      state_->bases.erase(state_->base_order.front());  // whoever waits for it holds it
      state_->base_order.pop_front();
    }
  }
  const std::lock_guard lock(slot->mutex);
  if (slot->done || !service) return slot->base;
  CaseScope scope(*state_, *service, worker, test.service + "." + test.operation + "/base " + test.base_key);
  Base base;
  if (scope.arrange(test.arrange, true, is_inferred(*service, test))) {
    plan::Case request = test;
    if (!request.control) request.control.emplace();
    scope.control(request, Role::base);
  }
  base.blocked = scope.run().blocked;
  base.blocked_by = scope.run().blocked_by;
  base.refused_by = scope.run().refused_by;
  base.not_offered = scope.run().not_offered;
  if (const std::optional<Called>& called = scope.control_called()) {
    base.accepted = called->accepted();
    if (!base.accepted) {
      base.answer = called->answer();
      base.why = not_accepted(fmt::format("{} answered {}", test.operation, base.answer));
      base.refused_by = test.operation;
    }
    if (called->throttled) base.blocked = {Reason::Kind::throttled, "the base request was throttled"};
  } else if (base.blocked.empty()) {
    const Reason& skipped = scope.run().skipped;
    base.why = skipped.kind == Reason::Kind::base_not_accepted ? skipped
               : skipped.empty()                               ? not_accepted("it could not be sent")
                                                               : not_accepted(skipped.text);
  }
  scope.clean();
  // What was interrupted or throttled says nothing about the next one.
  const bool settled = !state_->caller.cancelled() && base.blocked.kind != Reason::Kind::throttled;
  slot->done = settled;
  slot->base = base;
  base.exchanges = std::move(scope.run().exchanges);
  return base;
}

CaseRun Executor::run(const plan::Case& test, Worker& worker) {
  CaseRun run = run_once(test, worker);
  // What is asked for and was never there need not be arranged: without, identifiers are invented.
  const bool sent = std::any_of(run.exchanges.begin(), run.exchanges.end(),
                                [](const Exchange& exchange) { return exchange.role == Role::send; });
  if (!test.behaviour.unarranged || sent || !test.skip.empty() || run.throttled || state_->caller.cancelled())
    return run;
  plan::Case bare = test;
  bare.arrange.clear();
  bare.send = *test.behaviour.unarranged;
  bare.base_key.clear();
  CaseRun again = run_once(bare, worker);
  again.exchanges.insert(again.exchanges.begin(), run.exchanges.begin(), run.exchanges.end());
  again.duration += run.duration;
  return again;
}

namespace {

// Whether a value may be none that the protocol can write: JSON and CBOR bodies take any.
bool may_be_inexpressible(const ServiceContext& service, const contract::Operation& operation,
                          const std::string& pointer) {
  if (pointer.empty()) return false;
  const std::vector<std::string> tokens = core::pointer_tokens(pointer);
  const contract::Member* member = contract::input_of(*service.model, operation).member(tokens.front());
  const contract::ProtocolFacts& facts = service.protocol->facts();
  if (!member || !facts.typed()) return true;
  return member->traits.has(contract::trait::host_label) ||
         (facts.rest && contract::location_of(*member) != contract::Location::body);
}

}  // namespace

CaseRun Executor::run_once(const plan::Case& test, Worker& worker) {
  const core::Clock& clock = state_->caller.clock();
  const std::chrono::microseconds begun = clock.monotonic();
  const ServiceContext* service = state_->service(test.service);
  CaseRun early;
  const auto skip = [&](std::string why, Reason::Kind kind = Reason::Kind::cannot_be_sent) {
    early.skipped = {kind, std::move(why)};
    return early;
  };
  if (!test.skip.empty()) return skip(test.skip, Reason::Kind::planned);
  if (!service) return skip("no such service was added: " + test.service);
  if (!service->protocol) return skip(contract::why_no_protocol(*service->model));
  const contract::Operation* operation = service->model->operation(test.operation);
  if (!operation) return skip("the contract has no operation " + test.operation);
  if (may_be_inexpressible(*service, *operation, test.constraint_pointer)) {
    const std::vector<std::string> lost =
        service->protocol->encode_request(*service->model, *operation, test.send).inexpressible;
    if (std::find(lost.begin(), lost.end(), test.constraint_pointer) != lost.end())
      return skip(fmt::format("{} cannot carry this value", service->protocol->name()));
  }
  if (state_->caller.cancelled()) return skip("interrupted", Reason::Kind::interrupted);
  const auto offer = state_->offer(test.service, test.operation);
  std::unique_lock<std::mutex> first;
  if (!offer->settled) {
    first = std::unique_lock(offer->mutex);
    if (offer->settled) first.unlock();
  }
  if (std::string why = state_->says_not_offered(test); !why.empty()) {
    early.not_offered = std::move(why);
    return early;
  }

  std::vector<Exchange> of_base;
  std::string refused;
  // What expects a success asks for its base only when it is refused: see below.
  const bool expects_success =
      std::all_of(test.expect.begin(), test.expect.end(),
                  [](const plan::Outcome& outcome) { return outcome.exception.empty(); }) &&
      test.provoke == plan::Provocation::none;
  if (!test.base_key.empty() && !expects_success) {
    Base base = run_base(test, worker);
    of_base = std::move(base.exchanges);
    if (!base.accepted) {
      early.base_accepted = false;
      early.refused_by = base.refused_by;
      early.not_offered = base.not_offered;
      early.exchanges = of_base;
      if (!early.not_offered.empty()) return early;
      if (state_->caller.cancelled()) return skip("interrupted", Reason::Kind::interrupted);
      if (base.blocked.kind == Reason::Kind::throttled) {
        early.throttled = true;
        early.blocked = {Reason::Kind::arrangement, base.blocked.text};
        early.blocked_by = test.service + " throttled";
        return early;
      }
      if (!base.blocked.empty()) {
        early.blocked = base.blocked;
        early.blocked_by = base.blocked_by;
        return early;
      }
      refused = base.answer;
    }
    // Between calls the base tells what else may be wrong; elsewhere nothing can be said without it.
    if (!base.accepted && test.behaviour.kind.empty()) {
      early.skipped = base.why;
      return early;
    }
  }

  CaseScope scope(*state_, *service, worker, test.id);
  scope.run().exchanges = std::move(of_base);
  scope.run().base_answer = std::move(refused);
  const bool shared = test.scope != plan::Scope::account;
  if (scope.arrange(test.arrange, shared, is_inferred(*service, test)) && scope.send(test)) {
    // A control shows that the endpoint does not refuse everything: of use only where it did what the case
    // allows. Generated negatives had theirs as the base request.
    const bool may_succeed =
        std::any_of(test.expect.begin(), test.expect.end(),
                    [](const plan::Outcome& outcome) { return outcome.exception.empty(); });
    const bool as_allowed = scope.send_answered() && (may_succeed || !scope.send_succeeded());
    const bool wants_control = test.control && as_allowed && test.behaviour.kind.empty() &&
                               (test.base_key.empty() || (test.constraint.empty() && !expects_success));
    if (!wants_control || scope.control(test, Role::control)) scope.then(test);
  }
  scope.clean();
  CaseRun run = scope.finish();
  if (state_->caller.cancelled() && run.skipped.empty() && run.blocked.empty()) {
    const bool cut = std::any_of(run.exchanges.begin(), run.exchanges.end(), [](const Exchange& exchange) {
      return exchange.http.fault == TransportFault::cancelled;
    });
    if (cut) run.skipped = {Reason::Kind::interrupted, "interrupted"};
  }
  // Refused just as the base request is: that says nothing of what was added to it.
  if (!test.base_key.empty() && expects_success && scope.send_answered() && !scope.send_succeeded() &&
      !run.throttled && run.skipped.empty() && run.blocked.empty()) {
    Base base = run_base(test, worker);
    std::move(base.exchanges.begin(), base.exchanges.end(), std::back_inserter(run.exchanges));
    if (!base.answer.empty() && base.answer == scope.send_answer()) {
      run.base_accepted = false;
      run.refused_by = test.operation;
      run.skipped = base.why;
    }
  }
  run.duration = clock.monotonic() - begun;
  return run;
}

Cleaned Executor::clean(const JournalContents& contents, Worker& worker) {
  Cleaned cleaned;
  for (auto entry = contents.left.rbegin(); entry != contents.left.rend(); ++entry) {
    const std::string what = describe(*entry);
    const ServiceContext* service = state_->service(entry->service);
    const bool of_suite = service && service->plan->suite.resources.contains(entry->resource);
    if (!of_suite) {  // made for the cases of another service
      if (const ServiceContext* other = state_->provided->service(entry->service)) service = other;
    }
    if (!service) {
      cleaned.left.push_back(what + ": its service is not loaded");
      continue;
    }
    if (entry->endpoint != to_string(service->address)) {
      cleaned.left.push_back(fmt::format("{}: it was made at {}, the target is {}", what, entry->endpoint,
                                         to_string(service->address)));
      continue;
    }
    if (entry->fault) {
      const HttpExchange http = state_->caller.plain(service->address, worker.client(), entry->clear);
      if (http.response && http.response->status < 300) {
        cleaned.removed.push_back(what);
        if (state_->options.journal) state_->options.journal->fault_cleared(entry->id);
      } else {
        cleaned.left.push_back(what + ": the call that clears it did not succeed");
      }
      continue;
    }
    const auto recipe = service->plan->suite.resources.find(entry->resource);
    if (recipe == service->plan->suite.resources.end()) {
      cleaned.left.push_back(what + ": the suite does not say how to remove it");
      continue;
    }
    CaseScope scope(*state_, *service, worker, entry->case_id);
    if (!entry->access_key_id.empty() && state_->options.known_key) {
      if (auto credentials = state_->options.known_key(entry->access_key_id)) {
        CredentialAnswer answer;
        answer.credentials = std::move(credentials);
        state_->remember(answer);
        scope.adopt(entry->identity, std::move(answer));
      }
    }
    CaseScope::Made made{.journal_id = entry->id,
                         .recipe = &recipe->second,
                         .operation = entry->operation,
                         .identity = entry->identity,
                         .input = entry->input,
                         .marks = entry->marks,
                         .variables = {entry->keep.begin(), entry->keep.end()},
                         .certain = entry->created};
    for (const auto& [name, pointer] : needed_for_removal(recipe->second)) {
      made.certain = made.certain && entry->keep.contains(name);
    }
    std::string why;
    switch (scope.remove(made, why)) {
      case CaseScope::Removal::removed:
      case CaseScope::Removal::gone:
        cleaned.removed.push_back(what);
        if (state_->options.journal) state_->options.journal->removed(entry->id);
        break;
      case CaseScope::Removal::failed:
        cleaned.left.push_back(what + ": " + why);
        break;
      case CaseScope::Removal::not_found:
        cleaned.uncertain.push_back(what + ": " + why);
        break;
    }
  }
  worker.client().set_cleaning(false);
  return cleaned;
}

}  // namespace hallmark::exchange
