// Which operation of which contract a recorded request is for: by host, signing scope, X-Amz-Target,
// rpcv2Cbor's path, Action in query or form, or method and URI. What fits several is said to be
// ambiguous and not guessed, except that of contracts which share host and signature the one that is
// called like the host owns it (RDS answers for DocumentDB and Neptune).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "run/recorded_contracts.h"
#include "wire/http.h"
#include "wire/protocol.h"

namespace hallmark::run {

// What is known of a request. `target` in origin form; `host` without port, lower case; empty: unknown.
struct RecordedRequest {
  wire::Request request;
  std::string host;
};

// What a recording itself says about the operation; both empty when it says nothing.
struct NamedOperation {
  std::string service, operation, api_version;
};

struct Recognised {
  std::size_t entry = 0;
  std::shared_ptr<const contract::Model> model;
  const contract::Operation* operation = nullptr;  // null: not recognised, `problem` says why
  const wire::Protocol* protocol = nullptr;
  std::string how;  // "X-Amz-Target", "rpcv2Cbor path", "Action", "method and URI", "named by the recording"
  std::string problem;  // one of few sentences, so that they can be counted
};

// `request` may be null: then what is named counts, and `response` (may be null) tells the protocol.
// `service` is the slug of the contract that an exchange is of which nothing else says it; without it the
// only contract there is, where the request's path says so. Throws what Contracts::load throws.
[[nodiscard]] Recognised recognise(const RecordedRequest* request, const NamedOperation& named,
                                   Contracts& contracts, const wire::Response* response = nullptr,
                                   const std::string& service = {});

// Entries that a host may belong to: "bucket.s3.eu-west-1.amazonaws.com", "chime.localhost".
[[nodiscard]] std::vector<std::size_t> entries_of_host(const std::string& host,
                                                       const std::vector<ContractEntry>& entries);
// The service of a signature's scope, of an Authorization header or X-Amz-Credential; empty when unsigned.
[[nodiscard]] std::string signing_service(const wire::Request& request);

}  // namespace hallmark::run
