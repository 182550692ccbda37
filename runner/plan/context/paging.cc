#include "plan/context/paging.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "contract/usage.h"
#include "core/text.h"

namespace hallmark::plan {

using contract::Member;
using contract::Shape;

std::string pointer_of_path(const std::string& path) {
  std::string pointer;
  for (const std::string& part : contract::plain_path(path)) pointer = core::pointer_join(pointer, part);
  return pointer;
}

Paging paging_of(const Context& context, const names::Names& names) {
  Paging found;
  const Shape& input = input_of(context.model, context.operation);
  if (const auto pages = contract::pagination(context.model, context.operation)) {
    std::vector<std::string> outputs;
    for (const std::string& path : pages->output_tokens) outputs.push_back(pointer_of_path(path));
    const bool plain =
        std::none_of(outputs.begin(), outputs.end(), [](const auto& each) { return each.empty(); });
    if (plain && outputs.size() == pages->input_tokens.size()) {
      found.walk.input_tokens = pages->input_tokens;
      found.walk.output_tokens = std::move(outputs);
      found.walk.more = pointer_of_path(pages->more_results);
    }
    found.size = pages->page_size.empty() ? nullptr : input.member(pages->page_size);
  }
  if (found.walk.input_tokens.empty()) {
    const Member* token = names.page_token(context.operation);
    if (!token) return found;
    for (const Member& member : output_of(context.model, context.operation).members) {
      if (member.name != token->name &&
          names.words().rest_of(names::MemberWord::next, member.name) != token->name)
        continue;
      found.walk.input_tokens = {token->name};
      found.walk.output_tokens = {core::pointer_join("", member.name)};
    }
  }
  if (!found.size) found.size = names.page_size(context.operation);
  return found;
}

std::size_t least_page(const Context& context, const Member& size) {
  const auto least = constraints_of(context.model, size).min_range.value_or(1);
  return static_cast<std::size_t>(std::ceil(std::max(1.0, least)));
}

Json size_as_taken(const Context& context, const Member& member, std::size_t size) {
  return is_text(contract::target_of(context.model, member).type) ? Json(std::to_string(size)) : Json(size);
}

}  // namespace hallmark::plan
