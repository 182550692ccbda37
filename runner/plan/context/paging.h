// How a list is asked for page by page, as its paginator or the names of its members show it. Internal to
// plan/; see list_cases.h and paged_cases.h.
#pragma once

#include <cstddef>
#include <string>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

struct Paging {
  Walk walk{};                             // its tokens and `more`; no input tokens: there is one page
  const contract::Member* size = nullptr;  // of the input, how many at most; null where none says so
};
// The tokens by the paginator; where it is none, or more than plain paths, by names. Likewise the size.
[[nodiscard]] Paging paging_of(const Context& context, const names::Names& names);

// "Page.Items" as a pointer; "" of what is more than a plain path.
[[nodiscard]] std::string pointer_of_path(const std::string& path);
// The smallest page that is stated, 1 where nothing is.
[[nodiscard]] std::size_t least_page(const Context& context, const contract::Member& size);
// The size as the member takes it: some say it as text.
[[nodiscard]] Json size_as_taken(const Context& context, const contract::Member& member, std::size_t size);

}  // namespace hallmark::plan
