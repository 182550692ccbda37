// What one operation's answers are held to, worked out once: schemas, promised members,
// validation errors. Immutable afterwards. Private to verdict/.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contract/model.h"
#include "contract/promise_id.h"
#include "jsonschema/schema.h"
#include "plan/cases/case.h"
#include "plan/context/validation_errors.h"
#include "verdict/tested.h"
#include "wire/protocol.h"

namespace hallmark::verdict {

struct Compiled {
  const contract::Model* model = nullptr;
  const contract::Operation* operation = nullptr;
  const wire::Protocol* protocol = nullptr;
  wire::BodyLimits limits{};                // of the bodies that are decoded
  const contract::Shape* output = nullptr;  // null when the operation has none
  std::optional<jsonschema::Schema> response;
  std::unique_ptr<const TestedPlaces> tested;  // of the output; null when there is none

  struct Error {
    contract::ErrorInfo info;
    std::optional<jsonschema::Schema> schema;  // of its members
  };
  std::vector<Error> errors;                       // listed on the operation, then common to the service
  std::vector<const contract::Shape*> all_errors;  // of the model, by shape id

  // Response members whose absence deviates whatever was sent: pattern pointer ('*': every item) -> source.
  std::map<std::string, std::string> promised;
  std::set<std::string> identifiers;  // those of `promised` that name a thing: an empty text names none
  // Response members that a text says are in this operation's answers: pointer -> rule.
  std::map<std::string, std::string> shown;
  // Response members that echo a member of the input: promised when the input had a value for it.
  struct Echo {
    std::string input;   // top-level member name
    std::string output;  // pointer
    // The documentation says of which things alone it is a member, or tags, which have a call of their own
    // and without which many answers go: that it is absent says nothing.
    bool conditional = false;
  };
  std::vector<Echo> echoes;

  plan::ValidationErrors validation;
  std::string problem;  // a schema that cannot be compiled: nothing of this operation can be judged

  [[nodiscard]] const Error* error_named(std::string_view exception) const;  // by shape name
  [[nodiscard]] const Error* error_coded(std::string_view code) const;       // by code on the wire
  [[nodiscard]] std::string id() const;  // "<service>.<Operation>", the start of every promise id
  [[nodiscard]] std::string promise(contract::Side side, std::string_view path = {},
                                    std::string_view clause = {}) const;
};

[[nodiscard]] Compiled compile(const contract::Model& model, const contract::Operation& operation,
                               const plan::Suite& suite, const wire::Protocol& protocol,
                               const wire::BodyLimits& limits = {});

// The schemas give times the form of the contract's first protocol; a judge may speak another.
[[nodiscard]] bool speaks_first_protocol(const Compiled& compiled);

}  // namespace hallmark::verdict
