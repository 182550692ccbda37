#include "plan/kinds/form_cases.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "names/taken_forms.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using names::TakenForms;

class FormCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    const auto rows = TakenForms::standard().of(context_.model.slug, context_.operation.name());
    if (rows.empty() || !ready()) return {};
    for (const TakenForms::Row* row : rows) called_by(*row);
    return take();
  }

 private:
  void called_by(const TakenForms::Row& row) {
    if (!input_of(context_.model, context_.operation).member(row.member)) return;
    const std::string promise = behaviour_promise(id_, "forms", row.member);
    want(promise, Depth::quick, {}, [this, promise, &row]() -> Wanted::Result {
      Case test = context_.blank({Group::Kind::behaviour, {}}, fmt::format("by-{}-{}", row.form, row.member));
      test.promises = {promise};
      test.provoke = Provocation::none;
      test.expect = {Outcome{}};
      test.send = *base_->document;
      if (!names_what_is_made(row)) return {};
      const auto made = std::find_if(test.arrange.rbegin(), test.arrange.rend(),
                                     [&](const Step& step) { return step.call == row.by; });
      if (made == test.arrange.rend()) return {};
      Json value = row.value;
      for (const auto& [name, pointer] : row.take) {
        const std::string variable = "form." + name;
        made->keep[variable] = pointer;
        value = renamed(value, "${" + name + "}", "${" + variable + "}");
      }
      if (test.send[row.member] == value) return {};
      test.title = fmt::format("{} as {}", row.member, core::dump(row.value));
      test.send[row.member] = value;
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      test.base_key = context_.key_of(*base_->document);
      context_.assess(test);
      test.doubts.erase(row.member);
      test.behaviour = {.kind = "forms",
                        .evidence = fmt::format("the documentation of {}: it takes both forms", row.member),
                        .stated = false};
      return {.test = std::move(test), .problem = {}};
    });
  }

  // What the base request has there was kept from the making, so that its other form is the same thing's.
  [[nodiscard]] bool names_what_is_made(const TakenForms::Row& row) const {
    const auto given = base_->document->find(row.member);
    if (given == base_->document->end()) return false;
    const auto used = variables_in(*given);
    const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
    if (steps == context_.suite.arrange.end()) return false;
    return std::any_of(steps->second.begin(), steps->second.end(), [&](const Step& step) {
      return step.call == row.by && std::any_of(used.begin(), used.end(), [&](const std::string& name) {
               return step.keep.contains(std::string(kept_name(name)));
             });
    });
  }

  static Json renamed(const Json& value, const std::string& from, const std::string& to) {
    if (value.is_string()) return core::replace_all(value.get<std::string>(), from, to);
    Json result = value;
    if (value.is_structured()) {
      for (Json& part : result) part = renamed(part, from, to);
    }
    return result;
  }
};

}  // namespace

std::vector<Wanted> form_cases(Context& context, const names::Names& names) {
  return wanted_by<FormCases>(context, names);
}

}  // namespace hallmark::plan
