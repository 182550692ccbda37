#include "verdict/tested.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"

namespace hallmark::verdict {
namespace {

using ::testing::ElementsAre;
using ::testing::Key;
using ::testing::SizeIs;

std::shared_ptr<const contract::Model> library() {
  return std::make_shared<const contract::Model>(contract::read_smithy(core::load_json_text(R"json({
    "smithy": "2.0",
    "shapes": {
      "l#Library": {"type": "service", "version": "1", "operations": [{"target": "l#ListBooks"}],
        "traits": {"aws.api#service": {"sdkId": "Library"}, "aws.protocols#awsJson1_1": {}}},
      "l#ListBooks": {"type": "operation", "output": {"target": "l#Books"}},
      "l#Books": {"type": "structure", "members": {
        "Books": {"target": "l#BookList", "traits": {"smithy.api#required": {}}}, "Next": {"target": "smithy.api#String"}}},
      "l#BookList": {"type": "list", "member": {"target": "l#Book"}},
      "l#Book": {"type": "structure", "members": {
        "Pages": {"target": "smithy.api#Integer"}, "Marks": {"target": "l#Marks"}, "Sequel": {"target": "l#Book"}}},
      "l#Marks": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "l#Mark"}},
      "l#Mark": {"type": "string", "traits": {"smithy.api#length": {"min": 1}}}
    }})json",
                                                                                            "library.json")));
}

Ledger walked(const Json& members) {
  const auto model = library();
  const contract::Operation& operation = *model->operation("ListBooks");
  const TestedPlaces places(*model, operation, *model->shape(operation.output));
  Ledger ledger;
  places.walk(members, ledger);
  places.walk(members, ledger);  // what is known says the same
  return ledger;
}

TEST(TestedPlaces, NamesThePromisesOfWhatIsThereOnce) {
  const Ledger ledger = walked(Json::parse(
      R"({"Books": [{"Pages": 1}, {"Marks": {"a": "x", "b": "y"}}, {"Sequel": {"Pages": 3}}], "Next": null})"));
  EXPECT_THAT(
      ledger.evaluated,
      ElementsAre(Key("library.ListBooks output.Books required"), Key("library.ListBooks output.Books type"),
                  Key("library.ListBooks output.Books[] type"),
                  Key("library.ListBooks output.Books[].Marks type"),
                  Key("library.ListBooks output.Books[].Marks{} length.min"),
                  Key("library.ListBooks output.Books[].Marks{} type"),
                  Key("library.ListBooks output.Books[].Pages type"),
                  // Of a shape inside itself no more is promised than that it is there.
                  Key("library.ListBooks output.Books[].Sequel type")));
  EXPECT_THAT(ledger.findings, SizeIs(0));
}

TEST(TestedPlaces, FindsANumberThatIsWiderThanItsType) {
  const Ledger ledger = walked(Json::parse(R"({"Books": [{"Pages": 1}, {"Pages": 3000000000}]})"));
  ASSERT_THAT(ledger.findings, SizeIs(1));
  EXPECT_EQ(ledger.findings.front().rule, "schema.number-width");
  EXPECT_EQ(ledger.findings.front().promise, "library.ListBooks output.Books[].Pages type");
  EXPECT_EQ(ledger.findings.front().actual, "3000000000");
}

}  // namespace
}  // namespace hallmark::verdict
