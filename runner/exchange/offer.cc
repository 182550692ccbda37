#include "exchange/offer.h"

#include <algorithm>
#include <set>

#include "contract/protocols.h"
#include "core/text.h"
#include "names/knowledge.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t longest_refusal = std::size_t{64} << 10;
constexpr std::string_view nobody = "HallmarkUnknownOperation";
constexpr std::string_view nowhere = "hallmark-unknown-operation";

bool lists(const contract::Model& model, const contract::Operation& operation, const Called& called) {
  const auto errors = contract::listed_errors(model, operation);
  return std::any_of(errors.begin(), errors.end(), [&](const contract::Shape* error) {
    return error->name() == called.shape || error->name() == called.code;
  });
}

// "/{Bucket}?cors" and "/b-1?cors" -> "cors"; "" where the query is all members.
std::string_view fixed_query(std::string_view uri) {
  const std::size_t question = uri.find('?');
  if (question == std::string_view::npos) return {};
  const std::string_view query = uri.substr(question + 1);
  return query.substr(0, query.find_first_of("&="));
}

// The answer's text without what differs from request to request.
std::string essence(const Called& called, std::string_view operation) {
  const auto& response = called.exchange.http.response;
  std::string text = core::replace_all(response->body, nobody, operation);
  // "No route for POST /v1/things": routers name the path.
  const std::string& target = called.exchange.http.request.target;
  if (const std::string path = target.substr(0, target.find('?')); path.size() > 1)
    text = core::replace_all(std::move(text), path, "");
  text = core::replace_all(std::move(text), nowhere, "");
  std::string kept;
  std::string word;
  const auto flush = [&] {
    const auto digits = std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits < 4) kept += word;
    word.clear();
  };
  for (const char c : text) {
    const bool inside =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    if (inside) {
      word += c;
      continue;
    }
    flush();
    kept += c;
  }
  flush();
  return kept;
}

std::string path_of(std::string_view uri) { return std::string(uri.substr(0, uri.find('?'))); }

bool has_all_required(const contract::Shape& asked, const contract::Shape& given) {
  return std::all_of(asked.members.begin(), asked.members.end(), [&](const contract::Member& member) {
    return !contract::is_required(member) || given.member(member.name) != nullptr;
  });
}

// The operation with this method on the path alone, whose required members the part's request has, too.
const contract::Operation* of_whole(const contract::Model& model, const contract::Operation& part,
                                    std::string_view method) {
  const auto binding = contract::http_binding(part);
  const contract::Shape* input = model.shape(part.input);
  for (const contract::Operation* each : model.all_operations()) {
    const auto other = contract::http_binding(*each);
    const contract::Shape* asked = model.shape(each->input);
    if (!binding || !input || !other || !asked) continue;
    if (other->method == method && other->uri == path_of(binding->uri) && has_all_required(*asked, *input))
      return each;
  }
  return nullptr;
}

bool is_in_body(const contract::Member& member) {
  return !member.traits.has(contract::trait::http_header) &&
         !member.traits.has(contract::trait::http_prefix_headers) &&
         !member.traits.has(contract::trait::http_response_code);
}

bool has_body(const contract::Shape* output) {
  return output && std::any_of(output->members.begin(), output->members.end(), is_in_body);
}

// The headers that members of the output stand in and the answer has, in lower case.
std::set<std::string> bound_headers(const contract::Shape* output, const Called& called) {
  std::set<std::string> names;
  if (!output) return names;
  for (const contract::Member& member : output->members) {
    const Json* bound = member.traits.find(contract::trait::http_header);
    if (!bound || !bound->is_string()) continue;
    if (called.exchange.http.response->headers.has(bound->get<std::string>()))
      names.insert(core::to_lower(bound->get<std::string>()));
  }
  return names;
}

}  // namespace

std::optional<plan::WireOverlay> of_nobody(const contract::Model& model, const contract::Operation& operation,
                                           std::string_view protocol, const std::string& target) {
  const contract::ProtocolFacts& facts = contract::protocol_facts(protocol);
  plan::WireOverlay overlay;
  if (!facts.rest && facts.request == contract::BodyForm::json) {
    const Json* prefix = model.service.traits.find(contract::trait::target_prefix);
    overlay.headers["X-Amz-Target"] =
        (prefix && prefix->is_string() ? prefix->get<std::string>()
                                       : std::string(contract::name_of(model.service.id))) +
        "." + std::string(nobody);
    return overlay;
  }
  if (facts.form()) {
    overlay.body = "Action=" + std::string(nobody) + "&Version=" + model.service.version;
    return overlay;
  }
  const auto binding = contract::http_binding(operation);
  if (!binding || !facts.rest) return std::nullopt;
  if (const std::string_view part = fixed_query(binding->uri); !part.empty()) {
    const std::size_t at = target.find("?" + std::string(part));
    if (at == std::string::npos) return std::nullopt;
    overlay.path = target;
    overlay.path.replace(at + 1, part.size(), nowhere);
    return overlay;
  }
  // The last fixed segment of the path; the first one only where there is no other: behind it the service may
  // not be reached, and then answers otherwise.
  const auto pattern = core::split(std::string_view(binding->uri).substr(0, binding->uri.find('?')), '/');
  const std::size_t question = std::min(target.find('?'), target.size());
  auto sent = core::split(std::string_view(target).substr(0, question), '/');
  // A greedy label stands for any number of segments.
  const auto greedy = std::find_if(pattern.begin(), pattern.end(),
                                   [](const std::string_view part) { return part.ends_with("+}"); });
  if (greedy == pattern.end() ? pattern.size() != sent.size() : pattern.size() > sent.size())
    return std::nullopt;
  const std::size_t more = sent.size() - pattern.size();
  for (std::size_t at = pattern.size(); at-- > 1;) {
    if (pattern[at].empty() || pattern[at].front() == '{') continue;
    const bool behind = pattern.begin() + static_cast<std::ptrdiff_t>(at) > greedy;
    sent[behind ? at + more : at] = nowhere;
    overlay.path = core::join(sent, "/") + target.substr(question);
    return overlay;
  }
  return std::nullopt;
}

bool is_long(const Called& called) {
  return called.body_taken ||
         (called.answered() && called.exchange.http.response->body.size() > longest_refusal);
}

bool says_not_there(const contract::Model& model, const contract::Operation& operation,
                    const Called& called) {
  if (!called.answered() || called.success || lists(model, operation, called)) return false;
  const auto& words = names::Knowledge::standard();
  return called.exchange.http.response->status == 501 ||
         (!called.code.empty() && words.is(names::ErrorClass::unknown_operation, called.code));
}

bool may_be_anybodys(const contract::Model& model, const contract::Operation& operation,
                     const Called& called) {
  if (!called.answered() || called.throttled || is_long(called)) return false;
  const auto binding = contract::http_binding(operation);
  // "InvalidInput: Unknown endpoint: POST /v1/things": whoever names the path may know no better word for it.
  const bool names_nothing = binding && binding->uri.find('{') == std::string::npos;
  const std::string& target = called.exchange.http.request.target;
  const std::string path = target.substr(0, target.find('?'));
  // "Unable to determine service/operation name to be authorized", whatever the code and the status.
  const auto& words = names::Knowledge::standard();
  if (!called.success &&
      words.is(names::ErrorClass::unknown_operation, "", called.exchange.http.response->body))
    return true;
  const bool of_the_path =
      names_nothing && path.size() > 1 && called.exchange.http.response->body.find(path) != std::string::npos;
  if (!of_the_path && lists(model, operation, called)) return false;
  if (called.success) return binding && binding->method == "GET" && !fixed_query(binding->uri).empty();
  // A redirect speaks of the address; a server error of the server, unless it names what was asked for: "500
  // Unsupported x-amz-target header GetThing".
  const int status = called.exchange.http.response->status;
  if (status >= 500 && called.exchange.http.response->body.find(operation.name()) != std::string::npos)
    return true;
  // RFC 9110, 15.5.13: a condition on what was asked for was looked at.
  constexpr int precondition_failed = 412;
  if (status < 400 || status >= 500 || status == precondition_failed) return false;
  // A code that means something of its own is an answer to what was asked; but where the path names no thing,
  // what is not found may be the path.
  const auto said = called.code.empty() ? std::nullopt : words.class_of(called.code);
  return !said || (said == names::ErrorClass::not_found && names_nothing) ||
         (said == names::ErrorClass::invalid_input && of_the_path);
}

bool alike(const Called& one, const Called& other, std::string_view operation) {
  if (!one.answered() || !other.answered() || one.success != other.success || one.code != other.code)
    return false;
  return one.exchange.http.response->status == other.exchange.http.response->status &&
         essence(one, operation) == essence(other, operation);
}

const contract::Operation* reader_of_whole(const contract::Model& model,
                                           const contract::Operation& operation) {
  const auto binding = contract::http_binding(operation);
  if (!binding || binding->method != "DELETE" || fixed_query(binding->uri).empty()) return nullptr;
  const contract::Operation* head = of_whole(model, operation, "HEAD");
  return head ? head : of_whole(model, operation, "GET");
}

const contract::Operation* writer_of_whole(const contract::Model& model,
                                           const contract::Operation& operation) {
  const auto binding = contract::http_binding(operation);
  if (!binding || binding->method != "PUT" || fixed_query(binding->uri).empty()) return nullptr;
  return of_whole(model, operation, "PUT");
}

bool speaks_for_whole(const contract::Model& model, const contract::Operation& operation,
                      const contract::Operation& whole, const Called& called) {
  if (!called.answered() || called.throttled) return false;
  if (!called.success) return !lists(model, operation, called) && lists(model, whole, called);
  const contract::Shape *own = model.shape(operation.output), *other = model.shape(whole.output);
  if (has_body(own) && !has_body(other) && called.exchange.http.response->body.empty()) return true;
  const std::set<std::string> of_part = bound_headers(own, called), of_whole = bound_headers(other, called);
  return !std::includes(of_part.begin(), of_part.end(), of_whole.begin(), of_whole.end());
}

bool have_the_same_headers(const contract::Model& model, const contract::Operation& whole, const Called& one,
                           const Called& other) {
  const contract::Shape* output = model.shape(whole.output);
  return one.answered() && other.answered() && bound_headers(output, one) == bound_headers(output, other);
}

}  // namespace hallmark::exchange
