#include "names/prerequisites.h"

#include <gtest/gtest.h>

#include <set>

#include "contract/smithy.h"

namespace hallmark::names {
namespace {

TEST(Prerequisites, EveryRowCallsWhatItsContractHasAndSaysWhatStandsInForWhatItKeeps) {
  const auto& all = Prerequisites::standard();
  ASSERT_FALSE(all.rows().empty());
  std::set<std::string> variables;
  for (const auto& row : all.rows()) {
    const Json* contract = all.contract(row.service);
    ASSERT_NE(contract, nullptr) << row.service;
    const auto model = contract::read_smithy(core::load_json_text(contract->dump(), row.service));
    std::set<std::string> kept;
    for (const auto& step : row.steps) {
      EXPECT_NE(model.operation(step.call), nullptr) << row.service << "." << step.call;
      for (const auto& [variable, pointer] : step.keep) kept.insert(variable);
    }
    for (const auto& [variable, text] : row.otherwise) {
      EXPECT_TRUE(kept.erase(variable)) << variable << " is kept by no step";
      EXPECT_TRUE(variables.insert(variable).second) << variable << " is kept by two rows";
      EXPECT_EQ(all.making(variable), &row);
    }
    EXPECT_TRUE(kept.empty()) << row.service << ": " << *kept.begin();
  }
}

TEST(Prerequisites, ATextStandsInForWhatIsNotMade) {
  const auto& all = Prerequisites::standard();
  const auto arn = all.with_otherwise("arn:aws:s3:::${shared.bucket}/${unique}");
  EXPECT_EQ(arn, "arn:aws:s3:::" + all.making("shared.bucket")->otherwise.at("shared.bucket") + "/${unique}");
  EXPECT_EQ(all.making("bucket"), nullptr);
  EXPECT_EQ(all.contract("nothing"), nullptr);
}

}  // namespace
}  // namespace hallmark::names
