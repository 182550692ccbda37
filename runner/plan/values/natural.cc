#include "plan/values/natural.h"

#include <algorithm>

#include "names/arn_forms.h"
#include "names/knowledge.h"
#include "plan/values/strings.h"

namespace hallmark::plan {
namespace {

using names::MemberWord;

bool says(MemberWord word, std::string_view name) { return names::Knowledge::standard().says(word, name); }

std::string hexadecimal(core::Random& random, std::size_t length) {
  static constexpr std::string_view alphabet = "0123456789abcdef";
  std::string text;
  while (text.size() < length) text += alphabet[random.below(16)];
  return text;
}

std::string uuid(core::Random& random) {
  return hexadecimal(random, 8) + "-" + hexadecimal(random, 4) + "-4" + hexadecimal(random, 3) + "-a" +
         hexadecimal(random, 3) + "-" + hexadecimal(random, 12);
}

std::vector<std::string> arns(const StringHint& hint, core::Random& random) {
  const auto account = std::string("123456789012");
  const auto name = "hallmark-" + hexadecimal(random, 8);
  const auto key = uuid(random);
  const auto compact = core::replace_all(hint.service, "-", "");
  std::vector<std::string> result;
  for (const auto& service : {compact, hint.service}) {
    result.push_back("arn:aws:" + service + ":us-east-1:" + account + ":resource/" + key);
    result.push_back("arn:aws:" + service + ":us-east-1:" + account + ":" + name);
  }
  for (auto& arn : names::arns_of({.service = hint.service, .account = account, .name = name, .key = key}))
    result.push_back(std::move(arn));
  return result;
}

}  // namespace

bool is_naming(const StringHint& hint) {
  if (hint.own_name) return true;
  return says(MemberWord::naming, hint.member) && !says(MemberWord::foreign_naming, hint.member);
}

std::vector<std::string> natural_texts(const StringHint& hint, core::Random& random, bool unique) {
  std::vector<std::string> texts;
  if (hint.token) {
    texts = {"${uuid}", "${unique}"};
    if (!unique) texts = {uuid(random), hexadecimal(random, 12)};
    return texts;
  }
  if (unique && is_naming(hint)) {
    texts = {"hallmark-${unique}", "hallmark${unique}", "${unique}", "Hallmark_${unique}", "alias/${unique}"};
  }
  for (const auto& name : {hint.member, hint.shape}) {
    if (says(MemberWord::arn, name)) {
      auto made = arns(hint, random);
      texts.insert(texts.end(), made.begin(), made.end());
      break;
    }
  }
  for (const auto& name : {hint.member, hint.shape}) {
    if (says(MemberWord::random, name)) {
      // Fresh: what the caller names must not be there yet.
      texts.push_back(unique ? "${uuid}" : uuid(random));
    }
  }
  auto word = core::kebab_case(hint.member.empty() || hint.member == "member" || hint.member == "key" ||
                                       hint.member == "value"
                                   ? hint.shape
                                   : hint.member);
  // Shapes called "String" or "__string" say nothing.
  if (word.empty() || says(MemberWord::any_text, word)) word = "conformance";
  texts.push_back(word + "-" + hexadecimal(random, 6));
  texts.push_back(core::replace_all(word, "-", "") + hexadecimal(random, 6));
  return texts;
}

}  // namespace hallmark::plan
