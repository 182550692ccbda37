#include "plan/any_resource.h"

#include <algorithm>
#include <tuple>

#include "contract/view.h"
#include "plan/context/tag_forms.h"

namespace hallmark::plan {
namespace {

using contract::Operation;

struct Ranked {
  Creator creator;
  bool put = false;        // where others are created
  std::size_t needed = 0;  // members that must be given
  bool tagged = false;     // when it is made
  std::size_t named = 0;   // operations that its noun stands in
};

std::size_t named_in(const contract::Model& model, const std::string& noun) {
  const auto operations = model.all_operations();
  return static_cast<std::size_t>(std::count_if(
      operations.begin(), operations.end(),
      [&](const Operation* each) { return each->name().find(noun) != std::string_view::npos; }));
}

std::vector<Ranked> ranked(const names::Names& names) {
  const contract::Model& model = names.model();
  std::vector<Ranked> found;
  for (const auto& [noun, create] : names.makers()) {
    if (contract::output_of(model, *create).members.empty() || !arn_of(names, *create, noun)) continue;
    const auto& members = contract::input_of(model, *create).members;
    found.push_back(
        {.creator = {create, noun},
         .put = !names.words().makes_new(create->name()),
         .needed = static_cast<std::size_t>(std::count_if(members.begin(), members.end(), must_be_given)),
         .tagged = std::any_of(members.begin(), members.end(), about_tags),
         .named = named_in(model, noun)});
  }
  return found;
}

}  // namespace

std::optional<std::string> arn_of(const names::Names& names, const Operation& create, const std::string& noun,
                                  const Accepts& accepts) {
  for (const std::string& word : names.words().identifier_words(names::Meaning::arn)) {
    if (auto found = find_source(names, create, noun, noun + word, nullptr, accepts)) return found;
  }
  return std::nullopt;
}

std::vector<Creator> with_arn(const names::Names& names,
                              const std::function<bool(const Operation&)>& can_be_made) {
  constexpr std::size_t most = 6;
  std::vector<Ranked> all = ranked(names);
  std::vector<Creator> found;
  std::stable_sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
    return std::tuple(a.put, a.needed) < std::tuple(b.put, b.needed);
  });
  const auto take = [&](const Ranked& each) {
    if (!can_be_made(*each.creator.create)) return false;
    found.push_back(each.creator);
    return true;
  };
  const auto simplest = std::find_if(all.begin(), all.end(), take);
  if (simplest == all.end()) return found;
  all.erase(all.begin(), simplest + 1);
  std::stable_sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
    return std::tuple(!a.tagged, -static_cast<std::ptrdiff_t>(a.named)) <
           std::tuple(!b.tagged, -static_cast<std::ptrdiff_t>(b.named));
  });
  for (const Ranked& each : all) {
    if (found.size() < most) take(each);
  }
  return found;
}

}  // namespace hallmark::plan
