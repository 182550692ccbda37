#include "core/sink.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/digest.h"
#include "core/error.h"
#include "core/text.h"

namespace hallmark::core {
namespace {

const std::string secret = "wJalr/XUtnFEMI+K7MDENG\"bPxRfiCY&KEY";

TEST(Secrets, RedactsEveryFormOfAValue) {
  Secrets secrets;
  secrets.add(secret);
  const std::string forms[] = {secret,
                               percent_encode(secret),
                               percent_encode(percent_encode(secret)),
                               hex(secret),
                               to_upper(hex(secret)),
                               to_lower(secret),
                               base64_encode(secret),
                               base64_encode("user:" + secret),
                               base64_encode("u:" + secret + "!"),
                               "wJalr/XUtnFEMI+K7MDENG&quot;bPxRfiCY&amp;KEY",
                               "wJalr\\/XUtnFEMI+K7MDENG\\\"bPxRfiCY&KEY",
                               std::string(secret.rbegin(), secret.rend())};
  for (const std::string& form : forms) {
    const std::string out = secrets.redact("<" + form + ">");
    EXPECT_NE(out.find("[redacted]"), std::string::npos) << form;
    EXPECT_EQ(out.find(form.substr(4, form.size() - 8)), std::string::npos) << out;
  }
  EXPECT_EQ(secrets.redact("nothing here"), "nothing here");
}

TEST(Secrets, RedactsShapesOfUnknownSecrets) {
  const Secrets secrets;
  const std::string signature(64, 'a');
  const struct {
    std::string text, kept;
  } rows[] = {
      {"Credential=AKID/x, SignedHeaders=host, Signature=" + signature,
       "SignedHeaders=host, Signature=[redacted]"},
      {"x-amz-security-token: FwoGZXIvYXdzEJr", "x-amz-security-token: [redacted]"},
      {"\"X-Amz-Security-Token\":\"FwoGZXIvYXdzEJr\"", "\"X-Amz-Security-Token\":\"[redacted]\""},
      {"?X-Amz-Signature=" + signature + "&b=1", "?X-Amz-Signature=[redacted]&b=1"},
      {"Bearer abcdefghijkl", "Bearer [redacted]"},
  };
  for (const auto& row : rows)
    EXPECT_NE(secrets.redact(row.text).find(row.kept), std::string::npos) << secrets.redact(row.text);
  EXPECT_EQ(secrets.redact("x-amz-security-token: $AWS_SESSION_TOKEN"),
            "x-amz-security-token: $AWS_SESSION_TOKEN");
}

TEST(Secrets, LeavesShortValuesAlone) {
  Secrets secrets;
  secrets.add("test");
  EXPECT_EQ(secrets.redact("a test"), "a test");
}

class SinkFiles : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  static std::string read(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
  }
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("hallmark-" + random_uuid());
};

TEST_F(SinkFiles, AppearsWholeOrNotAtAll) {
  const auto path = folder_ / "deep" / "report.xml";
  {
    const auto sink = file_sink(path, nullptr);
    sink->write("half");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_TRUE(std::filesystem::is_empty(path.parent_path()));
  const auto sink = file_sink(path, nullptr);
  sink->write("whole");
  sink->close();
  EXPECT_EQ(read(path), "whole");
}

TEST_F(SinkFiles, AppendsAndRedacts) {
  const auto secrets = std::make_shared<Secrets>();
  secrets->add(secret);
  for (int i = 0; i < 2; ++i) append_sink(folder_ / "journal", secrets)->write("key " + secret + "\n");
  EXPECT_EQ(read(folder_ / "journal"), "key [redacted]\nkey [redacted]\n");
}

TEST_F(SinkFiles, SaysWhenTheDiskRefuses) {
  std::ofstream(folder_ / "file") << "x";
  EXPECT_THROW(file_sink(folder_ / "file" / "report", nullptr), DocumentError);
}

}  // namespace
}  // namespace hallmark::core
