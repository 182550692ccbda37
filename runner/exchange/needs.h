// What a case needs of the answers to its arrangement. A recipe keeps more than any one case uses: an answer
// that lacks one of these must not stop the others.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "plan/cases/case.h"

namespace hallmark::exchange {

class Makings;

struct Needs {
  std::string operation;           // the case's
  std::set<std::string> sent;      // variables that its requests, or the removal of what it makes, mention
  std::set<std::string> compared;  // those that answers are only held against
  std::set<std::string> own;       // those of both that the case itself mentions, and no step before it
};

// `suite` tells what removals mention. Names of target variables and predefined ones may be among them.
[[nodiscard]] Needs needs_of(const plan::Case& test, const plan::Suite& suite);
// The same of the case's control alone: nothing is compared.
[[nodiscard]] Needs needs_of_control(const plan::Case& test, const plan::Suite& suite);

// arrange() of arrange.h, where only what is needed must be there: what is missing and only compared is a
// reason to skip the case, and what nobody needs is nothing.
bool arrange(Makings& makings, const std::vector<plan::Step>& steps, bool shared, bool inferred,
             const Needs& needs);

}  // namespace hallmark::exchange
