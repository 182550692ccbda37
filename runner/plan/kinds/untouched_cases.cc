#include "plan/kinds/untouched_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "contract/text_facts.h"
#include "core/text.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/tag_forms.h"
#include "plan/context/writing.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::Kind;
namespace trait = contract::trait;

class UntouchedCases : public Writing {
 public:
  using Writing::Writing;

  std::vector<Wanted> all() {
    if (!ready() || readers_.empty()) return {};
    if (kind_ == Kind::change) neighbour();
    refused();
    return std::move(wanted_);
  }

 private:
  // ---- another one ----

  void neighbour() {
    want("update neighbour", Depth::normal, [this]() -> Result {
      Case test = about("update-neighbour", "update neighbour");
      test.title = "another one is changed";
      const Member* changed = change_something(test);
      const auto maker = std::find_if(test.arrange.rbegin(), test.arrange.rend(),
                                      [](const Step& step) { return !step.creates.empty(); });
      if (!changed || maker == test.arrange.rend() || !may_be_made_twice(*maker)) return {};
      const ReadBack& reader = readers_.front();
      Step second = *maker;
      std::map<std::string, std::string> other;  // variable -> that of the neighbour
      second.keep.clear();
      for (const auto& [variable, pointer] : maker->keep) {
        other[variable] = variable + ".neighbour";
        second.keep[other[variable]] = pointer;
      }
      Step read = reader.step;
      read.with = renamed(read.with, other);
      test.arrange.push_back(std::move(second));
      test.then = {read};
      read.keep = {{read_before, ""}};
      test.arrange.push_back(std::move(read));
      Claim claim{
          .kind = Claim::Kind::stays,
          .promise = behaviour_promise(id_, "update", "neighbour"),
          .step = 0,
          .at = places_in(context_.model, output_of(context_.model, *reader.operation), noun_, *changed),
          .sent = core::pointer_join("", changed->name),
          .before = read_before};
      for (const std::string& item : reader.items) {
        const auto known = other.find(item);
        claim.items.push_back(known == other.end() ? item : known->second);
      }
      if (claim.at.empty()) return {};
      test.claims.push_back(std::move(claim));
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // Nothing in it would be the same both times that names the thing.
  [[nodiscard]] bool may_be_made_twice(const Step& step) const {
    return std::all_of(step.with.items().begin(), step.with.items().end(), [&](const auto& each) {
      if (!each.value().is_string() || !is_name(names_.words(), each.key())) return true;
      return differs_each_time(each.value());
    });
  }

  static Json renamed(const Json& value, const std::map<std::string, std::string>& names) {
    if (value.is_string()) {
      std::string text = value.get<std::string>();
      for (const auto& [from, to] : names) text = core::replace_all(text, "${" + from + "}", "${" + to + "}");
      return text;
    }
    Json result = value;
    if (value.is_structured()) {
      for (Json& part : result) part = renamed(part, names);
    }
    return result;
  }

  // ---- refused ----

  void refused() {
    want("refused", Depth::quick, [this]() -> Result {
      Case test = about("refused", "refused");
      test.provoke = Provocation::request;
      const Member* changed = kind_ == Kind::change ? change_something(test) : nullptr;
      const Member* broken = break_something(test, changed);
      if (!broken || (kind_ == Kind::change && !changed)) return {};
      test.title = fmt::format("{} of which {} is refused", kind_ == Kind::make ? "a making" : "a change",
                               broken->name);
      test.expect = context_.validation_outcomes(false);
      if (kind_ == Kind::make ? !claim_not_made(test) : !claim_unchanged(test, *changed)) return {};
      context_.assess(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  bool claim_unchanged(Case& test, const Member& changed) const {
    const ReadBack& reader = readers_.front();
    Step first = reader.step;
    first.keep = {{read_before, ""}};
    test.arrange.push_back(std::move(first));
    test.then = {reader.step};
    Claim claim{.kind = Claim::Kind::stays,
                .promise = behaviour_promise(id_, "refused"),
                .step = 0,
                .items = reader.items,
                .before = read_before};
    claim.at = places_in(context_.model, output_of(context_.model, *reader.operation), noun_, changed);
    claim.sent = core::pointer_join("", changed.name);
    if (!claim.at.empty()) test.claims.push_back(claim);
    return !test.claims.empty();
  }

  // By a name that the caller gives: in a list, or asked for by it.
  bool claim_not_made(Case& test) const {
    test.then.clear();
    for (const ReadBack& reader : readers_) {
      const Member* name = nullptr;
      std::map<std::string, std::string> names;
      for (const auto& [variable, pointer] : reader.keep) {
        // As it was sent, or as the answer says it.
        const std::string top = pointer.substr(pointer.rfind('/') + 1);
        const Member* given = input_.member(top);
        if (!given || !test.send.contains(top) || !test.send[top].is_string()) continue;
        test.send[top] = fixed(test.send[top].get<std::string>());
        // What was there before is no news.
        if (test.send[top].get_ref<const std::string&>().find(".refused}") == std::string::npos) continue;
        names[variable] = test.send[top].get<std::string>();
        name = given;
      }
      if (!name && reader.lists) name = shown_name(test, reader);
      if (!name) continue;
      Step step = reader.step;
      step.with = filled(step.with, names);
      const auto used = variables_in(step.with);
      const bool known = std::none_of(used.begin(), used.end(),
                                      [&](const std::string& each) { return reader.keep.contains(each); });
      if (!known) continue;
      test.claims.push_back({.kind = Claim::Kind::nowhere,
                             .promise = behaviour_promise(id_, "refused"),
                             .step = test.then.size(),
                             .sent = core::pointer_join("", name->name)});
      test.then.push_back(std::move(step));
    }
    return !test.claims.empty();
  }

  // A fresh name of the thing, which its list shows.
  const Member* shown_name(Case& test, const ReadBack& reader) const {
    for (const Member& member : input_.members) {
      const auto given = test.send.find(member.name);
      if (given == test.send.end() || !given->is_string() || !is_name(names_.words(), member.name)) continue;
      const std::string text = fixed(given->get<std::string>());
      const Shape& output = output_of(context_.model, *reader.operation);
      if (text.find(".refused}") == std::string::npos ||
          (places_in(context_.model, output, noun_, member).empty() && !lists_arns(output)))
        continue;
      *given = text;
      return &member;
    }
    return nullptr;
  }

  // ARNs of things that the caller names end with the name.
  [[nodiscard]] bool lists_arns(const Shape& output) const {
    return !places_in(context_.model, output, noun_, [&](const Member& each, const Shape& shape) {
              const auto identifier = names_.words().identifier(each.name);
              return identifier && identifier->meaning == names::Meaning::arn && is_text(shape.type) &&
                     (identifier->stem.empty() || core::equal_ignoring_case(identifier->stem, noun_));
            }).empty();
  }

  // The same fresh name wherever the case sends it.
  static std::string fixed(const std::string& text) {
    return core::replace_all(core::replace_all(text, "${unique}", "${unique.refused}"), "${uuid}",
                             "${uuid.refused}");
  }

  static Json filled(const Json& value, const std::map<std::string, std::string>& names) {
    if (value.is_string()) {
      std::string text = value.get<std::string>();
      for (const auto& [from, to] : names) text = core::replace_all(text, "${" + from + "}", to);
      return text;
    }
    Json result = value;
    if (value.is_structured()) {
      for (Json& part : result) part = filled(part, names);
    }
    return result;
  }

  // Another member with a value that its constraints exclude: of an enum, a range or a length, as these are
  // looked at the most.
  const Member* break_something(Case& test, const Member* besides) const {
    for (const std::string_view how : {"enum", "range", "length"}) {
      for (const Member& member : input_.members) {
        if (&member == besides || location_of(member) == Location::label ||
            names_.words().is_identifier(member.name) || member.traits.has(trait::idempotency_token) ||
            excluded(test.send, member))
          continue;
        auto value = broken(member, how);
        if (!value) continue;
        test.send[member.name] = *std::move(value);
        return &member;
      }
    }
    return break_tags(test);
  }

  // A tag whose key is too long, where nothing else can be broken.
  const Member* break_tags(Case& test) const {
    const auto form = tag_form_of(context_.model, context_.operation, {}, noun_);
    if (kind_ != Kind::make || !form || !form->gives() || !form->type.empty()) return nullptr;
    const Shape& tags = contract::target_of(context_.model, *form->member);
    const Member* key = form->map
                            ? tags.member("key")
                            : contract::target_of(context_.model, tags.members.front()).member(form->key);
    if (!key) return nullptr;
    const Constraints constraints = constraints_of(context_.model, *key);
    if (!constraints.max_length || *constraints.max_length > 1000 ||
        disputed(context_.model, *key, trait::length))
      return nullptr;
    const auto length = static_cast<std::size_t>(*constraints.max_length) + 1;
    test.send[form->member->name] = carried_in(*form, {{std::string(length, 'k'), "one"}});
    return form->member;
  }

  [[nodiscard]] std::optional<Json> broken(const Member& member, std::string_view how) const {
    const Shape& target = contract::target_of(context_.model, member);
    const Constraints constraints = constraints_of(context_.model, member);
    if (how == "enum" && is_text(target.type) && !contract::enum_values(target).empty() &&
        !disputed(context_.model, member, {}))
      return Json("conformance-unknown");
    if (how == "range" && contract::is_whole_number(target.type) && constraints.max_range &&
        *constraints.max_range < 1e9 && !disputed(context_.model, member, trait::range))
      return Json(static_cast<std::int64_t>(*constraints.max_range) + 1);
    if (how == "length" && is_text(target.type) && constraints.max_length && *constraints.max_length < 5000 &&
        constraints.values.empty() && !disputed(context_.model, member, trait::length))
      return context_.values
          .of_length(member, id_ + " refused", static_cast<std::size_t>(*constraints.max_length) + 1)
          .value;
    return std::nullopt;
  }
};

}  // namespace

std::vector<Wanted> untouched_cases(Context& context, const names::Names& names) {
  return wanted_by<UntouchedCases>(context, names);
}

}  // namespace hallmark::plan
