// Reads what people write: fixtures, suites, targets. All are discovered by folder; all throw
// core::DocumentError (file, line, pointer, rule "fixture.…", "suite.…", "target.…", advice). Each file is
// read, then held against its closed schema in schemas/formats/.
//
// A fixture, fixtures/<service>/<Operation>/<Exception>.json or success.json (or success.<subject>.json):
//   {"operation", "exception"?, "place"?: PLACE, "cases": [ {
//      "name", "parameters"?: [{name: value}] (a case of each, see parameters.h), "title"?,
//      "promise" | "promises", "operator"?, "provoke"?, "scope"?, "depth"?, "tier"?,
//      "arrange"?: [STEP], "send"?: {…}, "wire"?: {"method","path","headers","body","sign"},
//      "keep"?: {variable: pointer into the answer}, "limit"?: "<resource of the suite>",
//      "identity"?, "repeat"?, "fault"?, "expect"?: [OUTCOME], "control"?: [PATCH] | "unchanged",
//      "control_expect"?: [OUTCOME], "then"?: [STEP], "place"?: PLACE, "skip"? } ]}
// What may be left out, and what it then is:
//   title        the name, its hyphens as spaces
//   promise      `<service>.<Operation> error.<Exception>`; of success cases `<service>.<Operation> status`
//   provoke      request (success.json: none); a `fault` key says fault
//   scope        request; of rate and of a `state` that fills a limit the fixture says "account"
//   depth        quick
//   tier         fixture; "informative" for inputs on which the documents disagree
//   fault        the file's exception, when provoke is "fault"
//   repeat       1; when provoke is "rate", what the target's profile says
//   expect       [{"exception": <the file's>}] or [{"success": {}}]
//   control         provoke "request" and "state" must have one unless `wire` is there: its control is the
//   request
//                without the overlay, that of "identity" and "fault" the same request unchanged, of
//                "rate" none (the first of the burst stands for it)
// `operator` with the promise of a constraint ("voice-id.UpdateDomain input.Name length.max" + "above") makes
// the case replace the generated one.
//
// STEP: {"call", "with"?, "keep"?: {variable: pointer}, "until"?: {"pointer","values","deadline"?} |
// {"gone","deadline"?}, each with "when"?: {variable: [values]} (only then is the call made, and waited),
//        "identity"?, "expect"?: [OUTCOME]}
//    or {"make": "<resource of the suite>", "with"?: {…over the creating call's}, "keep"?: {…}, "as"?:
//    {"group": "other"} or "removed"} which stands for the recipe's `make` steps; "as" renames the variables
//    that they keep, or begins all their names: "removed" makes "removedGroup" of "group".
// OUTCOME: {"exception", "reason"?, "status"?} or {"success": {pointer: MATCHER}, "reason"?, "status"?}
// PLACE: {"document", "heading", "member"?, "says"}: where a document promises the exception. A case that
// demands
//          one by its request or by state names a place of its own, or its promise is a constraint or a
//          behaviour and the file names the exception's. Without a place it is an attempt: one of its
//          outcomes is a success.
// MATCHER: {"equals": any} {"echoes": pointer, "empty_list"?: "drift"} {"present": true} {"absent": true}
//          {"matches": pattern} {"sameAs": variable} {"differsFrom": variable} {"notBefore": variable}
// PATCH: {"op": "add"|"remove"|"replace", "path", "value"?}
//
// A suite, suites/<service>.suite.json:
//   {"service", "title"?, "operations"?: [name], "default"?: [name], "protocol"?: "rest-json" or its Smithy
//   id,
//    "model"?,
//    "resources"?: {name: {"make": [STEP], "remove": [STEP], "create"?: operation, "keep"?: {variable:
//    pointer},
//                          "gone"?: exception}},
//    "arrange"?: {operation: [STEP]}, "base"?: {operation: {member: value}},
//    "behaviours"?: [{"id", "text", "source"}], "promised"?: {operation: {pointer: source}},
//    "validation_errors"?: [name], "knowledge"?: {"names": {…}, "errors": {…}}}
// Without "operations" all of the contract's are judged where the service is named; "default" are those that
// are judged where nothing is named: without it those of "operations". A variable that nothing keeps is the
// target's; a name that looks like a slip of a kept one is refused. `create` is the last `make` step's call
// and `keep` that step's when they are left out.
//
// A target, targets/<name>.json: see the `Target` struct and the README; `endpoints` is one URL or a map
// by service ("*": any other), durations are "250ms", "1s", "2m".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "contract/model.h"
#include "core/error.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

// One suite file. The model is not needed for it.
[[nodiscard]] Suite load_suite(const std::filesystem::path& file);

// One fixture file, checked for its form only. `suite` gives the recipes that "make" names and the
// service; the operation and exception must agree with the file's path when `check_path`.
[[nodiscard]] std::vector<Case> load_fixture(const std::filesystem::path& file, const Suite& suite,
                                             bool check_path = true);

[[nodiscard]] Target load_target(const std::filesystem::path& file);
// The profile of a bare URL (--endpoint): name "endpoint", identities from the environment, nothing offered.
[[nodiscard]] Target target_for_url(const std::string& url);

// A protocol by its short name ("rest-json", "aws-json-1.1", "rpc-v2-cbor", …) or its Smithy id, as the
// id; empty when neither.
[[nodiscard]] std::string protocol_id(std::string_view name_or_id);
// The protocol of a suite: its own, else the contract's first; empty when there is none.
[[nodiscard]] std::string protocol_of(const contract::Model& model, const Suite& suite);

}  // namespace hallmark::plan

// Example:
//
//   const Suite suite = load_suite("suites/shop.suite.json");
//   const std::vector<Case> cases = load_fixture("fixtures/shop/CreateOrder/success.json", suite);
//   const Target target = target_for_url("http://127.0.0.1:4566");
