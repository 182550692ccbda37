#include "importers/sentence_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "contract/text_shown.h"
#include "core/error.h"
#include "core/text.h"
#include "importers/prose.h"

namespace hallmark::importers {
namespace {

using jsonschema::Finder;
namespace trait = contract::trait;
namespace text = contract::text;

std::string group(const Finder::Match& match, std::string_view name) {
  // Alternatives of a pattern number their groups: "max", "max1", "max2".
  for (const auto& [key, value] : match.groups) {
    const std::string_view bare = std::string_view(key).substr(0, key.find_last_not_of("0123456789") + 1);
    if (bare == name) return value;
  }
  return {};
}

// What stands before a list, and its items: the sentence itself where it has none.
std::vector<std::string> pieces_of(const std::string& sentence) {
  std::vector<std::string> pieces;
  for (std::size_t at = sentence.starts_with("* ") ? 2 : 0; at <= sentence.size();) {
    const std::size_t end = std::min(sentence.find(" * ", at), sentence.size());
    pieces.push_back(sentence.substr(at, end - at));
    at = end + 3;
  }
  return pieces;
}

// What stands in a list of definitions holds under its term: the default of one engine among several.
std::string without_definitions(std::string_view documentation) {
  std::string kept;
  for (std::size_t at = 0; at < documentation.size();) {
    const std::size_t begin = documentation.find("<dl>", at);
    if (begin == std::string_view::npos) return kept.append(documentation.substr(at));
    kept.append(documentation.substr(at, begin - at));
    const std::size_t end = documentation.find("</dl>", begin);
    if (end == std::string_view::npos) return kept;
    at = end + std::string_view("</dl>").size();
  }
  return kept;
}

// The items of a list without the lists in them: values of what the item is about.
std::string without_inner_lists(std::string_view documentation) {
  std::string kept;
  int depth = 0;
  for (std::size_t at = 0; at < documentation.size();) {
    const std::string_view rest = documentation.substr(at);
    const bool opens = rest.starts_with("<ul>") || rest.starts_with("<ol>");
    const bool closes = rest.starts_with("</ul>") || rest.starts_with("</ol>");
    if (opens) ++depth;
    const bool inner = depth > 1;
    if (closes && depth > 0) --depth;
    const std::size_t end = opens || closes ? documentation.find('>', at) + 1 : at + 1;
    if (!inner) kept.append(documentation.substr(at, end - at));
    at = end;
  }
  return kept;
}

}  // namespace

std::vector<std::string> SentenceRules::ids() const {
  std::vector<std::string> result;
  for (const Rule& rule : rules_) result.push_back(rule.id);
  return result;
}

bool SentenceRules::concerns(const Rule& rule, std::string_view type) {
  return std::any_of(rule.on.begin(), rule.on.end(), [&](const std::string& on) {
    static constexpr std::string_view kNoMembers[] = {"exception", "answer",  "operation",
                                                      "filters",   "removal", "making"};
    const bool member = std::find(std::begin(kNoMembers), std::end(kNoMembers), type) == std::end(kNoMembers);
    return on == type || (on == "*" && member);
  });
}

std::optional<Json> SentenceRules::default_value(std::string_view type, std::string_view words) const {
  std::string_view bare = words;
  static constexpr std::string_view kQuotes = "`'\"";
  while (!bare.empty() && kQuotes.find(bare.front()) != std::string_view::npos) bare.remove_prefix(1);
  while (!bare.empty() && kQuotes.find(bare.back()) != std::string_view::npos) bare.remove_suffix(1);
  if (type == "boolean") {
    const std::string lower = core::to_lower(bare);
    if (lower != "true" && lower != "false") return std::nullopt;
    return Json(lower == "true");
  }
  if (type == "string" || type == "enum") {
    const bool one = words.starts_with('`') && bare.find_first_of(" \t<>") == std::string_view::npos;
    return one && !bare.empty() && bare != "null" ? std::optional<Json>(Json(bare)) : std::nullopt;
  }
  return number_of(bare, numbers_);
}

std::optional<Json> SentenceRules::names_value(const Rule& rule, const SentencePlace& place,
                                               std::string_view names) const {
  bool this_one = false;
  Json others = Json::array();
  for (const std::string& name : names_in(names)) {
    const auto found = std::find_if(
        place.neighbours.begin(), place.neighbours.end(),
        [&](const std::string& neighbour) { return core::to_lower(neighbour) == core::to_lower(name); });
    if (found == place.neighbours.end()) return std::nullopt;  // the sentence is about something else
    if (*found == place.member) {
      this_one = true;
    } else {
      others.push_back(*found);
    }
  }
  if (rule.kind == Kind::required) return this_one ? std::optional<Json>(Json::object()) : std::nullopt;
  if (others.empty() || (rule.names_this && !this_one)) return std::nullopt;
  return others;
}

std::optional<Json> SentenceRules::value_of(const Rule& rule, const SentencePlace& place,
                                            const Finder::Match& match) const {
  switch (rule.kind) {
    case Kind::length:
    case Kind::range:
    case Kind::items: {
      Json value = Json::object();
      for (const char* key : {"min", "max"}) {
        const std::string words = group(match, key);
        if (words.empty()) continue;
        auto number = number_of(words, numbers_);
        if (!number || (rule.kind != Kind::range && (!number->is_number_integer() || *number < 0)))
          return std::nullopt;
        value[key] = std::move(*number);
      }
      const bool sound = !value.contains("min") || !value.contains("max") || value["min"] <= value["max"];
      return !value.empty() && sound ? std::optional(value) : std::nullopt;
    }
    case Kind::characters: {
      auto set = character_class_of(group(match, "chars"), characters_);
      return set ? std::optional<Json>(std::move(*set)) : std::nullopt;
    }
    case Kind::values: {
      if (const std::string of = group(match, "of"); !of.empty() && of != place.member) return std::nullopt;
      auto values = values_of(group(match, "values"));
      return values ? std::optional<Json>(std::move(*values)) : std::nullopt;
    }
    case Kind::default_value:
      if (rule.any_default) return Json(nullptr);
      return default_value(place.type, group(match, "value"));
    case Kind::required: {
      const std::string names = group(match, "names");
      return names.empty() ? std::optional<Json>(Json::object()) : names_value(rule, place, names);
    }
    case Kind::conditional:
    case Kind::unready:
      return Json::object();
    case Kind::blocked:
      return Json(core::to_lower(group(match, "what")));
    case Kind::omitted:
      return Json(rule.raised_class);
    case Kind::filters:
      return Json(group(match, "name"));
    case Kind::excludes:
      return names_value(rule, place, group(match, "names"));
    case Kind::shown: {
      Json value = Json::object();
      for (const char* key : {"operation", "verb", "of"}) {
        if (const std::string words = group(match, key); !words.empty()) value[key] = words;
      }
      return value;
    }
    case Kind::raised: {
      Json value = {{"class", rule.raised_class}};
      if (const auto most = number_of(group(match, "max"), numbers_)) value["max"] = *most;
      if (const std::string of = group(match, "what"); !of.empty()) value["of"] = core::to_lower(of);
      return value;
    }
  }
  return std::nullopt;
}

void SentenceRules::read_sentence(const SentencePlace& place, const std::string& sentence,
                                  std::vector<Found>& found) const {
  const std::vector<std::string> pieces = pieces_of(sentence);
  for (const Rule& rule : rules_) {
    if (!concerns(rule, place.type)) continue;
    const bool may = std::any_of(rule.with.begin(), rule.with.end(), [&](const std::string& word) {
      return sentence.find(word) != std::string::npos;
    });
    if (!may) continue;
    // Of a list of limits each item says something, under the conditions of what stands before the list;
    // other sayings are whole.
    const bool of_items = rule.kind == Kind::length || rule.kind == Kind::range || rule.kind == Kind::items ||
                          rule.kind == Kind::characters;
    const bool whole = !of_items || pieces.size() == 1;
    if (!whole && !sentence.starts_with("* ") && rule.conditions && rule.conditions->finds(pieces.front()))
      continue;
    // A range that is one item beside single values ("`-1` turns it off") is not all that is valid.
    const bool beside_values = std::any_of(pieces.begin(), pieces.end(),
                                           [](const std::string& piece) { return piece.starts_with('`'); });
    if (rule.kind == Kind::range && !whole && beside_values) continue;
    std::optional<Json> said;
    bool one = true;
    for (const std::string& piece : whole ? std::vector<std::string>{sentence} : pieces) {
      read_piece(rule, place, piece, said, one);
    }
    if (said && one) found.push_back({.rule = &rule, .value = std::move(*said)});
    if (said && one && rule.kind == Kind::raised) return;  // the first rule decides
  }
}

void SentenceRules::read_piece(const Rule& rule, const SentencePlace& place, const std::string& piece,
                               std::optional<Json>& said, bool& one) const {
  const std::vector<Finder::Match> matches = rule.pattern.find_all(piece);
  if (matches.empty() || (rule.conditions && rule.conditions->finds(piece)) ||
      (rule.unless && rule.unless->finds(piece))) {
    return;
  }
  for (const Finder::Match& match : matches) {
    auto value = value_of(rule, place, match);
    if (!value) continue;
    one = one && (!said || *said == *value);
    said = std::move(value);
  }
}

std::vector<ReadFact> SentenceRules::of_member(const SentencePlace& place,
                                               std::string_view documentation) const {
  std::vector<ReadFact> facts;
  const bool any = std::any_of(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    return concerns(rule, place.type) &&
           std::any_of(rule.with.begin(), rule.with.end(),
                       [&](const auto& word) { return documentation.find(word) != std::string_view::npos; });
  });
  if (!any) return facts;
  std::vector<Found> found;
  for (const std::string& sentence : sentences_of(without_definitions(documentation)))
    read_sentence(place, sentence, found);

  const auto add = [&](std::string_view id, const Json& value, const Rule& rule) {
    facts.push_back({.fact = {.trait = std::string(id), .value = value, .rule = rule.id, .drift = rule.drift},
                     .contradicts = rule.contradicts});
  };
  for (const auto& [kind, id] :
       {std::pair{Kind::length, trait::length}, {Kind::range, trait::range}, {Kind::items, trait::length}}) {
    Json bounds = Json::object();
    bool sound = true;
    for (const Found& each : found) {
      if (each.rule->kind != kind) continue;
      for (const auto& [key, number] : each.value.items()) {
        sound = sound && (!bounds.contains(key) || bounds[key] == number);
        bounds[key] = number;
      }
    }
    if (bounds.contains("min") && bounds.contains("max")) sound = sound && bounds["min"] <= bounds["max"];
    if (!sound) continue;
    std::vector<Json> told;
    for (const Found& each : found) {
      if (each.rule->kind != kind || std::find(told.begin(), told.end(), each.value) != told.end()) continue;
      told.push_back(each.value);
      add(id, each.value, *each.rule);
    }
  }
  for (const auto& [kind, id] : {std::pair{Kind::characters, text::characters},
                                 {Kind::values, text::values},
                                 {Kind::default_value, text::default_value},
                                 {Kind::required, trait::required},
                                 {Kind::conditional, text::conditional}}) {
    const Found* first = nullptr;
    bool sound = true;
    for (const Found& each : found) {
      if (each.rule->kind != kind) continue;
      // A default that is named says more than that there is one.
      if (first == nullptr || first->value.is_null()) {
        first = &each;
      } else if (!each.value.is_null()) {
        sound = sound && each.value == first->value;
      }
    }
    if (first != nullptr && sound) add(id, first->value, *first->rule);
  }
  for (const Found& each : found) {
    if (each.rule->kind == Kind::excludes) add(text::excludes, each.value, *each.rule);
  }
  return facts;
}

std::optional<contract::TextFact> SentenceRules::of_answer(std::string_view documentation) const {
  const std::vector<Found> found = read_all("answer", documentation);
  if (found.size() != 1) return std::nullopt;
  return contract::TextFact{.trait = std::string(text::shown),
                            .value = found.front().value,
                            .rule = found.front().rule->id,
                            .drift = found.front().rule->drift};
}

std::vector<SentenceRules::Found> SentenceRules::read_all(std::string_view type,
                                                          std::string_view documentation) const {
  std::vector<Found> found;
  const bool any = std::any_of(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    return concerns(rule, type) && std::any_of(rule.with.begin(), rule.with.end(), [&](const auto& word) {
             return documentation.find(word) != std::string_view::npos;
           });
  });
  if (!any) return found;
  for (const std::string& sentence : sentences_of(documentation))
    read_sentence({.type = type, .member = {}, .neighbours = {}}, sentence, found);
  return found;
}

std::optional<contract::TextFact> SentenceRules::of_removal(std::string_view documentation) const {
  const std::vector<Found> found = read_all("removal", documentation);
  if (found.empty()) return std::nullopt;
  Json all = Json::array();
  for (const Found& each : found) {
    if (std::find(all.begin(), all.end(), each.value) == all.end()) all.push_back(each.value);
  }
  return contract::TextFact{.trait = std::string(text::blocked_by),
                            .value = std::move(all),
                            .rule = found.front().rule->id,
                            .drift = found.front().rule->drift};
}

std::optional<contract::TextFact> SentenceRules::of_making(std::string_view documentation) const {
  const std::vector<Found> found = read_all("making", documentation);
  if (found.empty()) return std::nullopt;
  return contract::TextFact{.trait = std::string(text::unready),
                            .value = Json::object(),
                            .rule = found.front().rule->id,
                            .drift = found.front().rule->drift};
}

std::optional<contract::TextFact> SentenceRules::of_operation(std::string_view documentation) const {
  const std::vector<Found> found = read_all("operation", documentation);
  const bool one = !found.empty() && std::all_of(found.begin(), found.end(), [&](const Found& each) {
    return each.value == found.front().value;
  });
  if (!one) return std::nullopt;
  return contract::TextFact{.trait = std::string(text::omitted),
                            .value = found.front().value,
                            .rule = found.front().rule->id,
                            .drift = found.front().rule->drift};
}

std::optional<contract::TextFact> SentenceRules::of_filters(std::string_view documentation) const {
  const std::vector<std::string> sentences = sentences_of(without_inner_lists(documentation));
  // The first rule that reads any: beside names that are described, bare ones are something else.
  for (const Rule& rule : rules_) {
    if (rule.kind != Kind::filters) continue;
    Json names = Json::array();
    for (const std::string& sentence : sentences) {
      for (const std::string& piece : pieces_of(sentence)) {
        for (const Finder::Match& match : rule.pattern.find_all(piece)) {
          Json name = group(match, "name");
          if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
        }
      }
    }
    if (names.empty()) continue;
    return contract::TextFact{
        .trait = std::string(text::filters), .value = std::move(names), .rule = rule.id, .drift = rule.drift};
  }
  return std::nullopt;
}

std::optional<contract::TextFact> SentenceRules::of_exception(std::string_view documentation) const {
  constexpr std::size_t most = 2;  // sentences: the others say what to do about it
  const std::vector<std::string> sentences = sentences_of(documentation);
  std::vector<Found> found;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    std::vector<Found> said;
    read_sentence({.type = "exception", .member = {}, .neighbours = {}}, sentences[i], said);
    for (Found& each : said) {
      // That it never comes is said at the end.
      if (each.rule->raised_class == "never")
        return contract::TextFact{.trait = std::string(text::raised),
                                  .value = each.value,
                                  .rule = each.rule->id,
                                  .drift = each.rule->drift};
      if (i < most) found.push_back(std::move(each));
    }
  }
  // A number says more than a class.
  const auto counted =
      std::find_if(found.begin(), found.end(), [](const Found& each) { return each.value.contains("max"); });
  if (counted == found.end() && found.empty()) return std::nullopt;
  const Found& chosen = counted == found.end() ? found.front() : *counted;
  return contract::TextFact{.trait = std::string(text::raised),
                            .value = chosen.value,
                            .rule = chosen.rule->id,
                            .drift = chosen.rule->drift};
}

}  // namespace hallmark::importers
