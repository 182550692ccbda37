#include "endpoint/serve/service_fixture.h"

namespace hallmark::endpoint {
namespace {

using testing::Reply;

class CloudFrontService : public testing::ServiceFixture {
 protected:
  bool start(Options options = {}) { return open("cloudfront", std::move(options)); }
  Reply make(const std::string& name) { return call("CreateConnectionGroup", {{"Name", name}}); }
  Reply update(const Json& id, const Json& etag, const Json& members = Json::object()) {
    Json input = {{"Id", id}, {"IfMatch", etag}};
    input.update(members);
    return call("UpdateConnectionGroup", input);
  }
};

TEST_F(CloudFrontService, CreatesAndFinds) {
  if (!start()) return;
  const Reply made = make("first");
  ASSERT_EQ(made.status, 201) << made.response.body;
  EXPECT_EQ(made.at("/ConnectionGroup/Name"), "first");
  EXPECT_EQ(made.at("/ConnectionGroup/Status"), "InProgress");
  EXPECT_TRUE(made.response.headers.has("ETag"));
  const Json id = made.at("/ConnectionGroup/Id");
  const Reply read = call("GetConnectionGroup", {{"Identifier", id}});
  EXPECT_EQ(read.at("/ConnectionGroup/Status"), "Deployed");
  EXPECT_EQ(read.at("/ETag"), made.at("/ETag"));
  const Reply by_endpoint = call("GetConnectionGroupByRoutingEndpoint",
                                 {{"RoutingEndpoint", made.at("/ConnectionGroup/RoutingEndpoint")}});
  EXPECT_EQ(by_endpoint.at("/ConnectionGroup/Id"), id);
  EXPECT_EQ(call("GetConnectionGroup", {{"Identifier", "cg_none"}}).error, "EntityNotFound");
  const Reply listed = call("ListConnectionGroups", Json::object());
  EXPECT_EQ(listed.at("/ConnectionGroups/0/Id"), id) << listed.response.body;
  EXPECT_EQ(make("first").error, "EntityAlreadyExists");
}

TEST_F(CloudFrontService, HoldsUpdatesToTheirVersion) {
  if (!start()) return;
  const Reply made = make("first");
  const Json id = made.at("/ConnectionGroup/Id");
  const Json first = made.at("/ETag");
  const Reply updated = update(id, first, {{"Ipv6Enabled", false}});
  ASSERT_EQ(updated.status, 200) << updated.response.body;
  EXPECT_EQ(updated.at("/ConnectionGroup/Ipv6Enabled"), false);
  EXPECT_NE(updated.at("/ETag"), first);
  const Reply stale = update(id, first);
  EXPECT_EQ(stale.error, "PreconditionFailed");
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(update(id, "not a version").error, "InvalidIfMatchVersion");
  EXPECT_EQ(call("UpdateConnectionGroup", {{"Id", id}}).error, "InvalidIfMatchVersion");
  EXPECT_EQ(update("cg_none", first).error, "EntityNotFound");
  EXPECT_EQ(update(id, updated.at("/ETag"), {{"AnycastIpListId", "none"}}).error, "EntityNotFound");
  EXPECT_EQ(update(id, updated.at("/ETag"), {{"Enabled", "perhaps"}}).error, "InvalidArgument");
}

TEST_F(CloudFrontService, DeletesOnlyWhatIsDisabled) {
  if (!start()) return;
  const Reply made = make("first");
  const Json id = made.at("/ConnectionGroup/Id");
  EXPECT_EQ(call("DeleteConnectionGroup", {{"Id", id}, {"IfMatch", made.at("/ETag")}}).error,
            "ResourceNotDisabled");
  const Reply updated = update(id, made.at("/ETag"), {{"Enabled", false}});
  EXPECT_EQ(call("DeleteConnectionGroup", {{"Id", id}, {"IfMatch", made.at("/ETag")}}).error,
            "PreconditionFailed");
  EXPECT_EQ(call("DeleteConnectionGroup", {{"Id", id}, {"IfMatch", updated.at("/ETag")}}).status, 204);
  EXPECT_EQ(service_->stored(), 0U);
}

TEST_F(CloudFrontService, LimitsOnlyAccountsOfThatRole) {
  Options options;
  options.limits["ConnectionGroup"] = 1;
  if (!start(std::move(options))) return;
  EXPECT_EQ(make("a").status, 201);
  EXPECT_EQ(make("b").status, 201);
  const testing::Sender limited{.role = "limits"};
  EXPECT_EQ(call("CreateConnectionGroup", {{"Name", "c"}}, limited).status, 201);
  EXPECT_EQ(call("CreateConnectionGroup", {{"Name", "d"}}, limited).error, "EntityLimitExceeded");
}

TEST_F(CloudFrontService, RefusesMalformedXml) {
  if (!start()) return;
  EXPECT_EQ(
      call("CreateConnectionGroup", {{"Name", "a"}}, {.raw_body = "<CreateConnectionGroupRequest><Name>"})
          .error,
      "InvalidArgument");
  EXPECT_EQ(call("CreateConnectionGroup", {{"Name", "a"}}, {.role = "denied"}).error, "AccessDenied");
}

// The token and the items stand in a list of their own within the answer.
TEST_F(CloudFrontService, PagesAListWithinTheAnswer) {
  if (!open("cloudfront-2020-05-31.json")) return;
  for (const char* name : {"one", "two", "three"}) call("CreateKeyValueStore", {{"Name", name}});
  const Reply first = call("ListKeyValueStores", {{"MaxItems", "2"}});
  EXPECT_EQ(first.at("/KeyValueStoreList/Items").size(), 2U) << first.response.body;
  const Json token = first.at("/KeyValueStoreList/NextMarker");
  ASSERT_TRUE(token.is_string()) << first.response.body;
  const Reply last = call("ListKeyValueStores", {{"MaxItems", "2"}, {"Marker", token}});
  EXPECT_EQ(last.at("/KeyValueStoreList/Items").size(), 1U) << last.response.body;
}

}  // namespace
}  // namespace hallmark::endpoint
