#include <fmt/format.h>

#include "contract/smithy.h"
#include "contract/smithy_traits.h"
#include "core/file_cursor.h"

namespace hallmark::contract {
namespace {

// The traits of the element that `id` names; null when there is none.
Traits* find_element(Model& model, std::string_view id) {
  const auto dollar = id.find('$');
  if (dollar != std::string_view::npos) {
    const auto shape = model.shapes.find(id.substr(0, dollar));
    if (shape == model.shapes.end()) return nullptr;
    Member* member = shape->second.member(id.substr(dollar + 1));
    return member ? &member->traits : nullptr;
  }
  if (id == model.service.id) return &model.service.traits;
  if (const auto found = model.shapes.find(id); found != model.shapes.end()) return &found->second.traits;
  if (const auto found = model.operations.find(id); found != model.operations.end())
    return &found->second.traits;
  if (const auto found = model.resources.find(id); found != model.resources.end())
    return &found->second.traits;
  return nullptr;
}

void apply_one(Traits& element, const std::string& id, Json value, const Json& text) {
  const Json* before = element.find(id);
  if (before && *before == value) return;
  if (before) {
    const Json* known = element.find(trait::alternatives);
    Json alternatives = known && known->is_array() ? *known : Json::array();
    alternatives.push_back(
        {{"trait", id}, {"value", *before}, {"source", to_string(source_of(element, id))}});
    element.set(trait::alternatives, std::move(alternatives));
  }
  const Json* known = element.find(trait::source);
  Json source = known && known->is_object() ? *known : Json::object();
  source[id] = {{"source", to_string(Source::overlay)}, {"text", text}};
  element.set(trait::source, std::move(source));
  element.set(id, std::move(value));
}

}  // namespace

void apply_overlay(Model& model, const core::JsonFile& overlay) {
  const core::FileCursor root(overlay, "overlay");
  const auto shapes = overlay.value.is_object() ? root.find("shapes") : std::nullopt;
  if (!shapes || !overlay.value.contains("smithy") || !shapes->json().is_object())
    root.fail("syntax", "an overlay is a Smithy JSON AST whose shapes are of type apply");
  for (const auto& [id, node] : shapes->entries()) {
    if (!node.json().is_object() || node.json().value("type", OrderedJson()) != "apply")
      node.fail("type", fmt::format("{} is not of type apply", id));
    const auto traits = node.find("traits");
    if (!traits || !traits->json().is_object()) node.fail("traits", fmt::format("{} applies no traits", id));
    Traits* element = find_element(model, id);
    if (!element) {
      node.fail("target", fmt::format("the contract has no {}", id),
                "Use the shape ids of the service's model.json.");
    }
    const auto source = traits->find(trait::source);
    if (!source || !source->json().is_string() || source->json().get_ref<const std::string&>().empty()) {
      traits->fail("source", fmt::format("{} does not say where its traits were read", id),
                   fmt::format("Add \"{}\": \"<document and place>\".", trait::source));
    }
    for (const auto& [name, value] : traits->entries()) {
      if (name == trait::source || is_dropped_trait(name)) continue;
      Json kept = kept_trait_value(name, value.value());
      if (const auto fault = trait_fault(name, kept)) {
        core::fail_at(overlay, value.pointer(), "smithy.trait",
                      fmt::format("the value of {} {}", name, *fault));
      }
      apply_one(*element, name, std::move(kept), source->value());
    }
  }
}

}  // namespace hallmark::contract
