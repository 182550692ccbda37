// What else a member may call a thing by (suites/knowledge/forms.json, a row each with its source): its
// ARN where its name is given, its name where its ARN is, a part of its ARN.
//
//   for (const auto* row : names::TakenForms::standard().of("kms", "DescribeKey")) … row->member …
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

struct TakenForms {
  struct Row {
    std::string service, member;              // by the service's slug
    std::vector<std::string> operations;      // that take this form in the member
    std::string by;                           // makes the thing
    std::map<std::string, std::string> take;  // name -> pointer into its answer, or what it was sent
    Json value;                               // what is sent: "${name}" stands for what was taken
    std::string form;                         // what the form is called: "arn"
  };
  std::vector<Row> rows;
  [[nodiscard]] std::vector<const Row*> of(std::string_view service, std::string_view operation) const;

  // The file of this build.
  [[nodiscard]] static const TakenForms& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static TakenForms read(const Json& file);
};

}  // namespace hallmark::names
