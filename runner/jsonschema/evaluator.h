// Walks a Program over one instance: one Evaluator per validation. The walk is in evaluator.cc, what
// a value is held to in evaluator_assertions.cc, what is reported in evaluator_findings.cc. Internal to this
// module.
//
// Recursion goes as deep as Limits::max_depth and no deeper; all other work is counted against
// Limits::max_steps. When a limit is reached every function answers false and nothing more is done.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "jsonschema/program.h"
#include "jsonschema/value.h"

namespace hallmark::jsonschema {

using Findings = std::vector<SchemaFinding>;

// What was evaluated of one instance location: the annotations behind unevaluatedItems and
// unevaluatedProperties.
struct Marks {
  bool all_properties = false;
  bool all_items = false;
  std::size_t first_items = 0;
  std::set<const std::string*> properties;  // keys of the instance
  std::set<std::size_t> items;

  void merge(Marks&& other) {
    all_properties = all_properties || other.all_properties;
    all_items = all_items || other.all_items;
    first_items = std::max(first_items, other.first_items);
    properties.merge(other.properties);
    items.merge(other.items);
  }
};

struct PathToken {
  const std::string* key = nullptr;
  std::size_t index = 0;
};

class Evaluator {
 public:
  Evaluator(const Limits& limits, Evaluation& result) : limits_(limits), result_(result) {
    budget_.left = limits.max_steps;
  }

  bool run(const Node& root, const Json& instance);

 private:
  // `out` null: only the answer is wanted, stop at the first failure. `marks` null: annotations
  // are not wanted.
  bool evaluate(const Node& node, const Json& value, Findings* out, Marks* marks);
  bool keywords(const Node& node, const Json& value, Findings* out, Marks* marks);
  const Node& dynamic_target(const Node& node) const;
  bool conditional(const Node& node, const Json& value, Findings* out, Marks* marks);
  bool alternatives(const Node& node, std::string_view keyword, const std::vector<const Node*>& branches,
                    const Json& value, Findings* out, Marks* marks);

  // ---- arrays ----

  bool array(const Node& node, const Json& value, Findings* out, Marks* marks);
  bool item(const Node& schema, const Json& value, std::size_t index, Findings* out, const Node& parent,
            std::string_view keyword);
  bool contained(const Node& node, const Json& value, Findings* out, Marks* marks);

  // ---- objects ----

  bool object(const Node& node, const Json& value, Findings* out, Marks* marks);
  bool property(const Node& node, const std::string& key, const Json& value, Findings* out, Marks* marks);

  // ---- unevaluated ----

  bool with_unevaluated(const Node& node, const Json& value, Findings* out, Marks* marks);

  // ---- assertions: no recursion from here ----

  bool assertions(const Node& node, const Json& value, Findings* out);
  bool number_assertions(const Node& node, const Json& value, Findings* out);
  bool string_assertions(const Node& node, const Json& value, Findings* out);
  bool array_counts(const Node& node, const Json& value, Findings* out);
  bool object_counts(const Node& node, const Json& value, Findings* out);
  bool contains_count(const Node& node, std::uint64_t found, std::uint64_t least, Findings* out);
  bool unique(const Node& node, const Json& value, Findings* out);
  bool search(const Pattern& pattern, const std::string& text);

  // ---- findings and limits ----

  void add(Findings* out, const Node& node, std::string_view keyword, std::string expected,
           std::string actual);
  void add_false(Findings* out, const Node& node, const Json& value);
  void add_type(Findings* out, const Node& node, const Json& value);
  void add_not(Findings* out, const Node& node, const Json& value);
  void add_surplus_item(Findings* out, const Node& node, std::string_view keyword, const Json& value);
  void add_unknown(Findings* out, const Node& node, std::string_view keyword, const std::string& key);
  void add_alternatives(Findings& out, const Node& node, std::string_view keyword, std::size_t count,
                        std::size_t fits, const Json& value, std::vector<Findings> failures);
  [[nodiscard]] std::string pointer() const;
  bool take(std::uint64_t steps) {
    if (result_.gave_up) return false;
    if (budget_.take(steps)) return true;
    give_up("steps");
    return false;
  }
  void give_up(std::string_view limit) {
    if (!result_.gave_up) result_.limit = limit;
    result_.gave_up = true;
  }

  const Limits& limits_;
  Evaluation& result_;
  Budget budget_;
  std::size_t depth_ = 0;
  std::vector<const SchemaResource*> scope_;
  std::vector<PathToken> path_;
};

}  // namespace hallmark::jsonschema
