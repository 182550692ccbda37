// Which promises the values of an answer put to the test. Private to verdict/.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/model.h"
#include "core/json.h"
#include "verdict/ledger.h"

namespace hallmark::verdict {

// The places of one operation's output. The texts of their promises are the same for every answer: a place
// has them from the first value on that stands there. Thread-safe.
class TestedPlaces {
 public:
  // Model and operation must outlive it.
  TestedPlaces(const contract::Model& model, const contract::Operation& operation,
               const contract::Shape& output);
  ~TestedPlaces();
  TestedPlaces(const TestedPlaces&) = delete;
  TestedPlaces& operator=(const TestedPlaces&) = delete;

  // Walks contract and document together, all values of one path at once, so that a list of a thousand
  // items names its promises once. Finds numbers that are wider than their type, too.
  void walk(const Json& members, Ledger& ledger) const;

 private:
  struct Place;
  using Values = std::vector<const Json*>;
  void expand(Place& place) const;
  void descend(Place& place, const Values& values, std::vector<const contract::Shape*>& above,
               Ledger& ledger) const;
  void visit(Place& place, const Values& values, std::vector<const contract::Shape*>& above,
             Ledger& ledger) const;
  void add_too_wide(const Place& place, const std::pair<std::int64_t, std::int64_t>& width, const Json& value,
                    Ledger& ledger) const;
  [[nodiscard]] std::string promise(const std::string& path, std::string_view clause) const;

  const contract::Model& model_;
  const contract::Operation& operation_;
  std::unique_ptr<Place> root_;
};

}  // namespace hallmark::verdict
