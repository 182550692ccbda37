#include "endpoint/serve/service_fixture.h"

namespace hallmark::endpoint {
namespace {

using testing::Reply;

class VoiceIdService : public testing::ServiceFixture {
 protected:
  bool start(Options options = {}) { return open("voice-id-2021-09-27.json", std::move(options)); }
  static Json input(const std::string& name) {
    return {{"Name", name},
            {"Description", "words"},
            {"ServerSideEncryptionConfiguration", {{"KmsKeyId", "key-1"}}}};
  }
  std::string make(const std::string& name, const testing::Sender& sender = {}) {
    return call("CreateDomain", input(name), sender).at("/Domain/DomainId").get<std::string>();
  }
};

TEST_F(VoiceIdService, CreatesAndDescribes) {
  if (!start()) return;
  const Reply made = call("CreateDomain", input("first"));
  ASSERT_EQ(made.status, 200) << made.response.body;
  EXPECT_EQ(made.at("/Domain/Name"), "first");
  EXPECT_EQ(made.at("/Domain/DomainStatus"), "ACTIVE");
  EXPECT_EQ(made.at("/Domain/CreatedAt"), 1'700'000'000.001);
  EXPECT_EQ(made.at("/Domain/DomainId").get<std::string>().size(), 22U);
  EXPECT_TRUE(made.response.headers.has("x-amzn-RequestId"));
  const Reply described = call("DescribeDomain", {{"DomainId", made.at("/Domain/DomainId")}});
  EXPECT_EQ(described.members, made.members);
  EXPECT_EQ(service_->stored(), 1U);
}

TEST_F(VoiceIdService, UpdateClearsWhatItLeavesOut) {
  if (!start()) return;
  const std::string id = make("first");
  clock_.advance(std::chrono::seconds(5));
  const Json update = {
      {"DomainId", id}, {"Name", "second"}, {"ServerSideEncryptionConfiguration", {{"KmsKeyId", "key-1"}}}};
  const Reply updated = call("UpdateDomain", update);
  ASSERT_EQ(updated.status, 200) << updated.response.body;
  EXPECT_EQ(updated.at("/Domain/Name"), "second");
  EXPECT_FALSE(updated.members["Domain"].contains("Description"));
  EXPECT_EQ(updated.at("/Domain/UpdatedAt"), 1'700'000'005.001);
  EXPECT_EQ(updated.at("/Domain/CreatedAt"), 1'700'000'000.001);
  EXPECT_FALSE(call("DescribeDomain", {{"DomainId", id}}).members["Domain"].contains("Description"));
}

TEST_F(VoiceIdService, KeyChangeIsCompletedLater) {
  if (!start()) return;
  const std::string id = make("first");
  Json update = input("first");
  update["DomainId"] = id;
  update["ServerSideEncryptionConfiguration"]["KmsKeyId"] = "key-2";
  const Reply updated = call("UpdateDomain", update);
  EXPECT_EQ(updated.at("/Domain/ServerSideEncryptionUpdateDetails/UpdateStatus"), "IN_PROGRESS");
  EXPECT_EQ(updated.at("/Domain/ServerSideEncryptionUpdateDetails/OldKmsKeyId"), "key-1");
  const Reply described = call("DescribeDomain", {{"DomainId", id}});
  EXPECT_EQ(described.at("/Domain/ServerSideEncryptionUpdateDetails/UpdateStatus"), "COMPLETED");
}

TEST_F(VoiceIdService, TakesNoOtherKeyWhileOneIsBeingChanged) {
  if (!start()) return;
  Json update = input("first");
  update["DomainId"] = make("first");
  update["ServerSideEncryptionConfiguration"]["KmsKeyId"] = "key-2";
  ASSERT_EQ(call("UpdateDomain", update).status, 200);
  EXPECT_EQ(call("UpdateDomain", update).status, 200) << "the same key again";
  update["ServerSideEncryptionConfiguration"]["KmsKeyId"] = "key-1";
  const Reply locked = call("UpdateDomain", update);
  EXPECT_EQ(locked.error, "ConflictException");
  EXPECT_EQ(locked.at("/ConflictType"), "DOMAIN_LOCKED_FROM_ENCRYPTION_UPDATES");
  (void)call("DescribeDomain", {{"DomainId", update["DomainId"]}});
  EXPECT_EQ(call("UpdateDomain", update).status, 200) << "the change is over";
}

TEST_F(VoiceIdService, RefusesUnknownAndTooMany) {
  Options options;
  options.limits["Domain"] = 3;
  if (!start(std::move(options))) return;
  Json update = input("second");
  update["DomainId"] = "aaaaaaaaaaaaaaaaaaaaaa";
  const Reply unknown = call("UpdateDomain", update);
  EXPECT_EQ(unknown.error, "ResourceNotFoundException");
  EXPECT_EQ(unknown.at("/ResourceType"), "DOMAIN");
  const testing::Sender limited{.role = "limits"};
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(make(name, limited).size(), 22U);
  EXPECT_EQ(call("CreateDomain", input("d"), limited).error, "ServiceQuotaExceededException");
}

TEST_F(VoiceIdService, ClientTokenMakesCreateRepeatable) {
  if (!start()) return;
  Json create = input("first");
  create["ClientToken"] = "token-1";
  const Reply once = call("CreateDomain", create);
  const Reply twice = call("CreateDomain", create);
  EXPECT_EQ(twice.at("/Domain/DomainId"), once.at("/Domain/DomainId"));
  create["Name"] = "other";
  EXPECT_EQ(call("CreateDomain", create).error, "ConflictException");
  EXPECT_EQ(service_->stored(), 1U);
}

TEST_F(VoiceIdService, HoldsInputsToTheirTraits) {
  if (!start()) return;
  struct Row {
    const char* name;
    Json patch;
  };
  const std::string id = make("first");
  for (const Row& row :
       std::vector<Row>{{"short id", {{"DomainId", "abc"}}},
                        {"bad id", {{"DomainId", "aaaaaaaaaaaaaaaaaaaaa!"}}},
                        {"no name", {{"Name", nullptr}}},
                        {"empty name", {{"Name", ""}}},
                        {"long name", {{"Name", std::string(257, 'a')}}},
                        {"name of wrong type", {{"Name", 7}}},
                        {"name outside the pattern", {{"Name", "-a"}}},
                        {"description beyond", {{"Description", std::string(1025, 'a')}}},
                        {"no key", {{"ServerSideEncryptionConfiguration", Json::object()}}},
                        {"key is a list", {{"ServerSideEncryptionConfiguration", Json::array()}}}}) {
    Json update = input("second");
    update["DomainId"] = id;
    update.update(row.patch);
    const Reply reply = call("UpdateDomain", update);
    EXPECT_EQ(reply.error, "ValidationException") << row.name;
    EXPECT_EQ(reply.status, 400) << row.name;
  }
  EXPECT_EQ(call("UpdateDomain", {}, {.raw_body = "{\"DomainId\": "}).error, "ValidationException");
}

TEST_F(VoiceIdService, AnswersByRole) {
  if (!start()) return;
  EXPECT_EQ(call("CreateDomain", input("a"), {.role = "denied"}).error, "AccessDeniedException");
  EXPECT_EQ(call("CreateDomain", input("a"), {.secret = "wrong"}).error, "AccessDeniedException");
  EXPECT_EQ(call("CreateDomain", input("a"), {.sign = false}).error, "AccessDeniedException");
  EXPECT_EQ(call("CreateDomain", input("a"), {.signed_before = std::chrono::hours(1)}).error,
            "AccessDeniedException");
  int throttled = 0;
  for (int i = 0; i < 20; ++i) {
    throttled += call("ListDomains", Json::object(), {.role = "rate"}).error == "ThrottlingException" ? 1 : 0;
  }
  EXPECT_EQ(throttled, 10);
  EXPECT_EQ(service_->stored(), 0U);
}

TEST_F(VoiceIdService, RaisesEveryListedExceptionOnDemand) {
  if (!start()) return;
  for (const contract::Operation* operation : model_->all_operations()) {
    for (const contract::Shape* error : contract::listed_errors(*model_, *operation)) {
      const std::string name(error->name());
      const auto info = contract::error_info(*model_, *error, contract::protocol::aws_json_1_0);
      const Reply reply = call(std::string(operation->name()), Json::object(), {.fault = name});
      EXPECT_EQ(reply.error, name) << operation->name();
      EXPECT_EQ(reply.status, info.status) << operation->name();
      EXPECT_TRUE(reply.decoded_error.well_formed);
      EXPECT_FALSE(reply.decoded_error.message.empty());
    }
  }
}

TEST_F(VoiceIdService, ListsByPages) {
  if (!start()) return;
  for (const char* name : {"a", "b", "c"}) make(name);
  const Reply first = call("ListDomains", {{"MaxResults", 2}});
  EXPECT_EQ(first.at("/DomainSummaries").size(), 2U);
  const Reply second = call("ListDomains", {{"MaxResults", 2}, {"NextToken", first.at("/NextToken")}});
  EXPECT_EQ(second.at("/DomainSummaries").size(), 1U);
  EXPECT_FALSE(second.members.contains("NextToken"));
  EXPECT_EQ(call("ListDomains", {{"NextToken", "nonsense"}}).error, "ValidationException");
}

TEST_F(VoiceIdService, KeepsAccountsApartAndSharesOneAmongItsIdentities) {
  if (!start()) return;
  const std::string id = make("first", {.suffix = "A"});
  EXPECT_EQ(call("DescribeDomain", {{"DomainId", id}}, {.role = "rate", .suffix = "A"}).status, 200);
  EXPECT_EQ(call("DescribeDomain", {{"DomainId", id}}, {.suffix = "B"}).error, "ResourceNotFoundException");
  EXPECT_EQ(call("DeleteDomain", {{"DomainId", id}}, {.suffix = "A"}).status, 200);
  EXPECT_EQ(service_->stored(), 0U);
}

}  // namespace
}  // namespace hallmark::endpoint
