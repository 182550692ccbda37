#include "proxy/signing.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/digest.h"
#include "core/text.h"
#include "wire/sigv4_body.h"

namespace hallmark::proxy {
namespace {

constexpr std::string_view stated_header = "x-amz-content-sha256";
constexpr std::string_view unsigned_body = "UNSIGNED-PAYLOAD";

// What a signature was made for, and whether it stands in the query.
struct Scope {
  wire::SigningScope scope;
  bool in_query = false;
};

std::optional<wire::SigningScope> scope_of_credential(std::string_view credential,
                                                      const std::string& otherwise) {
  // KEY/20200101/us-east-1/sqs/aws4_request; of SigV4A without the region. Keys may hold slashes.
  const std::vector<std::string> pieces = core::split(credential, '/');
  if (pieces.size() < 4 || pieces.back() != "aws4_request") return std::nullopt;
  const std::string& before = pieces[pieces.size() - 3];
  const bool regionless = before.size() == 8 && before.find_first_not_of("0123456789") == std::string::npos;
  return wire::SigningScope{.region = regionless ? otherwise : before, .service = pieces[pieces.size() - 2]};
}

bool is_signature_parameter(std::string_view piece) {
  const std::string name = core::to_lower(core::percent_decode(piece.substr(0, piece.find('='))));
  for (const std::string_view each :
       {"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders",
        "x-amz-signature", "x-amz-security-token", "x-amz-region-set"}) {
    if (name == each) return true;
  }
  return false;
}

std::optional<Scope> scope_of(const wire::Request& request, const std::string& region) {
  if (const std::string* header = request.headers.find("Authorization");
      header && header->starts_with("AWS4-")) {
    const std::size_t at = header->find("Credential=");
    if (at == std::string::npos) return std::nullopt;
    const std::string_view rest = std::string_view(*header).substr(at + 11);
    const auto scope = scope_of_credential(core::trim(rest.substr(0, rest.find_first_of(", "))), region);
    if (scope) return Scope{.scope = *scope};
    return std::nullopt;
  }
  for (const wire::QueryParameter& each : wire::parse_query(request.query())) {
    if (!core::equal_ignoring_case(each.name, "X-Amz-Credential") || !each.value) continue;
    if (const auto scope = scope_of_credential(*each.value, region))
      return Scope{.scope = *scope, .in_query = true};
  }
  return std::nullopt;
}

std::string without_signature(const std::string& target) {
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) return target;
  std::vector<std::string> kept = core::split(std::string_view(target).substr(mark + 1), '&');
  std::erase_if(kept, is_signature_parameter);
  return target.substr(0, mark) + (kept.empty() ? "" : "?" + core::join(kept, "&"));
}

}  // namespace

bool Signer::needs_body(const wire::Request& head) const {
  if (head.headers.has(stated_header)) return false;
  const std::optional<Scope> claimed = scope_of(head, options_.region);
  return claimed &&
         !(claimed->in_query && names::Knowledge::standard().signing(claimed->scope.service).body_header);
}

std::optional<std::string> Signer::sign(wire::Request& request, bool whole) const {
  const std::optional<Scope> claimed = scope_of(request, options_.region);
  // "bucket.localhost:7100": the bucket's name goes in front of the endpoint's host, too.
  const std::string* sent = request.headers.find("Host");
  std::string name = sent ? core::to_lower(*sent) : "";
  name.resize(std::min(name.size(), name.find(':')));
  const std::string behind = "." + options_.listen_host;
  const std::size_t prefix = name.ends_with(behind)         ? name.size() - behind.size() + 1
                             : name.ends_with(".localhost") ? name.size() - 9
                                                            : 0;
  if (prefix == 0 || !exchange::is_ip_address(options_.to.host))
    request.headers.set("Host", exchange::host_header(options_.to, std::string_view(name).substr(0, prefix)));
  request.target = options_.to.path + request.target;
  if (!claimed) return std::nullopt;

  const names::Signing words = names::Knowledge::standard().signing(claimed->scope.service);
  const std::string* stated = request.headers.find(stated_header);
  if (stated && stated->starts_with("STREAMING-AWS4-")) {
    return "its body is signed chunk by chunk, which is not made anew; let the client sign the body as a "
           "whole or not at all";
  }
  const bool unsigned_anyway = claimed->in_query && words.body_header;
  if (!stated && !whole && !unsigned_anyway)
    return "its body is longer than the proxy keeps (--max-body), so that it cannot be signed anew";
  const std::string hash = stated            ? *stated
                           : unsigned_anyway ? std::string(unsigned_body)
                                             : core::hex(core::sha256(request.body));
  request.target = without_signature(request.target);
  for (const char* header : {"Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Region-Set"})
    request.headers.remove(header);
  const wire::SigningOptions signing{.normalize_path = !words.plain_path,
                                     .double_encode_path = !words.plain_path,
                                     .sign_body_header = stated || words.body_header};
  wire::sign_as_stated(request, options_.credentials, claimed->scope,
                       (options_.clock ? *options_.clock : core::system_clock()).now(), hash, signing);
  return std::nullopt;
}

}  // namespace hallmark::proxy
