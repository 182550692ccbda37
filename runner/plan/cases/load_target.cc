#include <algorithm>

#include "core/error.h"
#include "core/file_cursor.h"
#include "core/text.h"
#include "plan/cases/load.h"
#include "plan/cases/steps.h"
#include "schema/formats.h"

namespace hallmark::plan {
namespace {

using core::FileCursor;

// The host of "http://host:port/…", lower case, without brackets; empty when it is no http(s) URL.
std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  const auto name = core::to_lower(url.substr(0, scheme));
  if (name != "http" && name != "https") return {};
  auto rest = url.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
  if (rest.starts_with('[')) return core::to_lower(rest.substr(1, rest.find(']') - 1));
  return core::to_lower(rest.substr(0, rest.find(':')));
}

bool is_loopback(const std::string& host) {
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1") return true;
  return host.starts_with("127.") &&
         std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

std::string problem_of(std::string_view url, bool remote) {
  if (core::trim(url).empty()) return "is empty";
  if (url == "builtin") return {};
  const auto host = host_of(url);
  if (host.empty()) return "is no http or https URL";
  if (!remote && !is_loopback(host)) return "is not on this machine";
  return {};
}

void check_endpoint(const FileCursor& node, const std::string& url, bool remote) {
  const auto problem = problem_of(url, remote);
  if (problem.empty()) return;
  if (problem == "is not on this machine") {
    node.fail("remote", "\"" + url + "\" " + problem,
              "real accounts cost money: say \"remote\": true in the profile when it is meant");
  }
  node.fail("endpoint", "\"" + url + "\" " + problem,
            "write \"http://127.0.0.1:4566\", a template, or \"builtin\"");
}

Identity read_identity(const std::string& name, const FileCursor& node) {
  node.only({"from", "access_key_id", "secret_access_key", "session_token"});
  Identity identity{
      .name = name, .from = "inline", .access_key_id = {}, .secret_access_key = {}, .session_token = {}};
  const auto from = node.find("from");
  if (!from) {
    identity.access_key_id = node.at("access_key_id").name();
    identity.secret_access_key = node.at("secret_access_key").name();
    identity.session_token = node.text_or("session_token");
    return identity;
  }
  identity.from = from->name();
  const bool profile = identity.from.starts_with("profile:") && identity.from.size() > 8;
  const bool derived =
      identity.from == "derived" || (identity.from.starts_with("derived:") && identity.from.size() > 8);
  if (identity.from != "env" && identity.from != "anonymous" && !derived && !profile) {
    from->fail("identity", "\"" + identity.from + "\" is no source of credentials",
               "use \"env\", \"profile:NAME\", \"anonymous\", \"derived\" (a fresh account of the embedded "
               "endpoint), or the keys themselves");
  }
  const bool keys =
      node.find("access_key_id") || node.find("secret_access_key") || node.find("session_token");
  if (keys && !derived) node.fail("identity", "keys stand beside \"from\"", "use one or the other");
  if (keys) {
    identity.access_key_id = node.at("access_key_id").name();
    identity.secret_access_key = node.at("secret_access_key").name();
  }
  return identity;
}

HttpCall read_call(const FileCursor& node) {
  node.only({"method", "path", "body", "headers"});
  HttpCall call;
  call.method = node.text_or("method", "POST");
  const auto path = node.at("path");
  call.path = path.name();
  if (!call.path.starts_with('/')) path.fail("fault", "a path begins with '/'");
  call.body = node.text_or("body");
  if (const auto headers = node.find("headers")) {
    for (const auto& [name, value] : headers->entries()) call.headers[name] = value.text();
  }
  return call;
}

void read_provocations(const FileCursor& node, Target& target) {
  node.only({"fault", "rate"});
  if (const auto fault = node.find("fault")) {
    fault->only({"header", "set", "clear"});
    if (const auto header = fault->find("header")) target.fault_header = header->name();
    if (const auto set = fault->find("set")) target.fault_set = read_call(*set);
    if (const auto clear = fault->find("clear")) target.fault_clear = read_call(*clear);
    if (target.fault_set.has_value() != target.fault_clear.has_value()) {
      fault->fail("fault", "\"set\" and \"clear\" go together", "a fault that is set must be cleared");
    }
    if (target.fault_header.empty() == !target.fault_set.has_value()) {
      fault->fail("fault", "a fault switch is either a header or calls to set and clear it");
    }
  }
  if (const auto rate = node.find("rate")) {
    rate->only({"requests", "within"});
    Target::Rate limit;
    limit.requests = rate->at("requests").count();
    if (limit.requests < 1) rate->at("requests").fail("range", "must be at least 1");
    if (const auto within = rate->find("within")) limit.within = within->duration();
    target.rate = limit;
  }
}

std::string beside(const std::filesystem::path& profile, const std::string& said) {
  return std::filesystem::absolute(profile.parent_path() / said).lexically_normal().string();
}

}  // namespace

Target load_target(const std::filesystem::path& path) {
  const auto file = core::load_json(path);
  const FileCursor root(file, "target");
  root.only({"name", "endpoints", "region", "identities", "provocations", "verifies", "limits", "variables",
             "max_rate", "ca_file", "verify_tls", "known_deviations", "remote"});
  Target target;
  target.file = path.string();
  target.name = root.at("name").name();
  if (const auto remote = root.find("remote")) target.remote = remote->boolean();
  const auto endpoints = root.at("endpoints");
  if (endpoints.json().is_string()) {
    check_endpoint(endpoints, endpoints.text(), target.remote);
    target.endpoints["*"] = endpoints.text();
  } else {
    for (const auto& [service, url] : endpoints.entries()) {
      check_endpoint(url, url.text(), target.remote);
      target.endpoints[service] = url.text();
    }
    if (target.endpoints.empty()) endpoints.fail("endpoint", "names no endpoint");
  }
  if (const auto region = root.find("region")) target.region = region->name();
  if (const auto identities = root.find("identities")) {
    for (const auto& [name, node] : identities->entries())
      target.identities.emplace(name, read_identity(name, node));
  }
  target.identities.emplace("default", Identity{.name = "default",
                                                .from = "env",
                                                .access_key_id = {},
                                                .secret_access_key = {},
                                                .session_token = {}});
  if (const auto provocations = root.find("provocations")) read_provocations(*provocations, target);
  if (const auto verifies = root.find("verifies")) {
    for (const auto& item : verifies->items()) {
      const auto what = item.name();
      if (what != "signature" && what != "expiry" && what != "permissions") {
        item.fail("verifies", "\"" + what + "\" is nothing that a target verifies",
                  "use signature, expiry or permissions");
      }
      target.verifies.push_back(what);
    }
  }
  if (const auto limits = root.find("limits")) {
    for (const auto& [resource, limit] : limits->entries()) target.limits[resource] = limit.count();
  }
  if (const auto variables = root.find("variables")) {
    for (const auto& [name, value] : variables->entries()) {
      if (!is_variable_name(name)) value.fail("variable", "\"" + name + "\" is no name for a variable");
      target.variables[name] = value.text();
    }
  }
  if (const auto rate = root.find("max_rate")) target.max_rate = rate->number();
  if (const auto ca = root.find("ca_file")) target.ca_file = beside(path, ca->name());
  if (const auto verify = root.find("verify_tls")) target.verify_tls = verify->boolean();
  if (const auto known = root.find("known_deviations")) target.known_deviations = beside(path, known->name());
  schema::check_format(file, "target");
  return target;
}

Target target_for_url(const std::string& url) {
  const auto problem = problem_of(url, false);
  if (!problem.empty()) {
    throw core::DocumentError(
        {.file = {},
         .line = 0,
         .pointer = {},
         .rule = problem == "is not on this machine" ? "target.remote" : "target.endpoint",
         .message = "the endpoint \"" + url + "\" " + problem,
         .advice = problem == "is not on this machine"
                       ? "write a target profile with \"remote\": true and name it with --target"
                       : "write a URL such as http://127.0.0.1:4566"});
  }
  Target target;
  target.name = "endpoint";
  target.endpoints["*"] = url;
  target.identities.emplace("default", Identity{.name = "default",
                                                .from = "env",
                                                .access_key_id = {},
                                                .secret_access_key = {},
                                                .session_token = {}});
  // Keys that no local endpoint checks; a target profile names real ones.
  target.variables["kmsKey"] = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";
  target.variables["otherKmsKey"] =
      "arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000";
  return target;
}

}  // namespace hallmark::plan
