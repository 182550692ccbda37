// Where an endpoint is: a URL taken apart, and the rule that keeps Hallmark on this machine
// unless a target says otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::exchange {

struct Address {
  std::string scheme = "http";  // "http" or "https", lower case
  std::string host;             // lower case; IPv6 without brackets
  std::uint16_t port = 80;
  std::string path;  // belongs in front of every target: "" or "/prefix", no slash behind
  bool operator==(const Address&) const = default;
};

// Null with the reason in `problem`: not http or https, no host, user information, a query or
// fragment, a port out of range.
[[nodiscard]] std::optional<Address> parse_address(std::string_view url, std::string* problem = nullptr);

// "http://127.0.0.1:8080", with the path when there is one; the port only where it is not the scheme's.
[[nodiscard]] std::string to_string(const Address& address);
// What the Host header says: "127.0.0.1:8080"; `prefix` ("data-") goes in front of names, never of IP
// addresses.
[[nodiscard]] std::string host_header(const Address& address, std::string_view prefix = {});

// 127.0.0.0/8, ::1, "localhost" and names under ".localhost". Nothing is resolved.
[[nodiscard]] bool is_loopback(const Address& address);
[[nodiscard]] bool is_ip_address(std::string_view host);

// The target's address for a service: the entry of its slug, or else of "*"; {region}, {service},
// {endpointPrefix} replaced. Throws DocumentError: "target.endpoint" (none, not a URL, "builtin" that
// nobody replaced), "target.remote" (not loopback and the target does not say "remote": true).
[[nodiscard]] Address address_for(const plan::Target& target, const contract::Model& model);

// The name that requests are signed for: aws.auth#sigv4, or else the endpoint prefix, or else the slug.
[[nodiscard]] std::string signing_name(const contract::Model& model);
[[nodiscard]] std::string endpoint_prefix(const contract::Model& model);

}  // namespace hallmark::exchange

// Example:
//
//   std::string problem;
//   if (const std::optional<Address> address = parse_address("http://127.0.0.1:8080", &problem))
//     bool may_be_sent_to = is_loopback(*address);
