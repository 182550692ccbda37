#include "names/taken_forms.h"

#include <gtest/gtest.h>

namespace hallmark::names {
namespace {

TEST(TakenForms, AreOfOneOperation) {
  const auto rows = TakenForms::standard().of("kms", "DescribeKey");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]->member, "KeyId");
  EXPECT_EQ(rows[0]->form, "arn");
  EXPECT_EQ(rows[0]->take.at("keyArn"), "/KeyMetadata/Arn");
  EXPECT_TRUE(TakenForms::standard().of("kms", "CreateKey").empty());
  EXPECT_TRUE(TakenForms::standard().of("sns", "DescribeKey").empty());
}

}  // namespace
}  // namespace hallmark::names
