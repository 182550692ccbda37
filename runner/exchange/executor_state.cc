#include "exchange/executor_state.h"

#include <algorithm>

#include "contract/protocols.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/text.h"
#include "exchange/provided.h"

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

bool Executor::State::accounts_are_apart() const {
  if (!options.credentials.derive) return false;
  const auto found = target.identities.find("default");
  return found == target.identities.end() || found->second.from.starts_with("derived") ||
         (found->second.from.empty() && found->second.access_key_id.empty());
}

std::shared_ptr<Executor::State::BaseSlot> Executor::State::base_of(const plan::Case& test) {
  const std::lock_guard lock(mutex);
  const std::string key = test.service + "." + test.operation + "\n" + test.base_key;
  std::shared_ptr<BaseSlot>& place = bases[key];
  if (!place) {
    place = std::make_shared<BaseSlot>();
    base_order.push_back(key);
  }
  std::shared_ptr<BaseSlot> slot = place;
  while (base_order.size() > most_bases) {
    bases.erase(base_order.front());  // whoever waits for it holds it
    base_order.pop_front();
  }
  return slot;
}

void Executor::State::leave(std::string sentence) {
  const std::lock_guard lock(mutex);
  left_behind.push_back(std::move(sentence));
}

Client& Executor::Worker::burst_client(std::size_t index) {
  while (burst_.size() <= index) burst_.push_back(std::make_unique<Client>(options_));
  return *burst_[index];
}

}  // namespace hallmark::exchange
