#include "plan/cases/steps.h"

#include <algorithm>

#include "core/text.h"
#include "plan/cases/variables.h"

namespace hallmark::plan {
namespace {

using core::FileCursor;

// A variable may be named as it is used, "${name}".
std::string bare(std::string name) {
  const bool used = name.starts_with("${") && name.ends_with("}");
  return used ? name.substr(2, name.size() - 3) : name;
}

Until read_until(const FileCursor& node) {
  node.only({"pointer", "values", "gone", "deadline", "when"});
  Until until;
  if (const auto gone = node.find("gone")) {
    until.gone = gone->name();
    if (node.find("pointer") || node.find("values")) {
      node.fail("until", "\"gone\" stands alone", "use either \"gone\" or \"pointer\" with \"values\"");
    }
  } else {
    until.pointer = node.at("pointer").place();
    const auto values = node.at("values");
    for (const auto& item : values.items()) {
      Json value = item.value();
      if (value.is_object() && value.size() == 1 && value.contains("differsFrom") &&
          value["differsFrom"].is_string()) {
        value["differsFrom"] = bare(value["differsFrom"].get<std::string>());
      }
      until.values.push_back(std::move(value));
    }
    if (until.values.empty()) values.fail("empty", "must name at least one value");
  }
  if (const auto deadline = node.find("deadline")) until.deadline = deadline->duration();
  if (const auto when = node.find("when")) {
    for (const auto& [variable, values] : when->entries()) {
      if (until.when) when->fail("until", "\"when\" speaks of one kept value");
      until.when = Until::When{.variable = bare(variable), .values = {}};
      for (const auto& item : values.items()) until.when->values.push_back(item.value());
    }
    if (!until.when || until.when->values.empty())
      when->fail("empty", "must name a kept value and what it says");
  }
  return until;
}

Matcher read_matcher(const FileCursor& node) {
  node.only({"equals", "echoes", "empty_list", "present", "absent", "matches", "sameAs", "differsFrom",
             "notBefore"});
  Matcher matcher;
  int kinds = 0;
  if (const auto said = node.find("equals")) {
    ++kinds;
    matcher.kind = Matcher::Kind::equals;
    matcher.value = said->value();
  }
  if (const auto said = node.find("echoes")) {
    ++kinds;
    matcher.kind = Matcher::Kind::echoes;
    matcher.pointer = said->place();
  }
  if (const auto said = node.find("present")) {
    ++kinds;
    matcher.kind = Matcher::Kind::present;
    if (!said->boolean()) said->fail("matcher", "\"present\" is always true", "write {\"absent\": true}");
  }
  if (const auto said = node.find("absent")) {
    ++kinds;
    matcher.kind = Matcher::Kind::absent;
    if (!said->boolean()) said->fail("matcher", "\"absent\" is always true", "write {\"present\": true}");
  }
  if (const auto said = node.find("matches")) {
    ++kinds;
    matcher.kind = Matcher::Kind::matches;
    matcher.value = said->name();
  }
  const std::pair<const char*, Matcher::Kind> kept[] = {{"sameAs", Matcher::Kind::same_as},
                                                        {"differsFrom", Matcher::Kind::differs_from},
                                                        {"notBefore", Matcher::Kind::not_before}};
  for (const auto& [key, kind] : kept) {
    if (const auto said = node.find(key)) {
      ++kinds;
      matcher.kind = kind;
      matcher.variable = bare(said->name());
    }
  }
  if (const auto said = node.find("empty_list")) {
    if (matcher.kind != Matcher::Kind::echoes || said->text() != "drift") {
      said->fail("matcher", "\"empty_list\" can only be \"drift\", beside \"echoes\"");
    }
    matcher.drift_when_empty_list = true;
  }
  if (kinds != 1) node.fail("matcher", "a matcher says exactly one thing");
  return matcher;
}

Outcome read_outcome(const FileCursor& node) {
  node.only({"exception", "success", "reason", "status"});
  Outcome outcome;
  const auto exception = node.find("exception");
  const auto success = node.find("success");
  if (exception.has_value() == success.has_value()) {
    node.fail("outcome", "an outcome is either an exception or a success");
  }
  if (exception) outcome.exception = exception->name();
  if (success) {
    for (const auto& [pointer, matcher] : success->entries()) {
      if (!pointer.empty() && pointer.front() != '/') {
        matcher.fail("pointer", "\"" + pointer + "\" is no JSON Pointer", "a JSON Pointer begins with '/'");
      }
      outcome.success.emplace(pointer, read_matcher(matcher));
    }
  }
  outcome.reason = node.text_or("reason");
  if (const auto status = node.find("status")) {
    outcome.status = status->count();
    if (*outcome.status < 100 || *outcome.status > 599) status->fail("range", "is no HTTP status");
  }
  return outcome;
}

void rename_variables(Step& step, const std::map<std::string, std::string>& names) {
  const auto rename = [&](auto&& self, Json& value) -> void {
    if (value.is_string()) {
      auto text = value.get<std::string>();
      for (const auto& [from, to] : names)
        text = core::replace_all(std::move(text), "${" + from + "}", "${" + to + "}");
      value = text;
    } else if (value.is_structured()) {
      for (auto& item : value) self(self, item);
    }
  };
  rename(rename, step.with);
  if (step.until) {
    for (auto& value : step.until->values) rename(rename, value);
    if (step.until->when) {
      const auto other = names.find(step.until->when->variable);
      if (other != names.end()) step.until->when->variable = other->second;
    }
  }
  std::map<std::string, std::string> keep;
  for (const auto& [variable, pointer] : step.keep) {
    const auto found = names.find(variable);
    keep.emplace(found == names.end() ? variable : found->second, pointer);
  }
  step.keep = std::move(keep);
}

// "removed" and "createdAt" -> "removedCreatedAt".
std::string prefixed(const std::string& prefix, std::string variable) {
  if (variable.front() >= 'a' && variable.front() <= 'z')
    variable.front() = static_cast<char>(variable.front() - 'a' + 'A');
  return prefix + variable;
}

std::vector<Step> make_steps(const FileCursor& node, const Recipes& recipes) {
  node.only({"make", "with", "keep", "as", "identity"});
  const auto made = node.at("make");
  const auto recipe = recipes.find(made.name());
  if (recipe == recipes.end()) {
    std::vector<std::string> known;
    for (const auto& [name, unused] : recipes) known.push_back(name);
    const auto near = core::nearest(made.name(), known);
    made.fail("unknown-resource", "the suite has no resource \"" + made.name() + "\"",
              near ? "did you mean \"" + *near + "\"?" : "known here: " + core::join(known, ", "));
  }
  std::map<std::string, std::string> names;
  const auto as = node.find("as");
  if (as && as->json().is_string()) {
    const std::string prefix = as->name();
    if (!is_variable_name(prefix)) as->fail("variable", "is no beginning of a variable's name");
    for (const std::string& variable : recipe->second.variables)
      names.emplace(variable, prefixed(prefix, variable));
  } else if (as) {
    for (const auto& [variable, name] : as->entries()) {
      const auto& kept = recipe->second.variables;
      if (std::find(kept.begin(), kept.end(), variable) == kept.end()) {
        name.fail("unknown-variable", "\"" + recipe->first + "\" keeps no \"" + variable + "\"",
                  "it keeps: " + core::join(kept, ", "));
      }
      names.emplace(variable, name.name());
      if (!is_variable_name(names.at(variable))) name.fail("variable", "is no name of a variable");
    }
  }
  auto steps = recipe->second.make;
  for (auto& step : steps) {
    rename_variables(step, names);
    if (const auto identity = node.find("identity")) step.identity = identity->name();
    if (step.creates != recipe->first) continue;
    if (const auto with = node.find("with")) {
      for (const auto& [member, value] : with->entries()) step.with[member] = value.value();
    }
    if (const auto keep = node.find("keep")) {
      for (auto& [variable, pointer] : read_keep(*keep)) step.keep[variable] = pointer;
    }
  }
  return steps;
}

Step read_step(const FileCursor& node, const Recipes& recipes) {
  node.only({"call", "with", "keep", "until", "identity", "expect"});
  Step step;
  step.call = node.at("call").name();
  if (const auto with = node.find("with")) {
    if (!with->json().is_object()) with->fail("type", "expected an object of input members");
    step.with = with->value();
  }
  if (const auto keep = node.find("keep")) step.keep = read_keep(*keep);
  if (const auto until = node.find("until")) step.until = read_until(*until);
  step.identity = node.text_or("identity", "default");
  if (const auto expect = node.find("expect")) step.expect = read_outcomes(*expect);
  for (const auto& [name, recipe] : recipes) {
    if (recipe.create_call == step.call) step.creates = name;
  }
  return step;
}

}  // namespace

bool is_case_name(std::string_view name) {
  if (name.empty() || name.front() == '-' || name.back() == '-') return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_variable_name(std::string_view name) {
  if (name.empty() || is_predefined(name)) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::map<std::string, std::string> read_keep(const FileCursor& object) {
  std::map<std::string, std::string> keep;
  for (const auto& [variable, pointer] : object.entries()) {
    if (!is_variable_name(variable)) {
      pointer.fail("variable", "\"" + variable + "\" is no name for a variable",
                   "letters, digits, '_' and '-'; unique, uuid, region and account are taken");
    }
    keep.emplace(variable, pointer.place());
  }
  return keep;
}

std::vector<Outcome> read_outcomes(const FileCursor& list) {
  std::vector<Outcome> outcomes;
  for (const auto& item : list.items()) outcomes.push_back(read_outcome(item));
  if (outcomes.empty()) list.fail("empty", "must name at least one outcome");
  return outcomes;
}

std::vector<PatchOperation> read_patch(const FileCursor& list) {
  std::vector<PatchOperation> patch;
  for (const auto& item : list.items()) {
    item.only({"op", "path", "value"});
    PatchOperation operation{.op = item.at("op").text(), .path = item.at("path").place(), .value = {}};
    if (operation.op != "add" && operation.op != "remove" && operation.op != "replace") {
      item.at("op").fail("patch", "\"" + operation.op + "\" is not supported", "use add, remove or replace");
    }
    const auto value = item.find("value");
    if ((operation.op == "remove") == value.has_value()) {
      item.fail("patch", operation.op == "remove" ? "\"remove\" takes no value" : "\"value\" is missing");
    }
    if (value) operation.value = value->value();
    patch.push_back(std::move(operation));
  }
  return patch;
}

std::vector<Step> read_steps(const FileCursor& list, const Recipes& recipes) {
  std::vector<Step> steps;
  for (const auto& item : list.items()) {
    if (item.find("make")) {
      auto made = make_steps(item, recipes);
      std::move(made.begin(), made.end(), std::back_inserter(steps));
    } else {
      steps.push_back(read_step(item, recipes));
    }
  }
  return steps;
}

}  // namespace hallmark::plan
