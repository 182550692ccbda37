// One case from its arrangement to the removal of what it made: a straight walk, without looking back at the
// executor. Used by it only, one runner for each walk; one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/expected.h"
#include "exchange/fault_switch.h"
#include "exchange/makings.h"

namespace hallmark::exchange {

class CaseRunner {
 public:
  CaseRunner(Executor::State& state, const ServiceContext& service, Executor::Worker& worker,
             std::string case_id);

  // What came of the walk. `run.blocked` or `run.skipped` say why it ended early.
  struct Ended {
    CaseRun run;
    Said said;                      // of the case's own request
    std::optional<Called> control;  // where one was sent
  };
  // arrange → send → control → then. `before`: what was sent for its base, which was refused by
  // `base_answer` ("": it was not).
  [[nodiscard]] Ended run(const plan::Case& test, std::vector<Exchange> before, std::string base_answer);
  // arrange → control, as Role::base: the request behind a generated case.
  [[nodiscard]] Ended run_base(const plan::Case& test);

 private:
  [[nodiscard]] bool arrange_for(const plan::Case& test, bool shared);
  bool send(const plan::Case& test);
  // The case's own request as it is sent: variables replaced in its overlay too, its fault asked for.
  [[nodiscard]] std::optional<OutgoingCall> own_call(const plan::Case& test);
  // With what the endpoint asks for beside it, as far as that was found (additions.h).
  [[nodiscard]] Json with_what_was_found(const plan::Case& test, const Json& input);
  [[nodiscard]] bool is_the_least(const plan::Case& test);
  [[nodiscard]] std::optional<Called> by_other_ways(const plan::Case& test, Role role,
                                                    const plan::Ways& ways);
  [[nodiscard]] std::optional<Called> of_another_thing(const plan::Case& test, Role role,
                                                       const Called& refused);
  [[nodiscard]] Called or_fuller(const plan::Case& test, Called refused);
  // Sends it, and looks at what came.
  bool send_once(const plan::Case& test, const OutgoingCall& call);
  [[nodiscard]] bool wants_control(const plan::Case& test) const;
  bool send_control(const plan::Case& test, Role role);
  [[nodiscard]] bool is_listed_failure(const plan::Case& test, const Called& called) const;
  // Removes what was made and clears the fault; also after a cancellation.
  [[nodiscard]] Ended end();

  Conversation talk_;
  Makings makings_;
  FaultSwitch fault_;
  Said said_;
  std::optional<Called> control_;
};

}  // namespace hallmark::exchange
