#include "contract/smithy_traits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "contract/model.h"
#include "contract/usage.h"

namespace hallmark::contract {
namespace {

enum class Form { annotation, text, object, array, status, fault, format, length, range, http, any_scalar };

struct Rule {
  std::string_view id;
  Form form;
};

constexpr std::array kRules{
    Rule{trait::required, Form::annotation},
    Rule{trait::unique_items, Form::annotation},
    Rule{trait::sparse, Form::annotation},
    Rule{trait::box, Form::annotation},
    Rule{trait::sensitive, Form::annotation},
    Rule{trait::idempotency_token, Form::annotation},
    Rule{trait::http_label, Form::annotation},
    Rule{trait::http_query_params, Form::annotation},
    Rule{trait::http_payload, Form::annotation},
    Rule{trait::http_response_code, Form::annotation},
    Rule{trait::streaming, Form::annotation},
    Rule{trait::xml_attribute, Form::annotation},
    Rule{trait::xml_flattened, Form::annotation},
    Rule{trait::host_label, Form::annotation},
    Rule{trait::pattern, Form::text},
    Rule{trait::http_query, Form::text},
    Rule{trait::http_header, Form::text},
    Rule{trait::http_prefix_headers, Form::text},
    Rule{trait::json_name, Form::text},
    Rule{trait::xml_name, Form::text},
    Rule{trait::media_type, Form::text},
    Rule{trait::ec2_query_name, Form::text},
    Rule{trait::wire_operation_name, Form::text},
    Rule{trait::target_prefix, Form::text},
    Rule{trait::result_wrapper, Form::text},
    Rule{trait::signature_version, Form::text},
    Rule{trait::xml_namespace, Form::object},
    Rule{trait::endpoint, Form::object},
    Rule{trait::service, Form::object},
    Rule{trait::sigv4, Form::object},
    Rule{trait::aws_query_error, Form::object},
    Rule{trait::source, Form::object},
    Rule{trait::alternatives, Form::array},
    Rule{trait::paginated, Form::object},
    Rule{trait::more_pagination, Form::object},
    Rule{trait::waitable, Form::object},
    Rule{trait::more_waitable, Form::object},
    Rule{trait::examples, Form::array},
    Rule{trait::smoke_tests, Form::array},
    Rule{trait::references, Form::array},
    Rule{trait::arn_reference, Form::object},
    Rule{trait::resource_identifier, Form::text},
    Rule{trait::idempotent, Form::annotation},
    Rule{trait::readonly, Form::annotation},
    Rule{trait::http_error, Form::status},
    Rule{trait::error, Form::fault},
    Rule{trait::timestamp_format, Form::format},
    Rule{trait::length, Form::length},
    Rule{trait::range, Form::range},
    Rule{trait::http, Form::http},
    Rule{trait::enum_value, Form::any_scalar},
};

bool is_status(const Json& value) { return value.is_number_integer() && value >= 100 && value <= 999; }

bool is_one_of(const Json& value, std::initializer_list<std::string_view> words) {
  if (!value.is_string()) return false;
  return std::find(words.begin(), words.end(), value.get_ref<const std::string&>()) != words.end();
}

std::optional<std::string> bounds_fault(const Json& value, bool counts) {
  if (!value.is_object()) return "must be an object with min, max or both";
  bool any = false;
  for (const char* key : {"min", "max"}) {
    const auto found = value.find(key);
    if (found == value.end()) continue;
    any = true;
    const bool fits = counts ? found->is_number_integer() && *found >= 0 : found->is_number();
    if (!fits) return fmt::format("has a {} that is {}", key, counts ? "no count" : "no number");
  }
  if (!any) return "has neither min nor max";
  return std::nullopt;
}

std::optional<std::string> http_fault(const Json& value) {
  if (!value.is_object()) return "must be an object with method and uri";
  for (const char* key : {"method", "uri"}) {
    const auto found = value.find(key);
    if (found == value.end() || !found->is_string() || found->get_ref<const std::string&>().empty()) {
      return fmt::format("has no {}", key);
    }
  }
  if (value["uri"].get_ref<const std::string&>().front() != '/')
    return "has a uri that does not start with /";
  if (const auto code = value.find("code"); code != value.end() && !is_status(*code)) {
    return "has a code that is no HTTP status";
  }
  return std::nullopt;
}

std::optional<std::string> form_fault(Form form, const Json& value) {
  const auto unless = [](bool fits, const char* text) {
    return fits ? std::nullopt : std::optional<std::string>(text);
  };
  switch (form) {
    case Form::annotation:
      return unless(value.is_object() || value == true || value.is_null(), "must be an empty object");
    case Form::text:
      return unless(value.is_string(), "must be a string");
    case Form::object:
      return unless(value.is_object(), "must be an object");
    case Form::array:
      return unless(value.is_array(), "must be an array");
    case Form::status:
      return unless(is_status(value), "must be an HTTP status");
    case Form::fault:
      return unless(is_one_of(value, {"client", "server"}), "must be client or server");
    case Form::format:
      return unless(is_one_of(value, {"date-time", "http-date", "epoch-seconds"}),
                    "must be date-time, http-date or epoch-seconds");
    case Form::length:
      return bounds_fault(value, true);
    case Form::range:
      return bounds_fault(value, false);
    case Form::http:
      return http_fault(value);
    case Form::any_scalar:
      return unless(value.is_string() || value.is_number_integer(), "must be a string or an integer");
  }
  return std::nullopt;
}

}  // namespace

bool is_dropped_trait(std::string_view id) {
  return id == trait::documentation || id == "smithy.api#externalDocumentation" ||
         id == "smithy.rules#endpointRuleSet" || id == "smithy.rules#endpointBdd" ||
         id == "smithy.rules#endpointTests";
}

Json kept_trait_value(std::string_view id, Json value) {
  if (id == trait::deprecated && value.is_object()) value.erase("message");
  if (id == trait::examples && value.is_array()) {
    for (Json& example : value) {
      if (example.is_object()) example.erase("documentation");
    }
  }
  if (id == "smithy.api#enum" && value.is_array()) {
    for (Json& entry : value) {
      if (entry.is_object()) entry.erase("documentation");
    }
  }
  if (id == "smithy.waiters#waitable" && value.is_object()) {
    for (Json& waiter : value) {
      if (waiter.is_object()) waiter.erase("documentation");
    }
  }
  return value;
}

std::optional<std::string> trait_fault(std::string_view id, const Json& value) {
  for (const Rule& rule : kRules) {
    if (rule.id == id) return form_fault(rule.form, value);
  }
  return std::nullopt;
}

}  // namespace hallmark::contract
