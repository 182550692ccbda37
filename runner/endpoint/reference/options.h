// Who may call the embedded endpoint, and how it was started.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/json.h"
#include "wire/sigv4.h"

namespace hallmark::endpoint {

// What an account may do and meets stands in its role:
//   default       everything; no limits, no throttling
//   denied        every operation answers AccessDenied…, or the nearest listed exception
//   forbidden     likewise Forbidden…
//   unauthorized  likewise Unauthorized…
//   limits        as default, but resource limits are enforced (see Options::limits)
//   rate          as default, but throttled (see Options::rate_limit)
struct Account {
  wire::Credentials credentials;
  std::string role = "default";
};

struct Options {
  std::vector<Account> accounts;  // keys that are known beside the derived ones
  // Access keys of the form HALLMARK<role>… are accepted without registration; the secret is derived
  // from the key by derived_secret(), so that each run can take fresh accounts.
  bool derived_accounts = true;
  // Any other key is accepted, too, whatever the secret: nothing of such a request's signature is verified
  // but that there is one. Each key is an account of its own.
  bool any_credentials = false;
  std::string region = "us-east-1";
  const core::Clock* clock = nullptr;  // null: system_clock()
  // Resource -> how many an account of role "limits" may have, e.g. {"VoiceConnectorGroup", 3}; defaults
  // stand in the service's behaviour. A negative value means no limit.
  std::map<std::string, int> limits;
  // Requests that an account may send at once; a tenth of it comes back each second. 0: throttling
  // is off for all but role "rate", which may send 10.
  int rate_limit = 0;
  // By service: what its suite says of it beside the contract, {"resources": …, "promised": …}; see facts.h.
  std::map<std::string, Json> facts;
  std::set<std::string> mutants;     // "NAME" or "NAME,Operation": see mutants/mutants.h
  std::set<std::string> variations;  // see mutants/variations.h
  std::string seed;                  // part of every generated identifier
  std::chrono::seconds max_skew = std::chrono::minutes(5);  // of a signature's date
};

// What the suffix of a derived key begins with that is for one case: the endpoint forgets what such an
// account owns long after it was last asked.
inline constexpr std::string_view passing_suffix = "RUN";

[[nodiscard]] std::string derived_secret(std::string_view access_key_id);
// "HALLMARKdenied0017" of ("denied", "0017"); letters, digits and '_' only.
[[nodiscard]] std::string derived_access_key(std::string_view role, std::string_view suffix);
// The role of a derived key; "default" when none is named behind "HALLMARK". Null for other keys.
[[nodiscard]] std::optional<std::string> derived_role(std::string_view access_key_id);
// Whose resources a key sees: derived keys that differ by role only are identities of one account, so
// that what "default" made is there for "rate" and "denied". Any other key is an account of its own.
[[nodiscard]] std::string owner_of(std::string_view access_key_id);
// An account, by owner_of(), that is for one case.
[[nodiscard]] bool is_passing(std::string_view owner);
// The account of a key: registered, else derived where that is on; null when it is neither.
[[nodiscard]] std::optional<Account> account_of(const Options& options, const std::string& access_key_id);

}  // namespace hallmark::endpoint

// Example:
//
//   Options options;
//   options.limits["Order"] = 3;
//   options.rate_limit = 50;
//   options.accounts.push_back({.credentials = {"AKIDEXAMPLE", "not-a-secret", ""}, .role = "default"});
