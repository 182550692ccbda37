// Mutants of what is asked of requests: each constraint of each input member, not enforced.
#include <fmt/format.h>

#include <algorithm>

#include "contract/text_facts.h"
#include "endpoint/mutants/mutant_list.h"
#include "endpoint/mutants/places.h"
#include "endpoint/reference/errors.h"
#include "endpoint/reference/text_from_pattern.h"
#include "endpoint/reference/words.h"
#include "jsonschema/pattern.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

constexpr int deepest = 6;

bool is_in_body(const Member& member) {
  return !member.traits.has(trait::http_label) && !member.traits.has(trait::http_header) &&
         !member.traits.has(trait::http_query);
}

bool requires_body(const Shape& input) {
  return std::any_of(input.members.begin(), input.members.end(), [](const Member& member) {
    return contract::is_required(member) && is_in_body(member);
  });
}

bool is_text(const Shape& shape) {
  return shape.type == ShapeType::string || shape.type == ShapeType::enumeration;
}

class InputMutants {
 public:
  explicit InputMutants(MutantList& list) : list_(list) {}

  void members(const Shape& shape, const std::string& path, int depth) {
    if (depth > deepest) return;
    inside_.push_back(shape.id);
    for (const Member& member : shape.members) {
      const std::string here = path.empty() ? member.name : path + "." + member.name;
      const bool newer = is_newer(member);
      newer_ += newer ? 1 : 0;
      if (shape.type == ShapeType::structure && contract::is_required(member) &&
          !member.traits.has(trait::http_label)) {
        constraint(
            here, "required",
            is_disputed(member, trait::required) ? "the documents disagree whether it is required" : "");
      }
      said(shape, member, here);
      value(member, here, depth);
      newer_ -= newer ? 1 : 0;
    }
    if (shape.type == ShapeType::union_shape) constraint(path, "union");
    inside_.pop_back();
  }

 private:
  // The form of what the operation is about: its bearer is looked for before, or instead of, the form.
  // Without a suite a case that is answered so settles nothing anyway.
  [[nodiscard]] bool may_be_looked_up(const std::string& path, const std::string& clause) const {
    const bool form = clause == "pattern" || clause == "type" || clause.starts_with("length.");
    return form && list_.suite != nullptr && path.find_first_of(".[{") == std::string::npos &&
           is_looked_up(path) && listed_for(list_.model, list_.operation, Refusal::not_found) != nullptr;
  }

  [[nodiscard]] bool is_looked_up(const std::string& path) const {
    const OperationPlan& plan = list_.plan.of(list_.operation);
    return (plan.strict && path == plan.identifier) ||
           std::any_of(plan.references.begin(), plan.references.end(),
                       [&](const Reference& reference) { return reference.member == path; });
  }

  void constraint(const std::string& path, const std::string& clause, std::string equivalent = {}) {
    if (newer_ > 0) equivalent = only_newer;
    if (list_.suite != nullptr) {
      if (auto why = list_.suite->why_unreachable(path + " " + clause); !why.empty())
        equivalent = std::move(why);
    }
    if (equivalent.empty() && may_be_looked_up(path, clause))
      equivalent = "a name that nothing can have is not found as well as not valid: no document says which";
    list_.add(Stage::validation, fmt::format("constraint-ignored:{}@{}", clause, path),
              fmt::format("input.{} {}", path, clause), fmt::format("{} of {} is not enforced", clause, path),
              // What names nothing is refused likewise, by another exception.
              listed_for(list_.model, list_.operation, Refusal::not_found) != nullptr, std::move(equivalent));
  }

  // What sentences state, where they can accuse.
  void said(const Shape& shape, const Member& member, const std::string& path) {
    for (const contract::TextFact& fact : contract::text_facts(member.traits)) {
      if (fact.drift) continue;
      const bool of_structure = shape.type == ShapeType::structure && !member.traits.has(trait::http_label);
      if (fact.trait == trait::required && of_structure) constraint(path, "required");
      if (fact.trait == contract::text::excludes && of_structure) constraint(path, "excludes");
      for (const auto& [id, kind] : {std::pair{trait::length, "length"}, {trait::range, "range"}}) {
        for (const char* bound : {"min", "max"}) {
          if (fact.trait == id && fact.value.contains(bound))
            constraint(path, fmt::format("{}.{}", kind, bound));
        }
      }
    }
  }

  void value(const Member& member, const std::string& path, int depth) {
    const Shape& target = contract::target_of(list_.model, member);
    type(member, target, path);
    bounds(member, target, path);
    if (!contract::enum_values(target).empty()) constraint(path, "enum");
    if (target.traits.has(trait::unique_items)) constraint(path, "uniqueItems");
    if (std::count(inside_.begin(), inside_.end(), target.id) > 0) return;
    if (target.type == ShapeType::structure || target.type == ShapeType::union_shape) {
      members(target, path, depth + 1);
    } else if (const Member* item = target.member("member");
               item != nullptr && target.type == ShapeType::list) {
      inner(target, *item, path + "[]", depth);
    } else if (target.type == ShapeType::map && target.member("value") != nullptr) {
      inner(target, *target.member("value"), path + "{}", depth);
    }
  }

  void inner(const Shape& container, const Member& item, const std::string& path, int depth) {
    inside_.push_back(container.id);
    value(item, path, depth + 1);
    inside_.pop_back();
  }

  void type(const Member& member, const Shape& target, const std::string& path) {
    const bool on_text_wire = member.traits.has(trait::http_label) || member.traits.has(trait::http_query) ||
                              member.traits.has(trait::http_header);
    if (target.type == ShapeType::document || (on_text_wire && is_text(target)) ||
        contract::is_streaming(list_.model, member)) {
      return;
    }
    const bool form = list_.facts().form();
    const bool structured = target.type == ShapeType::list || target.type == ShapeType::map ||
                            target.type == ShapeType::structure || target.type == ShapeType::union_shape;
    constraint(path, "type",
               list_.xml() && is_text(target)
                   ? "what stands where a string is due is a string in this protocol"
               : form && structured ? "a form cannot say another type where a list or structure is due"
                                    : "");
  }

  void bounds(const Member& member, const Shape& target, const std::string& path) {
    const bool text = is_text(target);
    const bool counted = target.type == ShapeType::list || target.type == ShapeType::map || text ||
                         target.type == ShapeType::blob;
    const std::string kind = counted ? "length" : "range";
    const auto limits =
        contract::bounds(contract::effective(list_.model, member, counted ? trait::length : trait::range));
    const Json* pattern = text ? contract::effective(list_.model, member, trait::pattern) : nullptr;
    const bool disputed = is_disputed(member, counted ? trait::length : trait::range);
    const std::string dispute = "the documents disagree about the bound";
    if (limits && limits->min && (!counted || *limits->min > 0)) {
      const auto least = static_cast<std::size_t>(std::max(0.0, *limits->min));
      constraint(path, kind + ".min", disputed ? dispute : implied(pattern, 0, least - (counted ? 1 : 0)));
    }
    if (limits && limits->max) {
      const auto most = static_cast<std::size_t>(std::max(0.0, *limits->max));
      constraint(path, kind + ".max", disputed ? dispute : implied(pattern, most + 1, most + 40));
    }
    if (pattern != nullptr) constraint(path, "pattern");
    if (text) texts(member, target, path, limits ? limits->max : std::nullopt, pattern);
  }

  // What is refused though it is valid, and what is let pass because only its first character is wrong.
  void texts(const Member& member, const Shape& target, const std::string& path, std::optional<double> most,
             const Json* pattern) {
    constexpr double longest = 65536, longest_wide = 4096;
    if (newer_ > 0 || !contract::enum_values(target).empty()) return;
    const auto compiled = pattern != nullptr && pattern->is_string()
                              ? jsonschema::Pattern::compile(pattern->get<std::string>())
                              : std::nullopt;
    const auto fits = [&](const std::string& value) {
      return pattern == nullptr || (compiled && compiled->search(value) == jsonschema::Pattern::Answer::yes);
    };
    const bool top = path.find_first_of(".[{") == std::string::npos;
    const IdentifierWord word = identifier_word(member.name);
    const bool names = word != IdentifierWord::none && word != IdentifierWord::name;
    const bool looked_up = names || is_looked_up(path);
    const std::string open =
        looked_up ? "what names another thing may be refused where that is not there"
                  : (list_.suite == nullptr ? "" : list_.suite->why_unreachable(path + " text"));
    if (compiled && !looked_up && !fits("!a") && fits("aa") && fits("a!") == fits("!a"))
      list_.add(Stage::validation, "pattern-start-ignored:" + path, fmt::format("input.{} pattern", path),
                fmt::format("the first character of {} is not looked at", path), true);
    const bool bounded = most && *most <= longest && !is_disputed(member, trait::length) &&
                         !is_looked_up(path) && !member.traits.has(trait::http_header);
    if (bounded && fits(std::string(static_cast<std::size_t>(*most), 'a')))
      list_.add_drift(Stage::validation, "longest-refused:" + path, fmt::format("input.{} length.max", path),
                      fmt::format("{} of the greatest length is refused", path), true, open);
    if (bounded && *most <= longest_wide && fits("éé"))
      list_.add_drift(Stage::validation, "length-in-bytes:" + path, fmt::format("input.{} length.max", path),
                      fmt::format("bytes of {} are counted, not characters", path), true, open);
    const std::string stored = list_.suite == nullptr ? "" : list_.suite->promise("stored");
    if (top && !stored.empty() && !looked_up && !member.traits.has(trait::http_header) &&
        !member.traits.has(trait::http_label) && !member.traits.has(trait::idempotency_token) &&
        !list_.suite->not_shown.contains(member.name) && fits(" a "))
      list_.add(Stage::request, "text-trimmed:" + path, stored,
                fmt::format("blanks around {} are cut off", path), true, open);
  }

  // Why a length cannot be told from the pattern: no text of a wrong length satisfies the pattern.
  [[nodiscard]] static std::string implied(const Json* pattern, std::size_t min, std::size_t max) {
    if (pattern == nullptr || !pattern->is_string() || min > 300) return "";
    const auto& text = pattern->get_ref<const std::string&>();
    const bool some = text_from_pattern(text, min, max, "a").has_value() ||
                      text_from_pattern(text, min, max, "b").has_value();
    return some ? "" : "the pattern refuses every value of such a length";
  }

  MutantList& list_;
  int newer_ = 0;  // members of a newer model that this one stands in
  std::vector<std::string> inside_;
};

}  // namespace

void list_input_mutants(MutantList& list) {
  if (list.input == nullptr) return;
  InputMutants(list).members(*list.input, "", 0);
  if (std::any_of(list.input->members.begin(), list.input->members.end(), is_in_body)) {
    const bool form = list.facts().form();
    list.add(Stage::validation, "malformed-accepted", "protocol.malformed",
             "a body that cannot be read is taken as far as it can",
             // What is required may be missing from what was read, and that is refused likewise.
             requires_body(*list.input),
             form ? "every text is a form: there is no body that cannot be read" : "");
  }
  if (list.suite != nullptr && list.plan.of(list.operation).act == Act::update) {
    list.add(Stage::validation, "stored-although-refused", "behaviour.stored",
             "a refused request has its effect", true);
  }
}

}  // namespace hallmark::endpoint
