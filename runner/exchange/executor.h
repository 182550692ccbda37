// Runs cases against a target: arrange, send, control, then, and removal of whatever was made.
//
// Order of calls: construct with the target (no endpoint "builtin" any more), add() every service, then
// make_worker() once per thread and run() from any number of threads, finish(). clean() removes what a
// journal names. Nothing that an endpoint does throws; add() throws DocumentError for endpoints that cannot
// be used.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/sink.h"
#include "exchange/client.h"
#include "exchange/credentials.h"
#include "exchange/exchange.h"
#include "exchange/journal.h"
#include "plan/cases/case.h"
#include "wire/protocol.h"

namespace hallmark::exchange {

struct ExecutorOptions {
  ClientOptions client;            // ca_file and verify_tls are taken from the target
  wire::BodyLimits body_limits{};  // of the answers that it decodes
  CredentialOptions credentials;
  // The credentials of a derived access key, "HALLMARK<role><suffix>": with it all roles of one case share a
  // suffix, so that they are identities of one account, and clean() can sign for the keys that a journal
  // names. May be empty: then every role is an account of its own.
  std::function<std::optional<wire::Credentials>(const std::string& access_key_id)> known_key;
  std::shared_ptr<core::Secrets> secrets;  // every credential found is registered; may be null
  std::shared_ptr<Journal> journal;        // already begun; null: nothing is written down
  std::string run_token;                   // of ${unique}; empty: a random one
  int backoff_attempts = 4;                // sendings again after throttling or 503 that nobody asked for
  std::chrono::milliseconds backoff_first{200}, backoff_most{20000};
  std::chrono::milliseconds cleanup_deadline{10000};  // of each call that removes something, at most
  std::chrono::milliseconds restart_patience{5000};   // with an endpoint that answered and then refuses
  bool keep = false;                                  // nothing is removed: the journal says what was made
  int burst = 8;                                      // connections of a rate case
  const core::Clock* clock = nullptr;                 // null: system_clock()
};

// The suite's protocol, else the contract's first; null when there is none that Hallmark speaks.
[[nodiscard]] const wire::Protocol* protocol_of(const plan::ServicePlan& service);

// What clean() did.
struct Cleaned {
  std::vector<std::string> removed;    // "chime VoiceConnectorGroup group=…": removed, or found to be gone
  std::vector<std::string> left;       // with the reason
  std::vector<std::string> uncertain;  // a create that was never answered and of which nothing was found
};

class Executor {
 public:
  Executor(plan::Target target, ExecutorOptions options);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // `service` must outlive the executor. Throws DocumentError: "target.endpoint", "target.remote",
  // "suite.protocol" (the suite names one that Hallmark does not speak).
  void add(const plan::ServicePlan& service);

  // One thread's connections. Workers must not outlive the executor.
  class Worker;
  [[nodiscard]] std::shared_ptr<Worker> make_worker() const;
  // No request of workers made from now on lasts beyond `requests`, or beyond `cleaning` when it cleans up.
  void set_deadline(std::chrono::steady_clock::time_point requests,
                    std::chrono::steady_clock::time_point cleaning);
  // Once `cancelled` is set, cleaning up has a few seconds (ClientOptions::cleaning_grace), and none once
  // `abandoned` is. Either may be null.
  void set_cancelled(const std::atomic<bool>* cancelled, const std::atomic<bool>* abandoned = nullptr);

  // Thread-safe with one worker per thread. The case's service must have been added. Always cleans up.
  // Skipped: `skip` of the case, an input that the protocol cannot carry, no credentials, "base not accepted:
  // …".
  [[nodiscard]] CaseRun run(const plan::Case& test, Worker& worker);

  // The base request behind a generated case (its arrangement, then its control): sent once per base_key and
  // run, whoever asks first; the others wait. `exchanges` (with its arrangement and removal) are set for the
  // one that sent it. Negatives ask before they are sent; what expects a success asks when it is refused, and
  // is skipped if the base is refused alike.
  struct Base {
    bool accepted = false;
    Reason why;               // when not: "base not accepted: CreateDomain answered ValidationException"
    std::string answer;       // when it was refused: "ValidationException", "status 500"
    Reason blocked;           // when its arrangement failed
    std::string blocked_by;   // see CaseRun
    std::string not_offered;  // what says that the endpoint does not have the operation
    std::string refused_by;   // the operation that did not accept it, or that arrangement
    std::vector<Exchange> exchanges;
  };
  [[nodiscard]] Base run_base(const plan::Case& test, Worker& worker);

  // One request to each address, before anything else: says in seconds that nothing answers, that the scheme
  // or the path is wrong, or that everything is a server error, a sentence each. Where nothing can answer,
  // given_up() holds from now on. `wait`: for an endpoint that is starting.
  [[nodiscard]] std::vector<std::string> preflight(std::chrono::milliseconds wait);

  // Why cases of this operation (empty: of this service) are not sent any more; empty: they are. See reach.h.
  [[nodiscard]] std::string given_up(const std::string& service, const std::string& operation = {}) const;

  // After the last run(): removes what was made for the cases of other services (names/prerequisites.h).
  void finish();

  // Removes what a journal has left, newest first, and marks it removed in `journal` (or the options' own).
  [[nodiscard]] Cleaned clean(const JournalContents& contents, Worker& worker);

  // Each case runs under accounts of its own: account-scope cases may run side by side.
  [[nodiscard]] bool isolates_accounts() const;
  [[nodiscard]] const plan::Target& target() const;
  [[nodiscard]] std::map<std::string, std::string> endpoints() const;  // service -> URL
  [[nodiscard]] std::size_t requests() const;                          // sent so far
  // Resources that could not be removed and faults that could not be cleared, one sentence each.
  [[nodiscard]] std::vector<std::string> left_behind() const;

  struct State;

 private:
  [[nodiscard]] CaseRun run_once(const plan::Case& test, Worker& worker);
  std::unique_ptr<State> state_;
};

}  // namespace hallmark::exchange

// Example:
//
//   const auto run_all = [](const plan::Target& target, const plan::ServicePlan& service) {
//     Executor executor(target, {});
//     executor.add(service);
//     const std::shared_ptr<Executor::Worker> worker = executor.make_worker();
//     std::vector<CaseRun> runs;
//     for (const plan::Case& test : service.cases) runs.push_back(executor.run(test, *worker));
//     executor.finish();
//     return runs;
//   };
