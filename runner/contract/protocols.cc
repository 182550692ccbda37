#include "contract/protocols.h"

#include <algorithm>

#include "core/text.h"

namespace hallmark::contract {
namespace {

using core::TimestampFormat;

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

}  // namespace

const std::vector<ProtocolFacts>& all_protocol_facts() {
  static const std::vector<ProtocolFacts> rows = {
      {.id = protocol::rest_json,
       .name = "rest-json",
       .rest = true,
       .request = BodyForm::json,
       .answer = BodyForm::json,
       .request_type = "application/json",
       .answer_type = "application/json",
       .body_time = TimestampFormat::epoch_seconds,
       .json_names = true},
      {.id = protocol::rest_xml,
       .name = "rest-xml",
       .rest = true,
       .request = BodyForm::xml,
       .answer = BodyForm::xml,
       .request_type = "application/xml",
       .answer_type = "application/xml",
       .names_root = true},
      {.id = protocol::aws_json_1_0,
       .name = "aws-json-1.0",
       .aliases = {"json-1.0", "json"},
       .request = BodyForm::json,
       .answer = BodyForm::json,
       .request_type = "application/x-amz-json-1.0",
       .answer_type = "application/x-amz-json-1.0",
       .body_time = TimestampFormat::epoch_seconds,
       .habitual_statuses = true},
      {.id = protocol::aws_json_1_1,
       .name = "aws-json-1.1",
       .aliases = {"json-1.1"},
       .request = BodyForm::json,
       .answer = BodyForm::json,
       .request_type = "application/x-amz-json-1.1",
       .answer_type = "application/x-amz-json-1.1",
       .body_time = TimestampFormat::epoch_seconds,
       .habitual_statuses = true},
      {.id = protocol::rpcv2_cbor,
       .name = "rpc-v2-cbor",
       .aliases = {"smithy-rpc-v2-cbor", "rpcv2-cbor"},
       .request = BodyForm::cbor,
       .answer = BodyForm::cbor,
       .request_type = "application/cbor",
       .answer_type = "application/cbor",
       .body_time = TimestampFormat::epoch_seconds,
       .one_time_format = true,
       .habitual_statuses = true},
      {.id = protocol::aws_query,
       .name = "aws-query",
       .aliases = {"query"},
       .request = BodyForm::form,
       .answer = BodyForm::xml,
       .request_type = form_type,
       .answer_type = "text/xml",
       .query_errors = true},
      {.id = protocol::ec2_query,
       .name = "ec2-query",
       .aliases = {"ec2"},
       .request = BodyForm::form,
       .answer = BodyForm::xml,
       .request_type = form_type,
       .answer_type = "text/xml",
       .query_errors = true,
       .ec2_names = true},
  };
  return rows;
}

const ProtocolFacts* find_protocol_facts(std::string_view wanted) {
  if (wanted.empty()) return nullptr;
  for (const ProtocolFacts& facts : all_protocol_facts()) {
    if (facts.id == wanted) return &facts;
  }
  for (const ProtocolFacts& facts : all_protocol_facts()) {
    const auto is = [&](std::string_view name) { return core::equal_ignoring_case(name, wanted); };
    if (is(facts.name) || is(name_of(facts.id)) ||
        std::any_of(facts.aliases.begin(), facts.aliases.end(), is))
      return &facts;
  }
  return nullptr;
}

const ProtocolFacts& protocol_facts(std::string_view id_or_name) {
  static const ProtocolFacts unknown;
  const ProtocolFacts* found = find_protocol_facts(id_or_name);
  return found == nullptr ? unknown : *found;
}

std::string protocol_names() {
  std::vector<std::string> names;
  for (const ProtocolFacts& facts : all_protocol_facts()) names.emplace_back(facts.name);
  return core::join(names, ", ");
}

core::TimestampFormat default_time_format(const ProtocolFacts& facts, Location location) {
  switch (location) {
    case Location::header:
    case Location::prefix_headers:
      return TimestampFormat::http_date;
    case Location::label:
    case Location::query:
    case Location::query_params:
      return TimestampFormat::date_time;
    default:
      return facts.body_time;
  }
}

core::TimestampFormat time_format_of(const Model& model, const Member& member, const ProtocolFacts& facts) {
  const Location location = location_of(member);
  const bool body = location == Location::body || location == Location::payload;
  if (facts.one_time_format && body) return facts.body_time;
  const Json* stated = effective(model, member, trait::timestamp_format);
  if (stated != nullptr && stated->is_string()) {
    if (const auto format = core::timestamp_format(stated->get_ref<const std::string&>())) return *format;
  }
  return default_time_format(facts, location);
}

}  // namespace hallmark::contract
