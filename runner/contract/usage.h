// How the operations of a service are used together, as far as its documents say: which ones give pages
// and how the next is asked for, what to wait for and how, which requests and answers are shown, which
// operation makes, reads and removes which resource, and what text refers to. All of it stands in traits
// of the model (Smithy's own; where Smithy has no slot, ours of the same name); these are the typed views.
//
//   if (const auto pages = contract::pagination(model, operation)) …pages->input_tokens…
//   for (const contract::Waiter& waiter : contract::waiters(operation)) …waiter.acceptors…
//
// Paths are JMESPath expressions on the members document. Nearly all are plain ("Page.Marker");
// `plain_path` takes those apart.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::contract {

namespace trait {
inline constexpr std::string_view paginated = "smithy.api#paginated";
inline constexpr std::string_view waitable = "smithy.waiters#waitable";
inline constexpr std::string_view smoke_tests = "smithy.test#smokeTests";
inline constexpr std::string_view references = "smithy.api#references";
inline constexpr std::string_view resource_identifier = "smithy.api#resourceIdentifier";
inline constexpr std::string_view arn_reference = "aws.api#arnReference";
// Beside smithy.api#paginated, or in its place where Smithy cannot say it (several tokens, an expression,
// a flag that tells of more): {"inputTokens": […], "outputTokens": […], "items": […], "pageSize": …,
// "moreResults": …}, each only when it says more than smithy.api#paginated.
inline constexpr std::string_view more_pagination = "hallmark.api#paginated";
// Waiters as smithy.waiters#waitable has them, with what Smithy cannot say: `maxAttempts`, and the matchers
// {"status": 404} and {"output": {…, "comparator": "equals" | "allEquals" | "anyEquals", "expected": any}}.
// A waiter stands in one of the two traits with its acceptors; `maxAttempts` stands here.
inline constexpr std::string_view more_waitable = "hallmark.api#waitable";
}  // namespace trait

// "Page.Marker" -> {"Page", "Marker"}; empty for expressions that are more than member names.
[[nodiscard]] std::vector<std::string> plain_path(std::string_view path);

// ---- pages ----
struct Pagination {
  std::vector<std::string> input_tokens{};   // members of the input; never empty
  std::vector<std::string> output_tokens{};  // paths in the output, one for each input token
  std::string page_size{};                   // member of the input: how many at most; "" when none is stated
  std::vector<std::string> items{};  // paths in the output to what a page carries, the chief one first
  std::string more_results{};        // path to a boolean: true when there is a next page; "" when none
  Source source = Source::model;
};
// What the operation states, with the service's defaults. nullopt: it gives no pages, or the tokens
// that are stated are no members of its input.
[[nodiscard]] std::optional<Pagination> pagination(const Model& model, const Operation& operation);

// ---- waiters ----
struct Acceptor {
  enum class State { success, failure, retry };
  enum class On {
    any_success,  // an answer without an error
    any_error,    // whatever error
    error,        // the error named in `error`
    status,       // the HTTP status in `status`
    output,       // what `path` finds in the output
    input_output  // what `path` finds in {"input": …, "output": …}
  };
  enum class Comparator { equals, all_equal, any_equals };  // all_equal: of a list that is not empty
  State state = State::retry;
  On on = On::any_success;
  std::string error{};  // shape name or code on the wire: "NoSuchBucket"
  int status = 0;
  std::string path{};
  Comparator comparator = Comparator::equals;
  Json expected{};  // a string or a boolean
};
struct Waiter {
  std::string name{};  // "DomainActive"
  // The first that fits decides; when none does, an error ends the waiting and anything else goes on with it.
  std::vector<Acceptor> acceptors{};
  double min_delay = 2, max_delay = 120;  // seconds between calls (Smithy's defaults)
  std::optional<int> max_attempts{};
  bool deprecated = false;
  Source source = Source::model;
};
// The waiters that call this operation, by name. Acceptors of a form that is not known are left out.
[[nodiscard]] std::vector<Waiter> waiters(const Operation& operation);

// ---- what is shown ----
struct Example {
  std::string title{};
  Json input = Json::object();
  std::optional<Json> output{};  // absent: not shown
  std::string error{};           // shape name of the error that is shown instead; "" when none
  Json error_content = Json::object();
  bool allow_error = false;  // the service may refuse this request though it is shown (allowErrorResponse)
  Source source = Source::model;
};
// In document order. Values are the document's: identifiers and names in them are of no account of ours.
[[nodiscard]] std::vector<Example> examples(const Operation& operation);

struct SmokeTest {
  std::string id{};
  Json params = Json::object();
  Json vendor_params = Json::object();  // {"region": …, …}
  bool success = true;
  std::string error{};  // the shape name expected instead; "" when any failure will do
};
[[nodiscard]] std::vector<SmokeTest> smoke_tests(const Operation& operation);

// ---- resources ----
enum class BindingRole { create, put, read, update, remove, list, instance_operation, collection_operation };
[[nodiscard]] std::string_view to_string(
    BindingRole role);  // Smithy's word: "create", …, "collectionOperations"
struct Binding {
  const ResourceShape* resource = nullptr;
  BindingRole role = BindingRole::instance_operation;
};
// The resource that binds the operation, and as what; nullopt for an operation of the service.
[[nodiscard]] std::optional<Binding> resource_of(const Model& model, const Operation& operation);

// What a string or structure refers to (smithy.api#references).
struct ResourceReference {
  std::string resource{};                    // shape id
  std::string service{};                     // shape id; "" for the same service
  std::map<std::string, std::string> ids{};  // identifier of the resource -> member; empty: by the same names
  std::string rel{};
};
[[nodiscard]] std::vector<ResourceReference> references(const Traits& traits);

// Text that is an ARN, and of what (aws.api#arnReference on a string).
struct ArnReference {
  std::string type{};      // CloudFormation's: "AWS::IAM::Role"; "" when not stated
  std::string resource{};  // shape id; ""
  std::string service{};   // shape id; ""
};
[[nodiscard]] std::optional<ArnReference> arn_reference(const Model& model, const Member& member);

}  // namespace hallmark::contract

// Example:
//
//   const auto is_a_list = [](const Model& model, const Operation& operation) {
//     const std::optional<Pagination> pages = pagination(model, operation);
//     return pages && !pages->items.empty();
//   };
