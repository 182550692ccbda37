// What every other answer of a case promises by itself: of controls, arrangements, base requests, read-backs
// and removals, and of sends that were not judged. Private to verdict/.
#pragma once

#include "exchange/exchange.h"
#include "plan/cases/case.h"
#include "verdict/case_judge.h"
#include "verdict/verdict.h"

namespace hallmark::verdict {

// Adds to `verdict` what it does not tell already: deviations (and drift where that fails) of answers that
// it says nothing else about, exceptions that came unasked, promises that these answers put to the test.
// Answers to requests that were changed on the wire, and those that a fault switch brought, are left out.
void add_asides(const plan::Case& test, const exchange::CaseRun& run, const JudgeOptions& options,
                const CompiledLookUp& look_up, Verdict& verdict);

}  // namespace hallmark::verdict
