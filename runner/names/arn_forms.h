// Forms of ARNs that are tried, in this order, where a text must be an ARN and nothing says of what: "arns"
// of suites/knowledge/services.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallmark::names {

// What stands for "{service}", "{account}", "{name}" and "{key}" in a form.
struct ArnParts {
  std::string_view service, account, name, key;
};
[[nodiscard]] std::vector<std::string> arns_of(const ArnParts& parts);

}  // namespace hallmark::names
