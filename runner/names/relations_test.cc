#include "names/relations.h"

#include <gtest/gtest.h>

namespace hallmark::names {
namespace {

TEST(Relations, SayWhichExceptionIsOfAStaleVersion) {
  EXPECT_TRUE(says_stale("PreconditionFailed", "IfMatch"));
  EXPECT_TRUE(says_stale("VersionConflictException", "expectedVersion"));
  EXPECT_FALSE(says_stale("PreconditionFailed", "Version"));
  EXPECT_FALSE(says_stale("NotFound", "IfMatch"));
}

TEST(Relations, FindTheMostOfALeast) {
  EXPECT_EQ(refused_below("MinSize"), "MaxSize");
  EXPECT_EQ(refused_below("minvCpus"), "maxvCpus");
  EXPECT_EQ(refused_below("MinimumCapacity"), "MaximumCapacity");
  EXPECT_EQ(refused_below("AgeMin"), "AgeMax");
  EXPECT_EQ(refused_below("Admin"), "");
  EXPECT_EQ(refused_below("Min"), "");
  EXPECT_EQ(refused_below("Size"), "");
}

}  // namespace
}  // namespace hallmark::names
