// Runs the built `hallmark` program against an endpoint that conforms but for one operation, and
// holds what every run must keep to, whatever the endpoint does: the program ends by itself, in
// bounded time and memory, and every report that it leaves is sound.
//
//   const Said said = run_against({.script = [](Visit& visit) { visit.peer.hang(); }});
//   expect_sound(said);
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/json.h"
#include "exchange/testing.h"

namespace hallmark::misbehaving {

inline constexpr std::size_t most_read = std::size_t{16} << 20;

// One request for the operation that misbehaves, or any request when `Endpoint::every` is set.
struct Visit {
  exchange::testing::Peer& peer;
  std::string request;                      // its text, head and body
  std::function<std::string()> conforming;  // what the endpoint would answer, head and body
  std::size_t number = 0;                   // 0 for the first visit of the run
  std::string prepared = {};
};

struct Endpoint {
  std::function<std::string()> prepare = {};  // made before the run begins: Visit::prepared
  std::function<void(Visit&)> script;
  bool every = false;                     // also the operations that arrange and clean up
  std::string service = "voice-id";       // or "cloudfront": rest-xml
  std::vector<std::string> options = {};  // further ones of `hallmark run`
  std::string select = {};                // cases; empty: one success case of one update operation
};

// What a run said and left.
struct Said {
  int exit_code = -1;  // 1000 + the signal that ended it; -1: it had to be killed
  std::string out, err;
  double seconds = 0;
  double peak_mb = 0;  // largest resident set
  std::map<std::string, std::string>
      files;                        // by name, everything in the run's folder; at most most_read of each
  std::size_t bytes = 0;            // of all files but the recording
  std::string status, rule, words;  // of the first case: verdict; first finding's rule; what is said about it
  std::map<std::string, std::string>
      findings;            // of the first case: by rule, what is said about the first such
  std::size_t visits = 0;  // requests that the script has seen
};

struct Keys {
  std::string access_key_id, secret_access_key, session_token;
};
// Planted credentials: characters that encodings change, and none that tests would say by chance.
[[nodiscard]] const Keys& planted_keys();

// Where the run's credentials are written down.
enum class KeySource { target_file, environment, shared_file };

[[nodiscard]] Said run_against(const Endpoint& endpoint, KeySource source = KeySource::target_file);
// The same with a server of one's own: `url` takes all requests.
[[nodiscard]] Said run_against_url(const std::string& url, const Endpoint& endpoint,
                                   const std::string& ca_file = {},
                                   KeySource source = KeySource::target_file);

// The conforming endpoint behind run_against(), for servers of one's own: answers one request's text.
class Conforming {
 public:
  explicit Conforming(const std::string& service);
  ~Conforming();
  [[nodiscard]] std::string operation(
      const std::string& request) const;  // "UpdateDomain"; empty when unknown
  [[nodiscard]] std::string answer(const std::string& request);
  [[nodiscard]] std::string misbehaving_operation() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Ended by itself with one of the documented exit codes, in bounded memory, and every report is well-formed,
// harmless and free of the planted keys. (A run that does not end within 90 seconds is killed, which is no
// documented code.)
void expect_sound(const Said& said);
// Adds a line to the file that $HALLMARK_MISBEHAVING_TABLE names, when it does.
void note_row(const std::string& endpoint, const Said& said);

// Writes until the client goes: `bytes` again and again, `most` times at most.
void write_endlessly(exchange::testing::Peer& peer, const std::string& bytes, std::size_t most = 1U << 24U);
// `text` compressed ("gzip" or "deflate"): `times` copies of it, without holding them all.
[[nodiscard]] std::string compressed(const std::string& coding, const std::string& text, std::size_t times);

}  // namespace hallmark::misbehaving
