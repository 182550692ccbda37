#include "exchange/credentials.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace hallmark::exchange {
namespace {

class CredentialsTest : public ::testing::Test {
 protected:
  CredentialsTest() {
    folder_ = std::filesystem::path(::testing::TempDir()) / "credentials-test";
    std::filesystem::create_directories(folder_ / ".aws");
    std::ofstream(folder_ / ".aws" / "credentials")
        << "# comment\n[default]\naws_access_key_id = "
           "D\naws_secret_access_key=ds\n\n[work]\nAWS_ACCESS_KEY_ID=W\n"
           "aws_secret_access_key = ws\naws_session_token = wt\n";
    std::ofstream(folder_ / ".aws" / "config")
        << "[profile other]\naws_access_key_id = O\naws_secret_access_key = os\ns3 =\n  aws_access_key_id = "
           "nested\n"
           "[profile role]\nrole_arn = arn:aws:iam::1:role/x\n";
    environment_["HOME"] = folder_.string();
  }
  CredentialAnswer find(const std::string& from) const {
    const auto environment = environment_;
    return CredentialSource(
               {.environment = [environment](const std::string& name) -> std::optional<std::string> {
                  const auto found = environment.find(name);
                  return found == environment.end() ? std::nullopt : std::optional(found->second);
                },
                .derive = derive_})
        .find({.name = "denied",
               .from = from,
               .access_key_id = {},
               .secret_access_key = {},
               .session_token = {}});
  }
  static std::string key(const CredentialAnswer& answer) {
    return answer.credentials
               ? answer.credentials->access_key_id + "/" + answer.credentials->secret_access_key + "/" +
                     answer.credentials->session_token
               : "none: " + answer.problem;
  }

  std::filesystem::path folder_;
  std::map<std::string, std::string> environment_;
  std::function<std::optional<wire::Credentials>(const std::string&)> derive_;
};

TEST_F(CredentialsTest, TheEnvironmentGoesBeforeTheFiles) {
  EXPECT_EQ(key(find("env")), "D/ds/");
  environment_["AWS_PROFILE"] = "work";
  EXPECT_EQ(key(find("env")), "W/ws/wt");
  environment_["AWS_ACCESS_KEY_ID"] = "E";
  EXPECT_EQ(key(find("env")), "none: AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not");
  environment_["AWS_SECRET_ACCESS_KEY"] = "es";
  environment_["AWS_SESSION_TOKEN"] = "et";
  EXPECT_EQ(key(find("env")), "E/es/et");
}

TEST_F(CredentialsTest, ProfilesComeFromEitherFile) {
  EXPECT_EQ(key(find("profile:work")), "W/ws/wt");
  EXPECT_EQ(key(find("profile:other")), "O/os/");
  EXPECT_THAT(key(find("profile:role")), ::testing::HasSubstr("role_arn"));
  EXPECT_THAT(key(find("profile:none")), ::testing::HasSubstr("has no keys"));
}

TEST_F(CredentialsTest, FilesMayLieElsewhere) {
  const std::filesystem::path file = folder_ / "elsewhere";
  std::ofstream(file) << "[default]\naws_access_key_id=F\naws_secret_access_key=fs\n";
  environment_["AWS_SHARED_CREDENTIALS_FILE"] = file.string();
  EXPECT_EQ(key(find("profile:default")), "F/fs/");
  environment_["AWS_CONFIG_FILE"] = (folder_ / ".aws" / "config").string();
  environment_.erase("HOME");
  EXPECT_EQ(key(find("profile:other")), "O/os/");
}

TEST_F(CredentialsTest, DerivedAccountsAreFreshAndByRole) {
  int count = 0;
  derive_ = [&](const std::string& role) {
    return wire::Credentials{role + std::to_string(++count), "s", ""};
  };
  EXPECT_EQ(key(find("")), "denied1/s/");
  EXPECT_EQ(key(find("derived:forbidden")), "forbidden2/s/");
  EXPECT_TRUE(find("derived").derived);
  EXPECT_EQ(key(find("env")), "D/ds/") << "an identity that says where it comes from keeps to it";
  derive_ = nullptr;
  EXPECT_THAT(key(find("derived")), ::testing::HasSubstr("embedded endpoint only"));
}

TEST_F(CredentialsTest, AnonymousSignsNothing) {
  EXPECT_TRUE(find("anonymous").anonymous);
  EXPECT_FALSE(find("anonymous").credentials);
  EXPECT_THAT(key(find("nonsense")), ::testing::HasSubstr("nonsense"));
}

}  // namespace
}  // namespace hallmark::exchange
