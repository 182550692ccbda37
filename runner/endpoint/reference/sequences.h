// What a service answers after other calls, by the rows of knowledge (names/sequences.h): which row an
// account is in is told by what it sends. Every account goes through each row by itself. Private to
// generic*.cc.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "endpoint/reference/behaviour.h"
#include "names/sequences.h"

namespace hallmark::endpoint {

class Sequence {
 public:
  // Takes note of the call in every row that it belongs to.
  explicit Sequence(const Call& call);
  // The row whose condition does not hold; null where the call may go on.
  [[nodiscard]] const names::Sequences::Row* refusing() const { return refusing_; }
  // Makes the answer say what the rows have it say, or, under a mutant, what they do not.
  void answer(Json& output) const;

 private:
  struct Place {
    const names::Sequences::Row* row = nullptr;
    std::string key;       // of what is remembered
    std::size_t step = 0;  // of the row's calls, from 0: before, the operation itself, then
  };
  void enter(const names::Sequences::Row& row);
  void claim(const Place& place, const names::Sequences::Claim& claim, Json& output) const;
  [[nodiscard]] Json substituted(const Json& value, const Json& kept) const;

  const Call& call_;
  std::vector<Place> places_;
  const names::Sequences::Row* refusing_ = nullptr;
};

}  // namespace hallmark::endpoint
