// For tests only: a small service in every protocol, whose answers have a value of every kind that mutants
// and variations treat in a way of its own.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "contract/smithy.h"
#include "core/json.h"

namespace hallmark::endpoint::testing {

inline constexpr std::string_view shelf_document = R"json({"smithy": "2.0", "shapes": {
  "t#Shelf": {"type": "service", "version": "2020-01-01", "operations": [{"target": "t#DescribeBooks"}, {"target": "t#DropShelf"}],
    "traits": {"aws.api#service": {"sdkId": "Shelf"}, "aws.auth#sigv4": {"name": "shelf"},
      "smithy.api#xmlNamespace": {"uri": "http://t/"}, "aws.protocols#restJson1": {}, "aws.protocols#restXml": {},
      "aws.protocols#awsJson1_0": {}, "aws.protocols#awsJson1_1": {}, "aws.protocols#awsQuery": {},
      "aws.protocols#ec2Query": {}, "smithy.protocols#rpcv2Cbor": {}}},
  "t#DescribeBooks": {"type": "operation", "input": {"target": "t#In"}, "output": {"target": "t#Out"},
    "errors": [{"target": "t#TornException"}],
    "traits": {"smithy.api#http": {"method": "POST", "uri": "/books", "code": 200}}},
  "t#DropShelf": {"type": "operation", "errors": [{"target": "t#TornException"}],
    "traits": {"smithy.api#http": {"method": "POST", "uri": "/drop", "code": 200}}},
  "t#In": {"type": "structure", "members": {
    "Most": {"target": "t#Most"}, "Title": {"target": "t#Title", "traits": {"smithy.api#required": {}}}}},
  "t#Most": {"type": "integer", "traits": {"smithy.api#range": {"min": 1, "max": 9}}},
  "t#Title": {"type": "string", "traits": {"smithy.api#length": {"min": 2, "max": 20}}},
  "t#Out": {"type": "structure", "members": {
    "Count": {"target": "smithy.api#Integer"}, "Read": {"target": "smithy.api#Timestamp"},
    "Cover": {"target": "smithy.api#Blob"}, "Shelf": {"target": "t#Place"}, "Lent": {"target": "smithy.api#Boolean"},
    "Books": {"target": "t#Books"}, "Diagnostics": {"target": "t#Diagnostics"}}},
  "t#Place": {"type": "structure", "members": {"Room": {"target": "smithy.api#String"}}},
  "t#Books": {"type": "list", "member": {"target": "t#Book"}},
  "t#Book": {"type": "structure", "members": {"Author": {"target": "smithy.api#String"}}},
  "t#Diagnostics": {"type": "list", "member": {"target": "smithy.api#String"}},
  "t#TornException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}, "Pages": {"target": "smithy.api#Integer"}},
    "traits": {"smithy.api#error": "client", "smithy.api#httpError": 409}}}})json";

// With one of its protocols only.
[[nodiscard]] inline std::shared_ptr<const contract::Model> shelf(std::string_view protocol_id) {
  auto model = std::make_shared<contract::Model>(
      contract::read_smithy(core::load_json_text(std::string(shelf_document), "shelf.json")));
  for (const std::string& id : model->protocols()) {
    if (id != protocol_id) model->service.traits.erase(id);
  }
  return model;
}

}  // namespace hallmark::endpoint::testing
