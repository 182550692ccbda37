#include "contract/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::contract {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Shape error_shape(std::string fault, Json http_error, Json query_error = nullptr) {
  Shape shape{.id = "a.b#GoneException", .type = ShapeType::structure, .members = {}, .traits = {}};
  if (!fault.empty()) shape.traits.set(trait::error, fault);
  if (!http_error.is_null()) shape.traits.set(trait::http_error, std::move(http_error));
  if (!query_error.is_null()) shape.traits.set(trait::aws_query_error, std::move(query_error));
  return shape;
}

TEST(ModelTypes, EveryNameLeadsBackToItsType) {
  for (int i = 0; i <= static_cast<int>(ShapeType::union_shape); ++i) {
    const auto type = static_cast<ShapeType>(i);
    EXPECT_EQ(shape_type(to_string(type)), type) << to_string(type);
  }
  EXPECT_EQ(shape_type("service"), std::nullopt);
}

TEST(ModelErrors, StatusByProtocol) {
  struct Row {
    std::string fault;
    Json http_error, query_error;
    std::string_view protocol;
    std::optional<int> status;
    std::vector<int> others;
    std::string code;
  };
  const Json query = {{"code", "Gone"}, {"httpResponseCode", 410}};
  const std::vector<Row> rows = {
      {"client", 409, nullptr, protocol::rest_json, 409, {}, "GoneException"},
      {"client", nullptr, nullptr, protocol::rest_xml, 400, {}, "GoneException"},
      {"server", nullptr, nullptr, protocol::rest_json, 500, {}, "GoneException"},
      {"", nullptr, nullptr, protocol::rest_json, std::nullopt, {}, "GoneException"},
      {"client", 404, nullptr, protocol::aws_json_1_0, 404, {400}, "GoneException"},
      {"server", 503, nullptr, protocol::rpcv2_cbor, 503, {500}, "GoneException"},
      {"", 404, nullptr, protocol::aws_json_1_1, 404, {400}, "GoneException"},
      {"client", 404, query, protocol::aws_query, 410, {404}, "Gone"},
      {"client", 410, query, protocol::ec2_query, 410, {}, "Gone"},
      {"client", 404, query, protocol::rest_json, 404, {}, "GoneException"},
  };
  const Model model;
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.protocol) + " " + row.fault + " " + row.http_error.dump());
    const Shape shape = error_shape(row.fault, row.http_error, row.query_error);
    const ErrorInfo info = error_info(model, shape, row.protocol);
    EXPECT_EQ(info.status, row.status);
    EXPECT_EQ(info.other_statuses, row.others);
    EXPECT_EQ(info.code, row.code);
    EXPECT_THAT(info.other_codes, IsEmpty());
  }
}

TEST(ModelErrors, QueryCompatibleServicesAnswerToBothNames) {
  Model model;
  model.service.traits.set(trait::aws_query_compatible);
  const Shape shape = error_shape("client", nullptr, {{"code", "Gone"}, {"httpResponseCode", 410}});
  const ErrorInfo info = error_info(model, shape, protocol::aws_json_1_0);
  EXPECT_EQ(info.code, "Gone");
  EXPECT_THAT(info.other_codes, ElementsAre("GoneException"));
  EXPECT_EQ(info.status, 410);
  EXPECT_THAT(info.other_statuses, ElementsAre(400));
}

TEST(ModelErrors, AlternativesAreFurtherStatuses) {
  Shape shape = error_shape("client", 404);
  shape.traits.set(trait::alternatives, {{{"trait", trait::http_error}, {"value", 410}, {"source", "page"}},
                                         {{"trait", trait::http_error}, {"value", "gone"}},
                                         "nonsense"});
  EXPECT_THAT(error_info({}, shape, protocol::rest_json).other_statuses, ElementsAre(410));
}

TEST(ModelErrors, ListedOnceOperationFirst) {
  Model model;
  for (const char* id : {"a.b#One", "a.b#Two"}) model.shapes[id] = Shape{.id = id};
  model.service.errors = {"a.b#One", "a.b#Two", "a.b#Missing"};
  const Operation operation{.id = "a.b#Do", .errors = {"a.b#Two"}};
  std::vector<std::string> names;
  for (const Shape* shape : listed_errors(model, operation)) names.emplace_back(shape->name());
  EXPECT_THAT(names, ElementsAre("Two", "One"));
}

TEST(Model, OperationsOfNestedResourcesAreTheServices) {
  Model model;
  model.service.id = "a.b#Service";
  model.service.operations = {"a.b#Zap"};
  model.service.resources = {"a.b#Outer"};
  for (const char* id : {"a.b#Zap", "a.b#Make", "a.b#Count", "a.b#Stray"}) {
    model.operations[id] = Operation{.id = id};
  }
  model.resources["a.b#Outer"] =
      ResourceShape{.id = "a.b#Outer", .create = "a.b#Make", .resources = {"a.b#Inner", "a.b#Outer"}};
  model.resources["a.b#Inner"] = ResourceShape{.id = "a.b#Inner", .collection_operations = {"a.b#Count"}};
  std::vector<std::string> names;
  for (const Operation* operation : model.all_operations()) names.emplace_back(operation->name());
  EXPECT_THAT(names, ElementsAre("Count", "Make", "Zap"));
  EXPECT_EQ(model.operation("Make"), model.operation("a.b#Make"));
  EXPECT_EQ(model.operation("Nothing"), nullptr);
}

TEST(Model, MemberTraitsWinOverTheTargets) {
  Model model;
  model.shapes["a.b#Name"] = Shape{.id = "a.b#Name", .type = ShapeType::string};
  model.shapes["a.b#Name"].traits.set(trait::length, {{"min", 1}});
  Member member{.name = "Name", .target = "a.b#Name"};
  EXPECT_EQ(bounds(effective(model, member, trait::length))->min, 1.0);
  member.traits.set(trait::length, {{"max", 9}});
  EXPECT_EQ(bounds(effective(model, member, trait::length))->min, std::nullopt);
  EXPECT_EQ(effective(model, member, trait::pattern), nullptr);
  EXPECT_EQ(target_of(model, Member{.name = "x", .target = "smithy.api#Long"}).type, ShapeType::long_integer);
}

TEST(Model, PruneKeepsWhatAnOperationReaches) {
  Model model;
  model.shapes["a.b#In"] = Shape{.id = "a.b#In", .members = {{.name = "Deep", .target = "a.b#Deep"}}};
  model.shapes["a.b#Deep"] = Shape{
      .id = "a.b#Deep",
      .members = {{.name = "Again", .target = "a.b#Deep"}, {.name = "S", .target = "smithy.api#String"}}};
  model.shapes["a.b#Stray"] = Shape{.id = "a.b#Stray"};
  model.operations["a.b#Do"] = Operation{.id = "a.b#Do", .input = "a.b#In"};
  add_prelude(model);
  prune(model);
  std::vector<std::string> ids;
  for (const auto& [id, shape] : model.shapes) ids.push_back(id);
  EXPECT_THAT(ids, ElementsAre("a.b#Deep", "a.b#In", "smithy.api#String"));
}

TEST(Model, SourcesFallBackFromTraitToElementToModel) {
  Traits traits;
  EXPECT_EQ(source_of(traits), Source::model);
  traits.set(trait::source, {{"*", "page"},
                             {std::string(trait::length), "newer-model"},
                             {std::string(trait::range), {{"source", "overlay"}, {"text", "a guide"}}},
                             {std::string(trait::pattern), 7}});
  EXPECT_EQ(source_of(traits), Source::page);
  EXPECT_EQ(source_of(traits, trait::required), Source::page);
  EXPECT_EQ(source_of(traits, trait::length), Source::newer_model);
  EXPECT_EQ(source_of(traits, trait::range), Source::overlay);
  EXPECT_EQ(source_of(traits, trait::pattern), Source::model);
}

TEST(Model, EnumValuesInOrder) {
  Shape shape{.id = "a.b#E", .type = ShapeType::enumeration, .members = {{.name = "Z"}, {.name = "A"}}};
  shape.members[0].traits.set(trait::enum_value, "z-value");
  EXPECT_THAT(enum_values(shape), ElementsAre(Json("z-value"), Json("A")));
  Shape old{.id = "a.b#Old", .type = ShapeType::string};
  old.traits.set("smithy.api#enum", {{{"value", "one"}}, {{"value", "two"}}});
  EXPECT_THAT(enum_values(old), ElementsAre(Json("one"), Json("two")));
}

TEST(Model, SlugsAreTheFoldersOfTheSdk) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Chime SDK Voice", "chime-sdk-voice"},
      {"Voice ID", "voice-id"},
      {"CloudFront", "cloudfront"},
      {"SESv2", "sesv2"},
      {"Cost Explorer", "ce"},
      {"S3 Control", "s3control"},
      {"Elastic Load Balancing v2", "elbv2"},
      {"voice-id", "voice-id"},
      {"a/b c", "a-b-c"},
  };
  for (const auto& [id, slug] : rows) EXPECT_EQ(slug_of(id), slug) << id;
}

TEST(Model, HttpBindingNeedsMethodAndUri) {
  Operation operation{.id = "a.b#Do"};
  EXPECT_EQ(http_binding(operation), std::nullopt);
  operation.traits.set(trait::http, {{"method", "PUT"}});
  EXPECT_EQ(http_binding(operation), std::nullopt);
  operation.traits.set(trait::http, {{"method", "PUT"}, {"uri", "/x"}, {"code", 201}});
  EXPECT_EQ(http_binding(operation)->code, 201);
}

}  // namespace
}  // namespace hallmark::contract
