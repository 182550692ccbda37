// Options that several commands share, declared once: called while a command's own are declared (cli.cc),
// before the words of the command line are read into what they fill. Help and completions are made from them.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"

namespace CLI {
class App;
}

namespace hallmark::cli {

inline constexpr const char* service_help =
    "The service meant where documents hold several, or that of a page that does not say it";
inline constexpr const char* report_help =
    "FORMAT=PATH: junit, json, ndjson, html, markdown, github or console (repeatable). PATH may be a pipe or "
    "a device; none, "
    "- "
    "or /dev/stdout is standard output; markdown+=PATH and console+=PATH write behind what is there";

// --data, and with `models` what names a contract: --model, --protocol, --service.
void add_workspace(CLI::App& app, WorkspaceOptions& options, bool models = true);
// Which cases: those, and ids (`positional`), --exclude, --depth, --shard, …
void add_selection(CLI::App& app, SelectionOptions& options, bool positional = true);
// What judge and proxy judge by, and where they report it.
void add_judging(CLI::App& app, JudgingOptions& options);
// What may stand in one body that is decoded: --max-nesting, --max-values.
void add_body_limits(CLI::App& app, wire::BodyLimits& limits);
// Which endpoint: --target, --endpoint, --region, --allow.
void add_target(CLI::App& app, TargetOptions& options);
void add_endpoint_faults(CLI::App& app, std::vector<std::string>& mutants,
                         std::vector<std::string>& variations);

}  // namespace hallmark::cli
