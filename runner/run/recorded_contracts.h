// The contracts that recorded exchanges are judged by: what is known of each without loading it, and
// the contract itself when an exchange needs it. Implemented where folders are read (cli/).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::run {

// One contract of the collection: enough to tell which exchanges may be its.
struct ContractEntry {
  std::string slug;             // "elbv2"
  std::string endpoint_prefix;  // "elasticloadbalancing": the host's first labels; may have dots
  std::string signing_name;     // the service in a signature's scope
  std::string
      target_prefix;        // in front of the operation in X-Amz-Target, and the service in rpcv2Cbor's paths
  std::string api_version;  // "2015-12-01"
};

class Contracts {
 public:
  virtual ~Contracts() = default;
  [[nodiscard]] virtual const std::vector<ContractEntry>& entries() const = 0;
  // Throws core::DocumentError when the document cannot be read. The same contract comes again while
  // it is remembered.
  [[nodiscard]] virtual std::shared_ptr<const contract::Model> load(std::size_t entry) = 0;
  // What a suite adds to the contract (promised members, validation errors).
  [[nodiscard]] virtual plan::Suite suite_of(const contract::Model& model) = 0;
};

}  // namespace hallmark::run
