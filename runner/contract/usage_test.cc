#include "contract/usage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "core/error.h"

namespace hallmark::contract {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// A service that lists things, with these traits on its operation.
Model model_with(const std::string& operation_traits, const std::string& service_traits = "") {
  return read_smithy(core::load_json_text(
      R"({"smithy":"2.0","shapes":{
      "a.b#S":{"type":"service","version":"1","operations":[{"target":"a.b#List"}],"resources":[{"target":"a.b#Thing"}],
        "traits":{)" +
          service_traits + R"(}},
      "a.b#List":{"type":"operation","input":{"target":"a.b#In"},"output":{"target":"a.b#Out"},"traits":{)" +
          operation_traits + R"(}},
      "a.b#Drop":{"type":"operation","input":{"target":"a.b#In"}},
      "a.b#Thing":{"type":"resource","identifiers":{"id":{"target":"a.b#Id"},"zone":{"target":"a.b#Id"}},
        "properties":{"size":{"target":"smithy.api#Integer"}},"delete":{"target":"a.b#Drop"}},
      "a.b#Id":{"type":"string","traits":{"aws.api#arnReference":{"type":"AWS::A::Thing","resource":"a.b#Thing"}}},
      "a.b#In":{"type":"structure","members":{
        "thing":{"target":"a.b#Id","traits":{"smithy.api#resourceIdentifier":"id"}},"zone":{"target":"smithy.api#String"},
        "token":{"target":"smithy.api#String"},"size":{"target":"smithy.api#Integer"}},
        "traits":{"smithy.api#references":[{"resource":"a.b#Thing","ids":{"id":"thing"},"rel":"help"}]}},
      "a.b#Out":{"type":"structure","members":{"next":{"target":"smithy.api#String"}}}}})",
      "model.json"));
}

const Operation& list_of(const Model& model) { return *model.operation("List"); }

TEST(Pagination, TakesTheServicesDefaults) {
  const Model model =
      model_with(R"("smithy.api#paginated":{"items":"page.things"})",
                 R"("smithy.api#paginated":{"inputToken":"token","outputToken":"next","pageSize":"size"})");
  const auto pages = pagination(model, list_of(model));
  ASSERT_TRUE(pages);
  EXPECT_THAT(pages->input_tokens, ElementsAre("token"));
  EXPECT_THAT(pages->output_tokens, ElementsAre("next"));
  EXPECT_EQ(pages->page_size, "size");
  EXPECT_THAT(pages->items, ElementsAre("page.things"));
  EXPECT_FALSE(pagination(model, *model.operation("Drop")));
}

TEST(Pagination, SaysWhatSmithyCannot) {
  const Model model = model_with(
      R"("hallmark.api#paginated":{"inputTokens":["token","zone"],"outputTokens":["next","last || zone"],
         "items":["a","b"],"moreResults":"more"})");
  const auto pages = pagination(model, list_of(model));
  ASSERT_TRUE(pages);
  EXPECT_THAT(pages->input_tokens, ElementsAre("token", "zone"));
  EXPECT_THAT(pages->output_tokens, ElementsAre("next", "last || zone"));
  EXPECT_THAT(pages->items, ElementsAre("a", "b"));
  EXPECT_EQ(pages->more_results, "more");
}

TEST(Pagination, NeedsMembersThatAreThere) {
  for (const char* traits :
       {R"("smithy.api#paginated":{})", R"("smithy.api#paginated":{"inputToken":"token"})",
        R"("smithy.api#paginated":{"inputToken":"none","outputToken":"next"})"}) {
    const Model model = model_with(traits);
    EXPECT_FALSE(pagination(model, list_of(model))) << traits;
  }
}

TEST(PlainPath, TakesMemberNamesApart) {
  EXPECT_THAT(plain_path("Page.Next_1"), ElementsAre("Page", "Next_1"));
  for (const char* path : {"", "a.", ".a", "a[-1].b", "a || b", "length(a)", "1a"})
    EXPECT_THAT(plain_path(path), IsEmpty()) << path;
}

TEST(Waiters, ReadEveryMatcher) {
  const Model model = model_with(
      R"("smithy.waiters#waitable":{"Done":{"documentation":"prose","minDelay":5,"acceptors":[
           {"state":"success","matcher":{"success":true}},
           {"state":"retry","matcher":{"errorType":"a.b#Gone"}},
           {"state":"failure","matcher":{"output":{"path":"a.b","expected":"true","comparator":"booleanEquals"}}},
           {"state":"failure","matcher":{"inputOutput":{"path":"input.a","expected":"x","comparator":"anyStringEquals"}}},
           {"state":"failure","matcher":{"moon":1}}]}},
         "hallmark.api#waitable":{"Done":{"maxAttempts":7},"Gone":{"acceptors":[
           {"state":"success","matcher":{"status":404}},{"state":"failure","matcher":{"success":false}},
           {"state":"retry","matcher":{"output":{"path":"a","expected":true,"comparator":"allEquals"}}}],"minDelay":300}})");
  const std::vector<Waiter> all = waiters(list_of(model));
  ASSERT_EQ(all.size(), 2U);
  const Waiter& done = all[0];
  EXPECT_EQ(done.name, "Done");
  EXPECT_EQ(done.min_delay, 5);
  EXPECT_EQ(done.max_attempts, 7);
  ASSERT_EQ(done.acceptors.size(), 4U);  // one of another kind is left out
  EXPECT_EQ(done.acceptors[0].on, Acceptor::On::any_success);
  EXPECT_EQ(done.acceptors[0].state, Acceptor::State::success);
  EXPECT_EQ(done.acceptors[1].error, "Gone");
  EXPECT_EQ(done.acceptors[2].path, "a.b");
  EXPECT_EQ(done.acceptors[2].expected, true);
  EXPECT_EQ(done.acceptors[3].on, Acceptor::On::input_output);
  EXPECT_EQ(done.acceptors[3].comparator, Acceptor::Comparator::any_equals);
  EXPECT_EQ(all[1].acceptors[0].status, 404);
  EXPECT_EQ(all[1].acceptors[1].on, Acceptor::On::any_error);
  EXPECT_EQ(all[1].acceptors[2].comparator, Acceptor::Comparator::all_equal);
  EXPECT_EQ(all[1].max_delay, 300);  // never less than the least
}

TEST(Examples, AreReadWithTheirErrors) {
  const Model model = model_with(
      R"("smithy.api#examples":[{"title":"One","documentation":"prose","input":{"zone":"a"},"output":{"next":"n"}},
         {"title":"Two","error":{"shapeId":"a.b#Gone","content":{"message":"m"}},"allowErrorResponse":true}],
         "smithy.test#smokeTests":[{"id":"A","params":{"zone":"z"},"vendorParams":{"region":"r"},"expect":{"success":{}}},
           {"id":"B","expect":{"failure":{"errorId":"a.b#Gone"}}}])");
  const std::vector<Example> all = examples(list_of(model));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].input, Json({{"zone", "a"}}));
  EXPECT_EQ(all[0].output, Json({{"next", "n"}}));
  EXPECT_FALSE(all[0].allow_error);
  EXPECT_FALSE(all[1].output);
  EXPECT_EQ(all[1].error, "Gone");
  EXPECT_EQ(all[1].error_content, Json({{"message", "m"}}));
  EXPECT_TRUE(all[1].allow_error);
  const std::vector<SmokeTest> smoke = smoke_tests(list_of(model));
  ASSERT_EQ(smoke.size(), 2U);
  EXPECT_TRUE(smoke[0].success);
  EXPECT_EQ(smoke[0].vendor_params, Json({{"region", "r"}}));
  EXPECT_FALSE(smoke[1].success);
  EXPECT_EQ(smoke[1].error, "Gone");
}

TEST(Resources, BindOperationsAndIdentifiers) {
  const Model model = model_with("");
  EXPECT_FALSE(resource_of(model, list_of(model)));
  const auto binding = resource_of(model, *model.operation("Drop"));
  ASSERT_TRUE(binding);
  EXPECT_EQ(binding->role, BindingRole::remove);
  EXPECT_EQ(to_string(binding->role), "delete");
  const Shape& input = *model.shape("a.b#In");
  const std::vector<ResourceReference> all = references(input.traits);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].resource, "a.b#Thing");
  EXPECT_THAT(all[0].ids, ElementsAre(Pair("id", "thing")));
  EXPECT_EQ(arn_reference(model, *input.member("thing"))->type, "AWS::A::Thing");
  EXPECT_FALSE(arn_reference(model, *input.member("zone")));
}

TEST(Usage, ReadsBackAsItWasWritten) {
  const Model model = model_with(
      R"("smithy.api#paginated":{"inputToken":"token","outputToken":"next"},"smithy.api#readonly":{},
         "smithy.waiters#waitable":{"Done":{"acceptors":[{"state":"success","matcher":{"success":true}}]}},
         "hallmark.api#waitable":{"Done":{"maxAttempts":3}},"smithy.test#smokeTests":[{"id":"A","expect":{"success":{}}}])");
  const std::string written = write_smithy(model);
  const Model again = read_smithy(core::load_json_text(written, "written"));
  EXPECT_EQ(write_smithy(again), written);
  EXPECT_EQ(again.operation("List")->traits, list_of(model).traits);
  EXPECT_EQ(again.resources.at("a.b#Thing").properties.size(), 1U);
}

TEST(Usage, RefusesTraitsOfAnotherForm) {
  for (const char* traits : {R"("smithy.api#paginated":[])", R"("smithy.waiters#waitable":1)",
                             R"("smithy.api#examples":{})", R"("smithy.test#smokeTests":{})"})
    EXPECT_THROW(model_with(traits), core::DocumentError) << traits;
}

}  // namespace
}  // namespace hallmark::contract
