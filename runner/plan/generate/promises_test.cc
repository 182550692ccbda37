#include "plan/generate/promises.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "plan/generate/testing_models.h"
#include "plan/plan.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {
namespace {

std::map<std::string, Promise> promises(const contract::Model& model, const std::string& operation,
                                        const Suite& suite) {
  std::map<std::string, Promise> result;
  for (auto& promise : promises_of(model, *model.operation(operation), suite)) {
    const auto id = promise.id;
    EXPECT_TRUE(result.emplace(id, std::move(promise)).second) << id << " is there twice";
  }
  return result;
}

TEST(Promises, NameEveryClause) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  suite.behaviours = {{.id = "hotel.CreateRoom behaviour.stored", .text = "t", .source = "our page"},
                      {.id = "hotel.GetRoom behaviour.other", .text = "t", .source = "our page"}};
  const auto made = promises(model, "CreateRoom", suite);
  for (const char* id : {"hotel.CreateRoom status",
                         "hotel.CreateRoom input.Name required",
                         "hotel.CreateRoom input.Name type",
                         "hotel.CreateRoom input.Name length.min",
                         "hotel.CreateRoom input.Name length.max",
                         "hotel.CreateRoom input.Name pattern",
                         "hotel.CreateRoom input.Beds range.min",
                         "hotel.CreateRoom input.Kind enum",
                         "hotel.CreateRoom input.Guests uniqueItems",
                         "hotel.CreateRoom input.Guests[].Name required",
                         "hotel.CreateRoom input.Tags{key} length.max",
                         "hotel.CreateRoom input.Tags{} type",
                         "hotel.CreateRoom input.Window union",
                         "hotel.CreateRoom input.Window.Sea type",
                         "hotel.CreateRoom input.Annex.Annex type",
                         "hotel.CreateRoom output.Room required",
                         "hotel.CreateRoom output.Room.RoomId pattern",
                         "hotel.CreateRoom error.ValidationException",
                         "hotel.CreateRoom error.ValidationException status",
                         "hotel.CreateRoom error.ValidationException code",
                         "hotel.CreateRoom error.ValidationException shape",
                         "hotel.CreateRoom protocol.malformed",
                         "hotel.CreateRoom auth.signature",
                         "hotel.CreateRoom behaviour.stored"}) {
    EXPECT_TRUE(made.contains(id)) << id;
  }
  EXPECT_FALSE(made.contains("hotel.GetRoom behaviour.other"));
  EXPECT_FALSE(made.contains("hotel.CreateRoom input.Annex.Annex.Label type"))
      << "recursion is followed once around";
  EXPECT_EQ(made.at("hotel.CreateRoom behaviour.stored").source, "our page");
}

TEST(Promises, SayWhatNoRequestCanTest) {
  const auto model = hotel();
  const auto suite = suite_without_file(model);
  const auto made = promises(model, "UpdateRoom", suite);
  const auto& label = made.at("hotel.UpdateRoom input.RoomId type");
  EXPECT_FALSE(label.observable);
  EXPECT_FALSE(label.why_not.empty());
  EXPECT_FALSE(promises(model, "GetRoom", suite).at("hotel.GetRoom protocol.malformed").observable);
}

TEST(Promises, CarryTheSourceOfTheFact) {
  auto model = hotel();
  auto& name = *model.shapes.find("h#CreateRoomRequest")->second.member("Name");
  name.traits.set(contract::trait::source, {{"*", "page"}, {"smithy.api#length", "overlay"}});
  name.traits.set(contract::trait::length, {{"min", 1}, {"max", 64}});
  const auto made = promises(model, "CreateRoom", suite_without_file(model));
  EXPECT_EQ(made.at("hotel.CreateRoom input.Name type").source, "page");
  EXPECT_EQ(made.at("hotel.CreateRoom input.Name length.max").source, "overlay");
  EXPECT_EQ(made.at("hotel.CreateRoom input.Beds type").source, "model");
}

TEST(Promises, FindTheirWayFromSchemaFindings) {
  const auto model = hotel();
  const auto& operation = *model.operation("CreateRoom");
  const std::tuple<Direction, const char*, const char*, const char*> rows[] = {
      {Direction::input, "/Guests/3/Name", "type", "hotel.CreateRoom input.Guests[].Name type"},
      {Direction::input, "/Tags/purpose", "maxLength", "hotel.CreateRoom input.Tags{} length.max"},
      {Direction::input, "/Guests", "minItems", "hotel.CreateRoom input.Guests length.min"},
      {Direction::input, "/Window", "maxProperties", "hotel.CreateRoom input.Window union"},
      {Direction::output, "/Room/RoomId", "pattern", "hotel.CreateRoom output.Room.RoomId pattern"},
      {Direction::output, "/Nowhere/4", "type", "hotel.CreateRoom output.Nowhere.4 type"},
      {Direction::output, "", "type", "hotel.CreateRoom output type"}};
  for (const auto& [direction, pointer, keyword, expected] : rows) {
    EXPECT_EQ(promise_of_finding(model, operation, direction, pointer, keyword), expected);
  }
}

TEST(Promises, OfEveryGeneratedCaseAreMade) {
  const auto model = hotel();
  const auto suite = suite_without_file(model);
  for (const auto* operation : model.all_operations()) {
    const auto made = promises(model, std::string(operation->name()), suite);
    generate(model, *operation, suite, {.depth = Depth::thorough}, [&](Case test) {
      for (const auto& promise : test.promises) {
        // One step around a recursion is followed in promises, two in cases.
        EXPECT_TRUE(made.contains(promise)) << test.id << " tests " << promise;
        if (made.contains(promise)) {
          EXPECT_TRUE(made.at(promise).observable) << promise;
        }
      }
    });
  }
}

}  // namespace
}  // namespace hallmark::plan
