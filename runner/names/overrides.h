// Members that override a setting of the thing that an operation is about (suites/knowledge/overrides.json, a
// row each with its source): 0 and empty override as well.
//
//   for (const auto* row : names::Overrides::standard().of("sqs", "SendMessage")) … row->member …
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

struct Overrides {
  struct Row {
    std::string service, operation, member;  // what overrides, by the service's slug
    Json value;                              // what is sent in it
    std::string maker;                       // makes the thing
    Json made_with;                          // the setting, as members of the maker's input
    std::string reader;                      // the operation that shows which of the two holds
    Json reads;               // what it is given beside members that it shares with `operation`
    std::string kept, shown;  // pointers into the answers of `operation` and of the reader: the same value
  };
  std::vector<Row> rows;
  [[nodiscard]] std::vector<const Row*> of(std::string_view service, std::string_view operation) const;

  // The file of this build.
  [[nodiscard]] static const Overrides& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static Overrides read(const Json& file);
};

}  // namespace hallmark::names
