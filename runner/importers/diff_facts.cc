#include "importers/diff_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/protocols.h"
#include "contract/text_facts.h"
#include "contract/usage.h"
#include "core/text.h"
#include "importers/merge_marks.h"

namespace hallmark::importers {

using contract::Member;
using contract::Model;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

// What JSON, XML and CBOR do not tell apart, and what botocore has no words for.
std::string kind_of(const Shape& shape) {
  switch (shape.type) {
    case ShapeType::byte:
    case ShapeType::short_integer:
    case ShapeType::integer:
    case ShapeType::int_enumeration:
      return "integer";
    case ShapeType::long_integer:
    case ShapeType::big_integer:
      return "long";
    case ShapeType::big_decimal:
      return "double";
    case ShapeType::string:
    case ShapeType::enumeration:
      return "string";
    case ShapeType::union_shape:
      return "structure";  // that it is a union is a fact of its own
    default:
      return std::string(contract::to_string(shape.type));
  }
}

void put(DiffFacts& facts, const std::string& name, const Json* value) {
  if (value) facts[name] = shown(value);
}

void put_bounds(DiffFacts& facts, const std::string& name, const Json* value, bool counts) {
  const auto bounds = contract::bounds(value);
  if (!bounds) return;
  // A count from 0 up is every count.
  if (bounds->min && !(counts && *bounds->min <= 0)) facts[name + ".min"] = fmt::format("{}", *bounds->min);
  if (bounds->max) facts[name + ".max"] = fmt::format("{}", *bounds->max);
}

std::string namespace_text(const Json* value) {
  if (!value || !value->is_object()) return {};
  const Json uri = value->value("uri", Json(""));
  const Json prefix = value->value("prefix", Json(""));
  return fmt::format("{}{}{}", prefix.is_string() ? prefix.get<std::string>() : "",
                     prefix.empty() || prefix == "" ? "" : " ",
                     uri.is_string() ? uri.get<std::string>() : "");
}

// Without the names of labels, which documents choose as they like, and without x-id, which only
// tells operations of one address apart and is not sent by all clients.
std::string bare_uri(const std::string& uri) {
  std::string result;
  for (std::size_t at = 0; at < uri.size(); ++at) {
    const std::size_t close = uri[at] == '{' ? uri.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      result += uri[at];
    } else {
      result += uri[close - 1] == '+' ? "{+}" : "{}";
      at = close;
    }
  }
  const std::size_t id = result.find("x-id=");
  if (id == std::string::npos || id == 0) return result;
  const std::size_t end = std::min(result.find('&', id), result.size());
  result.erase(id - 1, end - id + 1);
  return result;
}

void put_binding(DiffFacts& facts, const Model& model, const Member& member) {
  if (!contract::speaks(model, &contract::ProtocolFacts::rest)) return;
  const auto name = [&](std::string_view id) {
    const Json* value = member.traits.find(id);
    return value && value->is_string() ? value->get<std::string>() : std::string();
  };
  // Labels are called by their members, whatever the document calls them.
  if (member.traits.has(trait::http_label)) facts["binding"] = "label";
  if (member.traits.has(trait::http_query)) facts["binding"] = "query " + name(trait::http_query);
  if (member.traits.has(trait::http_query_params)) facts["binding"] = "query";
  if (member.traits.has(trait::http_header))
    facts["binding"] = "header " + core::to_lower(name(trait::http_header));
  if (member.traits.has(trait::http_prefix_headers)) {
    facts["binding"] = "headers " + core::to_lower(name(trait::http_prefix_headers));
  }
  if (member.traits.has(trait::http_payload)) facts["binding"] = "payload";
  if (member.traits.has(trait::http_response_code)) facts["binding"] = "status";
}

void put_wire_name(DiffFacts& facts, const Model& model, const Shape& container, const Member& member) {
  const bool bound = facts.contains("binding") && facts["binding"] != "payload";
  const auto stated = [&](std::string_view id) -> std::string {
    const Json* value = member.traits.find(id);
    return value && value->is_string() ? value->get<std::string>() : member.name;
  };
  if (!bound && contract::speaks(model, &contract::ProtocolFacts::json_names) &&
      stated(trait::json_name) != member.name) {
    facts["jsonName"] = stated(trait::json_name);
  }
  if (bound || !contract::speaks(model, &contract::ProtocolFacts::xml)) return;
  if (facts.contains("binding")) {
    // Without a name of its own the payload's root is called by its shape.
    const Shape& target = contract::target_of(model, member);
    if (target.type != ShapeType::structure && target.type != ShapeType::union_shape) return;
    const Json* name = contract::effective(model, member, trait::xml_name);
    facts["xmlName"] = name ? shown(name) : std::string(target.name());
    return;
  }
  if (stated(trait::xml_name) != member.name) facts["xmlName"] = stated(trait::xml_name);
  if (container.type == ShapeType::list || container.type == ShapeType::map) return;
  if (member.traits.has(trait::xml_flattened)) facts["xmlFlattened"] = "present";
  if (member.traits.has(trait::xml_attribute)) facts["xmlAttribute"] = "present";
  if (contract::speaks(model, &contract::ProtocolFacts::ec2_names))
    put(facts, "ec2QueryName", member.traits.find(trait::ec2_query_name));
}

void put_pagination(DiffFacts& facts, const Model& model, const contract::Operation& operation) {
  const auto pages = contract::pagination(model, operation);
  if (!pages) return;
  facts["pages.inputToken"] = core::join(pages->input_tokens, " ");
  facts["pages.outputToken"] = core::join(pages->output_tokens, " ");
  if (!pages->page_size.empty()) facts["pages.pageSize"] = pages->page_size;
  if (!pages->items.empty()) facts["pages.items"] = core::join(pages->items, " ");
  if (!pages->more_results.empty()) facts["pages.moreResults"] = pages->more_results;
}

std::string acceptor_text(const contract::Acceptor& acceptor) {
  using On = contract::Acceptor::On;
  using Comparator = contract::Acceptor::Comparator;
  switch (acceptor.on) {
    case On::any_success:
      return "no error";
    case On::any_error:
      return "any error";
    case On::error:
      return acceptor.error;
    case On::status:
      return fmt::format("status {}", acceptor.status);
    case On::output:
    case On::input_output:
      break;
  }
  const char* which = acceptor.comparator == Comparator::all_equal    ? "all "
                      : acceptor.comparator == Comparator::any_equals ? "any "
                                                                      : "";
  return fmt::format("{}{} = {}", which, acceptor.path, shown(&acceptor.expected));
}

void put_waiter(DiffFacts& facts, const contract::Waiter& waiter) {
  const std::string start = "waiter." + waiter.name;
  for (const auto& [state, name] : {std::pair{contract::Acceptor::State::success, "success"},
                                    {contract::Acceptor::State::failure, "failure"},
                                    {contract::Acceptor::State::retry, "retry"}}) {
    std::vector<std::string> texts;
    for (const contract::Acceptor& acceptor : waiter.acceptors) {
      if (acceptor.state == state) texts.push_back(acceptor_text(acceptor));
    }
    if (!texts.empty()) facts[fmt::format("{}.{}", start, name)] = core::join(texts, "; ");
  }
  facts[start + ".minDelay"] = fmt::format("{}", waiter.min_delay);
  if (waiter.max_attempts) facts[start + ".maxAttempts"] = std::to_string(*waiter.max_attempts);
}

void put_shown(DiffFacts& facts, const contract::Operation& operation) {
  std::map<std::string, int> titles;
  for (const contract::Example& example : contract::examples(operation)) {
    std::string start = fmt::format("example.{}", core::shorten(core::printable(example.title), 60));
    if (const int number = ++titles[start]; number > 1) start += fmt::format(" ({})", number);
    facts[start + ".input"] = core::dump(example.input);
    if (example.output) facts[start + ".output"] = core::dump(*example.output);
    if (!example.error.empty())
      facts[start + ".error"] = example.error + " " + core::dump(example.error_content);
  }
  for (const contract::SmokeTest& test : contract::smoke_tests(operation)) {
    facts[fmt::format("smokeTest.{}", test.id)] =
        fmt::format("{} {}{}", core::dump(test.params), test.success ? "success" : "failure",
                    test.error.empty() ? "" : " " + test.error);
  }
}

// What the documentation's sentences state, by the last part of the trait's name.
void put_text_facts(DiffFacts& facts, const contract::Traits& traits) {
  for (const contract::TextFact& fact : contract::text_facts(traits)) {
    std::string& value = facts[fmt::format("text.{}", contract::name_of(fact.trait))];
    value += (value.empty() ? "" : "; ") + shown(&fact.value);
  }
}

}  // namespace

DiffFacts facts_of_service(const Model& model) {
  DiffFacts facts;
  facts["version"] = model.service.version;
  facts["protocols"] = core::join(model.protocols(), " ");
  const auto& traits = model.service.traits;
  if (const Json* signing = traits.find(trait::sigv4))
    put(facts, "signingName",
        signing->is_object() && signing->contains("name") ? &(*signing)["name"] : nullptr);
  put(facts, "signatureVersion", traits.find(trait::signature_version));
  if (contract::speaks(model, &contract::ProtocolFacts::xml) && traits.has(trait::xml_namespace))
    facts["xmlNamespace"] = namespace_text(traits.find(trait::xml_namespace));
  if (traits.has(trait::aws_query_compatible)) facts["awsQueryCompatible"] = "present";
  return facts;
}

DiffFacts facts_of_operation(const Model& model, const contract::Operation& operation) {
  DiffFacts facts;
  const auto& traits = operation.traits;
  if (const auto http = contract::http_binding(operation);
      http && contract::speaks(model, &contract::ProtocolFacts::rest)) {
    facts["method"] = http->method;
    facts["uri"] = bare_uri(http->uri);
    facts["status"] = std::to_string(http->code);
  }
  if (const Json* endpoint = traits.find(trait::endpoint);
      endpoint && endpoint->is_object() && endpoint->contains("hostPrefix")) {
    put(facts, "hostPrefix", &(*endpoint)["hostPrefix"]);
  }
  put(facts, "resultWrapper", traits.find(trait::result_wrapper));
  if (traits.has(trait::unsigned_payload)) facts["unsignedPayload"] = "present";
  if (traits.has(trait::deprecated)) facts["deprecated"] = "present";
  if (traits.has(trait::http_checksum_required)) facts["httpChecksumRequired"] = "present";
  if (const Json* checksum = traits.find(trait::http_checksum); checksum && checksum->is_object()) {
    Json value = *checksum;
    if (value.value("requestChecksumRequired", Json()) == false) value.erase("requestChecksumRequired");
    put(facts, "httpChecksum", &value);
  }
  put(facts, "requestCompression", traits.find(trait::request_compression));
  const Json* auth = traits.find(trait::auth);
  if (traits.has(trait::optional_auth) || (auth && auth->is_array() && auth->empty())) facts["auth"] = "none";
  if (traits.has(trait::readonly)) facts["readonly"] = "present";
  if (traits.has(trait::idempotent)) facts["idempotent"] = "present";
  put_pagination(facts, model, operation);
  for (const contract::Waiter& waiter : contract::waiters(operation)) put_waiter(facts, waiter);
  put_shown(facts, operation);
  put_text_facts(facts, traits);
  return facts;
}

DiffFacts facts_of_resource(const Model& model, const contract::ResourceShape& resource) {
  DiffFacts facts;
  for (const auto& [names, named] :
       {std::pair{"identifiers", &resource.identifiers}, {"properties", &resource.properties}}) {
    std::vector<std::string> texts;
    for (const auto& [name, shape] : *named) texts.push_back(name);
    if (!texts.empty()) facts[names] = core::join(texts, " ");
  }
  for (const contract::Operation* operation : model.all_operations()) {
    const auto binding = contract::resource_of(model, *operation);
    if (!binding || binding->resource != &resource) continue;
    std::string& names = facts[std::string(contract::to_string(binding->role))];
    names += (names.empty() ? "" : " ") + std::string(operation->name());
  }
  return facts;
}

DiffFacts facts_of_error(const Model& model, const Shape& error) {
  DiffFacts facts;
  const std::vector<std::string> protocols = model.protocols();
  const contract::ErrorInfo info =
      contract::error_info(model, error, protocols.empty() ? "" : protocols.front());
  put_text_facts(facts, error.traits);
  if (info.code != info.name) facts["code"] = info.code;
  if (info.fault != contract::Fault::unknown)
    facts["fault"] = info.fault == contract::Fault::client ? "client" : "server";
  // What follows from the fault need not be stated.
  const int usual = info.fault == contract::Fault::server ? 500 : 400;
  if (info.status && *info.status != usual) facts["status"] = std::to_string(*info.status);
  return facts;
}

DiffFacts facts_of_member(const Model& model, const Shape& container, const Member& member) {
  DiffFacts facts;
  const Shape& target = contract::target_of(model, member);
  facts["type"] = kind_of(target);
  if (target.type == ShapeType::union_shape) facts["union"] = "present";
  if (contract::is_required(member)) facts["required"] = "present";
  put_bounds(facts, "length", contract::effective(model, member, trait::length), true);
  put_bounds(facts, "range", contract::effective(model, member, trait::range), false);
  if (const Json* pattern = contract::effective(model, member, trait::pattern))
    facts["pattern"] = bare_pattern(*pattern);
  for (const auto& [name, id] : {std::pair{"uniqueItems", trait::unique_items},
                                 {"sparse", trait::sparse},
                                 {"sensitive", trait::sensitive},
                                 {"streaming", trait::streaming},
                                 {"requiresLength", trait::requires_length},
                                 {"eventPayload", trait::event_payload},
                                 {"eventHeader", trait::event_header},
                                 {"idempotencyToken", trait::idempotency_token},
                                 {"hostLabel", trait::host_label}}) {
    if (contract::effective(model, member, id)) facts[name] = "present";
  }
  put_binding(facts, model, member);
  put_wire_name(facts, model, container, member);
  if (contract::speaks(model, &contract::ProtocolFacts::xml)) {
    const Json* space = contract::effective(model, member, trait::xml_namespace);
    const std::string text = namespace_text(space);
    // A root without one has the service's.
    const bool implied =
        facts.contains("binding") && text == namespace_text(model.service.traits.find(trait::xml_namespace));
    if (space && !implied) facts["xmlNamespace"] = text;
  }
  if (target.type == ShapeType::timestamp) facts["timestampFormat"] = timestamp_format_of(model, member);
  const std::vector<Json> values = contract::enum_values(target);
  if (!values.empty()) {
    std::vector<std::string> texts;
    for (const Json& value : values) texts.push_back(shown(&value));
    std::sort(texts.begin(), texts.end());
    // An integer's enum cannot be said by all documents.
    if (target.type != ShapeType::int_enumeration) facts["enum"] = core::join(texts, " ");
  }
  put_text_facts(facts, member.traits);
  if (const auto arn = contract::arn_reference(model, member))
    facts["arnReference"] = arn->type.empty() ? std::string(contract::name_of(arn->resource)) : arn->type;
  put(facts, "references", contract::effective(model, member, trait::references));
  put(facts, "resourceIdentifier", member.traits.find(trait::resource_identifier));
  return facts;
}

DiffFacts facts_of_root(const Model& model, const Shape& shape, bool input) {
  DiffFacts facts;
  // Only requests of restXml have a root that all documents name, and only without a payload.
  if (!input || !contract::speaks(model, &contract::ProtocolFacts::names_root)) return facts;
  const bool body = std::any_of(shape.members.begin(), shape.members.end(), [&](const Member& member) {
    return !facts_of_member(model, shape, member).contains("binding");
  });
  if (!body) return facts;
  const Json* name = shape.traits.find(trait::xml_name);
  facts["xmlName"] = name ? shown(name) : std::string(shape.name());
  return facts;
}

}  // namespace hallmark::importers
