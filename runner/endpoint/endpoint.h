// The embedded reference endpoint: serves any contract, keeps state, verifies SigV4,
// raises every listed exception on demand. It validates by walking traits, never by JSON
// Schema, so that runner and endpoint do not share mistakes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contract/model.h"
#include "core/clock.h"
#include "wire/http.h"
#include "wire/protocol.h"
#include "wire/sigv4.h"

namespace hallmark::endpoint {

// The request header by which a client asks for an exception: "x-hallmark-provoke: ConflictException".
inline constexpr std::string_view fault_header = "x-hallmark-provoke";

struct Account {
  wire::Credentials credentials;
  std::string role = "default";  // "default"; "denied": AccessDenied…; "forbidden": Forbidden…
};

struct Options {
  std::vector<Account> accounts;   // keys that are known. `any_account` serves others too
  // Access keys of the form HALLMARK<role>… are accepted without registration; the secret is derived
  // from the key by derived_secret(), so that each run can take fresh accounts.
  bool derived_accounts = true;
  std::string region = "us-east-1";
  const core::Clock* clock = nullptr;  // null: system_clock()
  std::map<std::string, int> limits;   // resource -> per account; defaults stand in the service's behaviour
  int rate_limit = 0;                  // requests per account and second before throttling; 0: the default (off unless role "rate")
  std::set<std::string> flaws;         // "NAME" or "NAME,Operation"
  std::set<std::string> variations;
};

[[nodiscard]] std::string derived_secret(std::string_view access_key_id);

// One service behind one endpoint: a pure function from request to response, plus its
// store. Thread-safe.
class Service {
 public:
  Service(std::shared_ptr<const contract::Model> model, const wire::Protocol& protocol, Options options);
  ~Service();
  [[nodiscard]] wire::Response handle(const wire::Request& request);
  [[nodiscard]] std::size_t stored() const;  // resources in the store: 0 after a clean run
  [[nodiscard]] const contract::Model& model() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hallmark::endpoint
