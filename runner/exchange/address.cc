#include "exchange/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace hallmark::exchange {
namespace {

[[noreturn]] void fail(const plan::Target& target, std::string pointer, std::string rule, std::string message,
                       std::string advice) {
  throw core::DocumentError({.file = target.file,
                             .line = 0,
                             .pointer = std::move(pointer),
                             .rule = std::move(rule),
                             .message = std::move(message),
                             .advice = std::move(advice)});
}

std::optional<Address> refuse(std::string* problem, std::string why) {
  if (problem) *problem = std::move(why);
  return std::nullopt;
}

bool host_is_clean(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7f &&
           std::string_view("<>\"{}|\\^`%@,;()'").find(c) == std::string_view::npos;
  });
}

std::uint16_t default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

}  // namespace

std::optional<Address> parse_address(std::string_view url, std::string* problem) {
  Address address;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return refuse(problem, "it does not begin with http:// or https://");
  address.scheme = core::to_lower(url.substr(0, colon));
  if (address.scheme != "http" && address.scheme != "https") {
    return refuse(problem,
                  fmt::format("the scheme is {}, not http or https", core::printable(address.scheme)));
  }
  std::string_view rest = url.substr(colon + 3);
  if (rest.find_first_of("?#") != std::string_view::npos)
    return refuse(problem, "it has a query or a fragment");
  const std::size_t slash = rest.find('/');
  std::string_view authority = rest.substr(0, slash);
  if (slash != std::string_view::npos) {
    std::string_view path = rest.substr(slash);
    while (path.ends_with('/')) path.remove_suffix(1);
    const bool clean = std::all_of(path.begin(), path.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!clean) return refuse(problem, "its path has characters that need percent-encoding");
    address.path = path;
  }
  if (authority.find('@') != std::string_view::npos) return refuse(problem, "it has user information");
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos)
      return refuse(problem, "the bracket of its IPv6 address is not closed");
    address.host = core::to_lower(authority.substr(1, close - 1));
    if (!is_ip_address(address.host)) return refuse(problem, "what stands in brackets is no IPv6 address");
    std::string_view behind = authority.substr(close + 1);
    if (!behind.empty() && !behind.starts_with(':'))
      return refuse(problem, "something stands behind its IPv6 address");
    if (!behind.empty()) port = behind.substr(1);
    if (behind == ":") return refuse(problem, "its port is empty");
  } else {
    const std::size_t at = authority.rfind(':');
    address.host = core::to_lower(authority.substr(0, at));
    if (at != std::string_view::npos) {
      port = authority.substr(at + 1);
      if (port.empty()) return refuse(problem, "its port is empty");
    }
    if (address.host.find(':') != std::string::npos) return refuse(problem, "an IPv6 address needs brackets");
  }
  if (address.host.empty()) return refuse(problem, "it has no host");
  if (!host_is_clean(address.host)) return refuse(problem, "its host has characters that no host name has");
  address.port = default_port(address.scheme);
  if (!port.empty()) {
    const bool digits = std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    const long value = digits && port.size() <= 5 ? std::stol(std::string(port)) : 0;
    if (value < 1 || value > 65535) return refuse(problem, "its port is not a number from 1 to 65535");
    address.port = static_cast<std::uint16_t>(value);
  }
  return address;
}

bool is_ip_address(std::string_view host) {
  unsigned char bytes[16];
  const std::string text(host);
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

std::string host_header(const Address& address, std::string_view prefix) {
  std::string host = address.host;
  if (host.find(':') != std::string::npos) {
    host = "[" + host + "]";
  } else if (!prefix.empty() && !is_ip_address(host)) {
    host = std::string(prefix) + host;
  }
  if (address.port != default_port(address.scheme)) host += fmt::format(":{}", address.port);
  return host;
}

std::string to_string(const Address& address) {
  return fmt::format("{}://{}{}", address.scheme, host_header(address), address.path);
}

bool is_loopback(const Address& address) {
  if (address.host == "localhost" || address.host.ends_with(".localhost")) return true;
  in_addr v4{};
  if (inet_pton(AF_INET, address.host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, address.host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

std::string endpoint_prefix(const contract::Model& model) {
  if (const Json* service = model.service.traits.find(contract::trait::service);
      service && service->is_object()) {
    if (const auto found = service->find("endpointPrefix"); found != service->end() && found->is_string()) {
      return found->get<std::string>();
    }
    if (const auto found = service->find("arnNamespace"); found != service->end() && found->is_string()) {
      return found->get<std::string>();
    }
  }
  return model.slug;
}

std::string signing_name(const contract::Model& model) {
  if (const Json* sigv4 = model.service.traits.find(contract::trait::sigv4); sigv4 && sigv4->is_object()) {
    if (const auto found = sigv4->find("name"); found != sigv4->end() && found->is_string()) {
      return found->get<std::string>();
    }
  }
  return endpoint_prefix(model);
}

Address address_for(const plan::Target& target, const contract::Model& model) {
  auto entry = target.endpoints.find(model.slug);
  if (entry == target.endpoints.end()) entry = target.endpoints.find("*");
  if (entry == target.endpoints.end()) {
    fail(target, "/endpoints", "target.endpoint",
         fmt::format("the target {} has no endpoint for {}", target.name, model.slug),
         fmt::format("add \"{}\" or \"*\" to its endpoints", model.slug));
  }
  const std::string pointer = core::pointer_join("/endpoints", entry->first);
  std::string url = core::replace_all(entry->second, "{region}", target.region);
  url = core::replace_all(std::move(url), "{service}", model.slug);
  url = core::replace_all(std::move(url), "{endpointPrefix}", endpoint_prefix(model));
  std::string problem;
  const std::optional<Address> address = parse_address(url, &problem);
  if (!address) {
    fail(target, pointer, "target.endpoint",
         fmt::format("\"{}\" is no endpoint: {}", core::printable(url), problem),
         "write a URL such as http://127.0.0.1:4566");
  }
  if (!target.remote && !is_loopback(*address)) {
    fail(
        target, pointer, "target.remote",
        fmt::format("{} is not on this machine and the target does not say that it may be",
                    to_string(*address)),
        "add \"remote\": true to the profile if requests may leave this machine; a real account costs money");
  }
  return *address;
}

}  // namespace hallmark::exchange
