// For fuzzers only: a service with every kind of shape and binding, under any protocol, and messages out
// of text.
#pragma once

#include <string>
#include <string_view>

#include "contract/model.h"
#include "contract/smithy.h"
#include "core/json.h"
#include "core/testing_fuzz.h"
#include "wire/http.h"
#include "wire/protocol.h"

namespace hallmark::wire::testing {

[[nodiscard]] inline const contract::Model& fuzz_model() {
  static const contract::Model model = contract::read_smithy(core::load_json_text(R"({
"smithy": "2.0", "shapes": {
 "t#Service": {"type": "service", "version": "2020-01-01", "operations": [{"target": "t#Put"}, {"target": "t#Raw"}, {"target": "t#Text"}],
   "errors": [{"target": "t#Any"}],
   "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "t"}, "aws.api#service": {"sdkId": "T"}, "smithy.api#xmlNamespace": {"uri": "http://t/"}}},
 "t#Put": {"type": "operation", "input": {"target": "t#In"}, "output": {"target": "t#Out"}, "errors": [{"target": "t#Bad"}],
   "traits": {"smithy.api#http": {"method": "POST", "uri": "/put/{Label}/{Rest+}?mode=a", "code": 201}}},
 "t#Raw": {"type": "operation", "input": {"target": "t#RawIo"}, "output": {"target": "t#RawIo"}, "errors": [{"target": "t#Bad"}],
   "traits": {"smithy.api#http": {"method": "PUT", "uri": "/raw", "code": 200}}},
 "t#Text": {"type": "operation", "input": {"target": "t#TextIo"}, "output": {"target": "t#TextIo"},
   "traits": {"smithy.api#http": {"method": "PUT", "uri": "/text", "code": 200}}},
 "t#In": {"type": "structure", "members": {
   "Label": {"target": "t#Str", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}},
   "Rest": {"target": "t#Str", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}},
   "Query": {"target": "t#Int", "traits": {"smithy.api#httpQuery": "q"}},
   "Queries": {"target": "t#Texts", "traits": {"smithy.api#httpQuery": "qs"}},
   "More": {"target": "t#ListMap", "traits": {"smithy.api#httpQueryParams": {}}},
   "Header": {"target": "t#Time", "traits": {"smithy.api#httpHeader": "X-Time"}},
   "Headers": {"target": "t#Ints", "traits": {"smithy.api#httpHeader": "X-Ints"}},
   "Prefixed": {"target": "t#Map", "traits": {"smithy.api#httpPrefixHeaders": "X-P-"}},
   "Body": {"target": "t#All"}}},
 "t#Out": {"type": "structure", "members": {
   "Status": {"target": "t#Int", "traits": {"smithy.api#httpResponseCode": {}}},
   "Header": {"target": "t#Time", "traits": {"smithy.api#httpHeader": "X-Time"}},
   "Headers": {"target": "t#Times", "traits": {"smithy.api#httpHeader": "X-Times"}},
   "Media": {"target": "t#Media", "traits": {"smithy.api#httpHeader": "X-Media"}},
   "Prefixed": {"target": "t#Map", "traits": {"smithy.api#httpPrefixHeaders": "X-P-"}},
   "Body": {"target": "t#All"}}},
 "t#RawIo": {"type": "structure", "members": {"Bytes": {"target": "t#Blob", "traits": {"smithy.api#httpPayload": {}}}}},
 "t#TextIo": {"type": "structure", "members": {"All": {"target": "t#All", "traits": {"smithy.api#httpPayload": {}}}}},
 "t#All": {"type": "structure", "members": {
   "S": {"target": "t#Str"}, "E": {"target": "t#Enum"}, "B": {"target": "t#Bool"}, "I": {"target": "t#Int"}, "L": {"target": "t#Long"},
   "F": {"target": "t#Float"}, "D": {"target": "t#Double"}, "BI": {"target": "t#BigInt"}, "BD": {"target": "t#BigDec"}, "Bl": {"target": "t#Blob"},
   "T": {"target": "t#Time"}, "TD": {"target": "t#Time", "traits": {"smithy.api#timestampFormat": "date-time"}},
   "TH": {"target": "t#Time", "traits": {"smithy.api#timestampFormat": "http-date"}}, "TE": {"target": "t#Time", "traits": {"smithy.api#timestampFormat": "epoch-seconds"}},
   "Doc": {"target": "t#Doc"}, "Texts": {"target": "t#Texts"}, "Flat": {"target": "t#Texts", "traits": {"smithy.api#xmlFlattened": {}}},
   "Map": {"target": "t#Map"}, "FlatMap": {"target": "t#AllMap", "traits": {"smithy.api#xmlFlattened": {}}}, "U": {"target": "t#Union"},
   "Self": {"target": "t#All"}, "Selves": {"target": "t#Alls"}, "Sparse": {"target": "t#Sparse"}, "Named": {"target": "t#Str", "traits": {"smithy.api#jsonName": "other", "smithy.api#xmlName": "x:other"}},
   "Attr": {"target": "t#Str", "traits": {"smithy.api#xmlAttribute": {}}}}},
 "t#Union": {"type": "union", "members": {"S": {"target": "t#Str"}, "A": {"target": "t#All"}, "I": {"target": "t#Int"}}},
 "t#Bad": {"type": "structure", "members": {"Message": {"target": "t#Str"}, "All": {"target": "t#All"}, "Code": {"target": "t#Int", "traits": {"smithy.api#httpHeader": "X-Code"}}},
   "traits": {"smithy.api#error": "client", "smithy.api#httpError": 409}},
 "t#Any": {"type": "structure", "members": {"message": {"target": "t#Str"}}, "traits": {"smithy.api#error": "server"}},
 "t#Str": {"type": "string"}, "t#Bool": {"type": "boolean"}, "t#Int": {"type": "integer"}, "t#Long": {"type": "long"}, "t#Float": {"type": "float"},
 "t#Double": {"type": "double"}, "t#BigInt": {"type": "bigInteger"}, "t#BigDec": {"type": "bigDecimal"}, "t#Blob": {"type": "blob"},
 "t#Time": {"type": "timestamp"}, "t#Doc": {"type": "document"}, "t#Media": {"type": "string", "traits": {"smithy.api#mediaType": "application/json"}},
 "t#Enum": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "a"}}}},
 "t#Texts": {"type": "list", "member": {"target": "t#Str"}}, "t#Ints": {"type": "list", "member": {"target": "t#Int"}},
 "t#Times": {"type": "list", "member": {"target": "t#Time"}}, "t#Alls": {"type": "list", "member": {"target": "t#All"}},
 "t#Sparse": {"type": "list", "member": {"target": "t#Str"}, "traits": {"smithy.api#sparse": {}}},
 "t#Map": {"type": "map", "key": {"target": "t#Str"}, "value": {"target": "t#Str"}},
 "t#ListMap": {"type": "map", "key": {"target": "t#Str"}, "value": {"target": "t#Texts"}},
 "t#AllMap": {"type": "map", "key": {"target": "t#Str"}, "value": {"target": "t#All"}}}})",
                                                                                  "fuzz model"));
  return model;
}

// "POST /path" or "200 Reason", header lines, an empty line, the body.
struct Message {
  std::string first, second;
  Headers headers;
  std::string body;
};
[[nodiscard]] inline Message message_of(std::string_view text) {
  Message message;
  const auto line = [&] {
    const std::size_t end = text.find('\n');
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return std::string(one);
  };
  const std::string start = line();
  message.first = start.substr(0, start.find(' '));
  message.second = message.first.size() == start.size() ? "" : start.substr(message.first.size() + 1);
  while (!text.empty()) {
    const std::string header = line();
    if (header.empty()) break;
    const std::size_t colon = header.find(": ");
    if (colon == std::string::npos) continue;
    message.headers.add(header.substr(0, colon), header.substr(colon + 2));
  }
  message.body = text;
  return message;
}

// An input of a message fuzzer: a first line that chooses protocol and operation by one character each, then
// the message.
struct ChosenMessage {
  const contract::Model& model;
  const Protocol& protocol;
  const contract::Operation& operation;
  std::string_view choice;  // the first line
  Message message;
  // The message as a response: its first word chooses a status from 200 to 599.
  [[nodiscard]] Response response() const {
    Response made;
    made.status = 200 + static_cast<int>(core::chosen(message.first, 0, 400));
    made.headers = message.headers;
    made.body = message.body;
    return made;
  }
};
[[nodiscard]] inline ChosenMessage chosen_message(const std::uint8_t* data, std::size_t size) {
  const auto [choice, text] = core::fuzz_input(data, size);
  const contract::Model& model = fuzz_model();
  const auto protocols = all_protocols();
  const auto operations = model.all_operations();
  return {.model = model,
          .protocol = *protocols[core::chosen(choice, 0, protocols.size())],
          .operation = *operations[core::chosen(choice, 1, operations.size())],
          .choice = choice,
          .message = message_of(text)};
}

}  // namespace hallmark::wire::testing
