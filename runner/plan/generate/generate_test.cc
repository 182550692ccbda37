#include "plan/generate/generate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/context.h"
#include "plan/generate/testing_models.h"
#include "plan/plan.h"

namespace hallmark::plan {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

struct Generated {
  std::map<std::string, Case> cases;  // by what stands behind the operation
  std::vector<std::string> order;
  GenerateResult result;
  [[nodiscard]] const Case& at(const std::string& id) const {
    const auto found = cases.find(id);
    if (found == cases.end()) throw std::runtime_error("no case " + id);
    return found->second;
  }
};

Generated run(const contract::Model& model, const std::string& operation,
              GenerateOptions options = {.depth = Depth::thorough}) {
  Generated generated;
  auto suite = suite_without_file(model);
  suite.operations = {operation};  // what a service is asked for once, it is asked for here
  const auto& found = *model.operation(operation);
  const auto prefix = model.slug + "." + operation + "/";
  generated.result = generate(model, found, suite, options, [&](Case test) {
    const auto name = test.id.substr(prefix.size());
    generated.order.push_back(name);
    generated.cases.emplace(name, std::move(test));
  });
  return generated;
}

TEST(Generate, PutsEveryConstraintToTheTest) {
  const auto generated = run(hotel(), "CreateRoom");
  EXPECT_EQ(generated.cases.size(), generated.order.size()) << "an id is there twice";
  EXPECT_THAT(generated.order, IsSupersetOf({"success/minimal",
                                             "success/full",
                                             "success/with-Guests",
                                             "success/input.Name.length.max+at",
                                             "success/input.Name.length.min+at",
                                             "success/input.Beds.range.max+at",
                                             "success/input.Kind.enum+SUITE",
                                             "success/input.Window.union+Yard",
                                             "success/input.Guests[].Name.type+unicode",
                                             "validation/input.Name.required+omitted",
                                             "validation/input.Name.required+null",
                                             "validation/input.Name.length.min+below",
                                             "validation/input.Name.length.max+above",
                                             "validation/input.Name.pattern+mismatch",
                                             "validation/input.Name.type+number",
                                             "validation/input.Beds.range.min+below",
                                             "validation/input.Beds.range.max+above",
                                             "validation/input.Beds.type+string",
                                             "validation/input.Beds.type+fraction",
                                             "validation/input.Kind.enum+unknown",
                                             "validation/input.Guests.length.min+below",
                                             "validation/input.Guests.length.max+above",
                                             "validation/input.Guests.uniqueItems+duplicate",
                                             "validation/input.Guests[].Name.required+omitted",
                                             "validation/input.Guests[].Age.range.max+above",
                                             "validation/input.Tags{key}.length.max+above",
                                             "validation/input.Tags{}.type+number",
                                             "validation/input.Window.union+none",
                                             "validation/input.Window.union+two",
                                             "validation/input.Annex.Label.type+number",
                                             "validation/input.Since.type+string",
                                             "validation/protocol.malformed+cut",
                                             "validation/protocol.malformed+empty-body",
                                             "common/unsigned",
                                             "common/bad-signature",
                                             "common/expired-signature",
                                             "common/unknown-operation",
                                             "ValidationException/by-fault",
                                             "ThrottlingException/by-fault"}));
}

TEST(Generate, BreaksOneThingAndThePatchMendsIt) {
  const auto generated = run(hotel(), "CreateRoom");
  const auto& base = generated.at("success/minimal").send;
  const auto& above = generated.at("validation/input.Name.length.max+above");
  EXPECT_EQ(above.promises, std::vector<std::string>{"hotel.CreateRoom input.Name length.max"});
  EXPECT_EQ(above.constraint, "length.above");
  EXPECT_EQ(above.constraint_pointer, "/Name");
  EXPECT_EQ(case_key(above), "hotel.CreateRoom input.Name length.max+above");
  EXPECT_TRUE(above.generated);
  EXPECT_EQ(above.provoke, Provocation::request);
  ASSERT_TRUE(above.control);
  ASSERT_EQ(above.control->size(), 1u);
  EXPECT_EQ(above.control->front().op, "replace");
  EXPECT_EQ(above.control->front().value, base["Name"]);
  const auto& omitted = generated.at("validation/input.Guests[].Name.required+omitted");
  EXPECT_FALSE(omitted.send["Guests"][0].contains("Name"));
  EXPECT_EQ(omitted.control->front().op, "add");
  EXPECT_EQ(omitted.control->front().path, "/Guests/0/Name");
}

// So that what is refused just as the base request is need not be held against what was added to it.
TEST(Generate, NamesTheBaseRequestOfSuccesses) {
  const auto generated = run(hotel(), "CreateRoom");
  const Json& base = generated.at("success/minimal").send;
  EXPECT_TRUE(generated.at("success/minimal").base_key.empty());
  EXPECT_FALSE(generated.at("success/minimal").control);
  const auto& key = generated.at("validation/input.Name.length.max+above").base_key;
  for (const char* name : {"success/full", "success/with-Guests", "success/input.Name.length.max+at"}) {
    const Case& test = generated.at(name);
    EXPECT_EQ(test.base_key, key) << name;
    ASSERT_TRUE(test.control) << name;
    EXPECT_EQ(apply_patch(test.send, *test.control), base) << name;
  }
}

TEST(Generate, SharesTheBaseKeyAmongCasesOfOneBaseRequest) {
  const auto generated = run(hotel(), "CreateRoom");
  const auto& name = generated.at("validation/input.Name.length.max+above").base_key;
  EXPECT_FALSE(name.empty());
  EXPECT_EQ(name, generated.at("validation/input.Beds.range.min+below").base_key);
  EXPECT_EQ(name, generated.at("validation/protocol.malformed+cut").base_key);
  EXPECT_NE(name, generated.at("validation/input.Kind.enum+unknown").base_key);
  EXPECT_EQ(generated.at("validation/input.Kind.enum+unknown").base_key,
            generated.at("validation/input.Kind.type+number").base_key);
}

TEST(Generate, AllowsDeclaredValidationErrorsFirst) {
  const auto generated = run(hotel(), "CreateRoom");
  const auto& expect = generated.at("validation/input.Name.length.max+above").expect;
  ASSERT_GT(expect.size(), 1u);
  EXPECT_EQ(expect.front().exception, "ValidationException");
  for (const auto& outcome : expect) {
    EXPECT_FALSE(outcome.exception.empty());
    EXPECT_NE(outcome.exception, "ThrottlingException");
    EXPECT_FALSE(outcome.reason.empty());
  }
}

TEST(Generate, DepthsContainEachOther) {
  const auto model = hotel();
  const auto quick = run(model, "CreateRoom", {.depth = Depth::quick}).order;
  const auto normal = run(model, "CreateRoom", {.depth = Depth::normal}).order;
  const auto thorough = run(model, "CreateRoom", {.depth = Depth::thorough}).order;
  EXPECT_LT(quick.size(), normal.size());
  EXPECT_LT(normal.size(), thorough.size());
  EXPECT_THAT(normal, IsSupersetOf(quick));
  EXPECT_THAT(thorough, IsSupersetOf(normal));
}

TEST(Generate, CountsWhatTheBoundLeavesOut) {
  const auto model = hotel();
  const auto all = run(model, "CreateRoom", {.depth = Depth::quick});
  const auto some = run(model, "CreateRoom", {.depth = Depth::quick, .max_cases = 10});
  EXPECT_EQ(some.order.size(), 10u);
  EXPECT_EQ(some.result.made, 10u);
  // What cannot be made is only noticed where it is tried.
  EXPECT_GE(some.result.beyond_bound, all.order.size() - 10);
  EXPECT_EQ(std::vector<std::string>(all.order.begin(), all.order.begin() + 10), some.order);
}

TEST(Generate, DepthsContainEachOtherUnderAnyBound) {
  const auto model = hotel();
  for (const std::size_t bound : {std::size_t{1}, std::size_t{4}, std::size_t{15}, std::size_t{40}}) {
    const auto quick = run(model, "CreateRoom", {.depth = Depth::quick, .max_cases = bound});
    const auto normal = run(model, "CreateRoom", {.depth = Depth::normal, .max_cases = bound});
    const auto thorough = run(model, "CreateRoom", {.depth = Depth::thorough, .max_cases = bound});
    EXPECT_LE(quick.order.size(), bound);
    EXPECT_LE(normal.order.size(), 2 * bound);
    EXPECT_LE(thorough.order.size(), 3 * bound);
    EXPECT_THAT(normal.order, IsSupersetOf(quick.order)) << bound;
    EXPECT_THAT(thorough.order, IsSupersetOf(normal.order)) << bound;
  }
}

TEST(Generate, GivesWayToFixtures) {
  const auto generated = run(hotel(), "CreateRoom",
                             {.depth = Depth::thorough,
                              .covered = {"hotel.CreateRoom input.Name length.max+above",
                                          "hotel.CreateRoom error.ThrottlingException"}});
  EXPECT_THAT(generated.order, Not(Contains("validation/input.Name.length.max+above")));
  EXPECT_THAT(generated.order, Not(Contains("ThrottlingException/by-fault")));
  EXPECT_THAT(generated.order, Contains("validation/input.Name.length.max+at").Times(0));
  EXPECT_THAT(generated.order, Contains("ValidationException/by-fault"));
}

TEST(Generate, SendsTheSameBytesEveryTime) {
  const auto model = hotel();
  const auto first = run(model, "CreateRoom"), second = run(model, "CreateRoom");
  ASSERT_EQ(first.order, second.order);
  for (const auto& name : first.order) EXPECT_EQ(first.at(name).send, second.at(name).send) << name;
}

TEST(Generate, AMemberMoreOnlyAddsIds) {
  auto model = hotel();
  const auto before = run(model, "CreateRoom");
  auto& input = model.shapes.find("h#CreateRoomRequest")->second;
  input.members.insert(input.members.begin(), {.name = "Floor", .target = "h#BedCount", .traits = {}});
  const auto after = run(model, "CreateRoom");
  EXPECT_THAT(after.order, IsSupersetOf(before.order));
  EXPECT_THAT(after.order, Contains("validation/input.Floor.range.max+above"));
  // And what was there keeps its values.
  for (const auto& name : before.order) {
    if (name == "success/full" || name.starts_with("validation/protocol.malformed")) continue;
    EXPECT_EQ(before.at(name).send, after.at(name).send) << name;
  }
}

TEST(Generate, LabelsAreNeitherLeftOutNorEmpty) {
  const auto generated = run(hotel(), "UpdateRoom");
  for (const auto& name : generated.order) {
    const auto& send = generated.at(name).send;
    if (!send.contains("RoomId")) ADD_FAILURE() << name;
    if (send["RoomId"].is_string()) {
      EXPECT_FALSE(send["RoomId"].get<std::string>().empty()) << name;
    }
    EXPECT_FALSE(name.starts_with("validation/input.RoomId.type")) << name;  // everything is text in a path
  }
  EXPECT_THAT(generated.order, Contains("validation/input.RoomId.pattern+mismatch"));
}

TEST(Generate, HeadersThatDescribeTheBodyAreLeftToTheTransport) {
  auto model = hotel();
  auto& create = model.shapes.find("h#CreateRoomRequest")->second;
  contract::Member length;
  length.name = "ContentLength";
  length.target = "smithy.api#Long";
  length.traits.set(contract::trait::http_header, "Content-Length");
  create.members.push_back(length);
  length.name = "Checksum";
  length.target = "smithy.api#String";
  length.traits.set(contract::trait::http_header, "x-amz-checksum-sha256");
  create.members.push_back(length);
  const auto generated = run(model, "CreateRoom", {.depth = Depth::thorough});
  EXPECT_THAT(generated.order, Contains("success/full"));
  for (const auto& name : generated.order) {
    EXPECT_FALSE(generated.at(name).send.contains("ContentLength")) << name;
    EXPECT_FALSE(generated.at(name).send.contains("Checksum")) << name;
  }
}

TEST(Generate, SaysHowSureEachRequestIs) {
  const auto model = hotel();
  // A made-up identifier refers to nothing; the number of beds is stated, but perhaps not with this kind.
  EXPECT_EQ(run(model, "UpdateRoom").at("success/minimal").certainty, Certainty::open);
  const auto create = run(model, "CreateRoom").at("success/minimal");
  EXPECT_EQ(create.certainty, Certainty::plausible);
  EXPECT_FALSE(create.doubts.contains("Name"));
  EXPECT_EQ(create.doubts.at("Beds"), Certainty::plausible);
  EXPECT_EQ(run(model, "ListRooms").at("success/minimal").certainty, Certainty::known);
  EXPECT_EQ(run(model, "ListRooms").at("success/with-NextToken").tier, Tier::informative);
}

// What a suite gives it vouches for; of what it gives a document's bound is known as well, another word is
// not.
TEST(Generate, ASuiteVouchesForWhatItGives) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  suite.base["CreateRoom"] = {{"Name", "suite"}, {"Beds", 2}, {"Kind", "SUITE"}};
  std::map<std::string, Case> made;
  generate(model, *model.operation("CreateRoom"), suite, {.depth = Depth::thorough},
           [&](Case test) { made.emplace(to_string(test.group) + "/" + test.name, std::move(test)); });
  EXPECT_EQ(made.at("success/minimal").certainty, Certainty::known);
  EXPECT_TRUE(made.at("success/minimal").doubts.empty());
  EXPECT_EQ(made.at("success/input.Name.length.max+at").certainty, Certainty::known);
  EXPECT_EQ(made.at("success/input.Beds.range.max+at").certainty, Certainty::known);
  for (const auto& [name, test] : made) {
    if (name.starts_with("success/input.Kind.enum+") && test.send["Kind"] != "SUITE") {
      EXPECT_EQ(test.certainty, Certainty::plausible) << name;
    }
  }
  EXPECT_NE(made.at("success/full").certainty, Certainty::known);
}

TEST(Generate, DisputedConstraintsAreInformative) {
  auto model = hotel();
  auto& name = model.shapes.find("h#RoomName")->second;
  name.traits.set(
      contract::trait::alternatives,
      Json::array(
          {{{"trait", "smithy.api#length"}, {"value", {{"min", 2}, {"max", 300}}}, {"source", "page"}}}));
  const auto generated = run(model, "CreateRoom");
  EXPECT_EQ(generated.at("validation/input.Name.length.max+above").tier, Tier::informative);
  EXPECT_EQ(generated.at("validation/input.Name.pattern+mismatch").tier, Tier::generated);
  // Successes send what every document calls valid.
  EXPECT_EQ(generated.at("success/input.Name.length.min+at").send["Name"].get<std::string>().size(), 2u);
}

TEST(Generate, BodiesBreakInTheLanguageOfTheProtocol) {
  EXPECT_EQ(run(hotel(), "CreateRoom").at("validation/protocol.malformed+cut").wire.body->front(), '{');
  EXPECT_EQ(run(hotel("aws.protocols#restXml"), "CreateRoom")
                .at("validation/protocol.malformed+cut")
                .wire.body->front(),
            '<');
  EXPECT_EQ(run(hotel("smithy.protocols#rpcv2Cbor"), "CreateRoom")
                .at("validation/protocol.malformed+cut")
                .wire.body->front(),
            '\xbf');
  EXPECT_THAT(run(hotel("aws.protocols#awsQuery"), "CreateRoom").order,
              Not(Contains("validation/protocol.malformed+cut")));
  EXPECT_THAT(run(hotel(), "GetRoom").order, Not(Contains("validation/protocol.malformed+cut")));
}

TEST(Generate, TextProtocolsGetOnlyWhatTextCanSay) {
  const auto generated = run(hotel("aws.protocols#awsQuery"), "CreateRoom");
  EXPECT_THAT(generated.order, Not(Contains("validation/input.Name.type+number")));
  EXPECT_THAT(generated.order, Not(Contains("validation/input.Name.required+null")));
  EXPECT_THAT(generated.order, Not(Contains("validation/input.Guests.length.min+below")));
  EXPECT_THAT(generated.order, Contains("validation/input.Beds.type+string"));
}

TEST(Generate, UnknownOperationsAreNamedWhereTheProtocolNamesThem) {
  const auto rest = run(hotel(), "CreateRoom").at("common/unknown-operation");
  EXPECT_TRUE(rest.wire.path.starts_with("/hallmark/"));
  const auto json = run(hotel("aws.protocols#awsJson1_1"), "CreateRoom").at("common/unknown-operation");
  EXPECT_EQ(json.wire.headers.at("X-Amz-Target"), "Hotel.HallmarkUnknownOperation");
  const auto query = run(hotel("aws.protocols#awsQuery"), "CreateRoom").at("common/unknown-operation");
  EXPECT_EQ(*query.wire.body, "Action=HallmarkUnknownOperation&Version=2024-01-01");
}

// Of an operation that the service does not have it is asked once, by the first that needs no input.
TEST(Generate, OneOperationOfAServiceAsksForAnUnknownOne) {
  contract::Model model = hotel();
  contract::Operation other = *model.operation("CreateRoom");
  other.id = "h#ListRooms";
  other.input.clear();
  model.operations.emplace(other.id, other);
  model.service.operations.push_back(other.id);
  Suite suite{.service = "hotel", .operations = {"CreateRoom", "ListRooms"}};
  EXPECT_FALSE(asks_for_no_operation(model, *model.operation("CreateRoom"), suite));
  EXPECT_TRUE(asks_for_no_operation(model, *model.operation("ListRooms"), suite));
  suite.operations = {"CreateRoom"};
  EXPECT_TRUE(asks_for_no_operation(model, *model.operation("CreateRoom"), suite));
}

// An object store takes every path: none is unknown.
TEST(Generate, AnOperationThatTakesEveryPathLeavesNoneUnknown) {
  const struct {
    const char* uri;
    bool unknown;
  } rows[] = {{"/{RoomId}/{Key+}", false}, {"/{RoomId+}?x-id=Put", false},
              {"/{A}/{B}/{C}", false},     {"/{A}/{B}/{C}/{D+}", true},
              {"/{A}/{B}", true},          {"/rooms/{RoomId+}", true}};
  for (const auto& row : rows) {
    contract::Model model = hotel();
    contract::Operation other = *model.operation("CreateRoom");
    other.id = "h#PutAnything";
    Json http = *other.traits.find(contract::trait::http);
    http["uri"] = row.uri;
    other.traits.set(contract::trait::http, http);
    model.operations.emplace(other.id, other);
    model.service.operations.push_back(other.id);
    const auto order = run(model, "CreateRoom").order;
    EXPECT_EQ(std::find(order.begin(), order.end(), "common/unknown-operation") != order.end(), row.unknown)
        << row.uri;
  }
}

TEST(Generate, OperationsWithoutAuthAreNotSentUnsigned) {
  auto model = hotel();
  model.operations.find("h#CreateRoom")->second.traits.set(contract::trait::auth, Json::array());
  EXPECT_THAT(run(model, "CreateRoom").order, Not(Contains("common/unsigned")));
}

TEST(Generate, SaysWhatItCannotMake) {
  auto model = hotel();
  model.shapes.find("h#RoomName")->second.traits.set(contract::trait::pattern, "^(a)\\1$");
  const auto generated = run(model, "CreateRoom");
  ASSERT_TRUE(generated.result.not_made.contains("hotel.CreateRoom status+minimal"));
  EXPECT_NE(generated.result.not_made.at("hotel.CreateRoom status+minimal").find("back-reference"),
            std::string::npos);
}

TEST(Generate, SuitesGiveTheBase) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  suite.base["UpdateRoom"] = {{"RoomId", "${room}"}};
  suite.arrange["UpdateRoom"] = {Step{.call = "CreateRoom",
                                      .with = {{"Name", "${unique}"}, {"Beds", 1}},
                                      .keep = {{"room", "/Room/RoomId"}},
                                      .until = {},
                                      .identity = "default",
                                      .expect = {},
                                      .creates = {}}};
  std::size_t seen = 0;
  generate(model, *model.operation("UpdateRoom"), suite, {.depth = Depth::thorough}, [&](Case test) {
    ++seen;
    EXPECT_EQ(test.arrange.size(), 1u);
    if (test.id.ends_with("/minimal")) {
      EXPECT_EQ(test.send, (Json{{"RoomId", "${room}"}}));
      EXPECT_EQ(test.tier, Tier::generated);
    }
    // Successes never put another identifier in its place.
    if (test.group.is_success()) {
      EXPECT_EQ(test.send["RoomId"], "${room}") << test.id;
    }
  });
  EXPECT_GT(seen, 10u);
}

}  // namespace
}  // namespace hallmark::plan
