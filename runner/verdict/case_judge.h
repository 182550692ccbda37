// One case's judgement, for Judge (verdict.h): which of the outcomes that the case allows holds, its control,
// and what is read back afterwards.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "verdict/compiled.h"
#include "verdict/verdict.h"

namespace hallmark::verdict {

// The compiled form of another operation of the service, by name; null where the contract has none.
using CompiledLookUp = std::function<std::shared_ptr<const Compiled>(const std::string&)>;

// The run is of this very case, was neither skipped nor blocked, and `compiled` has no problem.
[[nodiscard]] Verdict judge_case(const plan::Case& test, const exchange::CaseRun& run,
                                 const Compiled& compiled, const plan::Suite& suite,
                                 const JudgeOptions& options, CompiledLookUp look_up);

}  // namespace hallmark::verdict
