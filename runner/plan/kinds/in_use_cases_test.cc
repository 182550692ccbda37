#include "plan/kinds/in_use_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::ElementsAre;

// A zone may be made with a set, which is then in use.
TEST(InUseCases, RemoveWhatAnotherRefersTo) {
  const auto zones = [](const char* exception, const char* text) {
    return cases_of(
        library({"CreateSharedSet", "DeleteSharedSet", "CreateZone", "DeleteZone"},
                R"json(
    "l#CreateSharedSet": {"type": "operation", "output": {"target": "l#Set"}},
    "l#DeleteSharedSet": {"type": "operation", "input": {"target": "l#Set"}, "errors": [{"target": "l#)json" +
                    std::string(exception) + R"json("}]},
    "l#CreateZone": {"type": "operation", "input": {"target": "l#ZoneIn"}, "output": {"target": "l#Zone"}},
    "l#DeleteZone": {"type": "operation", "input": {"target": "l#Zone"}},
    "l#Set": {"type": "structure", "members": {"SetId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#ZoneIn": {"type": "structure", "members": {"SetId": {"target": "smithy.api#String"}}},
    "l#Zone": {"type": "structure", "members": {"ZoneId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#)json" + std::string(exception) +
                    R"json(": {"type": "structure", "traits": {"smithy.api#error": "client")json" + text +
                    "}}"),
        "DeleteSharedSet");
  };
  const std::string in_use =
      R"(, "hallmark.api#text": [{"trait": "hallmark.api#raised", "value": {"class": "in_use"}, "rule": "r"}])";
  const auto cases = zones("SetInUse", "");
  ASSERT_THAT(names_in(cases), Contains("SetInUse/in-use-by-Zone"));
  const Case& test = cases.at("SetInUse/in-use-by-Zone");
  EXPECT_EQ(test.arrange.back().call, "CreateZone");
  EXPECT_THAT(test.arrange.back().with["SetId"].get<std::string>(), testing::StartsWith("${sharedSet"));
  EXPECT_THAT(outcomes_in(test), ElementsAre("SetInUse"));
  EXPECT_FALSE(test.behaviour.stated);
  EXPECT_THAT(names_in(zones("InvalidSetStateFault", in_use.c_str())),
              Contains("InvalidSetStateFault/in-use-by-Zone"));
  EXPECT_THAT(names_in(zones("InvalidSetStateFault", "")),
              testing::Not(Contains("InvalidSetStateFault/in-use-by-Zone")));
  EXPECT_THAT(names_in(zones("ResourceInUseException", "")),
              testing::Not(Contains("ResourceInUseException/in-use-by-Zone")))
      << "which use is meant nobody says";
}

// Shelves with books in them; what the removal's text says, as the importer reads it.
std::map<std::string, Case> shelves(const std::string& blocked_by) {
  const std::string fact =
      blocked_by.empty()
          ? ""
          : R"(, "traits": {"hallmark.api#text": [{"trait": "hallmark.api#blockedBy", "value": [")" +
                blocked_by + R"("], "rule": "r", "drift": true}]})";
  return cases_of(
      library({"CreateShelf", "DeleteShelf", "CreateBook", "DeleteBook", "CreateCatalog", "DeleteCatalog"},
              R"json(
    "l#CreateShelf": {"type": "operation", "output": {"target": "l#Shelf"}},
    "l#DeleteShelf": {"type": "operation", "input": {"target": "l#Shelf"}, "errors": [{"target": "l#ResourceInUseException"}])json" +
                  fact + R"json(},
    "l#CreateBook": {"type": "operation", "input": {"target": "l#Shelf"}, "output": {"target": "l#Book"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#Book"}},
    "l#CreateCatalog": {"type": "operation", "input": {"target": "l#CatalogIn"}, "output": {"target": "l#Catalog"}},
    "l#DeleteCatalog": {"type": "operation", "input": {"target": "l#Catalog"}},
    "l#Shelf": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#Book": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#CatalogIn": {"type": "structure", "members": {"DefaultEntries": {"target": "l#Entries"}}},
    "l#Entries": {"type": "list", "member": {"target": "l#Entry"}},
    "l#Entry": {"type": "structure", "members": {
      "Kind": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}, "ShelfId": {"target": "smithy.api#String"}}},
    "l#Catalog": {"type": "structure", "members": {"CatalogId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#ResourceInUseException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json"),
      "DeleteShelf");
}

TEST(InUseCases, LetAChildGoWithItsParentUnlessTheTextSaysThatItMustGoFirst) {
  const auto silent = shelves("");
  const char* id = "ResourceInUseException/in-use-by-Book";
  ASSERT_THAT(names_in(silent), Contains(id));
  EXPECT_THAT(outcomes_in(silent.at(id)), ElementsAre("ResourceInUseException", "success"));
  const auto told = shelves("paper books");
  ASSERT_THAT(names_in(told), Contains(id));
  EXPECT_THAT(outcomes_in(told.at(id)), ElementsAre("ResourceInUseException"));
  EXPECT_FALSE(told.at(id).behaviour.stated) << "the rule that read it is not measured well enough";
}

TEST(InUseCases, FindDeepInARequestWhatTheTextNames) {
  for (const char* words : {"entries", "any catalogs"}) {
    const auto cases = shelves(words);
    ASSERT_THAT(names_in(cases), Contains("ResourceInUseException/in-use-by-Catalog")) << words;
    const Case& test = cases.at("ResourceInUseException/in-use-by-Catalog");
    ASSERT_EQ(test.arrange.back().call, "CreateCatalog");
    EXPECT_EQ(test.arrange.back().with["DefaultEntries"][0]["ShelfId"], "${shelfId}");
    EXPECT_TRUE(test.arrange.back().with["DefaultEntries"][0].contains("Kind"));
    EXPECT_THAT(outcomes_in(test), ElementsAre("ResourceInUseException"));
  }
  EXPECT_THAT(names_in(shelves("chairs")),
              testing::Not(Contains("ResourceInUseException/in-use-by-Catalog")));
}

// A mark is attached to a book: neither stands in the other.
TEST(InUseCases, RemoveWhatSomethingIsAttachedTo) {
  const auto marked = [](const char* text) {
    return cases_of(
        library({"CreateBook", "DeleteBook", "CreateMark", "DeleteMark", "AttachMark", "DetachMark"},
                R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#Book"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#Book"}, "errors": [{"target": "l#BookInUse"}])json" +
                    std::string(text) + R"json(},
    "l#CreateMark": {"type": "operation", "input": {"target": "l#Mark"}},
    "l#DeleteMark": {"type": "operation", "input": {"target": "l#Mark"}},
    "l#AttachMark": {"type": "operation", "input": {"target": "l#Both"}},
    "l#DetachMark": {"type": "operation", "input": {"target": "l#Both"}},
    "l#Book": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#Mark": {"type": "structure", "members": {"MarkName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#Both": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "MarkName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookInUse": {"type": "structure", "traits": {"smithy.api#error": "client"}})json"),
        "DeleteBook");
  };
  const auto cases = marked("");
  ASSERT_THAT(names_in(cases), Contains("BookInUse/in-use-by-Mark"));
  const Case& test = cases.at("BookInUse/in-use-by-Mark");
  EXPECT_EQ(test.arrange.back().call, "AttachMark");
  EXPECT_EQ(test.arrange.back().with["BookName"], test.send["BookName"]);
  EXPECT_THAT(outcomes_in(test), ElementsAre("BookInUse", "success")) << "it may go with the book";
  const auto told = marked(R"json(, "traits": {"hallmark.api#text": [
    {"trait": "hallmark.api#blockedBy", "value": ["associated mark"], "rule": "r"}]})json");
  EXPECT_THAT(outcomes_in(told.at("BookInUse/in-use-by-Mark")), ElementsAre("BookInUse"));
}

}  // namespace
}  // namespace hallmark::plan
