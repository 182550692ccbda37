#include "endpoint/reference/words.h"

#include <array>
#include <cctype>

#include "core/text.h"

namespace hallmark::endpoint {

namespace {

struct Verb {
  std::string_view prefix;
  Act act;
};
constexpr std::array<Verb, 20> verbs = {
    {{"Create", Act::create},  {"Register", Act::create},  {"Allocate", Act::create},
     {"Import", Act::create},  {"Put", Act::create},       {"Get", Act::read},
     {"Describe", Act::read},  {"Head", Act::read},        {"Update", Act::update},
     {"Modify", Act::update},  {"Change", Act::update},    {"Set", Act::update},
     {"Delete", Act::remove},  {"Remove", Act::remove},    {"Deregister", Act::remove},
     {"Release", Act::remove}, {"Terminate", Act::remove}, {"List", Act::list},
     {"Search", Act::list},    {"Query", Act::list}}};

constexpr std::array<std::pair<std::string_view, Act>, 12> tag_calls = {
    {{"TagResource", Act::tag},
     {"UntagResource", Act::untag},
     {"ListTagsForResource", Act::list_tags},
     {"AddTagsToResource", Act::tag},
     {"RemoveTagsFromResource", Act::untag},
     {"AddTags", Act::tag},
     {"RemoveTags", Act::untag},
     {"ListTags", Act::list_tags},
     {"CreateTags", Act::tag},
     {"DeleteTags", Act::untag},
     {"ListTagsOfResource", Act::list_tags},
     {"GetTags", Act::list_tags}}};

}  // namespace

std::optional<Saying> saying_of(std::string_view name) {
  for (const auto& [call, act] : tag_calls) {
    if (name == call) return Saying{.act = act, .noun = {}, .put = false};
  }
  for (const Verb& verb : verbs) {
    if (name.size() > verb.prefix.size() && name.starts_with(verb.prefix) &&
        std::isupper(static_cast<unsigned char>(name[verb.prefix.size()])) != 0) {
      return Saying{
          .act = verb.act, .noun = std::string(name.substr(verb.prefix.size())), .put = verb.prefix == "Put"};
    }
  }
  return std::nullopt;
}

std::vector<std::string> singulars(std::string_view noun) {
  std::vector<std::string> found;
  if (noun.ends_with("ies")) found.push_back(std::string(noun.substr(0, noun.size() - 3)) + "y");
  if (noun.ends_with("es")) found.emplace_back(noun.substr(0, noun.size() - 2));
  if (noun.ends_with("s")) found.emplace_back(noun.substr(0, noun.size() - 1));
  return found;
}

const std::vector<std::string>& identifier_words() {
  static const std::vector<std::string> words = {"Id", "Identifier", "Arn", "Name", "Url"};
  return words;
}

std::string identifier_word(std::string_view member) {
  const std::string lower = core::to_lower(member);
  for (const std::string_view word : {"identifier", "arn", "id", "name", "url"}) {
    if (lower.ends_with(word)) return std::string(word);
  }
  return {};
}

bool surely_names(std::string_view member, std::string_view kind) {
  if (same_word(member, kind)) return true;
  for (const std::string& word : identifier_words()) {
    if (same_word(member, word) || same_word(member, std::string(kind) + word)) return true;
  }
  return false;
}

bool names_any_resource(std::string_view member) { return same_word(member, "ResourceArn"); }

bool is_page_token(std::string_view name) {
  const std::string lower = core::to_lower(name);
  for (const std::string_view ending : {"nexttoken", "pagetoken", "paginationtoken", "continuationtoken",
                                        "startingtoken", "marker", "cursor"}) {
    if (lower.ends_with(ending)) return true;
  }
  return lower.starts_with("next") || lower.starts_with("lastevaluated") ||
         lower.starts_with("exclusivestart");
}

bool is_page_size(std::string_view name) {
  return has_word(name, "max") || has_word(name, "limit") || has_word(name, "size");
}

bool is_tags(std::string_view name) {
  return same_word(name, "Tags") || same_word(name, "TagList") || same_word(name, "TagSet");
}

bool same_word(std::string_view a, std::string_view b) { return core::equal_ignoring_case(a, b); }

bool has_word(std::string_view text, std::string_view part) {
  return core::to_lower(text).find(core::to_lower(part)) != std::string::npos;
}

}  // namespace hallmark::endpoint
