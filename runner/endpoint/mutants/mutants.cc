#include "endpoint/mutants/mutants.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"

namespace hallmark::endpoint {

Mutants::Mutants(const std::set<std::string>& names) {
  constexpr std::string_view rarely = "rarely:";
  for (const std::string& given : names) {
    std::string text = given;
    Parsed parsed;
    if (text.starts_with(rarely)) {
      parsed.rarely = true;
      text.erase(0, rarely.size());
    }
    if (const auto comma = text.rfind(','); comma != std::string::npos) {
      parsed.operation = text.substr(comma + 1);
      text.erase(comma);
    }
    const auto colon = text.find(':');
    parsed.entry.name = text.substr(0, colon);
    if (colon != std::string::npos) parsed.entry.argument = text.substr(colon + 1);
    std::vector<std::string> known;
    bool takes_argument = false;
    for (const MutantKind& kind : mutant_kinds()) {
      known.emplace_back(kind.name);
      if (kind.name == parsed.entry.name) takes_argument = !kind.argument.empty();
    }
    const bool exists = std::find(known.begin(), known.end(), parsed.entry.name) != known.end();
    if (!exists || takes_argument == parsed.entry.argument.empty()) {
      const auto near = core::nearest(parsed.entry.name, known);
      throw core::DocumentError(
          {.file = {},
           .line = 0,
           .pointer = {},
           .rule = "endpoint.mutant",
           .message = exists
                          ? fmt::format("the mutant {} {}", parsed.entry.name,
                                        takes_argument ? "needs an argument behind ':'" : "takes no argument")
                          : fmt::format("there is no mutant {}", core::printable(given)),
           .advice = near && !exists ? "did you mean " + *near + "?" : "see `hallmark mutants --kinds`"});
    }
    parsed_.push_back(std::move(parsed));
  }
}

namespace {

// One request of each ten, and each time another of them: requests that come again and again in the same
// order all meet it sooner or later. The first to meet it is the tenth.
bool is_rare(std::uint64_t number) { return number % 10 == (9 + 7 * (number / 10)) % 10; }

}  // namespace

ActiveMutants Mutants::active(std::string_view operation, std::uint64_t number) const {
  ActiveMutants active;
  for (const Parsed& parsed : parsed_) {
    if (!parsed.operation.empty() && parsed.operation != operation) continue;
    if (parsed.rarely && !is_rare(number)) continue;
    active.add(parsed.entry);
  }
  return active;
}

bool breaks(const Mutant& mutant, std::string_view promise) {
  const std::string_view own = mutant.promise;
  if (mutant.by_case && own.ends_with('*')) {
    // "behaviour.update Name" is of the kind "behaviour.update", "behaviour.update-time-advances" is not.
    const std::string_view kind = own.substr(0, own.size() - 1);
    return promise.starts_with(kind) && (promise.size() == kind.size() || promise[kind.size()] == ' ');
  }
  return own.ends_with('*') ? promise.starts_with(own.substr(0, own.size() - 1)) : promise == own;
}

std::string SuiteWord::promise(const std::string& kind) const {
  const auto found = behaviours.find(kind);
  return found == behaviours.end() ? std::string() : found->second;
}

std::string SuiteWord::why_unreachable(const std::string& pointer_or_path) const {
  for (const auto& [place, why] : unreachable) {
    if (pointer_or_path == place || (!place.starts_with('/') && pointer_or_path.starts_with(place)))
      return why;
  }
  return {};
}

std::string promise_path(const contract::Model& model, const contract::Shape& shape,
                         std::string_view pointer) {
  std::string path;
  const contract::Shape* here = &shape;
  for (const std::string& name : core::pointer_tokens(pointer)) {
    const contract::Member* next = nullptr;
    if (here != nullptr && here->type == contract::ShapeType::list) {
      next = here->member("member");
      path += "[]";
    } else if (here != nullptr && here->type == contract::ShapeType::map) {
      next = here->member("value");
      path += "{}";
    } else {
      if (here != nullptr) next = here->member(name);
      path += (path.empty() ? "" : ".") + name;
    }
    here = next == nullptr ? nullptr : &contract::target_of(model, *next);
  }
  return path;
}

}  // namespace hallmark::endpoint
