#include "contract/foreign_protocols.h"

#include <gtest/gtest.h>

#include "contract/smithy.h"

namespace hallmark::contract {
namespace {

Model stating(const std::string& traits, const std::string& shapes = {}) {
  return read_smithy(
      core::load_json_text(R"({"smithy":"2.0","shapes":{"a.b#S":{"type":"service","version":"1","traits":{)" +
                               traits + "}}" + shapes + "}}",
                           "t.json"));
}

TEST(ForeignProtocols, AreThoseThatAreDefinedOrCalledSo) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(foreign_protocols(stating(
                R"("alloy#simpleRestJson":{},"aws.protocols#restJson1":{},"aws.auth#sigv4":{"name":"x"})")),
            (Names{"alloy#simpleRestJson"}));
  EXPECT_EQ(
      foreign_protocols(stating(
          R"("x.y#planks":{})",
          R"(,"x.y#planks":{"type":"structure","members":{},"traits":{"smithy.api#trait":{},"smithy.api#protocolDefinition":{}}})")),
      (Names{"x.y#planks"}));
  EXPECT_EQ(foreign_protocols(stating(R"("x.y#owner":"me")")), Names{});
  // A newer one of Smithy's own; what goes with a protocol is none.
  EXPECT_EQ(
      foreign_protocols(stating(R"("aws.protocols#restJson2":{},"aws.protocols#awsQueryCompatible":{})")),
      (Names{"aws.protocols#restJson2"}));
  EXPECT_EQ(foreign_protocols(stating(R"("hallmark.api#foreignProtocols":["query-json"])")),
            (Names{"query-json"}));
}

TEST(ForeignProtocols, OfOursTheNearestByName) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"alloy#simpleRestJson", "rest-json"}, {"x#restXmlPlus", "rest-xml"}, {"query-json", "aws-query"},
      {"x#jsonRpc", "aws-json-1.1"},         {"x#rpcCbor", "rpc-v2-cbor"},  {"x#grpc", ""}};
  for (const auto& [foreign, near] : rows) EXPECT_EQ(nearest_protocol(foreign), near) << foreign;
}

TEST(ForeignProtocols, TheReasonSaysWhatToDo) {
  EXPECT_EQ(why_no_protocol(stating("")), "the contract states no protocol; --protocol says which to speak");
  EXPECT_EQ(why_no_protocol(stating(R"("alloy#simpleRestJson":{})")),
            "the contract states alloy#simpleRestJson, which Hallmark does not speak; --protocol rest-json "
            "comes near");
}

TEST(SmithyReader, SetsHaveUniqueItems) {
  const Model model = stating("", R"(,"a.b#Tags":{"type":"set","member":{"target":"smithy.api#String"}})");
  EXPECT_TRUE(model.shape("a.b#Tags")->traits.has(trait::unique_items));
}

}  // namespace
}  // namespace hallmark::contract
