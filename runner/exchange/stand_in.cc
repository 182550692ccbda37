#include "exchange/stand_in.h"

#include <algorithm>

#include "core/text.h"
#include "exchange/caller.h"
#include "exchange/needs.h"
#include "plan/cases/variables.h"

namespace hallmark::exchange {
namespace {

using plan::Step;
using Steps = std::vector<Step>;
using Names = std::set<std::string>;

bool begin_with(const Steps& steps, const Steps& planned) {
  return steps.size() >= planned.size() &&
         std::equal(planned.begin(), planned.end(), steps.begin(),
                    [](const Step& a, const Step& b) { return a.call == b.call && a.with == b.with; });
}

// The variables that stand in the same places of both; nullopt where the places are not the same.
std::optional<std::map<std::string, std::string>> same_places(const Json& planned, const Json& other) {
  std::map<std::string, std::string> names;  // the other's -> the planned one's
  if (planned.empty()) return names;
  const Json flat = planned.flatten(), flat_other = other.flatten();
  for (const auto& [place, value] : flat.items()) {
    const auto theirs = flat_other.find(place);
    if (theirs == flat_other.end()) return std::nullopt;
    const auto mine = plan::variables_in(value), yours = plan::variables_in(*theirs);
    if (mine.size() != yours.size()) return std::nullopt;
    for (std::size_t i = 0; i < mine.size(); ++i)
      names[std::string(plan::kept_name(yours[i]))] = plan::kept_name(mine[i]);
  }
  return names;
}

Names kept_by(const Steps& steps) {
  Names names;
  for (const Step& step : steps) {
    for (const auto& [name, pointer] : step.keep) names.insert(name);
  }
  return names;
}

}  // namespace

std::optional<Steps> in_place_of(const Steps& planned, const Json& base, plan::Inferred other,
                                 const Steps& steps, const Names& mentioned) {
  if (!begin_with(steps, planned)) return std::nullopt;
  const auto names = same_places(base, other.base);
  if (!names || (begin_with(other.arrange, planned) && other.arrange.size() == planned.size()))
    return std::nullopt;
  for (Step& step : other.arrange) {
    for (const auto& [theirs, mine] : *names) {
      if (const auto kept = step.keep.find(theirs); kept != step.keep.end())
        step.keep.emplace(mine, std::string(kept->second));
    }
  }
  const auto behind = steps.begin() + static_cast<std::ptrdiff_t>(planned.size());
  Names needed = mentioned;
  for (auto step = behind; step != steps.end(); ++step) {
    for (const auto& name : plan::variables_in(step->with)) needed.insert(std::string(plan::kept_name(name)));
  }
  const Names kept = kept_by(other.arrange);
  for (const std::string& name : kept_by(planned)) {
    if (needed.contains(name) && !kept.contains(name)) return std::nullopt;
  }
  Steps result = std::move(other.arrange);
  result.insert(result.end(), behind, steps.end());
  return result;
}

std::optional<StandIns::Other> StandIns::by(const ServiceContext& service, const Steps& steps,
                                            const Needs& needs, const plan::Ways& ways) {
  static const Steps no_steps;
  static const Json nothing = Json::object();
  const plan::Suite& suite = service.plan->suite;
  const contract::Operation* operation = service.model->operation(needs.operation);
  if (!operation) return std::nullopt;
  const auto planned = suite.arrange.find(needs.operation);
  const auto base = suite.base.find(needs.operation);
  std::optional<plan::Inferred> other;
  {
    const std::lock_guard lock(mutex_);
    const auto [place, anew] = found_[service.model->slug + "." + needs.operation].try_emplace(ways);
    if (anew) place->second = plan::inferred_by(*service.model, suite, *operation, ways);
    other = place->second;
  }
  if (!other) return std::nullopt;
  Json their_base = other->base;
  auto changed =
      in_place_of(planned == suite.arrange.end() ? no_steps : planned->second,
                  base == suite.base.end() ? nothing : base->second, *std::move(other), steps, needs.own);
  if (!changed) return std::nullopt;
  return Other{.steps = *std::move(changed), .base = std::move(their_base)};
}

plan::Ways StandIns::known(const ServiceContext& service, const std::string& operation) const {
  const std::string& slug = service.model->slug;
  const std::lock_guard lock(mutex_);
  plan::Ways ways;
  if (const auto own = known_.find(slug + "." + operation); own != known_.end())
    ways.avoided = own->second.avoided;
  if (const auto all = known_.find(slug); all != known_.end()) ways.wanted = all->second.wanted;
  return ways;
}

void StandIns::learn(const ServiceContext& service, const std::string& operation, const plan::Ways& ways) {
  const std::string& slug = service.model->slug;
  const std::lock_guard lock(mutex_);
  if (!ways.avoided.empty()) known_[slug + "." + operation].avoided = ways.avoided;
  for (const auto& [call, members] : ways.wanted)
    known_[slug].wanted[call].insert(members.begin(), members.end());
}

}  // namespace hallmark::exchange
