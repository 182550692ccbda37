#include "wire/xml_body.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "wire/limits.h"

namespace hallmark::wire {
namespace {

const std::string* text_trait(const contract::Traits& traits, std::string_view id) {
  const Json* value = traits.find(id);
  return value && value->is_string() ? value->get_ptr<const std::string*>() : nullptr;
}

// Real endpoints and their models do not agree on a final slash.
bool same_uri(std::string_view a, std::string_view b) {
  if (a.ends_with('/')) a.remove_suffix(1);
  if (b.ends_with('/')) b.remove_suffix(1);
  return a == b;
}

}  // namespace

std::string xml_name_of(const contract::Member& member) {
  const std::string* stated = text_trait(member.traits, contract::trait::xml_name);
  return stated ? *stated : member.name;
}

std::string xml_root_name(const contract::Shape& structure) {
  const std::string* stated = text_trait(structure.traits, contract::trait::xml_name);
  return stated ? *stated : std::string(structure.name());
}

std::string xml_root_name(const contract::Model& model, const contract::Member& payload) {
  const std::string* stated = text_trait(payload.traits, contract::trait::xml_name);
  return stated ? *stated : xml_root_name(contract::target_of(model, payload));
}

XmlNamespace xml_namespace_of(const contract::Traits& traits) {
  XmlNamespace found;
  const Json* value = traits.find(contract::trait::xml_namespace);
  if (!value || !value->is_object()) return found;
  found.uri = value->value("uri", "");
  found.prefix = value->value("prefix", "");
  return found;
}

XmlNamespace root_namespace(const contract::Model& model, const contract::Traits& traits) {
  const auto own = xml_namespace_of(traits);
  return own.stated() ? own : xml_namespace_of(model.service.traits);
}

std::optional<XmlElement> read_xml_body(std::string_view body, const BodyLimits& bounds,
                                        std::vector<Diagnostic>& diagnostics) {
  XmlLimits limits;
  limits.max_depth = std::min(limits.max_depth, bounds.depth());
  limits.max_elements = bounds.max_values;
  auto parsed = parse_xml(body, limits);
  if (parsed.fault) {
    const auto& fault = *parsed.fault;
    const std::string location =
        fault.line == 0 ? "body" : fmt::format("body line {} column {}", fault.line, fault.column);
    const auto invalid = core::first_invalid_utf8(body);
    if (fault.kind == "utf8" || (invalid && !parsed.root)) {
      add_diagnostic(diagnostics, {.kind = DiagnosticKind::invalid_utf8,
                                   .pointer = "",
                                   .location = invalid ? fmt::format("body byte {}", *invalid) : location,
                                   .expected = "UTF-8",
                                   .actual = fault.message});
    }
    DiagnosticKind kind = DiagnosticKind::malformed_body;
    if (fault.kind == "trailing") kind = DiagnosticKind::trailing_data;
    if (fault.kind == "empty") kind = DiagnosticKind::empty_body;
    add_diagnostic(diagnostics, {.kind = kind,
                                 .pointer = "",
                                 .location = location,
                                 .expected = "an XML document",
                                 .actual = fault.kind + ": " + fault.message});
  }
  return std::move(parsed.root);
}

void check_xml_namespace(const XmlElement& element, const XmlNamespace& wanted, const Cursor& at) {
  // With a prefix the model only says that the namespace is declared here, not that the element is in it.
  if (!wanted.stated() || !wanted.prefix.empty() || same_uri(element.uri, wanted.uri)) return;
  at.diagnose(DiagnosticKind::wrong_namespace, wanted.uri,
              element.uri.empty() ? "no namespace" : element.uri);
}

}  // namespace hallmark::wire
