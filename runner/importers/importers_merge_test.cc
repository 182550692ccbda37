#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "core/error.h"
#include "core/testing.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

using contract::Member;
using contract::Model;
using contract::Source;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace trait = contract::trait;

// A model of the service T with the operations given; every shape of `shapes` is in a.t#.
Model model(const std::string& shapes, const std::string& protocol = "aws.protocols#restJson1",
            const std::string& operations = R"({"target":"a.t#Do"})") {
  return read_smithy_ast(
      R"({"smithy":"2.0","shapes":{"a.t#T":{"type":"service","version":"1","operations":[)" + operations +
          R"(],"traits":{"aws.api#service":{"sdkId":"T"},")" + protocol + R"(":{}}},)" + shapes + "}}",
      "model");
}

// A page of one operation, the way the readers of pages make them.
Model page(const std::string& shapes, const std::string& slug = "t", const std::string& operation = "Do") {
  Model result = read_smithy_ast(
      R"({"smithy":"2.0","metadata":{"hallmark.api#slug":")" + slug +
          R"("},"shapes":{"p#T":{"type":"service","version":"1","operations":[{"target":"p#)" + operation +
          R"("}],"traits":{"hallmark.api#source":{"*":"page"}}},)" + shapes + "}}",
      "page");
  result.documents = {"page"};
  return result;
}

const Member& input_member(const Model& merged, std::string_view name) {
  return *merged.shape(merged.operation("Do")->input)->member(name);
}

Json alternatives(const contract::Traits& traits) {
  const Json* found = traits.find(trait::alternatives);
  return found ? *found : Json::array();
}

std::vector<std::string> promises(const Model& merged) {
  std::vector<std::string> result;
  for (const auto& contradiction : merged.contradictions) result.push_back(contradiction.promise);
  return result;
}

constexpr const char* kDo = R"("a.t#Do":{"type":"operation","input":{"target":"a.t#In"}},)";
constexpr const char* kPageDo = R"("p#Do":{"type":"operation","input":{"target":"p#In"}},)";

TEST(Merge, MarksWhatEachDocumentSays) {
  const Model merged = merge({model(std::string(kDo) + R"(
      "a.t#Name":{"type":"string","traits":{"smithy.api#length":{"min":1,"max":9}}},
      "a.t#In":{"type":"structure","members":{
        "Name":{"target":"a.t#Name","traits":{"smithy.api#required":{},"smithy.api#httpQuery":"name"}},
        "New":{"target":"smithy.api#String"}}})"),
                              page(std::string(kPageDo) + R"(
      "p#In":{"type":"structure","members":{"Name":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}}})")});
  const Member& name = input_member(merged, "Name");
  EXPECT_EQ(contract::source_of(name.traits), Source::page);
  EXPECT_EQ(contract::source_of(name.traits, trait::required), Source::page);
  EXPECT_EQ(contract::source_of(name.traits, trait::http_query), Source::model);
  EXPECT_EQ(contract::source_of(contract::target_of(merged, name).traits, trait::length), Source::model);
  EXPECT_EQ(contract::source_of(input_member(merged, "New").traits), Source::newer_model);
  EXPECT_EQ(contract::source_of(merged.operation("Do")->traits), Source::page);
  EXPECT_THAT(merged.contradictions, IsEmpty());
  EXPECT_THAT(merged.documents, ElementsAre("page"));
  const std::string written = contract::write_smithy(merged);
  EXPECT_EQ(contract::write_smithy(read_smithy_ast(written, "again")), written);
}

TEST(Merge, DisagreementAboutRequiredKeepsTheStricterForm) {
  const auto shapes = [](const std::string& space, bool required) {
    return "\"" + space + R"(#In":{"type":"structure","members":{"M":{"target":"smithy.api#String")" +
           (required ? R"(,"traits":{"smithy.api#required":{}})" : "") + "}}}";
  };
  for (const bool page_requires : {true, false}) {
    const Model merged =
        merge({model(kDo + shapes("a.t", !page_requires)), page(kPageDo + shapes("p", page_requires))});
    const Member& member = input_member(merged, "M");
    EXPECT_TRUE(contract::is_required(member));
    EXPECT_EQ(contract::source_of(member.traits, trait::required),
              page_requires ? Source::page : Source::model);
    EXPECT_EQ(alternatives(member.traits), Json::array({{{"trait", trait::required},
                                                         {"value", nullptr},
                                                         {"source", page_requires ? "model" : "page"}}}));
    EXPECT_THAT(promises(merged), ElementsAre("t.Do input.M required"));
  }
}

TEST(Merge, PagesSayNothingAboutRequiredInResponsesAndWhereTheyCannot) {
  const Model own =
      model(R"("a.t#Do":{"type":"operation","input":{"target":"a.t#In"},"output":{"target":"a.t#Out"}},
      "a.t#In":{"type":"structure","members":{"M":{"target":"a.t#Deep","traits":{"smithy.api#required":{}}}}},
      "a.t#Deep":{"type":"structure","members":{"Again":{"target":"a.t#Deep","traits":{"smithy.api#required":{}}}}},
      "a.t#Out":{"type":"structure","members":{"R":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}}})");
  const Model merged = merge({own, page(R"(
      "p#Do":{"type":"operation","input":{"target":"p#In"},"output":{"target":"p#Out"}},
      "p#In":{"type":"structure","members":{"M":{"target":"p#M","traits":{"smithy.api#required":{}}}}},
      "p#M":{"type":"structure","members":{"Again":{"target":"p#M"}}},
      "p#Out":{"type":"structure","members":{"R":{"target":"smithy.api#String"}}})")});
  EXPECT_THAT(merged.contradictions, IsEmpty());
  EXPECT_EQ(contract::source_of(merged.shape("a.t#Out")->member("R")->traits, trait::required),
            Source::model);

  const Model silent = merge({own, page(R"(
      "p#Do":{"type":"operation","input":{"target":"p#In"},"traits":{"hallmark.api#unknown":{"required":"too large"}}},
      "p#In":{"type":"structure","members":{"M":{"target":"p#M"}}},"p#M":{"type":"structure","members":{}})")});
  EXPECT_THAT(silent.contradictions, IsEmpty());
}

TEST(Merge, UnknownSidesOfAPageLeaveTheModelAsItIs) {
  const Model merged =
      merge({model(std::string(kDo) +
                   R"("a.t#In":{"type":"structure","members":{"M":{"target":"smithy.api#String"}}})"),
             page(R"("p#Do":{"type":"operation","input":{"target":"p#In"},
                                      "traits":{"hallmark.api#unknown":{"input":"too large"}}},
                                      "p#In":{"type":"structure","members":{}})")});
  EXPECT_EQ(contract::source_of(input_member(merged, "M").traits), Source::model);
}

TEST(Merge, StatedConstraintsWinAndTheModelsStayAsAlternatives) {
  const Model merged = merge({model(std::string(kDo) + R"(
      "a.t#Name":{"type":"string","traits":{"smithy.api#length":{"min":0,"max":9},"smithy.api#pattern":"^a$"}},
      "a.t#In":{"type":"structure","members":{"Same":{"target":"a.t#Name"},"Other":{"target":"a.t#Name"}}})"),
                              page(std::string(kPageDo) + R"("p#In":{"type":"structure","members":{
      "Same":{"target":"smithy.api#String","traits":{"smithy.api#length":{"max":9},"smithy.api#pattern":"a"}},
      "Other":{"target":"smithy.api#String","traits":{"smithy.api#length":{"max":5}}}}})")});
  const Member& same = input_member(merged, "Same");
  EXPECT_FALSE(same.traits.has(trait::length));
  EXPECT_EQ(contract::source_of(contract::target_of(merged, same).traits, trait::length), Source::page);
  EXPECT_EQ(contract::source_of(contract::target_of(merged, same).traits, trait::pattern), Source::page);
  const Member& other = input_member(merged, "Other");
  EXPECT_EQ(contract::bounds(other.traits.find(trait::length))->max, 5.0);
  EXPECT_EQ(contract::source_of(other.traits, trait::length), Source::page);
  EXPECT_EQ(alternatives(other.traits)[0]["value"], Json({{"min", 0}, {"max", 9}}));
  EXPECT_THAT(promises(merged), ElementsAre("t.Do input.Other length"));
}

// The API Reference page of CreateVoiceConnectorGroup: numbers in the syntax, ISO 8601 in its sample.
TEST(Merge, TimestampsThatAPageShowsInTwoWaysAreBothOutcomes) {
  const std::string own = R"("a.t#Do":{"type":"operation","output":{"target":"a.t#Out"}},
      "a.t#Time":{"type":"timestamp","traits":{"smithy.api#timestampFormat":"date-time"}},
      "a.t#Out":{"type":"structure","members":{"At":{"target":"a.t#Time"}}})";
  const auto shown = [&](const std::string& type, const std::string& traits) {
    const Model merged = merge({model(own), page(R"("p#Do":{"type":"operation","output":{"target":"p#Out"}},
        "p#Out":{"type":"structure","members":{"At":{"target":"smithy.api#)" +
                                                 type + R"(","traits":{)" + traits + "}}}}")});
    return std::pair(*merged.shape("a.t#Out")->member("At"), merged.contradictions);
  };
  const auto [both, contradictions] = shown("Integer", R"("hallmark.api#unknown":{"what":"kind of number"},
      "hallmark.api#alternatives":[{"trait":"smithy.api#timestampFormat","value":"date-time","source":"page sample"}])");
  EXPECT_EQ(*both.traits.find(trait::timestamp_format), "date-time");
  EXPECT_EQ(
      alternatives(both.traits),
      Json::array({{{"trait", trait::timestamp_format}, {"value", "epoch-seconds"}, {"source", "page"}}}));
  ASSERT_EQ(contradictions.size(), 1U);
  EXPECT_EQ(contradictions[0].promise, "t.Do output.At timestampFormat");
  EXPECT_EQ(contradictions[0].sayings.size(), 3U);

  const auto [number, disputed] = shown("Timestamp", R"("smithy.api#timestampFormat":"epoch-seconds")");
  EXPECT_EQ(*number.traits.find(trait::timestamp_format), "epoch-seconds");
  EXPECT_EQ(alternatives(number.traits)[0]["value"], "date-time");
  EXPECT_EQ(disputed.size(), 1U);

  const auto [text, agreed] = shown("String", "");
  EXPECT_FALSE(text.traits.has(trait::timestamp_format));
  EXPECT_THAT(agreed, IsEmpty());
}

TEST(Merge, NumbersAndEnumsOfAPageFitTheModelsKinds) {
  const Model merged = merge({model(std::string(kDo) + R"(
      "a.t#Kind":{"type":"enum","members":{"A":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"a"}},
                                           "B":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"b"}}}},
      "a.t#In":{"type":"structure","members":{"L":{"target":"smithy.api#Long"},"K":{"target":"a.t#Kind"},
                "D":{"target":"smithy.api#Document"},"X":{"target":"smithy.api#Boolean"}}})"),
                              page(std::string(kPageDo) + R"(
      "p#K":{"type":"enum","members":{"a":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"a"}},
                                      "c":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"c"}}}},
      "p#In":{"type":"structure","members":{"L":{"target":"smithy.api#Integer"},"K":{"target":"p#K"},
              "D":{"target":"smithy.api#String"},"X":{"target":"smithy.api#Integer"}}})")});
  EXPECT_EQ(input_member(merged, "L").target, "smithy.api#Long");
  const auto& kind = contract::target_of(merged, input_member(merged, "K"));
  EXPECT_THAT(contract::enum_values(kind), ElementsAre(Json("a"), Json("b"), Json("c")));
  EXPECT_EQ(contract::source_of(kind.members[0].traits), Source::page);
  EXPECT_EQ(contract::source_of(kind.members[1].traits), Source::newer_model);
  EXPECT_EQ(contract::source_of(kind.members[2].traits), Source::page);
  EXPECT_THAT(promises(merged), ElementsAre("t.Do input.K enum", "t.Do input.X type"));
  EXPECT_EQ(input_member(merged, "X").target, "smithy.api#Boolean");
}

TEST(Merge, MembersOfAPageAreFoundUnderTheirWireNames) {
  const Model merged = merge({model(std::string(kDo) + R"("a.t#In":{"type":"structure","members":{
      "GroupId":{"target":"smithy.api#String","traits":{"smithy.api#httpLabel":{},"smithy.api#required":{}}},
      "MaxResults":{"target":"smithy.api#Integer","traits":{"smithy.api#httpQuery":"max-results"}},
      "Flag":{"target":"smithy.api#Boolean","traits":{"smithy.api#jsonName":"isFlag"}}}})"),
                              page(std::string(kPageDo) + R"("p#In":{"type":"structure","members":{
      "groupId":{"target":"smithy.api#String"},"max-results":{"target":"smithy.api#Integer"},
      "isFlag":{"target":"smithy.api#Boolean"},"Gone":{"target":"p#Gone"}}},"p#Gone":{"type":"list","member":{"target":"smithy.api#String"}})")});
  for (const char* name : {"GroupId", "MaxResults", "Flag"}) {
    EXPECT_EQ(contract::source_of(input_member(merged, name).traits), Source::page) << name;
  }
  EXPECT_EQ(merged.shape(merged.operation("Do")->input)->members.size(), 4U);
  EXPECT_EQ(input_member(merged, "Gone").target, "a.t#Gone");
  EXPECT_EQ(contract::target_of(merged, input_member(merged, "Gone")).type, contract::ShapeType::list);
  EXPECT_THAT(promises(merged), ElementsAre("t.Do input.Gone type"));
}

TEST(Merge, ErrorsKeepThePagesOrderAndStatuses) {
  const Model merged =
      merge({model(R"("a.t#Do":{"type":"operation","errors":[{"target":"a.t#New"},{"target":"a.t#Gone"}]},
      "a.t#New":{"type":"structure","members":{},"traits":{"smithy.api#error":"client"}},
      "a.t#Gone":{"type":"structure","members":{},"traits":{"smithy.api#error":"client","smithy.api#httpError":404}})"),
             page(R"("p#Do":{"type":"operation","errors":[{"target":"p#Gone"},{"target":"p#Old"}]},
      "p#Gone":{"type":"structure","members":{},"traits":{"smithy.api#httpError":410}},
      "p#Old":{"type":"structure","members":{},"traits":{"smithy.api#httpError":400}})")});
  const auto* operation = merged.operation("Do");
  EXPECT_THAT(operation->errors, ElementsAre("a.t#Gone", "a.t#Old", "a.t#New"));
  EXPECT_EQ(contract::source_of(operation->traits, "a.t#New"), Source::newer_model);
  EXPECT_EQ(contract::source_of(operation->traits, "a.t#Gone"), Source::page);
  const auto gone = contract::error_info(merged, *merged.shape("a.t#Gone"), contract::protocol::rest_json);
  EXPECT_EQ(gone.status, 410);
  EXPECT_THAT(gone.other_statuses, ElementsAre(404));
  EXPECT_THAT(promises(merged), ElementsAre("t.Do error.Gone status", "t.Do error.Old"));
}

TEST(Merge, StatusesOutsideAProtocolsHabitAreContradictions) {
  const std::string shapes =
      R"("a.t#Do":{"type":"operation","errors":[{"target":"a.t#Gone"},{"target":"a.t#Bad"}]},
      "a.t#Gone":{"type":"structure","members":{},"traits":{"smithy.api#error":"client","smithy.api#httpError":404}},
      "a.t#Bad":{"type":"structure","members":{},"traits":{"smithy.api#error":"client","smithy.api#httpError":400}})";
  EXPECT_THAT(promises(merge({model(shapes, "aws.protocols#awsJson1_0")})),
              ElementsAre("t.Do error.Gone status"));
  EXPECT_THAT(promises(merge({model(shapes)})), IsEmpty());
}

TEST(Merge, HttpOfAPageAgainstTheModels) {
  const auto merged = [](const std::string& http) {
    return merge({model(R"("a.t#Do":{"type":"operation","input":{"target":"a.t#In"},
        "traits":{"smithy.api#http":{"method":"PUT","uri":"/g/{GroupId}?x"}}},
        "a.t#In":{"type":"structure","members":{"GroupId":{"target":"smithy.api#String","traits":{"smithy.api#httpLabel":{},"smithy.api#required":{}}}}})"),
                  page(R"("p#Do":{"type":"operation","traits":{"smithy.api#http":)" + http + "}}")});
  };
  const Model same = merged(R"({"method":"PUT","uri":"/g/{groupId}","code":202})");
  EXPECT_EQ(promises(same).size(), 1U);  // the model's default status is another
  EXPECT_EQ(contract::http_binding(*same.operation("Do"))->code, 202);
  EXPECT_EQ(contract::http_binding(*same.operation("Do"))->uri, "/g/{GroupId}?x");
  const Model silent = merged(R"({"method":"PUT","uri":"/g/{groupId}"})");
  EXPECT_THAT(silent.contradictions, IsEmpty());
  EXPECT_EQ(contract::source_of(silent.operation("Do")->traits, trait::http), Source::page);
  const Model other = merged(R"({"method":"POST","uri":"/groups/{groupId}"})");
  EXPECT_EQ(contract::http_binding(*other.operation("Do"))->method, "PUT");
  EXPECT_EQ(alternatives(other.operation("Do")->traits)[0]["value"]["method"], "POST");
}

TEST(Merge, KeepsCoveredAndSupportingOperations) {
  const Model own =
      model(R"("a.t#Do":{"type":"operation"},"a.t#Make":{"type":"operation","input":{"target":"a.t#In"}},
      "a.t#Other":{"type":"operation","input":{"target":"a.t#Unused"}},"a.t#In":{"type":"structure","members":{}},
      "a.t#Unused":{"type":"structure","members":{}},"a.t#R":{"type":"resource","create":{"target":"a.t#Other"}})",
            "aws.protocols#restJson1", R"({"target":"a.t#Do"},{"target":"a.t#Make"},{"target":"a.t#Other"})");
  const Model narrow = merge({page(R"("p#Do":{"type":"operation"})"), own}, {.supporting = {"Make"}});
  std::vector<std::string> names;
  for (const auto* operation : narrow.all_operations()) names.emplace_back(operation->name());
  EXPECT_THAT(names, ElementsAre("Do", "Make"));
  EXPECT_EQ(narrow.shape("a.t#Unused"), nullptr);
  EXPECT_NE(narrow.shape("a.t#In"), nullptr);
  EXPECT_TRUE(narrow.resources.empty());
  EXPECT_EQ(contract::source_of(narrow.operation("Make")->traits), Source::model);
  EXPECT_EQ(merge({own}).all_operations().size(), 3U);
  EXPECT_THROW((void)merge({own}, {.supporting = {"Nothing"}}), core::DocumentError);
}

TEST(Merge, PagesAloneMakeAPartialContract) {
  const Model merged = merge(
      {page(
           R"("p#Do":{"type":"operation","errors":[{"target":"p#Gone"}]},"p#Gone":{"type":"structure","members":{}})"),
       page(
           R"("p#Make":{"type":"operation","errors":[{"target":"p#Gone"}]},"p#Gone":{"type":"structure","members":{}})",
           "t", "Make")});
  EXPECT_EQ(merged.all_operations().size(), 2U);
  EXPECT_TRUE(merged.protocols().empty());
  EXPECT_EQ(merged.operation("Do")->errors, merged.operation("Make")->errors);
}

TEST(Merge, OperationsThatNoModelHasStayPartial) {
  const Model merged = merge(
      {model(R"("a.t#Do":{"type":"operation"})"),
       page(
           R"("p#Old":{"type":"operation","input":{"target":"p#In"}},"p#In":{"type":"structure","members":{}})",
           "t", "Old")});
  ASSERT_NE(merged.operation("Old"), nullptr);
  EXPECT_EQ(merged.operation("Old")->id, "a.t#Old");
  EXPECT_EQ(merged.operation("Old")->input, "a.t#In");
  EXPECT_EQ(contract::source_of(merged.operation("Old")->traits), Source::page);
}

TEST(Merge, FurtherModelsAddAlternativesAndNewerMembers) {
  const auto with = [](const std::string& members, const std::string& more) {
    return model(std::string(kDo) + R"("a.t#In":{"type":"structure","members":{)" + members + "}}" + more,
                 "aws.protocols#restJson1",
                 more.empty() ? R"({"target":"a.t#Do"})" : R"({"target":"a.t#Do"},{"target":"a.t#Add"})");
  };
  const Model merged =
      merge({with(R"("A":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}})", ""),
             with(R"("A":{"target":"smithy.api#String"},"B":{"target":"smithy.api#String"})",
                  R"(,"a.t#Add":{"type":"operation","input":{"target":"a.t#In"}})")});
  EXPECT_EQ(contract::source_of(input_member(merged, "A").traits, trait::required), Source::model);
  EXPECT_EQ(alternatives(input_member(merged, "A").traits)[0]["source"], "newer-model");
  EXPECT_EQ(contract::source_of(input_member(merged, "B").traits), Source::newer_model);
  EXPECT_EQ(merged.operation("Add")->input, "a.t#In");
  EXPECT_EQ(contract::source_of(merged.operation("Add")->traits), Source::newer_model);
}

// API Reference pages list the payload's members beside the others, and say nothing of the types of
// what stands in headers, or of what nested members require.
TEST(Merge, ApiReferencePagesOverAPayload) {
  const Model own = model(R"("a.t#Do":{"type":"operation","input":{"target":"a.t#In"}},
      "a.t#In":{"type":"structure","members":{"Size":{"target":"smithy.api#Long","traits":{"smithy.api#httpHeader":"x-size"}},
        "Config":{"target":"a.t#Config","traits":{"smithy.api#httpPayload":{}}}}},
      "a.t#Config":{"type":"structure","members":{"Name":{"target":"smithy.api#String"},"Deep":{"target":"a.t#Deep"},"New":{"target":"smithy.api#String"}}},
      "a.t#Deep":{"type":"structure","members":{"Id":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}}})",
                          "aws.protocols#restXml");
  const Model merged = merge({own, page(R"("p#Do":{"type":"operation","input":{"target":"p#In"},
      "traits":{"hallmark.api#unknown":{"nestedRequired":"top level only"}}},
      "p#In":{"type":"structure","members":{"x-size":{"target":"smithy.api#String"},"Name":{"target":"smithy.api#String"},"Deep":{"target":"p#Deep"}}},
      "p#Deep":{"type":"structure","members":{"Id":{"target":"smithy.api#String"}}})")});
  EXPECT_THAT(merged.contradictions, IsEmpty());
  const contract::Shape& config = *merged.shape("a.t#Config");
  EXPECT_EQ(contract::source_of(input_member(merged, "Config").traits), Source::page);
  EXPECT_EQ(contract::source_of(input_member(merged, "Size").traits), Source::page);
  EXPECT_EQ(contract::source_of(config.member("Name")->traits), Source::page);
  EXPECT_EQ(contract::source_of(config.member("New")->traits), Source::newer_model);
  EXPECT_EQ(config.members.size(), 3U);
  EXPECT_EQ(contract::source_of(merged.shape("a.t#Deep")->member("Id")->traits, trait::required),
            Source::model);
}

TEST(Merge, ErrorsAreFoundByTheirCode) {
  const Model merged = merge(
      {model(R"("a.t#Do":{"type":"operation","errors":[{"target":"a.t#GoneException"}]},
      "a.t#GoneException":{"type":"structure","members":{},"traits":{"smithy.api#error":"client","aws.protocols#awsQueryError":{"code":"Gone","httpResponseCode":404}}})",
             "aws.protocols#awsQuery"),
       page(
           R"("p#Do":{"type":"operation","errors":[{"target":"p#Gone"}]},"p#Gone":{"type":"structure","members":{}})")});
  EXPECT_THAT(merged.operation("Do")->errors, ElementsAre("a.t#GoneException"));
  EXPECT_THAT(merged.contradictions, IsEmpty());
}

TEST(Merge, ClientAliasesAreTheMembersTheyStandFor) {
  const Model merged =
      merge({model(std::string(kDo) +
                   R"("a.t#In":{"type":"structure","members":{"from":{"target":"smithy.api#Long"}}})"),
             page(std::string(kPageDo) +
                  R"("p#In":{"type":"structure","members":{"fromTime":{"target":"smithy.api#Integer"}}})")});
  EXPECT_THAT(merged.contradictions, IsEmpty());
  EXPECT_EQ(contract::source_of(input_member(merged, "from").traits), Source::page);
}

TEST(Merge, TellsAContradictionUnderEveryOperationThatMeetsIt) {
  const auto with = [](const char* required) {
    return model(fmt::format(R"("a.t#Do":{{"type":"operation","input":{{"target":"a.t#In"}}}},
      "a.t#Redo":{{"type":"operation","input":{{"target":"a.t#ReIn"}}}},
      "a.t#In":{{"type":"structure","members":{{"Item":{{"target":"a.t#Item"}}}}}},
      "a.t#ReIn":{{"type":"structure","members":{{"Items":{{"target":"a.t#Items"}}}}}},
      "a.t#Items":{{"type":"list","member":{{"target":"a.t#Item"}}}},
      "a.t#Item":{{"type":"structure","members":{{"Id":{{"target":"smithy.api#String","traits":{{{}}}}}}}}})",
                             required),
                 "aws.protocols#restJson1", R"({"target":"a.t#Do"},{"target":"a.t#Redo"})");
  };
  EXPECT_THAT(
      promises(merge({with(R"("smithy.api#required":{})"), with("")})),
      testing::UnorderedElementsAre("t.Do input.Item.Id required", "t.Redo input.Items[].Id required"));
}

TEST(Merge, APagesOwnContradictionsAreKeptUnderTheServicesName) {
  Model one = page(R"("p#Do":{"type":"operation"})");
  one.slug.clear();
  one.contradictions = {{.promise = "Do output.A echo", .what = "They differ.", .sayings = {}}};
  EXPECT_THAT(promises(merge({model(R"("a.t#Do":{"type":"operation"})"), one})),
              ElementsAre("t.Do output.A echo"));
}

TEST(Merge, RefusesDocumentsOfDifferentServices) {
  const Model own = model(R"("a.t#Do":{"type":"operation"})");
  EXPECT_THROW((void)merge({own, page(R"("p#Do":{"type":"operation"})", "other")}), core::DocumentError);
  EXPECT_THROW((void)merge({}), core::DocumentError);
  Model nameless = page(R"("p#Do":{"type":"operation"})");
  nameless.slug.clear();
  EXPECT_NO_THROW((void)merge({own, nameless}));
}

TEST(Merge, AnOlderPageOverAPublishedModel) {
  const auto models = core::shared_data("models");
  if (!models) GTEST_SKIP() << core::absent("models");
  const Model chime = read_document(*models / "botocore/chime-sdk-voice/2022-08-03/service-2.json");
  const Model partial = page(R"(
      "p#UpdateVoiceConnectorGroup":{"type":"operation","input":{"target":"p#In"}},
      "p#In":{"type":"structure","members":{
        "VoiceConnectorGroupId":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}},
        "Name":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}},
        "VoiceConnectorItems":{"target":"p#Items","traits":{"smithy.api#required":{}}}}},
      "p#Items":{"type":"list","member":{"target":"p#Item"}},
      "p#Item":{"type":"structure","members":{"VoiceConnectorId":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}},
        "Priority":{"target":"smithy.api#Integer","traits":{"smithy.api#required":{}}}}})",
                             "chime-sdk-voice", "UpdateVoiceConnectorGroup");
  const Model merged = merge({partial, chime}, {.supporting = {"CreateVoiceConnectorGroup"}});
  EXPECT_EQ(merged.all_operations().size(), 2U);
  const auto* input = merged.shape(merged.operation("UpdateVoiceConnectorGroup")->input);
  EXPECT_EQ(contract::source_of(input->member("CallDistributionType")->traits), Source::newer_model);
  EXPECT_THAT(
      promises(merged),
      ElementsAre("chime-sdk-voice.UpdateVoiceConnectorGroup input.VoiceConnectorItems[].Priority required"));
}

}  // namespace
}  // namespace hallmark::importers
