// Mutants of encoded answers: members, envelopes, statuses, bodies, and the HTTP message itself.
#include <algorithm>
#include <utility>

#include "core/text.h"
#include "endpoint/mutants/body_edit.h"
#include "endpoint/mutants/hooks.h"
#include "endpoint/mutants/hooks_document.h"
#include "wire/cbor_body.h"

namespace hallmark::endpoint {

namespace {

struct Argument {
  std::string first, second;  // "A@B"
};

Argument split_argument(const std::string& text) {
  const auto at = text.rfind('@');
  return at == std::string::npos ? Argument{text, {}} : Argument{text.substr(0, at), text.substr(at + 1)};
}

std::string timestamp_as(const std::string& now, const std::string& format, bool json) {
  std::optional<core::Time> time;
  for (const auto known : {core::TimestampFormat::date_time, core::TimestampFormat::http_date,
                           core::TimestampFormat::epoch_seconds}) {
    if (!time) time = core::parse_time(now, known);
  }
  if (!time) return {};
  const auto quoted = [&](const std::string& text) { return json ? "\"" + text + "\"" : text; };
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
  if (format == "date-time") return quoted(core::format_time(*time, core::TimestampFormat::date_time));
  if (format == "http-date") {
    return quoted(
        core::format_time(std::chrono::floor<std::chrono::seconds>(*time), core::TimestampFormat::http_date));
  }
  if (format == "epoch") return std::to_string(seconds);
  if (format == "milliseconds") return std::to_string(seconds * 1000);
  return quoted("some time ago");
}

bool apply(BodyEdit& body, const ActiveMutants::Entry& mutant, const std::string& extra, const Place& place,
           bool quotes) {
  const std::string& name = mutant.name;
  if (name == "drop-member") return body.drop(place);
  if (name == "null-member") return body.make_null(place);
  if (name == "null-item") return body.add_null(place);
  if (name == "number-too-wide") return body.set_text(place, "9223372036854775807");
  if (name == "blank-member") return body.set_text(place, quotes ? "\"\"" : "");
  if (name == "value-outside") return body.set_text(place, quotes ? "\"no such value\"" : "no such value");
  if (name == "wrong-type") return body.retype(place);
  if (name == "rename-case") return !place.path.empty() && body.rename(place, other_case(place.path.back()));
  if (name == "wrap-member") return body.wrap(place, "Value");
  if (name == "unwrap-member") return body.unwrap(place);
  if (name == "lift-member") return body.lift(place);
  if (name == "list-as-object") return body.as_object(place);
  if (name == "bare-item") return body.bare_item(place);
  if (name == "other-string") return body.swap_string(place);
  if (name == "timestamp-format") {
    if (extra == "untagged") return body.set_tag(place, std::nullopt);
    if (extra == "other-tag") return body.set_tag(place, 0);
    const auto now = body.get_text(place);
    const std::string text = now ? timestamp_as(*now, extra, quotes) : std::string();
    return !text.empty() && body.set_text(place, text);
  }
  return false;
}

bool concerns_members(const ActiveMutants::Entry& mutant) {
  static const std::set<std::string, std::less<>> names = {
      "blank-member", "value-outside",  "null-item",   "number-too-wide",  "drop-member",
      "null-member",  "wrong-type",     "rename-case", "wrap-member",      "unwrap-member",
      "lift-member",  "list-as-object", "bare-item",   "timestamp-format", "other-string"};
  return names.contains(mutant.name);
}

void spoil_members(const ServedExchange& exchange, const Json& output, wire::Response& response) {
  const auto* shape = exchange.model.shape(exchange.operation->output);
  if (shape == nullptr) return;
  const auto places = places_of(exchange.model, exchange.protocol, *shape, output);
  for (const auto& mutant : exchange.mutants.entries()) {
    if (!concerns_members(mutant)) continue;
    const Argument argument =
        mutant.name == "timestamp-format" ? split_argument(mutant.argument) : Argument{mutant.argument, {}};
    // From the last to the first: what goes does not move what is still to come.
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
      if (!core::glob_match(argument.first, place->pointer)) continue;
      // '*' stands for an index or a key, not for several steps.
      if (std::count(argument.first.begin(), argument.first.end(), '/') !=
          std::count(place->pointer.begin(), place->pointer.end(), '/')) {
        continue;
      }
      if (!place->header.empty()) {
        if (mutant.name == "drop-member") response.headers.remove(place->header);
        continue;
      }
      const auto body = BodyEdit::open(exchange.protocol, response.body);
      if (body != nullptr && apply(*body, mutant, argument.second, *place, !speaks_xml(exchange.protocol))) {
        response.body = body->text();
      } else if (body != nullptr && mutant.name == "drop-member" && place->path.empty()) {
        response.body.clear();  // the payload itself
      }
    }
  }
  if (exchange.mutants.has("etag-in-body")) {
    const std::string* tag = response.headers.find("ETag");
    const auto body = tag == nullptr ? nullptr : BodyEdit::open(exchange.protocol, response.body);
    if (body != nullptr && body->add("ETag", *tag)) {
      response.headers.remove("ETag");
      response.body = body->text();
    }
  }
}

void break_syntax(const wire::Protocol& protocol, std::string& body) {
  if (speaks_cbor(protocol)) {
    if (!body.empty()) body.front() = '\xFF';  // a break where nothing began
  } else {
    body = speaks_xml(protocol) ? core::replace_all(body, "</", "<//") : core::replace_all(body, ":", "=");
  }
}

// Bytes that are no UTF-8, in a text where there is one.
void break_text(const wire::Protocol& protocol, std::string& body) {
  if (speaks_cbor(protocol)) {
    const auto edit = open_cbor_body(body);
    if (edit != nullptr && edit->break_text()) body = edit->text();
    return;
  }
  const bool xml = speaks_xml(protocol);
  const auto at = body.find(xml ? "</" : "\":\"");
  body.insert(at == std::string::npos ? body.size() : at + (xml ? 0 : 3), "\xff\xfe");
}

void spoil_body(const ServedExchange& exchange, wire::Response& response) {
  for (const std::string& how : exchange.mutants.arguments("protocol-header")) {
    response.headers.remove("smithy-protocol");
    if (how == "wrong") response.headers.add("smithy-protocol", "rpc-v3-cbor");
  }
  for (const std::string& how : exchange.mutants.arguments("content-type")) {
    if (how == "twice") {
      response.headers.add("Content-Type", "text/html");
      continue;
    }
    response.headers.remove("Content-Type");
    if (how == "wrong") response.headers.add("Content-Type", "text/html");
  }
  for (const std::string& how : exchange.mutants.arguments("body")) {
    std::string& body = response.body;
    const bool xml = speaks_xml(exchange.protocol);
    if (how == "truncated") body.resize(body.size() * 2 / 3);
    if (how == "syntax") break_syntax(exchange.protocol, body);
    if (how == "utf8") break_text(exchange.protocol, body);
    if (how == "trailing") body += xml ? "<more/>" : speaks_cbor(exchange.protocol) ? "\xA0" : "{}";
    if (how == "empty") body.clear();
    if (how == "html") body = "<html><body><p>It works!</body></html>";
  }
}

void spoil_wire(const ServedExchange& exchange, SentAnswer& answer) {
  const std::size_t size = answer.response.body.size();
  for (const std::string& how : exchange.mutants.arguments("wire")) {
    WirePlan& wire = answer.wire;
    if (how == "truncated") wire.cut_after = size / 2;
    if (how == "length-above") wire.content_length = static_cast<long long>(size) + 10, wire.cut_after = size;
    if (how == "length-below") wire.content_length = static_cast<long long>(size / 2), wire.close = true;
    if (how == "conflicting-length") wire.conflicting_length = true, wire.close = true;
    if (how == "reset") wire.cut_after = size / 2, wire.reset = true;
    if (how == "broken-chunk") wire.chunked = true, wire.broken_chunk = true, wire.close = true;
    if (how == "behind") wire.behind = "something more", wire.close = true;
    if (how == "head") wire.cut_head_after = 40;
    if (how == "status-line") wire.status_line = "HTTP/1.1 OK", wire.close = true;
    if (how == "silent") wire.cut_head_after = 0;
  }
}

bool concerns(const Argument& argument, const Raised& raised, const wire::ErrorAnswer& error) {
  return argument.first == "*" || argument.first == raised.name || argument.first == error.code;
}

// Another exception of the operation, with another code.
std::string sibling_of(const ServedExchange& exchange, const wire::ErrorAnswer& error) {
  std::string sibling = "AnotherException";
  const auto is_version = [&](const contract::Shape& shape) {
    return listed_for(exchange.model, *exchange.operation, Refusal::stale_version) == &shape ||
           listed_for(exchange.model, *exchange.operation, Refusal::invalid_version) == &shape;
  };
  bool far = false;
  for (const auto* other : contract::listed_errors(exchange.model, *exchange.operation)) {
    const auto info = contract::error_info(exchange.model, *other, exchange.protocol.id());
    const bool differs = info.status.value_or(error.status) != error.status;
    const int status = info.status.value_or(400);
    if (status == 429 || status >= 500) continue;  // who is told to come back comes back
    // The documents do not separate these two.
    const bool versions = is_version(*other) && error.shape != nullptr && is_version(*error.shape);
    if (info.code == error.code || (far && !differs) || versions) continue;
    sibling = info.code;
    far = differs;  // its own status tells that the code is wrong
  }
  return sibling;
}

std::string misspelt(std::string code) {
  if (code.size() > 3) std::swap(code[code.size() / 2], code[code.size() / 2 - 1]);
  return code + "s";
}

// No code anywhere: in none of the places that the protocol knows.
void remove_code(const ServedExchange& exchange, wire::Response& response) {
  for (const char* header : {"x-amzn-errortype", "x-amzn-query-error", "x-amzn-ErrorType"})
    response.headers.remove(header);
  const auto body = BodyEdit::open(exchange.protocol, response.body);
  if (body == nullptr) return;
  for (const char* member : {"__type", "code", "Code", "errorType"}) body->remove(member);
  response.body = body->text();
}

// An error in a form that no protocol has.
std::string foreign_error(const wire::Protocol& protocol, const wire::ErrorAnswer& error) {
  const Json body = {{"error", {{"type", error.code}, {"message", error.message}}}};
  if (!speaks_cbor(protocol)) return body.dump();
  wire::CborWriter writer;
  wire::write_cbor_untyped(body, writer);
  return writer.take();
}

void replace_envelope(const ServedExchange& exchange, const std::string& how, const wire::ErrorAnswer& error,
                      wire::Response& response) {
  if (how == "empty") {
    response.body.clear();
    for (const char* header : {"x-amzn-errortype", "x-amzn-query-error"}) response.headers.remove(header);
  } else if (how == "html" || how == "text") {
    for (const char* header : {"x-amzn-errortype", "x-amzn-query-error"}) response.headers.remove(header);
    response.headers.set("Content-Type", how == "html" ? "text/html" : "text/plain");
    response.body = how == "html" ? "<html><body><h1>" + error.code + "</h1></body></html>" : error.code;
  } else if (!speaks_json(exchange.protocol)) {
    response.headers.remove("x-amzn-query-error");
    response.headers.set("Content-Type", "application/json");
    response.body = Json{{"__type", error.code}, {"message", error.message}}.dump();
  } else {
    response.headers.remove("x-amzn-errortype");
    response.headers.set("Content-Type", "text/xml");
    response.body = "<ErrorResponse><Error><Code>" + error.code + "</Code></Error></ErrorResponse>";
  }
}

}  // namespace

void spoil_success(const ServedExchange& exchange, const Json& output, SentAnswer& answer) {
  for (const std::string& status : exchange.mutants.arguments("success-status")) {
    answer.response.status = std::atoi(status.c_str());
    answer.response.reason.clear();
  }
  if (exchange.request.headers.find("Range") != nullptr && !answer.response.body.empty() &&
      exchange.mutants.acts("range-shifted"))
    std::rotate(answer.response.body.begin(), answer.response.body.begin() + 1, answer.response.body.end());
  spoil_members(exchange, output, answer.response);
  spoil_body(exchange, answer.response);
  spoil_document(exchange, answer.response);
  spoil_wire(exchange, answer);
}

void spoil_error(const ServedExchange& exchange, const Raised& raised, wire::ErrorAnswer& error) {
  for (const std::string& text : exchange.mutants.arguments("error-status")) {
    const Argument argument = split_argument(text);
    if (concerns(argument, raised, error)) error.status = std::atoi(argument.second.c_str());
  }
  for (const std::string& text : exchange.mutants.arguments("error-code")) {
    const Argument argument = split_argument(text);
    if (!concerns(argument, raised, error)) continue;
    if (argument.second == "sibling") error.code = sibling_of(exchange, error);
    if (argument.second == "misspelt") error.code = misspelt(error.code);
    if (argument.second == "case") error.code = core::to_lower(error.code);
  }
  for (const char* mutant : {"error-member-dropped", "error-member-wrong-type", "error-member-outside"}) {
    for (const std::string& text : exchange.mutants.arguments(mutant)) {
      const Argument argument = split_argument(text);
      if (!concerns(argument, raised, error)) continue;
      if (std::string_view(mutant) == "error-member-dropped") {
        error.members.erase(argument.second);
      } else if (std::string_view(mutant) == "error-member-outside") {
        if (error.members.contains(argument.second)) error.members[argument.second] = "no such value";
      } else {
        error.members[argument.second] = Json::array({1});
      }
    }
  }
}

void spoil_error_answer(const ServedExchange& exchange, const Raised& raised, const wire::ErrorAnswer& error,
                        SentAnswer& answer) {
  wire::Response& response = answer.response;
  for (const std::string& text : exchange.mutants.arguments("error-code")) {
    const Argument argument = split_argument(text);
    if (!concerns(argument, raised, error)) continue;
    if (argument.second == "missing") remove_code(exchange, response);
    if (argument.second == "query-missing") response.headers.remove("x-amzn-query-error");
    if (argument.second == "disagree")
      disagree(exchange.protocol, error.code, sibling_of(exchange, error), response);
  }
  for (const std::string& text : exchange.mutants.arguments("error-code-misplaced")) {
    if (!concerns({text, {}}, raised, error)) continue;
    remove_code(exchange, response);
    if (speaks_xml(exchange.protocol)) {
      response.headers.add("x-amzn-errortype", error.code);
    } else {
      response.body = foreign_error(exchange.protocol, error);
    }
  }
  for (const std::string& text : exchange.mutants.arguments("error-envelope")) {
    const Argument argument = split_argument(text);
    if (concerns(argument, raised, error)) replace_envelope(exchange, argument.second, error, response);
  }
  for (const std::string& text : exchange.mutants.arguments("error-envelope-part")) {
    const Argument argument = split_argument(text);
    if (concerns(argument, raised, error)) spoil_envelope_part(argument.second, response.body);
  }
}

}  // namespace hallmark::endpoint
