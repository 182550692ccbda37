// The commands of the first minutes: new, doctor, completion and man. They are declared here and not in
// cli.cc, which only adds them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/interface.h"

namespace hallmark::cli {

struct NewCommand {
  WorkspaceOptions workspace;
  std::string what, subject;  // target, service, fixture; its name or id
  std::filesystem::path out;  // data folder to write into; empty: --data, else ./hallmark-data
  std::string endpoint, region;
};
int new_command(const NewCommand& options, CommandContext& context);

struct DoctorCommand {
  WorkspaceOptions workspace;
  std::vector<std::string> services;  // empty: all of --model, or of every contract
  std::string endpoint, region, name;
  std::string out;      // profile to write; empty: none, "-": standard output alone
  std::string timeout;  // of one request
  bool remote = false;
  wire::BodyLimits body_limits{};
  std::size_t most = 0;  // operations that are asked, of each service; 0: 25, or up to 15 until one is there
};
int doctor_command(const DoctorCommand& options, CommandContext& context);

struct CompletionCommand {
  std::string shell;
};

struct FirstSteps {
  NewCommand make;
  DoctorCommand doctor;
  CompletionCommand completion;
};

// Adds the commands to `app`. `chosen` is set when one of them is parsed.
void add_first_steps(CLI::App& app, FirstSteps& options, std::function<int(CommandContext&)>& chosen);

}  // namespace hallmark::cli
