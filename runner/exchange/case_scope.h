// One case while it runs: its variables, its accounts, what it has made and must remove.
// Used by the executor only; one thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "exchange/caller.h"
#include "exchange/executor.h"
#include "exchange/turns.h"
#include "plan/cases/variables.h"

namespace hallmark::exchange {

class Provided;

// What the executor and all its workers share.
struct Executor::State {
  State(plan::Target a_target, ExecutorOptions an_options);
  ~State();

  plan::Target target;
  ExecutorOptions options;
  CredentialSource source;
  Pace pace;
  std::atomic<std::size_t> requests{0};
  Caller caller;
  std::map<std::string, ServiceContext> services;         // by slug
  std::map<std::string, std::shared_ptr<Reach>> reaches;  // by address
  std::atomic<std::uint64_t> tokens{0};
  std::unique_ptr<Provided> provided;  // what other services keep for these

  std::mutex mutex;  // of everything below
  std::vector<std::string> left_behind;
  std::map<std::string, CredentialAnswer> identities;  // not derived: found once
  // Arrangements that have failed: prefix of steps -> how.
  struct Failure {
    int times = 0;
    bool answered = false;  // the endpoint refused it: not the way there
    Reason blocked;
    std::string blocked_by, refused_by;
    std::string not_offered;  // what says that the endpoint does not have the operation that refused
  };
  std::map<std::string, Failure> failures;
  Turns turns;                    // locks by itself
  std::set<std::string> in_vain;  // waits of removals that no patience ever ended: service, call, pointer
  std::map<std::string, int> hopeless;  // removals that every attempt has failed at: resource and answer
  struct BaseSlot {
    std::mutex mutex;
    bool done = false;
    Base base;
  };
  std::map<std::string, std::shared_ptr<BaseSlot>> bases;
  // Whether the endpoint has an operation is settled by the first case that can tell, before any other of the
  // operation is sent: else it would depend on which was quicker.
  struct OfferSlot {
    std::mutex mutex;
    std::atomic<bool> settled{false};
  };
  std::map<std::string, std::shared_ptr<OfferSlot>> offers;  // by "service.Operation"
  std::map<std::string, std::string> not_offered;            // "service.Operation" -> what says so
  std::map<std::string, Called> of_nobody;  // "service\noverlay": answers for operations that nobody has
  std::deque<std::string> base_order;  // keys, the oldest first: those of operations long past are forgotten

  [[nodiscard]] const ServiceContext* service(const std::string& slug) const;
  // What calling a service needs; throws DocumentError ("target.endpoint", "target.remote",
  // "suite.protocol").
  [[nodiscard]] ServiceContext context_for(const plan::ServicePlan& service);
  [[nodiscard]] CredentialAnswer credentials(const std::string& identity);
  [[nodiscard]] std::string says_not_offered(const plan::Case& test);
  [[nodiscard]] std::shared_ptr<OfferSlot> offer(const std::string& service, std::string_view operation);
  void remember(const CredentialAnswer& answer) const;  // registers its secrets
  [[nodiscard]] bool accounts_are_apart() const;        // each case has one of its own
  // Whether the endpoint still answers: what a call says about it, and a question where that leaves doubt.
  void note(const ServiceContext& service, const std::string& case_id, const Exchange& exchange);
};

class Executor::Worker {
 public:
  explicit Worker(ClientOptions options) : options_(std::move(options)), client_(options_) {}
  [[nodiscard]] Client& client() { return client_; }
  [[nodiscard]] Client& burst_client(std::size_t index);  // made when first asked for

 private:
  ClientOptions options_;
  Client client_;
  std::vector<std::unique_ptr<Client>> burst_;
};

class CaseScope {
 public:
  CaseScope(Executor::State& state, const ServiceContext& service, Executor::Worker& worker,
            std::string case_id);
  ~CaseScope();
  CaseScope(const CaseScope&) = delete;
  CaseScope& operator=(const CaseScope&) = delete;

  // Each answers false when the case cannot go on; `run().blocked` or `.skipped` then says why.
  // `inferred`: nobody vouches for the steps, so that what refuses them is a reason to skip.
  bool arrange(const std::vector<plan::Step>& steps, bool shared, bool inferred);
  bool send(const plan::Case& test);
  bool control(const plan::Case& test, Role role);
  // Steps that the case claims something of are asked again for a moment while the answer does not show it.
  void then(const plan::Case& test);
  // Removes everything made, newest first, and clears faults; also after a cancellation.
  void clean();

  [[nodiscard]] CaseRun& run() { return run_; }
  // The run with every variable that outcomes may mention: what was kept, the target's, region and account.
  [[nodiscard]] CaseRun finish();
  [[nodiscard]] bool send_answered() const { return send_answered_; }
  [[nodiscard]] bool send_succeeded() const { return send_succeeded_; }
  [[nodiscard]] const std::string& send_answer() const { return send_answer_; }  // Called::answer()
  [[nodiscard]] const std::optional<Called>& control_called() const { return control_called_; }

  // For Executor::clean(): adopts what an earlier run has left.
  struct Made {
    std::uint64_t journal_id = 0;
    const plan::ResourceRecipe* recipe = nullptr;
    std::string operation, identity;
    Json input = Json::object();
    std::vector<std::string> marks;
    std::map<std::string, Json, std::less<>> variables;
    bool certain = true;  // the endpoint said that it was made, and its identifiers came
  };
  enum class Removal { removed, gone, failed, not_found };
  Removal remove(Made& made, std::string& why);
  void adopt(const std::string& identity, CredentialAnswer credentials) {
    accounts_[identity] = std::move(credentials);
  }

 private:
  struct Prepared {
    Call call;
    std::string problem;  // why it cannot be called
    bool blocked = true;  // false: the problem is a reason to skip
  };
  [[nodiscard]] Prepared prepare(Role role, const std::string& operation, const Json& input,
                                 const std::string& identity);
  Called perform(const Call& call, Client& client);  // journals creates
  Called send_call(const Call& call, Client& client);
  // Takes its turn where other cases make the same thing.
  Called perform_and_record(const Call& call);
  Called perform_in_turn(const Call& call);
  void let_others();  // make what this case has made
  void record(const Exchange& exchange);
  // The same; a long body is moved, since nobody looks at it any more: it is in memory once.
  void record(Called& called);
  // Makes a call that was made once again until it says what is waited for, and keeps only the last. Answers
  // "", or why it was given up: the patience is over, or the state can no longer come.
  std::string until(const plan::Until& until, const Call& call, Called& called,
                    std::chrono::milliseconds patience);
  [[nodiscard]] const Json& as_kept(const Json& value) const;
  [[nodiscard]] bool shows_what_is_claimed(const plan::Case& test, std::size_t step,
                                           const Called& called) const;
  [[nodiscard]] bool reached(const plan::Until& until, const Called& called) const;
  [[nodiscard]] const CredentialAnswer& account(const std::string& identity);
  void keep_all(const std::map<std::string, std::string>& keep, const Called& called,
                std::vector<std::string>& missing);
  void burst(const plan::Case& test, const Call& call, int most);
  [[nodiscard]] bool is_awaited(const Call& call, const std::set<std::string>& awaited,
                                const Called& called) const;
  void repeat_until_full(const plan::Case& test, int most);
  // Asks for the pages behind the first answer, and again from the start while something is missing from a
  // list that may be late.
  void walk(const plan::Walk& walk, const Call& first_call, const Called& first);
  // After the answer to a valid request: whether the endpoint has the operation (decision 21). Once an
  // operation is known not to be there, none of its cases is sent.
  // `made`: the case made what the call is about.
  void look_for(const Call& call, const Called& called, bool made);
  void look_for_whole(const Call& call, const contract::Operation& reader);
  void remove_all();
  bool set_fault(const plan::Case& test);
  void clear_fault();
  [[nodiscard]] bool is_listed_failure(const plan::Case& test, const Called& called) const;
  // Looks through the service's lists for what a create that was never answered may have made.
  bool find_by_marks(Made& made);
  Removal remove_by(const plan::ResourceRecipe& recipe, plan::Variables& variables,
                    const std::string& identity, std::string& why);
  [[nodiscard]] std::string new_token(const contract::Operation& operation);

  void learn_account(const Json& input);

  Executor::State& state_;
  const ServiceContext& service_;
  Executor::Worker& worker_;
  std::string case_id_;
  plan::Variables variables_;
  bool account_is_known_ = false;  // the target says it, or it was asked for
  CaseRun run_;
  std::map<std::string, CredentialAnswer> accounts_;
  std::string account_suffix_;  // of derived accounts, shared by all roles of this case
  std::map<Role, std::size_t> indices_;
  std::mutex made_mutex_;  // a burst makes from several threads
  std::vector<Made> made_;
  std::vector<std::string> held_;  // of state_.turns
  std::uint64_t fault_id_ = 0;
  std::optional<plan::HttpCall> fault_clear_;
  bool fault_set_ = false;
  bool cleaning_ = false;
  bool send_answered_ = false, send_succeeded_ = false;
  bool deviates_ = false;  // an answer was of a kind that the case does not allow
  std::string send_answer_;
  std::optional<Called> control_called_;
};

// The kept values that the recipe's removal mentions: without them it cannot be removed.
[[nodiscard]] std::map<std::string, std::string> needed_for_removal(const plan::ResourceRecipe& recipe);
// None of its outcomes is a success.
[[nodiscard]] bool expects_error(const plan::Case& test);
// The exceptions that outcomes name; those that a case waits for (the one it is filed under when it names
// none).
[[nodiscard]] std::set<std::string> exceptions_of(const std::vector<plan::Outcome>& outcomes);
// Whether an answer is of a kind that outcomes allow; what is in it, the verdict tells. None: a success.
[[nodiscard]] bool is_allowed(const std::vector<plan::Outcome>& outcomes, const Called& called);
[[nodiscard]] std::set<std::string> awaited_by(const plan::Case& test);

}  // namespace hallmark::exchange
