// No conforming endpoint is accused: every variation of the embedded endpoint, one at a time and together,
// against the four suites. And no change of an answer is both a mutant and a variation.
#include "endpoint/mutants/variations.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/cli.h"
#include "cli/exit_code.h"
#include "cli/prove.h"
#include "endpoint/mutants/mutants.h"
#include "suite_runs.h"

namespace hallmark::cli {
namespace {

using testing::Suites;

// All cases take minutes with every variation: scripts/prove runs them. Here every fourth fixture, and all
// successes that nothing has to be bought or throttled for.
Suites sample() {
  SelectionOptions selection;
  selection.generated = false;
  Suites suites(selection);
  std::size_t number = 0;
  for (plan::ServicePlan& service : suites.services) {
    std::erase_if(service.cases, [&](const plan::Case& test) {
      const bool slow = test.scope != plan::Scope::request || test.name == "later-update" || test.repeat > 1;
      return slow || (number++ % (test.group.is_success() ? 2 : 4) != 0);
    });
  }
  return suites;
}

std::string deviations(const Suites& suites, const std::vector<std::string>& variations,
                       std::vector<run::Listener*> listeners = {}) {
  plan::Target target = suites.target;
  const auto embedded = start_builtin(target, suites.services, {.variations = variations});
  testing::Verdicts verdicts;
  listeners.push_back(&verdicts);
  const run::RunSummary summary = testing::run_suites(suites.services, target, listeners, 8);
  std::set<std::string> informative;  // inconclusive whatever comes
  for (const plan::ServicePlan& service : suites.services) {
    for (const plan::Case& test : service.cases) {
      if (test.tier == plan::Tier::informative) informative.insert(test.id);
    }
  }
  std::string text;
  for (const auto& [id, said] : verdicts.said) {
    if (informative.contains(id) && said.starts_with("inconclusive")) continue;
    if (!said.starts_with("conforms")) text += id + ": " + said + "\n";
  }
  if (summary.counts.conforms < 30) text += "too few cases ran\n";
  return text;
}

TEST(Variations, NoneIsAccused) {
  const Suites suites = sample();
  for (const endpoint::Variation& variation : endpoint::variations()) {
    EXPECT_FALSE(variation.freedom.empty()) << variation.name;
    if (variation.by_contract) continue;
    EXPECT_EQ(deviations(suites, {std::string(variation.name)}), "") << variation.name;
  }
}

// What only other services' documents say is free where a contract is all that is known.
TEST(Variations, OfOtherServicesAreAccusedByNoContract) {
  for (const endpoint::Variation& variation : endpoint::variations()) {
    if (!variation.by_contract) continue;
    std::ostringstream out, err;
    CommandContext context{.out = out, .err = err};
    EXPECT_EQ(run_cli({"run", "kms", "--target", "embedded", "--depth", "quick", "--no-fixtures",
                       "--variation", std::string(variation.name), "--quiet"},
                      context),
              exit_conforms)
        << variation.name << "\n"
        << out.str() << err.str();
    EXPECT_EQ(out.str().find("Nothing was judged"), std::string::npos) << variation.name;
  }
}

TEST(Variations, NoneIsAccusedTogether) {
  // Of those that exclude each other one is left out in each round.
  const std::set<std::string> rounds[] = {{"header-lower", "code-in-body", "time-fraction", "epoch-fraction",
                                           "until-close", "chunked", "slow", "escaped"},
                                          {"header-case", "code-in-header", "time-whole", "epoch-integer",
                                           "chunked-trailers", "connection-close", "slow", "epoch-exponent"}};
  const Suites suites = sample();
  for (const auto& left_out : rounds) {
    std::vector<std::string> together;
    for (const endpoint::Variation& variation : endpoint::variations()) {
      if (!left_out.contains(std::string(variation.name)) && !variation.by_contract)
        together.emplace_back(variation.name);
    }
    EXPECT_EQ(deviations(suites, together), "");
  }
}

// What was answered to the requests that cases are about: codes of errors, by case.
class Codes : public run::Listener {
 public:
  void case_finished(const run::CaseResult& result) override {
    for (const exchange::Exchange& exchange : result.run.exchanges) {
      const contract::Operation* operation = result.model->operation(exchange.operation);
      const wire::Protocol* protocol = wire::protocol_for(*result.model);
      if (operation == nullptr || !exchange.http.response || exchange.role != exchange::Role::send) continue;
      if (protocol->is_success(*operation, *exchange.http.response)) {
        found.emplace(result.test->id, result.verdict.not_brought_about ? "not brought about" : "success");
      } else {
        found.emplace(result.test->id,
                      protocol->decode_error(*result.model, *operation, *exchange.http.response).code);
      }
    }
  }
  std::multimap<std::string, std::string> found;
  [[nodiscard]] bool says(const std::string& id, const std::string& code) const {
    const auto [first, last] = found.equal_range(id);
    return std::any_of(first, last, [&](const auto& each) { return each.second == code; });
  }
};

// An endpoint that answers as AWS does where the documents leave it open: every error case of the four
// suites, and for each habit a case in which it shows.
TEST(Variations, HabitsOfAwsAreNotAccused) {
  SelectionOptions selection;
  selection.generated = false;
  Suites suites(selection);
  for (plan::ServicePlan& service : suites.services) {
    std::erase_if(service.cases, [](const plan::Case& test) {
      return test.group.is_success() ? test.name.find("item") == std::string::npos
                                     : test.provoke == plan::Provocation::fault;
    });
  }
  const std::string voice = "voice-id.UpdateDomain/", chime = "chime.CreateVoiceConnectorGroup/",
                    sdk = "chime-sdk-voice.UpdateVoiceConnectorGroup/",
                    cloud = "cloudfront.UpdateConnectionGroup/";
  const struct {
    const char* variation;
    std::vector<std::pair<std::string, std::string>> shows;  // case, what it is answered
  } rows[] = {
      {"common-errors",
       {{voice + "AccessDeniedException/unsigned", "MissingAuthenticationTokenException"},
        {voice + "AccessDeniedException/signature-of-another-secret", "InvalidSignatureException"},
        {voice + "AccessDeniedException/unknown-access-key", "UnrecognizedClientException"},
        {chime + "UnauthorizedClientException/unsigned", "MissingAuthenticationTokenException"},
        {sdk + "ForbiddenException/forbidden-identity", "AccessDeniedException"},
        {sdk + "ThrottledClientException/burst", "ThrottlingException"},
        {cloud + "AccessDenied/unsigned", "MissingAuthenticationToken"},
        {cloud + "AccessDenied/signature-of-another-secret", "SignatureDoesNotMatch"},
        {cloud + "AccessDenied/expired-date", "RequestExpired"}}},
      {"common-errors-plain",
       {{voice + "AccessDeniedException/unsigned", "MissingAuthenticationToken"},
        {cloud + "AccessDenied/unsigned", "MissingAuthenticationTokenException"},
        {chime + "ThrottledClientException/burst", "Throttling"}}},
      {"parser-refuses",
       {{voice + "ValidationException/malformed-json", "SerializationException"},
        {voice + "ValidationException/domain-id-is-a-number", "SerializationException"},
        {chime + "BadRequestException/name-is-a-list", "SerializationException"},
        {sdk + "BadRequestException/malformed-json", "SerializationException"},
        {cloud + "InvalidArgument/malformed-xml", "MalformedXML"},
        {cloud + "InvalidArgument/enabled-is-text", "MalformedXML"}}},
      {"parser-refuses-plainly", {{cloud + "InvalidArgument/malformed-xml", "MalformedInput"}}},
      {"looked-up-first",
       {{voice + "ValidationException/domain-id-of-21-characters", "ResourceNotFoundException"},
        {voice + "ValidationException/domain-id-of-23-characters", "ResourceNotFoundException"},
        {voice + "ValidationException/domain-id-with-hyphen", "ResourceNotFoundException"},
        {sdk + "BadRequestException/group-id-is-a-blank", "NotFoundException"}}},
      {"version-first", {{cloud + "EntityNotFound/unknown-id", "InvalidIfMatchVersion"}}},
      {"settled-at-once", {{voice + "ConflictException/key-change-under-way", "not brought about"}}},
      {"newest-model", {{sdk + "BadRequestException/item-without-priority", "success"}}},
      {"lists-reversed", {}},
  };
  for (const auto& row : rows) {
    Codes codes;
    EXPECT_EQ(deviations(suites, {row.variation}, {&codes}), "") << row.variation;
    for (const auto& [id, code] : row.shows) EXPECT_TRUE(codes.says(id, code)) << row.variation << " " << id;
  }
}

// The shapes of answers: operation -> "/Domain/Name string", without empty lists, which may be absent.
class Shapes : public run::Listener {
 public:
  void case_finished(const run::CaseResult& result) override {
    for (const exchange::Exchange& exchange : result.run.exchanges) {
      const contract::Operation* operation = result.model->operation(exchange.operation);
      const wire::Protocol* protocol = wire::protocol_for(*result.model);
      if (operation == nullptr || !exchange.http.response || exchange.role != exchange::Role::send) continue;
      if (!protocol->is_success(*operation, *exchange.http.response)) continue;
      const auto decoded = protocol->decode_response(*result.model, *operation, *exchange.http.response);
      collect(decoded.members, "", found[result.test->id]);
      operations[result.test->id] = result.test->service + "." + exchange.operation;
    }
  }
  std::map<std::string, std::map<std::string, std::string>> found;  // case -> pointer -> type
  std::map<std::string, std::string> operations;

 private:
  static void collect(const Json& value, const std::string& at, std::map<std::string, std::string>& into) {
    if (value.is_array() && value.empty()) return;
    into[at] = value.is_number() ? "number" : value.type_name();
    if (value.is_object()) {
      for (const auto& [name, member] : value.items()) collect(member, core::pointer_join(at, name), into);
    }
    if (value.is_array()) {
      for (const Json& item : value) collect(item, at + "/*", into);
    }
  }
};

TEST(Variations, AreNoMutants) {
  const Suites suites = sample();
  // What a mutant does to a member, unless nobody can hold it against an endpoint.
  std::set<std::string> mutants;
  for (const plan::ServicePlan& service : suites.services) {
    for (const std::string& name : service.suite.operations) {
      const auto word = word_of(service.suite, name);
      for (const endpoint::Mutant& mutant :
           endpoint::mutants_for(*service.model, *service.model->operation(name), &*word)) {
        if (mutant.equivalent.empty()) {
          mutants.insert(fmt::format("{}.{} {}", service.suite.service, name,
                                     mutant.name.substr(0, mutant.name.rfind(','))));
        }
      }
    }
  }
  ASSERT_TRUE(mutants.contains("voice-id.UpdateDomain drop-member:/Domain/Name"));
  Shapes plain;
  ASSERT_EQ(deviations(suites, {}, {&plain}), "");
  ASSERT_FALSE(plain.found.empty());
  std::size_t changes = 0;
  for (const char* variation :
       {"lists-absent", "optional-absent", "new-members", "time-whole", "time-fraction", "epoch-integer",
        "epoch-fraction", "epoch-exponent", "etag-quoted", "pending"}) {
    Shapes varied;
    ASSERT_EQ(deviations(suites, {variation}, {&varied}), "");
    for (const auto& [id, members] : plain.found) {
      for (const auto& [pointer, type] : members) {
        const auto now = varied.found[id].find(pointer);
        if (now != varied.found[id].end() && now->second == type) continue;
        ++changes;
        const std::string change = now == varied.found[id].end() ? "drop-member:" : "wrong-type:";
        EXPECT_FALSE(mutants.contains(plain.operations[id] + " " + change + pointer))
            << variation << " does what a mutant does in " << id << ": " << change << pointer;
      }
    }
  }
  EXPECT_GT(changes, 0U);
}

}  // namespace
}  // namespace hallmark::cli
