// Any bytes as a file of recorded exchanges (our own recordings, HAR, exchange lines): every place in it is
// judged, skipped with a reason, or told as a problem, or the file is refused with a DocumentError.
#include <cstddef>
#include <cstdint>

#include "core/error.h"
#include "core/testing_fuzz.h"
#include "plan/cases/load.h"
#include "plan/fixtures.h"
#include "plan/plan.h"
#include "run/recorded.h"
#include "run/recorded_testing.h"

namespace {

using namespace hallmark;

// The service whose recordings are judged by their plan.
plan::ServicePlan own_plan() {
  const std::string root = HALLMARK_SOURCE_DIR;
  auto model = std::make_shared<const contract::Model>(
      contract::read_smithy(core::load_json(root + "/schemas/voice-id/model.json")));
  plan::Suite suite = plan::load_suite(root + "/suites/voice-id.suite.json");
  auto fixtures = plan::load_fixtures(root + "/fixtures", suite, *model);
  plan::ServicePlan made = plan::plan_service(model, std::move(suite), std::move(fixtures),
                                              plan::load_target(root + "/targets/embedded.json"));
  for (plan::Case& test : made.cases) test.skip.clear();
  return made;
}

class Counter : public run::Listener {
 public:
  void case_finished(const run::CaseResult& result) override {
    using verdict::Status;
    const Status status = result.verdict.status;
    if ((status == Status::skipped || status == Status::error) && result.verdict.reason.empty())
      __builtin_trap();
    if (status == Status::deviates && result.verdict.findings.empty()) __builtin_trap();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto contracts = run::testing::small_aws();
  static const plan::ServicePlan own = own_plan();
  const core::MemoryFile file({reinterpret_cast<const char*>(data), size});
  Counter counter;
  run::RecordedInput input;
  input.files = {file.path()};
  input.contracts = contracts.get();
  input.plan = [](const std::set<std::string>&, const std::string&) { return std::vector{own}; };
  try {
    static_cast<void>(run::judge_recorded(input, {&counter}, {}));
  } catch (const core::DocumentError&) {
  }
  return 0;
}
