// The command line: words to commands, errors to messages and exit codes.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"

namespace hallmark::cli {

// Parses `arguments` (without the program's name) and runs the command. Never throws.
[[nodiscard]] int run_cli(const std::vector<std::string>& arguments, CommandContext& context);

// The program: standard streams, signals, colours.
[[nodiscard]] int main_of(int argc, char** argv);

}  // namespace hallmark::cli

// Example:
//
//   #include <sstream>
//   std::ostringstream out, err;
//   CommandContext context{.out = out, .err = err};
//   const int code = run_cli({"list", "services"}, context);
