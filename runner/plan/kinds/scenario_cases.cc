#include "plan/kinds/scenario_cases.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/file_cursor.h"
#include "names/scenarios.h"
#include "plan/cases/behaviour_kinds.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/steps.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using core::FileCursor;

// The places of an operation's rows, so that not all rows are read for each of a thousand operations.
const std::multimap<std::string, FileCursor>& rows() {
  static const std::multimap<std::string, FileCursor> all = [] {
    std::multimap<std::string, FileCursor> found;
    const FileCursor root(names::scenarios(), "knowledge");
    for (const FileCursor& row : root.at("scenarios").items())
      found.emplace(row.at("service").text() + "." + row.at("operation").text(), row);
    return found;
  }();
  return all;
}

class ScenarioCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    const auto [first, last] = rows().equal_range(id_);
    for (auto row = first; row != last; ++row) scenario(row->second);
    return take();
  }

 private:
  void scenario(const FileCursor& row) {
    const std::string name = row.at("name").text(), promise = behaviour_promise(id_, documented, name);
    want(promise, Depth::quick, {}, [this, name, promise, row]() -> Wanted::Result {
      auto arranged = steps_of(row);
      if (!arranged) return {};
      std::vector<Outcome> expect{Outcome{}};
      if (const auto said = row.find("expect")) expect = read_outcomes(*said);
      Case test = context_.blank(group_for(expect.front()), "documented-" + name);
      test.title = row.at("title").text();
      test.promises = {promise};
      // Where it says nothing of it, the smallest valid request, behind what that needs.
      if (const auto send = row.find("send")) {
        test.arrange = *std::move(arranged);
        test.send = send->value();
      } else if (const Base* base = context_.base()) {
        test.send = *base->document;
      } else {
        return {};
      }
      test.provoke = expect.front().exception.empty() ? Provocation::none : Provocation::request;
      test.expect = std::move(expect);
      if (const auto control = row.find("control")) test.control = read_patch(*control);
      test.behaviour = {.kind = documented, .evidence = row.at("source").text(), .stated = false};
      return {.test = std::move(test), .problem = {}};
    });
  }

  [[nodiscard]] Group group_for(const Outcome& outcome) const {
    const auto listed = contract::listed_errors(context_.model, context_.operation);
    const bool is_listed = std::any_of(listed.begin(), listed.end(), [&](const contract::Shape* error) {
      return error->name() == outcome.exception;
    });
    return is_listed ? Group::of(outcome.exception) : Group{Group::Kind::behaviour, {}};
  }

  // What several rows arrange alike, then the row's own; nullopt where the contract lacks one of the calls.
  [[nodiscard]] std::optional<std::vector<Step>> steps_of(const FileCursor& row) const {
    std::vector<Step> steps;
    if (const auto after = row.find("after"))
      steps = read_steps(FileCursor(names::scenarios(), "knowledge").at("arrangements").at(after->text()),
                         context_.suite.resources);
    if (const auto own = row.find("arrange")) {
      for (Step& step : read_steps(*own, context_.suite.resources)) steps.push_back(std::move(step));
    }
    const bool known = std::all_of(steps.begin(), steps.end(), [&](const Step& step) {
      return context_.model.operation(step.call) != nullptr;
    });
    return known ? std::optional(std::move(steps)) : std::nullopt;
  }
};

}  // namespace

std::vector<Wanted> scenario_cases(Context& context, const names::Names& names) {
  return wanted_by<ScenarioCases>(context, names);
}

}  // namespace hallmark::plan
