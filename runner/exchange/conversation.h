// What one case says to the endpoint, and what comes back: the variables that are put into its requests, the
// accounts that sign them, and the record of it. What it makes by them: makings.h. One thread, but for send()
// with clients of its own.
//
// Order of calls, for each request: prepare(), send() (Makings::perform() where it may make something), then
// record() and keep(); at the end, finish().
#pragma once

#include <map>
#include <string>
#include <vector>

#include "exchange/accounts.h"
#include "exchange/caller.h"
#include "exchange/executor_state.h"
#include "plan/cases/variables.h"

namespace hallmark::exchange {

class Conversation {
 public:
  // All must outlive it.
  Conversation(Executor::State& state, const ServiceContext& service, Executor::Worker& worker,
               std::string case_id);
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  struct Prepared {
    OutgoingCall call;
    std::string problem;  // why it cannot be called
    bool blocked = true;  // false: the problem is a reason to skip
  };
  // A call as the case writes it: variables replaced, signed for, with a token of its own.
  [[nodiscard]] Prepared prepare(Role role, const std::string& operation, const Json& input,
                                 const std::string& identity);
  // Says in the run why a prepared call, and so the case, cannot be made. `call` names it.
  void cannot_be_made(const Prepared& prepared, const std::string& call);
  [[nodiscard]] std::string new_token(const contract::Operation& operation);
  Called send(const OutgoingCall& call, Client& client);

  void record(const Exchange& exchange);
  // The same; a long body is moved, since nobody looks at it any more: it is in memory once.
  void record(Called& called);
  // The last recorded call was made again, and only how it ended is of interest.
  void record_instead(const Called& called);
  // Variables, by the pointers into the answer (or the request). Answers the pointers where nothing stands.
  std::vector<std::string> keep(const std::map<std::string, std::string>& keep, const Called& called);

  // Whether the run is: then the case is skipped.
  [[nodiscard]] bool is_interrupted();
  // Nothing is waited for any more: the run's time, or that of cleaning up, is over, or the endpoint is gone.
  [[nodiscard]] bool is_over();
  // From here on calls remove what was made, and have the deadlines of cleaning up.
  void begin_cleaning();
  void end_cleaning();
  [[nodiscard]] bool is_cleaning() const { return cleaning_; }

  [[nodiscard]] Executor::State& state() { return state_; }
  [[nodiscard]] const ServiceContext& service() const { return service_; }
  [[nodiscard]] Executor::Worker& worker() { return worker_; }
  [[nodiscard]] Client& client() { return worker_.client(); }
  [[nodiscard]] const std::string& case_id() const { return case_id_; }
  [[nodiscard]] plan::Variables& variables() { return variables_; }
  [[nodiscard]] Accounts& accounts() { return accounts_; }
  [[nodiscard]] CaseRun& run() { return run_; }
  // The run with every variable that outcomes may mention: what was kept, the target's, region and account.
  [[nodiscard]] CaseRun finish();

 private:
  void learn_account(const Json& input);
  [[nodiscard]] plan::Variables::Substituted substituted(const Json& input);

  Executor::State& state_;
  const ServiceContext& service_;
  Executor::Worker& worker_;
  std::string case_id_;
  plan::Variables variables_;
  bool account_is_known_ = false;  // the target says it, or it was asked for
  Accounts accounts_;
  bool cleaning_ = false;
  CaseRun run_;
  std::map<Role, std::size_t> indices_;  // of the next of each role
};

// What a step keeps: from the answer or, for names that the caller gives, from the request. An answer's
// structure of the same name ("domain") is no name, nor is a text of many MiB. The empty pointer is the whole
// answer. Null: nothing stands there.
[[nodiscard]] const Json* kept_value(const Json& output, const Json& input, const std::string& pointer);

}  // namespace hallmark::exchange
