#include <algorithm>
#include <set>

#include "contract/model.h"
#include "contract/protocols.h"
#include "contract/view.h"

namespace hallmark::contract {
namespace {

std::optional<int> status_value(const Json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  const auto number = value.get<std::int64_t>();
  if (number < 100 || number > 999) return std::nullopt;
  return static_cast<int>(number);
}

std::optional<int> member_status(const Json& object, const char* name) {
  if (!object.is_object()) return std::nullopt;
  const auto found = object.find(name);
  return found == object.end() ? std::nullopt : status_value(*found);
}

Fault stated_fault(const Shape& error) {
  const Json* value = error.traits.find(trait::error);
  if (!value || !value->is_string()) return Fault::unknown;
  if (*value == "client") return Fault::client;
  if (*value == "server") return Fault::server;
  return Fault::unknown;
}

// Whether awsQueryError rules the wire: the query protocols, and those that stand in for one.
bool speaks_query_errors(const Model& model, const ProtocolFacts& facts) {
  return facts.query_errors ||
         (facts.habitual_statuses && model.service.traits.has(trait::aws_query_compatible));
}

void add_other(ErrorInfo& info, std::optional<int> status) {
  if (!status || status == info.status) return;
  if (std::find(info.other_statuses.begin(), info.other_statuses.end(), *status) ==
      info.other_statuses.end()) {
    info.other_statuses.push_back(*status);
  }
}

}  // namespace

ErrorInfo error_info(const Model& model, const Shape& error, std::string_view protocol_id) {
  const ProtocolFacts& facts = protocol_facts(protocol_id);
  ErrorInfo info;
  info.shape = &error;
  info.name = std::string(error.name());
  info.code = info.name;
  info.fault = stated_fault(error);

  if (const Json* http_error = error.traits.find(trait::http_error)) info.status = status_value(*http_error);
  std::optional<int> outdone;
  if (const Json* query = error.traits.find(trait::aws_query_error);
      query && speaks_query_errors(model, facts)) {
    if (const auto status = member_status(*query, "httpResponseCode")) {
      outdone = info.status;
      info.status = status;
    }
    if (const auto code = query->is_object() ? query->find("code") : query->end();
        code != query->end() && code->is_string() && !code->get_ref<const std::string&>().empty() &&
        *code != info.name) {
      info.code = code->get<std::string>();
      if (facts.habitual_statuses) info.other_codes.push_back(info.name);
    }
  }
  if (info.fault == Fault::unknown && info.status) {
    info.fault = *info.status >= 500 ? Fault::server : Fault::client;
  }
  std::optional<int> habit;
  if (info.fault == Fault::client) habit = facts.client_status;
  if (info.fault == Fault::server) habit = facts.server_status;
  if (!info.status) info.status = habit;

  add_other(info, outdone);
  for (const Json* value : alternatives_of(error.traits, trait::http_error)) {
    if (value != nullptr) add_other(info, status_value(*value));
  }
  if (speaks_query_errors(model, facts)) {
    for (const Json* value : alternatives_of(error.traits, trait::aws_query_error)) {
      if (value != nullptr) add_other(info, member_status(*value, "httpResponseCode"));
    }
  }
  if (facts.habitual_statuses) add_other(info, habit);
  return info;
}

std::vector<const Shape*> listed_errors(const Model& model, const Operation& operation) {
  std::vector<const Shape*> result;
  std::set<std::string_view> seen;
  for (const auto* ids : {&operation.errors, &model.service.errors}) {
    for (const std::string& id : *ids) {
      const Shape* shape = model.shape(id);
      if (shape && seen.insert(shape->id).second) result.push_back(shape);
    }
  }
  return result;
}

}  // namespace hallmark::contract
