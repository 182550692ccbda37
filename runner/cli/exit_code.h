// What the program's exit tells. Where several hold, the precedence is 130, 2, 3, 5, 1, 4.
#pragma once

namespace hallmark::cli {

enum ExitCode : int {
  exit_conforms = 0,
  exit_deviations = 1,   // also: contracts differ (diff), mutants survive (prove)
  exit_usage = 2,        // unknown word, missing or contradictory options
  exit_document = 3,     // a file that a person wrote is wrong, or output is refused
  exit_unreachable = 4,  // the target cannot be reached, or cases ended in error
  exit_nothing_ran = 5,  // nothing was selected, or everything was skipped
  exit_interrupted = 130
};

}  // namespace hallmark::cli
