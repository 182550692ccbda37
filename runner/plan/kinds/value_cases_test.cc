#include "plan/kinds/value_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/context/readers.h"
#include "plan/generate/generate.h"
#include "plan/generate/testing_behaviour.h"
#include "plan/generate/testing_models.h"
#include "plan/inference.h"
#include "plan/plan.h"

namespace hallmark::plan {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Not;

// Books, made, read, changed, tagged and removed as AWS's services do it.
contract::Model books() {
  static constexpr std::string_view text = R"json({
    "smithy": "2.0",
    "shapes": {
      "b#Books": {"type": "service", "version": "1", "operations": [
          {"target": "b#CreateBook"}, {"target": "b#GetBook"}, {"target": "b#ListBooks"}, {"target": "b#UpdateBook"},
          {"target": "b#DeleteBook"}, {"target": "b#TagResource"}, {"target": "b#UntagResource"},
          {"target": "b#ListTagsForResource"}],
        "traits": {"aws.api#service": {"sdkId": "Books"}, "aws.auth#sigv4": {"name": "books"},
                   "aws.protocols#restJson1": {}}},
      "b#CreateBook": {"type": "operation", "input": {"target": "b#CreateBookIn"}, "output": {"target": "b#BookOut"},
        "errors": [{"target": "b#ValidationException"}],
        "traits": {"smithy.api#http": {"method": "POST", "uri": "/books", "code": 201}}},
      "b#GetBook": {"type": "operation", "input": {"target": "b#BookIn"}, "output": {"target": "b#BookOut"},
        "traits": {"smithy.api#http": {"method": "GET", "uri": "/books/{BookId}", "code": 200}}},
      "b#ListBooks": {"type": "operation", "input": {"target": "b#ListBooksIn"}, "output": {"target": "b#ListBooksOut"},
        "traits": {"smithy.api#http": {"method": "GET", "uri": "/books", "code": 200}}},
      "b#UpdateBook": {"type": "operation", "input": {"target": "b#UpdateBookIn"}, "output": {"target": "b#BookOut"},
        "errors": [{"target": "b#ValidationException"}],
        "traits": {"smithy.api#http": {"method": "PATCH", "uri": "/books/{BookId}", "code": 200}}},
      "b#DeleteBook": {"type": "operation", "input": {"target": "b#BookIn"},
        "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/books/{BookId}", "code": 204}}},
      "b#TagResource": {"type": "operation", "input": {"target": "b#TagIn"},
        "traits": {"smithy.api#http": {"method": "POST", "uri": "/tags/{ResourceArn}", "code": 204}}},
      "b#UntagResource": {"type": "operation", "input": {"target": "b#UntagIn"},
        "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/tags/{ResourceArn}", "code": 204}}},
      "b#ListTagsForResource": {"type": "operation", "input": {"target": "b#ArnIn"}, "output": {"target": "b#TagsOut"},
        "traits": {"smithy.api#http": {"method": "GET", "uri": "/tags/{ResourceArn}", "code": 200}}},
      "b#CreateBookIn": {"type": "structure", "members": {
        "Name": {"target": "b#Name", "traits": {"smithy.api#required": {}}},
        "Description": {"target": "b#Text"}, "Pages": {"target": "smithy.api#Integer"},
        "Binding": {"target": "b#Binding"}, "Cover": {"target": "smithy.api#Blob"},
        "Secret": {"target": "b#Secret"}, "Tags": {"target": "b#Tags"},
        "ClientToken": {"target": "smithy.api#String", "traits": {"smithy.api#idempotencyToken": {}}}}},
      "b#UpdateBookIn": {"type": "structure", "members": {
        "BookId": {"target": "b#Id", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
        "Description": {"target": "b#Text"}, "Binding": {"target": "b#Binding"}}},
      "b#BookIn": {"type": "structure", "members": {
        "BookId": {"target": "b#Id", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
      "b#BookOut": {"type": "structure", "members": {"Book": {"target": "b#Book"}}},
      "b#Book": {"type": "structure", "members": {
        "BookId": {"target": "b#Id"}, "Arn": {"target": "b#Arn"}, "Name": {"target": "b#Name"},
        "Description": {"target": "b#Text"}, "Pages": {"target": "smithy.api#Integer"},
        "Binding": {"target": "b#Binding"}, "Cover": {"target": "smithy.api#Blob"}, "Secret": {"target": "b#Secret"},
        "CreatedAt": {"target": "smithy.api#Timestamp"}}},
      "b#ListBooksIn": {"type": "structure", "members": {
        "NamePrefix": {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "prefix"}}}},
      "b#ListBooksOut": {"type": "structure", "members": {"Books": {"target": "b#BookList"}}},
      "b#BookList": {"type": "list", "member": {"target": "b#Book"}},
      "b#ArnIn": {"type": "structure", "members": {
        "ResourceArn": {"target": "b#Arn", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
      "b#TagIn": {"type": "structure", "members": {
        "ResourceArn": {"target": "b#Arn", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
        "Tags": {"target": "b#Tags", "traits": {"smithy.api#required": {}}}}},
      "b#UntagIn": {"type": "structure", "members": {
        "ResourceArn": {"target": "b#Arn", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
        "TagKeys": {"target": "b#Keys", "traits": {"smithy.api#required": {}, "smithy.api#httpQuery": "tagKeys"}}}},
      "b#TagsOut": {"type": "structure", "members": {"Tags": {"target": "b#Tags"}}},
      "b#Tags": {"type": "list", "member": {"target": "b#Tag"}},
      "b#Tag": {"type": "structure", "members": {
        "Key": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "Value": {"target": "smithy.api#String"}}},
      "b#Keys": {"type": "list", "member": {"target": "smithy.api#String"}},
      "b#Binding": {"type": "enum", "members": {
        "PAPER": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "PAPER"}},
        "CLOTH": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "CLOTH"}}}},
      "b#Id": {"type": "string", "traits": {"smithy.api#pattern": "^bk-[0-9a-f]{8}$"}},
      "b#Arn": {"type": "string"},
      "b#Text": {"type": "string", "traits": {"smithy.api#length": {"max": 200}}},
      "b#Secret": {"type": "string", "traits": {"smithy.api#sensitive": {}}},
      "b#Name": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 64}, "smithy.api#pattern": "^[a-zA-Z0-9_-]+$"}},
      "b#ValidationException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 400}}
    }})json";
  return contract::read_smithy(core::load_json_text(std::string(text), "books.json"));
}

std::map<std::string, Case> cases_of(const contract::Model& model, const std::string& operation,
                                     Depth depth = Depth::normal) {
  const Suite suite = with_inferred(model, suite_without_file(model));
  std::map<std::string, Case> found;
  (void)generate(model, *model.operation(operation), suite, {.depth = depth}, [&](Case test) {
    if (!test.claims.empty()) found.emplace(test.name, std::move(test));
  });
  return found;
}

std::vector<std::string> names(const std::map<std::string, Case>& cases) {
  std::vector<std::string> found;
  for (const auto& [name, test] : cases) found.push_back(name);
  return found;
}

std::vector<std::string> claims(const Case& test) {
  std::vector<std::string> found;
  for (const Claim& claim : test.claims)
    found.push_back(claim.promise.substr(claim.promise.find(' ') + 1) + (claim.weak ? " weak" : "") +
                    (claim.step ? " of " + test.then[*claim.step].call : " of the answer") + " at " +
                    claim.at.front());
  return found;
}

TEST(ValueCases, LookForAValueWhereTheThingItselfIsTold) {
  const contract::Model model =
      contract::read_smithy(core::load_json_text(R"json({"smithy": "2.0", "shapes": {
      "d#Devices": {"type": "service", "version": "1", "operations": [{"target": "d#CreateUser"}]},
      "d#CreateUser": {"type": "operation"},
      "d#RemovedOut": {"type": "structure", "members": {"ChangeInfo": {"target": "d#Change"}}},
      "d#Change": {"type": "structure", "members": {"Id": {"target": "smithy.api#String"}, "Comment": {"target": "smithy.api#String"}}},
      "d#In": {"type": "structure", "members": {"Id": {"target": "smithy.api#String"}, "Comment": {"target": "smithy.api#String"}, "Path": {"target": "smithy.api#String"}, "Entries": {"target": "d#Asked"},
        "Rules": {"target": "d#Asked"}}},
      "d#Out": {"type": "structure", "members": {"Devices": {"target": "d#List"}, "Entries": {"target": "d#Came"},
        "Rules": {"target": "d#Asked"}}},
      "d#ListOut": {"type": "structure", "members": {"Devices": {"target": "d#List"}}},
      "d#List": {"type": "list", "member": {"target": "d#Device"}},
      "d#Device": {"type": "structure", "members": {"Serial": {"target": "smithy.api#String"}, "User": {"target": "d#User"}}},
      "d#User": {"type": "structure", "members": {"Path": {"target": "smithy.api#String"}}},
      "d#Asked": {"type": "list", "member": {"target": "d#Entry"}},
      "d#Came": {"type": "list", "member": {"target": "d#Result"}},
      "d#Entry": {"type": "structure", "members": {"Detail": {"target": "smithy.api#String"}}},
      "d#Result": {"type": "structure", "members": {"EventId": {"target": "smithy.api#String"}}}}})json",
                                                 "devices.json"));
  const contract::Shape &in = *model.shape("d#In"), &out = *model.shape("d#Out");
  EXPECT_THAT(places_in(model, *model.shape("d#ListOut"), "Device", *in.member("Path")), ElementsAre())
      << "it is the user's";
  EXPECT_THAT(places_in(model, *model.shape("d#RemovedOut"), "Device", *in.member("Id")), ElementsAre())
      << "it is the change's";
  EXPECT_THAT(places_in(model, *model.shape("d#RemovedOut"), "Device", *in.member("Comment")),
              ElementsAre("/ChangeInfo/Comment"));
  EXPECT_THAT(places_in(model, out, "Device", *in.member("Entries")), ElementsAre()) << "what came of them";
  EXPECT_THAT(places_in(model, out, "Device", *in.member("Rules")), ElementsAre("/Rules"));
}

TEST(ValueCases, AreMadeForWhatIsWrittenAndCanBeRead) {
  const contract::Model model = books();
  EXPECT_THAT(
      names(cases_of(model, "CreateBook", Depth::quick)),
      ElementsAre("made-tagged", "made-tagged-empty", "payload-Cover-every-value", "read-back", "refused"));
  EXPECT_THAT(names(cases_of(model, "CreateBook")),
              IsSupersetOf({"read-back-Description", "read-back-Binding", "zero-Pages"}));
  // Tokens do not come back, and tags have calls of their own.
  for (const char* none : {"read-back-ClientToken", "read-back-Tags"})
    EXPECT_THAT(names(cases_of(model, "CreateBook")), Not(Contains(none)));
  EXPECT_THAT(names(cases_of(model, "UpdateBook")),
              ElementsAre("refused", "update", "update-Binding", "update-Description", "update-neighbour"));
  EXPECT_THAT(names(cases_of(model, "TagResource")), ElementsAre("tagged", "tagged-again", "tagged-empty"));
  EXPECT_THAT(names(cases_of(model, "UntagResource")), ElementsAre("untagged", "untagged-none"));
  EXPECT_THAT(names(cases_of(model, "GetBook")), ElementsAre("agrees-CreateBook", "steady"));
  EXPECT_THAT(names(cases_of(model, "DeleteBook")), ElementsAre());
}

TEST(ValueCases, ReadWhatTheyWroteByItsIdentifierAndInLists) {
  const Case test = cases_of(books(), "CreateBook").at("read-back-Description");
  ASSERT_EQ(test.then.size(), 2U);
  EXPECT_EQ(test.then[0].call, "GetBook");
  EXPECT_EQ(test.then[0].with, (Json{{"BookId", "${bookId}"}}));
  EXPECT_EQ(test.keep.at("bookId"), "/Book/BookId");
  EXPECT_THAT(claims(test),
              ElementsAre("behaviour.read-back Description of the answer at /Book/Description",
                          "behaviour.read-back Description of GetBook at /Book/Description",
                          "behaviour.read-back Description of ListBooks at /Books/*/Description",
                          "behaviour.order of the answer at /Book/CreatedAt",
                          "behaviour.order of GetBook at /Book/CreatedAt",
                          "behaviour.order of ListBooks at /Books/*/CreatedAt"));
  EXPECT_FALSE(test.behaviour.stated);
  // Only the read of the thing itself is told to go without it.
  EXPECT_FALSE(test.claims[0].awaited);
  EXPECT_TRUE(test.claims[1].awaited);
  EXPECT_FALSE(test.claims[2].awaited);
}

TEST(ValueCases, SayLessOfValuesThatAreOnlyPlausible) {
  const auto cases = cases_of(books(), "CreateBook");
  EXPECT_THAT(claims(cases.at("read-back-Binding")),
              Contains("behaviour.read-back Binding weak of GetBook at /Book/Binding"));
  // And send none beside others.
  EXPECT_FALSE(cases.at("read-back").send.contains("Binding"));
  EXPECT_TRUE(cases.at("read-back").send.contains("Description"));
}

TEST(ValueCases, AChangeLeavesIdentityAndWithPatchAllOthers) {
  const Case test = cases_of(books(), "UpdateBook").at("update-Description");
  EXPECT_EQ(test.arrange.back().call, "GetBook");
  EXPECT_EQ(test.arrange.back().keep.at("before"), "");
  EXPECT_THAT(claims(test), IsSupersetOf({"behaviour.update Description of GetBook at /Book/Description",
                                          "behaviour.update identity of GetBook at /Book/Arn",
                                          "behaviour.update identity of GetBook at /Book/CreatedAt",
                                          "behaviour.update others of GetBook at "}));
}

TEST(ValueCases, ANeighbourIsAnotherOfTheKind) {
  const Case test = cases_of(books(), "UpdateBook").at("update-neighbour");
  ASSERT_EQ(test.arrange.size(), 3U);
  EXPECT_EQ(test.arrange[1].call, "CreateBook");
  EXPECT_EQ(test.arrange[1].keep.at("bookId.neighbour"), "/Book/BookId");
  EXPECT_EQ(test.then[0].with, (Json{{"BookId", "${bookId.neighbour}"}}));
  EXPECT_EQ(test.send.at("BookId"), "${bookId}");
}

TEST(ValueCases, WhatIsRefusedIsLookedForByTheNameThatWasGiven) {
  const Case made = cases_of(books(), "CreateBook").at("refused");
  EXPECT_EQ(made.send.at("Binding"), "conformance-unknown");
  const Case changed = cases_of(books(), "UpdateBook").at("refused");
  EXPECT_EQ(changed.send.at("Binding"), "conformance-unknown");
  EXPECT_TRUE(changed.send.contains("Description"));
  EXPECT_EQ(changed.claims.front().before, "before");
}

// A table settles after it was made (a row of the knowledge says so): what reads one otherwise waits for
// that.
TEST(ValueCases, WhatWasWrittenNeedNotHaveSettledToBeRead) {
  contract::Model tables = testing_behaviour::library({"CreateTable", "DescribeTable", "DeleteTable"}, R"json(
      "l#CreateTable": {"type": "operation", "input": {"target": "l#CreateTableIn"}, "output": {"target": "l#TableOut"}},
      "l#DescribeTable": {"type": "operation", "input": {"target": "l#TableIn"}, "output": {"target": "l#TableOut"}},
      "l#DeleteTable": {"type": "operation", "input": {"target": "l#TableIn"}},
      "l#CreateTableIn": {"type": "structure", "members": {
        "TableName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "Description": {"target": "smithy.api#String"}}},
      "l#TableIn": {"type": "structure", "members": {
        "TableName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "l#TableOut": {"type": "structure", "members": {"Table": {"target": "l#Table"}}},
      "l#Table": {"type": "structure", "members": {"TableName": {"target": "smithy.api#String"},
        "Description": {"target": "smithy.api#String"}, "TableStatus": {"target": "smithy.api#String"}}})json");
  tables.slug = "dynamodb";
  const auto cases = testing_behaviour::cases_of(tables, "CreateTable");
  ASSERT_TRUE(cases.contains("behaviour/read-back"));
  const Case& test = cases.at("behaviour/read-back");
  EXPECT_TRUE(test.arrange.empty());
  ASSERT_EQ(test.then.size(), 1U);
  EXPECT_EQ(test.then.front().call, "DescribeTable");
  EXPECT_TRUE(test.skip.empty()) << test.skip;
}

TEST(ValueCases, AChangeIsOfWhatStoodAmongSettings) {
  const contract::Model shelves =
      testing_behaviour::library({"CreateShelf", "GetShelf", "UpdateShelf", "DeleteShelf"}, R"json(
      "l#CreateShelf": {"type": "operation", "input": {"target": "l#CreateShelfIn"}, "output": {"target": "l#ShelfOut"}},
      "l#GetShelf": {"type": "operation", "input": {"target": "l#ShelfIn"}, "output": {"target": "l#ShelfOut"}},
      "l#UpdateShelf": {"type": "operation", "input": {"target": "l#UpdateShelfIn"}, "output": {"target": "l#ShelfOut"}},
      "l#DeleteShelf": {"type": "operation", "input": {"target": "l#ShelfIn"}},
      "l#ShelfConfig": {"type": "structure", "members": {
        "Description": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "l#CreateShelfIn": {"type": "structure", "members": {
        "ShelfConfig": {"target": "l#ShelfConfig", "traits": {"smithy.api#required": {}}}}},
      "l#UpdateShelfIn": {"type": "structure", "members": {
        "ShelfId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "Description": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "l#ShelfIn": {"type": "structure", "members": {
        "ShelfId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "l#ShelfOut": {"type": "structure", "members": {"Shelf": {"target": "l#Shelf"}}},
      "l#Shelf": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String"},
        "ShelfConfig": {"target": "l#ShelfConfig"}}})json");
  const auto cases = testing_behaviour::cases_of(shelves, "UpdateShelf");
  ASSERT_TRUE(cases.contains("behaviour/update"));
  const Case& test = cases.at("behaviour/update");
  EXPECT_NE(test.send.at("Description"), test.arrange.front().with.at("ShelfConfig").at("Description"));
}

TEST(FilterCases, LetOneOfTwoThrough) {
  const contract::Model model = books();
  const Suite suite = with_inferred(model, suite_without_file(model));
  std::optional<Case> found;
  (void)generate(model, *model.operation("ListBooks"), suite, {.depth = Depth::quick}, [&](Case test) {
    if (test.behaviour.kind == "filters") found = std::move(test);
  });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->promises.front(), "books.ListBooks behaviour.filters NamePrefix");
  ASSERT_EQ(found->arrange.size(), 2U);
  const std::string first = found->arrange[0].with.at("Name"), second = found->arrange[1].with.at("Name");
  EXPECT_NE(first, second);
  EXPECT_TRUE(first.starts_with(found->send.at("NamePrefix").get<std::string>()));
  EXPECT_FALSE(second.starts_with(found->send.at("NamePrefix").get<std::string>()));
  ASSERT_TRUE(found->walk);
  EXPECT_EQ(found->walk->items, "/Books");
  EXPECT_EQ(found->walk->once.size(), 1U);
  EXPECT_EQ(found->walk->never.size(), 1U);
}

// A list of patches says in its values what it changes; the latest revision is made by the change.
TEST(ValueCases, ClaimNothingOfWhatAChangeMayHaveChanged) {
  std::string text = contract::write_smithy(books());
  const auto changed = [&](const Json& members, const Json& book) {
    Json model = Json::parse(text);
    model["shapes"]["b#UpdateBookIn"]["members"].update(members);
    model["shapes"]["b#Book"]["members"].update(book);
    model["shapes"]["b#Patches"] = {{"type", "list"}, {"member", {{"target", "b#Patch"}}}};
    model["shapes"]["b#Patch"] = {{"type", "structure"},
                                  {"members", {{"path", {{"target", "smithy.api#String"}}}}}};
    model["shapes"]["b#Revision"] = {{"type", "structure"},
                                     {"members", {{"CreatedAt", {{"target", "smithy.api#Timestamp"}}}}}};
    model["shapes"]["b#Pending"] = {{"type", "structure"},
                                    {"members", {{"Description", {{"target", "b#Text"}}}}}};
    std::vector<std::string> all;
    for (const auto& [name, test] :
         cases_of(contract::read_smithy(core::load_json_text(model.dump(), "books.json")), "UpdateBook")) {
      for (const std::string& each : claims(test)) all.push_back(each);
    }
    return all;
  };
  using testing::HasSubstr;
  const Json nothing = Json::object();
  EXPECT_THAT(changed(nothing, nothing), Contains(HasSubstr("behaviour.update others")));
  EXPECT_THAT(
      changed({{"Patches", {{"target", "b#Patches"}, {"traits", {{"smithy.api#required", Json::object()}}}}}},
              nothing),
      Not(Contains(HasSubstr("behaviour.update others"))));
  EXPECT_THAT(changed(nothing, {{"LatestRevision", {{"target", "b#Revision"}}}}),
              Not(Contains(HasSubstr("LatestRevision"))));
  EXPECT_THAT(changed(nothing, nothing), Contains(HasSubstr("behaviour.update Description")));
  EXPECT_THAT(changed(nothing, {{"PendingModifiedValues", {{"target", "b#Pending"}}}}),
              Not(Contains(HasSubstr("behaviour.update Description"))));
}

// Where the documentation says so, what a change leaves out is set back, or stays.
TEST(ValueCases, HoldAChangeToWhatIsSaidOfOmittedMembers) {
  const auto saying = [](const char* what) {
    Json model = Json::parse(contract::write_smithy(books()));
    Json& traits = model["shapes"]["b#UpdateBook"]["traits"];
    traits["smithy.api#http"]["method"] = "PUT";
    traits["hallmark.api#text"] =
        Json::array({{{"trait", "hallmark.api#omitted"}, {"value", what}, {"rule", "a"}}});
    return cases_of(contract::read_smithy(core::load_json_text(model.dump(), "books.json")), "UpdateBook");
  };
  const auto reset = saying("reset");
  ASSERT_TRUE(reset.contains("update-omitted"));
  const Case& test = reset.at("update-omitted");
  EXPECT_EQ(test.promises, std::vector<std::string>{"books.UpdateBook behaviour.update omitted"});
  ASSERT_GE(test.arrange.size(), 3U);
  EXPECT_TRUE(test.arrange[test.arrange.size() - 2].with.contains("Description"));
  EXPECT_TRUE(test.arrange[test.arrange.size() - 2].with.contains("Binding"));
  EXPECT_FALSE(test.send.contains("Description"));
  EXPECT_EQ(test.claims.front().kind, Claim::Kind::differs);
  EXPECT_EQ(test.claims.front().value, "${before.made}") << "what is so by default may be so again";
  for (const auto& [name, each] : reset)
    EXPECT_THAT(claims(each), Not(Contains(testing::HasSubstr("update others"))));

  const auto kept = saying("kept");
  EXPECT_FALSE(kept.contains("update-omitted"));
  EXPECT_THAT(claims(kept.at("update")), Contains(testing::HasSubstr("update others")));
}

// A digest of other bytes is refused, and other bytes have another entity tag.
TEST(ValueCases, HoldABodyToItsDigest) {
  const contract::Model model = testing_behaviour::library({"CreateBook", "GetBook", "DeleteBook"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#CreateBookIn"}, "output": {"target": "l#CreateBookOut"}},
    "l#GetBook": {"type": "operation", "input": {"target": "l#BookIn"}, "output": {"target": "l#GetBookOut"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#BookIn": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#CreateBookIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Body": {"target": "smithy.api#Blob", "traits": {"smithy.api#httpPayload": {}}},
      "Md5": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "Content-MD5"}}}},
    "l#CreateBookOut": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String"},
      "Tag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "ETag"}}}},
    "l#GetBookOut": {"type": "structure", "members": {
      "Body": {"target": "smithy.api#Blob", "traits": {"smithy.api#httpPayload": {}}},
      "Tag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "ETag"}}}})json");
  const auto cases = testing_behaviour::cases_of(model, "CreateBook", Depth::normal);
  ASSERT_THAT(
      testing_behaviour::names_in(cases),
      IsSupersetOf({"behaviour/payload-Md5-wrong", "behaviour/payload-Md5-right", "behaviour/payload-Tag"}));
  const Case& wrong = cases.at("behaviour/payload-Md5-wrong");
  EXPECT_EQ(wrong.promises.front(), "library.CreateBook behaviour.payload Md5");
  EXPECT_EQ(wrong.expect.front().status, 400);
  EXPECT_NE(wrong.send.at("Md5"), cases.at("behaviour/payload-Md5-right").send.at("Md5"));
  const Case& tag = cases.at("behaviour/payload-Tag");
  ASSERT_EQ(tag.claims.size(), 2U);
  EXPECT_EQ(tag.claims.front().kind, Claim::Kind::differs);
  EXPECT_NE(tag.arrange.back().with.at("Body"), tag.send.at("Body"));
}

// HEAD has no body: the length of the part is what it shows of it.
TEST(ValueCases, AskForAPartOfWhatHasNoBody) {
  const contract::Model model =
      contract::read_smithy(core::load_json_text(R"json({"smithy": "2.0", "shapes": {
    "b#Boxes": {"type": "service", "version": "1", "operations": [{"target": "b#PutBox"}, {"target": "b#HeadBox"}, {"target": "b#DeleteBox"}],
      "traits": {"aws.api#service": {"sdkId": "Boxes"}, "aws.protocols#restXml": {}}},
    "b#PutBox": {"type": "operation", "input": {"target": "b#PutIn"}, "traits": {"smithy.api#http": {"method": "PUT", "uri": "/{Box}"}}},
    "b#HeadBox": {"type": "operation", "input": {"target": "b#HeadIn"}, "output": {"target": "b#HeadOut"},
      "traits": {"smithy.api#http": {"method": "HEAD", "uri": "/{Box}"}}},
    "b#DeleteBox": {"type": "operation", "input": {"target": "b#BoxIn"}, "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/{Box}"}}},
    "b#BoxIn": {"type": "structure", "members": {"Box": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "b#PutIn": {"type": "structure", "members": {"Box": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "Body": {"target": "smithy.api#Blob", "traits": {"smithy.api#httpPayload": {}}}}},
    "b#HeadIn": {"type": "structure", "members": {"Box": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "Range": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "Range"}}}},
    "b#HeadOut": {"type": "structure", "members": {
      "Size": {"target": "smithy.api#Long", "traits": {"smithy.api#httpHeader": "Content-Length"}},
      "Part": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "Content-Range"}}}}}})json",
                                                 "boxes.json"));
  Suite suite = with_inferred(model, suite_without_file(model));
  suite.base["HeadBox"] = {{"Box", "${box}"}};
  suite.arrange["HeadBox"] = {
      {.call = "PutBox", .with = {{"Box", "${unique}"}}, .keep = {{"box", "/Box"}}, .creates = "Box"}};
  std::map<std::string, Case> found;
  (void)generate(model, *model.operation("HeadBox"), suite, {.depth = Depth::quick},
                 [&](Case test) { found.emplace(test.name, std::move(test)); });
  ASSERT_TRUE(found.contains("payload-Range"));
  const Case& test = found.at("payload-Range");
  EXPECT_EQ(test.send.at("Range"), "bytes=1-3");
  ASSERT_EQ(test.expect.size(), 1U);
  EXPECT_EQ(test.expect[0].success.at("/Size").value, 3);
  EXPECT_EQ(test.expect[0].success.at("/Part").value, "bytes 1-3/256");
  EXPECT_FALSE(test.behaviour.stated);
}

// S3: GetBucketLifecycle and GetBucketLifecycleConfiguration are one call, whose answer the old shape cannot
// take.
TEST(ValueCases, AreNotReadByWhatHasASuccessor) {
  auto model = books();
  contract::Operation newer = model.operations.at("b#GetBook");
  newer.id = "b#DescribeBook";
  model.operations.emplace(newer.id, newer);
  model.service.operations.push_back(newer.id);
  const auto reader = [](const contract::Model& of) {
    return cases_of(of, "CreateBook").at("read-back").then.front().call;
  };
  EXPECT_EQ(reader(model), "GetBook");
  model.operations.at("b#GetBook").traits.set(contract::trait::deprecated, Json::object());
  EXPECT_EQ(reader(model), "DescribeBook");
  model.operations.at("b#CreateBook").traits.set(contract::trait::deprecated, Json::object());
  EXPECT_EQ(reader(model), "GetBook");
}

}  // namespace
}  // namespace hallmark::plan
