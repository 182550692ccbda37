// The embedded reference endpoint: serves any contract, keeps state, verifies SigV4,
// raises every listed exception on demand. It validates by walking traits, never by JSON
// Schema, so that runner and endpoint do not share mistakes.
#pragma once

#include <chrono>
#include <cstdint>
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
  std::string region = "us-east-1";
  const core::Clock* clock = nullptr;  // null: system_clock()
  // Resource -> how many an account of role "limits" may have, e.g. {"VoiceConnectorGroup", 3}; defaults
  // stand in the service's behaviour. A negative value means no limit.
  std::map<std::string, int> limits;
  // Requests that an account may send at once; a tenth of it comes back each second. 0: throttling
  // is off for all but role "rate", which may send 10.
  int rate_limit = 0;
  std::set<std::string> mutants;  // "NAME" or "NAME,Operation"
  std::set<std::string> variations;
  std::string seed;                                         // part of every generated identifier
  std::chrono::seconds max_skew = std::chrono::minutes(5);  // of a signature's date
};

[[nodiscard]] std::string derived_secret(std::string_view access_key_id);
// "HALLMARKdenied0017" of ("denied", "0017"); letters, digits and '_' only.
[[nodiscard]] std::string derived_access_key(std::string_view role, std::string_view suffix);
// The role of a derived key; "default" when none is named behind "HALLMARK". Null for other keys.
[[nodiscard]] std::optional<std::string> derived_role(std::string_view access_key_id);
// Whose resources a key sees: derived keys that differ by role only are identities of one account, so
// that what "default" made is there for "rate" and "denied". Any other key is an account of its own.
[[nodiscard]] std::string owner_of(std::string_view access_key_id);

// How an answer's bytes go out: what mutants and variations of the wire ask of the server.
// All defaults: a plain answer with Content-Length.
struct WirePlan {
  std::vector<std::string> interim;  // heads sent before the answer: "HTTP/1.1 103 Early Hints\r\n…\r\n\r\n"
  std::optional<std::size_t> cut_after;       // body bytes after which the connection closes
  std::optional<std::size_t> cut_head_after;  // likewise of the head
  std::optional<long long> content_length;    // stated instead of the true one
  bool no_content_length = false;             // and no chunks: the end is the connection's
  bool conflicting_length = false;            // a second Content-Length, one larger
  bool chunked = false;
  bool broken_chunk = false;           // a chunk size that is no number
  wire::Headers trailers;              // with chunked
  bool reset = false;                  // RST where it would have closed or ended
  bool close = false;                  // Connection: close
  std::size_t segment = 0;             // bytes per write; 0: all at once
  std::chrono::milliseconds delay{0};  // before the first byte
  std::string status_line;             // instead of the true one, without CRLF
  std::string behind;                  // bytes behind the body
  [[nodiscard]] bool plain() const;    // an ordinary server can send it
};

struct Answer {
  wire::Response response;
  WirePlan wire;
  bool mutated = false;  // a mutant of the stages output, response, error or wire changed it
};

// One service behind one endpoint: a pure function from request to response, plus its
// store. Thread-safe.
class Service {
 public:
  Service(std::shared_ptr<const contract::Model> model, const wire::Protocol& protocol, Options options);
  ~Service();
  [[nodiscard]] wire::Response handle(const wire::Request& request) { return answer(request).response; }
  [[nodiscard]] Answer answer(const wire::Request& request);
  [[nodiscard]] std::size_t stored() const;  // resources in the store: 0 after a clean run
  [[nodiscard]] const contract::Model& model() const;
  // Other mutants from the next request on, instead of Options::mutants; requests are counted from 0 again.
  // Throws DocumentError ("endpoint.mutant") for an unknown one.
  void set_mutants(const std::set<std::string>& names);
  // Answers since then that a mutant of the stages output, response, error or wire changed: a mutant that
  // changed none cannot be told from none.
  [[nodiscard]] std::uint64_t mutated_answers() const;

 private:
  [[nodiscard]] Answer serve(const wire::Request& request);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hallmark::endpoint
