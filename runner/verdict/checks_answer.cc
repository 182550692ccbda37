#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "contract/promise_id.h"
#include "core/text.h"
#include "verdict/checks.h"

namespace hallmark::verdict {
namespace {

using exchange::TransportFault;

// The length that the head states is itself wrong: no deadline can have caused that.
bool length_already_wrong(const wire::Response& response) {
  const std::vector<std::string> lengths = response.headers.find_all("content-length");
  std::optional<std::uint64_t> first;
  for (const std::string& text : lengths) {
    const std::string_view digits = core::trim(text);
    std::uint64_t length = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (problem != std::errc() || end != digits.data() + digits.size()) return true;
    if (first && *first != length) return true;
    first = length;
  }
  return first && response.body.size() > *first;
}

std::string status_text(int status, std::string_view reason) {
  return reason.empty() ? std::to_string(status) : fmt::format("{} {}", status, reason);
}

// Pages for people (HTML of a crash) come on many lines; findings are one.
std::string in_one_line(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  std::string line;
  for (const char c : text.substr(0, 2000)) {
    if (blanks.find(c) == std::string_view::npos) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

// "an HTML page, "500 Internal Server Error"": its title, else its text, says as much as the whole.
std::string said_by_body(const std::string& body) {
  const std::string line = in_one_line(body);
  const std::string lower = core::to_lower(line);
  if (!lower.starts_with("<!doctype html") && !lower.starts_with("<html")) return core::shorten(line, 200);
  std::size_t begin = lower.find("<title>"), end = lower.find("</title>");
  if (begin == std::string::npos || end == std::string::npos || end < begin) {
    begin = 0;
    end = line.size();
  }
  std::string text;
  bool in_tag = false;
  for (const char c : line.substr(begin, end - begin)) {
    in_tag = in_tag ? c != '>' : c == '<';
    if (!in_tag && c != '>') text += c;
  }
  return fmt::format("an HTML page, \"{}\"", core::shorten(core::trim(in_one_line(text)), 100));
}

}  // namespace

Answer read_answer(const Compiled& compiled, const exchange::HttpExchange& http) {
  const wire::Response& response = *http.response;
  Answer answer{.response = &response, .query_mode = http.request.headers.has("x-amzn-query-mode")};
  answer.read = http.read;
  if (!answer.read) {
    exchange::ReadAnswer read;
    if (compiled.protocol->is_success(*compiled.operation, response)) {
      read.success =
          compiled.protocol->decode_response(*compiled.model, *compiled.operation, response, compiled.limits);
    } else {
      read.error =
          compiled.protocol->decode_error(*compiled.model, *compiled.operation, response, compiled.limits);
    }
    answer.read = std::make_shared<const exchange::ReadAnswer>(std::move(read));
  }
  look_at(answer);
  answer.nameless = answer.error != nullptr && http.request.method == "HEAD" && answer.error->code.empty() &&
                    response.body.empty();
  return answer;
}

void look_at(Answer& answer) {
  answer.success = answer.read->success ? &*answer.read->success : nullptr;
  answer.error = answer.read->error ? &*answer.read->error : nullptr;
}

std::string describe(const Answer& answer) {
  const wire::Response& response = *answer.response;
  if (answer.success) return status_text(response.status, response.reason) + " (success)";
  const wire::DecodedError& error = *answer.error;
  if (error.code.empty()) {
    std::string text = status_text(response.status, response.reason) + " without an error code";
    if (const std::string* to = response.headers.find("location")) text += ", redirecting to " + *to;
    if (response.body.empty()) return text + ", empty body";
    return text + ": " + said_by_body(response.body);
  }
  std::string text = fmt::format("{} {}", response.status, error.code);
  if (!error.message.empty()) text += ": " + core::shorten(error.message, 300);
  return text;
}

std::string describe(const Compiled& compiled, const plan::Outcome& outcome) {
  if (outcome.exception.empty()) {
    const int status = outcome.status.value_or(compiled.protocol->success_status(*compiled.operation));
    if (status >= 400) return fmt::format("an error ({})", status);
    return fmt::format("success ({})", status);
  }
  const Compiled::Error* error = compiled.error_named(outcome.exception);
  std::string text = outcome.exception;
  std::vector<std::string> facts;
  if (error && error->info.code != outcome.exception) facts.push_back("code " + error->info.code);
  if (outcome.status) {
    facts.push_back(std::to_string(*outcome.status));
  } else if (error && error->info.status) {
    facts.push_back(std::to_string(*error->info.status));
    for (const int other : error->info.other_statuses) facts.back() += " or " + std::to_string(other);
  }
  return facts.empty() ? text : fmt::format("{} ({})", text, core::join(facts, ", "));
}

std::string describe(const Compiled& compiled, const std::vector<plan::Outcome>& outcomes) {
  std::vector<std::string> texts, common;
  for (const plan::Outcome& outcome : outcomes) {
    if (outcome.common) {
      common.push_back(outcome.exception);
      continue;
    }
    std::string text = describe(compiled, outcome);
    if (outcomes.size() > 1 && !outcome.reason.empty()) text += fmt::format(" [{}]", outcome.reason);
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
  }
  if (!common.empty()) {  // they are many, and the same for every operation
    constexpr std::size_t most = 2;
    const bool more = common.size() > most;
    common.resize(std::min(common.size(), most));
    texts.push_back(
        fmt::format("an error that all services share ({}{})", core::join(common, ", "), more ? ", …" : ""));
  }
  return core::join(texts, " or ");
}

TransportJudgement judge_transport(const exchange::HttpExchange& http, const std::string& operation_id) {
  if (http.fault == TransportFault::none) {
    if (!http.response) return {.error = "no response was recorded"};
    return {};
  }
  const std::string words = http.detail.empty()
                                ? std::string(exchange::to_string(http.fault))
                                : fmt::format("{}: {}", exchange::to_string(http.fault), http.detail);
  const std::string_view rule = rule_of(http.fault);
  if (rule.empty()) return {.error = words};
  if (http.fault == TransportFault::timeout_in_body &&
      !(http.response && length_already_wrong(*http.response))) {
    return {.error = words};
  }
  static constexpr std::pair<TransportFault, std::string_view> expectations[] = {
      {TransportFault::malformed_head, "a response head as RFC 9112 has it"},
      {TransportFault::truncated_body, "a body as long as the head says"},
      {TransportFault::reset_in_body, "a body that comes to its end"},
      {TransportFault::timeout_in_body, "a body as long as the head says"},
      {TransportFault::undecodable_body, "a body in the coding that the head names"},
      {TransportFault::limit_exceeded, "a response within the limits"},
      {TransportFault::conflicting_length, "one length of the body"},
      {TransportFault::extra_data, "nothing behind the end of the response"}};
  std::string expected;
  for (const auto& [fault, text] : expectations) {
    if (fault == http.fault) expected = text;
  }
  return {.finding =
              Finding{.rule = std::string(rule),
                      .promise = contract::promise_text(operation_id, contract::Side::http),
                      .source = "protocol",
                      .severity = severity(Check::transport, AnswerKind::success, contract::Source::model),
                      .location = "connection",
                      .expected = std::move(expected),
                      .actual = words}};
}

}  // namespace hallmark::verdict
