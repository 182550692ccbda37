// What is made for a request that may be about any resource of a service, as tag calls are. Which of them an
// endpoint has no document says: the likeliest is made, and others where that cannot be.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plan/creators.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {

// Where the ARN of what was made is found: a pointer as find_source() gives it.
[[nodiscard]] std::optional<std::string> arn_of(const names::Names& names, const contract::Operation& create,
                                                const std::string& noun, const Accepts& accepts = {});

// Those whose making or its answer shows an ARN and for which `can_be_made` holds; it is asked as seldom as
// can be. First what is made with the least (what is only put after what is created), then what is tagged
// when it is made, the chief resources of the service before others.
[[nodiscard]] std::vector<Creator> with_arn(
    const names::Names& names, const std::function<bool(const contract::Operation&)>& can_be_made);

}  // namespace hallmark::plan

// In use:
//
//   const auto makers = with_arn(names, [&](const contract::Operation& create) { return recipe(create); });
//   if (!makers.empty()) …arn_of(names, *makers.front().create, makers.front().noun)…
