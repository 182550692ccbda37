#include "names/habits.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hallmark::names {
namespace {

TEST(Habits, AreReadFromTheFileOfThisBuild) {
  const Habits& habits = Habits::standard();
  EXPECT_TRUE(habits.is_failure_list("FailedEntries"));
  EXPECT_TRUE(habits.is_failure_list("Failed"));
  EXPECT_FALSE(habits.is_failure_list("Successful"));
  EXPECT_NE(std::find(habits.final_states.begin(), habits.final_states.end(), "pendingdeletion"),
            habits.final_states.end());
  EXPECT_NE(std::find(habits.final_members.begin(), habits.final_members.end(), "DeletedDate"),
            habits.final_members.end());
}

}  // namespace
}  // namespace hallmark::names
