#include <algorithm>
#include <set>

#include "contract/model.h"

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

bool has_fixed_statuses(std::string_view protocol_id) {
  return protocol_id == protocol::aws_json_1_0 || protocol_id == protocol::aws_json_1_1 ||
         protocol_id == protocol::rpcv2_cbor;
}

// Whether awsQueryError rules the wire: the query protocols, and those that stand in for one.
bool speaks_query_errors(const Model& model, std::string_view protocol_id) {
  if (protocol_id == protocol::aws_query || protocol_id == protocol::ec2_query) return true;
  return has_fixed_statuses(protocol_id) && model.service.traits.has(trait::aws_query_compatible);
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
  ErrorInfo info;
  info.shape = &error;
  info.name = std::string(error.name());
  info.code = info.name;
  info.fault = stated_fault(error);

  if (const Json* http_error = error.traits.find(trait::http_error)) info.status = status_value(*http_error);
  std::optional<int> outdone;
  if (const Json* query = error.traits.find(trait::aws_query_error);
      query && speaks_query_errors(model, protocol_id)) {
    if (const auto status = member_status(*query, "httpResponseCode")) {
      outdone = info.status;
      info.status = status;
    }
    if (const auto code = query->is_object() ? query->find("code") : query->end();
        code != query->end() && code->is_string() && !code->get_ref<const std::string&>().empty() &&
        *code != info.name) {
      info.code = code->get<std::string>();
      if (has_fixed_statuses(protocol_id)) info.other_codes.push_back(info.name);
    }
  }
  if (info.fault == Fault::unknown && info.status) {
    info.fault = *info.status >= 500 ? Fault::server : Fault::client;
  }
  std::optional<int> habit;
  if (info.fault == Fault::client) habit = 400;
  if (info.fault == Fault::server) habit = 500;
  if (!info.status) info.status = habit;

  add_other(info, outdone);
  if (const Json* alternatives = error.traits.find(trait::alternatives);
      alternatives && alternatives->is_array()) {
    for (const Json& entry : *alternatives) {
      if (!entry.is_object() || !entry.contains("trait") || !entry.contains("value")) continue;
      const Json& value = entry["value"];
      if (entry["trait"] == trait::http_error) add_other(info, status_value(value));
      if (entry["trait"] == trait::aws_query_error && speaks_query_errors(model, protocol_id)) {
        add_other(info, member_status(value, "httpResponseCode"));
      }
    }
  }
  if (has_fixed_statuses(protocol_id)) add_other(info, habit);
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
