#include "plan/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "plan/cases/load.h"
#include "plan/cases/variables.h"
#include "plan/generate/promises.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {

using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;

namespace {

using Names = std::set<std::string>;

// Replaced before it is sent, by whatever was kept.
bool is_variable(const Json& value) {
  return value.is_string() && value.get_ref<const std::string&>().find("${") != std::string::npos;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const auto near = core::nearest(word, known);
  return near ? "did you mean \"" + *near + "\"?" : std::string();
}

std::vector<std::string> operation_names(const Model& model) {
  std::vector<std::string> names;
  for (const auto* operation : model.all_operations()) names.emplace_back(operation->name());
  return names;
}

// Collects problems of one file's part; `kind` is "suite" or "fixture".
class Linter {
 public:
  Linter(const Model& model, const Suite& suite, std::string kind, std::vector<core::DocumentProblem>& out)
      : model_(model), suite_(suite), kind_(std::move(kind)), out_(out) {}

  void at(std::string file, std::size_t line, std::string where) {
    file_ = std::move(file);
    line_ = line;
    where_ = std::move(where);
  }

  void report(std::string_view rule, std::string message, std::string advice = {}) {
    // A recipe's mistake is told where it stands, not again wherever the recipe is used.
    if (kind_ == "suite" && !told_.emplace(rule, message).second) return;
    out_.push_back({.file = file_,
                    .line = line_,
                    .pointer = {},
                    .rule = kind_ + "." + std::string(rule),
                    .message = where_ + ": " + std::move(message),
                    .advice = std::move(advice)});
  }

  const Operation* operation(const std::string& name) {
    const auto* found = model_.operation(name);
    if (!found) {
      report("unknown-operation", "the contract has no operation \"" + name + "\"",
             suggestion(name, operation_names(model_)));
    }
    return found;
  }

  // Names of members, at every level; values of the wrong type are a case's own business.
  void members(const Shape& shape, const Json& value, const std::string& path, std::size_t depth = 0) {
    if (depth > 64) return;
    if ((shape.type == ShapeType::structure || shape.type == ShapeType::union_shape) && value.is_object()) {
      for (const auto& [name, item] : value.items()) {
        const auto* member = shape.member(name);
        if (member) {
          members(contract::target_of(model_, *member), item, core::pointer_join(path, name), depth + 1);
          continue;
        }
        std::vector<std::string> names;
        for (const auto& known : shape.members) names.push_back(known.name);
        report("unknown-member",
               "\"" + core::pointer_join(path, name) + "\": " + std::string(shape.name()) +
                   " has no such member",
               suggestion(name, names));
      }
    } else if (shape.type == ShapeType::list && value.is_array() && !shape.members.empty()) {
      for (const auto& item : value) {
        members(contract::target_of(model_, shape.members.front()), item, path + "/*", depth + 1);
      }
    } else if (shape.type == ShapeType::map && value.is_object() && shape.member("value")) {
      for (const auto& [name, item] : value.items()) {
        members(contract::target_of(model_, *shape.member("value")), item, core::pointer_join(path, name),
                depth + 1);
      }
    }
  }

  // Kinds of values: what a suite sends where nothing but a success will do.
  void types(const Shape& shape, const Json& value, const std::string& path, std::size_t depth = 0) {
    if (depth > 64 || is_variable(value)) return;
    const auto of_member = [&](const contract::Member& member, const Json& item, const std::string& at) {
      types(contract::target_of(model_, member), item, at, depth + 1);
    };
    const auto expect = [&](bool right, std::string_view kind) {
      if (!right)
        report("member-type", fmt::format("\"{}\" takes {}, not {}", path, kind, core::dump(value, 60)));
      return right;
    };
    switch (shape.type) {
      case ShapeType::structure:
      case ShapeType::union_shape:
        if (!expect(value.is_object(), "an object")) return;
        for (const auto& [name, item] : value.items()) {
          if (const auto* member = shape.member(name))
            of_member(*member, item, core::pointer_join(path, name));
        }
        return;
      case ShapeType::list:
        if (!expect(value.is_array(), "a list") || shape.members.empty()) return;
        for (const auto& item : value) of_member(shape.members.front(), item, path + "/*");
        return;
      case ShapeType::map:
        if (!expect(value.is_object(), "an object") || !shape.member("value")) return;
        for (const auto& [name, item] : value.items())
          of_member(*shape.member("value"), item, core::pointer_join(path, name));
        return;
      case ShapeType::string:
      case ShapeType::enumeration:
      case ShapeType::blob:
        expect(value.is_string(), "a string");
        return;
      case ShapeType::boolean:
        expect(value.is_boolean(), "true or false");
        return;
      case ShapeType::byte:
      case ShapeType::short_integer:
      case ShapeType::integer:
      case ShapeType::long_integer:
      case ShapeType::int_enumeration:
        expect(value.is_number_integer(), "a whole number");
        return;
      default:
        return;
    }
  }

  void pointer(const Shape& root, const std::string& said, std::string_view what) {
    const auto place = spot_of(model_, root, said);
    if (!place.shape)
      report("unknown-pointer", std::string(what) + " \"" + said + "\" leads nowhere: " + place.problem);
  }

  void uses(const Json& value, const Names& kept, const Names& free) {
    for (const auto& name : variables_in(value)) use(std::string(kept_name(name)), kept, free);
  }

  void use(const std::string& name, const Names& kept, const Names& free) {
    if (is_predefined(name) || kept.contains(name) || free.contains(name)) return;
    // What nothing keeps is a variable of the target, unless it looks like a slip.
    if (const auto near = suggestion(name, {kept.begin(), kept.end()}); !near.empty()) {
      report("unknown-variable", "\"${" + name + "}\" is never kept", near);
    }
  }

  void exception(const Operation& operation, const std::string& name) {
    for (const auto* error : contract::listed_errors(model_, operation)) {
      if (error->name() == name) return;
    }
    const auto protocol = protocol_of(model_, suite_);
    for (const auto kind : names::all_common) {
      const auto& common = suite_.words().common(kind, protocol);
      if (std::find(common.begin(), common.end(), name) != common.end()) return;
    }
    std::vector<std::string> known;
    for (const auto* error : contract::listed_errors(model_, operation)) known.emplace_back(error->name());
    report("unknown-exception",
           std::string(operation.name()) + " does not list " + name + ", nor is it common to the protocol",
           suggestion(name, known));
  }

  void outcomes(const Operation& operation, const std::vector<Outcome>& expected, const Shape& sent,
                const Names& kept, const Names& free) {
    for (const auto& outcome : expected) {
      if (!outcome.exception.empty()) exception(operation, outcome.exception);
      for (const auto& [at, matcher] : outcome.success) {
        pointer(output_of(model_, operation), at, "the answer's");
        if (matcher.kind == Matcher::Kind::echoes) pointer(sent, matcher.pointer, "the request's");
        if (matcher.kind == Matcher::Kind::equals) uses(matcher.value, kept, free);
        if (!matcher.variable.empty()) use(matcher.variable, kept, free);
      }
    }
  }

  // Steps in order; what they keep is added to `kept`. Echoes of then-steps point into the case's `send`.
  void steps(const std::vector<Step>& list, Names& kept, const Names& free, const Shape* sent = nullptr) {
    for (const auto& step : list) {
      const auto* called = operation(step.call);
      if (!called) continue;
      const auto& input = input_of(model_, *called);
      members(input, step.with, {});
      if (kind_ == "suite") types(input, step.with, {});
      uses(step.with, kept, free);
      if (step.until) {
        if (step.until->gone.empty()) {
          pointer(output_of(model_, *called), step.until->pointer, "the answer's");
        } else {
          exception(*called, step.until->gone);
        }
        if (step.until->when) use(step.until->when->variable, kept, free);
      }
      for (const auto& [variable, from] : step.keep) {
        pointer(output_of(model_, *called), from, "the answer's");
        kept.insert(variable);
      }
      outcomes(*called, step.expect, sent ? *sent : input, kept, free);
    }
  }

  const Model& model_;
  const Suite& suite_;

 private:
  std::string kind_;
  std::vector<core::DocumentProblem>& out_;
  std::string file_, where_;
  std::size_t line_ = 0;
  std::set<std::pair<std::string, std::string>> told_;
};

void add_free(const Json& value, const Names& kept, Names& free) {
  for (const auto& each : variables_in(value)) {
    const std::string name(kept_name(each));
    if (!is_predefined(name) && !kept.contains(name)) free.insert(name);
  }
}

// Variables that the suite uses and nothing keeps: the target must have them.
Names free_variables(const Suite& suite) {
  Names free, everything_kept;
  for (const auto& [name, recipe] : suite.resources) {
    for (const auto& variable : recipe.variables) everything_kept.insert(variable);
  }
  for (const auto& [name, recipe] : suite.resources) {
    for (const auto& step : recipe.make) add_free(step.with, everything_kept, free);
  }
  for (const auto& [operation, steps] : suite.arrange) {
    Names kept = everything_kept;
    for (const auto& step : steps) {
      add_free(step.with, kept, free);
      for (const auto& [variable, pointer] : step.keep) kept.insert(variable);
    }
    if (const auto base = suite.base.find(operation); base != suite.base.end())
      add_free(base->second, kept, free);
  }
  for (const auto& [operation, base] : suite.base) {
    if (!suite.arrange.contains(operation)) add_free(base, everything_kept, free);
  }
  return free;
}

// What brings an exception about must be promised somewhere, or else not bringing it about is no fault.
void lint_place(Linter& lint, const Case& test) {
  const bool demands = (test.provoke == Provocation::request || test.provoke == Provocation::state) &&
                       test.tier == Tier::fixture && !is_attempt(test);
  if (test.group.is_success() || !demands || test.places_its_own) return;
  const bool of_an_input = std::any_of(
      test.promises.begin(), test.promises.end(),
      [](const std::string& promise) { return !contract::is_about(promise, contract::Side::error); });
  if (of_an_input && !test.places.empty()) return;
  lint.report("demands-without-place",
              "nothing says where a document promises " + test.group.exception + " for this",
              "add \"place\", or allow a success ({\"success\": {}}), which makes it an attempt");
}

void lint_case(Linter& lint, const Case& test, const Names& free, const Names& promises) {
  const auto* operation = lint.operation(test.operation);
  if (!operation) return;
  const auto& input = input_of(lint.model_, *operation);
  if (!test.group.is_success()) {
    const auto listed = contract::listed_errors(lint.model_, *operation);
    if (std::none_of(listed.begin(), listed.end(),
                     [&](const Shape* error) { return error->name() == test.group.exception; })) {
      std::vector<std::string> known;
      for (const auto* error : listed) known.emplace_back(error->name());
      lint.report("unknown-exception", test.operation + " does not list " + test.group.exception,
                  suggestion(test.group.exception, known));
    }
  }
  for (const auto& promise : test.promises) {
    if (!promises.contains(promise)) {
      lint.report("unknown-promise", "the contract makes no promise \"" + promise + "\"",
                  suggestion(promise, {promises.begin(), promises.end()}));
    }
  }
  lint_place(lint, test);
  Names kept;
  lint.steps(test.arrange, kept, free);
  lint.members(input, test.send, {});
  lint.uses(test.send, kept, free);
  if (test.wire.body) lint.uses(Json(*test.wire.body), kept, free);
  if (test.control) {
    std::string problem;
    if (const auto control = apply_patch(test.send, *test.control, &problem)) {
      lint.members(input, *control, {});
      lint.uses(*control, kept, free);
    } else {
      lint.report("control-patch", "the control's patch does not apply to `send`: " + problem);
    }
  }
  for (const auto& [variable, pointer] : test.keep) {
    lint.pointer(output_of(lint.model_, *operation), pointer, "the answer's");
  }
  auto later = kept;
  for (const auto& [variable, pointer] : test.keep) later.insert(variable);
  lint.outcomes(*operation, test.expect, input, later, free);
  lint.outcomes(*operation, test.control_expect, input, later, free);
  lint.steps(test.then, later, free, &input);
  Names mentioned;
  for (const auto& step : test.then) {
    for (const auto& name : variables_in(step.with)) mentioned.insert(name);
    for (const auto& outcome : step.expect) {
      for (const auto& [at, matcher] : outcome.success) {
        mentioned.insert(matcher.variable);
        for (const auto& name : variables_in(matcher.value)) mentioned.insert(name);
      }
    }
  }
  for (const auto& [variable, pointer] : test.keep) {
    if (!mentioned.contains(variable)) {
      lint.report("unused-variable", "\"" + variable + "\" is kept and never used",
                  "use it in \"then\", or drop it");
    }
  }
}

}  // namespace

std::vector<core::DocumentProblem> lint_suite(const Suite& suite, const Model& model) {
  std::vector<core::DocumentProblem> problems;
  Linter lint(model, suite, "suite", problems);
  const auto free = free_variables(suite);
  // Only files that could be read are linted; what was made otherwise has no lines.
  std::string text;
  if (std::error_code none; !suite.file.empty() && std::filesystem::exists(suite.file, none))
    text = core::load_json(suite.file).text;
  const auto line_of = [&](const std::string& pointer) {
    return text.empty() ? std::size_t{0} : core::locate(text, pointer).line;
  };
  lint.at(suite.file, line_of("/operations"), "operations");
  for (const auto& name : suite.operations) lint.operation(name);
  for (const auto& [name, recipe] : suite.resources) {
    lint.at(suite.file, line_of(std::string("/resources/") + name), "resource " + name);
    Names kept;
    lint.steps(recipe.make, kept, free);
    if (const auto* create = lint.operation(recipe.create_call)) {
      for (const auto& [variable, pointer] : recipe.keep)
        lint.pointer(output_of(model, *create), pointer, "the answer's");
    }
    Names removing;
    for (const auto& variable : recipe.variables) removing.insert(variable);
    lint.steps(recipe.remove, removing, free);
    if (!recipe.gone.empty() && !recipe.remove.empty()) {
      if (const auto* last = model.operation(recipe.remove.back().call)) lint.exception(*last, recipe.gone);
    }
  }
  for (const auto& [name, steps] : suite.arrange) {
    lint.at(suite.file, line_of(std::string("/arrange/") + name), "arrange " + name);
    Names kept;
    if (lint.operation(name)) lint.steps(steps, kept, free);
  }
  for (const auto& [name, base] : suite.base) {
    lint.at(suite.file, line_of(std::string("/base/") + name), "base " + name);
    if (const auto* operation = lint.operation(name)) {
      lint.members(input_of(model, *operation), base, {});
      lint.types(input_of(model, *operation), base, {});
    }
  }
  for (const auto& [name, pointers] : suite.promised) {
    lint.at(suite.file, line_of(std::string("/promised/") + name), "promised " + name);
    const auto* operation = lint.operation(name);
    if (!operation) continue;
    for (const auto& [pointer, source] : pointers)
      lint.pointer(output_of(model, *operation), pointer, "the answer's");
  }
  Names ids;
  for (const auto& behaviour : suite.behaviours) {
    lint.at(suite.file, line_of("/behaviours"), "behaviours");
    const auto id = contract::PromiseId::read(behaviour.id);
    if (!id || id->side != contract::Side::behaviour || id->service != suite.service ||
        !model.operation(id->operation)) {
      lint.report("behaviour-id", "\"" + behaviour.id + "\" is no id of a behaviour",
                  "write \"" + suite.service + ".<Operation> behaviour.<name>\"");
    }
    if (!ids.insert(behaviour.id).second)
      lint.report("behaviour-id", "\"" + behaviour.id + "\" is there twice");
  }
  return problems;
}

std::vector<core::DocumentProblem> lint_cases(const std::vector<Case>& cases, const Suite& suite,
                                              const Model& model) {
  std::vector<core::DocumentProblem> problems;
  Linter lint(model, suite, "fixture", problems);
  const auto free = free_variables(suite);
  std::map<std::string, Names> promises;
  Names ids;
  for (const auto& test : cases) {
    lint.at(test.file, test.line, test.name);
    if (!ids.insert(test.id).second) lint.report("duplicate-name", "the id " + test.id + " is there twice");
    if (std::find(suite.operations.begin(), suite.operations.end(), test.operation) ==
        suite.operations.end()) {
      lint.report("orphan", "the suite does not judge " + test.operation,
                  "add it to \"operations\" of " + suite.file);
    }
    auto& known = promises[test.operation];
    if (const auto* operation = model.operation(test.operation); operation && known.empty()) {
      for (auto& promise : promises_of(model, *operation, suite)) known.insert(std::move(promise.id));
    }
    lint_case(lint, test, free, known);
  }
  return problems;
}

std::vector<core::DocumentProblem> lint_folder(const std::filesystem::path& folder,
                                               const std::vector<Suite>& suites) {
  std::vector<core::DocumentProblem> problems;
  const auto report = [&](const std::filesystem::path& path, std::string message, std::string advice) {
    problems.push_back({.file = path.string(),
                        .line = 0,
                        .pointer = {},
                        .rule = "fixture.orphan",
                        .message = std::move(message),
                        .advice = std::move(advice)});
  };
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    const auto relative = path.lexically_relative(folder);
    std::vector<std::string> parts;
    for (const auto& part : relative) parts.push_back(part.string());
    if (!parts.empty() && parts.front() == "documents") continue;
    if (parts.size() != 3 || path.extension() != ".json") {
      report(path, "no suite reads this file",
             "fixtures stand in <service>/<Operation>/<Exception>.json or success.json");
      continue;
    }
    const auto suite =
        std::find_if(suites.begin(), suites.end(), [&](const Suite& s) { return s.service == parts[0]; });
    if (suite == suites.end()) {
      report(path, "there is no suite of the service \"" + parts[0] + "\"",
             "write suites/" + parts[0] + ".suite.json");
    } else if (!suite->operations.empty() &&  // else all of the contract's are judged
               std::find(suite->operations.begin(), suite->operations.end(), parts[1]) ==
                   suite->operations.end()) {
      report(path, "the suite does not judge " + parts[1], "add it to \"operations\" of " + suite->file);
    }
  }
  return problems;
}

}  // namespace hallmark::plan
