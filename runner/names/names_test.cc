#include "names/names.h"

#include <gtest/gtest.h>

#include "contract/smithy.h"

namespace hallmark::names {
namespace {

constexpr std::string_view text = R"({
  "smithy": "2.0",
  "shapes": {
    "t#Shop": {"type": "service", "version": "1",
      "operations": [{"target": "t#CreatePolicy"}, {"target": "t#PutPolicy"}, {"target": "t#GetPolicy"},
        {"target": "t#DescribePolicies"}, {"target": "t#CopyPolicies"}, {"target": "t#ListShelves"}, {"target": "t#ScheduleKeyDeletion"},
        {"target": "t#TagResource"}],
      "resources": [{"target": "t#Shelf"}],
      "traits": {"aws.api#service": {"sdkId": "Shop"}}},
    "t#Shelf": {"type": "resource", "identifiers": {"shelfId": {"target": "smithy.api#String"}},
      "create": {"target": "t#BuildShelf"}, "read": {"target": "t#LookAtShelf"}, "list": {"target": "t#ListShelves"}},
    "t#BuildShelf": {"type": "operation"},
    "t#LookAtShelf": {"type": "operation"},
    "t#ListShelves": {"type": "operation", "input": {"target": "t#Pages"}},
    "t#CreatePolicy": {"type": "operation", "input": {"target": "t#Once"}},
    "t#PutPolicy": {"type": "operation"},
    "t#GetPolicy": {"type": "operation", "errors": [{"target": "t#NoSuchBucket"}, {"target": "t#PolicyNotFound"},
      {"target": "t#PolicyGone"}]},
    "t#DescribePolicies": {"type": "operation"},
    "t#CopyPolicies": {"type": "operation"},
    "t#ScheduleKeyDeletion": {"type": "operation"},
    "t#TagResource": {"type": "operation"},
    "t#NoSuchBucket": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
    "t#PolicyNotFound": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
    "t#PolicyGone": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
    "t#Pages": {"type": "structure", "members": {
      "nextToken": {"target": "smithy.api#String"}, "maxResults": {"target": "smithy.api#Integer"}}},
    "t#Once": {"type": "structure", "members": {
      "ClientToken": {"target": "smithy.api#String"},
      "Nonce": {"target": "smithy.api#String", "traits": {"smithy.api#idempotencyToken": {}}}}}
  }})";

class NamesOfAModel : public testing::Test {
 protected:
  const contract::Operation& operation(std::string_view name) const { return *model.operation(name); }
  contract::Model model = contract::read_smithy(core::load_json_text(std::string(text), "shop.json"));
  Names names{model};
};

TEST_F(NamesOfAModel, TheStrongestVerbMakesANoun) {
  EXPECT_EQ(names.operation(Kind::make, "Policy"), model.operation("CreatePolicy"));
  EXPECT_EQ(names.operation(Kind::read, "Policy"), model.operation("GetPolicy"));
  EXPECT_EQ(names.operation(Kind::list, "Policy"), model.operation("DescribePolicies"));
  EXPECT_EQ(names.operation(Kind::remove, "Key"), model.operation("ScheduleKeyDeletion"));
  EXPECT_EQ(names.operation(Kind::remove, "Policy"), nullptr);
}

// Also where an operation makes several at once.
TEST_F(NamesOfAModel, APluralOfWhatIsMadeIsAList) {
  EXPECT_EQ(names.kind_of(operation("DescribePolicies")), Kind::list);
  EXPECT_EQ(names.noun_of(operation("DescribePolicies")), "Policy");
  EXPECT_EQ(names.kind_of(operation("GetPolicy")), Kind::read);
}

TEST_F(NamesOfAModel, ResourcesComeBeforeNames) {
  EXPECT_EQ(names.kind_of(operation("BuildShelf")), Kind::make);
  EXPECT_EQ(names.noun_of(operation("BuildShelf")), "Shelf");
  EXPECT_EQ(names.operation(Kind::read, "Shelf"), model.operation("LookAtShelf"));
  EXPECT_EQ(names.noun_of(operation("ListShelves")), "Shelf");
}

TEST_F(NamesOfAModel, TheExceptionOfTheNounComesFirst) {
  const auto& get = operation("GetPolicy");
  EXPECT_EQ(names.exceptions(get, ErrorClass::not_found).size(), 2U);
  EXPECT_EQ(names.exception(get, ErrorClass::not_found, "Policy")->name(), "PolicyNotFound");
  EXPECT_EQ(names.exception(get, ErrorClass::not_found)->name(), "NoSuchBucket");
  EXPECT_EQ(names.exception(get, ErrorClass::in_use), nullptr);
}

TEST_F(NamesOfAModel, MembersOfPagesAndTokens) {
  const auto& list = operation("ListShelves");
  EXPECT_EQ(names.page_token(list)->name, "nextToken");
  EXPECT_EQ(names.page_size(list)->name, "maxResults");
  EXPECT_EQ(names.idempotency_token(list), nullptr);
  EXPECT_EQ(names.idempotency_token(operation("CreatePolicy"))->name, "Nonce");
  EXPECT_EQ(names.page_token(operation("GetPolicy")), nullptr);
}

}  // namespace
}  // namespace hallmark::names
