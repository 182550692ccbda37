// What was meant by words that name nothing: services, operations and cases that are misspelt, and services
// of which there is no contract.
#pragma once

#include <string>
#include <vector>

#include "cli/workspace.h"

namespace hallmark::cli {

// One sentence for each selector that names nothing here, whatever the others select: "there is no service
// \"voiceid\"; did you mean \"voice-id\"?", "there is no contract of \"polly\"; …". `cases`: also selectors
// that name a case of an operation that is there (which costs its plan). Patterns ("*/name-*") are never
// told.
[[nodiscard]] std::vector<std::string> unknown_in(const Workspace& workspace,
                                                  const std::vector<std::string>& selectors, bool cases);
// Those of services alone, for commands that name nothing else.
[[nodiscard]] std::vector<std::string> unknown_services(const Workspace& workspace,
                                                        const std::vector<std::string>& names);
// The ids of every case that any depth makes of an operation: "voice-id.UpdateDomain".
[[nodiscard]] std::vector<std::string> all_cases_of(const Workspace& workspace, const std::string& operation);
// The nearest name, also where separators or case alone differ: "voiceid" is "voice-id", "updatedomain" is
// "UpdateDomain", and where a word is a part of one name alone: "domain" of "voice-id.UpdateDomain". Empty:
// none.
[[nodiscard]] std::string meant_by(const std::string& word, const std::vector<std::string>& names);

}  // namespace hallmark::cli
