#include "names/member_words.h"

#include <gtest/gtest.h>

#include "names/knowledge.h"

namespace hallmark::names {
namespace {

TEST(MemberWords, SayWhatAValueIs) {
  const Knowledge& words = Knowledge::standard();
  const struct {
    MemberWord word;
    const char* name;
    bool says;
  } rows[] = {
      {MemberWord::tags, "ResourceTagList", true},
      {MemberWord::tags, "tags", true},
      {MemberWord::tags, "StageVariables", false},  // the word begins nowhere in it
      {MemberWord::tags, "stageKeys", false},
      {MemberWord::own_tags, "TagSpecifications", true},
      {MemberWord::own_tags, "imageTagMutability", false},
      {MemberWord::all_tags, "tagSet", true},
      {MemberWord::all_tags, "TagSpecifications", false},
      {MemberWord::pair_key, "TagKey", true},
      {MemberWord::pair_key, "Monkey", false},
      {MemberWord::state, "instanceState", true},
      {MemberWord::arn, "KmsKeyArn", true},
      {MemberWord::arn, "kms_key_arn", true},
      {MemberWord::arn, "Learn", false},
      {MemberWord::waiting, "WaitTimeSeconds", true},
      {MemberWord::description, "GroupDescription", true},
      {MemberWord::told_apart, "Key", true},
      {MemberWord::told_apart, "KmsKey", false},
      {MemberWord::naming, "bucketName", true},
      {MemberWord::foreign_naming, "DomainName", true},
      {MemberWord::foreign_naming, "attributeNameList", true},
  };
  for (const auto& row : rows) EXPECT_EQ(words.says(row.word, row.name), row.says) << row.name;
}

TEST(MemberWords, LeaveARest) {
  const Knowledge& words = Knowledge::standard();
  EXPECT_EQ(words.rest_of(MemberWord::beginning, "logGroupNamePrefix"), "logGroupName");
  EXPECT_EQ(words.rest_of(MemberWord::beginning, "Prefix"), "");
  EXPECT_EQ(words.rest_of(MemberWord::beginning, "PrefixList"), std::nullopt);
  EXPECT_EQ(words.rest_of(MemberWord::several, "SecretIdList"), "SecretId");
  EXPECT_EQ(words.rest_of(MemberWord::next, "NextMarker"), "Marker");
  EXPECT_EQ(words.rest_of(MemberWord::of_several, "BatchGetSecretValue"), "GetSecretValue");
  EXPECT_EQ(words.rest_of(MemberWord::under_way, "PurgeQueueInProgressException"), "PurgeQueue");
}

TEST(MemberWords, HaveASpelling) { EXPECT_EQ(Knowledge::standard().spelling(MemberWord::tags), "Tag"); }

TEST(MemberWords, ASuitesRowsComeFirst) {
  const Knowledge own = Knowledge::standard().with(
      Json::parse(R"({"names": {"member_words": [{"says": "tags", "holds": "Label", "source": "…"}]}})"));
  EXPECT_TRUE(own.says(MemberWord::tags, "Labels"));
  EXPECT_TRUE(own.says(MemberWord::tags, "Tags"));
  EXPECT_FALSE(Knowledge::standard().says(MemberWord::tags, "Labels"));
}

}  // namespace
}  // namespace hallmark::names
