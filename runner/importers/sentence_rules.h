// The rules by which sentences of the documentation become facts: suites/knowledge/sentences.json, compiled
// into the program (closed schema: schemas/formats/knowledge-sentences.schema.json). Written on half of
// botocore's services and measured on the other half; each rule carries what was measured. A kind of which
// less than 95 of 100 held, over all its rules, makes drift only.
//
//   const SentenceRules& rules = SentenceRules::standard();
//   for (const ReadFact& fact : rules.of_member(place, documentation)) …
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/text_facts.h"
#include "importers/sentence_values.h"
#include "jsonschema/finder.h"

namespace hallmark::importers {

// Where a documentation text stands.
struct SentencePlace {
  std::string_view type;                // Smithy's word for the member's target: "string", "list", …
  std::string_view member;              // its name
  std::vector<std::string> neighbours;  // all members of its structure, itself too
};

struct ReadFact {
  contract::TextFact fact;
  // The rule reads well enough that a trait that says otherwise is contradicted by it.
  bool contradicts = false;
};

class SentenceRules {
 public:
  [[nodiscard]] static const SentenceRules& standard();
  // `text` as sentences.json; throws DocumentError ("sentences.…").
  [[nodiscard]] static SentenceRules read(const std::string& text, const std::string& name);

  // What the text says of a member. Sentences that say different things of one kind say nothing.
  [[nodiscard]] std::vector<ReadFact> of_member(const SentencePlace& place, std::string_view text) const;
  // Which answers have a member of an output, as the text says: one fact of contract::text::shown, or none.
  [[nodiscard]] std::optional<contract::TextFact> of_answer(std::string_view text) const;
  // What an operation makes of members that a request leaves out, as its text says: one fact of
  // contract::text::omitted, or none.
  [[nodiscard]] std::optional<contract::TextFact> of_operation(std::string_view text) const;
  // The names of filters that the text of their list lists: one fact of contract::text::filters, or none.
  [[nodiscard]] std::optional<contract::TextFact> of_filters(std::string_view text) const;
  // When an exception comes, as its text says: one fact of contract::text::raised, or none.
  [[nodiscard]] std::optional<contract::TextFact> of_exception(std::string_view text) const;
  // What must be gone before an operation removes something, as its text says: one fact of
  // contract::text::blocked_by, or none.
  [[nodiscard]] std::optional<contract::TextFact> of_removal(std::string_view text) const;
  // That an exception comes while a thing is being made, as its text says: one fact of
  // contract::text::unready, or none.
  [[nodiscard]] std::optional<contract::TextFact> of_making(std::string_view text) const;
  [[nodiscard]] std::vector<std::string> ids() const;  // of all rules, in the file's order

 private:
  enum class Kind {
    length,
    range,
    items,
    characters,
    values,
    default_value,
    required,
    excludes,
    raised,
    shown,
    conditional,
    omitted,
    filters,
    blocked,
    unready
  };
  struct Rule {
    std::string id;
    Kind kind = Kind::length;
    std::vector<std::string> on, with;
    jsonschema::Finder pattern;
    std::optional<jsonschema::Finder> unless, conditions;
    bool names_this = false;   // the member itself must be among the names
    bool any_default = false;  // there is a default; its value is not read
    std::string raised_class;  // of Kind::raised, and what Kind::omitted says
    bool drift = true;
    bool contradicts = false;
  };
  struct Found {
    const Rule* rule;
    Json value;
  };
  static bool concerns(const Rule& rule, std::string_view type);
  std::optional<Json> value_of(const Rule& rule, const SentencePlace& place,
                               const jsonschema::Finder::Match& match) const;
  std::optional<Json> names_value(const Rule& rule, const SentencePlace& place, std::string_view names) const;
  std::optional<Json> default_value(std::string_view type, std::string_view text) const;
  // What one piece of a sentence says; `one` turns false when it says two things.
  void read_piece(const Rule& rule, const SentencePlace& place, const std::string& piece,
                  std::optional<Json>& said, bool& one) const;
  void read_sentence(const SentencePlace& place, const std::string& sentence,
                     std::vector<Found>& found) const;
  // All sentences of a text that stands for itself: an operation's, an exception's.
  [[nodiscard]] std::vector<Found> read_all(std::string_view type, std::string_view text) const;

  std::vector<Rule> rules_;
  std::vector<CharacterWord> characters_;
  std::map<std::string, int> numbers_;
};

}  // namespace hallmark::importers
