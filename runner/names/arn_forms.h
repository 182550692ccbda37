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

// What an ARN of things of one kind looks like, which a member takes that names things of several kinds:
// "resource_arns" of suites/knowledge/services.json. `arn` has variables (plan/cases/variables.h) and is of
// nothing that is there.
struct ResourceArn {
  std::string noun, arn;
};
[[nodiscard]] std::vector<ResourceArn> resource_arns(std::string_view service, std::string_view member);

}  // namespace hallmark::names

// Example:
//
//   const std::vector<std::string> tried =
//       arns_of({.service = "shop", .account = "123456789012", .name = "tea", .key = "1f0c"});
//   for (const ResourceArn& form : resource_arns("shop", "resourceArn"))
//     std::string of = form.noun + " " + form.arn;
