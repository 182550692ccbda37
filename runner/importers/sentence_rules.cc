#include "importers/sentence_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "contract/text_shown.h"
#include "core/error.h"
#include "core/text.h"
#include "importers/prose.h"

namespace hallmark::embedded {
std::string_view find_sentences(std::string_view file_name);
}

namespace hallmark::importers {
namespace {

using jsonschema::Finder;
namespace trait = contract::trait;
namespace text = contract::text;

constexpr double kSure = 0.95;  // a kind of rules below it accuses nobody

class FileReader {
 public:
  explicit FileReader(const core::JsonFile& file) : file_(file) {}

  [[noreturn]] void fail(const std::string& pointer, const std::string& message) const {
    core::fail_at(file_, pointer, "sentences.rule", message);
  }

  const OrderedJson& root() const { return file_.value; }

  // Fragments stand as ${NAME} in patterns, also in each other.
  std::string expanded(std::string pattern, const std::string& pointer) const {
    const auto fragments = root().find("fragments");
    for (int depth = 0; depth < 5 && pattern.find("${") != std::string::npos; ++depth) {
      if (fragments == root().end()) break;
      for (const auto& [name, value] : fragments->items())
        pattern = core::replace_all(pattern, fmt::format("${{{}}}", name), value.get<std::string>());
    }
    if (pattern.find("${") != std::string::npos)
      fail(pointer, "the pattern names a fragment that is not there");
    return pattern;
  }

  Finder finder(const OrderedJson& value, const std::string& pointer) const {
    std::string problem;
    if (!value.is_string()) fail(pointer, "a pattern must be a string");
    auto compiled = Finder::compile(expanded(value.get<std::string>(), pointer), &problem);
    if (!compiled) fail(pointer, "the pattern does not compile: " + problem);
    return std::move(*compiled);
  }

  std::vector<std::string> texts(const OrderedJson& rule, const char* key, const std::string& pointer) const {
    std::vector<std::string> result;
    const auto list = rule.find(key);
    if (list == rule.end() || !list->is_array())
      fail(pointer, fmt::format("{} must be a list of words", key));
    for (const auto& entry : *list) {
      if (!entry.is_string()) fail(pointer, fmt::format("{} must be a list of words", key));
      result.push_back(entry.get<std::string>());
    }
    return result;
  }

 private:
  const core::JsonFile& file_;
};

struct Share {
  double held = 0, all = 0;
  [[nodiscard]] bool sure() const { return all > 0 && held >= kSure * all; }
};

// What the rules of one kind were measured at together.
Share measured(const OrderedJson& rules, const std::string& kind, const char* key) {
  Share share;
  for (const auto& rule : rules) {
    if (!rule.is_object() || rule.value("kind", "") != kind) continue;
    const auto precision = rule.find("precision");
    if (precision == rule.end() || !precision->is_object()) continue;
    const auto pair = precision->find(key);
    if (pair == precision->end() || !pair->is_array() || pair->size() != 2) continue;
    share.held += (*pair)[0].get<double>();
    share.all += (*pair)[1].get<double>();
  }
  return share;
}

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

bool is_true(const OrderedJson& rule, const char* key) {
  const auto found = rule.find(key);
  return found != rule.end() && *found == true;
}

}  // namespace

const SentenceRules& SentenceRules::standard() {
  static const SentenceRules rules =
      read(std::string(embedded::find_sentences("sentences.json")), "suites/knowledge/sentences.json");
  return rules;
}

SentenceRules SentenceRules::read(const std::string& content, const std::string& name) {
  static const std::map<std::string, Kind, std::less<>> kKinds = {{"length", Kind::length},
                                                                  {"range", Kind::range},
                                                                  {"items", Kind::items},
                                                                  {"characters", Kind::characters},
                                                                  {"values", Kind::values},
                                                                  {"default", Kind::default_value},
                                                                  {"required", Kind::required},
                                                                  {"excludes", Kind::excludes},
                                                                  {"raised", Kind::raised},
                                                                  {"shown", Kind::shown},
                                                                  {"conditional", Kind::conditional},
                                                                  {"omitted", Kind::omitted},
                                                                  {"filters", Kind::filters},
                                                                  {"blocked", Kind::blocked},
                                                                  {"unready", Kind::unready}};
  const core::JsonFile file = core::load_json_text(content, name);
  const FileReader reader(file);
  SentenceRules result;
  if (!reader.root().is_object() || !reader.root().contains("rules") || !reader.root()["rules"].is_array())
    reader.fail("", "the file needs a list of rules");
  if (const auto numbers = reader.root().find("numbers"); numbers != reader.root().end()) {
    for (const auto& [word, value] : numbers->items()) result.numbers_[word] = value.get<int>();
  }
  if (const auto words = reader.root().find("characters"); words != reader.root().end()) {
    for (std::size_t i = 0; i < words->size(); ++i) {
      const OrderedJson pattern =
          fmt::format("(?i)^(?:{})(?: characters?| signs?| marks?)?\\b", (*words)[i].value("words", ""));
      result.characters_.push_back({.word = reader.finder(pattern, core::pointer_join("/characters", i)),
                                    .characters = (*words)[i].value("characters", "")});
    }
  }
  std::optional<Finder> general;
  if (const auto found = reader.root().find("conditions"); found != reader.root().end())
    general = reader.finder(*found, "/conditions");
  const OrderedJson& rules = reader.root()["rules"];
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const OrderedJson& entry = rules[i];
    const std::string pointer = core::pointer_join("/rules", i);
    const auto kind = kKinds.find(entry.value("kind", ""));
    if (kind == kKinds.end() || entry.value("id", "").empty() || !entry.contains("pattern"))
      reader.fail(pointer, "a rule needs an id, a kind that is known, and a pattern");
    const Share agree = measured(rules, kind->first, "agree");
    const Share hand = measured(rules, kind->first, "read");
    Rule rule{.id = entry.value("id", ""),
              .kind = kind->second,
              .on = reader.texts(entry, "on", pointer),
              .with = reader.texts(entry, "with", pointer),
              .pattern = reader.finder(entry["pattern"], pointer + "/pattern"),
              .unless = {},
              .conditions = general,
              .names_this = is_true(entry, "names_this"),
              .any_default = is_true(entry, "any_default"),
              .raised_class = entry.value("class", ""),
              .drift = !hand.sure() || (agree.all > 0 && !agree.sure()),
              .contradicts = hand.sure()};
    if (entry.contains("not")) rule.unless = reader.finder(entry["not"], pointer + "/not");
    if (entry.contains("conditions")) {
      rule.conditions.reset();
      if (entry["conditions"] != "")
        rule.conditions = reader.finder(entry["conditions"], pointer + "/conditions");
    }
    result.rules_.push_back(std::move(rule));
  }
  return result;
}

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
