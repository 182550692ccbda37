#include "cli/glossary.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/interface.h"
#include "core/text.h"
#include "verdict/rules.h"

namespace hallmark::cli {
namespace {

constexpr std::size_t columns = 100;

constexpr Word things[] = {
    {"document",
     "A page or model that promises come from: botocore's service-2.json, a Smithy JSON AST, a boto3 "
     "reference "
     "page, a page of an AWS API Reference.",
     "contract, hallmark import"},
    {"contract",
     "What a service promises, in one form whatever the document: a Smithy 2.0 model, "
     "schemas/<service>/model.json.",
     "promise, hallmark list services"},
    {"promise",
     "One clause of a contract that an answer can keep or break. Its id is its path: "
     "\"voice-id.UpdateDomain output.Domain.Name required\".",
     "tested, hallmark list promises"},
    {"service", "What a contract is of, by its short name: voice-id, sqs.", "hallmark list services"},
    {"operation", "One call of a service: voice-id.UpdateDomain.", "hallmark list operations"},
    {"exception",
     "An error that an operation lists, or that all services share (AccessDenied, ThrottlingException, …). A "
     "case "
     "names the one that it expects; \"any error\" is never expected.",
     "provoked, hallmark list exceptions"},
    {"suite",
     "The operations of one service that are judged together, how their resources are made and removed, and "
     "what "
     "only prose says of them: suites/<service>.suite.json. A contract can be judged without one.",
     "fixture, hallmark new service"},
    {"fixture",
     "A file of cases that no model can know, for one operation and one exception or its success: "
     "fixtures/<service>/<Operation>/<Exception>.json.",
     "case, parameters, hallmark new fixture"},
    {"parameters",
     "Records in a case of a fixture: the case is made once for each, \"${each.NAME}\" standing for the "
     "record's "
     "value.",
     "fixture"},
    {"case",
     "What is arranged, sent and looked at afterwards, and the outcomes that the documentation allows. Its "
     "id never "
     "changes: voice-id.UpdateDomain/success/times.",
     "control, hallmark list, hallmark explain"},
    {"generated", "Of cases: made from the contract alone, not from a fixture.", "depth, --no-generated"},
    {"depth", "How much is generated: quick is part of normal, normal of thorough.", "--depth"},
    {"arrange", "The calls that a case makes first, so that what it needs is there.", "case"},
    {"control",
     "The nearest request to an error case's, which must succeed. It catches endpoints that refuse "
     "everything.",
     "control.refused"},
    {"base request",
     "The valid request that generated cases are one step away from. They are judged only when the endpoint "
     "accepted it.",
     "skipped"},
    {"outcome", "One answer that the documentation allows: a success or one exception.", "case"},
    {"place",
     "Where a document promises that a request brings an exception about. A case without one is an attempt.",
     "attempt"},
    {"attempt",
     "A case that asks for an exception which no document promises: a success is an outcome, too, and reads "
     "\"not "
     "brought about\".",
     "not brought about"},
    {"target",
     "The endpoint under test and what is known of it: addresses, credentials, what it verifies and offers. "
     "A profile "
     "is targets/<name>.json.",
     "hallmark new target, hallmark doctor, hallmark list targets"},
    {"endpoint", "Where a service answers: http://127.0.0.1:4566.", "target"},
    {"embedded", "The target that is Hallmark's own reference endpoint, started for the run.",
     "hallmark serve"},
    {"identity",
     "Credentials by a name: default, denied (none of its operations is allowed), forbidden, unauthorized, "
     "limits, "
     "rate.",
     "target"},
    {"provocation",
     "How a case brings its exception about: by request (the input itself), state (calls before), identity "
     "(whose "
     "credentials sign), rate (how often), or fault (a switch that the target offers).",
     "provoked"},
    {"fault",
     "A switch of the target that makes it answer an exception. It proves the wire only, so it counts apart.",
     "provocation"},
    {"exchange", "What was sent and what came back, or how the transport failed.", ""},
    {"journal",
     "Where every resource is written down before it is made, so that what a crashed run left can be "
     "removed.",
     "hallmark clean"},
    {"recording", "Every exchange of a run in a file; it can be judged again without a network.",
     "hallmark run --record, hallmark judge"},
    {"knowledge",
     "Facts about AWS's habits of naming, about values and single services, as data with sources: "
     "suites/knowledge/.",
     ""},
    {"overlay", "What people read out of prose, as apply statements of Smithy with a source.",
     "hallmark import --overlay"},
    {"members document",
     "A message as one JSON object by member names, whatever the protocol: headers, labels and body "
     "together.",
     "hallmark decode"},
    {"danger",
     "A class of operations that cost money for long, reach people, change a whole account or cannot be "
     "undone. On a "
     "remote target they are skipped unless --allow names the class.",
     "remote"},
    {"remote", "Of a target: not on this machine. Its profile must say so.", "danger"},
    {"shard",
     "One of n parts of a plan that take about as long: whole operations, where there are more of them than "
     "parts.",
     "hallmark merge"},
};

constexpr Word verdicts[] = {
    {"verdict",
     "What a case comes to. Exactly one of: conforms, deviates, inconclusive, skipped, not offered, error.",
     ""},
    {"conforms",
     "The answer is one that the documentation allows, and everything that could be checked of it held.",
     "verdict"},
    {"deviates", "The answer breaks a promise. The run fails, exit code 1.",
     "finding, cause, known deviation"},
    {"inconclusive",
     "An answer that settles nothing: the documents do not say for sure that the request is accepted, or "
     "another "
     "well-formed refusal came. Nobody is accused, and no promise counts as tested.",
     "known value"},
    {"skipped",
     "It could not be put to the test, and the reason is said: the target does not verify signatures, the "
     "base request "
     "was not accepted, an identity is missing.",
     "hallmark plan"},
    {"not offered",
     "The endpoint does not have the operation: it answers a valid request as it answers an operation that "
     "nobody "
     "has.",
     "--require"},
    {"error", "A case that could not be judged: no connection, no answer in time, throttled. Exit code 4.",
     ""},
    {"finding",
     "One way in which an answer departs from a promise: rule, promise, place, expected, actual. Its "
     "severity is "
     "deviation, drift or recorded only.",
     "hallmark list rules"},
    {"deviation", "A finding that fails its case.", "deviates"},
    {"drift",
     "A finding that the documentation does not forbid, but does not show either: a value outside an enum, a "
     "length of an output. It fails under --strict.",
     "deviation"},
    {"recorded only", "A finding that is told and weighs nothing.", ""},
    {"cause", "Deviations that one fix in the endpoint would end. Reports begin with them.", ""},
    {"exercised", "Of an operation: at least one of its success cases was judged on this target.", "refused"},
    {"refused",
     "Of an operation: the endpoint has it and accepted none of its valid requests; or of a request: "
     "answered with an "
     "error.",
     ""},
    {"put to the test",
     "Of an exception that an operation lists: a case without a fault switch was sent and judged.",
     "provoked"},
    {"provoked", "The very exception came. By fault it proves the wire only and counts apart.",
     "provocation"},
    {"not brought about",
     "An attempt that succeeded: no document promises the exception. Counts apart, fails nothing.",
     "attempt"},
    {"tested", "Of a promise: a check that is bound to it was made of an answer and could have failed.",
     "--min-tested"},
    {"unobservable", "Of a promise: no request can show whether it is kept.", "hallmark list promises"},
    {"known value",
     "How sure it is that a request is accepted: known (something says so), plausible (stated, but perhaps "
     "not in this "
     "combination), open (everything else). Only with known values does a refusal deviate.",
     "inconclusive"},
    {"behaviour",
     "What must hold between calls: read what was written, gone when removed, every page once. What a listed "
     "exception, a trait or a text states deviates; what names alone show is drift.",
     "behaviour.read-back"},
    {"known deviation",
     "A deviation that is accepted for now, with a reason and an expiry. It covers the findings that it "
     "names, never an "
     "error; one that no longer deviates fails as an unexpected pass.",
     "baseline"},
    {"unexpected pass",
     "A known deviation that no longer deviates. It fails, so that the entry is taken out.",
     "known deviation"},
    {"baseline", "A file of known deviations and of the operations that were exercised: lost reach fails.",
     "run --write-known, run --known"},
    {"strict", "Drift fails, too.", "drift"},
    {"mutant",
     "The embedded endpoint with one departure from the documentation, to prove that the judge notices it: "
     "killed by a "
     "finding that names the broken promise, else it survives.",
     "hallmark mutants, hallmark prove"},
    {"killed", "Of a mutant: a finding names the promise that it breaks.", "mutant"},
    {"survived", "Of a mutant: no finding shows it.", "mutant"},
    {"equivalent", "Of a mutant: no client can tell it from what the documentation says.", "mutant"},
    {"variation", "A conforming way of the embedded endpoint to behave otherwise: it must never be accused.",
     "hallmark mutants --variations"},
    {"smoke", "What only Hallmark's own endpoint was held to.", ""},
};

// Types that only JUnit and GitLab show.
constexpr Word types[] = {
    {"run.blocked",
     "JUnit's type of a case in error: what it needs could not be arranged, or the endpoint is gone.",
     "error"},
    {"run.throttled",
     "JUnit's type of a case in error: the endpoint was still too busy after several attempts.", "error"},
    {"run.transport", "JUnit's type of a case in error: no connection, no answer in time, TLS.", "error"},
    {"run.known", "JUnit's type of a case whose deviations are all known: skipped with the reason.",
     "known deviation"},
    {"run.known-deviation",
     "JUnit's type of an entry of known deviations that has expired or covers nothing.", "known deviation"},
    {"run.required",
     "JUnit's type of an operation that --require or the baseline wants and that was not exercised.",
     "exercised"},
    {"run.empty", "JUnit's type of a run in which nothing ran.", ""},
    {"run.interrupted", "JUnit's type of a run that was interrupted.", ""},
    {"known.unexpected-pass", "JUnit's type of a known deviation that no longer deviates.",
     "unexpected pass"},
    {"recording.unreadable", "JUnit's type of a place of a recording that cannot be read.", "recording"},
    {"contract.deviation", "JUnit's type of a case that deviates by more than its findings' rules say.",
     "deviates"},
};

// What the first part of a rule of files says of the rest.
constexpr std::pair<std::string_view, std::string_view> kinds_of_files[] = {
    {"fixture", "A fixture (fixtures/<service>/<Operation>/<Exception>.json)"},
    {"suite", "A suite (suites/<service>.suite.json)"},
    {"target", "A target profile (targets/<name>.json)"},
    {"known", "A file of known deviations"},
    {"knowledge", "A file of suites/knowledge/"},
    {"journal", "A journal"},
    {"json", "A JSON file"},
    {"file", "A file"},
    {"import", "A document that is imported"},
    {"smithy", "A Smithy model"},
};

std::string plain(std::string_view text) {
  std::string word = core::to_lower(core::trim(text));
  std::replace(word.begin(), word.end(), '-', ' ');
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

std::string of_rule(const verdict::Rule& rule, std::string_view asked) {
  std::string text = fmt::format("{}: a rule of findings\n  {}.\n", asked, rule.line);
  if (asked.starts_with("then.")) text += "  Found in the answer to a later call of the case.\n";
  text += "  How much it weighs:\n";
  for (const std::string& line : verdict::weights_in_words(rule))
    text += "    " + wrapped(line, 6, columns) + "\n";
  text += "  A finding of a value that the case itself fixes deviates whatever the table says.\n";
  return text;
}

}  // namespace

const std::vector<Word>& glossary() {
  static const std::vector<Word> all = [] {
    std::vector<Word> words(std::begin(things), std::end(things));
    words.insert(words.end(), std::begin(verdicts), std::end(verdicts));
    words.insert(words.end(), std::begin(types), std::end(types));
    return words;
  }();
  return all;
}

const Word* word_named(std::string_view text) {
  const std::string asked = plain(text);
  const auto fits = [&](const Word& word) {
    const std::string known = plain(word.word);
    return asked == known || asked == known + "s" ||
           (known.ends_with('y') && asked == known.substr(0, known.size() - 1) + "ies");
  };
  const auto& all = glossary();
  const auto found = std::find_if(all.begin(), all.end(), fits);
  return found == all.end() ? nullptr : &*found;
}

std::string explained(std::string_view text) {
  if (const verdict::Rule* rule = verdict::rule_named(text)) return of_rule(*rule, text);
  if (const Word* word = word_named(text)) {
    std::string said = fmt::format("{}\n  {}\n", word->word, wrapped(word->meaning, 2, columns));
    if (!word->see.empty()) said += fmt::format("  See: {}\n", word->see);
    return said;
  }
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot + 1 == text.size()) return {};
  for (const auto& [kind, what] : kinds_of_files) {
    if (text.substr(0, dot) != kind || text.find('/') != std::string_view::npos) continue;
    return fmt::format(
        "{}: a rule of files\n  {} keeps to it. The message that names it says where it is broken and what "
        "to do;\n"
        "  `hallmark check FILE` says it again.\n",
        text, what);
  }
  return {};
}

std::vector<std::string> explainable() {
  std::vector<std::string> names;
  for (const Word& word : glossary()) names.emplace_back(word.word);
  for (const verdict::Rule& rule : verdict::rules()) names.push_back(rule.id);
  return names;
}

}  // namespace hallmark::cli
