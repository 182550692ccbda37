#include "endpoint/reference/sequences.h"

#include "endpoint/serve/service_fixture.h"

namespace hallmark::endpoint {
namespace {

using testing::Reply;

class Sequences : public testing::ServiceFixture {
 protected:
  Json item(const char* note) const { return {{"id", {{"S", "conformance"}}}, {"note", {{"S", note}}}}; }

  // Puts an item over another one that must not be there.
  Reply put_again() {
    (void)call("CreateTable", {{"TableName", "table-one"},
                               {"BillingMode", "PAY_PER_REQUEST"},
                               {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                               {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}}});
    (void)call("PutItem", {{"TableName", "table-one"}, {"Item", item("first")}});
    return call("PutItem", {{"TableName", "table-one"},
                            {"Item", item("second")},
                            {"ConditionExpression", "attribute_not_exists(id)"}});
  }

  Reply get() {
    return call(
        "GetItem",
        {{"TableName", "table-one"}, {"Key", {{"id", {{"S", "conformance"}}}}}, {"ConsistentRead", true}});
  }
};

TEST_F(Sequences, AreKept) {
  if (!open("dynamodb")) return;
  EXPECT_EQ(put_again().error, "ConditionalCheckFailedException");
  EXPECT_EQ(get().members["Item"]["note"]["S"], "first");
}

TEST_F(Sequences, AreBrokenByAMutant) {
  if (!open("dynamodb", {.mutants = {"sequence-broken:condition-fails,PutItem"}})) return;
  EXPECT_EQ(put_again().error, "");
  EXPECT_FALSE(get().members["Item"].contains("note"));
}

}  // namespace
}  // namespace hallmark::endpoint
