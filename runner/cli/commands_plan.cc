#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "cli/advice.h"
#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/glossary.h"
#include "contract/text_facts.h"
#include "core/text.h"
#include "names/dangers.h"
#include "plan/cases/load.h"
#include "plan/generate/promises.h"

namespace hallmark::cli {
namespace {

std::string outcomes(const plan::Case& test) {
  std::vector<std::string> names;
  for (const plan::Outcome& outcome : test.expect)
    names.push_back(outcome.exception.empty() ? "success" : outcome.exception);
  return core::join(names, " or ");
}

std::string to_text(const plan::Matcher& matcher) {
  using Kind = plan::Matcher::Kind;
  switch (matcher.kind) {
    case Kind::equals:
      return "equals " + core::dump(matcher.value, 200);
    case Kind::echoes:
      return "echoes " + matcher.pointer;
    case Kind::present:
      return "is present";
    case Kind::absent:
      return "is absent";
    case Kind::matches:
      return "matches " + core::dump(matcher.value, 200);
    case Kind::same_as:
      return "is the same as ${" + matcher.variable + "}";
    case Kind::differs_from:
      return "differs from ${" + matcher.variable + "}";
    case Kind::not_before:
      return "is not before ${" + matcher.variable + "}";
  }
  return "";
}

std::string how(const plan::Case& test) {
  std::string text(plan::to_string(test.provoke));
  if (test.scope != plan::Scope::request) text += fmt::format(", {} scope", plan::to_string(test.scope));
  const auto calls = std::count_if(test.arrange.begin(), test.arrange.end(),
                                   [](const plan::Step& step) { return !step.until || !step.until->when; });
  if (calls > 0) text += fmt::format(", after {} call{}", calls, calls == 1 ? "" : "s");
  if (test.identity != "default") text += ", as " + test.identity;
  return text;
}

Json case_json(const plan::Case& test) {
  Json arrange = Json::array();
  for (const plan::Step& step : test.arrange) arrange.push_back({{"call", step.call}, {"with", step.with}});
  Json line = {{"id", test.id},
               {"title", test.title},
               {"promises", test.promises},
               {"provoke", plan::to_string(test.provoke)},
               {"scope", plan::to_string(test.scope)},
               {"depth", plan::to_string(test.depth)},
               {"generated", test.generated},
               {"arrange", arrange},
               {"send", test.send},
               {"expect", Json::array()}};
  for (const plan::Outcome& outcome : test.expect) {
    line["expect"].push_back(outcome.exception.empty() ? Json("success") : Json(outcome.exception));
  }
  if (!test.skip.empty()) line["skip"] = test.skip;
  if (!test.file.empty())
    line["source"] = test.line > 0 ? fmt::format("{}:{}", test.file, test.line) : test.file;
  return line;
}

// What the case would make, and what it would risk on an account that is real.
void count_made(const plan::ServicePlan& service, const plan::Case& test,
                std::map<std::string, std::size_t>& makes,
                std::map<std::string, std::set<std::string>>& dangers) {
  std::vector<std::string> calls{test.operation};
  for (const plan::Step& step : test.arrange) calls.push_back(step.call);
  for (const std::string& call : calls) {
    for (const auto& [name, recipe] : service.suite.resources) {
      if (recipe.create_call == call) ++makes[fmt::format("{} {} ({})", test.service, name, call)];
    }
    if (const auto* danger = names::Dangers::standard().of(test.service, call))
      dangers[danger->name].insert(test.service + "." + call);
  }
}

void write_made(const std::map<std::string, std::size_t>& makes,
                const std::map<std::string, std::set<std::string>>& dangers, core::Sink& sink) {
  if (!makes.empty()) sink.write("It may make, and would remove again:\n");
  for (const auto& [what, count] : makes) sink.write(fmt::format("  {:>5}  {}\n", count, what));
  for (const names::Dangers::Class& each : names::Dangers::standard().classes()) {
    const auto found = dangers.find(each.name);
    if (found == dangers.end()) continue;
    sink.write(fmt::format("Danger \"{}\" ({}): {}\n", each.name, each.words,
                           core::join({found->second.begin(), found->second.end()}, ", ")));
  }
}

}  // namespace

int plan_command(const PlanCommand& options, CommandContext& context) {
  WorkspaceOptions from = options.selection.workspace;
  from.remark = [&](const std::string& text) { context.err << "hallmark: " << text << "\n"; };
  const Workspace workspace(std::move(from));
  const plan::Target target = target_of(workspace, options.target);
  const auto sink = core::stream_sink(context.out, context.secrets);
  std::size_t planned = 0, skipped = 0;
  std::map<std::string, std::size_t> reasons;
  std::map<std::string, std::size_t> makes;              // "chime VoiceConnectorGroup" -> how many
  std::map<std::string, std::set<std::string>> dangers;  // class -> "kms.CreateKey"
  CaseStream stream = stream_services(workspace, options.selection, target);
  for (std::size_t i = 0; i < stream.services.size(); ++i) {
    std::string operation;
    stream.each(i, [&](const plan::Case& test) {
      ++planned;
      if (!test.skip.empty()) {
        ++skipped;
        ++reasons[test.skip];
      } else {
        count_made(stream.services[i], test, makes, dangers);
      }
      if (options.json) {
        sink->write(core::dump(case_json(test)) + "\n");
        return;
      }
      const std::string name = test.service + "." + test.operation;
      if (name != operation) sink->write(fmt::format("\n{}\n", operation = name));
      sink->write(fmt::format("  {}\n      {} [{}] -> {}{}\n", test.id.substr(name.size() + 1),
                              core::printable(test.title), how(test), outcomes(test),
                              test.skip.empty() ? "" : "\n      skipped: " + test.skip));
    });
    const plan::ServicePlan& service = stream.services[i];
    if (options.json) continue;
    for (const auto& [name, count] : service.beyond_bound) {
      sink->write(fmt::format("\n{}.{}: {} generated cases lie beyond the bound (--max-cases)\n",
                              service.suite.service, name, count));
    }
    for (const auto& [promise, why] : service.not_made)
      sink->write(fmt::format("no case for {}: {}\n", promise, why));
  }
  if (!options.json) {
    sink->write(fmt::format("\n{} case{} planned for target {}, {} would be skipped\n", planned,
                            planned == 1 ? "" : "s", target.name, skipped));
    for (const auto& [reason, count] : reasons) sink->write(fmt::format("  {:>5}  {}\n", count, reason));
    write_made(makes, dangers, *sink);
    const plan::PlanOptions made = options.selection.plan_options();
    const std::size_t depths = static_cast<std::size_t>(made.selection.depth) + 1;
    sink->write(fmt::format(
        "At most {} generated cases of one operation at depth {} (--max-cases {} for each depth)\n",
        depths * made.max_generated_per_operation, options.selection.depth,
        made.max_generated_per_operation));
  }
  return selected_nothing(workspace, options.selection, planned != 0, context) ? exit_nothing_ran
                                                                               : exit_conforms;
}

namespace {

// When the exceptions come that a case may be answered by, as sentences of their documentation say.
std::string when_they_come(const contract::Model& model, const plan::Case& test) {
  const contract::Operation* operation = model.operation(test.operation);
  if (operation == nullptr) return {};
  std::string lines;
  for (const contract::Shape* error : contract::listed_errors(model, *operation)) {
    const auto said = contract::text_fact(error->traits, contract::text::raised);
    const bool allowed = std::any_of(
        test.expect.begin(), test.expect.end(),
        [&](const plan::Outcome& outcome) { return !outcome.common && outcome.exception == error->name(); });
    if (!said || !allowed || !said->value.is_object()) continue;
    const Json& value = said->value;
    std::string when = core::replace_all(value.value("class", ""), "_", " ");
    if (value.contains("max"))
      when += fmt::format(", more than {} {}", core::dump(value["max"]), value.value("of", ""));
    if (value.contains("member")) when += ", of " + value.value("member", "");
    lines += fmt::format("  its documentation says of {}: {} (sentence rule {})\n", error->name(),
                         core::printable(when), said->rule);
  }
  return lines;
}

}  // namespace

int list_command(const ListCommand& asked, CommandContext& context) {
  // `list targets` says the same as `list --what targets`.
  ListCommand options = asked;
  std::vector<std::string>& ids = options.selection.include;
  const std::vector<std::string>& subjects = list_subjects();
  if (!ids.empty() && std::find(subjects.begin(), subjects.end(), ids.front()) != subjects.end()) {
    options.what = ids.front();
    ids.erase(ids.begin());
  }
  const auto sink = core::stream_sink(context.out, context.secrets);
  if (options.what == "rules" || options.what == "words") {
    sink->write(options.what == "rules" ? rules_table() : words_table());
    return exit_conforms;
  }
  if (!ids.empty() && std::find(subjects.begin(), subjects.end(), ids.front()) != subjects.end()) {
    throw UsageError{
        .message = fmt::format("it lists one thing at a time: {} or {}", options.what, ids.front()),
        .advice = "Write for example hallmark list operations voice-id."};
  }
  const Workspace workspace(options.selection.workspace);
  if (!ids.empty() && meant_by(ids.front(), workspace.service_names()).empty()) {
    if (const auto meant = core::nearest(ids.front(), subjects)) {
      throw UsageError{
          .message = fmt::format("there is nothing to list that is called \"{}\"; did you mean \"{}\"?",
                                 core::printable(ids.front()), *meant),
          .advice = "It lists " + core::join(subjects, ", ") + "."};
    }
  }
  std::size_t lines = 0;
  const auto line = [&](const std::string& text) {
    sink->write(text + "\n");
    ++lines;
  };
  if (options.what == "targets") {
    for (const std::string& name : workspace.target_names()) line(name);
    return lines > 0 ? exit_conforms : exit_nothing_ran;
  }
  if (options.what == "services") {
    for (const std::string& name : workspace.service_names()) line(name);
    return lines > 0 ? exit_conforms : exit_nothing_ran;
  }
  plan::Target anything;  // offers everything: the list does not depend on a target
  anything.name = "any";
  for (const Judged& judged : workspace.services(options.selection.include)) {
    for (const std::string& name : judged.suite.operations) {
      const contract::Operation* operation = judged.model->operation(name);
      if (operation == nullptr) continue;
      const std::string prefix = judged.suite.service + "." + name;
      if (options.what == "operations") line(prefix);
      if (options.what == "exceptions") {
        const std::string protocol = plan::protocol_of(*judged.model, judged.suite);
        for (const contract::Shape* error : contract::listed_errors(*judged.model, *operation)) {
          const contract::ErrorInfo info = contract::error_info(*judged.model, *error, protocol);
          std::string statuses = info.status ? std::to_string(*info.status) : "?";
          for (const int other : info.other_statuses) statuses += fmt::format(" or {}", other);
          line(fmt::format("{} {} {}", prefix, info.name, statuses));
        }
      }
      if (options.what == "promises") {
        for (const plan::Promise& promise : plan::promises_of(*judged.model, *operation, judged.suite)) {
          line(promise.observable
                   ? fmt::format("{} [{}]", promise.id, promise.source)
                   : fmt::format("{} [{}] unobservable: {}", promise.id, promise.source, promise.why_not));
        }
      }
    }
  }
  if (options.what == "cases") {
    CaseStream stream = stream_services(workspace, options.selection, anything);
    for (std::size_t i = 0; i < stream.services.size(); ++i) {
      stream.each(i, [&](const plan::Case& test) { line(test.id); });
    }
  }
  return selected_nothing(workspace, options.selection, lines != 0, context) ? exit_nothing_ran
                                                                             : exit_conforms;
}

namespace {

// What the case is: where it comes from, and what it holds the endpoint to.
std::string heading_text(const plan::Case& test) {
  std::string text = fmt::format("{}\n  {}\n", test.id, core::printable(test.title));
  text += test.generated ? "  generated from the contract\n"
                         : fmt::format("  from {}:{}\n", test.file, test.line);
  text += fmt::format("  provoked by: {}\n", how(test));
  if (!test.constraint.empty())
    text += fmt::format("  breaks: {} at {}\n", test.constraint, test.constraint_pointer);
  if (!test.behaviour.kind.empty())
    text += fmt::format("  behaviour: {}, because {}; what contradicts it {}\n", test.behaviour.kind,
                        core::printable(test.behaviour.evidence),
                        test.behaviour.stated ? "deviates" : "is drift");
  text += "  promises:\n";
  for (const std::string& promise : test.promises) text += "    " + promise + "\n";
  if (!test.stated_by.empty()) {
    text += fmt::format("  stated by: a sentence of the documentation, and by no trait{}\n",
                        test.tier == plan::Tier::informative ? "; nobody is accused by it alone" : "");
  }
  return text;
}

// A call that is made only where there is something to wait for.
std::string condition_text(const plan::Step& step) {
  if (!step.until || !step.until->when) return {};
  std::vector<std::string> values;
  for (const Json& value : step.until->when->values) values.push_back(core::dump(value));
  return fmt::format(", where ${{{}}} is {}", step.until->when->variable, core::join(values, " or "));
}

std::string sent_text(const plan::Case& test) {
  std::string text;
  for (const plan::Step& step : test.arrange)
    text += fmt::format("  first: {} {}{}\n", step.call, core::dump(step.with), condition_text(step));
  const std::string input = test.send.dump(2, ' ', false, Json::error_handler_t::replace);
  text += fmt::format("  sends: {} {}\n", test.operation, core::printable(input, true));
  if (!test.wire.empty()) {
    text +=
        fmt::format("  on the wire: sign {}{}{}\n", plan::to_string(test.wire.sign),
                    test.wire.body ? ", body " + core::printable(core::shorten(*test.wire.body, 200)) : "",
                    test.wire.path.empty() ? "" : ", path " + test.wire.path);
  }
  return text;
}

// Which answers are allowed, and who says so.
std::string allowed_text(const plan::Case& test) {
  std::string text;
  for (const plan::PromisedAt& place : test.places) {
    text += fmt::format("  promised in: {}, {}{}: {}\n", place.document, place.heading,
                        place.member.empty() ? "" : ", " + place.member, place.says);
  }
  if (plan::is_attempt(test))
    text += "  an attempt: a success is \"not brought about\", which nobody is accused of\n";
  text += "  allowed outcomes:\n";
  std::vector<std::string> common;
  for (const plan::Outcome& outcome : test.expect) {
    if (outcome.common) {
      common.push_back(outcome.exception);
      continue;
    }
    text += fmt::format("    {}{}\n",
                        !outcome.exception.empty() ? outcome.exception
                        : outcome.nothing          ? "success with nothing in it"
                                                   : "success",
                        outcome.reason.empty() ? "" : ": " + outcome.reason);
    for (const auto& [pointer, matcher] : outcome.success) {
      text += fmt::format("      {} {}\n", pointer, to_text(matcher));
    }
  }
  if (!common.empty()) text += fmt::format("    what all services share: {}\n", core::join(common, ", "));
  return text;
}

// What is sent after it.
std::string after_text(const plan::Case& test) {
  std::string text;
  if (test.control) {
    const bool base = test.group.is_success();
    text +=
        base ? "  base request, sent when this is refused: the same with\n" : "  control: the same with\n";
    for (const plan::PatchOperation& patch : *test.control) {
      text +=
          fmt::format("    {} {} {}\n", patch.op, patch.path, core::shorten(core::dump(patch.value), 200));
    }
  }
  for (const plan::Step& step : test.then)
    text += fmt::format("  then: {} {}\n", step.call, core::dump(step.with));
  return text;
}

}  // namespace

int explain_command(const ExplainCommand& options, CommandContext& context) {
  const std::string id = core::join(options.words, " ");
  const auto sink = core::stream_sink(context.out, context.secrets);
  if (id.find('/') == std::string::npos) {
    if (const std::string said = explained(id); !said.empty()) {
      sink->write(said);
      return exit_conforms;
    }
  }
  const Workspace workspace(options.selection.workspace);
  SelectionOptions selection = options.selection;
  selection.include = {id.substr(0, id.find('/'))};  // its siblings, for a suggestion
  selection.depth = "thorough";
  selection.max_cases = 100000;
  plan::Target anything;
  anything.name = "any";
  for (const plan::ServicePlan& service : plan_services(workspace, selection, anything)) {
    for (const plan::Case& test : service.cases) {
      if (test.id != id) continue;
      sink->write(heading_text(test) + when_they_come(*service.model, test) + sent_text(test) +
                  allowed_text(test) + after_text(test));
      return exit_conforms;
    }
  }
  return explain_no_case(workspace, id, context);
}

}  // namespace hallmark::cli
