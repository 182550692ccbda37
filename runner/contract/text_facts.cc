#include "contract/text_facts.h"

#include <algorithm>
#include <utility>

namespace hallmark::contract {
namespace {

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::vector<TextFact> text_facts(const Traits& traits) {
  std::vector<TextFact> facts;
  const Json* stated = traits.find(trait::text);
  if (!stated || !stated->is_array()) return facts;
  for (const Json& entry : *stated) {
    if (!entry.is_object() || !entry.contains("value")) continue;
    TextFact fact{.trait = text_at(entry, "trait"),
                  .value = entry["value"],
                  .rule = text_at(entry, "rule"),
                  .drift = entry.contains("drift") && entry["drift"] == true,
                  .exception = text_at(entry, "exception")};
    if (!fact.trait.empty()) facts.push_back(std::move(fact));
  }
  return facts;
}

std::optional<TextFact> text_fact(const Traits& traits, std::string_view trait_id) {
  for (TextFact& fact : text_facts(traits)) {
    if (fact.trait == trait_id) return std::move(fact);
  }
  return std::nullopt;
}

bool is_asked_for(const Member& member) {
  return is_required(member) || text_fact(member.traits, trait::required).has_value();
}

bool exclude_each_other(const Member& a, const Member& b) {
  const auto says = [](const Member& one, const std::string& other) {
    for (const TextFact& fact : text_facts(one.traits)) {
      if (fact.trait != text::excludes || !fact.value.is_array()) continue;
      if (std::find(fact.value.begin(), fact.value.end(), Json(other)) != fact.value.end()) return true;
    }
    return false;
  };
  return says(a, b.name) || says(b, a.name);
}

void add_text_fact(Traits& traits, const TextFact& fact) {
  const Json* known = traits.find(trait::text);
  Json list = known && known->is_array() ? *known : Json::array();
  Json entry = {{"trait", fact.trait}, {"value", fact.value}, {"rule", fact.rule}};
  if (fact.drift) entry["drift"] = true;
  if (!fact.exception.empty()) entry["exception"] = fact.exception;
  if (std::find(list.begin(), list.end(), entry) != list.end()) return;
  list.push_back(std::move(entry));
  traits.set(trait::text, std::move(list));
}

}  // namespace hallmark::contract
