// Mutants of values between calls, read off the contract alone: what was written is not what is read.
#include <fmt/format.h>

#include <algorithm>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "endpoint/mutants/mutant_list.h"
#include "names/sequences.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

// Of what is left out: as the documentation says.
bool says_of_omitted(const contract::Operation& operation, std::string_view what) {
  const auto fact = contract::text_fact(operation.traits, contract::text::omitted);
  return fact && fact->value == what;
}

bool changes_only_what_it_is_given(const contract::Operation& operation) {
  const auto binding = contract::http_binding(operation);
  return says_of_omitted(operation, "kept") || (binding && binding->method == "PATCH");
}

class ValueMutants {
 public:
  ValueMutants(MutantList& list, const OperationPlan& plan)
      : list_(list),
        update_(plan.act == Act::update),
        is_partial_(update_ && changes_only_what_it_is_given(list.operation)),
        read_(update_ ? "behaviour.update " : "behaviour.read-back ") {}

  void member(const Member& member) {
    const Shape& target = contract::target_of(list_.model, member);
    const std::string& name = member.name;
    // Nobody is told that a secret is not shown.
    if (contract::effective(list_.model, member, trait::sensitive) == nullptr) lost(name);
    if (target.type == ShapeType::string) {
      list_.add_by_case("member-cut:" + name, read_ + name, fmt::format("half of {} is kept", name), true);
      swapped(texts_, name);
    }
    if (contract::is_number(target.type) || target.type == ShapeType::boolean)
      list_.add_by_case("zero-as-unset:" + name, "behaviour.defaults " + name,
                        fmt::format("0 and false of {} are taken for unset", name), true);
    if (contract::is_number(target.type)) swapped(numbers_, name);
    if (target.type == ShapeType::blob)
      list_.add_by_case("body-cut:" + name, "behaviour.payload " + name,
                        fmt::format("{} is cut at 1 MiB", name), true);
    if (is_partial_ && !contract::is_required(member))
      list_.add_by_case("reset-by-update:" + name, "behaviour.update others",
                        fmt::format("an update that leaves {} out clears it", name), true);
  }

 private:
  void lost(const std::string& name) {
    if (list_.suite != nullptr && !list_.suite->promise("stored").empty()) return;  // there is stored-partly
    list_.add_by_case("member-lost:" + name, read_ + name, fmt::format("{} is lost", name), true);
  }
  void swapped(std::string& before, const std::string& name) {
    if (!before.empty())
      list_.add_by_case(fmt::format("members-swapped:{}@{}", before, name), read_ + name,
                        fmt::format("{} and {} change places", before, name), true);
    before = name;
  }

  MutantList& list_;
  bool update_, is_partial_;
  std::string read_, texts_, numbers_;
};

}  // namespace

namespace {

// What comes after other calls, and what is asked for besides.
void list_sequence_mutants(MutantList& list) {
  const auto& knowledge = names::Sequences::standard();
  for (const auto* row : knowledge.of(list.model.slug, list.operation.name()))
    list.add_by_case("sequence-broken:" + row->name,
                     "behaviour." + row->kind + (row->subject.empty() ? "" : " " + row->subject),
                     "it is not so: " + row->title, true);
  const auto binding = contract::http_binding(list.operation);
  for (const Member& member : list.input == nullptr ? std::vector<Member>() : list.input->members) {
    const Json* header = member.traits.find(trait::http_header);
    const std::string bound = header != nullptr && header->is_string() ? header->get<std::string>() : "";
    if (bound.starts_with("If-") && binding && (binding->method == "GET" || binding->method == "HEAD"))
      list.add_by_case("condition-ignored:" + member.name, "behaviour.conditions " + member.name,
                       fmt::format("{} is not looked at", member.name), true);
    const std::string what = knowledge.asked_for(member.name);
    if (!what.empty() && list.output != nullptr && list.output->member(what) != nullptr)
      list.add_by_case("asked-for-missing:" + member.name, "behaviour.returned " + member.name,
                       fmt::format("{} is not answered though {} asks for it", what, member.name), true);
  }
}

}  // namespace

void list_value_mutants(MutantList& list) {
  const OperationPlan& plan = list.plan.of(list.operation);
  list_sequence_mutants(list);
  const bool takes_tags =
      list.input != nullptr && std::any_of(list.input->members.begin(), list.input->members.end(),
                                           [](const Member& member) { return is_tags(member.name); });
  if (plan.act == Act::tag || (plan.act == Act::create && takes_tags)) {
    list.add_by_case("tag-lost", "behaviour.tags*", "tags are not kept", true);
    list.add_by_case("empty-tag-lost", "behaviour.tags*", "tags without a value are not kept", true);
  }
  const bool both =
      plan.act == Act::tag && list.input != nullptr &&
      std::any_of(list.input->members.begin(), list.input->members.end(),
                  [&](const Member& member) { return takes_tags_away(list.operation.name(), member.name); });
  if (plan.act == Act::untag || both)
    list.add_by_case("tag-kept", "behaviour.tags*", "tags that are taken away stay", true);
  const bool ranges =
      list.input != nullptr &&
      std::any_of(list.input->members.begin(), list.input->members.end(), [](const Member& member) {
        const Json* header = member.traits.find(trait::http_header);
        return header != nullptr && *header == "Range";
      });
  if (ranges)
    list.add_by_case("range-shifted", "behaviour.payload*", "the bytes of a range begin one byte too late",
                     true);
  if ((plan.act != Act::create && plan.act != Act::update) || list.input == nullptr || plan.kind.empty())
    return;
  for (const Member& member : list.input->members) {
    const Json* header = member.traits.find(trait::http_header);
    const std::string name = header != nullptr && header->is_string() ? header->get<std::string>() : "";
    if (same_word(name, "Content-MD5") || same_word(name, "x-amz-checksum-sha256") ||
        same_word(name, "x-amz-checksum-sha1"))
      list.add_by_case("digest-ignored:" + member.name, "behaviour.payload " + member.name,
                       fmt::format("{} of other bytes is taken", member.name), true);
  }
  ValueMutants values(list, plan);
  for (const Member& member : list.input->members) {
    // What a thing is known by is not lost without being another's.
    if (plan.act == Act::create && member.name == list.plan.kind(plan.kind).given) continue;
    if (member.name == plan.identifier || member.traits.has(trait::http_label) || is_tags(member.name) ||
        member.traits.has(trait::idempotency_token) || is_version_tag(member.name) || is_newer(member))
      continue;
    values.member(member);
  }
  list.add_by_case("refused-sticks", "behaviour.refused*", "what is refused is made or changed all the same",
                   true);
  if (plan.act == Act::update)
    list.add_by_case("growth-missing", "behaviour.growing*", "the version and the time of change stand still",
                     true);
  if (plan.act == Act::update && says_of_omitted(list.operation, "reset") && list.suite == nullptr)
    list.add_by_case("clobbering-not-done", "behaviour.update omitted", "what an update leaves out is kept",
                     true);
  // Where a suite states it, there are mutants of that.
  if (plan.act == Act::update && (list.suite == nullptr || list.suite->promise("others-untouched").empty())) {
    list.add_by_case("neighbour-updated", "behaviour.update*",
                     "another one is changed than the one that was named", true);
    list.add_by_case("all-updated", "behaviour.update neighbour", "another one is changed besides", true);
  }
}

}  // namespace hallmark::endpoint
