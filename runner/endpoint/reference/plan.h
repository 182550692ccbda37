// What the operations of a contract do, read off its names and shapes: which make, read, change, list, tag
// and remove what, which member says which one is meant, what it stands in. Resources come from Smithy's
// resource shapes where there are any, and else from names ("CreateQueue", "DeleteQueue", "ListQueues").
//
//   const EndpointPlan plan = plan_service(model);
//   plan.of(operation).kind;      // "Queue"
//   plan.kind("Queue").given;     // "QueueName": the caller names a queue
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "contract/model.h"
#include "endpoint/reference/words.h"

namespace hallmark::endpoint {

// An input member that names a resource which must exist.
struct Reference {
  std::string member, kind;
  bool required = false;
  bool many = false;  // a list of them
};

// What is known of one operation.
struct OperationPlan {
  Act act = Act::other;
  bool put = false;
  std::string kind;        // "Queue"; empty for `other` without one
  std::string identifier;  // input member that names the resource; empty when none does
  // What is not known is refused: the kind is made and removed here, and the identifier surely names it.
  // Otherwise the model does not show what exists, and every identifier stands for something.
  bool strict = false;
  bool makes = false;  // a change that makes a new one where the request names none ("ImportCertificate")
  // It shows or changes a part of a resource of the kind ("GetSecretValue"): nothing comes into being by it,
  // and nothing goes.
  bool part = false;
  bool by = false;                    // the identifier is whatever was told of it ("GetGroupByEndpoint")
  std::vector<Reference> references;  // to other kinds
};

// What is known of one kind of resource.
struct KindPlan {
  std::string identifier;  // the member by which reading names it: "SecretId"
  // The member of the making operation's input under which it is known for good, so that there cannot be two
  // of them: "QueueName". Empty: the endpoint makes identifiers.
  std::string given;
  bool given_is_id = false;  // reading names it by just that
  // Members that name what it stands in, in lower case: those of "Alias" are "functionname".
  std::vector<std::string> scope;
  bool kept = false;  // made and removed by operations that need identifiers only
};

struct EndpointPlan {
  std::map<std::string, OperationPlan, std::less<>> operations;  // by operation id
  std::map<std::string, KindPlan, std::less<>> kinds;

  [[nodiscard]] const OperationPlan& of(const contract::Operation& operation) const;
  [[nodiscard]] const KindPlan& kind(std::string_view name) const;
};
// `closed`: kinds of which everything that exists is made here, whatever the contract shows.
[[nodiscard]] EndpointPlan plan_service(const contract::Model& model,
                                        const std::set<std::string>& closed = {});

// The input's shape; null when the operation has none. Likewise the output's.
[[nodiscard]] const contract::Shape* input_shape(const contract::Model& model,
                                                 const contract::Operation& operation);
[[nodiscard]] const contract::Shape* output_shape(const contract::Model& model,
                                                  const contract::Operation& operation);
// The member says which page is asked for, or which is the next one: the contract says so, or its name does.
[[nodiscard]] bool names_page(const contract::Model& model, const contract::Operation& operation,
                              std::string_view member);
// Likewise how many items a page may have.
[[nodiscard]] bool asks_for_size(const contract::Model& model, const contract::Operation& operation,
                                 std::string_view member);

}  // namespace hallmark::endpoint
