#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "exchange/case_scope.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
constexpr int passes = 3;  // what depends on something else goes at a later pass
constexpr std::chrono::milliseconds patience_in_vain = 1000ms;  // with a state that did not come before
constexpr int lists_looked_at = 6;
constexpr int times_to_despair = 2;  // after so many resources that no attempt removed, one attempt must do

bool says_gone(const names::Knowledge& words, const plan::ResourceRecipe& recipe, const Called& called) {
  if (called.success || !called.answered()) return false;
  if (!recipe.gone.empty() && (called.code == recipe.gone || called.shape == recipe.gone)) return true;
  if (!recipe.gone.empty() && !called.code.empty()) return false;
  // EC2 lists no exceptions and says it with 400: "InvalidVpcID.NotFound".
  const bool named = !recipe.name.empty() &&
                     core::to_lower(called.code).find(core::to_lower(recipe.name)) != std::string::npos;
  if (named && words.is(names::ErrorClass::not_found, called.code)) return true;
  return called.exchange.http.response->status == 404 || words.says_nothing_there(called.code);
}

std::string last_token(const std::string& pointer) { return pointer.substr(pointer.rfind('/') + 1); }

// The innermost object that holds one of the marks as a member, and every member that `wanted` names.
const Json* find_marked(const Json& value, const std::vector<std::string>& marks,
                        const std::vector<std::string>& wanted, int depth = 0) {
  if (depth > 32) return nullptr;
  if (value.is_structured()) {
    for (const Json& part : value) {
      if (const Json* found = find_marked(part, marks, wanted, depth + 1)) return found;
    }
  }
  if (!value.is_object()) return nullptr;
  const bool marked = std::any_of(value.begin(), value.end(), [&](const Json& part) {
    return part.is_string() &&
           std::find(marks.begin(), marks.end(), part.get_ref<const std::string&>()) != marks.end();
  });
  const bool whole = std::all_of(wanted.begin(), wanted.end(),
                                 [&](const std::string& name) { return value.contains(name); });
  return marked && whole ? &value : nullptr;
}

}  // namespace

std::map<std::string, std::string> needed_for_removal(const plan::ResourceRecipe& recipe) {
  std::map<std::string, std::string> needed;
  for (const plan::Step& step : recipe.remove) {
    for (const std::string& name : plan::variables_in(step.with)) {
      if (const auto kept = recipe.keep.find(name); kept != recipe.keep.end()) needed.insert(*kept);
    }
  }
  return needed;
}

bool CaseScope::find_by_marks(Made& made) {
  if (made.marks.empty()) return false;
  std::vector<std::string> wanted;
  const std::map<std::string, std::string> needed = needed_for_removal(*made.recipe);
  for (const auto& [name, pointer] : needed) wanted.push_back(last_token(pointer));
  std::vector<const contract::Operation*> lists;
  for (const contract::Operation* operation : service_.model->all_operations()) {
    const names::Kind kind = service_.plan->suite.words().kind_of(operation->name());
    if (kind != names::Kind::list && kind != names::Kind::read) continue;
    const contract::Shape* input = service_.model->shape(operation->input);
    const bool needs =
        input && std::any_of(input->members.begin(), input->members.end(),
                             [](const contract::Member& member) { return contract::is_required(member); });
    if (!needs) lists.push_back(operation);
  }
  std::stable_sort(lists.begin(), lists.end(),
                   [&](const contract::Operation* a, const contract::Operation* b) {
                     const auto fits = [&](const contract::Operation* o) {
                       return o->name().find(made.recipe->name) != std::string_view::npos;
                     };
                     return fits(a) > fits(b);
                   });
  if (lists.size() > lists_looked_at) lists.resize(lists_looked_at);
  for (const contract::Operation* operation : lists) {
    const Prepared prepared =
        prepare(Role::remove, std::string(operation->name()), Json::object(), made.identity);
    if (!prepared.problem.empty()) return false;
    const Called called = perform_and_record(prepared.call);
    if (!called.success) continue;
    const Json* found = find_marked(called.output(), made.marks, wanted);
    if (!found) continue;
    for (const auto& [name, pointer] : needed) made.variables[name] = (*found)[last_token(pointer)];
    return true;
  }
  return false;
}

CaseScope::Removal CaseScope::remove_by(const plan::ResourceRecipe& recipe, plan::Variables& variables,
                                        const std::string& identity, std::string& why) {
  std::swap(variables_, variables);
  // Roles of one account: what a throttled or limited one has made, the default one removes at once.
  const std::string remover = !account_suffix_.empty() && account(identity).derived ? "default" : identity;
  Removal result = recipe.remove.empty() ? Removal::failed : Removal::removed;
  if (recipe.remove.empty()) why = "the suite does not say how to remove a " + recipe.name;
  for (const plan::Step& step : recipe.remove) {
    const std::string signer = step.identity == "default" ? remover : step.identity;
    const Prepared prepared = prepare(Role::remove, step.call, step.with, signer);
    if (!prepared.problem.empty()) {
      why = prepared.problem;
      result = Removal::failed;
      break;
    }
    Called called = perform_and_record(prepared.call);
    if (says_gone(service_.plan->suite.words(), recipe, called)) {
      result = Removal::gone;
      break;
    }
    bool good = called.success;
    if (!good) why = fmt::format("{} answered {}", step.call, called.answer());
    if (step.until && (good || !step.until->gone.empty())) {
      // Where the patience ran out once, it would again: for each thing, and at each pass.
      const std::string key =
          fmt::format("{} {} {}{}", service_.model->slug, step.call, step.until->pointer, step.until->gone);
      const bool in_vain = [&] {
        const std::lock_guard lock(state_.mutex);
        return state_.in_vain.contains(key);
      }();
      const std::string problem =
          until(*step.until, prepared.call, called,
                in_vain ? std::min(step.until->deadline, patience_in_vain) : step.until->deadline);
      good = problem.empty();
      if (!good) why = problem;
      const std::lock_guard lock(state_.mutex);
      if (good) {
        state_.in_vain.erase(key);
      } else {
        state_.in_vain.insert(key);
      }
    }
    if (!good) {
      result = Removal::failed;
      break;
    }
    std::vector<std::string> missing;
    keep_all(step.keep, called, missing);
  }
  std::swap(variables_, variables);
  return result;
}

CaseScope::Removal CaseScope::remove(Made& made, std::string& why) {
  cleaning_ = true;
  worker_.client().set_cleaning(true);
  if (!made.certain && !find_by_marks(made)) {
    why = made.marks.empty() ? "its create was not answered, and its input has nothing to find it by"
                             : fmt::format("its create was not answered, and no list shows {}",
                                           core::join(made.marks, ", "));
    return Removal::not_found;
  }
  plan::Variables variables = variables_;
  for (const auto& [name, value] : made.variables) variables.set(name, value);
  return remove_by(*made.recipe, variables, made.identity, why);
}

void CaseScope::clean() {
  remove_all();
  let_others();
}

void CaseScope::remove_all() {
  clear_fault();
  if (made_.empty()) return;
  if (state_.options.keep) {
    for (const Made& made : made_) {
      std::string what = fmt::format("{} {} of {}", service_.model->slug, made.recipe->name, case_id_);
      for (const auto& [name, pointer] : made.recipe->keep) {
        if (const auto value = made.variables.find(name); value != made.variables.end())
          what += fmt::format(" {}={}", name, core::dump(value->second, 100));
      }
      const std::lock_guard lock(state_.mutex);
      state_.left_behind.push_back(what + ": kept, as asked");
    }
    return;
  }
  const std::map<std::string, Json> kept = run_.kept;  // removal keeps things too; they are not the case's
  std::vector<std::string> reasons(made_.size());
  std::vector<bool> done(made_.size(), false);
  const auto despaired = [&](std::size_t i) -> int& {
    return state_.hopeless[service_.model->slug + " " + made_[i].recipe->name + " " + reasons[i]];
  };
  for (int pass = 0; pass < passes; ++pass) {
    bool again = false;
    const auto over = [&] { return service_.reach->gone() || worker_.client().cleaning_over(); };
    if (pass > 0) state_.caller.sleep(200ms * pass, over);
    for (std::size_t i = made_.size(); i-- > 0;) {
      if (done[i]) continue;
      if (over()) {
        if (reasons[i].empty())
          reasons[i] =
              service_.reach->gone() ? service_.reach->given_up() : "the time for cleaning up was over";
        continue;
      }
      const Removal removal = remove(made_[i], reasons[i]);
      done[i] = removal == Removal::removed || removal == Removal::gone;
      if (done[i] && state_.options.journal) state_.options.journal->removed(made_[i].journal_id);
      if (removal != Removal::failed) continue;
      const std::lock_guard lock(state_.mutex);
      again = again || despaired(i) < times_to_despair;
    }
    if (!again) break;
  }
  worker_.client().set_cleaning(false);
  run_.kept = kept;
  for (std::size_t i = 0; i < made_.size(); ++i) {
    if (done[i]) continue;
    const Made& made = made_[i];
    std::string identifiers;
    for (const auto& [name, pointer] : made.recipe->keep) {
      const auto value = made.variables.find(name);
      if (value != made.variables.end())
        identifiers += fmt::format(" {}={}", name, core::dump(value->second, 100));
    }
    std::string sentence = fmt::format("{} {}{} of {}: {}", service_.model->slug, made.recipe->name,
                                       identifiers, case_id_, reasons[i]);
    if (state_.options.journal && !state_.options.journal->lost())
      sentence += " (journal " + state_.options.journal->name() + ")";
    const std::lock_guard lock(state_.mutex);
    ++despaired(i);
    state_.left_behind.push_back(std::move(sentence));
  }
}

}  // namespace hallmark::exchange
