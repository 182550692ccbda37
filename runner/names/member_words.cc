#include "names/member_words.h"

#include <array>
#include <stdexcept>

#include "core/text.h"

namespace hallmark::names {
namespace {

constexpr std::array<std::string_view, 25> word_names = {
    "tags",      "own_tags",       "all_tags",    "pair_key", "pair_value", "pair_values", "told_apart",
    "beginning", "delimiter",      "description", "filter",   "state",      "waiting",     "token",
    "naming",    "foreign_naming", "arn",         "random",   "nothing",    "any_text",    "about_it",
    "several",   "next",           "of_several",  "under_way"};

MemberWord word_of(const std::string& text) {
  for (std::size_t i = 0; i < word_names.size(); ++i) {
    if (word_names.at(i) == text) return static_cast<MemberWord>(i);
  }
  throw std::logic_error("knowledge: members' names say no such thing: " + text);
}

// "Arn" begins in "KmsKeyArn" and in "kms_key_arn", and nowhere in "learn".
bool begins_word(std::string_view name, std::size_t at) {
  return at == 0 || (name[at] >= 'A' && name[at] <= 'Z') || name[at - 1] == '_' || name[at - 1] == '-';
}

}  // namespace

void MemberWords::add(const Json& rows) {
  std::vector<Row> read;
  for (const Json& row : rows) {
    const MemberWord says = word_of(row.at("says").get<std::string>());
    for (const auto& [key, stands] : {std::pair{"begins", Stands::begins},
                                      {"ends", Stands::ends},
                                      {"holds", Stands::holds},
                                      {"is", Stands::is}}) {
      if (!row.contains(key)) continue;
      const auto word = row.at(key).get<std::string>();
      read.push_back({.says = says, .stands = stands, .word = core::to_lower(word), .spelling = word});
    }
  }
  rows_.insert(rows_.begin(), read.begin(), read.end());
}

std::string MemberWords::spelling(MemberWord word) const {
  for (const Row& row : rows_) {
    if (row.says == word) return row.spelling;
  }
  return {};
}

std::optional<std::string_view> MemberWords::rest_of(MemberWord word, std::string_view name) const {
  const std::string lower = core::to_lower(name);
  for (const Row& row : rows_) {
    if (row.says != word || lower.size() < row.word.size()) continue;
    const std::size_t end = lower.size() - row.word.size();
    switch (row.stands) {
      case Stands::is:
        if (lower == row.word) return name.substr(0, 0);
        break;
      case Stands::begins:
        if (lower.starts_with(row.word)) return name.substr(row.word.size());
        break;
      case Stands::ends:
        if (lower.ends_with(row.word) && begins_word(name, end)) return name.substr(0, end);
        break;
      case Stands::holds:
        for (std::size_t at = lower.find(row.word); at != std::string::npos;
             at = lower.find(row.word, at + 1)) {
          if (begins_word(name, at)) return name.substr(0, at);
        }
        break;
    }
  }
  return std::nullopt;
}

}  // namespace hallmark::names
