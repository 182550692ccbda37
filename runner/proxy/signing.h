// Signs a client's requests anew, for another address and another identity. The scope (region and service)
// is the one that the client signed for; a request without a signature stays without.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/clock.h"
#include "exchange/address.h"
#include "names/knowledge.h"
#include "wire/http.h"
#include "wire/sigv4.h"

namespace hallmark::proxy {

class Signer {
 public:
  struct Options {
    wire::Credentials credentials;
    exchange::Address to;
    std::string region;                  // where a signature names none (SigV4A)
    std::string listen_host;             // in front of which a client puts the name of a bucket; lower case
    const core::Clock* clock = nullptr;  // null: system_clock()
  };
  explicit Signer(Options options) : options_(std::move(options)) {}

  // The head can only be made when the body is known: its digest is signed and not stated.
  [[nodiscard]] bool needs_body(const wire::Request& head) const;
  // Gives the request the endpoint's host, and a signature in place of the one that it has, in a header or
  // in the query. `whole`: the body is in the request. Why it cannot be signed, or nothing.
  [[nodiscard]] std::optional<std::string> sign(wire::Request& request, bool whole) const;

 private:
  Options options_;
};

}  // namespace hallmark::proxy
