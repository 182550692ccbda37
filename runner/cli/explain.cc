#include "cli/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/advice.h"
#include "cli/glossary.h"
#include "cli/interface.h"
#include "contract/protocols.h"
#include "core/text.h"
#include "plan/cases/load.h"
#include "verdict/rules.h"

namespace hallmark::cli {
namespace {

constexpr std::size_t most_columns = 110;

std::string counted(std::size_t number, const char* one) {
  return fmt::format("{} {}{}", number, one, number == 1 ? "" : "s");
}

// Up to the end of the first sentence.
std::string first_sentence(std::string_view text) {
  for (std::size_t at = text.find(". "); at != std::string_view::npos; at = text.find(". ", at + 1)) {
    if (at > 2) return std::string(text.substr(0, at));
  }
  return std::string(text.substr(0, text.size() - (text.ends_with('.') ? 1 : 0)));
}

// Whole words of it.
std::string cut(const std::string& line, std::size_t most) {
  if (line.size() <= most) return line;
  return line.substr(0, line.rfind(' ', most - 2)) + " …";
}

struct Counted {
  std::size_t fixtures = 0, generated = 0;
};

std::string describe_operation(const Judged& judged, const std::string& name, const Counted& cases) {
  const contract::Operation& operation = *judged.model->operation(name);
  const std::string protocol = plan::protocol_of(*judged.model, judged.suite);
  std::string text = fmt::format("{}.{}: an operation\n", judged.suite.service, name);
  if (const auto binding = contract::http_binding(operation);
      binding && contract::protocol_facts(protocol).rest)
    text += fmt::format("  {} {}\n", binding->method, binding->uri);
  const auto members = [&](const std::string& shape_id) {
    std::vector<std::string> names;
    if (const contract::Shape* shape = judged.model->shape(shape_id)) {
      for (const contract::Member& member : shape->members)
        names.push_back(member.name + (contract::is_required(member) ? " (required)" : ""));
    }
    return names.empty() ? std::string("nothing") : core::join(names, ", ");
  };
  const auto row = [&](const std::string& line) { text += "  " + wrapped(line, 4, most_columns) + "\n"; };
  row("takes " + members(operation.input));
  row("answers " + members(operation.output));
  std::vector<std::string> errors;
  for (const contract::Shape* error : contract::listed_errors(*judged.model, operation)) {
    const contract::ErrorInfo info = contract::error_info(*judged.model, *error, protocol);
    errors.push_back(info.status ? fmt::format("{} ({})", info.name, *info.status) : info.name);
  }
  row("lists " + (errors.empty() ? std::string("no exception") : core::join(errors, ", ")));
  text += fmt::format("  {} of fixtures, {} generated at depth normal (`hallmark list {}.{}`)\n",
                      counted(cases.fixtures, "case"), cases.generated, judged.suite.service, name);
  return text;
}

std::string describe_service(const Judged& judged) {
  const std::string protocol = plan::protocol_of(*judged.model, judged.suite);
  std::string text = fmt::format("{}: a service\n", judged.suite.service);
  text += fmt::format("  speaks {}\n", protocol.empty() ? "no protocol that its documents name"
                                                        : contract::protocol_facts(protocol).name);
  text +=
      fmt::format("  {} in its contract, {} judged where it is named{}\n",
                  counted(judged.model->all_operations().size(), "operation"), judged.suite.operations.size(),
                  judged.suite.by_default.empty()
                      ? ""
                      : fmt::format(", {} where no service is", judged.suite.by_default.size()));
  if (judged.suite.file.empty()) {
    text += fmt::format(
        "  It has no suite: what is sent is generated from its contract, resources are made as the contract "
        "shows, and\n"
        "  nothing is promised beyond it. `hallmark new service {}` begins one.\n",
        judged.suite.service);
  } else {
    text += fmt::format("  suite {}: {}, {}, {}\n", judged.suite.file,
                        counted(judged.suite.resources.size(), "resource"),
                        counted(judged.suite.behaviours.size(), "behaviour"),
                        counted(judged.fixtures.size(), "case") + " of fixtures");
  }
  text += fmt::format("  `hallmark list operations {}` names the operations\n", judged.suite.service);
  return text;
}

Counted count_cases(const Workspace& workspace, const std::string& operation) {
  SelectionOptions selection;
  selection.include = {operation};
  plan::Target anything;
  anything.name = "any";
  Counted counts;
  CaseStream stream = stream_services(workspace, selection, anything);
  for (std::size_t i = 0; i < stream.services.size(); ++i)
    stream.each(i, [&](const plan::Case& test) { ++(test.line == 0 ? counts.generated : counts.fixtures); });
  return counts;
}

// The cases below an id, with what each sends; empty where it has none.
std::string describe_cases(const Workspace& workspace, const std::string& id) {
  SelectionOptions selection;
  selection.include = {id};
  selection.depth = "thorough";
  plan::Target anything;
  anything.name = "any";
  std::string rows;
  std::size_t count = 0;
  CaseStream stream = stream_services(workspace.quiet(), selection, anything);
  for (std::size_t i = 0; i < stream.services.size(); ++i) {
    stream.each(i, [&](const plan::Case& test) {
      ++count;
      rows += fmt::format("  {}\n      {}\n", test.id, core::printable(test.title));
    });
  }
  return count == 0 ? std::string()
                    : fmt::format("{}: {}\n{}`hallmark explain ID` says everything about one\n",
                                  core::printable(id), counted(count, "case"), rows);
}

}  // namespace

const std::vector<std::string>& list_subjects() {
  static const std::vector<std::string> subjects = {"cases",    "operations", "exceptions", "promises",
                                                    "services", "targets",    "rules",      "words"};
  return subjects;
}

std::string rules_table() {
  std::size_t ids = 0, weights = 0;
  for (const verdict::Rule& rule : verdict::rules()) {
    ids = std::max(ids, rule.id.size());
    weights = std::max(weights, verdict::weight_of(rule).size());
  }
  std::string text, family;
  for (const verdict::Rule& rule : verdict::rules()) {
    const std::string begins = rule.id.substr(0, rule.id.find('.'));
    if (!family.empty() && begins != family) text += "\n";
    family = begins;
    text += fmt::format("{:<{}}  {:<{}}  {}\n", rule.id, ids, verdict::weight_of(rule), weights, rule.line);
  }
  text +=
      "\n\"then.\" in front of a rule: found in the answer to a later call of the case. `hallmark explain "
      "RULE` says what "
      "the\nweight depends on. A value that the case itself fixes deviates whatever the rule; drift fails "
      "under "
      "--strict.\n";
  return text;
}

std::string words_table() {
  std::size_t width = 0;
  for (const Word& word : glossary()) width = std::max(width, word.word.size());
  std::string text;
  for (const Word& word : glossary()) {
    std::string line = first_sentence(word.meaning);
    line = cut(line, most_columns - width - 2);
    text += fmt::format("{:<{}}  {}\n", word.word, width, line);
  }
  return text + "\n`hallmark explain WORD` says more; `hallmark list rules` names the rules.\n";
}

int explain_no_case(const Workspace& workspace, const std::string& id, CommandContext& context) {
  const auto sink = core::stream_sink(context.out, context.secrets);
  if (id.find('/') == std::string::npos) {
    for (const Judged& judged : workspace.services({id})) {
      const std::size_t dot = id.find('.');
      if (dot == std::string::npos) {
        sink->write(describe_service(judged));
        return exit_conforms;
      }
      const std::vector<std::string>& known = judged.suite.operations;
      if (std::find(known.begin(), known.end(), id.substr(dot + 1)) == known.end()) continue;
      sink->write(describe_operation(judged, id.substr(dot + 1), count_cases(workspace, id)));
      return exit_conforms;
    }
  }
  if (const std::string several = describe_cases(workspace, id); !several.empty()) {
    sink->write(several);
    return exit_conforms;
  }
  std::vector<std::string> lines = unknown_in(workspace, {id}, true);
  const std::string meant = id.find('/') == std::string::npos ? meant_by(id, explainable()) : std::string();
  if (!meant.empty() && (lines.empty() || lines.front().find("did you mean") == std::string::npos))
    lines = {fmt::format("there is nothing called \"{}\"; did you mean \"{}\"?", core::printable(id), meant)};
  if (lines.empty()) {
    lines.push_back(
        id.find('/') == std::string::npos
            ? fmt::format("there is nothing called \"{}\"", core::printable(id))
            : fmt::format("\"{}\" names several cases or none: explain one", core::printable(id)));
  }
  for (const std::string& line : lines) context.err << "hallmark: " << line << "\n";
  context.err
      << "  `hallmark list` names cases, `hallmark list services` services, `hallmark list words` words and "
         "`hallmark list rules` rules.\n";
  return exit_nothing_ran;
}

bool selected_nothing(const Workspace& workspace, const SelectionOptions& selection, bool any,
                      CommandContext& context) {
  const std::vector<std::string> lines = unknown_in(workspace, selection.include, !any);
  for (const std::string& line : lines) context.err << "hallmark: " << line << "\n";
  if (any) return false;
  if (lines.empty()) {
    context.err << (selection.include.empty()
                        ? "hallmark: nothing is selected\n"
                        : fmt::format(
                              "hallmark: no case fits {}, or it is left out, or lies at another --depth\n",
                              core::printable(core::join(selection.include, " or "))))
                << "  `hallmark list operations` names what there is; ids are prefixes or globs\n";
  }
  return true;
}

}  // namespace hallmark::cli
