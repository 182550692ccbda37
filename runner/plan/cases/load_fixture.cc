#include <algorithm>
#include <set>

#include "contract/promise_id.h"
#include "core/file_cursor.h"
#include "core/text.h"
#include "plan/cases/common_outcomes.h"
#include "plan/cases/load.h"
#include "plan/cases/parameters.h"
#include "plan/cases/select.h"
#include "plan/cases/steps.h"
#include "schema/formats.h"

namespace hallmark::plan {
namespace {

using core::FileCursor;

struct Heading {
  std::string operation, exception;  // exception: "success" for success.json
  std::optional<PromisedAt> place;   // where the exception is promised
};

PromisedAt read_place(const FileCursor& node) {
  node.only({"document", "heading", "member", "says"});
  return {.document = node.at("document").name(),
          .heading = node.at("heading").name(),
          .member = node.text_or("member"),
          .says = node.at("says").name()};
}

std::optional<Provocation> parse_provocation(std::string_view text) {
  for (const auto value : {Provocation::none, Provocation::request, Provocation::state, Provocation::identity,
                           Provocation::rate, Provocation::fault}) {
    if (to_string(value) == text) return value;
  }
  return std::nullopt;
}

SignMode read_sign(const FileCursor& node) {
  const auto said = node.text();
  for (const auto mode : {SignMode::normal, SignMode::none, SignMode::corrupt, SignMode::expired,
                          SignMode::unknown_key, SignMode::other_service}) {
    if (to_string(mode) == said) return mode;
  }
  node.fail("wire", "\"" + said + "\" is no way to sign",
            "use normal, none, corrupt, expired, unknown-key or other-service");
}

WireOverlay read_wire(const FileCursor& node) {
  node.only({"method", "path", "headers", "body", "sign"});
  WireOverlay wire;
  wire.method = node.text_or("method");
  if (const auto path = node.find("path")) {
    wire.path = path->text();
    if (!wire.path.starts_with('/')) path->fail("wire", "a path begins with '/'");
  }
  if (const auto headers = node.find("headers")) {
    for (const auto& [name, value] : headers->entries()) {
      if (value.json().is_null()) {
        wire.headers[name] = std::nullopt;
      } else {
        wire.headers[name] = value.text();
      }
    }
  }
  if (const auto body = node.find("body")) wire.body = body->text();
  if (const auto sign = node.find("sign")) wire.sign = read_sign(*sign);
  if (wire.empty()) node.fail("wire", "changes nothing", "leave \"wire\" out");
  return wire;
}

void read_provocation(const FileCursor& node, const Heading& heading, Case& test) {
  const bool success = heading.exception == "success";
  test.provoke = success ? Provocation::none : Provocation::request;
  if (node.find("fault")) test.provoke = Provocation::fault;
  if (const auto provoke = node.find("provoke")) {
    const auto said = parse_provocation(provoke->text());
    if (!said) {
      provoke->fail("provoke", "\"" + provoke->text() + "\" is no way to provoke an exception",
                    "use request, state, identity, rate or fault");
    }
    if (success != (*said == Provocation::none)) {
      provoke->fail("provoke", success ? "a success case provokes nothing" : "an exception must be provoked");
    }
    test.provoke = *said;
  }
  if (test.provoke == Provocation::fault) test.fault_exception = node.text_or("fault", heading.exception);
  if (node.find("fault") && test.provoke != Provocation::fault) {
    node.at("fault").fail("provoke", "\"fault\" goes with \"provoke\": \"fault\" only");
  }
  if (const auto scope = node.find("scope")) {
    const auto said = scope->text();
    if (said != "request" && said != "account" && said != "target") {
      scope->fail("scope", "\"" + said + "\" is no scope", "use request, account or target");
    }
    test.scope = said == "account" ? Scope::account : said == "target" ? Scope::target : Scope::request;
  } else if (test.provoke == Provocation::rate) {
    test.scope = Scope::account;
  }
  if (const auto repeat = node.find("repeat")) {
    test.repeat = repeat->count();
    if (test.repeat < 1) repeat->fail("range", "must be at least 1");
    if (test.provoke != Provocation::rate)
      repeat->fail("provoke", "\"repeat\" goes with \"provoke\": \"rate\" only");
  }
}

void read_control(const FileCursor& node, Case& test) {
  const auto control = node.find("control");
  if (control && test.provoke == Provocation::none) control->fail("control", "a success case has no control");
  if (control && test.provoke == Provocation::rate) {
    control->fail("control", "the control of a burst is its first request", "leave \"control\" out");
  }
  if (control && control->json().is_string()) {
    if (control->text() != "unchanged")
      control->fail("control", "a control is a list of patches, or \"unchanged\"");
    test.control.emplace();
  } else if (control) {
    test.control = read_patch(*control);
  } else if (test.provoke == Provocation::identity || test.provoke == Provocation::fault ||
             (test.provoke == Provocation::request && !test.wire.empty())) {
    test.control.emplace();
  } else if (test.provoke == Provocation::request || test.provoke == Provocation::state) {
    node.fail("control-missing",
              "an exception that the request or the state provokes needs a control that succeeds",
              "add \"control\": the JSON Patch that turns `send` into the nearest valid request");
  }
  if (const auto expect = node.find("control_expect")) {
    if (!test.control) expect->fail("control", "there is no control");
    test.control_expect = read_outcomes(*expect);
  }
}

// Of an identity, a signature or a rate nothing but errors of that kind: they are outcomes anyway, and a list
// of some would accuse those who answer another.
void refuse_narrowing(const FileCursor& expect, const Case& test) {
  if (test.provoke != Provocation::identity && test.provoke != Provocation::rate) return;
  const bool narrows = std::all_of(test.expect.begin(), test.expect.end(), [&](const Outcome& outcome) {
    return is_of_the_cases_kind(test, outcome.exception);
  });
  if (narrows) {
    expect.fail("narrows-common-errors",
                "every error of this kind is an outcome: the listed ones and those that all services share",
                "leave \"expect\" out");
  }
}

// What the case is called, and what it is about.
void read_name(const FileCursor& node, const Heading& heading, Case& test) {
  const auto operation = test.service + "." + test.operation;
  const auto name = node.at("name");
  test.name = name.name();
  if (!is_case_name(test.name)) {
    name.fail("name", "\"" + test.name + "\" is no name of a case",
              "say what is sent, in lower-case words with hyphens: \"unknown-group-id\"");
  }
  test.id = operation + "/" + heading.exception + "/" + test.name;
  test.title = node.text_or("title", core::replace_all(test.name, "-", " "));
  if (const auto promise = node.find("promise")) test.promises.push_back(promise->name());
  if (const auto promises = node.find("promises")) {
    for (auto& promise : promises->names()) test.promises.push_back(std::move(promise));
  }
  if (test.promises.empty()) {
    test.promises.push_back(
        test.group.is_success()
            ? contract::promise_text(operation, contract::Side::status)
            : contract::promise_text(operation, contract::Side::error, heading.exception));
  }
  if (const auto said = node.find("operator")) {
    const auto id = contract::PromiseId::read(test.promises.front());
    const auto clause = id ? id->clause : std::string();
    // "length.max" + "above" is "length.above"; "required" + "omitted" is "required.omitted".
    test.constraint = clause.substr(0, clause.find('.')) + "." + said->name();
  }
}

// How deep a run must go to send it, and whether it accuses.
void read_rank(const FileCursor& node, Case& test) {
  if (const auto depth = node.find("depth")) {
    const auto said = parse_depth(depth->text());
    if (!said) depth->fail("depth", "\"" + depth->text() + "\" is no depth", "use quick, normal or thorough");
    test.depth = *said;
  }
  if (const auto tier = node.find("tier")) {
    if (tier->text() != "fixture" && tier->text() != "informative") {
      tier->fail("tier", "\"" + tier->text() + "\" is no tier", "use fixture or informative");
    }
    test.tier = tier->text() == "informative" ? Tier::informative : Tier::fixture;
  }
}

// What is sent, and after what.
void read_request(const FileCursor& node, const Suite& suite, Case& test) {
  if (const auto arrange = node.find("arrange")) test.arrange = read_steps(*arrange, suite.resources);
  if (const auto send = node.find("send")) {
    if (!send->json().is_object()) send->fail("type", "expected an object of input members");
    test.send = send->value();
  }
  if (const auto wire = node.find("wire")) test.wire = read_wire(*wire);
  test.identity = node.text_or("identity", "default");
  if (const auto keep = node.find("keep")) test.keep = read_keep(*keep);
  if (const auto limit = node.find("limit")) {
    test.limit = limit->name();
    if (!suite.resources.contains(test.limit)) {
      limit->fail("unknown-resource", "the suite has no resource \"" + test.limit + "\"");
    }
    if (test.provoke != Provocation::state || test.scope != Scope::account) {
      limit->fail("provoke", "a limit is filled with \"provoke\": \"state\" and \"scope\": \"account\"");
    }
  }
}

// The allowed outcomes, among which must be the one that the case is filed under.
void read_expected(const FileCursor& node, const Heading& heading, Case& test) {
  const bool success = test.group.is_success();
  const std::string filed_under = success ? std::string() : heading.exception;
  const auto expect = node.find("expect");
  if (expect) {
    test.expect = read_outcomes(*expect);
  } else {
    test.expect.push_back({.exception = filed_under, .success = {}, .reason = {}, .status = {}});
  }
  const bool named = std::any_of(test.expect.begin(), test.expect.end(),
                                 [&](const Outcome& outcome) { return outcome.exception == filed_under; });
  if (!named) {
    node.at("expect").fail(
        "expect",
        success ? "a success case must allow a success" : "none of the outcomes is " + heading.exception,
        "file the case under the exception that it expects");
  }
  if (expect) refuse_narrowing(*expect, test);
  if (heading.place) test.places.push_back(*heading.place);
  if (const auto place = node.find("place")) {
    if (success) place->fail("place", "a success case demands no exception", "leave \"place\" out");
    test.places.push_back(read_place(*place));
    test.places_its_own = true;
  }
}

// "success", or "success.names" where many cases stand in files by subject.
bool is_filed_under(std::string_view stem, std::string_view exception) {
  if (!stem.starts_with(exception)) return false;
  stem.remove_prefix(exception.size());
  return stem.empty() || (stem.front() == '.' && is_case_name(std::string(stem.substr(1))));
}

Case read_case(const FileCursor& node, const Heading& heading, const Suite& suite) {
  node.only({"name",  "title",   "promise", "promises",       "operator", "provoke", "scope",    "depth",
             "tier",  "arrange", "send",    "wire",           "keep",     "limit",   "identity", "repeat",
             "fault", "expect",  "control", "control_expect", "then",     "skip",    "place"});
  Case test;
  test.service = suite.service;
  test.operation = heading.operation;
  test.group = heading.exception == "success" ? Group::success() : Group::of(heading.exception);
  read_name(node, heading, test);
  read_provocation(node, heading, test);
  read_rank(node, test);
  read_request(node, suite, test);
  read_expected(node, heading, test);
  read_control(node, test);
  if (const auto then = node.find("then")) test.then = read_steps(*then, suite.resources);
  test.skip = node.text_or("skip");
  return test;
}

}  // namespace

std::vector<Case> load_fixture(const std::filesystem::path& path, const Suite& suite, bool check_path) {
  const auto file = core::load_json(path);
  const FileCursor root(file, "fixture");
  root.only({"operation", "exception", "place", "cases"});
  Heading heading;
  heading.operation = root.at("operation").name();
  heading.exception = root.text_or("exception", "success");
  if (const auto place = root.find("place")) {
    if (heading.exception == "success") place->fail("place", "successes demand no exception");
    heading.place = read_place(*place);
  }
  if (heading.exception.empty())
    root.at("exception").fail("empty", "must not be empty", "leave it out for success");
  if (check_path) {
    if (!is_filed_under(path.stem().string(), heading.exception)) {
      root.fail("file-name", "cases of " + heading.exception + " stand in " + path.filename().string(),
                "rename the file to " + heading.exception + ".json or " + heading.exception +
                    ".SUBJECT.json, or correct \"exception\"");
    }
    if (path.parent_path().filename() != heading.operation) {
      root.at("operation")
          .fail("file-name", "cases of " + heading.operation + " stand in the folder " +
                                 path.parent_path().filename().string());
    }
  }
  std::vector<Case> cases;
  std::set<std::string> names;
  const auto list = root.at("cases");
  for (const auto& item : list.items()) {
    for (const Expanded& each : expanded(item)) {
      cases.push_back(read_case(item.holding(each.value), heading, suite));
      cases.back().file = path.string();
      cases.back().line = each.line;
      if (!names.insert(cases.back().name).second) {
        item.at("name").fail("duplicate-name", "\"" + cases.back().name + "\" is there twice");
      }
    }
  }
  if (cases.empty()) list.fail("empty", "must hold at least one case");
  schema::check_format(file, "fixture");
  return cases;
}

}  // namespace hallmark::plan
