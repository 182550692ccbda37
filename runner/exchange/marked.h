// What a making's answer does not show, looked for in what lists show: the item in which a text stands that
// the making was given, and nothing else was. Private to exchange/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "exchange/makings.h"

namespace hallmark::exchange {

// "/Domain/DomainId" -> "DomainId".
[[nodiscard]] std::string last_token(const std::string& pointer);
// The innermost object that holds one of the marks as a member, and every member that `wanted` names; null
// when there is none.
[[nodiscard]] const Json* find_marked(const Json& value, const std::vector<std::string>& marks,
                                      const std::vector<std::string>& wanted, int depth = 0);
// The operations that show what there is without being told of what: those that the resource's name stands in
// first.
[[nodiscard]] std::vector<const contract::Operation*> lists_for(const ServiceContext& service,
                                                                const plan::ResourceRecipe& recipe);

// Keeps what `called` shows, as Conversation::keep(), and where it made something whose identifier its answer
// misses, what a list shows of it. The pointers of what was not found.
[[nodiscard]] std::vector<std::string> keep_or_find(Makings& makings,
                                                    const std::map<std::string, std::string>& keep,
                                                    const Called& called);

}  // namespace hallmark::exchange

// In use:
//
//   const std::vector<std::string> missing = keep_or_find(makings, step.keep, called);
//   const bool complete = missing.empty();
