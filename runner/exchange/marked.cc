#include "exchange/marked.h"

#include <algorithm>

#include "core/text.h"
#include "exchange/journal.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t lists_looked_at = 6;

}  // namespace

std::string last_token(const std::string& pointer) { return pointer.substr(pointer.rfind('/') + 1); }

const Json* find_marked(const Json& value, const std::vector<std::string>& marks,
                        const std::vector<std::string>& wanted, int depth) {
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

std::vector<const contract::Operation*> lists_for(const ServiceContext& service,
                                                  const plan::ResourceRecipe& recipe) {
  std::vector<const contract::Operation*> lists;
  for (const contract::Operation* operation : service.model->all_operations()) {
    const names::Kind kind = service.plan->suite.words().kind_of(operation->name());
    if (kind != names::Kind::list && kind != names::Kind::read) continue;
    const contract::Shape* input = service.model->shape(operation->input);
    const bool needs =
        input && std::any_of(input->members.begin(), input->members.end(),
                             [](const contract::Member& member) { return contract::is_required(member); });
    if (!needs) lists.push_back(operation);
  }
  std::stable_sort(lists.begin(), lists.end(),
                   [&](const contract::Operation* a, const contract::Operation* b) {
                     const auto fits = [&](const contract::Operation* o) {
                       return o->name().find(recipe.name) != std::string_view::npos;
                     };
                     return fits(a) > fits(b);
                   });
  if (lists.size() > lists_looked_at) lists.resize(lists_looked_at);
  return lists;
}

std::vector<std::string> keep_or_find(Makings& makings, const std::map<std::string, std::string>& keep,
                                      const Called& called) {
  Conversation& talk = makings.talk();
  std::vector<std::string> missing = talk.keep(keep, called);
  const ServiceContext& service = talk.service();
  const auto creator = service.creators.find(called.exchange.operation);
  if (missing.empty() || !called.success || creator == service.creators.end()) return missing;
  const auto marks = marks_in(called.exchange.input);
  std::vector<std::string> wanted;
  for (const std::string& pointer : missing) wanted.push_back(last_token(pointer));
  const names::Knowledge& words = service.plan->suite.words();
  if (marks.empty() || !std::all_of(wanted.begin(), wanted.end(),
                                    [&](const std::string& name) { return words.is_identifier(name); }))
    return missing;
  for (const contract::Operation* operation : lists_for(service, *creator->second)) {
    const Conversation::Prepared prepared =
        talk.prepare(Role::arrange, std::string(operation->name()), Json::object(), called.exchange.identity);
    if (!prepared.problem.empty()) return missing;
    const Called listed = makings.perform_and_record(prepared.call);
    const Json* found = listed.success ? find_marked(listed.output(), marks, wanted) : nullptr;
    if (!found) continue;
    for (const auto& [name, pointer] : keep) {
      if (std::find(missing.begin(), missing.end(), pointer) == missing.end()) continue;
      talk.variables().set(name, (*found)[last_token(pointer)]);
      talk.run().kept[name] = (*found)[last_token(pointer)];
    }
    return {};
  }
  return missing;
}

}  // namespace hallmark::exchange
