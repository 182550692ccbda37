#include "cli/cli.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <csignal>
#include <functional>
#include <iostream>

#include "cli/explain.h"
#include "cli/first_steps.h"
#include "cli/option_groups.h"
#include "core/error.h"
#include "core/text.h"
#include "run/runner.h"

namespace hallmark::cli {
namespace {

std::atomic<bool> interrupted{false}, abandoned{false};
std::atomic<int> first_signal{0};

// Once: nothing new is begun, and what was made is removed. Twice: nothing is removed either, but what was
// judged is written and what is left is named. Three times: at once.
void on_signal(int signal) {
  if (!interrupted.exchange(true)) {
    first_signal = signal;
  } else if (abandoned.exchange(true)) {
    std::_Exit(128 + signal);
  }
}

// Commands that end in order; the others end at once, as programs do.
bool ends_in_order(const std::vector<std::string>& arguments) {
  const auto command = std::find_if(arguments.begin(), arguments.end(),
                                    [](const std::string& word) { return !word.starts_with("-"); });
  return command != arguments.end() && (*command == "run" || *command == "judge" || *command == "prove" ||
                                        *command == "serve" || *command == "proxy");
}

// Whether everything that was printed has arrived. Nobody is told that he stopped reading.
int after_printing(CommandContext& context, int code) {
  context.out.flush();
  if (context.out) return code;
  pollfd entry{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  const bool unread = &context.out == &std::cout && poll(&entry, 1, 0) > 0 && (entry.revents & POLLERR) != 0;
  if (!unread) context.err << "hallmark: standard output cannot be written\n";
  return code == exit_conforms ? exit_document : code;
}

// The commands and what their words fill.
struct Commands {
  CLI::App app{"Hallmark holds an HTTP endpoint to its documentation."};
  RunCommand run;
  PlanCommand plan;
  ListCommand list;
  ExplainCommand explain;
  ServeCommand serve;
  CheckCommand check;
  DecodeCommand decode;
  JudgeCommand judge;
  ProxyCommand proxy;
  CleanCommand clean;
  ImportCommand import;
  DiffCommand diff;
  CompareCommand compare;
  TableCommand table;
  MergeCommand merge;
  MutantsCommand mutants;
  ProveCommand prove;
  FirstSteps first_steps;
  std::function<int(CommandContext&)> chosen;

  template <typename Options>
  CLI::App* add(const char* name, const char* text, Options& options,
                int (*function)(const Options&, CommandContext&), const char* examples) {
    CLI::App* command = app.add_subcommand(name, text);
    command->footer(std::string("Examples:\n") + examples);
    command->callback([this, &options, function] {
      chosen = [&options, function](CommandContext& context) { return function(options, context); };
    });
    return command;
  }

  Commands() {
    app.name("hallmark");
    use_own_help(app);
    app.set_version_flag("--version", "hallmark " HALLMARK_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 conforms, 1 deviations, 2 usage, 3 bad document (or output refused), 4 target "
        "unreachable or cases in "
        "error,\n"
        "5 nothing ran, 130 interrupted (143 by SIGTERM).\n"
        "Start with: hallmark run --target embedded");

    add_run();
    add_plan();
    add_list();
    add_explain();
    add_serve();
    add_mutants();
    add_prove();
    add_check();
    add_decode();
    add_judge();
    add_proxy();
    add_clean();
    add_import();
    add_diff();
    add_compare();
    add_table();
    add_merge();
    add_first_steps(app, first_steps, chosen);
    // A repeatable option takes one word each time: what follows is the command's.
    for (CLI::App* command : app.get_subcommands({})) {
      for (CLI::Option* option : command->get_options()) {
        if (!option->get_positional() && option->get_items_expected_max() > 1)
          option->allow_extra_args(false);
      }
    }
  }

  void add_run() {
    CLI::App* c =
        add("run", "Send the cases to a target and judge its answers", run, run_command,
            "  hallmark run --target embedded\n"
            "  hallmark run --endpoint http://127.0.0.1:4566 cloudfront --report junit=out/junit.xml\n"
            "  hallmark run sqs --target moto --depth quick\n"
            "  hallmark run --target moto --model mq/2017-11-27/service-2.json\n"
            "  hallmark run --target embedded --record run.jsonl && hallmark judge run.jsonl\n");
    add_selection(*c, run.selection);
    add_target(*c, run.target);
    add_endpoint_faults(*c, run.target.mutants, run.target.variations);
    c->add_option("-j,--jobs", run.jobs, "Cases at the same time; 0: as many as help, at most 256")
        ->check(CLI::Range(0, run::most_jobs))
        ->capture_default_str();
    c->add_option("--shuffle", run.shuffle,
                  "Seed: another order of the cases inside each phase (not with --model)");
    c->add_option("--deadline", run.deadline, "For the whole run: 10m");
    c->add_option("--timeout", run.timeout, "For one request: 30s");
    c->add_option("--wait", run.wait, "For an endpoint that is starting: 60s");
    c->add_option("--max-head", run.max_head, "Head of one answer, at most")->capture_default_str();
    c->add_option("--max-body", run.max_body, "Body of one answer, at most")->capture_default_str();
    c->add_option("--max-decoded", run.max_decoded, "The same when it is decompressed")
        ->capture_default_str();
    add_body_limits(*c, run.body_limits);
    c->add_flag("--strict", run.strict, "Drift fails, too");
    c->add_option("--require", run.require,
                  "An operation that must be exercised, or a glob of them; else the run fails (repeatable)");
    c->add_option("--min-tested", run.min_tested, "Percent of the promises that must be tested")
        ->check(CLI::Range(0.0, 100.0));
    c->add_flag("--promises", run.promises,
                "Write out the ids of all promises in JSON reports, not only how many there are");
    c->add_flag("--keep", run.keep, "Remove nothing that the cases make; `hallmark clean` does it later");
    c->add_flag("-q,--quiet", run.quiet, "Only the conclusion and the counts");
    c->add_flag("-v,--verbose", run.verbose, "Conforming and skipped cases, too");
    c->add_option("--color", run.colour,
                  "auto, always or never; auto looks at the terminal, NO_COLOR and CLICOLOR")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    c->add_option("--known", run.known, "Baseline: file of known deviations and of what was reached")
        ->check(CLI::ExistingFile);
    c->add_option("--write-known", run.write_known,
                  "Write the baseline of this run: what deviates is added, what no longer does is dropped");
    c->add_option("--reason", run.reason, "Of the entries that --write-known adds");
    c->add_option("--expires", run.expires, "And the last day on which they count: 2026-12-31");
    c->add_flag(
        "--update-known", run.update_known,
        "Drop from the baseline what no longer deviates, add what is reached; deviations are not added");
    c->add_option("--failed", run.failed, "Only what fails in this JSON report of a run before")
        ->check(CLI::ExistingFile);
    c->add_option("--fail-fast", run.fail_fast, "Begin nothing more once so many cases fail; 0: go on")
        ->check(CLI::Range(0, 1'000'000'000));
    c->add_option("--budget", run.budget,
                  "Begin nothing after this time, the riskiest first (see --before); the rest is skipped");
    c->add_option("--before", run.before,
                  "JSON report of a run before: with --budget, what failed in it comes first, then what is "
                  "new, then operations of which the contract says something else now")
        ->check(CLI::ExistingFile);
    c->add_option("--name", run.name, "What reports call the target");
    c->add_option("-r,--report", run.reports, report_help);
    c->add_option("--journal", run.journal, "Where created resources are written down before they are made");
    c->add_option("--record", run.record, "Write every exchange to this file; `hallmark judge` reads it");
  }

  void add_plan() {
    CLI::App* c = add(
        "plan", "Say what would be sent, and what would be skipped and why; sends nothing", plan,
        plan_command,
        "  hallmark plan --target embedded voice-id\n  hallmark plan --target moto --json 'cloudfront.*'\n");
    add_selection(*c, plan.selection);
    add_target(*c, plan.target);
    c->add_flag("--json", plan.json, "One JSON object a line");
  }

  void add_list() {
    CLI::App* c =
        add("list", "List cases, operations, exceptions, promises, services, targets, rules or words", list,
            list_command,
            "  hallmark list voice-id\n  hallmark list exceptions chime\n  hallmark list services\n"
            "  hallmark list rules\n");
    add_selection(*c, list.selection);
    c->add_option("-w,--what", list.what, "The same as the first word")
        ->check(CLI::IsMember(list_subjects()))
        ->capture_default_str();
  }

  void add_explain() {
    CLI::App* c = add("explain", "Say everything about one case, an operation, a service, a rule or a word",
                      explain, explain_command,
                      "  hallmark explain voice-id.UpdateDomain/ConflictException/key-change-under-way\n"
                      "  hallmark explain voice-id.UpdateDomain\n  hallmark explain schema.enum\n"
                      "  hallmark explain inconclusive\n");
    add_selection(*c, explain.selection, false);
    c->add_option("id", explain.words, "A case, an operation, a service, a rule or a word")->required();
  }

  void add_serve() {
    CLI::App* c =
        add("serve", "Serve contracts: the embedded reference endpoint", serve, serve_command,
            "  hallmark serve --target-file embedded.json\n  hallmark serve --model service-2.json --port "
            "8080\n");
    add_workspace(*c, serve.workspace);
    c->add_option("services", serve.services, "Services to serve; none: all");
    c->add_option("--host", serve.host, "Address to bind")->capture_default_str();
    c->add_option("--port", serve.port, "Port that serves all services; 0: any free one")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    c->add_option("--region", serve.region, "Region that signatures must name")->capture_default_str();
    c->add_option("--target-file", serve.target_file, "Write a target profile for `hallmark run --target`");
    c->add_option("--limit", serve.limits, "Resource=N: how many an account may have (repeatable)");
    add_endpoint_faults(*c, serve.mutants, serve.variations);
    c->add_flag("--any-credentials", serve.any_credentials,
                "Accept any access key beside the derived ones; its signature is not verified");
    c->add_flag("--once", serve.once, "Start, say where, stop");
  }

  void add_mutants() {
    CLI::App* c =
        add("mutants", "List the mutants, or the variations, that the embedded endpoint can have", mutants,
            mutants_command,
            "  hallmark mutants voice-id\n  hallmark mutants --kinds\n  hallmark mutants --variations\n");
    add_workspace(*c, mutants.workspace);
    c->add_option("services", mutants.services, "Services; none: all");
    auto* kinds = c->add_flag("--kinds", mutants.kinds, "The kinds of mutants instead, with their arguments");
    c->add_flag("--variations", mutants.variations,
                "The conforming variations instead, with the freedom each uses")
        ->excludes(kinds);
    c->add_flag("--json", mutants.json, "As JSON");
  }

  void add_prove() {
    CLI::App* c =
        add("prove", "Prove the judge: hold the suites against every mutant of the embedded endpoint", prove,
            prove_command,
            "  hallmark prove\n  hallmark prove voice-id --mutant 'drop-member*' --verbose\n"
            "  hallmark prove --model service-2.json --operation 'Create*' --json matrix.json\n");
    prove.selection.depth = "thorough";  // else constraints deep inside have no case
    add_selection(*c, prove.selection);
    c->add_option("--operation", prove.operation, "Only operations whose names fit this glob");
    c->add_option("--mutant", prove.mutants, "Only mutants whose names fit this glob (repeatable)");
    c->add_option("-j,--jobs", prove.jobs, "Mutated endpoints side by side; 0: one per processor")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    c->add_option("--every", prove.every, "Only every n-th mutant")
        ->check(CLI::Range(1, 1'000'000'000))
        ->capture_default_str();
    c->add_flag("--first", prove.first, "Stop at the first case that kills a mutant by the right promise");
    c->add_option("--json", prove.json,
                  "Write the kill matrix to this file; -: to standard output instead of the text");
    c->add_flag("-v,--verbose", prove.verbose, "Killed mutants, too");
  }

  void add_check() {
    CLI::App* c = add("check", "Check fixtures, suites, targets, schemas and contracts", check, check_command,
                      "  hallmark check\n  hallmark check fixtures/voice-id/UpdateDomain/success.json\n");
    add_workspace(*c, check.workspace, false);
    c->add_option("files", check.files, "Files to check; none: everything in --data, or of Hallmark's own")
        ->check(CLI::ExistingPath);
  }

  void add_decode() {
    CLI::App* c = add("decode", "Print the members document of an HTTP message", decode, decode_command,
                      "  curl -si … | hallmark decode voice-id.UpdateDomain -\n"
                      "  hallmark decode --recording run.jsonl\n");
    add_workspace(*c, decode.workspace);
    c->add_option("operation", decode.operation, "<service>.<Operation>");
    c->add_option("file", decode.file, "The message as `curl -i` prints it; -: standard input")
        ->check(
            [](const std::string& file) { return file == "-" ? std::string() : CLI::ExistingFile(file); });
    c->add_option("--recording", decode.recording,
                  "Instead: every exchange of a recording, one JSON object a line")
        ->check(CLI::ExistingFile);
    c->add_flag("--request", decode.request, "It is a request");
  }

  void add_judge() {
    CLI::App* c =
        add("judge", "Judge recorded exchanges without a network", judge, judge_command,
            "  hallmark run --target embedded --record run.jsonl && hallmark judge run.jsonl\n"
            "  hallmark judge session.har --models botocore/data --report junit=out/junit.xml\n"
            "  hallmark judge recorded/*.jsonl.gz --models botocore/data --strict\n"
            "\n"
            "Files are recognised by content and may be gzip: recordings of `hallmark run --record` (the "
            "same verdicts as\n"
            "the run's), HAR 1.2 files, and JSON lines with an HTTP exchange (\"raw\") or with what an SDK "
            "parsed\n"
            "(\"service\", \"operation\", \"output\"). Of an HTTP exchange the operation is recognised by "
            "host, signing scope,\n"
            "X-Amz-Target, Action, or method and URI; what is unknown or ambiguous is skipped with the "
            "reason. Without a case\n"
            "only the contract's checks apply; those that an input does not allow are listed.\n");
    add_judging(*c, judge.judging);
    c->add_option("files", judge.files, "Recordings, HAR files, JSON lines; each plain or gzip")
        ->required()
        ->check(CLI::ExistingFile);
    c->add_option("-t,--target", judge.target,
                  "Target profile that our own recordings were made with; none: the one they name");
    c->add_option("--known", judge.known, "File of known deviations")->check(CLI::ExistingFile);
  }

  void add_proxy() {
    CLI::App* c = add(
        "proxy", "Stand between a client's own tests and an endpoint, and judge what passes", proxy,
        proxy_command,
        "  hallmark proxy --to http://127.0.0.1:4566 --listen 7100 --models botocore/data\n"
        "  hallmark proxy --to http://127.0.0.1:4566 -- pytest tests/integration\n"
        "  hallmark proxy --to http://127.0.0.1:4566 --record run.jsonl -- npm test && hallmark judge "
        "run.jsonl\n"
        "  hallmark proxy --to https://sqs.eu-west-1.amazonaws.com --remote --sign -- ./tests\n"
        "\n"
        "Clients need nothing but another endpoint URL: the one that is printed. A command behind -- is run "
        "with it in\n"
        "AWS_ENDPOINT_URL and HALLMARK_PROXY_URL, and its end is the proxy's; without a command SIGINT "
        "(Ctrl-C) or SIGTERM\n"
        "ends it. Then it says what deviates, by cause, and what of the services was touched. Exit codes are "
        "those of\n"
        "`hallmark judge`; where all that was judged conforms, the command's own counts.\n");
    add_judging(*c, proxy.judging);
    c->add_option("--to", proxy.to, "Address of the endpoint: http://127.0.0.1:4566")->required();
    c->add_option("--listen", proxy.listen,
                  "Where clients connect: ADDRESS:PORT or PORT; port 0: any free one")
        ->capture_default_str();
    c->add_flag("--remote", proxy.remote,
                "The endpoint is on another machine; it is not meant to be otherwise");
    c->add_flag("--expose", proxy.expose, "Listen where other machines can connect, too");
    c->add_flag(
        "--sign", proxy.sign,
        "Sign requests anew, for the endpoint's host; without it, signatures, Host and path stay as they "
        "are");
    c->add_option("-t,--target", proxy.target,
                  "Target profile: its identity signs, its known deviations and certificates count");
    c->add_option("--identity", proxy.identity, "Which identity of the profile signs")->capture_default_str();
    c->add_option("--region", proxy.region, "Region to sign for where the client's signature names none");
    c->add_option("--known", proxy.known, "File of known deviations")->check(CLI::ExistingFile);
    c->add_option("--record", proxy.record, "Write every exchange to this file; `hallmark judge` reads it");
    c->add_option("--max-body", proxy.max_body,
                  "What is kept of each body; a longer one passes through and is not judged")
        ->capture_default_str();
    c->add_option("--timeout", proxy.timeout, "Without a byte from either side, at most")
        ->capture_default_str();
    c->add_option("command", proxy.command, "The client's tests with their arguments, behind --");
  }

  void add_clean() {
    CLI::App* c =
        add("clean", "Remove what an interrupted run left behind", clean, clean_command,
            "  hallmark clean --target embedded.json run.journal\n  hallmark clean --target moto\n");
    add_workspace(*c, clean.workspace);
    add_target(*c, clean.target);
    c->add_option("journals", clean.journals,
                  "Journals of runs against the target; none: all that runs against it have left")
        ->check(CLI::ExistingFile);
  }

  void add_import() {
    CLI::App* c = add("import", "Turn documents into a contract and JSON Schemas", import, import_command,
                      "  hallmark import update_domain.rst voice-id.json -o schemas/voice-id\n");
    c->add_option("documents", import.documents, "Pages and models; those of one service are merged")
        ->required()
        ->check(CLI::ExistingPath);
    c->add_option("-o,--out", import.out, "Folder to write to")->required();
    c->add_option("--overlay", import.overlays,
                  "Smithy AST of apply statements: what people read out of prose (repeatable)")
        ->check(CLI::ExistingFile);
    c->add_option("--with", import.supporting,
                  "Operations of the models to keep beside the pages' (repeatable)");
    c->add_option("--service", import.service, service_help);
    c->add_option("--operation", import.operations,
                  "Operations to write schemas for; none: all (repeatable)");
    c->add_flag("--schemas-only", import.schemas_only, "Do not write model.json");
    c->add_flag("--no-schemas", import.no_schemas,
                "Write model.json alone: schemas are derived when they are needed");
    c->add_flag("--by-service", import.by_service, "A folder for each service, also when there is one");
    c->add_flag("--check", import.check, "Write nothing; exit 1 when something would change");
  }

  void add_diff() {
    CLI::App* c = add("diff", "Print how two contracts differ", diff, diff_command,
                      "  hallmark diff smithy/voice-id.json botocore/voice-id/service-2.json\n");
    c->add_option("before", diff.before, "A document")->required()->check(CLI::ExistingPath);
    c->add_option("after", diff.after, "Another")->required()->check(CLI::ExistingPath);
    c->add_option("--service", diff.service, service_help);
    c->add_flag("--json", diff.json, "As JSON");
  }

  void add_compare() {
    CLI::App* c =
        add("compare", "Compare two runs by their JSON reports; exit 1 when something is new or lost",
            compare, compare_command,
            "  hallmark compare before.json after.json\n"
            "  hallmark compare moto.json ministack.json --format markdown >> $GITHUB_STEP_SUMMARY\n");
    c->add_option("before", compare.before, "JSON report of a run")->required()->check(CLI::ExistingFile);
    c->add_option("after", compare.after, "Another")->required()->check(CLI::ExistingFile);
    c->add_option("-f,--format", compare.format, "text, markdown or json")->capture_default_str();
    c->add_option("-o,--out", compare.out, "File to write; none: standard output");
    c->add_flag("-v,--verbose", compare.verbose, "Cases that only one of the runs has, too");
  }

  void add_table() {
    CLI::App* c =
        add("table", "Make the table of operations and verdicts out of JSON reports, an endpoint a column",
            table, table_command,
            "  hallmark table moto.json ministack.json > COMPATIBILITY.md\n"
            "  hallmark table mine.json --format badge --out badge.json\n");
    c->add_option("reports", table.reports, "JSON reports of runs")->required()->check(CLI::ExistingFile);
    c->add_option("-f,--format", table.format,
                  "markdown, html, csv, json, or badge (of the first, for shields.io)")
        ->capture_default_str();
    c->add_option("-o,--out", table.out, "File to write; none: standard output");
  }

  void add_merge() {
    CLI::App* c =
        add("merge", "Join the JSON reports of all shards of a run into reports of the whole", merge,
            merge_command,
            "  hallmark merge shard-*.json -r junit=junit.xml -r html=report.html -r json=run.json\n");
    c->add_option("reports", merge.reports, "JSON reports of runs with --shard")
        ->required()
        ->check(CLI::ExistingFile);
    c->add_option("-r,--report", merge.out, report_help);
    c->add_option("--known", merge.known,
                  "The file that the shards had: what was reached before and is not fails, as do "
                  "globs that cover nothing")
        ->check(CLI::ExistingFile);
    c->add_option("--require", merge.require,
                  "An operation that must be exercised, or a glob of them (repeatable)");
    c->add_option("--min-tested", merge.min_tested, "Percent of the promises that must be tested")
        ->check(CLI::Range(0.0, 100.0));
    c->add_flag("-q,--quiet", merge.quiet, "Only the conclusion and the counts");
    c->add_flag("-v,--verbose", merge.verbose, "Conforming and skipped cases, too");
  }
};

bool is_command(const CLI::App& app, const std::string& word) {
  const auto all = app.get_subcommands({});
  return std::any_of(all.begin(), all.end(), [&](const CLI::App* each) { return each->get_name() == word; });
}

// CLI11's words, but where they would not tell a newcomer what to write.
std::string what_is_wrong(const CLI::App& app, const std::vector<std::string>& arguments,
                          const CLI::ParseError& problem) {
  if (!arguments.front().starts_with("-") && !is_command(app, arguments.front()))
    return "there is no command \"" + arguments.front() + "\"";
  if (dynamic_cast<const CLI::RequiredError*>(&problem) == nullptr) return problem.what();
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() != arguments.front()) continue;
    for (const CLI::Option* option : command->get_options()) {
      if (!option->get_required() || option->count() > 0) continue;
      const OptionFacts facts = facts_of(*option);
      return fmt::format("{} needs {}: {}", command->get_name(), facts.name, facts.text);
    }
  }
  return problem.what();
}

// The nearest command or option to a word that CLI11 did not know.
std::string suggestion(const Commands& commands, const std::vector<std::string>& arguments) {
  std::vector<std::string> names;
  const CLI::App* command = &commands.app;
  for (const CLI::App* candidate : commands.app.get_subcommands({})) {
    names.push_back(candidate->get_name());
    if (!arguments.empty() && candidate->get_name() == arguments.front()) command = candidate;
  }
  std::vector<std::string> options;
  for (const CLI::Option* option : command->get_options()) {
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  }
  if (command == &commands.app && !arguments.empty()) {
    const auto meant = core::nearest(arguments.front(), names);
    return meant ? "Did you mean \"" + *meant + "\"? " : "";
  }
  for (const std::string& argument : arguments) {
    const std::string word = argument.substr(0, argument.find('='));
    if (word.substr(0, 2) != "--" || std::find(options.begin(), options.end(), word) != options.end())
      continue;
    if (const auto meant = core::nearest(word, options)) return "Did you mean \"" + *meant + "\"? ";
  }
  return "";
}

}  // namespace

int run_cli(const std::vector<std::string>& arguments, CommandContext& context) {
  Commands commands;
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    commands.app.parse(std::move(reversed));
  } catch (const CLI::Success& success) {
    commands.app.exit(success, context.out, context.err);
    return after_printing(context, exit_conforms);
  } catch (const CLI::ParseError& problem) {
    if (arguments.empty()) {
      context.err << "hallmark: which command?\n\n" << commands.app.help();
      return exit_usage;
    }
    context.err << "hallmark: " << core::printable(what_is_wrong(commands.app, arguments, problem)) << "\n  "
                << suggestion(commands, arguments) << "`hallmark "
                << (is_command(commands.app, arguments.front()) ? arguments.front() + " " : "")
                << "--help` lists what there is.\n";
    return exit_usage;
  }
  try {
    return after_printing(context, commands.chosen(context));
  } catch (const UsageError& problem) {
    context.err << "hallmark: " << problem.message << "\n";
    if (!problem.advice.empty()) context.err << "  " << problem.advice << "\n";
    return exit_usage;
  } catch (const core::DocumentError& problem) {
    context.err << "hallmark: " << core::printable(problem.what(), true) << "\n";
    return exit_document;
  } catch (const std::exception& problem) {
    context.err << "hallmark: internal error: " << core::printable(problem.what())
                << "\n  Please report it.\n";
    return exit_unreachable;
  }
}

int main_of(int argc, char** argv) {
  // A stream that is closed would become the first file that is opened.
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) < 0) static_cast<void>(open("/dev/null", O_RDONLY));
  }
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (ends_in_order(arguments)) {
    struct sigaction action {};
    action.sa_handler = on_signal;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      struct sigaction before {};
      sigaction(signal, nullptr, &before);
      if (signal == SIGHUP && before.sa_handler == SIG_IGN) continue;  // nohup means it
      sigaction(signal, &action, nullptr);  // shells ignore SIGINT for what they start in the background
    }
  }
  CommandContext context{.out = std::cout, .err = std::cerr};
  context.interrupted = &interrupted;
  context.abandoned = &abandoned;
  context.signal = &first_signal;
  context.console = reports::console_options(isatty(STDOUT_FILENO) == 1);
  const int code = run_cli(arguments, context);
  return code == exit_interrupted && first_signal != 0 ? 128 + first_signal : code;
}

}  // namespace hallmark::cli
