// Which operations read back what another one writes, and where in their answers a written member stands.
// Evidence: the operations' nouns, and that one's identifiers are what the other's arrangement keeps.
// Internal to plan/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

struct ReadBack {
  const contract::Operation* operation = nullptr;
  Step step;                                // reads what the writer wrote
  std::vector<Step> arrange;                // before the writer is called, for both
  std::map<std::string, std::string> keep;  // of the writer's answer, for the step
  std::vector<std::string> items;           // variables that tell the thing from others in a list
  bool lists = false;                       // answers with several things
};

// At most `most` of them, the likeliest first.
[[nodiscard]] std::vector<ReadBack> readers_of(const Context& context, const names::Names& names,
                                               std::size_t most);

// Where a member of the writer's input stands in an answer: pointers, the likeliest first; '*' any item of a
// list. `noun`: of the thing, whose own structures are looked into.
[[nodiscard]] std::vector<std::string> places_in(const contract::Model& model, const contract::Shape& output,
                                                 const std::string& noun, const contract::Member& member);
// Where members that fit stand likewise.
[[nodiscard]] std::vector<std::string> places_in(
    const contract::Model& model, const contract::Shape& output, const std::string& noun,
    const std::function<bool(const contract::Member&, const contract::Shape&)>& fits);
// The answer tells of changes to this member that are not yet made in a place of their own
// ("PendingModifiedValues"), so that the member itself may have the value of before. `depth`: of the search.
[[nodiscard]] bool may_be_pending(const contract::Model& model, const contract::Shape& output,
                                  std::string_view member, int depth = 0);

}  // namespace hallmark::plan

// Example:
//
//   const auto read_by = [](const Context& context, const names::Names& names) {
//     std::vector<std::string> calls;
//     for (const ReadBack& reader : readers_of(context, names, 3)) calls.push_back(reader.step.call);
//     return calls;
//   };
