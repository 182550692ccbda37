#include "names/sequences.h"

#include <algorithm>

#include "contract/knowledge_text.h"
#include "core/text.h"

namespace hallmark::names {
namespace {

std::map<std::string, std::string> texts(const Json& row, const char* key) {
  std::map<std::string, std::string> found;
  const auto given = row.find(key);
  if (given == row.end()) return found;
  for (const auto& [name, value] : given->items()) found[name] = value.get<std::string>();
  return found;
}

std::vector<Sequences::Step> steps(const Json& row, const char* key) {
  std::vector<Sequences::Step> found;
  const auto given = row.find(key);
  if (given == row.end()) return found;
  for (const Json& each : *given) {
    Sequences::Step step{.call = each.at("call").get<std::string>(),
                         .with = each.value("with", Json::object()),
                         .keep = texts(each, "keep"),
                         .until = {}};
    if (const auto until = each.find("until"); until != each.end())
      step.until = {.pointer = until->at("pointer").get<std::string>(),
                    .values = until->at("values").get<std::vector<Json>>()};
    found.push_back(std::move(step));
  }
  return found;
}

Sequences::Claim claim(const Json& row) {
  using Kind = Sequences::Claim::Kind;
  static constexpr struct {
    const char* key;
    Kind kind;
  } kinds[] = {{"is", Kind::is},
               {"shown", Kind::shown},
               {"hidden", Kind::hidden},
               {"other_than", Kind::other_than},
               {"once", Kind::once}};
  Sequences::Claim made;
  made.at = row.at("at").get<std::string>();
  if (const auto of = row.find("of"); of != row.end()) made.of = of->get<std::size_t>();
  for (const auto& each : kinds) {
    const auto given = row.find(each.key);
    if (given == row.end()) continue;
    made.kind = each.kind;
    made.value = *given;
  }
  return made;
}

Sequences::Row row_of(const Json& row) {
  const auto text = [&](const char* key) { return row.value(key, ""); };
  Sequences::Row made;
  made.service = text("service");
  made.operation = text("operation");
  made.name = text("name");
  made.kind = text("kind");
  made.subject = text("subject");
  made.title = text("title");
  made.before = steps(row, "before");
  made.send = row.value("send", Json::object());
  made.refused = text("refused");
  if (const auto status = row.find("status"); status != row.end()) made.status = status->get<int>();
  made.keep = texts(row, "keep");
  made.then = steps(row, "then");
  made.source = text("source");
  made.large = row.value("large", false);
  const Json sent = row.value("made", Json::object()), answered = row.value("kept", Json::object());
  for (const auto& [call, with] : sent.items()) made.made[call] = with;
  for (const auto& [call, kept] : answered.items()) {
    for (const auto& [variable, pointer] : kept.items())
      made.kept[call][variable] = pointer.get<std::string>();
  }
  for (const Json& each : row.value("claims", Json::array())) made.claims.push_back(claim(each));
  return made;
}

std::vector<std::string> words(const Json& file, const char* table, const char* key) {
  std::vector<std::string> found;
  for (const Json& row : file.at(table)) found.push_back(row.at(key).get<std::string>());
  return found;
}

bool matches(const std::vector<std::string>& globs, std::string_view member) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return core::glob_match(core::to_lower(glob), core::to_lower(member));
  });
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

Json Sequences::expanded(const Json& value) {
  const auto bytes = value.is_object() ? value.find("$bytes") : value.end();
  if (value.is_object() && bytes != value.end()) {
    const std::string of = bytes->at("of").get<std::string>();
    std::string all;
    for (std::size_t i = 0; i < bytes->at("count").get<std::size_t>(); ++i) all += of;
    return core::base64_encode(all);
  }
  Json made = value;
  if (value.is_structured()) {
    for (Json& part : made) part = expanded(part);
  }
  return made;
}

std::string Sequences::asked_for(std::string_view member) const {
  if (std::find(unheard.begin(), unheard.end(), member) != unheard.end()) return {};
  for (const std::string& word : switches) {
    const bool begins = member.size() > word.size() && is_upper(member[word.size()]) &&
                        core::equal_ignoring_case(member.substr(0, word.size()), word);
    if (begins) return std::string(member.substr(word.size()));
  }
  return {};
}

bool Sequences::number_grows(std::string_view member) const { return matches(growing_numbers, member); }

bool Sequences::time_grows(std::string_view member) const { return matches(growing_times, member); }

std::vector<const Sequences::Row*> Sequences::of(std::string_view service, std::string_view operation) const {
  std::vector<const Row*> found;
  for (const Row& row : rows) {
    if (row.service == service && row.operation == operation) found.push_back(&row);
  }
  return found;
}

const Sequences& Sequences::standard() {
  static const Sequences all = [] {
    const core::JsonFile file = core::load_json_text(std::string(contract::knowledge_text("sequences")),
                                                     "suites/knowledge/sequences.json");
    return read(core::to_sorted(file.value));
  }();
  return all;
}

Sequences Sequences::read(const Json& file) {
  Sequences made;
  for (const Json& row : file.at("sequences")) made.rows.push_back(row_of(row));
  made.switches = words(file, "switches", "begins");
  made.unheard = words(file, "unheard", "member");
  made.growing_numbers = words(file, "growing_numbers", "member");
  made.growing_times = words(file, "growing_times", "member");
  return made;
}

}  // namespace hallmark::names
