#include "plan/fuller.h"

#include <algorithm>
#include <cctype>

#include "contract/usage.h"
#include "contract/view.h"
#include "core/text.h"
#include "plan/cases/load.h"
#include "plan/values/nouns.h"
#include "plan/values/shapes.h"
#include "plan/values/values.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;

constexpr std::size_t most_named = 4;     // members that a text is taken to ask for
constexpr std::size_t most_examples = 2;  // shown requests that are tried

// "cache_node_type", "CacheNodeType", "'cacheNodeType'": letters and digits alone, in lower case.
std::string bare(std::string_view word) {
  std::string text;
  for (const char c : word) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

// The words of a text, each as it may name a member; of a path the parts, too: "Thing.Colour".
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : std::string(text) + ' ') {
    const bool part = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    if (part) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(bare(word));
      word.clear();
    }
  }
  return words;
}

// The text offers a choice: what it names is not wanted together.
bool offers_a_choice(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "or" || word == "either" || word == "one" || word == "any";
  });
}

class Fuller {
 public:
  Fuller(const Model& model, const Suite& suite, const Operation& operation, const Json& sent)
      : operation_(operation),
        input_(contract::input_of(model, operation)),
        values_(model, protocol_of(model, suite), &operation, suite.values),
        sent_(sent) {}

  // Those of its members that the words name, and that it lacks.
  [[nodiscard]] std::vector<const Member*> named_by(const std::vector<std::string>& words) const {
    std::vector<const Member*> named;
    for (const std::string& word : words) {
      const auto member = std::find_if(input_.members.begin(), input_.members.end(),
                                       [&](const Member& each) { return bare(each.name) == word; });
      if (member == input_.members.end() || !may_be_added(*member) ||
          std::find(named.begin(), named.end(), &*member) != named.end())
        continue;
      named.push_back(&*member);
      if (named.size() == most_named) break;
    }
    return named;
  }

  void with_what_is_named(std::string_view refusal) {
    const auto words = words_of(refusal);
    const auto named = named_by(words);
    const bool choice = offers_a_choice(words);
    if (!choice) with(named);
    if (named.size() == 1 && !choice) return;
    for (const Member* each : named) with({each});
    if (choice) with(named);
  }

  void with_what_is_shown() {
    std::size_t shown = 0;
    for (const contract::Example& example : contract::examples(operation_)) {
      if (!example.error.empty() || !example.input.is_object() || shown == most_examples) continue;
      ++shown;
      Json document = sent_;
      for (const auto& [name, value] : example.input.items()) {
        const Member* member = input_.member(name);
        if (member && may_be_added(*member)) document[name] = value;
      }
      add(std::move(document));
    }
  }

  void with_everything(bool open) {
    ValueOptions options{.full = true, .open = open};
    options.given = &sent_;
    auto made = values_.structure(input_, seed(), options);
    if (made.value) add(*std::move(made.value));
  }

  std::vector<Json> take() { return std::move(requests_); }

 private:
  [[nodiscard]] std::string seed() const { return "fuller " + operation_.id; }

  [[nodiscard]] bool may_be_added(const Member& member) const {
    return !sent_.contains(member.name) && !is_page_token(member.name);
  }

  void with(const std::vector<const Member*>& members) {
    Json document = sent_;
    for (const Member* member : members) {
      auto made = values_.member(*member, seed() + "." + member->name);
      if (!made.value) continue;
      document[member->name] = *std::move(made.value);
      values_.suit(input_, document, member->name, seed());
    }
    add(std::move(document));
  }

  void add(Json document) {
    // What only makes sense without it may have been taken away: it would be another request.
    for (const auto& [name, value] : sent_.items()) document[name] = value;
    if (document != sent_ && std::find(requests_.begin(), requests_.end(), document) == requests_.end())
      requests_.push_back(std::move(document));
  }

  const Operation& operation_;
  const Shape& input_;
  Values values_;
  const Json& sent_;
  std::vector<Json> requests_;
};

}  // namespace

std::vector<Json> fuller_requests(const Model& model, const Suite& suite, const Operation& operation,
                                  const Json& sent, std::string_view refusal) {
  Fuller fuller(model, suite, operation, sent);
  fuller.with_what_is_named(refusal);
  fuller.with_what_is_shown();
  fuller.with_everything(false);
  fuller.with_everything(true);
  return fuller.take();
}

std::vector<std::string> things_named(const Model& model, const Suite& suite, const Operation& operation,
                                      const Json& sent, std::string_view refusal) {
  std::vector<std::string> names;
  for (const Member* member : Fuller(model, suite, operation, sent).named_by(words_of(refusal))) {
    if (names_one(suite.words(), member->name)) names.push_back(member->name);
  }
  return names;
}

std::vector<Json> asked_for(const Model& model, const Suite& suite, const Operation& operation,
                            const Json& sent, std::string_view refusal) {
  Fuller fuller(model, suite, operation, sent);
  fuller.with_what_is_named(refusal);
  return fuller.take();
}

}  // namespace hallmark::plan
