#include "endpoint/hooks.h"

#include "core/text.h"

namespace hallmark::endpoint {

namespace {

void add_common_headers(const Exchange& exchange, wire::Response& response) {
  for (const char* name : {"x-amzn-RequestId", "x-amz-request-id", "x-amzn-requestid"}) {
    if (response.headers.has(name)) return;
  }
  response.headers.add("x-amzn-RequestId", exchange.request_id);
}

void add_date(const Exchange& exchange, wire::Response& response) {
  if (response.headers.has("Date")) return;
  response.headers.add("Date", core::format_time(std::chrono::floor<std::chrono::seconds>(exchange.now),
                                                 core::TimestampFormat::http_date));
}

}  // namespace

Answer Exchange::succeed(Json output) const {
  if (const auto* shape = operation->output.empty() ? nullptr : model.shape(operation->output)) {
    output = project(model, *shape, output);
  } else {
    output = Json::object();
  }
  Answer answer{.response = protocol.encode_response(model, *operation, output), .wire = {}};
  add_common_headers(*this, answer.response);
  add_date(*this, answer.response);
  return answer;
}

Answer Exchange::fail(Raised raised) const {
  const auto error = error_answer(model, *operation, protocol, raised, request_id);
  Answer answer{.response = protocol.encode_error(model, *operation, error), .wire = {}};
  add_common_headers(*this, answer.response);
  add_date(*this, answer.response);
  return answer;
}

bool accepts_signature(const ActiveFlaws& flaws, wire::SignatureProblem problem) {
  switch (problem) {
    case wire::SignatureProblem::none:
      return true;
    case wire::SignatureProblem::missing:
      return flaws.has("unsigned-accepted");
    case wire::SignatureProblem::expired:
      return flaws.has("expired-accepted");
    default:
      return flaws.has("bad-signature-accepted");
  }
}

bool ignores_permissions(const ActiveFlaws& flaws) { return flaws.has("permissions-ignored"); }

void change_input(const Exchange&, wire::Decoded&) {}

bool tolerates(const Exchange& exchange, const Violation& violation) {
  if (exchange.flaws.empty()) return false;
  return exchange.flaws.has("constraint-ignored", violation.constraint) ||
         exchange.flaws.has("constraint-ignored", violation.constraint + violation.pointer);
}

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

Result BehaviourFlaws::run(const std::function<Result()>& behaviour) const { return behaviour(); }

void check_variations(const std::set<std::string>&) {}

}  // namespace hallmark::endpoint
