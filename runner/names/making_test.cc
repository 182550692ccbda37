#include "names/making.h"

#include <gtest/gtest.h>

namespace hallmark::names {
namespace {

TEST(Making, IsStatesOfWhatIsNotThereYet) {
  for (const char* state : {"CREATING", "Pending", "PENDING_VALIDATION", "CREATE_IN_PROGRESS"})
    EXPECT_TRUE(is_making_state(state)) << state;
  for (const char* state : {"ACTIVE", "UPDATING", "DELETING", ""})
    EXPECT_FALSE(is_making_state(state)) << state;
}

}  // namespace
}  // namespace hallmark::names
