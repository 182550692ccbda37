// The plan's data: what is sent, and which outcomes the documentation allows. A Case is
// complete: the runner and the judge need nothing else but the contract. Made by
// load_fixtures (fixtures/) and generate (from the contract).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contract/model.h"
#include "core/json.h"
#include "names/knowledge.h"
#include "names/values.h"

namespace hallmark::plan {

using names::Certainty;

enum class Provocation { none, request, state, identity, rate, fault };  // none: a success case
enum class Scope { request, account, target };
enum class Depth { quick, normal, thorough };
enum class SignMode { normal, none, corrupt, expired, unknown_key, other_service };
[[nodiscard]] std::string_view to_string(Provocation provocation);
[[nodiscard]] std::string_view to_string(Scope scope);
[[nodiscard]] std::string_view to_string(Depth depth);
[[nodiscard]] std::string_view to_string(SignMode mode);

// One matcher of a success outcome, about the value at one JSON Pointer of the members document.
struct Matcher {
  enum class Kind { equals, echoes, present, absent, matches, same_as, differs_from, not_before };
  Kind kind = Kind::present;
  Json value;                          // equals: the value (variables replaced); matches: the pattern
  std::string pointer;                 // echoes: a pointer into what was sent
  std::string variable;                // same_as, differs_from, not_before: a kept value's name
  bool drift_when_empty_list = false;  // echoes of a list: an empty list is drift (document contradiction)
};

// A success that hands out nothing, as an answer about what does not exist may: every list, map and structure
// is empty or absent, and no text is there that was not sent.
struct Nothing {
  // Pointers of output lists whose entries say what failed ("/Failures"): an entry is a refusal. Where there
  // is such a list, nothing at all says too little.
  std::vector<std::string> failures;
  // Or the thing is there in one of these last states ("DELETED", letters and digits alone, in lower case),
  // or with a member of one of these names ("DeletionDate"). Only of what was there and was removed.
  std::vector<std::string> final_states, final_members;
};

// One outcome that the documentation allows.
struct Outcome {
  std::string exception;                   // shape name; empty: success
  std::map<std::string, Matcher> success;  // by pointer; only for success
  std::optional<Nothing> nothing;          // of a success: it must hand out nothing
  std::string reason;                      // why this outcome is allowed beside others; may be empty
  std::optional<int> status;               // only where the case fixes one that the contract does not
  bool common = false;                     // of those that every service may answer (common_outcomes.h)
};

// It is an error, be it by its status alone: a condition of HTTP that does not hold is none of the listed
// exceptions.
[[nodiscard]] bool is_refusal(const Outcome& outcome);

// Where a document promises what a case demands, in our words.
struct PromisedAt {
  std::string document;  // "update_domain page (boto3)"
  std::string heading;   // "Exceptions"
  std::string member;    // what stands below it; may be empty
  std::string says;      // what it says of this
};

// A change to the encoded request, made before it is signed.
struct WireOverlay {
  std::string method, path;  // empty: unchanged. path is the whole target (with query)
  std::map<std::string, std::optional<std::string>> headers;  // nullopt: removed
  std::optional<std::string> body;                            // raw bytes
  SignMode sign = SignMode::normal;
  [[nodiscard]] bool empty() const {
    return method.empty() && path.empty() && headers.empty() && !body && sign == SignMode::normal;
  }
};

// `until` of a step: repeated until the value at `pointer` is one of `values`.
struct Until {
  // Only where a value that was kept says that there is something to wait for: else the call is not made.
  struct When {
    std::string variable;
    std::vector<Json> values;
  };

  std::string pointer;
  std::vector<Json> values;
  std::chrono::milliseconds deadline{30000};
  std::string gone;  // or: until the call answers this exception (a resource is gone)
  std::optional<When> when{};
};

// A supporting call: arrangement, read-back, removal. `with` may hold variables
// "${name}": kept values, ${unique}, ${uuid}, target variables, ${region}, ${account}.
// A string that is exactly one variable takes the kept value's JSON type.
struct Step {
  std::string call;  // operation name
  Json with = Json::object();
  std::map<std::string, std::string> keep;  // variable -> pointer into the members document
  std::optional<Until> until;
  std::string identity = "default";
  std::vector<Outcome> expect;  // then-steps; empty: any success
  std::string creates;  // resource name of the suite; set when the call makes one that must be removed
};

// Adds what is not there; of a call that is, everything is kept that either keeps.
void join_steps(std::vector<Step>& steps, const std::vector<Step>& others);

struct PatchOperation {  // RFC 6902: add, remove, replace
  std::string op, path;
  Json value;
};

enum class Tier { fixture, generated, informative };

// How the answer to `send` is walked page by page, and what must be found on the way. Tokens are asked for as
// long as answers give one; every page is a sending of its own.
struct Walk {
  std::vector<std::string> input_tokens;   // members of the input; empty: there is one page
  std::vector<std::string> output_tokens;  // pointers in the output, one for each
  std::string items;                       // pointer to the list that pages carry
  std::string more;                        // pointer to a boolean that says that there is a next page; ""
  std::size_t page_size = 0;               // most items on one page; 0: nothing was said
  std::vector<std::string> once;           // variables: each value stands in exactly one item
  std::vector<std::string> never;          // variables: no item has the value
  std::size_t most_pages = 60;  // beyond it nothing more is asked, and nothing said of what was not seen
};

// What must hold of a value in the answer to one of a case's calls. Each claim is judged by
// itself under a promise of its own; what AWS's services do to values on their way (verdict/come_back.h)
// breaks none, and an answer without the place says nothing, unless it is `awaited`.
struct Claim {
  enum class Kind {
    comes_back,  // what was sent at `sent`, else `value`
    differs,     // anything but what `before` has there, where `value`, an earlier answer, has not the same
    stays,       // as `before` has it, but for what moves by itself and `but`
    has_tags,    // tags with each key and value of what was sent at `sent`, else of `value`, an object
    lacks_tags,  // tags without any key of `value`, a list
    dated,       // a time that is now by the answer's own Date
    once,        // each text of `value`, a list, in one item of one of the lists at `at`
    everywhere,  // `value` at `at` in each item of the list: an answer without the place says nothing
    nowhere,     // what was sent at `sent`, else `value`, stands nowhere in the answer
    grows,       // more than `before` has there: a number, or a time told by fractions of a second
    shown,       // there is something, be it nothing but an empty structure
    hidden       // there is nothing: neither a text nor a number, nor anything within
  };
  Kind kind = Kind::comes_back;
  std::string promise;              // id; findings carry it
  std::optional<std::size_t> step;  // of `then`, whose answer it is about; absent: the answer to `send`
  std::vector<std::string> at;      // where; '*': any item. The first that the answer has counts
  std::vector<std::string> items;   // variables: of items, those in which one of their values stands
  std::string sent;                 // pointer into what `send` was sent with
  Json value;                       // variables are replaced by what was kept
  std::string before;               // the variable that holds an earlier answer, whole
  std::vector<std::string> but;     // names of members that may change
  bool awaited = false;             // that there is no such place is told, too, as drift
  bool weak = false;                // drift, whatever is stated: less than a known value was sent
};

// What makes a generated case one of behaviour between calls. Its first promise is
// "<service>.<Operation> behaviour.<kind>[ <subject>]".
struct BehaviourCheck {
  std::string kind;      // "unknown", "gone", "duplicate", …; empty: no such case
  std::string evidence;  // for people: what in the contract shows it
  // A listed exception, a trait or a text says it. Else names alone do, and what contradicts it is drift.
  bool stated = false;
  // What is sent instead of `send` where the arrangement is refused: the same with invented identifiers.
  // Absent where the case needs what is arranged.
  std::optional<Json> unarranged{};
};

// What a case is filed under: the middle of its id, and the name of a fixture's file.
struct Group {
  enum class Kind {
    exception,   // a listed one
    success,     // "success": what must be accepted
    validation,  // "validation": what breaks a constraint; whichever validation error comes
    common,      // "common": errors that every service of the protocol answers
    behaviour,   // "behaviour": what must hold between calls, where no listed exception says so
    answers,     // "answers": what answers of other calls break by themselves (run/asides.h)
    recorded     // "recorded": an exchange that no plan holds (run/recorded.h)
  };
  Kind kind = Kind::exception;
  std::string exception;  // its shape's name; "" of every other kind

  [[nodiscard]] static Group of(std::string exception) { return {Kind::exception, std::move(exception)}; }
  [[nodiscard]] static Group success() { return {Kind::success, {}}; }
  [[nodiscard]] bool is_success() const { return kind == Kind::success; }
  bool operator==(const Group&) const = default;
};
// Its text in ids, fixtures and reports, and the group of a text: any that is no word above is an exception.
[[nodiscard]] std::string to_string(const Group& group);
[[nodiscard]] Group group_of(std::string_view text);

struct Case {
  std::string id;         // "chime.CreateVoiceConnectorGroup/BadRequestException/name-empty"
  std::string service;    // slug
  std::string operation;  // name
  Group group;            // what it is filed under
  std::string name;
  std::string title;                  // what is sent, in plain words
  std::vector<std::string> promises;  // promise ids that it tests
  std::string fault_exception;        // provoke fault: the exception asked of the target
  Provocation provoke = Provocation::none;
  Scope scope = Scope::request;
  Depth depth = Depth::quick;
  Tier tier = Tier::fixture;       // informative: reported, never failing, not counted as tested
  bool generated = false;          // made from the contract; whoever wrote a fixture knows what is accepted
  std::string constraint;          // generated negatives: operator, e.g. "length.below"; "" otherwise
  std::string constraint_pointer;  // and the pointer of what it breaks in `send`
  std::string stated_by;           // "text" where only a sentence of the documentation states it; else ""
  BehaviourCheck behaviour;
  std::optional<Walk> walk;   // of the pages that `send` asks for
  std::vector<Claim> claims;  // of the answers to `send` and `then`; a refused `then` says nothing
  // Generated cases: how sure it is that `send` is accepted as it stands, and of which top-level members of
  // it that is less than known. Cases of fixtures are known: somebody wrote them.
  names::Certainty certainty = names::Certainty::known;
  std::map<std::string, names::Certainty> doubts;
  // Generated cases: equal for those whose control is the same request on the same arrangement, so that
  // the base request (arrange, then the control) need be sent once per key and run. Empty otherwise.
  std::string base_key;

  std::vector<Step> arrange;
  Json send = Json::object();
  WireOverlay wire;
  std::string identity = "default";
  // Provoke state, scope account: the suite's resource whose limit is filled. `send` is sent up to
  // target.limits[limit] + 1 times, one after the other, until the exception comes; the first is the control.
  std::string limit;
  // Kept from the first successful answer to `send`: variable -> pointer. For `then`.
  std::map<std::string, std::string> keep;
  int repeat = 1;  // provoke rate: how often `send` is sent at most (until the exception comes)
  std::vector<Outcome> expect;
  std::vector<PromisedAt> places;  // what promises the exception: the file's, then the case's own
  bool places_its_own = false;     // the case names one itself

  // The control (of a success: its base request). Patch on `send`; wire overlay, identity, fault are dropped.
  std::optional<std::vector<PatchOperation>> control;
  std::vector<Outcome> control_expect;  // empty: success
  std::vector<Step> then;

  std::string skip;  // why it cannot be sent (known while planning); empty: it can
  std::string file;  // fixture file and line; for generated cases the document's name and 0
  std::size_t line = 0;
};
// No document promises that the exception comes: success is an outcome, too, and reads "not brought about".
[[nodiscard]] bool is_attempt(const Case& test);

// ---- suites ----

// How one kind of resource is made and removed.
struct ResourceRecipe {
  std::string name;                         // "VoiceConnectorGroup"
  std::vector<Step> make;                   // keeps `id` variables
  std::vector<Step> remove;                 // given the kept variables; steps answer "gone" as success
  std::vector<std::string> variables;       // what `make` keeps, in order
  std::string create_call;                  // the operation that makes it: every success of it is journalled
  std::map<std::string, std::string> keep;  // variable -> pointer, from create_call's output
  std::string gone;                         // exception that says it is gone
};

struct Behaviour {  // a promise that no trait expresses, in our words, with its source
  std::string id;   // "voice-id.UpdateDomain behaviour.clobbers-description"
  std::string text, source;
  // What kinds of promise it is ("stored", "others-untouched", …; see suite.schema.json): from these the
  // mutants follow that `hallmark prove` holds the suite against.
  std::vector<std::string> kinds;
  std::vector<std::string> shows;  // globs over pointers of response members that it brings
};

struct Suite {
  std::string service;  // slug
  std::string title;
  // Judged where the service is named. Empty: the file names none; plan::completed() makes it all of the
  // contract's.
  std::vector<std::string> operations;
  std::vector<std::string> by_default;  // those of them that are judged where nothing is named
  std::string protocol;                 // empty: the contract's first
  std::map<std::string, ResourceRecipe> resources;
  std::map<std::string, std::vector<Step>> arrange;  // operation -> steps before a generated case
  std::map<std::string, Json>
      base;  // operation -> input members that generated cases start from (variables allowed)
  // Operations whose arrangement and base nobody wrote: what a model does not state may refuse their
  // requests, so that most refusals settle nothing. Filled by with_inferred().
  std::set<std::string> inferred;
  std::vector<Behaviour> behaviours;
  // Rows in front of those of suites/knowledge/values.json; null: none.
  std::shared_ptr<const names::ValueRules> values;
  // Response members that are promised: operation -> pointer -> source sentence.
  std::map<std::string, std::map<std::string, std::string>> promised;
  // What the documentation says in prose of how the service behaves, for the embedded endpoint and its
  // mutants; see suite.schema.json. An object, empty when there is nothing.
  Json facts = Json::object();
  std::vector<std::string> validation_errors;  // overrides the common list of the protocol
  // What the suite says of names otherwise than suites/knowledge/ does; null: nothing. Ask words().
  std::shared_ptr<const names::Knowledge> knowledge{};
  [[nodiscard]] const names::Knowledge& words() const {
    return knowledge ? *knowledge : names::Knowledge::standard();
  }
  std::string file;
  std::string
      model;  // path of the contract, relative to the suite's folder; empty: schemas/<service>/model.json
};

// ---- targets ----

struct Identity {
  std::string name;  // "default", "denied", …
  std::string from;  // "env", "profile:NAME", "inline", "anonymous"
  std::string access_key_id, secret_access_key, session_token;  // inline
};

struct HttpCall {  // of a target's own fault API; templates: {operation} {exception} {status} {code}
                   // {service}
  std::string method, path;
  std::string body;
  std::map<std::string, std::string> headers;
};

struct Target {
  std::string name;
  std::map<std::string, std::string> endpoints;  // service slug or "*" -> URL, template or "builtin"
  std::string region = "us-east-1";
  std::map<std::string, Identity> identities;  // "default" always there
  std::string fault_header;                    // provocations.fault.header; empty: none
  std::optional<HttpCall> fault_set, fault_clear;
  struct Rate {
    int requests = 0;
    std::chrono::milliseconds within{1000};
  };
  std::optional<Rate> rate;
  std::vector<std::string> verifies;  // "signature", "expiry", "permissions"
  std::map<std::string, int> limits;  // resource -> how many the account may have
  std::map<std::string, std::string> variables;
  double max_rate = 0;  // requests per second; 0: no limit
  std::string ca_file;  // likewise
  bool verify_tls = true;
  std::string known_deviations;   // path, made absolute against the profile
  bool remote = false;            // "remote": true allows endpoints that are not loopback
  std::set<std::string> allowed;  // classes of danger that a run on a remote target may risk (--allow)
  std::string file;
  [[nodiscard]] bool verifies_that(std::string_view what) const;
};

// ---- the whole ----

// One service under judgement. Immutable once planned.
struct ServicePlan {
  std::shared_ptr<const contract::Model> model;
  Suite suite;
  std::vector<Case> cases;                          // state-free first, target-scope last
  std::map<std::string, std::size_t> beyond_bound;  // operation -> generated cases that the bound left out
  // Generated cases that could not be made: promise id -> why (a pattern with no known violation, …).
  std::map<std::string, std::string> not_made;
};

}  // namespace hallmark::plan

// Example:
//
//   Case test;
//   test.id = "shop.CreateOrder/ValidationException/name-empty";
//   test.service = "shop";
//   test.operation = "CreateOrder";
//   test.group = Group::of("ValidationException");
//   test.provoke = Provocation::request;
//   test.send = {{"Name", ""}};
//   test.expect = {{.exception = "ValidationException", .success = {}, .reason = {}, .status = {}}};
