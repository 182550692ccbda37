#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "jsonschema/evaluator.h"

namespace hallmark::jsonschema {
namespace {

std::string plural(std::uint64_t number, std::string_view noun) {
  if (number == 1) return fmt::format("1 {}", noun);
  return fmt::format("{} {}s", number, noun);
}

}  // namespace

bool Evaluator::assertions(const Node& node, const Json& value, Findings* out) {
  bool valid = true;
  if (node.constant) {
    if (!equal(*node.constant, value, budget_)) {
      if (budget_.spent) give_up("steps");
      if (out) add(out, node, "const", describe(*node.constant), describe(value));
      valid = false;
    }
  }
  if (node.has_enumeration) {
    const auto [first, last] = node.enumeration_index.equal_range(hash(value, budget_));
    const bool found = std::any_of(first, last, [&](const auto& entry) {
      return equal(node.enumeration[entry.second], value, budget_);
    });
    if (budget_.spent) give_up("steps");
    if (!found) {
      if (out) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < node.enumeration.size() && i < 12; ++i) {
          names.push_back(describe(node.enumeration[i], 60));
        }
        if (node.enumeration.size() > names.size())
          names.push_back(fmt::format("{} more", node.enumeration.size() - 12));
        add(out, node, "enum", "one of " + core::join(names, ", "), describe(value));
      }
      valid = false;
    }
  }
  if (value.is_number()) return number_assertions(node, value, out) && valid;
  if (value.is_string()) return string_assertions(node, value, out) && valid;
  return valid;
}

bool Evaluator::number_assertions(const Node& node, const Json& value, Findings* out) {
  bool valid = true;
  const auto check = [&](std::string_view keyword, const std::optional<Json>& bound, std::string_view words,
                         auto&& holds) {
    if (!bound || holds(compare_numbers(value, *bound))) return;
    if (out) add(out, node, keyword, fmt::format("{} {}", words, describe(*bound)), describe(value));
    valid = false;
  };
  check("maximum", node.maximum, "at most", [](std::partial_ordering order) { return order <= 0; });
  check("exclusiveMaximum", node.exclusive_maximum, "less than",
        [](std::partial_ordering order) { return order < 0; });
  check("minimum", node.minimum, "at least", [](std::partial_ordering order) { return order >= 0; });
  check("exclusiveMinimum", node.exclusive_minimum, "more than",
        [](std::partial_ordering order) { return order > 0; });
  if (node.multiple_of && !is_multiple(value, *node.multiple_of)) {
    if (out)
      add(out, node, "multipleOf", fmt::format("a multiple of {}", describe(*node.multiple_of)),
          describe(value));
    valid = false;
  }
  return valid;
}

bool Evaluator::string_assertions(const Node& node, const Json& value, Findings* out) {
  const std::string& text = value.get_ref<const std::string&>();
  bool valid = true;
  if (node.max_length || node.min_length) {
    if (!take(text.size() / 64)) return false;
    const std::uint64_t length = core::code_points(text);
    if (node.max_length && length > *node.max_length) {
      if (out)
        add(out, node, "maxLength", "at most " + plural(*node.max_length, "character"),
            plural(length, "character"));
      valid = false;
    }
    if (node.min_length && length < *node.min_length) {
      if (out)
        add(out, node, "minLength", "at least " + plural(*node.min_length, "character"),
            plural(length, "character"));
      valid = false;
    }
  }
  if (node.pattern && !search(*node.pattern, text)) {
    if (out && !result_.gave_up) {
      add(out, node, "pattern", "a match of " + core::shorten(node.pattern->text(), 400), describe(value));
    }
    valid = false;
  }
  if (node.format_check && take(1 + text.size() / 64) && !node.format_check(text)) {
    if (out) add(out, node, "format", "the format " + node.format, describe(value));
    valid = false;
  }
  return valid;
}

// Small limits first: what a search has cost is not told, so each attempt is charged at its limit.
bool Evaluator::search(const Pattern& pattern, const std::string& text) {
  if (!take(1 + text.size() / 64)) return false;
  for (std::uint32_t limit = std::min<std::uint32_t>(10'000, limits_.match_limit);;) {
    const Pattern::Answer answer = pattern.search(text, limit);
    if (answer != Pattern::Answer::gave_up) return answer == Pattern::Answer::yes;
    if (!take(limit)) return false;
    if (limit >= limits_.match_limit) break;
    limit = limit > limits_.match_limit / 10 ? limits_.match_limit : limit * 10;
  }
  give_up("pattern");
  return false;
}

bool Evaluator::array_counts(const Node& node, const Json& value, Findings* out) {
  bool valid = true;
  if (node.max_items && value.size() > *node.max_items) {
    if (out)
      add(out, node, "maxItems", "at most " + plural(*node.max_items, "item"), plural(value.size(), "item"));
    valid = false;
  }
  if (node.min_items && value.size() < *node.min_items) {
    if (out)
      add(out, node, "minItems", "at least " + plural(*node.min_items, "item"), plural(value.size(), "item"));
    valid = false;
  }
  if (node.unique_items && !unique(node, value, out)) valid = false;
  return valid;
}

bool Evaluator::unique(const Node& node, const Json& value, Findings* out) {
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  order.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) order.emplace_back(hash(value[i], budget_), i);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size() && !budget_.spent; ++i) {
    for (std::size_t j = i + 1; j < order.size() && order[j].first == order[i].first; ++j) {
      const bool same = equal(value[order[i].second], value[order[j].second], budget_);
      if (budget_.spent) break;
      if (!same) continue;
      if (out) {
        add(out, node, "uniqueItems", "no two items alike",
            fmt::format("items {} and {} are {}", order[i].second, order[j].second,
                        describe(value[order[i].second], 60)));
      }
      return false;
    }
  }
  if (budget_.spent) give_up("steps");
  return !budget_.spent;
}

bool Evaluator::contains_count(const Node& node, std::uint64_t found, std::uint64_t least, Findings* out) {
  if (found < least) {
    const std::string_view keyword = node.min_contains ? "minContains" : "contains";
    if (out) {
      add(out, node, keyword, fmt::format("at least {} that fit \"contains\"", plural(least, "item")),
          plural(found, "item"));
    }
    return false;
  }
  if (node.max_contains && found > *node.max_contains) {
    if (out) {
      add(out, node, "maxContains",
          fmt::format("at most {} that fit \"contains\"", plural(*node.max_contains, "item")),
          plural(found, "item"));
    }
    return false;
  }
  return true;
}

bool Evaluator::object_counts(const Node& node, const Json& value, Findings* out) {
  bool valid = true;
  const auto missing = [&](std::string_view keyword, const std::string& name, std::string why) {
    if (value.contains(name)) return;
    if (out) add(out, node, keyword, fmt::format("the member \"{}\"{}", name, why), "absent");
    valid = false;
  };
  for (const std::string& name : node.required) missing("required", name, "");
  if (node.max_properties && value.size() > *node.max_properties) {
    if (out) {
      add(out, node, "maxProperties", "at most " + plural(*node.max_properties, "member"),
          plural(value.size(), "member"));
    }
    valid = false;
  }
  if (node.min_properties && value.size() < *node.min_properties) {
    if (out) {
      add(out, node, "minProperties", "at least " + plural(*node.min_properties, "member"),
          plural(value.size(), "member"));
    }
    valid = false;
  }
  for (const auto& [name, others] : node.dependent_required) {
    if (!value.contains(name)) continue;
    for (const std::string& other : others) {
      missing("dependentRequired", other, fmt::format(", because \"{}\" is there", name));
    }
  }
  return valid;
}

}  // namespace hallmark::jsonschema
