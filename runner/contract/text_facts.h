// What sentences of the documentation state and no trait does: the importers read them with the rules of
// suites/knowledge/sentences.json (importers/sentences.h) into the trait hallmark.api#text of the member,
// structure, operation or exception that the sentence is about. The prose itself is nowhere in a contract.
//
// A text fact is never part of a JSON Schema and never judged on an output. Inputs that must succeed keep
// to it; a case that breaks it is told as strictly as the rule's measured precision allows (`drift`).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::contract {

namespace trait {
// [{"trait": "smithy.api#length", "value": {"max": 80}, "rule": "length-up-to", "drift": true?,
// "exception": "TooMany…"?}, …]
// `trait` is Smithy's where Smithy has one, or one of those of namespace `text` below.
inline constexpr std::string_view text = "hallmark.api#text";
}  // namespace trait

// Kinds of facts for which Smithy has no trait.
namespace text {
// On a member: the characters that its value may have: a character class, "[A-Za-z0-9_-]".
inline constexpr std::string_view characters = "hallmark.api#characters";
// On a member of type string: the values that it may have, in the order of the text: ["Standard", …].
inline constexpr std::string_view values = "hallmark.api#values";
// On a member: what the service takes when it is left out: a value of its type, or null for "it has a
// default, of which no value is stated".
inline constexpr std::string_view default_value = "hallmark.api#default";
// On a member: a member beside it, by name, that must not be sent together with it: ["Name", …].
inline constexpr std::string_view excludes = "hallmark.api#excludes";
// On a member: {}: it is one of some things alone, or in some requests ("applies only to …", "valid only
// when …"), so that it may be absent from an answer.
inline constexpr std::string_view conditional = "hallmark.api#conditional";
// On an exception: when it comes: {"class": "limit" | "not_found" | …, "max": 10?, "of": "entries"?,
// "member": "Id"?}: the class in the words of suites/knowledge/errors.json, the number that may not be
// exceeded and of what, and the member of the request that the text names.
inline constexpr std::string_view raised = "hallmark.api#raised";
}  // namespace text

struct TextFact {
  std::string trait{};  // "smithy.api#length", or one of namespace text
  Json value{};         // as the trait's value
  std::string rule{};   // id of the sentence rule that read it
  bool drift = false;   // the rule's measured precision does not carry an accusation
  // Shape name of the exception whose text states it, and which breaking it brings about; "" for none.
  std::string exception{};
};
// In the order of the text. Entries of another form are left out.
[[nodiscard]] std::vector<TextFact> text_facts(const Traits& traits);
// The first of this kind; nullopt when the text says nothing of it.
[[nodiscard]] std::optional<TextFact> text_fact(const Traits& traits, std::string_view trait_id);
// The member must be given: a trait says so, or a sentence.
[[nodiscard]] bool is_asked_for(const Member& member);
// A sentence of either says that the two, members of one structure, must not be sent together.
[[nodiscard]] bool exclude_each_other(const Member& a, const Member& b);
// Adds one, unless the same is there.
void add_text_fact(Traits& traits, const TextFact& fact);

}  // namespace hallmark::contract

// Example:
//
//   const auto sources = [](const Member& member) {
//     std::size_t stated = 0;
//     for (const TextFact& fact : text_facts(member.traits)) stated += fact.trait.empty() ? 0 : 1;
//     return stated;
//   };
