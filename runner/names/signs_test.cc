#include "names/signs.h"

#include <gtest/gtest.h>

namespace hallmark::names {
namespace {

TEST(Signs, TellALimitThatPassesFromOneThatStands) {
  EXPECT_TRUE(
      is_momentary_limit("LimitExceededException", "Limit for streams being created concurrently exceeded"));
  EXPECT_TRUE(is_momentary_limit("LimitExceededException",
                                 "Only 10 tables can be created, updated, or deleted simultaneously"));
  EXPECT_FALSE(is_momentary_limit("LimitExceededException", "at most 10 tables"));
  EXPECT_FALSE(is_momentary_limit("ResourceInUseException", "created concurrently")) << "that is no limit";
}

TEST(Signs, TellThatAListGoesOn) {
  for (const char* member : {"HasMoreDeliveryStreams", "hasMoreResults", "IsTruncated", "Truncated"})
    EXPECT_TRUE(says_that_more_follows(member)) << member;
  for (const char* member : {"Enabled", "Completed", "MoreOver", ""})
    EXPECT_FALSE(says_that_more_follows(member)) << member;
}

TEST(Signs, TellWhatEndsByItself) {
  EXPECT_TRUE(makes_what_ends("StartExecution"));
  EXPECT_TRUE(makes_what_ends("RunTask"));
  EXPECT_FALSE(makes_what_ends("CreateStateMachine"));
}

TEST(Signs, TellWhatIsOnItsWayOut) {
  for (const char* state : {"DELETING", "Deleted", "delete-in-progress"}) EXPECT_TRUE(is_last_state(state));
  for (const char* state : {"ACTIVE", "CREATING", ""}) EXPECT_FALSE(is_last_state(state));
}

}  // namespace
}  // namespace hallmark::names
