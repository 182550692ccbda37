#include "run/recorded_http.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "exchange/content_coding.h"

namespace hallmark::run {
namespace {

// What does not fit; never leaves this file.
struct Misfit {
  std::string what;
};

const Json& at(const Json& object, const char* name) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

const Json& object_at(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (!value.is_object()) throw Misfit{fmt::format("{} is no object", name)};
  return value;
}

// Absent and null are empty.
std::string text_at(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (value.is_null()) return {};
  if (!value.is_string()) throw Misfit{fmt::format("{} is no text", name)};
  return value.get<std::string>();
}

int status_at(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (value.is_null()) return 0;
  if (!value.is_number_integer() || value < 0 || value > 999)
    throw Misfit{fmt::format("{} is no status", name)};
  return value.get<int>();
}

std::string decoded_base64(const std::string& text, const char* what) {
  std::string dense;
  for (const char c : text) {
    if (c != '\n' && c != '\r' && c != ' ') dense.push_back(c);
  }
  auto bytes = core::base64_decode(dense);
  if (!bytes) throw Misfit{fmt::format("{} is not the base64 that it is said to be", what)};
  return std::move(*bytes);
}

// Lower case, an even number of digits.
std::optional<std::string> decoded_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
    const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    bytes.push_back(static_cast<char>(value(digits[at]) * 16 + value(digits[at + 1])));
  }
  return bytes;
}

// Polly.js keeps a body that was encoded as the list of its chunks, each base64, or hexadecimal in older
// ones: ["H4sI", "AAAA"].
std::optional<std::string> decoded_chunks(const std::string& text) {
  if (core::trim(text).substr(0, 1) != "[") return std::nullopt;
  const core::ParsedJson<Json> list = core::parse_json(text);
  if (!list.value || !list.value->is_array()) return std::nullopt;
  const auto is_hex = [](const Json& chunk) {
    const std::string& digits = chunk.get_ref<const std::string&>();
    return digits.size() % 2 == 0 && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
  };
  std::string bytes;
  for (const Json& chunk : *list.value) {
    if (!chunk.is_string()) return std::nullopt;
  }
  const bool hex = std::all_of(list.value->begin(), list.value->end(), is_hex);
  for (const Json& chunk : *list.value) {
    const std::string& digits = chunk.get_ref<const std::string&>();
    const auto piece = hex ? decoded_hex(digits) : core::base64_decode(digits);
    if (!piece) return std::nullopt;
    bytes += *piece;
  }
  return bytes;
}

// The text of a HAR's content or postData as it was.
std::string har_text(const Json& content, const char* what) {
  std::string text = text_at(content, "text");
  const Json& binary = at(content, "_isBinary");
  const bool base64 = core::equal_ignoring_case(text_at(content, "encoding"), "base64");
  if (!base64 && !(binary.is_boolean() && binary.get<bool>())) return text;
  if (auto bytes = decoded_chunks(text)) return std::move(*bytes);
  return base64 ? decoded_base64(text, what) : text;
}

// [{"name", "value"}], {"name": "value" or ["value", …]}, or [["name", "value"], …]
wire::Headers headers_of(const Json& json) {
  wire::Headers headers;
  const auto add = [&](const std::string& name, const Json& value) {
    if (!name.empty() && name.front() == ':') return;  // HTTP/2's own
    if (value.is_string()) headers.add(name, value.get<std::string>());
    if (value.is_number()) headers.add(name, value.dump());
  };
  if (json.is_object()) {
    for (const auto& [name, value] : json.items()) {
      if (!value.is_array()) add(name, value);
      for (const Json& each : value.is_array() ? value : Json::array()) add(name, each);
    }
  } else if (json.is_array()) {
    for (const Json& each : json) {
      if (each.is_object()) add(text_at(each, "name"), at(each, "value"));
      if (each.is_array() && each.size() == 2 && each[0].is_string())
        add(each[0].get<std::string>(), each[1]);
    }
  } else if (!json.is_null()) {
    throw Misfit{"headers are neither an object nor a list"};
  }
  return headers;
}

// Recorders are told to write "**REDACTED**", "[FILTERED]" or "xxxx" for what they shall not keep.
bool is_replaced(const std::string& value) {
  const std::string lower = core::to_lower(value);
  for (const std::string_view word : {"redacted", "filtered", "scrubbed"}) {
    if (lower.find(word) != std::string::npos) return true;
  }
  return lower.size() >= 3 && lower.find_first_not_of("x*") == std::string::npos;
}

// The response's headers, as far as they were kept.
wire::Headers kept_headers(const Json& json, verdict::RecordedParts& parts) {
  wire::Headers kept;
  const wire::Headers headers = headers_of(json);
  for (const wire::Header& header : headers) {
    if (!is_replaced(header.value)) kept.add(header.name, header.value);
    // Cookies, tokens and the like are nobody's promise; what else was replaced may be.
    const bool harmless = core::equal_ignoring_case(header.name, "set-cookie") ||
                          core::to_lower(header.name).find("id") != std::string::npos;
    if (is_replaced(header.value) && !harmless) parts.headers = false;
  }
  // Every HTTP server says the date and every service of AWS a request's id: without both, headers were left
  // out.
  const bool whole = std::any_of(kept.begin(), kept.end(), [](const wire::Header& header) {
    const std::string name = core::to_lower(header.name);
    return name == "date" || name.find("request-id") != std::string::npos ||
           name.find("requestid") != std::string::npos;
  });
  parts.filtered = !whole;
  if (kept.empty()) parts.headers = false;
  return kept;
}

// Sets host, Host and the request's target from an absolute URL or from origin form.
void set_url(const std::string& url, RecordedItem& item) {
  const std::size_t scheme = url.find("://");
  wire::Request& request = item.http.request;
  if (scheme == std::string::npos) {
    request.target = url.empty() ? "/" : url;
    if (const std::string* host = request.headers.find("host")) item.host = *host;
  } else {
    const std::size_t begin = scheme + 3;
    const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
    item.http.url = url.substr(0, end);
    item.host = url.substr(begin, end - begin);
    item.host.erase(0, item.host.rfind('@') + 1);
    request.target = url.substr(end, url.find('#', end) - end);
    if (request.target.empty() || request.target.front() != '/') request.target.insert(0, "/");
    if (!request.headers.has("host")) request.headers.add("Host", item.host);
  }
  item.host = core::to_lower(item.host);
  const std::size_t colon = item.host.rfind(':');
  if (colon != std::string::npos && item.host.find(']', colon) == std::string::npos) item.host.resize(colon);
  item.has_request = true;
}

// Recorders keep bodies as they travelled or as they were read; compressed bytes give themselves away.
void undo_codings(wire::Response& response, exchange::HttpExchange& http) {
  const std::string* stated = response.headers.find("content-encoding");
  if (!stated || response.body.empty()) return;
  std::vector<std::string> codings = core::split(core::to_lower(*stated), ',');
  while (!codings.empty()) {
    const std::string coding(core::trim(codings.back()));
    codings.pop_back();
    if (!exchange::is_known_coding(coding)) return;
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(response.body[index]); };
    const bool gzip = response.body.size() > 2 && byte(0) == 0x1f && byte(1) == 0x8b;
    const bool zlib =
        response.body.size() > 2 && (byte(0) & 0x0f) == 8 && ((byte(0) << 8) + byte(1)) % 31 == 0;
    if (coding == "deflate" ? !zlib : !gzip) return;
    const exchange::Inflated inflated = exchange::inflate_body(coding, response.body, max_recorded_exchange);
    if (inflated.answer != exchange::Inflated::Answer::ok) {
      http.fault = exchange::TransportFault::undecodable_body;
      http.detail = inflated.problem;
      return;
    }
    response.body = inflated.bytes;
  }
}

// An answer that has no body, whatever was recorded of it.
bool is_bodiless(const RecordedItem& item) {
  const wire::Response& answer = *item.http.response;
  const std::string* length = answer.headers.find("content-length");
  return item.http.request.method == "HEAD" || answer.status == 204 || answer.status == 205 ||
         answer.status == 304 || (length && core::trim(*length) == "0");
}

void read_har(const Json& entry, RecordedItem& item) {
  const Json& request = object_at(entry, "request");
  const Json& response = object_at(entry, "response");
  item.http.request.method = text_at(request, "method");
  item.http.request.headers = headers_of(at(request, "headers"));
  set_url(text_at(request, "url"), item);
  if (const Json& post = at(request, "postData"); post.is_object()) {
    item.http.request.body = har_text(post, "postData");
    if (const Json& parameters = at(post, "params");
        item.http.request.body.empty() && parameters.is_array()) {
      for (const Json& each : parameters) {
        if (!item.http.request.body.empty()) item.http.request.body += '&';
        item.http.request.body +=
            core::percent_encode(text_at(each, "name")) + "=" + core::percent_encode(text_at(each, "value"));
      }
    }
  }
  const int status = status_at(response, "status");
  if (status == 0) {
    item.skipped = "no response was recorded";
    return;
  }
  if (status == 101) item.skipped = "the connection went over to another protocol";
  if (status == 304) item.skipped = "the answer stood in a cache (304)";
  wire::Response& answer = item.http.response.emplace();
  answer.status = status;
  answer.reason = text_at(response, "statusText");
  if (const std::string version = text_at(response, "httpVersion"); !version.empty())
    answer.version = version;
  answer.headers = kept_headers(at(response, "headers"), item.parts);
  const Json& content = at(response, "content");
  const Json& text = at(content, "text");
  if (text.is_string()) {
    answer.body = har_text(content, "content");
    undo_codings(answer, item.http);
    return;
  }
  // A size of -1 is HAR's "not known".
  const Json& size = at(content, "size");
  if (!is_bodiless(item) && !(size.is_number() && size == 0))
    item.skipped = "the body of the response was not recorded";
}

// "text", {"text": "…"} or {"b64": "…"}, or "body_b64" beside it; absent where it was not recorded.
std::optional<std::string> body_of(const Json& message) {
  if (at(message, "body_b64").is_string()) return decoded_base64(text_at(message, "body_b64"), "body_b64");
  const Json& body = at(message, "body");
  if (body.is_null()) return std::nullopt;
  if (!body.is_object()) return text_at(message, "body");
  for (const char* name : {"b64", "base64"}) {
    if (at(body, name).is_string()) return decoded_base64(text_at(body, name), name);
  }
  return text_at(body, "text");
}

void read_raw(const Json& raw, RecordedItem& item) {
  const Json& request = at(raw, "request");
  if (request.is_object()) {
    item.http.request.method = text_at(request, "method");
    item.http.request.headers = headers_of(at(request, "headers"));
    if (const std::string target = text_at(request, "x-amz-target"); !target.empty()) {
      item.http.request.headers.set("X-Amz-Target", target);
    }
    set_url(text_at(request, "url"), item);
    item.http.request.body = body_of(request).value_or("");
  } else if (!request.is_null()) {
    throw Misfit{"request is neither an object nor null"};
  }
  const Json& response = object_at(raw, "response");
  wire::Response& answer = item.http.response.emplace();
  answer.status = status_at(response, "status");
  if (answer.status == 0) throw Misfit{"response has no status"};
  answer.headers = kept_headers(at(response, "headers"), item.parts);
  std::optional<std::string> body = body_of(response);
  if (!body && !is_bodiless(item)) item.skipped = "the body of the response was not recorded";
  answer.body = std::move(body).value_or("");
  undo_codings(answer, item.http);
}

void read_parsed(const Json& line, RecordedItem& item) {
  item.kind = RecordedKind::parsed;
  item.status = status_at(line, "http_status");
  item.output = at(line, "output");
  const Json& error = at(item.output, "Error");
  const std::string kind = text_at(line, "kind");
  item.error_code = text_at(line, "error_code");
  if (kind == "error" && item.error_code.empty()) item.error_code = text_at(error, "Code");
  if (kind == "output") item.error_code.clear();
  if (kind == "error" && item.error_code.empty()) item.skipped = "the error's code was not recorded";
  if (!item.error_code.empty() && error.is_object()) {
    const Json& message = at(error, at(error, "Message").is_string() ? "Message" : "message");
    if (message.is_string()) item.error_message = message.get<std::string>();
  }
  if (item.output.is_null()) item.skipped = "neither the exchange nor its output was recorded";
}

template <typename Read>
RecordedItem guarded(Read read) {
  RecordedItem item;
  try {
    read(item);
  } catch (const Misfit& misfit) {
    item = RecordedItem{};
    item.problem = misfit.what;
  }
  return item;
}

}  // namespace

bool is_exchange(const Json& line) {
  const Json& url = at(at(line, "request"), "url");
  if (!url.is_string() || !at(line, "response").is_object()) return false;
  const std::string& text = url.get_ref<const std::string&>();
  return text.starts_with("http://") || text.starts_with("https://");
}

RecordedItem item_of_har(const Json& entry) {
  return guarded([&](RecordedItem& item) { read_har(entry, item); });
}

RecordedItem item_of_line(const Json& line) {
  return guarded([&](RecordedItem& item) {
    item.named = {.service = text_at(line, "service"),
                  .operation = text_at(line, "operation"),
                  .api_version = text_at(line, "api_version")};
    const Json& raw = at(line, "raw");
    if (raw.is_object() || is_exchange(line)) {
      read_raw(raw.is_object() ? raw : line, item);
    } else {
      read_parsed(line, item);
    }
  });
}

}  // namespace hallmark::run
