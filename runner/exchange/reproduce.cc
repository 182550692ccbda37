#include "exchange/reproduce.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "core/text.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t longest_body = std::size_t{64} << 10;

// As `gunzip` reads it; empty when it cannot be made.
std::string zipped(const std::string& text) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? out : std::string();
}

// A long body as base64 of its gzip form; empty where that is too long, too.
std::string packed(const std::string& body) {
  constexpr std::size_t longest = std::size_t{16} << 20;
  const std::string small = body.size() > longest ? std::string() : zipped(body);
  return small.empty() || small.size() > longest_body * 3 / 4 ? std::string() : core::base64_encode(small);
}

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
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
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

namespace {

constexpr std::size_t shortest_value = 4;  // a shorter one stands in places that are not it

// `command` with "$name" in place of `value`, wherever it stands in the command's words.
std::string with_variable(const std::string& command, const std::string& value, const std::string& name) {
  std::string out;
  bool quoted = false;
  for (std::size_t at = 0; at < command.size();) {
    if (command.compare(at, value.size(), value) == 0) {
      out += quoted ? "'\"$" + name + "\"'" : "\"$" + name + "\"";
      at += value.size();
      continue;
    }
    if (!quoted && command[at] == '\\' && at + 1 < command.size())
      out += command[at++];
    else if (command[at] == '\'')
      quoted = !quoted;
    out += command[at++];
  }
  return out;
}

// Reads the member's text out of "$answer", JSON or XML.
std::string extraction(const std::string& name, const std::string& pointer) {
  const std::string member = pointer.substr(pointer.rfind('/') + 1);
  return fmt::format(
      "{0}=$(printf %s \"$answer\" | tr -d '\\r\\n' | sed -n -e 's/.*\"{1}\" *: *\"\\([^\"]*\\)\".*/\\1/p' "
      "-e 's/.*<{1}>\\([^<]*\\)<.*/\\1/p' | head -n 1)",
      name, member);
}

// The texts that "${unique}" stood for, where a template and what was sent of it stand side by side.
void find_unique(const Json& made_of, const Json& sent, std::vector<std::string>& found) {
  constexpr std::string_view mark = "${unique}";
  if (made_of.is_string() && sent.is_string()) {
    const auto& pattern = made_of.get_ref<const std::string&>();
    const auto& text = sent.get_ref<const std::string&>();
    const std::size_t at = pattern.find(mark);
    if (at == std::string::npos) return;
    const std::string before = pattern.substr(0, at), behind = pattern.substr(at + mark.size());
    if ((before + behind).find("${") != std::string::npos || text.size() <= before.size() + behind.size() ||
        !text.starts_with(before) || !text.ends_with(behind))
      return;
    std::string value = text.substr(before.size(), text.size() - before.size() - behind.size());
    if (std::find(found.begin(), found.end(), value) == found.end()) found.push_back(std::move(value));
  } else if (made_of.is_object() && sent.is_object()) {
    for (const auto& [name, inner] : made_of.items()) {
      if (const auto other = sent.find(name); other != sent.end()) find_unique(inner, *other, found);
    }
  } else if (made_of.is_array() && sent.is_array()) {
    for (std::size_t i = 0; i < std::min(made_of.size(), sent.size()); ++i)
      find_unique(made_of[i], sent[i], found);
  }
}

// Another name of the same form for every time that the script runs.
std::string another_name(const std::string& name, const std::string& value) {
  return fmt::format("{0}={1}$(od -An -N32 -tx1 /dev/urandom | tr -d ' \\n' | cut -c1-{2})", name,
                     value.substr(0, 1), value.size() - 1);
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
  });
}

}  // namespace

std::string reproduce_case(const plan::Case& test, const CaseRun& run, std::size_t at) {
  const Exchange& shown = run.exchanges[at];
  const auto sign_of = [&](const Exchange& each) {
    return each.role == Role::send ? test.wire.sign : plan::SignMode::normal;
  };
  if (shown.http.request.body.size() > longest_body && packed(shown.http.request.body).empty()) {
    return fmt::format(
        "hallmark run {}  # with the run's own options: its body of {} bytes fits no command line",
        shell_quote(test.id), shown.http.request.body.size());
  }
  const std::string last = reproduce(shown.http, sign_of(shown), shown.identity);
  // The case's own arrangement stands behind that of a base request.
  std::size_t first = at;
  while (first > 0 &&
         (run.exchanges[first - 1].role == Role::arrange || run.exchanges[first - 1].role == Role::send ||
          run.exchanges[first - 1].role == Role::control || run.exchanges[first - 1].role == Role::then))
    --first;
  std::string script;
  std::vector<std::pair<std::string, std::string>> variables;  // value, name
  const auto told = [&](std::string command) {
    for (const auto& [value, name] : variables) command = with_variable(command, value, name);
    return command;
  };
  // What the run called things is taken by now, and by whoever ran another of its scripts.
  std::vector<std::string> unique;
  std::size_t step = 0;
  for (std::size_t i = first; i <= at; ++i) {
    const Exchange& each = run.exchanges[i];
    if (each.role == Role::arrange && step < test.arrange.size()) {
      find_unique(test.arrange[step++].with, each.input, unique);
    } else if (each.role != Role::arrange) {
      find_unique(test.send, each.input, unique);
    }
  }
  std::string names;
  for (const std::string& value : unique) {
    constexpr std::size_t most = 60;
    if (value.size() < shortest_value || value.size() > most || value.find('\'') != std::string::npos)
      continue;
    const std::string name = fmt::format("unique{}", variables.size() + 1);
    names += another_name(name, value) + "; ";
    variables.emplace_back(value, name);
  }
  if (first < at && !names.empty()) names.back() = '\n';
  step = 0;
  for (std::size_t i = first; i < at; ++i) {
    const Exchange& each = run.exchanges[i];
    if (each.http.url.empty()) return last;
    const std::string command = told(reproduce(each.http, sign_of(each), each.identity));
    if (each.role != Role::arrange || step >= test.arrange.size()) {
      script += command + "\n";
      continue;
    }
    script += "answer=$(" + command + "\n)\n";  // a remark may end the line
    for (const auto& [name, pointer] : test.arrange[step].keep) {
      const auto kept = run.kept.find(name);
      if (kept == run.kept.end() || !kept->second.is_string() || !is_name(name)) continue;
      const std::string value = kept->second.get<std::string>();
      if (value.size() < shortest_value || value.find('\'') != std::string::npos) continue;
      const bool given = each.input.dump().find(value) != std::string::npos;  // a name that the request chose
      if (given) continue;
      script += extraction(name, pointer) + "\n";
      variables.emplace_back(value, name);
    }
    ++step;
  }
  return names + script + told(last);
}

std::string reproduce(const HttpExchange& http, plan::SignMode sign, const std::string& identity) {
  const wire::Request& request = http.request;
  const std::optional<Scope> scope = scope_of(request);
  std::string command;
  std::string remarks;
  bool piped = false;
  if (!request.body.empty()) {
    if (request.body.size() > longest_body) {
      if (const std::string small = packed(request.body); !small.empty()) {
        command += "printf %s " + shell_quote(small) + " | base64 -d | gunzip | ";
        piped = true;
      }
    }
    if (request.body.size() > longest_body && !piped) {
      remarks += fmt::format("  # its body of {} bytes is left out", request.body.size());
    } else if (!piped && !is_plain(request.body)) {
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
    // x-amz-content-sha256 stays: curl hashes what it says, and does not add it by itself.
    if (scope && (name == "authorization" || name == "x-amz-date")) continue;
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
