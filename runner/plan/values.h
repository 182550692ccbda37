// Values that satisfy a contract, and values that break exactly one clause of it. Seeded: the same seed
// gives the same value on every platform. Never placeholders: a name looks like a name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "core/json.h"
#include "core/text.h"

namespace hallmark::plan {

// A value, or why there is none.
struct Made {
  std::optional<Json> value;
  std::string problem;
};

// The constraints of a member: its own traits, else its target's; also those of `alternatives`, the
// stricter winning, so that what is sent as valid is valid by every document.
struct Constraints {
  std::optional<double> min_length, max_length, min_range, max_range;
  std::vector<std::string> patterns;  // all hold, each anchored
  std::vector<Json> values;           // of an enum; empty: none
  bool unique_items = false, sparse = false;
};
[[nodiscard]] Constraints constraints_of(const contract::Model& model, const contract::Member& member);

struct ValueOptions {
  bool full = false;       // optional members too
  bool unique = true;      // names may carry "${unique}" (see variables.h)
  std::size_t max_depth = 8;  // nested shapes; optional members beyond it are left out
  std::size_t budget = 2000;  // values in one document
};

class Values {
 public:
  Values(const contract::Model& model, std::string protocol);

  // A structure's members document. `seed` is a case id.
  [[nodiscard]] Made structure(const contract::Shape& shape, std::string_view seed, const ValueOptions& options = {}) const;
  // One member's value.
  [[nodiscard]] Made member(const contract::Member& member, std::string_view seed, const ValueOptions& options = {}) const;
  // A string of exactly `length` code points that satisfies everything else; likewise a list or map of `length`.
  [[nodiscard]] Made of_length(const contract::Member& member, std::string_view seed, std::size_t length) const;
  // A string of a length that the bounds allow and that no pattern matches, even unanchored.
  [[nodiscard]] Made mismatch(const contract::Member& member, std::string_view seed) const;
  // With characters beyond ASCII (and beyond the Basic Multilingual Plane where allowed).
  [[nodiscard]] Made unicode(const contract::Member& member, std::string_view seed) const;

 private:
  struct Walk;
  const contract::Model& model_;
  std::string protocol_;
};

}  // namespace hallmark::plan
