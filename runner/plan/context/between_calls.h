// What the generated cases of behaviour between calls share: what the base request names and
// who made it, which listed exception says what, and how such a case begins. Internal to plan/; see
// behaviour.h. Each kind of case is a class of its own that derives from this one:
//
//   class Twice : public BetweenCalls { … std::vector<Wanted> all() { if (ready()) …; return take(); } };
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// The variable that a value is, whole: "${topicArn}" -> "topicArn". Empty for anything else.
[[nodiscard]] std::string variable_of(const Json& value);
// Whatever its case; false for an empty word.
[[nodiscard]] bool mentions(std::string_view text, std::string_view word);
// "DBInstance" is the end of "SourceDBInstance": whole words, whatever their case.
[[nodiscard]] bool is_end_of(std::string_view end, std::string_view word);
// The document with each fresh name ("${unique}", "${uuid}") the same wherever the case sends it. `count`:
// how many there were before.
[[nodiscard]] Json with_fixed_names(const Json& value, int& count);

// What stands there in what is sent is the thing's own: absent, and so answered, or another name each time.
[[nodiscard]] bool is_fresh(const Json& sent, const std::string& pointer);

class BetweenCalls {
 public:
  // `names`: of the context's model. Both must outlive the cases' making.
  BetweenCalls(Context& context, const names::Names& names);

 protected:
  // The listed exceptions that say something of a noun.
  struct Listed {
    std::vector<std::string> exceptions;
    bool stated = false;  // they are of just this noun, or there are none of another
    std::string evidence;
  };

  // Makes the base request and looks for who made what it names; false when there is none.
  [[nodiscard]] bool ready();
  [[nodiscard]] bool is_own(const std::string& noun) const;
  // An operation of the service makes things of this noun.
  [[nodiscard]] bool is_made(const std::string& noun) const;
  // Something that an operation makes, that this one is about, or that a listed exception misses.
  [[nodiscard]] bool is_noun(const std::string& noun) const;
  [[nodiscard]] bool is_given_by_suite(const std::string& member) const;
  // A token that says who asks ("AccessToken"), and that is no place in a list.
  [[nodiscard]] bool lets_in(const contract::Member& member) const;

  // `others`: the nouns that the request names besides: exceptions of these are left out.
  [[nodiscard]] Listed listed(names::ErrorClass kind, const std::vector<std::string>& nouns,
                              const std::vector<std::string>& others = {}) const;
  [[nodiscard]] bool is_about(const contract::Shape& error, const std::vector<std::string>& nouns) const;
  [[nodiscard]] bool specific(const std::vector<std::string>& nouns) const;

  void want(std::string promise, Depth depth, const std::vector<std::string>& exceptions,
            std::function<Wanted::Result()> make);
  // A case of the base request, filed under the first of the exceptions, which are its outcomes.
  [[nodiscard]] Case about(const std::string& name, const std::string& promise, const Listed& errors) const;
  static void check(Case& test, const Listed& errors);
  [[nodiscard]] std::vector<Wanted> take() { return std::move(wanted_); }

  // The last arranged thing that the request is about, and how it is removed, of those that fit; null when
  // there is none.
  [[nodiscard]] const ResourceRecipe* own_recipe(
      const std::function<bool(const ResourceRecipe&)>& fits = {}) const;
  [[nodiscard]] const ResourceRecipe* recipe_of(const contract::Operation& maker) const;
  // The removal says when the thing will be gone: it stays for a while in a state of its own.
  [[nodiscard]] bool is_marked_only(const ResourceRecipe& recipe) const;
  // A name that the caller gives, of what the operation makes; null when there is none.
  [[nodiscard]] const contract::Member* own_name() const;
  // An entry in a list that sounds like one of failures says what an exception would.
  void allow_failure_entry(Case& test) const;
  // The kept variable that the base request has there; "" where it has none.
  [[nodiscard]] std::string given_variable(const contract::Member& member) const;
  // The removal is given what the request names, or something of the same noun: a table that an import has
  // made is removed, and the import is still told of.
  [[nodiscard]] bool is_taken_by(const ResourceRecipe& recipe) const;
  // Listed exceptions of these kinds are outcomes, too.
  void allow(Case& test, const std::vector<names::ErrorClass>& kinds, const std::string& reason) const;
  // Pointers of the answer's lists whose entries say what failed; `likely`: and of those whose names sound
  // so.
  [[nodiscard]] std::vector<std::string> failure_lists(bool likely = false) const;

  Context& context_;
  const names::Names& names_;
  std::string id_;
  names::Kind kind_;
  std::string noun_;
  const Base* base_ = nullptr;
  std::map<std::string, std::string> made_by_;  // variable -> noun
  std::vector<Wanted> wanted_;
};

}  // namespace hallmark::plan
