#include "plan/kinds/compressed_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::Not;

contract::Model lenders(const std::string& trait) {
  return library({"PutLoans"}, R"json(
    "l#PutLoans": {"type": "operation", "input": {"target": "l#PutLoansIn"}, "traits": {)json" +
                                   trait + R"json(}},
    "l#PutLoansIn": {"type": "structure", "members": {"Loans": {"target": "l#Loans", "traits": {"smithy.api#required": {}}}}},
    "l#Loans": {"type": "list", "member": {"target": "l#Loan"}, "traits": {"smithy.api#length": {"min": 1}}},
    "l#Loan": {"type": "structure", "members": {"Title": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}})json");
}

TEST(CompressedCases, AreLongWhereTheTraitSaysSo) {
  const auto cases =
      cases_of(lenders(R"("smithy.api#requestCompression": {"encodings": ["gzip"]})"), "PutLoans");
  ASSERT_THAT(names_in(cases), Contains("behaviour/compressed"));
  const Case& test = cases.at("behaviour/compressed");
  EXPECT_GT(test.send.dump().size(), 10240U);
  EXPECT_EQ(test.send.at("Loans").front(), test.send.at("Loans").back());
  EXPECT_TRUE(test.control.has_value());
  EXPECT_THAT(names_in(cases_of(lenders(""), "PutLoans")), Not(Contains("behaviour/compressed")));
}

}  // namespace
}  // namespace hallmark::plan
