#include "plan/context/context.h"

#include <algorithm>

#include "contract/view.h"
#include "core/digest.h"
#include "core/text.h"
#include "names/knowledge.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/validation_errors.h"
#include "plan/values/company.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {

using contract::Member;
using contract::Model;
using contract::Operation;
namespace trait = contract::trait;

namespace {

bool says_the_type(const Member& member) {
  const Json* header = member.traits.find(trait::http_header);
  return header && header->is_string() &&
         core::equal_ignoring_case(header->get_ref<const std::string&>(), "Content-Type");
}

}  // namespace

std::vector<Outcome> outcomes(const std::vector<std::string>& names, std::string_view reason) {
  std::vector<Outcome> result;
  for (const auto& name : names) {
    const bool there =
        std::any_of(result.begin(), result.end(), [&](const Outcome& o) { return o.exception == name; });
    if (!there)
      result.push_back({.exception = name, .success = {}, .reason = std::string(reason), .status = {}});
  }
  return result;
}

const Base* Context::base() {
  if (!base_made_) {
    base_made_ = true;
    const auto id = operation_id(model, operation);
    ValueOptions options;
    if (const auto said = suite.base.find(std::string(operation.name())); said != suite.base.end())
      options.given = &said->second;
    auto made = values.structure(input_of(model, operation), id, options);
    if (!made.value) {
      base_problem = "no valid request could be made: " + made.problem;
      return nullptr;
    }
    Json document = *std::move(made.value);
    // Bytes are of a type that the contract lists, and what goes without saying is another.
    for (const auto& member : input_of(model, operation).members) {
      if (!says_the_type(member) || document.contains(member.name) ||
          contract::target_of(model, member).members.empty())
        continue;
      if (auto value = values.member(member, id + "." + member.name); value.value)
        document[member.name] = *std::move(value.value);
    }
    base_ = Base{.document = std::make_shared<const Json>(std::move(document))};
  }
  return base_ ? &*base_ : nullptr;
}

Case Context::blank(const Group& group, const std::string& name) const {
  Case test;
  test.service = model.slug;
  test.operation = std::string(operation.name());
  test.group = group;
  test.name = name;
  test.id = operation_id(model, operation) + "/" + to_string(group) + "/" + name;
  test.generated = true;
  test.tier = Tier::generated;
  if (const auto steps = suite.arrange.find(test.operation); steps != suite.arrange.end())
    test.arrange = steps->second;
  if (!model.documents.empty()) test.file = model.documents.front();
  return test;
}

std::vector<Outcome> Context::validation_outcomes(bool unreadable) const {
  const auto errors = validation_errors(model, operation, suite, protocol);
  auto result = outcomes(errors.declared, "a validation error that the operation lists");
  auto names = errors.common;
  if (unreadable) {
    const auto& more = suite.words().common(names::Common::unparsable, protocol);
    names.insert(names.end(), more.begin(), more.end());
  }
  for (auto& outcome : outcomes(names, "a common error of the protocol")) {
    const bool there = std::any_of(result.begin(), result.end(),
                                   [&](const Outcome& o) { return o.exception == outcome.exception; });
    if (!there) result.push_back(std::move(outcome));
  }
  return result;
}

std::string Context::key_of(const Json& document) const {
  return operation_id(model, operation) + "#" + core::hex(core::sha256(document.dump())).substr(0, 12);
}

Certainty Context::completeness(const Json& sent) const {
  const auto& input = input_of(model, operation);
  const std::string name(operation.name());
  if ((!suite.inferred.contains(name) && suite.base.contains(name)) ||
      Company(values.certainties(), input, sent).is_told())
    return Certainty::known;
  const auto& rules = values.certainties().rules();
  bool more = false, references = false;
  for (const auto& member : input.members) {
    if (sent.contains(member.name) || is_page_token(member.name)) continue;
    const auto place = values.certainties().place(member);
    if (rules.is_left_out(place) || rules.is_setting(place) || describes_the_body(member)) continue;
    more = true;
    references = references || suite.words().is_identifier(member.name);
  }
  // An update of nothing, nothing that is put, a question about nothing, or nothing to make something of, may
  // rightly be refused.
  const bool bare = std::all_of(input.members.begin(), input.members.end(), [&](const Member& member) {
    return must_be_given(member) || !sent.contains(member.name);
  });
  const names::Verb* verb = suite.words().verb_of(operation.name());
  const auto kind = suite.words().kind_of(operation.name());
  if (more && bare && (kind == names::Kind::change || (verb && verb->onto))) return Certainty::open;
  if (more && sent.empty() && (references || kind != names::Kind::list)) return Certainty::open;
  return references ? Certainty::plausible : Certainty::known;
}

void Context::assess(Case& test) const {
  static const Json nothing = Json::object();
  const auto said = suite.base.find(std::string(operation.name()));
  test.doubts = values.certainties().doubts(input_of(model, operation), test.send,
                                            said == suite.base.end() ? nothing : said->second);
  test.certainty = completeness(test.send);
  for (const auto& [member, certainty] : test.doubts)
    test.certainty = names::weaker(test.certainty, certainty);
}

void Context::vouch(Case& test, const std::string& member) const {
  const std::string name(operation.name());
  const auto said = suite.base.find(name);
  if (suite.inferred.contains(name) || said == suite.base.end() || !said->second.contains(member)) return;
  test.doubts.erase(member);
  test.certainty = completeness(test.send);
  for (const auto& [each, certainty] : test.doubts) test.certainty = names::weaker(test.certainty, certainty);
}

bool asks_for_no_operation(const Model& model, const Operation& operation, const Suite& suite) {
  if (suite.operations.empty()) return true;  // judged alone
  const auto needs_nothing = [&](const Operation& each) {
    const auto& members = input_of(model, each).members;
    return std::none_of(members.begin(), members.end(),
                        [](const contract::Member& member) { return contract::is_required(member); });
  };
  for (const auto& name : suite.operations) {
    const auto* each = model.operation(name);
    if (each && needs_nothing(*each)) return each == &operation;
  }
  return operation.name() == suite.operations.front();
}

}  // namespace hallmark::plan
