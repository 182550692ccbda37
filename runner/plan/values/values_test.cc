#include "plan/values/values.h"

#include <gtest/gtest.h>

#include <set>

#include "jsonschema/pattern.h"
#include "plan/cases/variables.h"
#include "plan/generate/testing_models.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {
namespace {

// A structure with one member of a string shape with these traits.
contract::Model with_text(const Json& traits, const std::string& member = "Label") {
  auto model = hotel();
  auto& input = model.shapes.find("h#ListRoomsRequest")->second;
  contract::Shape shape{.id = "h#Probe", .type = contract::ShapeType::string, .members = {}, .traits = {}};
  for (const auto& [id, value] : traits.items()) shape.traits.set("smithy.api#" + id, value);
  model.shapes.emplace("h#Probe", shape);
  input.members = {{.name = member, .target = "h#Probe", .traits = {}}};
  return model;
}

const contract::Member& probe(const contract::Model& model) {
  return model.shape("h#ListRoomsRequest")->members.front();
}

TEST(Values, TextsSatisfyLengthAndPatternTogether) {
  const Json rows[] = {
      {{"length", {{"min", 22}, {"max", 22}}}, {"pattern", "^[a-zA-Z0-9]{22}$"}},
      {{"length", {{"min", 5}, {"max", 9}}}, {"pattern", "^[a-z]+$"}},
      {{"pattern", "^arn:aws:[a-z]+:[a-z0-9-]*:\\d{12}:.+$"}},
      {{"length", {{"min", 3}}}},
      {{"length", {{"max", 2}}}},
      {{"pattern", "\\S"}},
      {{"pattern", "^(?!xn--)[a-z0-9][a-z0-9-]{2,62}$"}},
      {{"pattern", "^[A-Fa-f0-9]{64}$"}, {"length", {{"min", 64}, {"max", 64}}}},
  };
  for (const auto& row : rows) {
    const auto model = with_text(row);
    const Values values(model, "aws.protocols#restJson1");
    for (const char* seed : {"a", "b", "c"}) {
      const auto made = values.member(probe(model), seed);
      ASSERT_TRUE(made.value) << row << ": " << made.problem;
      EXPECT_TRUE(values.keeps(probe(model), *made.value)) << row << ": " << *made.value;
    }
  }
}

TEST(Values, CountsThatAreTextAreNumbersAllTheSame) {
  for (const char* name : {"MaxItems", "maxResults", "PageSize"}) {
    const auto model = with_text({}, name);
    EXPECT_EQ(Values(model, "aws.protocols#restXml").member(probe(model), "seed").value, Json("10")) << name;
  }
}

TEST(Values, TagsOfOneListHaveDifferentKeys) {
  auto model = with_text({{"length", {{"min", 1}, {"max", 128}}}}, "Tags");
  contract::Shape tag{.id = "h#Tag", .type = contract::ShapeType::structure, .members = {}, .traits = {}};
  tag.members = {{.name = "Key", .target = "h#Probe", .traits = {}},
                 {.name = "Value", .target = "h#Probe", .traits = {}}};
  for (auto& member : tag.members) member.traits.set(contract::trait::required);
  contract::Shape list{.id = "h#TagList", .type = contract::ShapeType::list, .members = {}, .traits = {}};
  list.members = {{.name = "member", .target = "h#Tag", .traits = {}}};
  model.shapes.emplace(tag.id, tag);
  model.shapes.emplace(list.id, list);
  model.shapes.at("h#ListRoomsRequest").members.front().target = list.id;
  const auto made = Values(model, "aws.protocols#restJson1").of_length(probe(model), "seed", 50);
  ASSERT_TRUE(made.value) << made.problem;
  std::set<std::string> keys;
  for (const Json& each : *made.value) keys.insert(each["Key"].get<std::string>());
  EXPECT_EQ(keys.size(), 50u) << core::dump(*made.value, 400);
}

// A tag has a key and a value, whatever the model requires.
TEST(Values, EntriesOfListsAreNotEmpty) {
  auto model = with_text(Json::object(), "Things");
  contract::Shape tag{.id = "h#Tag", .type = contract::ShapeType::structure, .members = {}, .traits = {}};
  tag.members = {{.name = "Key", .target = "h#Probe", .traits = {}},
                 {.name = "Value", .target = "h#Probe", .traits = {}}};
  contract::Shape other = tag;
  other.id = "h#Other";
  other.members = {{.name = "Colour", .target = "h#Probe", .traits = {}},
                   {.name = "Shade", .target = "h#Probe", .traits = {}}};
  for (const auto& shape : {tag, other}) {
    contract::Shape list{.id = "h#ThingList", .type = contract::ShapeType::list, .members = {}, .traits = {}};
    list.members = {{.name = "member", .target = shape.id, .traits = {}}};
    model.shapes.insert_or_assign(shape.id, shape);
    model.shapes.insert_or_assign(list.id, list);
    model.shapes.at("h#ListRoomsRequest").members.front().target = list.id;
    const auto made = Values(model, "aws.protocols#restJson1").member(probe(model), "seed");
    ASSERT_TRUE(made.value) << made.problem;
    ASSERT_EQ(made.value->size(), 1u);
    if (shape.id == "h#Tag") {
      EXPECT_EQ(made.value->front(), (Json{{"Key", "purpose"}, {"Value", "conformance"}}));
    } else {
      EXPECT_EQ(made.value->front().size(), 1u) << "one member at least: " << *made.value;
    }
  }
}

// The bytes of a blob are written in base64: a text that is none is no value of it.
TEST(Values, RulesGiveBlobsBytes) {
  auto model = with_text(Json::object(), "Message");
  model.shapes.at("h#Probe").type = contract::ShapeType::blob;
  const auto made = Values(model, "aws.protocols#restJson1").member(probe(model), "seed");
  ASSERT_TRUE(made.value);
  EXPECT_TRUE(core::base64_decode(made.value->get<std::string>())) << *made.value;
}

TEST(Values, MismatchesAreFoundNowhereByThePattern) {
  for (const std::string pattern :
       {"^[a-z]+$", "[a-z]", "\\S", "^arn:aws:.*$", "^[^!]*$", "^[\\u0020-\\u007e]*$"}) {
    const auto model = with_text({{"pattern", pattern}, {"length", {{"min", 1}, {"max", 40}}}});
    const auto made = Values(model, "aws.protocols#restJson1").mismatch(probe(model), "seed");
    ASSERT_TRUE(made.value) << pattern << ": " << made.problem;
    const auto text = Variables("r", "c").substitute_text(made.value->get<std::string>());
    EXPECT_EQ(jsonschema::Pattern::compile(pattern)->search(text), jsonschema::Pattern::Answer::no)
        << pattern << " " << text;
    EXPECT_GE(core::code_points(text), 1u);
    EXPECT_LE(core::code_points(text), 40u);
  }
  const auto model = with_text({{"pattern", "[\\s\\S]*"}});
  const auto none = Values(model, "aws.protocols#restJson1").mismatch(probe(model), "seed");
  EXPECT_FALSE(none.value);
  EXPECT_FALSE(none.problem.empty());
}

TEST(Values, NamesAreUniqueWhereTheyMayBe) {
  const auto free = with_text({{"length", {{"min", 1}, {"max", 64}}}}, "RoomName");
  EXPECT_EQ(*Values(free, "").member(probe(free), "s").value, "hallmark-${unique}");
  const auto narrow = with_text({{"length", {{"min", 1}, {"max", 12}}}}, "RoomName");
  EXPECT_EQ(*Values(narrow, "").member(probe(narrow), "s").value, "${unique}");
  const auto digits = with_text({{"pattern", "^\\d{4}$"}}, "RoomName");
  const auto made = Values(digits, "").member(probe(digits), "s");
  EXPECT_TRUE(variables_in(*made.value).empty());
  const auto longest = Values(free, "").of_length(probe(free), "s", 64);
  EXPECT_EQ(Variables("r", "c").substitute_text(longest.value->get<std::string>()).size(), 64u);
}

TEST(Values, LookLikeWhatTheyAre) {
  const std::pair<const char*, const char*> rows[] = {{"EmailAddress", "tester@example.com"},
                                                      {"TopicArn", "${shared.topic}"},
                                                      {"AccountId", "${account}"},
                                                      {"AwsRegion", "${region}"},
                                                      {"CidrBlock", "192.0.2.0/24"}};
  for (const auto& [member, start] : rows) {
    const auto model = with_text(Json::object(), member);
    const auto made = Values(model, "").member(probe(model), "s");
    EXPECT_TRUE(made.value->get<std::string>().starts_with(start)) << member << " " << *made.value;
  }
}

TEST(Values, LookAheadThatNothingSatisfiesIsSaid) {
  const auto model = with_text({{"pattern", "^(?=b)a+$"}});
  const auto made = Values(model, "").member(probe(model), "s");
  EXPECT_FALSE(made.value);
  EXPECT_NE(made.problem.find("(?=b)"), std::string::npos) << made.problem;
}

TEST(Values, BoundsThatExcludeEachOtherAreSaid) {
  const auto model = with_text({{"length", {{"min", 5}, {"max", 3}}}});
  EXPECT_FALSE(Values(model, "").member(probe(model), "s").value);
}

TEST(Values, RecursionEnds) {
  auto model = hotel();
  const Values values(model, "aws.protocols#restJson1");
  const auto full = values.structure(*model.shape("h#CreateRoomRequest"), "s", {.full = true, .open = true});
  ASSERT_TRUE(full.value) << full.problem;
  EXPECT_TRUE((*full.value)["Annex"].contains("Label"));
  EXPECT_FALSE((*full.value)["Annex"].contains("Annex"));
  // What requires itself cannot be written down.
  model.shapes.find("h#Annex")->second.member("Annex")->traits.set(contract::trait::required);
  const auto endless = Values(model, "").structure(*model.shape("h#Annex"), "s");
  EXPECT_FALSE(endless.value);
  EXPECT_NE(endless.problem.find("requires itself"), std::string::npos);
}

TEST(Values, UnionsHaveOneMember) {
  const auto model = hotel();
  const auto made = Values(model, "").structure(*model.shape("h#Window"), "s", {.full = true});
  EXPECT_EQ(made.value->size(), 1u);
}

TEST(Values, TimestampsAreWrittenAsTheyTravel) {
  auto model = hotel();
  auto& member = *model.shapes.find("h#CreateRoomRequest")->second.member("Since");
  EXPECT_TRUE(Values(model, "aws.protocols#awsJson1_0").member(member, "s").value->is_number());
  const auto xml = Values(model, "aws.protocols#restXml").member(member, "s");
  EXPECT_TRUE(core::parse_time(xml.value->get<std::string>(), core::TimestampFormat::date_time));
  member.traits.set(contract::trait::http_header, "x-since");
  const auto header = Values(model, "aws.protocols#restJson1").member(member, "s");
  EXPECT_TRUE(core::parse_time(header.value->get<std::string>(), core::TimestampFormat::http_date));
  member.traits.set(contract::trait::timestamp_format, "epoch-seconds");
  EXPECT_TRUE(Values(model, "aws.protocols#restXml").member(member, "s").value->is_number());
}

TEST(Values, HeadersStayAscii) {
  auto model = with_text({{"pattern", "^[\\u00e0-\\u00ff]+$"}});
  auto& input = model.shapes.find("h#ListRoomsRequest")->second;
  input.members.front().traits.set(contract::trait::http_header, "x-label");
  EXPECT_FALSE(Values(model, "aws.protocols#restJson1").member(probe(model), "s").value);
}

}  // namespace
}  // namespace hallmark::plan
