#include "importers/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/testing.h"

namespace hallmark::importers {
namespace {

using contract::Model;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Model model(const std::string& shapes, const std::string& protocol = "aws.protocols#restJson1") {
  return read_smithy_ast(
      R"({"smithy":"2.0","shapes":{"a.t#T":{"type":"service","version":"1","operations":[{"target":"a.t#Do"}],
      "traits":{")" +
          protocol + R"(":{}}},)" + shapes + "}}",
      "model");
}

// An operation with an input of the one member M.
Model with_member(const std::string& target, const std::string& traits = "", const std::string& more = "",
                  const std::string& protocol = "aws.protocols#restJson1") {
  return model(
      R"("a.t#Do":{"type":"operation","input":{"target":"a.t#In"}},"a.t#In":{"type":"structure","members":{"M":{"target":")" +
          target + R"(","traits":{)" + traits + "}}}}" + (more.empty() ? "" : "," + more),
      protocol);
}

std::vector<std::string> lines(const Model& a, const Model& b) {
  std::vector<std::string> result;
  for (const Difference& d : diff(a, b))
    result.push_back(d.kind + " " + d.where + ": " + d.before + " -> " + d.after);
  return result;
}

TEST(Diff, NamesEachDifferenceByItsPath) {
  struct Row {
    std::string target_a, traits_a, target_b, traits_b, line;
  };
  const std::string s = "smithy.api#String";
  const std::vector<Row> rows = {
      {s, "", "smithy.api#Boolean", "", "changed Do input.M type: string -> boolean"},
      {s, "", s, R"("smithy.api#required":{})", "added Do input.M required:  -> present"},
      {s, R"("smithy.api#length":{"max":9})", s, R"("smithy.api#length":{"max":5})",
       "changed Do input.M length.max: 9 -> 5"},
      {s, R"("smithy.api#pattern":"^a$")", s, "", "removed Do input.M pattern: a -> "},
      {s, R"("smithy.api#httpQuery":"m")", s, R"("smithy.api#httpHeader":"M")",
       "changed Do input.M binding: query m -> header m"},
      {s, "", s, R"("smithy.api#jsonName":"m")", "added Do input.M jsonName:  -> m"},
      {"smithy.api#Timestamp", "", "smithy.api#Timestamp", R"("smithy.api#timestampFormat":"date-time")",
       "changed Do input.M timestampFormat: epoch-seconds -> date-time"},
      {s, "", s, R"("smithy.api#idempotencyToken":{})", "added Do input.M idempotencyToken:  -> present"},
      {s, "", s, R"("smithy.api#sensitive":{})", "added Do input.M sensitive:  -> present"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(lines(with_member(row.target_a, row.traits_a), with_member(row.target_b, row.traits_b)),
                ElementsAre(row.line));
  }
}

TEST(Diff, SaysNothingAboutWhatIsTheSameOnTheWire) {
  struct Row {
    std::string target_a, traits_a, target_b, traits_b, protocol;
  };
  const std::string rest = "aws.protocols#restJson1";
  const std::string s = "smithy.api#String";
  const std::vector<Row> rows = {
      {"smithy.api#Short", "", "smithy.api#Integer", R"("smithy.api#default":0)", rest},
      {"a.t#Text", "", s, "", rest},
      {s, R"("smithy.api#length":{"min":0,"max":9})", s, R"("smithy.api#length":{"max":9})", rest},
      {s, R"("smithy.api#pattern":"^a$")", s, R"("smithy.api#pattern":"a")", rest},
      {s, R"("smithy.api#pattern":"\\S")", s, R"("smithy.api#pattern":".*\\S.*")", rest},
      {s, "", s, R"("smithy.api#xmlName":"m")", rest},
      {s, "", s, R"("smithy.api#jsonName":"M")", rest},
      {s, R"("smithy.api#deprecated":{"since":"1"})", s, "", rest},
      {"smithy.api#Timestamp", R"("smithy.api#timestampFormat":"date-time")", "smithy.api#Timestamp", "",
       "aws.protocols#awsQuery"},
      {s, "", s, R"("smithy.api#httpQuery":"m")", "aws.protocols#awsQuery"},
  };
  for (const Row& row : rows) {
    const std::string more = R"("a.t#Text":{"type":"string"})";
    EXPECT_THAT(lines(with_member(row.target_a, row.traits_a, more, row.protocol),
                      with_member(row.target_b, row.traits_b, more, row.protocol)),
                IsEmpty())
        << row.traits_a << " " << row.traits_b;
  }
}

TEST(Diff, OperationsErrorsAndBindings) {
  const Model a = model(R"("a.t#Do":{"type":"operation","errors":[{"target":"a.t#Gone"},{"target":"a.t#Old"}],
      "traits":{"smithy.api#http":{"method":"PUT","uri":"/g/{Id}?x-id=Do"}},"output":{"target":"a.t#Empty"}},
      "a.t#Empty":{"type":"structure","members":{}},
      "a.t#Gone":{"type":"structure","members":{"Message":{"target":"smithy.api#String"}},"traits":{"smithy.api#error":"client","smithy.api#httpError":404}},
      "a.t#Old":{"type":"structure","members":{},"traits":{"smithy.api#error":"client"}})");
  const Model b = model(R"("a.t#Do":{"type":"operation","errors":[{"target":"a.t#Gone"}],
      "traits":{"smithy.api#http":{"method":"POST","uri":"/g/{GroupId}","code":202}}},
      "a.t#Gone":{"type":"structure","members":{},"traits":{"smithy.api#error":"client"}})");
  EXPECT_THAT(lines(a, b),
              ElementsAre("changed Do method: PUT -> POST", "changed Do status: 200 -> 202",
                          "removed error.Gone status: 404 -> ", "removed error.Gone members.Message:  -> ",
                          "removed Do error.Old:  -> "));
}

TEST(Diff, EnumsUnionsAndNestedMembers) {
  const auto nested = [](const std::string& type, const std::string& members, const std::string& value) {
    return with_member("a.t#List", "",
                       R"("a.t#List":{"type":"list","member":{"target":"a.t#Item"}},
        "a.t#Item":{"type":")" +
                           type + R"(","members":{)" + members + R"(}},
        "a.t#Kind":{"type":"enum","members":{"A":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":")" +
                           value + R"("}}}},
        "a.t#Map":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a.t#Kind"}})");
  };
  EXPECT_THAT(lines(nested("structure", R"("K":{"target":"a.t#Map"})", "a"),
                    nested("union", R"("K":{"target":"a.t#Map"},"N":{"target":"a.t#Item"})", "b")),
              ElementsAre("added Do input.M[] union:  -> present", "added Do input.M[].N:  -> ",
                          "changed Do input.M[].K{} enum: a -> b"));
}

TEST(Diff, RecursiveShapesEnd) {
  const Model a = with_member("a.t#In");
  EXPECT_THAT(lines(a, a), IsEmpty());
}

TEST(Diff, RendersTextAndJson) {
  const std::vector<Difference> differences = {
      {.where = "Do input.M length.max", .kind = "changed", .before = "9", .after = "5"},
      {.where = "Do input.N", .kind = "added", .before = "", .after = ""},
      {.where = "Do input.O pattern", .kind = "removed", .before = "a\nb", .after = ""}};
  EXPECT_EQ(render_text(differences),
            "changed  Do input.M length.max: 9 -> 5\n"
            "added    Do input.N\n"
            "removed  Do input.O pattern: a\\nb\n"
            "3 differences\n");
  const auto parsed = core::parse_json(render_json(differences));
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ((*parsed.value)[0],
            (Json{{"where", "Do input.M length.max"}, {"kind", "changed"}, {"before", "9"}, {"after", "5"}}));
  EXPECT_EQ(render_json({}), "[]\n");
}

// What botocore and Smithy publish of one service at one time says the same.
TEST(Diff, BotocoreAndSmithyAgreeWhereTheyAreOfOneAge) {
  const auto models = core::shared_data("models");
  if (!models) GTEST_SKIP() << core::absent("models");
  // What botocore keeps in other files (those of these services are not there), or has no word for.
  const auto elsewhere = [](const std::string& line) {
    for (const char* fact : {" pages.", " waiter.", " example.", " smokeTest.", " readonly:", " idempotent:",
                             " resource.", " arnReference:", " references:", " text."}) {
      if (line.find(fact) != std::string::npos) return true;
    }
    return false;
  };
  std::vector<std::string> sns = lines(read_document(*models / "smithy/sns-2010-03-31.json"),
                                       read_document(*models / "botocore/sns/2010-03-31/service-2.json"));
  std::erase_if(sns, elsewhere);
  EXPECT_THAT(sns, IsEmpty());
  // botocore's awsJson models have no statuses; nothing else differs.
  for (const std::string& line :
       lines(read_document(*models / "smithy/voice-id-2021-09-27.json"),
             read_document(*models / "botocore/voice-id/2021-09-27/service-2.json"))) {
    if (elsewhere(line)) continue;
    EXPECT_THAT(line, ::testing::MatchesRegex("removed error\\..* status: 4.*")) << line;
  }
}

Model read_one(const std::string& operation_traits) {
  return read_smithy_ast(
      R"({"smithy":"2.0","shapes":{"a.t#T":{"type":"service","version":"1","operations":[{"target":"a.t#List"}],
      "resources":[{"target":"a.t#R"}]},"a.t#R":{"type":"resource","read":{"target":"a.t#Get"}},
      "a.t#Get":{"type":"operation"},"a.t#List":{"type":"operation","input":{"target":"a.t#In"},"traits":{)" +
          operation_traits +
          R"(}},"a.t#In":{"type":"structure","members":{"t":{"target":"smithy.api#String"}}}}})",
      "model");
}

TEST(Diff, TellsHowOperationsAreUsed) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> rows = {
      {R"("smithy.api#paginated":{"inputToken":"t","outputToken":"n"})",
       {"added List pages.inputToken:  -> t", "added List pages.outputToken:  -> n"}},
      {R"("smithy.waiters#waitable":{"W":{"acceptors":[{"state":"success","matcher":{"errorType":"Gone"}}]}})",
       {"added List waiter.W.minDelay:  -> 2", "added List waiter.W.success:  -> Gone"}},
      {R"("smithy.api#examples":[{"title":"One","input":{"t":"x"}}])",
       {R"(added List example.One.input:  -> {"t":"x"})"}},
      {R"("smithy.api#readonly":{})", {"added List readonly:  -> present"}},
      {R"("hallmark.api#text":[{"trait":"smithy.api#length","value":{"max":3},"rule":"r"}])",
       {R"(added List text.length:  -> {"max":3})"}},
  };
  for (const auto& [traits, expected] : rows) EXPECT_EQ(lines(read_one(""), read_one(traits)), expected);
  Model without = read_one("");
  without.resources.clear();
  without.service.resources.clear();
  EXPECT_THAT(lines(without, read_one("")), ElementsAre("added Get:  -> ", "added resource.R:  -> "));
  Model other = read_one("");
  other.resources.at("a.t#R").delete_operation = "a.t#Get";
  other.resources.at("a.t#R").read.clear();
  EXPECT_THAT(lines(read_one(""), other),
              ElementsAre("added resource.R delete:  -> Get", "removed resource.R read: Get -> "));
}

}  // namespace
}  // namespace hallmark::importers
