// Documentation text (HTML as AWS's models carry it, or Markdown) as sentences that rules can be tried on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallmark::importers {

// One sentence an entry, white space collapsed, tags gone, entities decoded. Code stands in backticks
// ("The default is `x`."). The items of a list stand behind the sentence before the list, where that ends in
// a colon, each with " * " before it: a sentence about a list and its items is one entry.
[[nodiscard]] std::vector<std::string> sentences_of(std::string_view documentation);

}  // namespace hallmark::importers
