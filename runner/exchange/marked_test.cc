#include "exchange/marked.h"

#include <gtest/gtest.h>

namespace hallmark::exchange {
namespace {

TEST(Marked, TheInnermostObjectThatHasTheMarkAndAllThatIsWanted) {
  const Json answer = Json::parse(R"({"Domains": [
    {"DomainName": "other", "DomainId": "d-1"},
    {"DomainName": "hallmark-x", "DomainId": "d-2", "Owner": {"Name": "hallmark-x"}}]})");
  const Json* found = find_marked(answer, {"hallmark-x"}, {"DomainId"});
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->at("DomainId"), "d-2");
  EXPECT_EQ(find_marked(answer, {"hallmark-y"}, {"DomainId"}), nullptr);
  EXPECT_EQ(find_marked(answer, {"hallmark-x"}, {"DomainArn"}), nullptr);
}

TEST(Marked, TheLastPartOfAPointer) { EXPECT_EQ(last_token("/Domain/DomainId"), "DomainId"); }

}  // namespace
}  // namespace hallmark::exchange
