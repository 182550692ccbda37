#include "cli/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/commands.h"
#include "core/text.h"
#include "plan/cases/select.h"

namespace hallmark::cli {
namespace {

bool is_pattern(const std::string& selector) { return selector.find_first_of("*?[") != std::string::npos; }

std::string did_you_mean(const std::string& meant) {
  return meant.empty() ? std::string() : fmt::format("; did you mean \"{}\"?", meant);
}

// "voice-id.UpdateDomain/success/key" -> its parts, the later ones empty where there are none.
struct Parts {
  std::string service, operation, rest;
};
Parts parts_of(const std::string& selector) {
  const std::size_t slash = std::min(selector.find('/'), selector.size());
  const std::size_t dot = std::min(selector.find('.'), slash);
  Parts parts{.service = selector.substr(0, dot), .operation = {}, .rest = {}};
  if (dot < slash) parts.operation = selector.substr(dot + 1, slash - dot - 1);
  if (slash < selector.size()) parts.rest = selector.substr(slash + 1);
  return parts;
}

std::string no_service(const Workspace& workspace, const std::string& name,
                       const std::vector<std::string>& names) {
  const std::string meant = meant_by(name, names);
  if (!meant.empty()) {
    const std::string near =
        fmt::format("there is no service \"{}\"{}", core::printable(name), did_you_mean(meant));
    if (core::letters_and_digits(meant) == core::letters_and_digits(name) || workspace.has_models())
      return near;
    return near +
           " Another service is given by its model: --model service-2.json.gz (pip install botocore has "
           "them)";
  }
  if (workspace.has_models()) {
    return fmt::format("--model has no service \"{}\"; it has {}", core::printable(name),
                       core::join(names, ", "));
  }
  return fmt::format(
      "there is no contract of \"{0}\" here (`hallmark list services` names those that there are); give its "
      "model: "
      "--model service-2.json.gz, as botocore has it in botocore/data/{0}/<version>/ (pip install botocore), "
      "or any "
      "Smithy model",
      core::printable(name));
}

// "UpdateDomain" alone: the operation of whichever service has it. Loads every contract.
std::string service_with(const Workspace& workspace, const std::string& operation) {
  const std::string letters = core::letters_and_digits(operation);
  for (const Judged& judged : workspace.services(workspace.selectable())) {
    for (const std::string& name : judged.suite.operations) {
      if (core::letters_and_digits(name) == letters) return judged.model->slug + "." + name;
    }
  }
  return {};
}

// "voice-id.UpdateDomain/success/times" -> "voice-id.UpdateDomain/success", each once.
std::vector<std::string> groups_of(const std::vector<std::string>& ids) {
  std::set<std::string> groups;
  for (const std::string& id : ids) groups.insert(id.substr(0, id.find('/', id.find('/') + 1)));
  return {groups.begin(), groups.end()};
}

// Contracts and plans are read once, whatever the number of selectors.
class Unknown {
 public:
  Unknown(const Workspace& workspace, bool cases)
      : workspace_(workspace), cases_(cases), names_(workspace.selectable()) {}

  // The sentence of one selector; empty where there is nothing to tell.
  std::string of(const std::string& selector) {
    const Parts parts = parts_of(selector);
    if (parts.service.empty() || is_pattern(parts.service)) return {};
    if (std::find(names_.begin(), names_.end(), parts.service) == names_.end()) return no_service(parts);
    if (parts.operation.empty() || is_pattern(parts.operation)) return {};
    const Judged* judged = service(parts.service);
    return judged == nullptr ? std::string() : in_operation(*judged, parts);
  }
  std::string no_service(const Parts& parts) const {
    std::string line = cli::no_service(workspace_, parts.service, names_);
    if (parts.operation.empty() && line.find("did you mean") == std::string::npos) {
      const std::string meant = service_with(workspace_, parts.service);
      if (!meant.empty())
        line =
            fmt::format("there is no service \"{}\"{}", core::printable(parts.service), did_you_mean(meant));
    }
    return line;
  }

 private:
  const Judged* service(const std::string& name) {
    auto found = services_.find(name);
    if (found == services_.end()) found = services_.emplace(name, workspace_.services({name})).first;
    return found->second.empty() ? nullptr : &found->second.front();
  }

  std::string in_operation(const Judged& judged, const Parts& parts) {
    const std::vector<std::string>& known = judged.suite.operations;
    if (std::find(known.begin(), known.end(), parts.operation) == known.end()) {
      std::string meant = meant_by(parts.operation, known);
      if (!meant.empty()) meant = parts.service + "." + meant;
      const bool in_contract = judged.model->operation(parts.operation) != nullptr;
      return fmt::format("{} \"{}\"{}",
                         in_contract ? fmt::format("the suite of {} does not judge", parts.service)
                                     : fmt::format("{} has no operation", parts.service),
                         core::printable(parts.operation),
                         meant.empty() ? fmt::format(" (`hallmark list operations {}`)", parts.service)
                                       : did_you_mean(meant));
    }
    if (!cases_ || parts.rest.empty() || is_pattern(parts.rest)) return {};
    const std::string operation = parts.service + "." + parts.operation;
    const std::string id = operation + "/" + parts.rest;
    const std::vector<std::string>& ids = cases_of(operation);
    const bool is_there = std::any_of(ids.begin(), ids.end(),
                                      [&](const std::string& each) { return plan::matches_id(id, each); });
    if (is_there) return {};
    // "…/validationexception": the group is meant, not one of its cases.
    const bool is_group = parts.rest.find('/') == std::string::npos;
    const std::string meant = meant_by(id, is_group ? groups_of(ids) : ids);
    return fmt::format("there is no case \"{}\"{}", core::printable(id),
                       meant.empty() ? fmt::format(" (`hallmark list {}`)", operation) : did_you_mean(meant));
  }

  const std::vector<std::string>& cases_of(const std::string& operation) {
    const auto [found, is_new] = ids_.try_emplace(operation);
    if (is_new) found->second = all_cases_of(workspace_, operation);
    return found->second;
  }

  const Workspace& workspace_;
  const bool cases_;
  const std::vector<std::string> names_;
  std::map<std::string, std::vector<Judged>> services_;
  std::map<std::string, std::vector<std::string>> ids_;
};

}  // namespace

std::string meant_by(const std::string& word, const std::vector<std::string>& names) {
  const std::string letters = core::letters_and_digits(word);
  for (const std::string& name : names) {
    if (!letters.empty() && core::letters_and_digits(name) == letters) return name;
  }
  // Of ids, first those that share all but the last part: "…/success/key" is meant among "…/success/…".
  if (const std::size_t slash = word.rfind('/'); slash != std::string::npos) {
    const std::string last = core::letters_and_digits(word.substr(slash + 1));
    std::string begins, holds;
    std::vector<std::string> beside;
    for (const std::string& name : names) {
      if (!name.starts_with(word.substr(0, slash + 1))) continue;
      beside.push_back(name.substr(slash + 1));
      const std::string other = core::letters_and_digits(beside.back());
      if (begins.empty() && !last.empty() && other.starts_with(last)) begins = name;
      if (holds.empty() && last.size() > 2 && other.find(last) != std::string::npos) holds = name;
    }
    if (!begins.empty()) return begins;
    if (!holds.empty()) return holds;
    if (const auto near = core::nearest(word.substr(slash + 1), beside))
      return word.substr(0, slash + 1) + *near;
  }
  if (const auto near = core::nearest(word, names)) return *near;
  if (letters.size() < 3) return {};
  std::string only;
  for (const std::string& name : names) {
    if (core::letters_and_digits(name).find(letters) == std::string::npos) continue;
    if (!only.empty()) return {};
    only = name;
  }
  return only;
}

std::vector<std::string> all_cases_of(const Workspace& workspace, const std::string& operation) {
  SelectionOptions siblings;
  siblings.include = {operation};
  siblings.depth = "thorough";
  siblings.max_cases = 100'000;
  plan::Target anything;
  anything.name = "any";
  std::vector<std::string> ids;
  CaseStream stream = stream_services(workspace, siblings, anything);
  for (std::size_t i = 0; i < stream.services.size(); ++i)
    stream.each(i, [&](const plan::Case& test) { ids.push_back(test.id); });
  return ids;
}

std::vector<std::string> unknown_in(const Workspace& workspace, const std::vector<std::string>& selectors,
                                    bool cases) {
  std::vector<std::string> lines;
  if (selectors.empty()) return lines;
  const Workspace quiet = workspace.quiet();
  Unknown unknown(quiet, cases);
  for (const std::string& selector : selectors) {
    std::string line = unknown.of(selector);
    if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end())
      lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> unknown_services(const Workspace& workspace, const std::vector<std::string>& names) {
  std::vector<std::string> services;
  for (const std::string& name : names) services.push_back(parts_of(name).service);
  return unknown_in(workspace, services, false);
}

}  // namespace hallmark::cli
