#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <random>
#include <set>

#include "cli/advice.h"
#include "cli/baseline.h"
#include "cli/commands.h"
#include "cli/embedded.h"
#include "contract/promise_id.h"
#include "core/clock.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/text.h"
#include "exchange/executor.h"
#include "exchange/journal_folder.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/select.h"
#include "plan/share_out.h"
#include "reports/registry.h"
#include "reports/text.h"
#include "run/runner.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

exchange::ExecutorOptions executor_options(const plan::Target& target, bool builtin,
                                           CommandContext& context) {
  exchange::ExecutorOptions options;
  options.secrets = context.secrets;
  const bool derived =
      std::any_of(target.identities.begin(), target.identities.end(),
                  [](const auto& identity) { return identity.second.from.starts_with("derived"); });
  if (builtin || derived) options.credentials.derive = fresh_accounts();
  options.known_key = derived_account;
  return options;
}

fs::path journal_path(const std::string& asked, const std::string& token) {
  if (!asked.empty()) return asked;
  return exchange::journal_folder(exchange::journal_places()) / fmt::format("{}.journal", token);
}

// What cannot be written costs the journal alone where things cost nothing. Null: there is none.
std::shared_ptr<exchange::Journal> open_journal(const fs::path& path, const plan::Target& target,
                                                CommandContext& context) {
  try {
    auto journal = std::make_shared<exchange::Journal>(path, context.secrets);
    journal->on_loss(complaints(context));
    return journal;
  } catch (const core::DocumentError& error) {
    if (target.remote || !error.problem().rule.starts_with("file.")) throw;
    complaints(context)(fmt::format("there is no journal {}: {}", core::printable(path.string()),
                                    core::printable(error.problem().message)));
    return nullptr;
  }
}

// Runs that were killed may have left things, which cost money where the account is real.
void tell_old_journals(CommandContext& context) {
  std::set<std::string> targets;
  std::size_t journals = 0;
  constexpr std::uintmax_t bytes = std::uintmax_t{1} << 20;  // no run waits for the journals of others
  for (const exchange::JournalContents& old : exchange::old_journals(exchange::journal_places(), bytes)) {
    targets.insert(core::printable(old.target));
    ++journals;
  }
  if (journals == 0) return;
  context.err << fmt::format(
      "hallmark: {} killed and may have left things behind, against {}; `hallmark clean --target NAME` "
      "removes "
      "what is left\n",
      reports::counted(journals, "earlier run was", "earlier runs were"),
      core::join(std::vector<std::string>(targets.begin(), targets.end()), ", "));
}

// What a journal tells was made at one of these endpoints, or by runs against the target of this name.
bool is_of_target(const exchange::JournalContents& contents, const plan::Target& target,
                  const std::map<std::string, std::string>& endpoints) {
  return contents.target == target.name ||
         std::any_of(contents.left.begin(), contents.left.end(), [&](const exchange::JournalEntry& entry) {
           const auto found = endpoints.find(entry.service);
           return found != endpoints.end() && found->second == entry.endpoint;
         });
}

// Operations for which the plan could make no valid request have no case that could say so.
void say_what_was_not_made(const std::vector<plan::ServicePlan>& services, CommandContext& context) {
  constexpr std::size_t max_lines = 20;
  std::size_t lines = 0;
  for (const plan::ServicePlan& service : services) {
    for (const contract::Operation* each : service.model->all_operations()) {
      const std::string operation = plan::operation_id(*service.model, *each);
      const auto why =
          service.not_made.find(contract::promise_text(operation, contract::Side::status) + "+minimal");
      if (why == service.not_made.end() || ++lines > max_lines) continue;
      context.err << fmt::format("hallmark: no case of {}: {}\n", operation, core::printable(why->second));
    }
  }
  if (lines > max_lines)
    context.err << fmt::format("hallmark: and none of {} more operations; `hallmark plan` names them\n",
                               lines - max_lines);
}

// Where among this run's cases those of an operation begin: first of the operations for which nothing need be
// made, then of the others.
std::function<double(const std::string&)> begins_at(const CaseStream& stream) {
  const plan::Selection& selection = stream.options.selection;
  const auto line = plan::share_out(selection, stream.services, stream.fixtures);
  const double from = (selection.shard - 1.0) / selection.shards, to = from + 1.0 / selection.shards;
  std::map<std::string, double> begins;
  double before = 0;
  for (const bool arranged : {false, true}) {
    for (const plan::ServicePlan& service : stream.services) {
      for (const std::string& name : service.suite.operations) {
        const auto made = service.suite.arrange.find(name);
        if ((made != service.suite.arrange.end() && !made->second.empty()) != arranged) continue;
        const std::string operation = contract::operation_text(service.model->slug, name);
        const auto found = line.find(operation);
        if (found == line.end()) continue;
        begins[operation] = before;
        const double own = std::min(to, found->second.to) - std::max(from, found->second.from);
        before += std::max(0.0, own) * selection.shards;
      }
    }
  }
  return [begins](const std::string& operation) {
    const auto found = begins.find(operation);
    return found == begins.end() ? 0.0 : found->second;
  };
}

run::Asked cases_asked_of(const SelectionOptions& selection) {
  run::Asked asked{.ids = selection.include, .exclude = selection.exclude, .depth = selection.depth};
  if (!selection.workspace.fixtures) asked.options.emplace_back("--no-fixtures");
  if (!selection.generated) asked.options.emplace_back("--no-generated");
  if (selection.max_cases != SelectionOptions().max_cases)
    asked.options.push_back(fmt::format("--max-cases {}", selection.max_cases));
  return asked;
}

// What the words of the command line say, told to be wrong before anything is opened or made.
struct Asked {
  std::chrono::milliseconds wait{0};
  std::optional<std::chrono::milliseconds> timeout, deadline, budget;
  exchange::ResponseLimits limits;
};

Asked asked_of(const RunCommand& options) {
  if (!options.before.empty() && options.budget.empty())
    throw UsageError{
        .message = "--before says what --budget begins with",
        .advice = "Give --budget TIME with it; `hallmark compare` puts two runs beside each other."};
  const auto duration = [](const std::string& text, const char* option) {
    return text.empty() ? std::nullopt : std::optional(duration_of(text, option));
  };
  return {.wait = duration(options.wait, "--wait").value_or(std::chrono::milliseconds{0}),
          .timeout = duration(options.timeout, "--timeout"),
          .deadline = duration(options.deadline, "--deadline"),
          .budget = duration(options.budget, "--budget"),
          .limits = {.head = size_of(options.max_head, "--max-head"),
                     .body = size_of(options.max_body, "--max-body"),
                     .decoded = size_of(options.max_decoded, "--max-decoded")}};
}

// With --failed, what failed in that report of what is selected else; nullopt: nothing did.
std::optional<SelectionOptions> selection_of(const RunCommand& options) {
  SelectionOptions selection = options.selection;
  selection.include = with_files(selection.include);
  selection.exclude = with_files(selection.exclude);
  if (options.failed.empty()) return selection;
  std::vector<std::string> failed = failed_of(options.failed);
  if (!selection.include.empty()) {
    std::erase_if(failed, [&](const std::string& id) {
      return std::none_of(selection.include.begin(), selection.include.end(),
                          [&](const std::string& wanted) { return plan::matches_id(wanted, id); });
    });
  }
  if (failed.empty()) return std::nullopt;
  selection.include = std::move(failed);
  return selection;
}

// Suites with operations of their own are small, and their cases counted before they run; contracts may be of
// any size. True: cases are to be made while they run.
bool plan_ahead_or_stream(CaseStream& stream, const RunCommand& options) {
  std::vector<plan::ServicePlan>& services = stream.services;
  const bool of_any_size = std::any_of(services.begin(), services.end(), [](const auto& service) {
    return service.suite.by_default != service.suite.operations;
  });
  if (options.budget.empty() && of_any_size) return true;
  for (std::size_t i = 0; i < services.size(); ++i) {
    stream.each(i, [&](plan::Case test) { services[i].cases.push_back(std::move(test)); });
    if (options.shuffle) {
      std::mt19937_64 random(*options.shuffle);
      std::shuffle(services[i].cases.begin(), services[i].cases.end(), random);
    }
  }
  return false;
}

run::RunOptions run_options_of(const RunCommand& options, const Asked& asked, const CaseStream& stream,
                               CommandContext& context) {
  run::RunOptions run_options;
  run_options.jobs = options.jobs;
  run_options.strict = options.strict;
  run_options.require = options.require;
  run_options.min_tested = options.min_tested;
  run_options.write_promises = options.promises;
  run_options.interrupted = context.interrupted;
  run_options.signal = context.signal;
  run_options.abandoned = context.abandoned;
  run_options.hallmark_version = HALLMARK_VERSION;
  run_options.whole_plan = options.selection.include.empty() && options.selection.exclude.empty() &&
                           options.selection.shard.empty() && options.failed.empty() &&
                           options.budget.empty() && options.fail_fast == 0;
  run_options.body_limits = options.body_limits;
  run_options.deadline = asked.deadline;
  run_options.name = options.name;
  run_options.shard = stream.options.selection.shard;
  run_options.shards = stream.options.selection.shards;
  run_options.part = run_options.shards > 1 && !stream.options.selection.line.empty();
  if (run_options.part && (!options.require.empty() || options.min_tested > 0))
    complaints(context)("--require and --min-tested are asked of the whole: give them to `hallmark merge`");
  run_options.fail_fast = options.fail_fast;
  if (asked.budget) {
    run_options.budget = *asked.budget;
    run_options.rank = by_risk(options.before, stream.services);
  }
  return run_options;
}

exchange::ExecutorOptions executor_options_of(const RunCommand& options, const Asked& asked,
                                              const plan::Target& target, bool builtin,
                                              CommandContext& context) {
  exchange::ExecutorOptions settings = executor_options(target, builtin, context);
  if (asked.timeout) settings.client.request_deadline = *asked.timeout;
  settings.client.limits = asked.limits;
  settings.body_limits = options.body_limits;
  settings.keep = options.keep;
  settings.run_token = core::replace_all(core::random_uuid(), "-", "");
  return settings;
}

// Writes what is exchanged to `path`, while `writer` lives.
std::unique_ptr<run::Listener> recording_to(const std::string& path,
                                            std::unique_ptr<exchange::RecordingWriter>& writer,
                                            CommandContext& context) {
  return reports::guarded(
      "the recording " + core::printable(path),
      [&]() -> std::unique_ptr<run::Listener> {
        writer = std::make_unique<exchange::RecordingWriter>(path, context.secrets);
        return std::make_unique<run::RecordingListener>(*writer);
      },
      complaints(context));
}

// Asks an endpoint that is not ours whether it is there. What that takes of the run's deadline is gone.
void ask_first(exchange::Executor& executor, const Asked& asked, run::RunOptions& run_options,
               CommandContext& context) {
  const auto begun = std::chrono::steady_clock::now();
  if (run_options.deadline)
    executor.set_deadline(begun + *run_options.deadline, begun + *run_options.deadline);
  for (const std::string& sentence : executor.preflight(asked.wait))
    complaints(context)(core::printable(sentence));
  if (!run_options.deadline) return;
  const auto taken =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
  run_options.deadline = std::max(*run_options.deadline - taken, std::chrono::milliseconds{1});
}

// `told`: what was said of what is misspelt.
void say_that_nothing_ran(const run::RunSummary& summary, const Workspace& workspace,
                          const SelectionOptions& selection, const std::vector<std::string>& told,
                          CommandContext& context) {
  if (summary.part) {
    context.err << "hallmark: none of the selected cases is of this shard\n";
    return;
  }
  context.err << "hallmark: no case is selected; `hallmark list` names what there is\n";
  for (const std::string& line : unknown_in(workspace, selection.include, true)) {
    if (std::find(told.begin(), told.end(), line) == told.end()) complaints(context)(line);
  }
}

void say_what_is_left(const run::RunSummary& summary, const plan::Target& target, const fs::path& journal,
                      bool journalled, CommandContext& context) {
  const std::string what = reports::counted(summary.left_behind.size(), "resource was", "resources were");
  const std::string_view it = summary.left_behind.size() == 1 ? "it" : "them";
  if (journalled) {
    context.err << fmt::format("hallmark: {} left behind; `hallmark clean --target {} {}` removes {}\n", what,
                               target.name, journal.string(), it);
  } else {
    context.err << fmt::format("hallmark: {} left behind, and no journal names {}\n", what, it);
  }
}

}  // namespace

int run_command(const RunCommand& options, CommandContext& context) {
  const Asked asked = asked_of(options);
  const std::optional<SelectionOptions> selected = selection_of(options);
  if (!selected) {
    context.out << "Nothing that is asked for fails in " << core::printable(options.failed) << ".\n";
    return exit_conforms;
  }
  const SelectionOptions& selection = *selected;
  WorkspaceOptions from = selection.workspace;
  from.remark = [&](const std::string& text) { context.err << "hallmark: " << text << "\n"; };
  const Workspace workspace(std::move(from));
  plan::Target target = target_of(workspace, options.target);
  CaseStream stream = stream_services(workspace, selection, target);
  std::vector<plan::ServicePlan>& services = stream.services;
  // What is misspelt beside what is not would go untested without a word.
  const std::vector<std::string> unknown =
      options.failed.empty() ? unknown_in(workspace, selection.include, false) : std::vector<std::string>();
  for (const std::string& line : unknown) complaints(context)(line);
  for (const std::string& line : unknown_in(workspace, selection.exclude, true))
    complaints(context)("--exclude: " + line);
  const bool streamed = plan_ahead_or_stream(stream, options);
  run::RunOptions run_options = run_options_of(options, asked, stream, context);
  const RunBaseline baseline(options, target, run_options, context);
  run_options.planned_elsewhere = planned_elsewhere(workspace, selection, target);
  run_options.asked = cases_asked_of(selection);

  if (!options.colour.empty() && options.colour != "auto")
    context.console.colour = options.colour == "always";
  if (streamed) context.console.begins_at = begins_at(stream);
  // Reports are opened before anything is sent: one that cannot be written is told at once.
  OpenReports opened = open_reports(options.reports, true, options.quiet, options.verbose, context);
  if (options.journal.empty()) tell_old_journals(context);
  const auto embedded = start_builtin(target, services, options.target);
  exchange::ExecutorOptions settings =
      executor_options_of(options, asked, target, embedded != nullptr, context);
  const fs::path journal = journal_path(options.journal, settings.run_token);
  const exchange::JournalLock lock(journal);
  settings.journal = open_journal(journal, target, context);
  std::unique_ptr<exchange::RecordingWriter> recording;
  if (!options.record.empty()) opened.listeners.push_back(recording_to(options.record, recording, context));
  std::vector<run::Listener*> listeners;
  for (const auto& listener : opened.listeners) listeners.push_back(listener.get());
  if (run::Listener* writer = baseline.listener()) listeners.push_back(writer);

  exchange::Executor executor(target, settings);
  if (settings.journal)
    settings.journal->begin(target, settings.run_token,
                            core::format_time(core::system_clock().now(), core::TimestampFormat::date_time),
                            embedded != nullptr);
  for (const plan::ServicePlan& service : services) executor.add(service);
  if (context.interrupted != nullptr) executor.set_cancelled(context.interrupted, context.abandoned);
  if (embedded == nullptr) ask_first(executor, asked, run_options, context);
  const run::RunSummary summary =
      streamed ? run::run(
                     services, [&](std::size_t service, const auto& each) { stream.each(service, each); },
                     executor, listeners, run_options)
               : run::run(services, executor, listeners, run_options);
  say_what_was_not_made(services, context);
  baseline.write(summary, context);
  if (summary.counts.total == 0) say_that_nothing_ran(summary, workspace, selection, unknown, context);
  if (!summary.left_behind.empty()) {
    say_what_is_left(summary, target, journal, settings.journal && !settings.journal->lost(), context);
  } else if (options.journal.empty()) {
    std::error_code ignored;
    fs::remove(journal, ignored);
  }
  if (embedded != nullptr && embedded->stored() != 0) {
    context.err << fmt::format("hallmark: the embedded endpoint still holds {}\n",
                               reports::counted(embedded->stored(), "resource", "resources"));
  }
  return summary.exit_code;
}

int clean_command(const CleanCommand& options, CommandContext& context) {
  const Workspace workspace(options.workspace);
  plan::Target target = target_of(workspace, options.target);
  for (const auto& [service, endpoint] : target.endpoints) {
    if (endpoint != "builtin") continue;
    throw UsageError{.message = "--target " + target.name + ": the embedded endpoint ends with its run",
                     .advice = "There is nothing to remove. Name a target that goes on."};
  }
  const auto sink = core::stream_sink(context.out, context.secrets);
  std::vector<exchange::JournalContents> journals;
  for (const fs::path& path : options.journals) journals.push_back(exchange::read_journal(path));
  if (options.journals.empty()) journals = exchange::old_journals(exchange::journal_places());
  std::set<std::string> named;
  for (const exchange::JournalContents& contents : journals) {
    for (const exchange::JournalEntry& entry : contents.left) named.insert(entry.service);
  }
  std::vector<plan::ServicePlan> services;
  for (Judged& judged : workspace.services({named.begin(), named.end()})) {
    services.push_back({.model = std::move(judged.model), .suite = std::move(judged.suite), .cases = {}});
  }
  exchange::ExecutorOptions settings = executor_options(target, false, context);
  exchange::Executor asked(target, settings);
  for (const plan::ServicePlan& service : services) asked.add(service);
  const std::map<std::string, std::string> endpoints = asked.endpoints();

  if (options.journals.empty()) {
    std::erase_if(journals, [&](const auto& each) { return !is_of_target(each, target, endpoints); });
    if (journals.empty()) sink->write("no run against " + target.name + " has left a journal\n");
  }
  int code = exit_conforms;
  for (const exchange::JournalContents& contents : journals) {
    if (!contents.left.empty() && !is_of_target(contents, target, endpoints)) {
      throw UsageError{.message = fmt::format("--target: {} is the journal of a run against {}, not {}",
                                              core::printable(contents.path),
                                              core::printable(contents.target), target.name),
                       .advice = "Name the target of that run. Nothing of this journal was touched."};
    }
    const exchange::JournalLock lock(contents.path);
    if (!lock.held()) {
      throw UsageError{.message = core::printable(contents.path) + " is the journal of a run that goes on",
                       .advice = "Wait for its end: it removes what it has made by itself."};
    }
    settings.journal = std::make_shared<exchange::Journal>(fs::path(contents.path), context.secrets);
    settings.journal->continue_behind(contents);
    exchange::Executor executor(target, settings);
    for (const plan::ServicePlan& service : services) executor.add(service);
    const auto worker = executor.make_worker();
    const exchange::Cleaned cleaned = executor.clean(contents, *worker);
    for (const std::string& line : cleaned.removed) sink->write("removed    " + core::printable(line) + "\n");
    for (const std::string& line : cleaned.uncertain)
      sink->write("uncertain  " + core::printable(line) + "\n");
    for (const std::string& line : cleaned.left) sink->write("left       " + core::printable(line) + "\n");
    sink->write(fmt::format("{}: {} removed, {} uncertain, {} left\n", contents.path, cleaned.removed.size(),
                            cleaned.uncertain.size(), cleaned.left.size()));
    if (!cleaned.left.empty()) code = exit_unreachable;
  }
  return code;
}

}  // namespace hallmark::cli
