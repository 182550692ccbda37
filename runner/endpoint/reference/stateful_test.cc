// What the endpoint does with any contract: made, read, changed, listed, tagged, removed; and how mutants and
// variations of these look.
#include "core/digest.h"
#include "core/text.h"
#include "endpoint/serve/service_fixture.h"

namespace hallmark::endpoint {
namespace {

using testing::Reply;

class Secrets : public testing::ServiceFixture {
 protected:
  Reply make(const std::string& name) {
    return call("CreateSecret", {{"Name", name},
                                 {"SecretString", "first"},
                                 {"Description", "words"},
                                 {"Tags", {{{"Key", "owner"}, {"Value", "me"}}}}});
  }
  std::vector<std::string> listed(const Json& input = Json::object()) {
    std::vector<std::string> names;
    for (const Json& each : call("ListSecrets", input).at("/SecretList"))
      names.push_back(each["Name"].get<std::string>());
    return names;
  }
  bool with(const std::string& mutant, const std::string& variation = {}) {
    Options options;
    if (!mutant.empty()) options.mutants = {mutant};
    if (!variation.empty()) options.variations = {variation};
    return open("secretsmanager", std::move(options));
  }
};

TEST_F(Secrets, AreReadByNameAndByArn) {
  if (!open("secretsmanager")) return;
  const Json arn = make("one").at("/ARN");
  for (const Json& id : {Json("one"), arn}) {
    EXPECT_EQ(call("GetSecretValue", {{"SecretId", id}}).at("/SecretString"), "first");
    EXPECT_EQ(call("DescribeSecret", {{"SecretId", id}}).at("/Description"), "words");
  }
  EXPECT_EQ(call("GetSecretValue", {{"SecretId", "none"}}).error, "ResourceNotFoundException");
  EXPECT_EQ(make("one").error, "ResourceExistsException");
}

TEST_F(Secrets, KeepWhatChangesThem) {
  if (!open("secretsmanager")) return;
  make("one");
  call("UpdateSecret", {{"SecretId", "one"}, {"SecretString", "second"}});
  EXPECT_EQ(call("GetSecretValue", {{"SecretId", "one"}}).at("/SecretString"), "second");
  EXPECT_EQ(call("DescribeSecret", {{"SecretId", "one"}}).at("/Description"), "words");
  // A part of it, by operations of its own.
  call("PutSecretValue", {{"SecretId", "one"}, {"SecretString", "third"}});
  EXPECT_EQ(call("GetSecretValue", {{"SecretId", "one"}}).at("/SecretString"), "third");
}

TEST_F(Secrets, AreTagged) {
  if (!open("secretsmanager")) return;
  make("one");
  call("TagResource", {{"SecretId", "one"}, {"Tags", {{{"Key", "room"}, {"Value", "7"}}}}});
  call("UntagResource", {{"SecretId", "one"}, {"TagKeys", {"owner"}}});
  EXPECT_EQ(call("DescribeSecret", {{"SecretId", "one"}}).at("/Tags"),
            Json::array({{{"Key", "room"}, {"Value", "7"}}}));
  EXPECT_EQ(call("TagResource", {{"SecretId", "none"}, {"Tags", Json::array()}}).error,
            "ResourceNotFoundException");
}

TEST_F(Secrets, AreListedByPagesAndFilters) {
  if (!open("secretsmanager")) return;
  for (const char* name : {"a", "b", "c"}) make(name);
  const Reply first = call("ListSecrets", {{"MaxResults", 2}});
  EXPECT_EQ(first.at("/SecretList").size(), 2U);
  const Reply second = call("ListSecrets", {{"MaxResults", 2}, {"NextToken", first.at("/NextToken")}});
  EXPECT_EQ(second.at("/SecretList/0/Name"), "c");
  EXPECT_FALSE(second.members.contains("NextToken"));
  EXPECT_EQ(listed({{"Filters", {{{"Key", "name"}, {"Values", {"b"}}}}}}), std::vector<std::string>{"b"});
}

TEST_F(Secrets, AreGoneOnceRemoved) {
  if (!open("secretsmanager")) return;
  make("one");
  EXPECT_EQ(call("DeleteSecret", {{"SecretId", "one"}}).status, 200);
  for (const char* operation : {"GetSecretValue", "DescribeSecret", "DeleteSecret", "UpdateSecret"})
    EXPECT_EQ(call(operation, {{"SecretId", "one"}}).error, "ResourceNotFoundException") << operation;
  EXPECT_TRUE(listed().empty());
  EXPECT_EQ(service_->stored(), 0U);
}

TEST_F(Secrets, MutantsBreakWhatHoldsBetweenCalls) {
  if (!with("duplicate-made,CreateSecret")) return;
  make("one");
  EXPECT_EQ(make("one").status, 200);
  EXPECT_EQ(listed().size(), 2U);
  with("alive-after-removal,DescribeSecret");
  make("one");
  call("DeleteSecret", {{"SecretId", "one"}});
  EXPECT_EQ(call("DescribeSecret", {{"SecretId", "one"}}).at("/Name"), "one");
  with("unknown-accepted:SecretId,DescribeSecret");
  EXPECT_EQ(call("DescribeSecret", {{"SecretId", "none"}}).status, 200);
  with("item-missing,ListSecrets");
  make("one");
  EXPECT_TRUE(listed().empty());
  with("token-endless,ListSecrets");
  make("one");
  EXPECT_TRUE(call("ListSecrets", Json::object()).members.contains("NextToken"));
  with("member-lost:Description,UpdateSecret");
  make("one");
  call("UpdateSecret", {{"SecretId", "one"}, {"Description", "other"}});
  EXPECT_EQ(call("DescribeSecret", {{"SecretId", "one"}}).at("/Description"), "words");
  EXPECT_GT(service_->mutated_answers(), 0U);
}

TEST_F(Secrets, VariationsAreHabitsOfAws) {
  if (!with("", "removal-of-nothing")) return;
  EXPECT_EQ(call("DeleteSecret", {{"SecretId", "none"}}).status, 200);
  with("", "same-again");
  make("one");
  EXPECT_EQ(make("one").status, 200);
  EXPECT_EQ(call("CreateSecret", {{"Name", "one"}}).error, "ResourceExistsException");
  with("", "page-empty");
  make("one");
  const Reply first = call("ListSecrets", Json::object());
  EXPECT_EQ(first.at("/SecretList").size(), 0U);
  EXPECT_EQ(listed({{"NextToken", first.at("/NextToken")}}).size(), 1U);
  with("", "foreign-denied");
  EXPECT_EQ(
      call("DescribeSecret", {{"SecretId", "arn:aws:secretsmanager:us-east-1:999999999999:secret:x"}}).error,
      "AccessDeniedException");
}

TEST_F(Secrets, AnyKeyIsAnAccountWhereAllAreAccepted) {
  Options options;
  options.any_credentials = true;
  if (!open("secretsmanager", std::move(options))) return;
  wire::Request request =
      testing::signed_request(*model_, "ListSecrets", Json::object(), {.sign = false}, clock_.now());
  wire::sign(request, {"AKIAEXAMPLE", "whatever", ""}, {.region = "us-east-1", .service = "secretsmanager"},
             clock_.now());
  EXPECT_EQ(service_->handle(request).status, 200);
}

// S3: an object may be copied, and is put anew all the same; digests are of text and bytes, whatever the
// payload.
TEST_F(Secrets, ObjectsArePut) {
  if (!open("s3-2006-03-01.json")) return;
  call("CreateBucket", {{"Bucket", "shelf"}});
  const std::string bytes = core::base64_encode("tea");
  EXPECT_EQ(call("PutObject", {{"Bucket", "shelf"}, {"Key", "cup"}, {"Body", bytes}}).status, 200);
  EXPECT_EQ(call("HeadObject", {{"Bucket", "shelf"}, {"Key", "cup"}}).status, 200);
  EXPECT_EQ(call("GetObject", {{"Bucket", "shelf"}, {"Key", "pot"}}).error, "NoSuchKey");
  const std::string policy = R"({"Statement": []})";
  const auto put = [&](const std::string& of) {
    const std::string digest = core::base64_encode(core::md5(of));
    return call("PutBucketPolicy", {{"Bucket", "shelf"}, {"Policy", policy}, {"ContentMD5", digest}}).status;
  };
  EXPECT_LT(put(policy), 300);
  EXPECT_EQ(put("another"), 400);
}

}  // namespace
}  // namespace hallmark::endpoint
