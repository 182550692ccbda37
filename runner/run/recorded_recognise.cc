#include "run/recorded_recognise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>

#include "core/text.h"
#include "plan/cases/load.h"
#include "wire/uri_template.h"

namespace hallmark::run {
namespace {

// Without host and signature, URIs of this many contracts at most are tried; of more, up to the second
// figure, those that have words of their own: among so many one always fits "/{bucket}/{key}".
constexpr std::size_t max_untold = 16, max_untold_with_words = 64;

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "us-east-1", "us-gov-west-1", "ap-southeast-2": no bucket is called so by chance.
bool is_region(std::string_view label) {
  static constexpr std::array words = {"east",      "west",      "north",     "south",     "central",
                                       "northeast", "northwest", "southeast", "southwest", "gov",
                                       "iso",       "isob",      "isoe",      "isof"};
  const std::vector<std::string> parts = core::split(label, '-');
  if (parts.size() < 3 || parts.size() > 4 || !all_digits(parts.back()) || parts.back().size() > 2)
    return false;
  if (parts.front().size() < 2 || parts.front().size() > 4) return false;
  return std::all_of(parts.begin() + 1, parts.end() - 1, [](const std::string& part) {
    return std::find(words.begin(), words.end(), part) != words.end();
  });
}

// "s3-us-west-2" -> "s3"; "kms-fips" -> "kms".
std::string without_tail(std::string label) {
  if (label.ends_with("-fips")) label.resize(label.size() - 5);
  for (std::size_t dash = label.find('-'); dash != std::string::npos; dash = label.find('-', dash + 1)) {
    if (is_region(std::string_view(label).substr(dash + 1))) return label.substr(0, dash);
  }
  return label;
}

// The labels that name a service, and perhaps something in front of it: without domain, region, dualstack.
struct HostLabels {
  std::vector<std::string> labels;
  bool local = false;  // no domain of AWS: an emulator's
};

HostLabels labels_of(const std::string& host) {
  HostLabels found;
  std::string name = host;
  bool aws = false;
  for (const std::string_view domain :
       {".amazonaws.com.cn", ".amazonaws.com", ".api.amazonwebservices.com.cn", ".api.aws", ".aws.dev"}) {
    if (!name.ends_with(domain)) continue;
    name.resize(name.size() - domain.size());
    aws = true;
    break;
  }
  found.local = !aws;
  for (const std::string& label : core::split(name, '.')) {
    if (is_region(label) || label == "dualstack" || label == "fips" || label.empty()) continue;
    found.labels.push_back(aws ? without_tail(label) : label);
  }
  if (found.local && !found.labels.empty()) found.labels.resize(1);
  return found;
}

// An address, or a name without a domain: a service that is run here, whichever it is.
bool is_local(const std::string& host) {
  return host.find('.') == std::string::npos || host.ends_with(".localhost") ||
         host.find_first_not_of("0123456789.") == std::string::npos;
}

// How many labels at the end of `labels` are `prefix`; 0 when they are not.
std::size_t tail_length(const std::vector<std::string>& labels, std::string_view prefix) {
  if (prefix.empty()) return 0;
  const std::vector<std::string> wanted = core::split(prefix, '.');
  if (wanted.size() > labels.size()) return 0;
  return std::equal(wanted.begin(), wanted.end(), labels.end() - static_cast<std::ptrdiff_t>(wanted.size()))
             ? wanted.size()
             : 0;
}

const std::string* parameter(const std::vector<wire::QueryParameter>& parameters, std::string_view name) {
  for (const auto& each : parameters) {
    if (each.name == name && each.value) return &*each.value;
  }
  return nullptr;
}

bool is_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && all_digits(text.substr(0, 4)) &&
         all_digits(text.substr(5, 2)) && all_digits(text.substr(8, 2));
}

// "/2020-05-31/distribution" -> "2020-05-31".
std::string version_in_path(std::string_view path) {
  if (path.empty()) return {};
  const std::string_view first = path.substr(1, path.find('/', 1) - 1);
  return is_date(first) ? std::string(first) : std::string();
}

struct Fit {
  std::size_t entry = 0;
  std::shared_ptr<const contract::Model> model;
  const contract::Operation* operation = nullptr;
  const wire::Protocol* protocol = nullptr;
};

const contract::Operation* operation_on_wire(const contract::Model& model, std::string_view name) {
  if (const contract::Operation* operation = model.operation(name)) return operation;
  for (const contract::Operation* operation : model.all_operations()) {
    const Json* stated = operation->traits.find(contract::trait::wire_operation_name);
    if (stated && stated->is_string() && stated->get_ref<const std::string&>() == name) return operation;
  }
  return nullptr;
}

// Which protocols a request may be of.
using Spoken = bool (*)(const contract::ProtocolFacts&);

bool is_cbor(const contract::ProtocolFacts& facts) { return facts.request == contract::BodyForm::cbor; }
bool is_json_rpc(const contract::ProtocolFacts& facts) {
  return facts.request == contract::BodyForm::json && !facts.rest;
}
bool is_query(const contract::ProtocolFacts& facts) { return facts.form(); }
bool is_rest(const contract::ProtocolFacts& facts) { return facts.rest; }

const wire::Protocol* stated_protocol(const contract::Model& model, Spoken spoken) {
  const auto stated = contract::protocols_of(model, spoken);
  return stated.empty() ? nullptr : wire::find_protocol(stated.front()->id);
}

// What a person calls the first of them.
std::string_view name_of_first(Spoken spoken) {
  const auto& all = contract::all_protocol_facts();
  const auto found = std::find_if(all.begin(), all.end(), spoken);
  return found == all.end() ? std::string_view() : found->name;
}

class Recogniser {
 public:
  Recogniser(const RecordedRequest& request, const NamedOperation& named, Contracts& contracts,
             const std::string& service)
      : request_(request.request),
        host_(request.host),
        named_(named),
        service_(service),
        contracts_(contracts),
        entries_(contracts.entries()) {}

  Recognised recognise() {
    if (const std::string* target = request_.headers.find("x-amz-target");
        target && target->find('.') != std::string::npos) {
      return by_target(*target);
    }
    if (const auto path = cbor_path()) return by_name(path->first, path->second, "rpcv2Cbor path", is_cbor);
    const std::vector<wire::QueryParameter> query = wire::parse_query(request_.query());
    std::vector<wire::QueryParameter> form;
    if (request_.method == "POST" && is_form()) form = wire::parse_query(request_.body);
    const std::string* action = parameter(query, "Action");
    if (!action) action = parameter(form, "Action");
    if (action && !action->empty()) {
      const std::string* version = parameter(query, "Version");
      if (!version) version = parameter(form, "Version");
      return by_action(*action, version ? *version : "");
    }
    return by_uri();
  }

 private:
  static Recognised unknown(std::string problem) {
    Recognised recognised;
    recognised.problem = std::move(problem);
    return recognised;
  }

  [[nodiscard]] bool is_form() const {
    const std::string* type = request_.headers.find("content-type");
    if (type && wire::media_type_of(*type) != "application/x-www-form-urlencoded") return false;
    return request_.path() == "/" || request_.path().empty();
  }

  // {service, operation} of "/service/X/operation/Y".
  [[nodiscard]] std::optional<std::pair<std::string, std::string>> cbor_path() const {
    const std::vector<std::string> parts = core::split(request_.path(), '/');
    if (request_.method != "POST" || parts.size() < 5) return std::nullopt;
    const std::size_t at = parts.size() - 4;
    if (parts[at] != "service" || parts[at + 2] != "operation") return std::nullopt;
    return std::pair(parts[at + 1].substr(parts[at + 1].rfind('.') + 1), parts[at + 3]);
  }

  // The entry of each service among `indexes` that has the version asked for, or else its newest.
  [[nodiscard]] std::vector<std::size_t> versions(const std::vector<std::size_t>& indexes,
                                                  const std::string& version) const {
    std::map<std::string, std::size_t> chosen;
    for (const std::size_t index : indexes) {
      const auto [place, fresh] = chosen.emplace(entries_[index].slug, index);
      if (fresh) continue;
      const std::string& before = entries_[place->second].api_version;
      const std::string& here = entries_[index].api_version;
      if (before == version) continue;
      if (here == version || here > before) place->second = index;
    }
    std::vector<std::size_t> result;
    for (const auto& [slug, index] : chosen) result.push_back(index);
    return result;
  }

  [[nodiscard]] std::vector<std::size_t> all_that(
      const std::function<bool(const ContractEntry&)>& fits) const {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < entries_.size(); ++index) {
      if (fits(entries_[index])) found.push_back(index);
    }
    return found;
  }

  // By host, by signing scope; both where both say something.
  [[nodiscard]] std::vector<std::size_t> told() const {
    std::vector<std::size_t> by_host = entries_of_host(host_, entries_);
    const std::string scope = signing_service(request_);
    if (scope.empty()) return by_host;
    const std::vector<std::size_t> by_scope = all_that(
        [&](const ContractEntry& entry) { return entry.signing_name == scope || entry.slug == scope; });
    if (by_host.empty()) return by_scope;
    std::vector<std::size_t> both;
    std::set_intersection(by_host.begin(), by_host.end(), by_scope.begin(), by_scope.end(),
                          std::back_inserter(both));
    return both.empty() ? by_host : both;
  }

  // What neither host nor signature tells: what the user says, the only contract there is, any of a few for
  // what runs here. Of a host that AWS gives away the service is known, and is none of those that are here.
  struct Otherwise {
    std::vector<std::size_t> candidates;
    bool needs_evidence = false;  // nobody said that the host is an endpoint of these services
  };
  [[nodiscard]] Otherwise otherwise() const {
    if (!service_.empty())
      return {all_that([&](const ContractEntry& entry) { return entry.slug == service_; })};
    const auto all = all_that([](const ContractEntry&) { return true; });
    if (is_local(host_) && entries_.size() <= max_untold_with_words)
      return {.candidates = all, .needs_evidence = entries_.size() > max_untold};
    const bool only = std::all_of(entries_.begin(), entries_.end(), [&](const ContractEntry& entry) {
      return entry.slug == entries_.front().slug;
    });
    if (only && labels_of(host_).local && signing_service(request_).empty())
      return {.candidates = all, .needs_evidence = true};
    return {};
  }

  // Whether a path has a word of the operation's own: "/{bucket}" fits any page of any site.
  static bool has_words(const contract::Operation& operation) {
    const auto binding = contract::http_binding(operation);
    if (!binding) return false;
    const wire::UriTemplate uri = wire::parse_uri_template(binding->uri);
    return std::any_of(uri.segments.begin(), uri.segments.end(), [](const wire::UriSegment& segment) {
      return segment.label.empty() && !segment.prefix.empty();
    });
  }

  Recognised by_target(const std::string& target) {
    const std::size_t dot = target.rfind('.');
    return by_name(target.substr(0, dot), target.substr(dot + 1), "X-Amz-Target", is_json_rpc);
  }

  Recognised by_name(const std::string& prefix, const std::string& name, const char* how, Spoken protocols) {
    const std::vector<std::size_t> named = all_that([&](const ContractEntry& entry) {
      return entry.target_prefix == prefix || entry.target_prefix.ends_with("." + prefix);
    });
    if (named.empty())
      return unknown(fmt::format("no contract here has the {} prefix \"{}\"", how, shown(prefix)));
    return by_operation(named, {}, name, how, protocols);
  }

  Recognised by_action(const std::string& action, const std::string& version) {
    std::vector<std::size_t> candidates = told();
    if (candidates.empty() && (version.empty() || !service_.empty())) candidates = otherwise().candidates;
    if (candidates.empty() && !version.empty()) {
      candidates = all_that([&](const ContractEntry& entry) { return entry.api_version == version; });
      if (candidates.size() > max_untold) candidates.clear();
    }
    if (candidates.empty()) return unknown(nobody());
    if (!version.empty()) {
      // Services that share a host tell themselves apart by their versions (ELB and ELBv2).
      std::vector<std::size_t> exact;
      for (const std::size_t index : candidates) {
        if (entries_[index].api_version == version) exact.push_back(index);
      }
      if (!exact.empty()) candidates = exact;
    }
    return by_operation(candidates, version, action, "Action", is_query);
  }

  Recognised by_operation(const std::vector<std::size_t>& candidates, const std::string& version,
                          const std::string& name, const char* how, Spoken protocols) {
    std::vector<Fit> fits;
    std::string other_protocol;
    for (const std::size_t index : versions(candidates, version)) {
      Fit fit{.entry = index, .model = contracts_.load(index)};
      fit.operation = operation_on_wire(*fit.model, name);
      if (!fit.operation) continue;
      fit.protocol = stated_protocol(*fit.model, protocols);
      if (fit.protocol) {
        fits.push_back(std::move(fit));
      } else {
        other_protocol = entries_[index].slug;
      }
    }
    if (fits.empty() && !other_protocol.empty()) {
      return unknown(fmt::format("it was spoken in a protocol ({}) that the contract of {} does not state",
                                 name_of_first(protocols), other_protocol));
    }
    if (fits.empty())
      return unknown(fmt::format("no contract here has the operation \"{}\" for it", shown(name)));
    return only(std::move(fits), how);
  }

  Recognised by_uri() {
    std::vector<std::size_t> candidates = told();
    bool needs_evidence = false;
    if (candidates.empty()) {
      Otherwise other = otherwise();
      candidates = std::move(other.candidates);
      needs_evidence = other.needs_evidence;
    }
    if (candidates.empty()) return unknown(nobody());
    std::vector<Fit> fits;
    std::string no_rest;
    for (const std::size_t index : versions(candidates, version_in_path(request_.path()))) {
      Fit fit{.entry = index, .model = contracts_.load(index)};
      fit.protocol = stated_protocol(*fit.model, is_rest);
      if (!fit.protocol) continue;
      const wire::Request request = addressed(entries_[index]);
      fit.operation = routed(*fit.model, *fit.protocol, request, entries_[index]);
      if (fit.operation) fits.push_back(std::move(fit));
    }
    if (fits.empty()) return unknown("no operation of the service has this method and path");
    if (needs_evidence) std::erase_if(fits, [](const Fit& fit) { return !has_words(*fit.operation); });
    if (fits.empty())
      return unknown("neither host nor path says that it is for a contract that is here; --service says it");
    return only(std::move(fits), "method and URI");
  }

  // Several operations may share method and URI and differ in headers that were not recorded: then what the
  // recording names decides, where it fits at all.
  [[nodiscard]] const contract::Operation* routed(const contract::Model& model,
                                                  const wire::Protocol& protocol,
                                                  const wire::Request& request,
                                                  const ContractEntry& entry) const {
    const contract::Operation* found = protocol.route(model, request).operation;
    if (!found || named_.operation.empty() || named_.service != entry.slug) return found;
    const contract::Operation* named = operation_on_wire(model, named_.operation);
    if (!named || named == found) return found;
    const auto here = contract::http_binding(*named);
    if (!here || here->method != request.method) return found;
    const wire::UriTemplate uri = wire::parse_uri_template(here->uri);
    const bool fits =
        wire::match_path(uri, request.path()) && wire::has_literals(uri, wire::parse_query(request.query()));
    return fits ? named : found;
  }

  // S3 takes the bucket in front of the host as well as in the path; contracts have it in the path.
  [[nodiscard]] wire::Request addressed(const ContractEntry& entry) const {
    wire::Request request = request_;
    const std::string& prefix = entry.endpoint_prefix;
    if (!names::Knowledge::standard().has_resource_hosts(prefix) || host_.empty()) return request;
    const HostLabels host = labels_of(host_);
    const std::size_t own =
        std::max(tail_length(host.labels, prefix),
                 tail_length(host.labels, names::Knowledge::standard().other_host(prefix)));
    if (!host.local && own != 0 && host.labels.size() > own) {
      // The bucket's name may hold dots, and labels that look like regions.
      const std::string tail =
          core::join({host.labels.end() - static_cast<std::ptrdiff_t>(own), host.labels.end()}, ".");
      const std::string bucket = host_.substr(0, std::max<std::size_t>(1, host_.rfind("." + tail)));
      request.target = "/" + bucket + request.target;
    }
    if (host.local) {  // "bucket.s3.localhost", "bucket.localhost"
      const std::size_t named = host_.find("." + prefix + ".");
      const std::string bucket = named != std::string::npos      ? host_.substr(0, named)
                                 : host_.ends_with(".localhost") ? host_.substr(0, host_.size() - 10)
                                                                 : std::string();
      if (!bucket.empty() && bucket != prefix) request.target = "/" + bucket + request.target;
    }
    const std::string path(request.path());
    const std::string query = request.target.substr(path.size());
    // "/bucket/" is the bucket, not an object without a name.
    if (path.size() > 1 && path.back() == '/' && path.find('/', 1) == path.size() - 1) {
      request.target = path.substr(0, path.size() - 1) + query;
    }
    return request;
  }

  Recognised only(std::vector<Fit> fits, const char* how) {
    const auto keep = [&](const std::function<bool(const Fit&)>& better) {
      if (fits.size() > 1 && std::any_of(fits.begin(), fits.end(), better))
        std::erase_if(fits, [&](const Fit& fit) { return !better(fit); });
    };
    if (fits.size() > 1) {
      const std::vector<std::size_t> likely = told();
      keep(
          [&](const Fit& fit) { return std::find(likely.begin(), likely.end(), fit.entry) != likely.end(); });
      keep([&](const Fit& fit) { return entries_[fit.entry].slug == named_.service; });
      keep([&](const Fit& fit) { return entries_[fit.entry].slug == entries_[fit.entry].endpoint_prefix; });
    }
    if (fits.size() > 1) {
      std::vector<std::string> names;
      for (const Fit& fit : fits)
        names.push_back(fmt::format("{}.{}", entries_[fit.entry].slug, fit.operation->name()));
      return unknown("ambiguous: it may be " + core::join(names, " or "));
    }
    Recognised recognised;
    recognised.entry = fits.front().entry;
    recognised.model = std::move(fits.front().model);
    recognised.operation = fits.front().operation;
    recognised.protocol = fits.front().protocol;
    recognised.how = how;
    return recognised;
  }

  [[nodiscard]] std::string nobody() const {
    if (host_.empty())
      return "neither host nor signature says which service it was sent to; --service says it";
    return "no contract here is for the host, and no signature says which service it was sent to; --service "
           "says it";
  }
  static std::string shown(const std::string& text) { return core::printable(core::shorten(text, 80)); }

  const wire::Request& request_;
  const std::string& host_;
  const NamedOperation& named_;
  const std::string& service_;
  Contracts& contracts_;
  const std::vector<ContractEntry>& entries_;
};

// Without a request only the answer says which of the contract's protocols was spoken: by XML or JSON.
const wire::Protocol* spoken(const contract::Model& model, const plan::Suite& suite,
                             const wire::Response* response) {
  const wire::Protocol* first = wire::find_protocol(plan::protocol_of(model, suite));
  const std::string_view body = response ? core::trim(response->body) : std::string_view();
  if (!first || body.empty()) return first;
  const bool xml = body.front() == '<';
  if ((!xml && body.front() != '{') || xml == first->facts().xml()) return first;
  const auto alike = [&](const contract::ProtocolFacts& facts) {
    return facts.xml() == xml && facts.answer != contract::BodyForm::cbor;
  };
  if (const auto stated = contract::protocols_of(model, alike); !stated.empty())
    return wire::find_protocol(stated.front()->id);
  // A REST payload may be anything; an RPC answer in the other form was of a protocol that is gone.
  return first->facts().rest ? first : nullptr;
}

Recognised by_recording(NamedOperation named, const wire::Response* response, Contracts& contracts,
                        const std::string& service) {
  Recognised recognised;
  const std::vector<ContractEntry>& entries = contracts.entries();
  const bool known = std::any_of(entries.begin(), entries.end(),
                                 [&](const ContractEntry& entry) { return entry.slug == named.service; });
  if (!known && !service.empty()) named.service = service;
  std::optional<std::size_t> chosen;
  for (std::size_t index = 0; index < entries.size(); ++index) {
    if (entries[index].slug != named.service) continue;
    if (!chosen || entries[index].api_version == named.api_version ||
        (entries[*chosen].api_version != named.api_version &&
         entries[index].api_version > entries[*chosen].api_version)) {
      chosen = index;
    }
  }
  if (!chosen) {
    recognised.problem = "no contract here is of the service that the recording names";
    return recognised;
  }
  const auto model = contracts.load(*chosen);
  recognised.operation = operation_on_wire(*model, named.operation);
  if (!recognised.operation) {
    recognised.problem = "the contract does not have the operation that the recording names";
    return recognised;
  }
  recognised.protocol = spoken(*model, contracts.suite_of(*model), response);
  if (!recognised.protocol) {
    recognised.operation = nullptr;
    recognised.problem = "the answer is of a protocol that the contract does not state";
    return recognised;
  }
  recognised.entry = *chosen;
  recognised.model = model;
  recognised.how = "named by the recording";
  return recognised;
}

}  // namespace

std::vector<std::size_t> entries_of_host(const std::string& host, const std::vector<ContractEntry>& entries) {
  std::vector<std::size_t> found;
  std::size_t longest = 0;
  const HostLabels named = labels_of(host);
  if (named.labels.empty()) return found;
  for (std::size_t index = 0; index < entries.size(); ++index) {
    const ContractEntry& entry = entries[index];
    std::size_t length = 0;
    if (named.local) {
      length = named.labels.front() == entry.slug ? 1 : 0;
    } else {
      length =
          std::max(tail_length(named.labels, entry.endpoint_prefix),
                   tail_length(named.labels, names::Knowledge::standard().other_host(entry.endpoint_prefix)));
    }
    if (length == 0 || length < longest) continue;
    if (length > longest) found.clear();
    longest = length;
    found.push_back(index);
  }
  return found;
}

std::string signing_service(const wire::Request& request) {
  std::string credential;
  if (const std::string* authorization = request.headers.find("authorization")) {
    const std::size_t at = authorization->find("Credential=");
    if (at != std::string::npos)
      credential = authorization->substr(at + 11, authorization->find_first_of(", ", at) - at - 11);
  }
  if (credential.empty()) {
    const auto query = wire::parse_query(request.query());
    if (const std::string* stated = parameter(query, "X-Amz-Credential")) credential = *stated;
  }
  // <key>/<date>/<region>/<service>/aws4_request; keys hold no slash
  const std::vector<std::string> parts = core::split(credential, '/');
  return parts.size() >= 5 && parts[parts.size() - 1] == "aws4_request" ? parts[parts.size() - 2]
                                                                        : std::string();
}

Recognised recognise(const RecordedRequest* request, const NamedOperation& named, Contracts& contracts,
                     const wire::Response* response, const std::string& service) {
  const bool has_name = !named.service.empty() && !named.operation.empty();
  if (!request) {
    const bool has_operation = !named.operation.empty() && !service.empty();
    if (has_name || has_operation) return by_recording(named, response, contracts, service);
    Recognised nothing;
    nothing.problem = "neither a request nor the operation's name was recorded";
    return nothing;
  }
  Recognised recognised = Recogniser(*request, named, contracts, service).recognise();
  if (!recognised.operation || !has_name) return recognised;
  if (contracts.entries()[recognised.entry].slug == named.service &&
      operation_on_wire(*recognised.model, named.operation) == recognised.operation) {
    return recognised;
  }
  Recognised contradiction;
  contradiction.problem = "the request is for another operation than the recording names";
  return contradiction;
}

}  // namespace hallmark::run
