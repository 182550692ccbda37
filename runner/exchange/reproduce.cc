#include "exchange/reproduce.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t longest_body = std::size_t{64} << 10;

struct Scope {
  std::string region, service;
};

// Of "AWS4-HMAC-SHA256 Credential=KEY/20260101/us-east-1/voiceid/aws4_request, …".
std::optional<Scope> scope_of(const wire::Request& request) {
  const std::string* authorization = request.headers.find("authorization");
  if (!authorization || !authorization->starts_with("AWS4-HMAC-SHA256")) return std::nullopt;
  const std::size_t at = authorization->find("Credential=");
  if (at == std::string::npos) return std::nullopt;
  const std::vector<std::string> parts =
      core::split(std::string_view(*authorization).substr(at, authorization->find(',', at) - at), '/');
  if (parts.size() < 5) return std::nullopt;
  return Scope{parts[parts.size() - 3], parts[parts.size() - 2]};
}

bool is_plain(std::string_view text) {
  return core::valid_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
         });
}

std::string authority_of(const std::string& url) {
  const std::size_t at = url.find("://");
  return at == std::string::npos ? url : url.substr(at + 3);
}

}  // namespace

std::string shell_quote(std::string_view text) {
  const bool safe = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("@%+=:,./_-").find(c) != std::string_view::npos;
  });
  if (safe) return std::string(text);
  return "'" + core::replace_all(std::string(text), "'", "'\\''") + "'";
}

std::string reproduce(const HttpExchange& http, plan::SignMode sign, const std::string& identity) {
  const wire::Request& request = http.request;
  const std::optional<Scope> scope = scope_of(request);
  std::string command;
  std::string remarks;
  bool piped = false;
  if (!request.body.empty()) {
    if (request.body.size() > longest_body) {
      remarks += fmt::format("  # its body of {} bytes is left out", request.body.size());
    } else if (!is_plain(request.body)) {
      command += "printf %s " + shell_quote(core::base64_encode(request.body)) + " | base64 -d | ";
      piped = true;
    }
  }
  command += "curl -sS -i --http1.1 --path-as-is --globoff";
  if (request.method == "HEAD") {
    command += " --head";
  } else {
    command += " -X " + shell_quote(request.method);
  }
  if (scope) {
    command += fmt::format(" --aws-sigv4 {}",
                           shell_quote(fmt::format("aws:amz:{}:{}", scope->region, scope->service)));
    const bool wrong = sign == plan::SignMode::corrupt || sign == plan::SignMode::unknown_key;
    command += wrong ? " --user \"$AWS_ACCESS_KEY_ID:wrong\""
                     : " --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"";
    if (sign == plan::SignMode::expired) remarks += "  # sent with a signature two hours old";
    if (identity != "default") remarks += "  # as the identity " + core::printable(identity);
  }
  bool content_type = false;
  for (const wire::Header& header : request.headers) {
    const std::string name = core::to_lower(header.name);
    if (scope && (name == "authorization" || name == "x-amz-date" || name == "x-amz-content-sha256"))
      continue;
    if (name == "content-length" || name == "user-agent") continue;
    if (name == "host" && header.value == authority_of(http.url)) continue;
    if (name == "x-amz-security-token") {
      command += " -H \"" + header.name + ": $AWS_SESSION_TOKEN\"";
      continue;
    }
    if (name == "authorization") {  // of a scheme that curl cannot make
      command += " -H \"" + header.name + ": $AUTHORIZATION\"";
      continue;
    }
    content_type = content_type || name == "content-type";
    // "Name;" is how curl is told to send an empty header.
    command +=
        " -H " + shell_quote(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  if (!request.headers.has("host")) command += " -H 'Host:'";
  if (!request.headers.has("accept")) command += " -H 'Accept:'";
  if (!request.body.empty() && !content_type) command += " -H 'Content-Type:'";
  if (piped) {
    command += " --data-binary @-";
  } else if (!request.body.empty() && request.body.size() <= longest_body) {
    // A leading @ would name a file.
    command += (request.body.front() == '@' ? " --data-raw " : " --data-binary ") + shell_quote(request.body);
  } else if (request.method == "POST" || request.method == "PUT" || request.method == "PATCH") {
    command += " -H 'Content-Length: 0'";
  }
  command += " " + shell_quote(http.url + request.target);
  return command + remarks;
}

}  // namespace hallmark::exchange
