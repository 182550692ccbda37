#include "names/values.h"

#include <algorithm>

#include "contract/knowledge_text.h"
#include "core/text.h"

namespace hallmark::names {
namespace {

using Names = std::vector<std::string>;

// A name with its first letter in upper case, copied only where it has another.
class UpperFirst {
 public:
  explicit UpperFirst(std::string_view text) : view_(text) {
    if (text.empty() || text.front() < 'a' || text.front() > 'z') return;
    copy_ = text;
    copy_.front() = static_cast<char>(copy_.front() - 32);
    view_ = copy_;
  }
  UpperFirst(const UpperFirst&) = delete;
  UpperFirst& operator=(const UpperFirst&) = delete;
  [[nodiscard]] std::string_view view() const { return view_; }
  [[nodiscard]] bool matches(std::string_view pattern) const {
    return core::glob_match(UpperFirst(pattern).view(), view_);
  }

 private:
  std::string copy_;
  std::string_view view_;
};

Names names_of(const Json& row, const char* key) {
  Names result;
  const auto found = row.find(key);
  if (found == row.end()) return result;
  for (const Json& name : *found) result.push_back(name.get<std::string>());
  return result;
}

RowScope reach_of(const Json& row) {
  return {.service = row.value("service", ""),
          .operation = row.value("operation", ""),
          .shape = row.value("shape", ""),
          .target = row.value("target", ""),
          .members = names_of(row, "members")};
}

Certainty certainty_of(const Json& row) {
  const auto word = row.value("certainty", "known");
  if (word == "open") return Certainty::open;
  return word == "plausible" ? Certainty::plausible : Certainty::known;
}

void for_rows(const Json& rows, const char* section, const std::function<void(const Json&)>& each) {
  const auto found = rows.find(section);
  if (found == rows.end()) return;
  for (const Json& row : *found) each(row);
}

bool any_covers(const std::vector<RowScope>& rows, const MemberPlace& place) {
  return std::any_of(rows.begin(), rows.end(), [&](const RowScope& row) { return row.covers(place); });
}

}  // namespace

std::string_view to_string(Certainty certainty) {
  switch (certainty) {
    case Certainty::known:
      return "known";
    case Certainty::plausible:
      return "plausible";
    case Certainty::open:
      break;
  }
  return "open";
}

bool names_match(std::string_view pattern, std::string_view name) {
  return UpperFirst(name).matches(pattern);
}

bool RowScope::covers_shape(const MemberPlace& place) const {
  const auto is = [](const std::string& wanted, std::string_view said) {
    if (wanted.empty()) return true;
    // Hundreds of rows are looked at for each member, and nearly all are of another service.
    const char first = wanted.front();
    const bool itself = first != '*' && first != '?' && first != '[';
    if (itself && (said.empty() || said.front() != first)) return false;
    return core::glob_match(wanted, said);
  };
  return is(service, place.service) && is(operation, place.operation) && is(shape, place.shape);
}

bool RowScope::covers(const MemberPlace& place) const {
  if (!covers_shape(place)) return false;
  if (!target.empty() && !names_match(target, place.target)) return false;
  // What is in a list or map has no name of its own but its shape's.
  if (members.empty()) return true;
  const bool nameless = place.member == "member" || place.member == "key" || place.member == "value";
  const UpperFirst member(place.member), shape_name(nameless ? place.target : std::string_view());
  return std::any_of(members.begin(), members.end(), [&](const std::string& each) {
    return member.matches(each) || (nameless && shape_name.matches(each));
  });
}

std::shared_ptr<const ValueRules> ValueRules::read(const Json& rows,
                                                   std::shared_ptr<const ValueRules> behind) {
  auto rules = std::make_shared<ValueRules>();
  rules->behind_ = std::move(behind);
  for_rows(rows, "made", [&](const Json& row) {
    MadeValue made{.reach = reach_of(row),
                   .value = {},
                   .certainty = certainty_of(row),
                   .source = row.value("source", "")};
    made.value = row.contains("text_of") ? Json(row["text_of"].dump()) : row.value("value", Json());
    const auto index = rules->made_.size();
    const auto& members = made.reach.members;
    const bool exact = !members.empty() && std::none_of(members.begin(), members.end(), [](const auto& name) {
      return name.find_first_of("*?[") != std::string::npos;
    });
    if (exact) {
      for (const auto& name : members)
        rules->by_member_[std::string(UpperFirst(name).view())].push_back(index);
    } else {
      rules->by_glob_.push_back(index);
    }
    rules->made_.push_back(std::move(made));
  });
  for_rows(rows, "free", [&](const Json& row) { rules->free_.push_back(reach_of(row)); });
  for_rows(rows, "settings", [&](const Json& row) { rules->settings_.push_back(reach_of(row)); });
  for_rows(rows, "left_out", [&](const Json& row) { rules->left_out_.push_back(reach_of(row)); });
  for_rows(rows, "needed", [&](const Json& row) {
    rules->needed_.push_back(
        {.reach = reach_of(row), .all = names_of(row, "all"), .any = names_of(row, "any")});
  });
  for_rows(rows, "together", [&](const Json& row) {
    Together together{.reach = reach_of(row), .members = names_of(row, "members")};
    rules->together_.push_back(std::move(together));
  });
  for_rows(rows, "apart", [&](const Json& row) {
    rules->apart_.push_back(
        {.reach = reach_of(row), .first = names_of(row, "first"), .others = names_of(row, "others")});
  });
  for_rows(rows, "answered", [&](const Json& row) {
    Answered answered{.reach = reach_of(row), .by = row.value("by", ""), .take = {}, .value = {}};
    for (const auto& [variable, pointer] : row["take"].items())
      answered.take.emplace(variable, pointer.get<std::string>());
    answered.value = row.contains("text_of")
                         ? Json(row["text_of"].dump())
                         : row.value("value", Json("${" + answered.take.begin()->first + "}"));
    rules->answered_.push_back(std::move(answered));
  });
  for_rows(rows, "ordered", [&](const Json& row) {
    rules->ordered_.push_back({.low = row.value("low", ""), .high = row.value("high", "")});
  });
  return rules;
}

std::shared_ptr<const ValueRules> ValueRules::embedded() {
  static const std::shared_ptr<const ValueRules> rules = [] {
    const auto file =
        core::load_json_text(std::string(contract::knowledge_text("values")), "suites/knowledge/values.json");
    return read(core::to_sorted(file.value));
  }();
  return rules;
}

const MadeValue* ValueRules::made(const MemberPlace& place,
                                  const std::function<bool(const Json&)>& fits) const {
  const auto fitting = [&](std::size_t index) {
    const auto& row = made_[index];
    return row.reach.covers(place) && fits(row.value);
  };
  // In file order, whichever way they are found.
  std::size_t best = made_.size();
  for (const auto name : {place.member, place.target}) {
    const auto exact = by_member_.find(UpperFirst(name).view());
    if (exact == by_member_.end()) continue;
    for (const auto index : exact->second) {
      if (index < best && fitting(index)) best = index;
    }
  }
  for (const auto index : by_glob_) {
    if (index >= best) break;
    if (fitting(index)) best = index;
  }
  if (best < made_.size()) return &made_[best];
  return behind_ ? behind_->made(place, fits) : nullptr;
}

bool ValueRules::is_free(const MemberPlace& place) const {
  return any_covers(free_, place) || (behind_ && behind_->is_free(place));
}

bool ValueRules::is_setting(const MemberPlace& place) const {
  return any_covers(settings_, place) || (behind_ && behind_->is_setting(place));
}

bool ValueRules::is_left_out(const MemberPlace& place) const {
  return any_covers(left_out_, place) || (behind_ && behind_->is_left_out(place));
}

void ValueRules::needed(const MemberPlace& place, const std::function<void(const Needed&)>& each) const {
  for (const auto& row : needed_) {
    if (row.reach.covers_shape(place)) each(row);
  }
  if (behind_) behind_->needed(place, each);
}

void ValueRules::together(const MemberPlace& place, const std::function<void(const Together&)>& each) const {
  for (const auto& row : together_) {
    if (row.reach.covers_shape(place)) each(row);
  }
  if (behind_) behind_->together(place, each);
}

void ValueRules::apart(const MemberPlace& place, const std::function<void(const Apart&)>& each) const {
  for (const auto& row : apart_) {
    if (row.reach.covers_shape(place)) each(row);
  }
  if (behind_) behind_->apart(place, each);
}

void ValueRules::answered(const MemberPlace& place, const std::function<void(const Answered&)>& each) const {
  for (const auto& row : answered_) {
    if (row.reach.covers(place)) each(row);
  }
  if (behind_) behind_->answered(place, each);
}

std::string ValueRules::upper_of(std::string_view low) const {
  for (const auto& row : ordered_) {
    const auto star = row.low.find('*');
    if (star == std::string::npos) {
      if (names_match(row.low, low)) return row.high;
      continue;
    }
    const auto head = std::string_view(row.low).substr(0, star);
    const auto tail = std::string_view(row.low).substr(star + 1);
    const UpperFirst upper_low(low);
    const std::string_view upper = upper_low.view();
    if (upper.size() < head.size() + tail.size() || !names_match(row.low, low)) continue;
    const auto middle = upper.substr(head.size(), upper.size() - head.size() - tail.size());
    return core::replace_all(row.high, "*", middle);
  }
  return behind_ ? behind_->upper_of(low) : std::string();
}

}  // namespace hallmark::names
