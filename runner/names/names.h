// What the names in a model say: which operation makes, reads, lists, changes and removes a thing, and which
// of an operation's exceptions says that it is not there. Evidence, strongest first: Smithy's resources, then
// the verbs and nouns of names (knowledge.h).
//
//   const names::Names names(model);
//   const auto* maker = names.operation(names::Kind::make, "Queue");          // CreateQueue
//   const auto* gone = names.exception(*remover, names::ErrorClass::not_found, "Queue");
//
// Keeps references to the model and the knowledge: both must outlive it. Shared between threads once made.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "names/knowledge.h"

namespace hallmark::names {

class Names {
 public:
  explicit Names(const contract::Model& model, const Knowledge& knowledge = Knowledge::standard());

  [[nodiscard]] const Knowledge& words() const { return knowledge_; }
  [[nodiscard]] const contract::Model& model() const { return model_; }

  // ---- operations ----
  // By the resource that binds it, else by its name. A read whose noun is the plural of what another
  // operation makes lists (DescribeInstances).
  [[nodiscard]] Kind kind_of(const contract::Operation& operation) const;
  // What it is about: "Queue"; of a list the singular where some operation makes it. "" when nothing says.
  [[nodiscard]] std::string noun_of(const contract::Operation& operation) const;
  // The operation that does this to a noun, the strongest verb's first; null when none does.
  [[nodiscard]] const contract::Operation* operation(Kind kind, std::string_view noun) const;
  // Every noun that something makes, with the operation that does, by noun.
  [[nodiscard]] const std::map<std::string, const contract::Operation*>& makers() const { return makers_; }

  // ---- exceptions, of those that the operation lists ----
  [[nodiscard]] std::optional<ErrorClass> class_of(const contract::Shape& exception) const;
  [[nodiscard]] std::vector<const contract::Shape*> exceptions(const contract::Operation& operation,
                                                               ErrorClass kind) const;
  // The one that says this of a noun: whose name has the noun in it before one of any noun. Null when none
  // does.
  [[nodiscard]] const contract::Shape* exception(const contract::Operation& operation, ErrorClass kind,
                                                 std::string_view noun = {}) const;

  // ---- members of an operation's input; null when there is none ----
  [[nodiscard]] const contract::Member* page_token(const contract::Operation& operation) const;
  [[nodiscard]] const contract::Member* page_size(const contract::Operation& operation) const;
  // By the trait, else by name.
  [[nodiscard]] const contract::Member* idempotency_token(const contract::Operation& operation) const;

 private:
  struct Bound {
    Kind kind;
    std::string noun;
  };
  template <typename Fits>
  const contract::Member* input_member(const contract::Operation& operation, const Fits& fits) const;

  const contract::Model& model_;
  const Knowledge& knowledge_;
  std::map<std::string, Bound> bound_;  // by operation id: what Smithy's resources say
  std::map<std::string, const contract::Operation*> makers_;
};

}  // namespace hallmark::names

// Example:
//
//   const auto maker_of = [](const contract::Model& model, std::string_view noun) {
//     return Names(model).operation(Kind::make,
//                                   noun);  // "Queue": CreateQueue; null where nothing makes one
//   };
