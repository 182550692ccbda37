#include "endpoint/serve/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "contract/foreign_protocols.h"
#include "core/error.h"
#include "core/text.h"
#include "endpoint/reference/facts.h"
#include "endpoint/serve/http_server.h"

namespace hallmark::endpoint {

namespace {

constexpr std::string_view head_bindings[] = {
    contract::trait::http_label, contract::trait::http_query, contract::trait::http_query_params,
    contract::trait::http_header, contract::trait::http_prefix_headers};

[[noreturn]] void fail(std::string rule, std::string message, std::string advice) {
  throw core::DocumentError({.file = {},
                             .line = 0,
                             .pointer = {},
                             .rule = std::move(rule),
                             .message = std::move(message),
                             .advice = std::move(advice)});
}

std::string url_of(const std::string& host, int port) {
  return host.find(':') == std::string::npos ? fmt::format("http://{}:{}", host, port)
                                             : fmt::format("http://[{}]:{}", host, port);
}

// The service for which a request is signed, from the header or the query: "sqs" of
// "Credential=AKID/20261128/us-east-1/sqs/aws4_request"; "" where none is named.
std::string signed_for(const wire::Request& request) {
  const auto behind = [](const std::string& text, std::string_view word,
                         std::string_view slash) -> std::string {
    const std::size_t at = text.find(word);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + word.size();
    const std::string scope = text.substr(begin, text.find_first_of(", &", begin) - begin);
    const std::vector<std::string> parts = core::split(core::replace_all(scope, slash, "/"), '/');
    return parts.size() >= 5 ? parts[parts.size() - 2] : std::string();
  };
  if (const std::string* header = request.headers.find("Authorization"))
    return behind(*header, "Credential=", "/");
  return behind(request.target, "X-Amz-Credential=", "%2F");
}

// As its documents state; its own name where they do not.
std::string signing_name(const contract::Model& model) {
  const Json* sigv4 = model.service.traits.find(contract::trait::sigv4);
  const std::string name = sigv4 != nullptr && sigv4->is_object() ? sigv4->value("name", "") : "";
  return name.empty() ? model.slug : name;
}

wire::Response no_such_service(const std::vector<std::string>& slugs) {
  wire::Response response;
  response.status = 404;
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.body =
      "No service has this host, nor is the request signed for one. There are: " + core::join(slugs, ", ") +
      ".\n";
  return response;
}

bool is_bound_to_head(const contract::Member& member) {
  return std::any_of(std::begin(head_bindings), std::end(head_bindings),
                     [&](std::string_view trait) { return member.traits.has(trait); });
}

// httplib drops the body of a GET and answers a Range that it cannot read by itself.
bool needs_whole_requests(const contract::Model& model) {
  for (const contract::Operation* operation : model.all_operations()) {
    const auto binding = contract::http_binding(*operation);
    const contract::Shape* input = operation->input.empty() ? nullptr : model.shape(operation->input);
    if (!binding || input == nullptr) continue;
    for (const contract::Member& member : input->members) {
      const Json* header = member.traits.find(contract::trait::http_header);
      if (header != nullptr && header->is_string() &&
          core::equal_ignoring_case(header->get_ref<const std::string&>(), "Range")) {
        return true;
      }
      if (binding->method == "GET" && !is_bound_to_head(member)) return true;
    }
  }
  return false;
}

}  // namespace

struct EmbeddedEndpoint::State {
  std::map<std::string, std::unique_ptr<Service>> services;
  std::vector<std::unique_ptr<HttpServer>> servers;
  std::map<std::string, std::string> endpoints;
  std::string url;
  std::atomic<std::uint64_t> requests{0};

  // "voice-id.localhost:8080", "voice-id.us-east-1.localhost" and host prefixes before them.
  [[nodiscard]] Service* by_host(const wire::Request& request) const {
    const std::string* host = request.headers.find("Host");
    if (host != nullptr) {
      for (const std::string& label : core::split(core::to_lower(*host), '.')) {
        if (const auto it = services.find(label); it != services.end()) return it->second.get();
      }
    }
    return services.size() == 1 ? services.begin()->second.get() : nullptr;
  }

  // As gateways of many services do: by Host, else by the name in the signature. Several services may share
  // that name; then it is the first that has the operation.
  [[nodiscard]] Service* service_of(const wire::Request& request) const {
    if (Service* named = by_host(request)) return named;
    const std::string name = signed_for(request);
    Service* first = nullptr;
    for (const auto& [slug, service] : services) {
      if (name.empty() || signing_name(service->model()) != name) continue;
      if (first == nullptr) first = service.get();
      const wire::Protocol* protocol = wire::protocol_for(service->model());
      if (protocol->route(service->model(), request).operation != nullptr) return service.get();
    }
    return first;
  }
};

EmbeddedEndpoint::EmbeddedEndpoint(std::unique_ptr<State> state) : state_(std::move(state)) {}

EmbeddedEndpoint::~EmbeddedEndpoint() { stop(); }

std::unique_ptr<EmbeddedEndpoint> EmbeddedEndpoint::start(
    std::vector<std::shared_ptr<const contract::Model>> models, const ServerOptions& options) {
  auto state = std::make_unique<State>();
  for (auto& model : models) {
    const wire::Protocol* protocol = wire::protocol_for(*model);
    if (protocol == nullptr) {
      fail("endpoint.protocol",
           fmt::format("{} cannot be served: {}", model->slug, contract::why_no_protocol(*model)),
           "Name one with --protocol, or add its trait to the service with an overlay.");
    }
    const std::string slug = model->slug;
    if (state->services.contains(slug)) {
      fail("endpoint.slug", fmt::format("two contracts are of the service {}", slug),
           "give each service once");
    }
    state->services[slug] = std::make_unique<Service>(std::move(model), *protocol, options.endpoint);
  }
  State& live = *state;
  // Only the wire server can send what is mutated on the wire, or free beyond what httplib does.
  const bool any_wire =
      options.any_wire || !options.endpoint.mutants.empty() || !options.endpoint.variations.empty();
  const auto listen = [&](int port, bool whole_requests, Handler handler) {
    const bool by_hand = any_wire || whole_requests;
    const Listening listening{.host = options.host,
                              .port = port,
                              .max_connections = options.max_connections,
                              .max_body = options.max_body};
    live.servers.push_back(by_hand ? start_wire_server(listening, std::move(handler))
                                   : start_httplib_server(listening, std::move(handler)));
    return live.servers.back()->port();
  };
  std::vector<std::string> slugs;
  for (const auto& [slug, service] : live.services) slugs.push_back(slug);
  const bool any_whole = std::any_of(live.services.begin(), live.services.end(), [](const auto& entry) {
    return needs_whole_requests(entry.second->model());
  });
  const int shared =
      listen(options.port, any_whole, [&live, slugs](const wire::Request& request) -> SentAnswer {
        ++live.requests;
        Service* service = live.service_of(request);
        if (service == nullptr) return {.response = no_such_service(slugs), .wire = {}};
        return service->answer(request);
      });
  live.url = url_of(options.host, shared);
  for (auto& [slug, service] : live.services) {
    if (!options.port_per_service) {
      live.endpoints[slug] = fmt::format("http://{}.localhost:{}", slug, shared);
      continue;
    }
    const auto port = options.ports.find(slug);
    Service* served = service.get();
    const int wanted = port == options.ports.end() ? 0 : port->second;
    const int bound =
        listen(wanted, needs_whole_requests(served->model()), [&live, served](const wire::Request& request) {
          ++live.requests;
          return served->answer(request);
        });
    live.endpoints[slug] = url_of(options.host, bound);
  }
  return std::unique_ptr<EmbeddedEndpoint>(new EmbeddedEndpoint(std::move(state)));
}

const std::map<std::string, std::string>& EmbeddedEndpoint::endpoints() const { return state_->endpoints; }

const std::string& EmbeddedEndpoint::url() const { return state_->url; }

Service& EmbeddedEndpoint::service(const std::string& slug) { return *state_->services.at(slug); }

std::size_t EmbeddedEndpoint::stored() const {
  std::size_t total = 0;
  for (const auto& [slug, service] : state_->services) total += service->stored();
  return total;
}

std::uint64_t EmbeddedEndpoint::requests() const { return state_->requests; }

void EmbeddedEndpoint::stop() {
  for (const auto& server : state_->servers) server->stop();
}

Json target_profile(const EmbeddedEndpoint& endpoint, const Options& options, const std::string& suffix) {
  Json identities = Json::object();
  for (const char* role : {"default", "denied", "forbidden", "unauthorized", "limits", "rate"}) {
    const std::string key = derived_access_key(role, suffix);
    identities[role] = {
        {"from", "derived"}, {"access_key_id", key}, {"secret_access_key", derived_secret(key)}};
  }
  Json limits = Json::object();
  for (const auto& [slug, facts] : options.facts) {
    for (const auto& [kind, known] : read_facts(facts)) {
      if (known.limit) limits[kind] = *known.limit;
    }
  }
  for (const auto& [resource, limit] : options.limits) limits[resource] = limit;
  return {{"name", "embedded"},
          {"endpoints", endpoint.endpoints()},
          {"region", options.region},
          {"identities", std::move(identities)},
          {"provocations",
           {{"fault", {{"header", fault_header}}}, {"rate", {{"requests", 50}, {"within", "1s"}}}}},
          {"verifies", {"signature", "expiry", "permissions"}},
          {"limits", std::move(limits)}};
}

}  // namespace hallmark::endpoint
