#include "run/recorded_secrets.h"

#include <algorithm>
#include <array>

#include "core/sink.h"
#include "core/text.h"

namespace hallmark::run {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

constexpr std::string_view cut = "[redacted]";

// Members that hold credentials whether or not a contract says so.
bool names_credentials(std::string_view name) {
  static constexpr std::array names = {"secretaccesskey", "sessiontoken", "accesstoken", "refreshtoken",
                                       "idtoken",         "clientsecret", "secretkey",   "authorizationtoken",
                                       "secretstring",    "secretbinary", "password",    "masteruserpassword",
                                       "plaintext",       "privatekey"};
  const std::string lower = core::to_lower(name);
  return std::find(names.begin(), names.end(), lower) != names.end();
}

bool is_secret_header(std::string_view name) {
  static constexpr std::array names = {"authorization",
                                       "proxy-authorization",
                                       "cookie",
                                       "set-cookie",
                                       "x-api-key",
                                       "x-amz-security-token",
                                       "x-amz-s3session-token",
                                       "x-amz-access-token",
                                       "x-amz-sso_bearer_token",
                                       "x-amz-server-side-encryption-customer-key",
                                       "x-amz-copy-source-server-side-encryption-customer-key",
                                       "authentication"};
  const std::string lower = core::to_lower(name);
  return std::find(names.begin(), names.end(), lower) != names.end();
}

bool is_secret_parameter(std::string_view name) {
  static constexpr std::array names = {"x-amz-signature", "x-amz-security-token",
                                       "signature",       "securitytoken",
                                       "access_token",    "token",
                                       "apikey",          "api_key",
                                       "password"};
  const std::string lower = core::to_lower(name);
  return std::find(names.begin(), names.end(), lower) != names.end();
}

class Collector {
 public:
  Collector(const contract::Model& model, core::Secrets& secrets) : model_(model), secrets_(secrets) {}

  void walk(const Shape& shape, const Json& value, bool sensitive, int depth) {
    if (depth > 100) return;
    sensitive = sensitive || shape.traits.has(contract::trait::sensitive);
    if (value.is_string()) {
      if (sensitive) secrets_.add(value.get_ref<const std::string&>());
      return;
    }
    if (value.is_array()) {
      const Member* member = shape.member("member");
      for (const Json& each : value) below(member, each, sensitive, depth);
    } else if (value.is_object()) {
      for (const auto& [name, each] : value.items()) {
        below(shape.type == ShapeType::map ? shape.member("value") : shape.member(name), each,
              sensitive || names_credentials(name), depth);
      }
    }
  }

 private:
  void below(const Member* member, const Json& value, bool sensitive, int depth) {
    static const Shape unknown;
    sensitive = sensitive || (member && member->traits.has(contract::trait::sensitive));
    walk(member ? contract::target_of(model_, *member) : unknown, value, sensitive, depth + 1);
  }

  const contract::Model& model_;
  core::Secrets& secrets_;
};

// A header's value, and what in it is the secret: the token behind "Bearer", a cookie's value, a signature.
void add_header(std::string_view value, core::Secrets& secrets) {
  secrets.add(value);
  const bool signed_by_sigv4 = value.starts_with("AWS4-");  // names its algorithm, scope and headers as well
  std::string piece;
  const auto take = [&] {
    const std::size_t equals = piece.find('=');
    const bool named = equals != std::string::npos && equals + 1 < piece.size() && piece[equals + 1] != '=';
    if (!signed_by_sigv4 || piece.starts_with("Signature="))
      secrets.add(named ? piece.substr(equals + 1) : piece);
    piece.clear();
  };
  for (const char c : value) {
    if (c == ' ' || c == ',' || c == ';') {
      take();
    } else {
      piece += c;
    }
  }
  take();
}

void redact_headers(wire::Headers& headers, core::Secrets& secrets) {
  wire::Headers clean;
  for (const wire::Header& header : headers) {
    const bool secret = is_secret_header(header.name);
    if (secret) add_header(header.value, secrets);
    clean.add(header.name, secret ? std::string(cut) : header.value);
  }
  headers = std::move(clean);
}

void collect_parameters(std::string_view query, core::Secrets& secrets) {
  for (const wire::QueryParameter& parameter : wire::parse_query(query)) {
    if (parameter.value && is_secret_parameter(parameter.name)) secrets.add(*parameter.value);
  }
}

// "Credential=KEY/20200101/us-east-1/sqs/aws4_request, …, Signature=[redacted]"
std::string without_signature(const std::string& value) {
  const std::size_t at = value.find("Signature=");
  if (!value.starts_with("AWS4-") || at == std::string::npos) return std::string(cut);
  const std::size_t end = std::min(value.find_first_of(", ", at), value.size());
  return value.substr(0, at + 10) + std::string(cut) + value.substr(end);
}

std::string without_parameters(const std::string& target) {
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) return target;
  std::string out = target.substr(0, mark);
  char between = '?';
  for (const std::string& piece : core::split(std::string_view(target).substr(mark + 1), '&')) {
    const std::size_t equals = piece.find('=');
    const bool secret =
        equals != std::string::npos && is_secret_parameter(core::percent_decode(piece.substr(0, equals)));
    out += between + (secret ? piece.substr(0, equals + 1) + std::string(cut) : piece);
    between = '&';
  }
  return out;
}

wire::Headers without_credentials(const wire::Headers& headers, const core::Secrets& secrets) {
  wire::Headers clean;
  for (const wire::Header& header : headers)
    clean.add(header.name,
              is_secret_header(header.name) ? without_signature(header.value) : secrets.redact(header.value));
  return clean;
}

}  // namespace

void redact_credentials(exchange::HttpExchange& http, const core::Secrets& secrets) {
  http.request.headers = without_credentials(http.request.headers, secrets);
  http.request.target = secrets.redact(without_parameters(http.request.target));
  http.request.body = secrets.redact(http.request.body);
  http.detail = secrets.redact(http.detail);
  if (!http.response) return;
  http.response->headers = without_credentials(http.response->headers, secrets);
  http.response->body = secrets.redact(http.response->body);
  http.raw_head = http.response->headers.has("set-cookie") ? std::string() : secrets.redact(http.raw_head);
}

void redact_recorded(const contract::Model& model, const Shape* shape, const Json* members,
                     exchange::HttpExchange& http, verdict::Verdict& verdict) {
  core::Secrets secrets;
  redact_headers(http.request.headers, secrets);
  collect_parameters(http.request.query(), secrets);
  if (http.request.body.size() < (std::size_t{1} << 20)) collect_parameters(http.request.body, secrets);
  if (shape && members) Collector(model, secrets).walk(*shape, *members, false, 0);
  if (http.response) {
    redact_headers(http.response->headers, secrets);
    http.response->body = secrets.redact(http.response->body);
  }
  http.request.target = secrets.redact(http.request.target);
  http.request.body = secrets.redact(http.request.body);
  for (verdict::Finding& finding : verdict.findings) {
    finding.actual = secrets.redact(finding.actual);
    finding.expected = secrets.redact(finding.expected);
    finding.pointer = secrets.redact(finding.pointer);
  }
}

}  // namespace hallmark::run
