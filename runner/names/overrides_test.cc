#include "names/overrides.h"

#include <gtest/gtest.h>

namespace hallmark::names {
namespace {

TEST(Overrides, AreOfOneOperation) {
  const auto rows = Overrides::standard().of("sqs", "SendMessage");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]->member, "DelaySeconds");
  EXPECT_EQ(rows[0]->value, 0);
  EXPECT_TRUE(Overrides::standard().of("sqs", "CreateQueue").empty());
  EXPECT_TRUE(Overrides::standard().of("sns", "SendMessage").empty());
}

}  // namespace
}  // namespace hallmark::names
