#include "names/dangers.h"

#include <gtest/gtest.h>

#include "contract/knowledge_text.h"

namespace hallmark::names {
namespace {

TEST(Dangers, KnowWhatARunMustNotDoUnasked) {
  const Dangers& dangers = Dangers::standard();
  const auto of = [&](const char* service, const char* operation) {
    const Dangers::Class* found = dangers.of(service, operation);
    return found ? found->name : std::string();
  };
  EXPECT_EQ(of("shield", "CreateSubscription"), "billed");
  EXPECT_EQ(of("ec2", "PurchaseReservedInstancesOffering"), "billed");
  EXPECT_EQ(of("iam", "UpdateAccountPasswordPolicy"), "account");
  EXPECT_EQ(of("sns", "Publish"), "people");
  EXPECT_EQ(of("kms", "CreateKey"), "permanent");
  EXPECT_EQ(of("sqs", "CreateQueue"), "");
  EXPECT_EQ(of("sns", "CreateTopic"), "");
}

TEST(Dangers, NameOnlyClassesThatThereAre) {
  const Json file = Json::parse(std::string(contract::knowledge_text("dangers")));
  std::size_t fitting = 0;
  for (const Json& row : file["operations"]) {
    for (const Json& each : file["classes"]) fitting += each["class"] == row["class"] ? 1 : 0;
  }
  EXPECT_EQ(fitting, file["operations"].size());
}

}  // namespace
}  // namespace hallmark::names
