// One function per command. cli.cc fills the options; each function writes to the streams of its
// CommandContext, answers an exit code, and throws DocumentError for bad files.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/workspace.h"
#include "core/sink.h"
#include "plan/plan.h"
#include "reports/console.h"
#include "run/events.h"

namespace hallmark::cli {

struct CommandContext {
  std::ostream& out;
  std::ostream& err;
  std::shared_ptr<core::Secrets> secrets = std::make_shared<core::Secrets>();
  const std::atomic<bool>* interrupted = nullptr;  // the first signal
  const std::atomic<bool>* abandoned = nullptr;    // the second
  const std::atomic<int>* signal = nullptr;        // which the first was
  reports::ConsoleOptions console;                 // what the terminal and the environment allow
};

struct SelectionOptions {
  WorkspaceOptions workspace;
  std::vector<std::string> include, exclude;
  std::string depth = "normal";
  std::string shard;
  bool generated = true;
  std::size_t max_cases = 1000;                          // generated cases of one operation
  [[nodiscard]] plan::PlanOptions plan_options() const;  // throws UsageError
};

struct TargetOptions {
  std::string target, endpoint, region;
  std::vector<std::string> mutants, variations;  // of the embedded endpoint
  std::vector<std::string> allow;                // classes of danger
};

struct RunCommand {
  SelectionOptions selection;
  TargetOptions target;
  std::optional<std::uint64_t> shuffle;  // seed of the order inside a phase
  int jobs = 0;
  std::string deadline, timeout, wait;  // durations: "90s"
  bool strict = false, quiet = false, verbose = false;
  std::string colour;                // auto, always, never
  std::string known;                 // file of known deviations; empty: the target's
  std::vector<std::string> reports;  // "junit=PATH", "console"
  std::string journal, record;
  std::vector<std::string> require;          // operations that must be exercised
  double min_tested = 0;                     // percent
  bool keep = false;                         // removes nothing
  bool promises = false;                     // written out
  std::string write_known, reason, expires;  // of the baseline that is written
  bool update_known = false;
  std::string failed, before;  // reports of former runs
  std::size_t fail_fast = 0;
  std::string budget;
  std::string name;                                                       // of the target in reports
  std::string max_head = "256k", max_body = "64m", max_decoded = "128m";  // sizes, of each answer
  wire::BodyLimits body_limits{};                                         // of what stands in a body
};
int run_command(const RunCommand& options, CommandContext& context);

struct PlanCommand {
  SelectionOptions selection;
  TargetOptions target;
  bool json = false;
};
int plan_command(const PlanCommand& options, CommandContext& context);

struct ListCommand {
  SelectionOptions selection;
  std::string what = "cases";  // cases, operations, promises, exceptions, services, targets
};
int list_command(const ListCommand& options, CommandContext& context);

struct ExplainCommand {
  SelectionOptions selection;
  std::vector<std::string> words;  // of one id or term: "known value"
};
int explain_command(const ExplainCommand& options, CommandContext& context);

struct ServeCommand {
  WorkspaceOptions workspace;
  std::vector<std::string> services;
  std::string host = "127.0.0.1";
  int port = 0;
  std::string region = "us-east-1";
  std::string target_file;  // where the target profile is written
  std::vector<std::string> mutants, variations;
  std::vector<std::string> limits;  // Resource=N
  bool any_credentials = false;     // keys that are not ours are accepted, unverified
  bool once = false;                // for tests: start, print, stop
};
int serve_command(const ServeCommand& options, CommandContext& context);

struct MutantsCommand {
  WorkspaceOptions workspace;
  std::vector<std::string> services;
  bool kinds = false, variations = false, json = false;
};
int mutants_command(const MutantsCommand& options, CommandContext& context);

struct ProveCommand {
  SelectionOptions selection;        // include: services, or prefixes and globs of case ids
  std::string operation;             // glob; empty: any
  std::vector<std::string> mutants;  // globs; none: all
  std::string json;                  // file; "-": standard output instead of the text
  int jobs = 0;
  std::size_t every = 1;
  bool first = false, verbose = false;
};
int prove_command(const ProveCommand& options, CommandContext& context);

struct CheckCommand {
  WorkspaceOptions workspace;
  std::vector<std::filesystem::path> files;  // empty: the whole data folder
};
int check_command(const CheckCommand& options, CommandContext& context);

struct DecodeCommand {
  WorkspaceOptions workspace;
  std::string operation;  // "voice-id.UpdateDomain"
  std::string file;       // an HTTP message; "-": standard input
  std::string recording;  // or: every exchange of a recording, one JSON line each
  bool request = false, schema = false;
};
int decode_command(const DecodeCommand& options, CommandContext& context);

// How exchanges that were made by others are judged.
struct JudgingOptions {
  WorkspaceOptions workspace;
  std::filesystem::path models;  // a folder of models; empty: the committed contracts
  bool strict = false, quiet = false, verbose = false;
  std::vector<std::string> reports;
  wire::BodyLimits body_limits{};
};

struct JudgeCommand {
  JudgingOptions judging;
  std::vector<std::filesystem::path> files;
  std::string target;  // profile that our own recordings were made with; empty: the one they name
  std::string known;
};
int judge_command(const JudgeCommand& options, CommandContext& context);

struct ProxyCommand {
  JudgingOptions judging;
  std::string to;                      // URL of the endpoint
  std::string listen = "127.0.0.1:0";  // ADDRESS:PORT, PORT or ADDRESS
  bool remote = false;                 // the endpoint may be on another machine
  bool expose = false;                 // and so may clients
  bool sign = false;                   // signatures are made anew
  std::string target;                  // profile whose identity signs; empty: the environment's
  std::string identity = "default";    // of the profile
  std::string region;                  // for signatures that name none
  std::string known;                   // empty: the target's
  std::string record;
  std::string max_body = "16m", timeout = "15m";
  std::vector<std::string> command;  // the client's tests: run, and the end with it
};
int proxy_command(const ProxyCommand& options, CommandContext& context);

struct CleanCommand {
  WorkspaceOptions workspace;
  TargetOptions target;
  std::vector<std::filesystem::path> journals;
};
int clean_command(const CleanCommand& options, CommandContext& context);

struct ImportCommand {
  std::vector<std::filesystem::path> documents, overlays;
  std::vector<std::string> supporting, operations;
  std::filesystem::path out;
  std::string service;  // of several in a document, or of a page
  bool schemas_only = false, no_schemas = false, check = false, by_service = false;
};
int import_command(const ImportCommand& options, CommandContext& context);

struct DiffCommand {
  std::filesystem::path before, after;
  std::string service;
  bool json = false;
};
int diff_command(const DiffCommand& options, CommandContext& context);

struct CompareCommand {
  std::filesystem::path before, after;  // JSON reports
  std::string format = "text", out;
  bool verbose = false;
};
int compare_command(const CompareCommand& options, CommandContext& context);

struct TableCommand {
  std::vector<std::filesystem::path> reports;
  std::string format = "markdown", out;
};
int table_command(const TableCommand& options, CommandContext& context);

struct MergeCommand {
  std::vector<std::filesystem::path> reports;  // of the shards
  std::vector<std::string> out;                // "junit=PATH", "console"
  std::string known;
  std::vector<std::string> require;
  double min_tested = 0;
  bool quiet = false, verbose = false;
};
int merge_command(const MergeCommand& options, CommandContext& context);

// Shared by commands: "90s", "250ms", "2m" -> milliseconds. Throws UsageError.
[[nodiscard]] std::chrono::milliseconds duration_of(const std::string& text, const std::string& option);
// "4096", "256k", "64m", "1g" -> bytes. Throws UsageError.
[[nodiscard]] std::size_t size_of(const std::string& text, const std::string& option);
// The listeners of --report options, each of which may fail without the others (said on standard error); and,
// with `console`, the console's when nothing else goes to standard output. Throws UsageError.
struct OpenReports {
  std::vector<std::unique_ptr<run::Listener>> listeners;
  bool standard_output = false;  // one of the options goes there
};
[[nodiscard]] OpenReports open_reports(const std::vector<std::string>& wanted, bool console, bool quiet,
                                       bool verbose, CommandContext& context);
// What open_reports() says: "hallmark: …" on standard error.
[[nodiscard]] std::function<void(const std::string&)> complaints(CommandContext& context);
// --target or --endpoint; exactly one must be given. Throws UsageError.
[[nodiscard]] plan::Target target_of(const Workspace& workspace, const TargetOptions& options);
// Services whose cases are made while somebody takes them: for contracts of any size.
struct CaseStream {
  std::vector<plan::ServicePlan> services;        // without cases
  std::vector<std::vector<plan::Case>> fixtures;  // by service
  plan::Target target;
  plan::PlanOptions options;
  // The cases of services[service], in their order; then its beyond_bound and not_made are known.
  void each(std::size_t service, const std::function<void(plan::Case)>& take) {
    plan::stream_cases(services[service], fixtures[service], target, options, take);
  }
};
[[nodiscard]] CaseStream stream_services(const Workspace& workspace, const SelectionOptions& selection,
                                         const plan::Target& target);
[[nodiscard]] std::vector<plan::ServicePlan> plan_services(const Workspace& workspace,
                                                           const SelectionOptions& selection,
                                                           const plan::Target& target);

}  // namespace hallmark::cli
