#include "wire/sigv4.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/digest.h"
#include "core/text.h"
#include "wire/sigv4_body.h"

namespace hallmark::wire {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view unsigned_body = "UNSIGNED-PAYLOAD";

// "." and ".." and empty segments taken out, as RFC 3986 would; a final slash stays.
std::string normalized(std::string_view path) {
  std::vector<std::string> kept;
  for (const std::string& segment : core::split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string out = "/" + core::join(kept, "/");
  if (!kept.empty() && path.ends_with('/')) out += '/';
  return out;
}

std::string canonical_path(std::string_view path, const SigningOptions& options) {
  const std::string shown =
      options.normalize_path ? normalized(path) : std::string(path.empty() ? "/" : path);
  if (options.double_encode_path) return core::percent_encode(shown, true);
  std::vector<std::string> segments = core::split(shown, '/');
  for (std::string& segment : segments) segment = core::percent_encode(core::percent_decode(segment));
  return core::join(segments, "/");
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const QueryParameter& parameter : parse_query(query, false)) {
    pairs.emplace_back(core::percent_encode(parameter.name),
                       core::percent_encode(parameter.value.value_or("")));
  }
  std::sort(pairs.begin(), pairs.end());
  std::string out;
  for (const auto& [name, value] : pairs) out += (out.empty() ? "" : "&") + name + "=" + value;
  return out;
}

// Trimmed, runs of white space as one space.
std::string collapsed(std::string_view value) {
  std::string out;
  for (const char c : core::trim(value)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      out += c;
    } else if (out.empty() || out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

bool is_signed_by_default(std::string_view lower_name) {
  static constexpr std::array<std::string_view, 9> left_out = {
      "authorization",   "user-agent",        "expect",          "connection",         "content-length",
      "x-amzn-trace-id", "transfer-encoding", "accept-encoding", "proxy-authorization"};
  return std::find(left_out.begin(), left_out.end(), lower_name) == left_out.end();
}

using CanonicalHeaders = std::map<std::string, std::string>;

template <typename Wanted>
CanonicalHeaders canonical_headers(const Headers& headers, Wanted wanted) {
  CanonicalHeaders canonical;
  for (const Header& header : headers) {
    std::string name = core::to_lower(core::trim(header.name));
    if (!wanted(name)) continue;
    const auto [at, fresh] = canonical.try_emplace(std::move(name), collapsed(header.value));
    if (!fresh) at->second += "," + collapsed(header.value);
  }
  return canonical;
}

std::string names_of(const CanonicalHeaders& headers) {
  std::string out;
  for (const auto& [name, value] : headers) out += (out.empty() ? "" : ";") + name;
  return out;
}

// A secret's key for one day, region and service: four digests that are wanted for every request.
std::string signing_key(const std::string& secret, const std::string& day, const SigningScope& scope) {
  constexpr std::size_t most_kept = 4096;
  static std::mutex mutex;
  static std::unordered_map<std::string, std::string> kept;
  const std::string name = day + '\n' + scope.region + '\n' + scope.service + '\n' + secret;
  {
    const std::lock_guard lock(mutex);
    if (const auto found = kept.find(name); found != kept.end()) return found->second;
  }
  std::string key = core::hmac_sha256("AWS4" + secret, day);
  for (const std::string_view part :
       {std::string_view(scope.region), std::string_view(scope.service), std::string_view("aws4_request")}) {
    key = core::hmac_sha256(key, part);
  }
  const std::lock_guard lock(mutex);
  if (kept.size() >= most_kept) kept.clear();
  kept.emplace(name, key);
  return key;
}

SignatureParts calculate(const Request& request, const CanonicalHeaders& headers,
                         const std::string& body_hash, const std::string& date, const std::string& scope_text,
                         const Credentials& credentials, const SigningScope& scope,
                         const SigningOptions& options) {
  SignatureParts parts;
  parts.canonical_request = request.method + "\n" + canonical_path(request.path(), options) + "\n" +
                            canonical_query(request.query()) + "\n";
  for (const auto& [name, value] : headers) parts.canonical_request += name + ":" + value + "\n";
  parts.canonical_request += "\n" + names_of(headers) + "\n" + body_hash;
  parts.string_to_sign = std::string(algorithm) + "\n" + date + "\n" + scope_text + "\n" +
                         core::hex(core::sha256(parts.canonical_request));
  const std::string key = signing_key(credentials.secret_access_key, date.substr(0, 8), scope);
  parts.signature = core::hex(core::hmac_sha256(key, parts.string_to_sign));
  parts.authorization = std::string(algorithm) + " Credential=" + credentials.access_key_id + "/" +
                        scope_text + ", SignedHeaders=" + names_of(headers) +
                        ", Signature=" + parts.signature;
  return parts;
}

std::string scope_of(const std::string& date, const SigningScope& scope) {
  return date.substr(0, 8) + "/" + scope.region + "/" + scope.service + "/aws4_request";
}

// What an Authorization header says.
struct Claim {
  std::string access_key_id, scope_text, signature;
  std::vector<std::string> scope;  // date, region, service, aws4_request
  std::vector<std::string> signed_headers;
};

std::optional<Claim> parse_authorization(std::string_view value, std::string& why) {
  value = core::trim(value);
  if (!value.starts_with(algorithm) || value.size() == algorithm.size()) {
    why = "the Authorization header is not of the scheme " + std::string(algorithm);
    return std::nullopt;
  }
  value.remove_prefix(algorithm.size());
  Claim claim;
  std::string credential;
  for (const std::string& piece : core::split(value, ',')) {
    const std::string_view part = core::trim(piece);
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = part.substr(0, equals);
    const std::string_view text = part.substr(equals + 1);
    if (key == "Credential") credential = std::string(text);
    if (key == "SignedHeaders") claim.signed_headers = core::split(text, ';');
    if (key == "Signature") claim.signature = std::string(text);
  }
  std::vector<std::string> pieces = core::split(credential, '/');
  if (pieces.size() < 5 || claim.signed_headers.empty() || claim.signature.empty()) {
    why =
        "the Authorization header lacks Credential (key/date/region/service/aws4_request), SignedHeaders or "
        "Signature";
    return std::nullopt;
  }
  // Key ids may hold slashes; the scope is what stands behind.
  claim.scope.assign(pieces.end() - 4, pieces.end());
  pieces.resize(pieces.size() - 4);
  claim.access_key_id = core::join(pieces, "/");
  claim.scope_text = core::join(claim.scope, "/");
  return claim;
}

bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

bool names(const Claim& claim, std::string_view header) {
  return std::any_of(claim.signed_headers.begin(), claim.signed_headers.end(),
                     [&](const std::string& name) { return core::equal_ignoring_case(name, header); });
}

// "" or what is wrong with the headers that were signed.
std::string unsigned_header(const Request& request, const Claim& claim) {
  if (!names(claim, "host")) return "the Host header is not signed";
  for (const Header& header : request.headers) {
    const std::string name = core::to_lower(header.name);
    if (name.starts_with("x-amz-") && name != "x-amz-security-token" && !names(claim, name)) {
      return "the header " + header.name + " is not signed";
    }
  }
  return {};
}

}  // namespace

std::string_view to_string(SignatureProblem problem) {
  switch (problem) {
    case SignatureProblem::none:
      return "none";
    case SignatureProblem::missing:
      return "missing";
    case SignatureProblem::malformed:
      return "malformed";
    case SignatureProblem::unknown_key:
      return "unknown-key";
    case SignatureProblem::bad_token:
      return "bad-token";
    case SignatureProblem::wrong_scope:
      return "wrong-scope";
    case SignatureProblem::expired:
      return "expired";
    case SignatureProblem::mismatch:
      return "mismatch";
  }
  return "unknown";
}

SignatureParts sign(Request& request, const Credentials& credentials, const SigningScope& scope,
                    core::Time now, const SigningOptions& options) {
  return sign_as_stated(
      request, credentials, scope, now,
      options.unsigned_payload ? std::string(unsigned_body) : core::hex(core::sha256(request.body)), options);
}

SignatureParts sign_as_stated(Request& request, const Credentials& credentials, const SigningScope& scope,
                              core::Time now, const std::string& body_hash, const SigningOptions& options) {
  const std::string date = core::format_basic(now);
  request.headers.remove("Authorization");
  request.headers.set("X-Amz-Date", date);
  const bool token = !credentials.session_token.empty();
  if (token && options.sign_session_token)
    request.headers.set("X-Amz-Security-Token", credentials.session_token);
  if (options.sign_body_header || options.unsigned_payload)
    request.headers.set("x-amz-content-sha256", body_hash);
  SignatureParts parts = calculate(request, canonical_headers(request.headers, is_signed_by_default),
                                   body_hash, date, scope_of(date, scope), credentials, scope, options);
  if (token && !options.sign_session_token)
    request.headers.set("X-Amz-Security-Token", credentials.session_token);
  request.headers.add("Authorization", parts.authorization);
  return parts;
}

Verification verify(const Request& request,
                    const std::function<std::optional<Credentials>(const std::string&)>& find_credentials,
                    const SigningScope& scope, core::Time now, std::chrono::seconds max_skew,
                    const SigningOptions& options) {
  Verification result;
  const auto refuse = [&](SignatureProblem problem, std::string detail) {
    result.problem = problem;
    result.detail = std::move(detail);
    return result;
  };
  const std::string* authorization = request.headers.find("Authorization");
  if (!authorization || core::trim(*authorization).empty()) {
    return refuse(SignatureProblem::missing, "there is no Authorization header");
  }
  std::string why;
  const auto claim = parse_authorization(*authorization, why);
  if (!claim) return refuse(SignatureProblem::malformed, why);
  result.access_key_id = claim->access_key_id;
  const std::string* date = request.headers.find("X-Amz-Date");
  const auto time = date ? core::parse_basic(core::trim(*date)) : std::nullopt;
  if (!time) return refuse(SignatureProblem::malformed, "X-Amz-Date is missing or no date");
  const auto credentials = find_credentials(claim->access_key_id);
  if (!credentials) return refuse(SignatureProblem::unknown_key, "the access key is not known");
  const std::string* token = request.headers.find("X-Amz-Security-Token");
  if ((token ? *token : std::string()) != credentials->session_token) {
    return refuse(SignatureProblem::bad_token, "the session token is not the one of this access key");
  }
  const std::string basic = core::format_basic(*time);
  if (claim->scope_text != scope_of(basic, scope)) {
    return refuse(SignatureProblem::wrong_scope,
                  "the scope is " + claim->scope_text + ", not " + scope_of(basic, scope));
  }
  const auto skew = *time > now ? *time - now : now - *time;
  if (skew > max_skew) {
    return refuse(SignatureProblem::expired, "signed at " + basic + ", now it is " + core::format_basic(now));
  }
  if (std::string header = unsigned_header(request, *claim); !header.empty()) {
    return refuse(SignatureProblem::mismatch, std::move(header));
  }
  const std::string hash = core::hex(core::sha256(request.body));
  const std::string* stated = request.headers.find("x-amz-content-sha256");
  if (stated && *stated != hash && *stated != unsigned_body) {
    return refuse(SignatureProblem::mismatch, "x-amz-content-sha256 is not the body's digest");
  }
  const CanonicalHeaders headers =
      canonical_headers(request.headers, [&](const std::string& name) { return names(*claim, name); });
  const SignatureParts parts = calculate(request, headers, stated ? *stated : hash, basic, claim->scope_text,
                                         *credentials, scope, options);
  if (!same(parts.signature, claim->signature)) {
    return refuse(SignatureProblem::mismatch, "the signature is not the one of this request");
  }
  return result;
}

}  // namespace hallmark::wire
