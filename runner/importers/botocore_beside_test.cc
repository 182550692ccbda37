#include "importers/botocore_beside.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "contract/smithy.h"
#include "contract/usage.h"
#include "core/error.h"
#include "core/testing.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

using contract::Acceptor;
using contract::Model;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace fs = std::filesystem;

constexpr const char* kService =
    R"({"metadata":{"apiVersion":"1","protocol":"json","serviceId":"Planks"},"operations":{
       "ListPlanks":{"input":{"shape":"In"},"output":{"shape":"Out"}},"DropPlank2020_01_01":{"input":{"shape":"In"}}},
       "shapes":{"In":{"type":"structure","members":{"Token":{"shape":"S"},"Type":{"shape":"S"},"Max":{"shape":"S"}}},
       "Out":{"type":"structure","members":{"Next":{"shape":"S"}}},"S":{"type":"string"}}})";
constexpr const char* kPaginators =
    R"({"pagination":{"ListPlanks":{"input_token":"Token","output_token":"Next","limit_key":"Max","result_key":"Planks",
       "more_results":"Truncated"},"Other":{"input_token":"a","output_token":"b"}}})";
constexpr const char* kWaiters =
    R"({"version":2,"waiters":{"PlankGone":{"operation":"DropPlank2020_01_01","delay":150,"maxAttempts":3,"description":"prose",
       "acceptors":[{"matcher":"status","expected":404,"state":"success"},{"matcher":"error","expected":false,"state":"retry"}]},
       "PlankThere":{"operation":"ListPlanks","delay":2,"maxAttempts":9,"acceptors":[
         {"matcher":"path","argument":"length(Planks[]) > `0`","expected":true,"state":"success"},
         {"matcher":"pathAny","argument":"Planks[].State","expected":"lost","state":"failure"},
         {"matcher":"error","expected":"NoPlank","state":"retry"},{"matcher":"status","expected":200,"state":"retry"}]},
       "Other":{"operation":"Other","acceptors":[]}}})";

Model with(BesideKind kind, const std::string& text) {
  Model model = read_botocore(kService, "service-2.json");
  add_beside(model, kind, OrderedJson::parse(text), "beside");
  return model;
}

TEST(Beside, PaginatorsBecomeSmithys) {
  const Model model = with(BesideKind::paginators, kPaginators);
  const contract::Operation& list = *model.operation("ListPlanks");
  EXPECT_EQ(
      *list.traits.find(contract::trait::paginated),
      Json({{"inputToken", "Token"}, {"outputToken", "Next"}, {"items", "Planks"}, {"pageSize", "Max"}}));
  const auto pages = contract::pagination(model, list);
  ASSERT_TRUE(pages);
  EXPECT_EQ(pages->more_results, "Truncated");
  EXPECT_EQ(contract::source_of(list.traits, contract::trait::paginated), contract::Source::model);
  EXPECT_EQ((*list.traits.find(contract::trait::source))["smithy.api#paginated"]["text"], "paginators-1");
}

TEST(Beside, WhatSmithyCannotSayOfPagesIsOurs) {
  const Model model = with(
      BesideKind::paginators,
      R"({"pagination":{"ListPlanks":{"input_token":["Token","Type"],"output_token":["Next","Planks[-1].Type"],
         "limit_key":"Max","result_key":["Planks","Boards"]}}})");
  const contract::Operation& list = *model.operation("ListPlanks");
  EXPECT_FALSE(list.traits.has(contract::trait::paginated));
  const auto pages = contract::pagination(model, list);
  ASSERT_TRUE(pages);
  EXPECT_THAT(pages->output_tokens, ElementsAre("Next", "Planks[-1].Type"));
  EXPECT_THAT(pages->items, ElementsAre("Planks", "Boards"));
  EXPECT_EQ(pages->page_size, "Max");
}

TEST(Beside, WaitersKeepTheirMatchers) {
  const Model model = with(BesideKind::waiters, kWaiters);
  const auto gone = contract::waiters(*model.operation("DropPlank"));
  ASSERT_THAT(gone, SizeIs(1));
  EXPECT_EQ(gone[0].acceptors[0].status, 404);
  EXPECT_EQ(gone[0].acceptors[1].on, Acceptor::On::any_success);
  EXPECT_EQ(gone[0].min_delay, 150);
  EXPECT_EQ(gone[0].max_attempts, 3);
  EXPECT_FALSE(
      model.operation("DropPlank")->traits.has(contract::trait::waitable));  // Smithy has no statuses
  const contract::Operation& list = *model.operation("ListPlanks");
  EXPECT_TRUE(list.traits.has(contract::trait::waitable));
  const auto there = contract::waiters(list);
  ASSERT_THAT(there, SizeIs(1));
  ASSERT_THAT(there[0].acceptors, SizeIs(4));
  EXPECT_EQ(there[0].acceptors[0].path, "length(Planks[]) > `0`");
  EXPECT_EQ(there[0].acceptors[0].expected, true);
  EXPECT_EQ(there[0].acceptors[1].comparator, Acceptor::Comparator::any_equals);
  EXPECT_EQ(there[0].acceptors[2].error, "NoPlank");
  EXPECT_EQ(there[0].acceptors[3].on, Acceptor::On::any_success);
  EXPECT_EQ(there[0].max_attempts, 9);
  const std::string written = contract::write_smithy(model);
  EXPECT_THAT(written, ::testing::Not(::testing::HasSubstr("prose")));
  EXPECT_EQ(contract::write_smithy(read_smithy_ast(written, "again")), written);
}

TEST(Beside, ExamplesStandWithoutProse) {
  const Model model = with(
      BesideKind::examples,
      R"({"examples":{"ListPlanks":[{"title":"One","input":{"Token":"a"},"description":"prose"}],"Other":[]}})");
  EXPECT_EQ(*model.operation("ListPlanks")->traits.find(contract::trait::examples),
            Json::array({{{"title", "One"}, {"input", {{"Token", "a"}}}}}));
}

TEST(Beside, RefusesWhatIsWrong) {
  const std::vector<std::tuple<BesideKind, std::string, std::string>> rows = {
      {BesideKind::examples, R"({"examples":{"ListPlanks":{}}})", "botocore.examples /examples/ListPlanks"},
      {BesideKind::examples, R"({"examples":{"ListPlanks":[1]}})", "botocore.examples /examples/ListPlanks"},
      {BesideKind::paginators, R"({})", "botocore.missing "},
      {BesideKind::paginators, R"({"pagination":{"ListPlanks":{"input_token":"a"}}})",
       "botocore.paginators /pagination/ListPlanks"},
      {BesideKind::paginators, R"({"pagination":{"ListPlanks":{"input_token":7}}})",
       "botocore.type /pagination/ListPlanks/input_token"},
      {BesideKind::waiters, R"({"waiters":{"W":{"operation":"ListPlanks","acceptors":[{"state":"moon"}]}}})",
       "botocore.waiters /waiters/W/acceptors/0"},
      {BesideKind::waiters,
       R"({"waiters":{"W":{"operation":"ListPlanks","acceptors":[{"state":"retry","matcher":"moon","expected":1}]}}})",
       "botocore.waiters /waiters/W/acceptors/0"},
      {BesideKind::waiters,
       R"({"waiters":{"W":{"operation":"ListPlanks","acceptors":[{"state":"retry","matcher":"status","expected":"1"}]}}})",
       "botocore.waiters /waiters/W/acceptors/0/expected"},
  };
  for (const auto& [kind, text, rule] : rows) {
    try {
      (void)with(kind, text);
      ADD_FAILURE() << "read " << text;
    } catch (const core::DocumentError& error) {
      EXPECT_EQ(error.problem().rule + " " + error.problem().pointer, rule) << text;
    }
  }
}

TEST(Beside, ExtrasReplaceWhatIsNoObject) {
  OrderedJson base = OrderedJson::parse(R"({"a":{"b":[1,2],"c":1},"d":1})");
  merge_extras(base, OrderedJson::parse(R"({"version":1.0,"merge":{"a":{"b":[3],"e":2},"d":{"f":1}}})"), "x");
  EXPECT_EQ(base, OrderedJson::parse(R"({"a":{"b":[3],"c":1,"e":2},"d":{"f":1}})"));
  EXPECT_THROW(merge_extras(base, OrderedJson::parse("{}"), "x"), core::DocumentError);
}

TEST(Beside, KindsAreToldByContent) {
  EXPECT_EQ(beside_kind(OrderedJson::parse(kPaginators)), BesideKind::paginators);
  EXPECT_EQ(beside_kind(OrderedJson::parse(kWaiters)), BesideKind::waiters);
  EXPECT_EQ(beside_kind(OrderedJson::parse(R"({"merge":{}})")), BesideKind::extras);
  EXPECT_EQ(beside_kind(OrderedJson::parse(kService)), std::nullopt);
  EXPECT_EQ(beside_kind(OrderedJson::parse(R"({"smithy":"2.0","examples":{}})")), std::nullopt);
  EXPECT_EQ(beside_kind(OrderedJson::parse("[]")), std::nullopt);
}

class BesideFiles : public ::testing::Test {
 protected:
  BesideFiles() : folder_(fs::temp_directory_path() / ("hallmark_beside_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~BesideFiles() override { fs::remove_all(folder_); }

  fs::path file(const std::string& name, const std::string& text) const {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }
  static std::string rule(const std::vector<fs::path>& paths) {
    try {
      (void)read_documents(paths);
    } catch (const core::DocumentError& error) {
      return error.problem().rule;
    }
    return "read";
  }

  fs::path folder_;
};

constexpr const char* kExtras =
    R"({"version":1.0,"merge":{"operations":{"CountPlanks":{"output":{"shape":"CountOut"}}},"shapes":{
       "CountOut":{"type":"structure","members":{}},"In":{"members":{"More":{"shape":"S"}}}}}})";

TEST_F(BesideFiles, AreReadWithTheModelThatIsNamed) {
  const fs::path path = file("planks/1/service-2.json", kService);
  file("planks/1/paginators-1.json", kPaginators);
  file("planks/1/waiters-2.json", kWaiters);
  file("planks/1/service-2.sdk-extras.json", kExtras);
  file("planks/1/paginators-1.sdk-extras.json",
       R"({"merge":{"pagination":{"ListPlanks":{"limit_key":"Type"}}}})");
  file("planks/0/service-2.json", "not this one");
  // The file, its folder, and the folder of the service are the same document.
  for (const fs::path& named : {path, folder_ / "planks/1", folder_ / "planks"}) {
    const Model model = read_document(named);
    EXPECT_THAT(model.all_operations(), SizeIs(3)) << named;
    const contract::Operation& list = *model.operation("ListPlanks");
    EXPECT_TRUE(model.shape(list.input)->member("More"));
    EXPECT_EQ(contract::pagination(model, list)->page_size, "Type");
    EXPECT_THAT(contract::waiters(list), SizeIs(1));
    EXPECT_THAT(model.documents, ElementsAre("service-2.json", "paginators-1.json", "waiters-2.json",
                                             "paginators-1.sdk-extras.json", "service-2.sdk-extras.json"));
  }
}

TEST_F(BesideFiles, AreTakenWhereverTheyLieWhenTheyAreGiven) {
  const fs::path path = file("here/model.json", kService);
  const fs::path pages = file("there/pages.json", kPaginators);
  const fs::path extras = file("there/more.json", kExtras);
  const std::vector<Model> models = read_documents({pages, path, extras});
  ASSERT_THAT(models, SizeIs(1));
  EXPECT_TRUE(contract::pagination(models[0], *models[0].operation("ListPlanks")));
  EXPECT_TRUE(models[0].operation("CountPlanks"));
}

TEST_F(BesideFiles, TheOneThatIsGivenStandsForTheOneThatLiesThere) {
  const fs::path path = file("service-2.json", kService);
  file("paginators-1.json", kPaginators);
  const fs::path other =
      file("other.json", R"({"pagination":{"DropPlank":{"input_token":"Token","output_token":"Next"}}})");
  const Model model = std::move(read_documents({path, other}).front());
  EXPECT_FALSE(contract::pagination(model, *model.operation("ListPlanks")));
  EXPECT_TRUE(contract::pagination(model, *model.operation("DropPlank")));
  // Named as well as lying there: once.
  EXPECT_THAT(read_documents({path, folder_ / "paginators-1.json"}).front().documents,
              ElementsAre("service-2.json", "paginators-1.json"));
}

TEST_F(BesideFiles, GoWithTheModelThatHasTheirOperations) {
  const fs::path planks = file("a/model.json", kService);
  std::string text = kService;
  text.replace(text.find("ListPlanks"), 10, "ListNails_");
  const fs::path nails = file("b/model.json", text);
  const fs::path waiters = file("w.json", R"({"waiters":{"W":{"operation":"ListPlanks","acceptors":[]}}})");
  const std::vector<Model> models = read_documents({nails, waiters, planks});
  ASSERT_THAT(models, SizeIs(2));
  EXPECT_THAT(contract::waiters(*models[1].operation("ListPlanks")), SizeIs(1));
  const fs::path unclear = file("u.json", R"({"waiters":{"W":{"operation":"DropPlank","acceptors":[]}}})");
  EXPECT_EQ(rule({nails, unclear, planks}), "document.beside");
  EXPECT_EQ(rule({unclear}), "document.beside");
}

}  // namespace
}  // namespace hallmark::importers
