#include "plan/values/certainty.h"

#include <gtest/gtest.h>

#include "plan/generate/testing_models.h"
#include "plan/inference.h"
#include "plan/values/company.h"
#include "plan/values/shapes.h"
#include "plan/values/sites.h"
#include "plan/values/values.h"

namespace hallmark::plan {
namespace {

// One structure of an operation that makes something.
contract::Model model_of(const std::string& members, const std::string& operation = "CreateShelf") {
  const std::string text = R"json({"smithy": "2.0", "shapes": {
    "s#Store": {"type": "service", "version": "1", "operations": [{"target": "s#OP"}],
      "traits": {"aws.api#service": {"sdkId": "Store"}, "aws.protocols#awsJson1_0": {}}},
    "s#OP": {"type": "operation", "input": {"target": "s#Input"}},
    "s#Kind": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "a"}},
                                           "B": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "b"}}}},
    "s#Patterned": {"type": "string", "traits": {"smithy.api#pattern": "^[a-z0-9-]+$"}},
    "s#Number": {"type": "integer", "traits": {"smithy.api#range": {"min": 0, "max": 100}}},
    "s#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "s#Tag": {"type": "structure", "members": {"Key": {"target": "smithy.api#String"}, "Value": {"target": "smithy.api#String"}}},
    "s#Tags": {"type": "list", "member": {"target": "s#Tag"}},
    "s#Input": {"type": "structure", "members": {MEMBERS}}}})json";
  auto filled = core::replace_all(core::replace_all(text, "MEMBERS", members), "s#OP", "s#" + operation);
  return contract::read_smithy(core::load_json_text(filled, "store.json"));
}

struct CertaintyRow {
  const char* what;
  const char* member;  // name and target
  Json value;
  Certainty certainty;
};
class OfValues : public ::testing::TestWithParam<CertaintyRow> {};
TEST_P(OfValues, SaysHowSureTheyAre) {
  const auto& [what, member, value, certainty] = GetParam();
  const auto model = model_of(member);
  const auto& operation = *model.operation("CreateShelf");
  const Certainties certainties(model, &operation, names::ValueRules::embedded());
  EXPECT_EQ(certainties.of(input_of(model, operation).members.front(), value), certainty) << what;
}
INSTANTIATE_TEST_SUITE_P(
    Rows, OfValues,
    ::testing::Values(
        CertaintyRow{"free text", R"("Description": {"target": "smithy.api#String"})", "anything",
                     Certainty::known},
        CertaintyRow{"free text at its bound", R"("Description": {"target": "smithy.api#String"})",
                     std::string(1000, 'x'), Certainty::plausible},
        CertaintyRow{"a kept identifier", R"("RoomId": {"target": "smithy.api#String"})", "${roomId}",
                     Certainty::known},
        CertaintyRow{"an invented one", R"("RoomId": {"target": "smithy.api#String"})",
                     "5d0f5c8e-0000-4000-a000-000000000000", Certainty::open},
        CertaintyRow{"a fresh identifier is none that is there",
                     R"("RoomId": {"target": "smithy.api#String"})", "${uuid}", Certainty::open},
        CertaintyRow{"a new name whose form is stated", R"("ShelfName": {"target": "s#Patterned"})",
                     "hallmark-${unique}", Certainty::known},
        CertaintyRow{"a new name whose form is not", R"("ShelfName": {"target": "smithy.api#String"})",
                     "hallmark-${unique}", Certainty::plausible},
        CertaintyRow{"an enum's value", R"("Kind": {"target": "s#Kind"})", "a", Certainty::plausible},
        CertaintyRow{"no value of it", R"("Kind": {"target": "s#Kind"})", "c", Certainty::open},
        CertaintyRow{"a number", R"("Depth": {"target": "s#Number"})", 7, Certainty::plausible},
        CertaintyRow{"true", R"("Encrypt": {"target": "smithy.api#Boolean"})", true, Certainty::plausible},
        CertaintyRow{"a text that refers to something",
                     R"("SSECustomerAlgorithm": {"target": "smithy.api#String"})", "sse-customer-algorithm-1",
                     Certainty::open},
        CertaintyRow{"tags", R"("Tags": {"target": "s#Tags"})",
                     Json::parse(R"([{"Key": "purpose", "Value": "conformance"}])"), Certainty::known},
        CertaintyRow{
            "the weakest of a list", R"("Tags": {"target": "s#Tags"})",
            Json::parse(R"([{"Key": "purpose", "Value": "conformance"}, {"Key": "aws:x", "Value": "y"}])"),
            Certainty::open},
        CertaintyRow{"a list of texts", R"("Zones": {"target": "s#Texts"})", Json::array({"a"}),
                     Certainty::open},
        CertaintyRow{
            "an idempotency token",
            R"("Token": {"target": "smithy.api#String", "traits": {"smithy.api#idempotencyToken": {}}})",
            "${uuid}", Certainty::known}));

TEST(Certainties, NamesDoubtsByTopLevelMember) {
  const auto model = model_of(
      R"("Description": {"target": "smithy.api#String"}, "Kind": {"target": "s#Kind"}, "KeyId": {"target": "smithy.api#String"})");
  const auto& operation = *model.operation("CreateShelf");
  const Certainties certainties(model, &operation, names::ValueRules::embedded());
  const Json sent = {{"Description", "text"}, {"Kind", "a"}, {"KeyId", "made-up"}};
  const auto doubts = certainties.doubts(input_of(model, operation), sent, Json::object());
  EXPECT_EQ(doubts,
            (std::map<std::string, Certainty>{{"Kind", Certainty::plausible}, {"KeyId", Certainty::open}}));
  // What a suite gives is vouched for, as long as it is what is sent.
  const Json given = {{"Kind", "b"}, {"KeyId", "made-up"}};
  EXPECT_EQ(certainties.doubts(input_of(model, operation), sent, given),
            (std::map<std::string, Certainty>{{"Kind", Certainty::plausible}}));
}

// ---- members that belong together ----

Json made(const contract::Model& model, const char* rules, bool full, const Json& given = Json::object()) {
  const auto& operation = *model.operation("CreateShelf");
  const Values values(model, "", &operation, names::ValueRules::read(Json::parse(rules)));
  ValueOptions options{.full = full};
  options.given = &given;
  return values.structure(input_of(model, operation), "seed", options).value.value_or("none");
}

constexpr const char* three =
    R"("KeyAlgorithm": {"target": "s#Patterned"}, "KeyText": {"target": "s#Patterned"}, "KeyDigest": {"target": "s#Patterned"}, "Kind": {"target": "s#Kind"})";
constexpr const char* all_made = R"({"made": [{"members": ["Key*"], "value": "text", "source": "test"}],
    "together": [{"members": ["KeyAlgorithm", "KeyText", "KeyDigest"], "source": "test"}],
    "apart": [{"first": ["KeyAlgorithm"], "others": ["Kind"], "source": "test"}]})";

TEST(Company, IsSentWholeOrNotAtAll) {
  const auto model = model_of(three);
  EXPECT_EQ(made(model, all_made, true),
            (Json{{"KeyAlgorithm", "text"}, {"KeyText", "text"}, {"KeyDigest", "text"}}));
  // One of them cannot be made: nothing speaks for its value.
  constexpr const char* two_made =
      R"({"made": [{"members": ["KeyText", "KeyDigest"], "value": "text", "source": "test"}],
    "left_out": [{"members": ["KeyAlgorithm"], "source": "test"}],
    "together": [{"members": ["KeyText", "KeyDigest", "Kind", "KeyAlgorithm"], "source": "test"}]})";
  EXPECT_EQ(made(model, two_made, true).contains("KeyAlgorithm"),
            made(model, two_made, true).contains("KeyText"));
  EXPECT_EQ(made(model, all_made, false), Json::object());
  // Beside one that is given the others are made.
  EXPECT_EQ(made(model, all_made, false, {{"KeyText", "given"}}),
            (Json{{"KeyAlgorithm", "text"}, {"KeyText", "given"}, {"KeyDigest", "text"}}));
}

// A constraint is broken beside what makes its member valid ("Segment" beside "TotalSegments"), and without
// what excludes it.
TEST(Company, StandsBesideAMemberWhoseConstraintIsBroken) {
  const auto model = model_of(three);
  const auto& operation = *model.operation("CreateShelf");
  const Values values(model, "", &operation, names::ValueRules::read(Json::parse(all_made)));
  const Carrier root(values, "seed", std::make_shared<const Json>(Json{{"Kind", "given"}}));
  std::map<std::string, Json> bases;
  for (const std::size_t level : {0, 1}) {
    walk_sites(model, input_of(model, operation), root, level, [&](const Site& site) {
      if (const auto* ready = site.carrier.ready()) bases[site.path] = *ready->document;
    });
  }
  EXPECT_EQ(bases["KeyText"], (Json{{"KeyAlgorithm", "text"}, {"KeyText", "text"}, {"KeyDigest", "text"}}));
  EXPECT_EQ(bases["Kind"], (Json{{"Kind", "given"}}));
}

TEST(Company, PartsWhatExcludesEachOther) {
  const auto model = model_of(three);
  const auto kept = made(model, all_made, true, {{"Kind", "b"}});
  EXPECT_EQ(kept["Kind"], "b");
  EXPECT_FALSE(kept.contains("KeyAlgorithm")) << kept;
}

TEST(Company, GivesWhatIsNeededAndOneOfSeveral) {
  const auto model = model_of(three);
  constexpr const char* rules = R"({"made": [{"members": ["Key*"], "value": "text", "source": "test"}],
    "needed": [{"operation": "CreateShelf", "all": ["Kind"], "any": ["KeyText", "KeyDigest"], "source": "test"}]})";
  EXPECT_EQ(made(model, rules, false), (Json{{"Kind", "a"}, {"KeyText", "text"}}));
  EXPECT_EQ(made(model, rules, false, {{"KeyDigest", "given"}}),
            (Json{{"Kind", "a"}, {"KeyDigest", "given"}}));
  EXPECT_FALSE(made(model, rules, true).contains("KeyDigest"));
}

TEST(Company, PutsNumbersInOrder) {
  const auto model = model_of(R"("MinSize": {"target": "s#Number"}, "MaxSize": {"target": "s#Number"})");
  constexpr const char* rules = R"({"made": [{"members": ["MinSize"], "value": 65, "source": "test"},
    {"members": ["MaxSize"], "value": 8, "source": "test"}], "ordered": [{"low": "Min*", "high": "Max*"}]})";
  EXPECT_EQ(made(model, rules, true), (Json{{"MinSize", 8}, {"MaxSize", 65}}));
  EXPECT_EQ(made(model, rules, true, {{"MaxSize", 3}}), (Json{{"MinSize", 3}, {"MaxSize", 3}}));
  EXPECT_EQ(made(model, rules, true, {{"MinSize", 90}}), (Json{{"MinSize", 90}, {"MaxSize", 90}}));
}

TEST(Values, LeaveOpenValuesOutOfTheFullRequest) {
  const auto model =
      model_of(R"("KeyId": {"target": "smithy.api#String"}, "Description": {"target": "smithy.api#String"},
    "IfMatch": {"target": "smithy.api#String"})");
  const auto& operation = *model.operation("CreateShelf");
  const auto full = Values(model, "", &operation).structure(input_of(model, operation), "s", {.full = true});
  EXPECT_EQ(*full.value, (Json{{"Description", "Sent by a conformance check"}}));
}

}  // namespace
}  // namespace hallmark::plan
