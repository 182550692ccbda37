#include "plan/cases/select.h"

#include <gtest/gtest.h>

#include <set>

namespace hallmark::plan {
namespace {

TEST(Select, MatchesPrefixesAtABoundary) {
  const std::string id = "chime.CreateVoiceConnectorGroup/BadRequestException/name-empty";
  for (const char* selector : {"chime", "chime.CreateVoiceConnectorGroup", "chime.CreateVoiceConnectorGroup/",
                               "chime.CreateVoiceConnectorGroup/BadRequestException",
                               "chime.CreateVoiceConnectorGroup/BadRequestException/name-empty", "*/name-*",
                               "chime.*/BadRequestException/*"}) {
    EXPECT_TRUE(matches_id(selector, id)) << selector;
  }
  for (const char* selector : {"", "chim", "chime.Create", "chime.CreateVoiceConnectorGroup/Bad",
                               "name-empty", "chime-sdk-voice", "*/name"}) {
    EXPECT_FALSE(matches_id(selector, id)) << selector;
  }
}

TEST(Select, SaysWhereNothingCanBeSelected) {
  const std::string head = "voice-id.UpdateDomain/";
  for (const char* may : {"voice-id", "voice-id.UpdateDomain", "voice-id.UpdateDomain/success/minimal", "*",
                          "voice-id.*/success*", "*/name-*", "voice-id.Update[CD]omain"})
    EXPECT_TRUE(may_match_below(may, head)) << may;
  for (const char* never :
       {"kms", "voice-id.UpdateFraudster", "voice-id.Create*", "voice-id.UpdateWatchlist/x"})
    EXPECT_FALSE(may_match_below(never, head)) << never;
  EXPECT_TRUE(Selection{}.may_select_below(head));
  EXPECT_TRUE((Selection{.include = {"kms", "voice-id"}, .exclude = {}}).may_select_below(head));
  EXPECT_FALSE((Selection{.include = {"kms", "sqs.*"}, .exclude = {}}).may_select_below(head));
}

TEST(Select, ExclusionWins) {
  const Selection selection{.include = {"chime"}, .exclude = {"*/success/*"}, .depth = Depth::normal};
  EXPECT_TRUE(selection.selects("chime.Op/validation/a", Depth::quick));
  EXPECT_FALSE(selection.selects("chime.Op/success/a", Depth::quick));
  EXPECT_FALSE(selection.selects("sqs.Op/validation/a", Depth::quick));
  EXPECT_FALSE(selection.selects("chime.Op/validation/a", Depth::thorough));
}

TEST(Select, ShardsPartitionAndDoNotMoveWhenCasesAreAdded) {
  std::set<unsigned> used;
  for (int i = 0; i < 200; ++i) {
    const auto id = "s.Op/validation/case-" + std::to_string(i);
    int selected = 0;
    for (unsigned shard = 1; shard <= 4; ++shard) {
      selected += Selection{.shard = shard, .shards = 4}.selects(id, Depth::quick);
    }
    EXPECT_EQ(selected, 1) << id;
    used.insert(shard_of(id, 4));
  }
  EXPECT_EQ(used.size(), 4u);
  // Pinned: another hash would move cases between machines.
  EXPECT_EQ(shard_of("voice-id.UpdateDomain/success/minimal", 7), 1u);
}

TEST(Select, ReadsShards) {
  EXPECT_EQ(parse_shard("2/5"), (std::pair{2u, 5u}));
  for (const char* text : {"", "2", "0/5", "6/5", "a/b", "1/0", "1/5x", "-1/5"})
    EXPECT_FALSE(parse_shard(text)) << text;
}

TEST(Select, ReadsDepths) {
  EXPECT_EQ(parse_depth("thorough"), Depth::thorough);
  EXPECT_FALSE(parse_depth("deep"));
}

}  // namespace
}  // namespace hallmark::plan
