// What `explain` and `list` print that is no case: services and operations, rules, words; and what is told
// when nothing is selected.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/workspace.h"

namespace hallmark::cli {

// What `hallmark list` lists: "cases", "operations", …
[[nodiscard]] const std::vector<std::string>& list_subjects();

// `hallmark list rules`: id, weight and one line, by family.
[[nodiscard]] std::string rules_table();
// `hallmark list words`: every word that `explain` knows, with the beginning of what it says.
[[nodiscard]] std::string words_table();

// `explain` of an id that is no case's: a service or an operation is described on standard output; anything
// else is told with what was meant. Answers the exit code.
int explain_no_case(const Workspace& workspace, const std::string& id, CommandContext& context);

// Says on standard error what of a selection names nothing here, whether or not the rest selected something
// (`any`). True when nothing is selected.
bool selected_nothing(const Workspace& workspace, const SelectionOptions& selection, bool any,
                      CommandContext& context);

}  // namespace hallmark::cli
