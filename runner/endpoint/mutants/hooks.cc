#include "endpoint/mutants/hooks.h"

#include "core/text.h"
#include "endpoint/mutants/mutant_list.h"
#include "endpoint/mutants/variations.h"

namespace hallmark::endpoint {

namespace {

void add_common_headers(const ServedExchange& exchange, wire::Response& response) {
  if (!response.headers.has("x-amzn-RequestId") && !response.headers.has("x-amz-request-id")) {
    response.headers.add("x-amzn-RequestId", exchange.request_id);
  }
  if (!response.headers.has("Date")) {
    response.headers.add("Date", core::format_time(std::chrono::floor<std::chrono::seconds>(exchange.now),
                                                   core::TimestampFormat::http_date));
  }
}

// Whether the bytes that go out are others.
bool differ(const wire::Response& a, const wire::Response& b) {
  if (a.status != b.status || a.body != b.body || a.headers.size() != b.headers.size()) return true;
  for (const auto& header : a.headers) {
    const std::string* other = b.headers.find(header.name);
    if (other == nullptr || *other != header.value) return true;
  }
  return false;
}

bool differ(const wire::ErrorAnswer& a, const wire::ErrorAnswer& b) {
  return a.status != b.status || a.code != b.code || a.members != b.members;
}

}  // namespace

SentAnswer ServedExchange::succeed(Json output) const {
  for (const std::string& exception : mutants.arguments("always-error")) {
    return fail(
        {.name = exception, .message = "This happens always.", .members = Json::object(), .status = 400});
  }
  const auto* shape = operation->output.empty() ? nullptr : model.shape(operation->output);
  output = shape == nullptr ? Json::object() : project(model, *shape, output);
  vary_output(*this, output);
  SentAnswer answer{.response = protocol.encode_response(model, *operation, output), .wire = {}};
  add_common_headers(*this, answer.response);
  if (!mutants.empty()) {
    const wire::Response sound = answer.response;
    spoil_success(*this, output, answer);
    answer.mutated = !answer.wire.plain() || differ(sound, answer.response);
  }
  vary_answer(*this, shape, output, answer);
  return answer;
}

SentAnswer ServedExchange::fail(Raised raised) const {
  if (mutants.has("always-success") && invent && raised.name != "UnknownOperationException") {
    SentAnswer invented = succeed(invent());
    invented.mutated = true;
    return invented;
  }
  bool mutated = false;
  for (const std::string& exception : mutants.arguments("always-error")) {
    mutated = true;
    raised.name = exception;
  }
  auto error = error_answer(model, *operation, protocol, raised, request_id);
  if (!mutants.empty()) {
    const wire::ErrorAnswer sound = error;
    spoil_error(*this, raised, error);
    mutated = mutated || differ(sound, error);
  }
  vary_error(*this, error);
  SentAnswer answer{.response = protocol.encode_error(model, *operation, error), .wire = {}};
  add_common_headers(*this, answer.response);
  if (raised.status == 304) answer.response.body.clear();  // RFC 9110, 15.4.5
  if (!mutants.empty()) {
    const wire::Response sound = answer.response;
    spoil_error_answer(*this, raised, error, answer);
    answer.mutated = mutated || differ(sound, answer.response);
  }
  vary_error_answer(*this, error, answer);
  return answer;
}

bool accepts_signature(const ActiveMutants& mutants, wire::SignatureProblem problem) {
  switch (problem) {
    case wire::SignatureProblem::none:
      return true;
    case wire::SignatureProblem::missing:
      return mutants.has("unsigned-accepted");
    case wire::SignatureProblem::expired:
      return mutants.has("expired-accepted");
    case wire::SignatureProblem::unknown_key:
      return mutants.has("unknown-key-accepted");
    case wire::SignatureProblem::wrong_scope:
      return mutants.has("other-service-accepted");
    default:
      return mutants.has("bad-signature-accepted");
  }
}

bool ignores_permissions(const ActiveMutants& mutants) { return mutants.has("permissions-ignored"); }
bool ignores_rates(const ActiveMutants& mutants) { return mutants.has("rate-ignored"); }

Refusal refusal_for(const contract::Model& model, const contract::Operation& operation,
                    const std::vector<Violation>& violations) {
  const contract::Shape* input = model.shape(operation.input);
  for (const Violation& violation : violations) {
    if (input == nullptr || violation.constraint != "required" || violation.pointer.rfind('/') != 0) continue;
    const auto* member = input->member(violation.pointer.substr(1));
    const Json* header = member == nullptr ? nullptr : member->traits.find(contract::trait::http_header);
    const bool if_match = header != nullptr && header->is_string() &&
                          core::equal_ignoring_case(header->get_ref<const std::string&>(), "If-Match");
    if (if_match && listed_for(model, operation, Refusal::invalid_version) != nullptr)
      return Refusal::invalid_version;
  }
  return Refusal::validation;
}

}  // namespace hallmark::endpoint
