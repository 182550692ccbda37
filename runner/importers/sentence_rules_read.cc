#include <fmt/format.h>

#include <map>
#include <utility>

#include "core/file_cursor.h"
#include "core/text.h"
#include "importers/sentence_rules.h"

namespace hallmark::embedded {
std::string_view find_sentences(std::string_view file_name);
}

namespace hallmark::importers {
namespace {

using core::FileCursor;
using jsonschema::Finder;

constexpr double kSure = 0.95;  // a kind of rules below it accuses nobody

// Fragments stand as ${NAME} in patterns, also in each other.
std::string expanded(const FileCursor& root, const FileCursor& pattern) {
  std::string text = pattern.text();
  const auto fragments = root.find("fragments");
  for (int depth = 0; depth < 5 && text.find("${") != std::string::npos; ++depth) {
    if (!fragments) break;
    for (const auto& [name, value] : fragments->entries())
      text = core::replace_all(text, fmt::format("${{{}}}", name), value.text());
  }
  if (text.find("${") != std::string::npos)
    pattern.fail("rule", "the pattern names a fragment that is not there");
  return text;
}

Finder compiled(const std::string& pattern, const FileCursor& at) {
  std::string problem;
  auto made = Finder::compile(pattern, &problem);
  if (!made) at.fail("rule", "the pattern does not compile: " + problem);
  return std::move(*made);
}

Finder finder(const FileCursor& root, const FileCursor& pattern) {
  return compiled(expanded(root, pattern), pattern);
}

// Words, of which one may be empty: whatever stands there.
std::vector<std::string> texts(const FileCursor& list) {
  std::vector<std::string> words;
  for (const FileCursor& word : list.items()) words.push_back(word.text());
  return words;
}

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
  const FileCursor root(file, "sentences");
  SentenceRules result;
  if (const auto numbers = root.find("numbers")) {
    for (const auto& [word, value] : numbers->entries()) result.numbers_[word] = value.count();
  }
  if (const auto words = root.find("characters")) {
    for (const FileCursor& row : words->items()) {
      const std::string pattern =
          fmt::format("(?i)^(?:{})(?: characters?| signs?| marks?)?\\b", row.at("words").text());
      result.characters_.push_back(
          {.word = compiled(pattern, row), .characters = row.at("characters").text()});
    }
  }
  std::optional<Finder> general;
  if (const auto found = root.find("conditions")) general = finder(root, *found);
  const FileCursor rules = root.at("rules");
  for (const FileCursor& row : rules.items()) {
    const OrderedJson& entry = row.json();
    const auto kind = kKinds.find(row.at("kind").text());
    if (kind == kKinds.end()) row.at("kind").fail("rule", "no such kind of rules is known");
    const Share agree = measured(rules.json(), kind->first, "agree");
    const Share hand = measured(rules.json(), kind->first, "read");
    Rule rule{.id = row.at("id").name(),
              .kind = kind->second,
              .on = texts(row.at("on")),
              .with = texts(row.at("with")),
              .pattern = finder(root, row.at("pattern")),
              .unless = {},
              .conditions = general,
              .names_this = is_true(entry, "names_this"),
              .any_default = is_true(entry, "any_default"),
              .raised_class = row.text_or("class"),
              .drift = !hand.sure() || (agree.all > 0 && !agree.sure()),
              .contradicts = hand.sure()};
    if (const auto unless = row.find("not")) rule.unless = finder(root, *unless);
    if (const auto conditions = row.find("conditions")) {
      rule.conditions.reset();
      if (!conditions->text().empty()) rule.conditions = finder(root, *conditions);
    }
    result.rules_.push_back(std::move(rule));
  }
  return result;
}

}  // namespace hallmark::importers
