#include "core/sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "core/digest.h"
#include "core/error.h"
#include "core/text.h"

namespace hallmark::core {
namespace {

const std::string secret = "wJalr/XUtnFEMI+K7MDENG\"bPxRfiCY&KEY";

std::string each_as(const char* format) {
  std::string out;
  for (const char c : secret) out += fmt::format(fmt::runtime(format), static_cast<unsigned char>(c));
  return out;
}

TEST(Secrets, RedactsEveryFormOfAValue) {
  Secrets secrets;
  secrets.add(secret);
  const std::string base64 = base64_encode(secret);
  const std::string forms[] = {secret,
                               percent_encode(secret),
                               percent_encode(percent_encode(secret)),
                               hex(secret),
                               to_upper(hex(secret)),
                               to_lower(secret),
                               to_upper(secret),
                               base64,
                               base64_encode("user:" + secret),
                               base64_encode("u:" + secret + "!"),
                               base64_encode(base64),
                               replace_all(replace_all(base64, "+", "-"), "/", "_"),
                               base64.substr(0, 20) + "\r\n" + base64.substr(20),
                               base64.substr(0, 20) + "\\n" + base64.substr(20),
                               "wJalr/XUtnFEMI+K7MDENG&quot;bPxRfiCY&amp;KEY",
                               "wJalr\\/XUtnFEMI+K7MDENG\\\"bPxRfiCY&KEY",
                               "wJalr/XUtnFEMI+K7MDENG\\\"bPxRfiCY\\u0026KEY",
                               "wJalr/XUtnFEMI+K7MDENG\\\\\\\"bPxRfiCY&amp;amp;KEY",
                               each_as("{:02x}:"),
                               each_as("{:02X} "),
                               each_as("%{:02x}"),
                               each_as("%25{:02x}"),
                               each_as("\\u{:04x}"),
                               each_as("\\\\u{:04X}"),
                               each_as("\\x{:02x}"),
                               each_as("&#{};"),
                               each_as("&#x{:X};"),
                               each_as("{:c} "),
                               std::string(secret.rbegin(), secret.rend())};
  for (const std::string& form : forms) {
    const std::string out = secrets.redact("<" + form + ">");
    EXPECT_NE(out.find("[redacted]"), std::string::npos) << form;
    EXPECT_LT(out.size(), 24U) << out;
  }
  EXPECT_EQ(secrets.redact("nothing here"), "nothing here");
}

TEST(Secrets, RedactsTheBeginningOfAValueThatWasCutOff) {
  Secrets secrets;
  secrets.add("zQ8pLant3dS3cr3tKeyoftheTest9vXw");
  EXPECT_EQ(secrets.redact("key zQ8pLant3dS3 ends"), "key [redacted] ends");
  EXPECT_EQ(secrets.redact("key zQ8pLan … (99 bytes cut)"), "key [redacted] … (99 bytes cut)");
  EXPECT_EQ(secrets.redact("key zQ8pLan is another"), "key zQ8pLan is another");
}

// What is redacted must not take the report's own quotes and brackets with it.
TEST(Secrets, LeavesTheReportAroundThemStanding) {
  Secrets secrets;
  secrets.add(secret);
  secrets.add("abcdefgh<ijklmnop\"qrstuvwx");
  EXPECT_EQ(secrets.redact(R"({"a":"wJalr/XUtnFEMI+K7MDENG"})"), R"({"a":"[redacted]"})");
  EXPECT_EQ(secrets.redact("<td>abcdefgh</td>"), "<td>abcdefgh</td>");
  EXPECT_EQ(secrets.redact("<td>abcdefgh&lt;ijklmnop</td>"), "<td>[redacted]</td>");
  EXPECT_EQ(secrets.redact(R"(["abcdefgh<ijklmnop","qrstuvwx"])"), R"(["[redacted]","qrstuvwx"])");
  EXPECT_EQ(secrets.redact(R"(["abcdefgh<ijklmnop\"qrstuvwx","x"])"), R"(["[redacted]","x"])");
}

TEST(Secrets, ForgetsPassingOnesInTheirOrder) {
  Secrets secrets;
  const auto signature = [](int i) { return hex(sha256(fmt::format("signature {}", i))); };
  secrets.add(signature(-1));
  secrets.add_passing(signature(-1));
  for (int i = 0; i < 5000; ++i) secrets.add_passing(signature(i));
  EXPECT_EQ(secrets.redact(signature(4999)), "[redacted]");
  EXPECT_EQ(secrets.redact(base64_encode(signature(3000))).substr(0, 10), "[redacted]");
  EXPECT_EQ(secrets.redact(signature(10)), signature(10));
  EXPECT_EQ(secrets.redact(signature(-1)), "[redacted]");
}

TEST(Secrets, RedactsValuesThatLookEscaped) {
  for (const std::string value : {"zQ8%2FpaLnt3d%2BS3", "zQ8%25paLnt3d%25S3", "%41%42zQ8paLnt3d",
                                  "a\\u0041paLnt3d", "&amp;paLnt3d&lt;"}) {
    Secrets secrets;
    secrets.add(value);
    EXPECT_EQ(secrets.redact("<" + value + ">"), "<[redacted]>") << value;
    EXPECT_EQ(secrets.redact("<" + hex(value) + ">"), "<[redacted]>") << value;
  }
}

// Texts that would make a careless search quadratic.
TEST(Secrets, SearchesHostileTextOnce) {
  Secrets secrets;
  secrets.add(secret);
  for (const std::string piece :
       {"\r\n", "\\r\\n", "\\", "%25", "%", "&amp;", "&", "amp;", "25", " ", "wJalr", "w", "w ", "&#0000"}) {
    std::string text = "%&\\w";
    while (text.size() < 2'000'000) text += piece;
    EXPECT_TRUE(secrets.redact(text) == text) << piece;
  }
}

// A form of such a value begins with nothing but what reports themselves are made of: its beginning alone is
// none.
TEST(Secrets, TakesNoMarkupForABeginning) {
  for (const char mark : {'\t', '"', '{'}) {
    Secrets secrets;
    const std::string value = "zQkey3k3t," + std::string(10, mark);
    secrets.add(value);
    const std::string text = "a" + std::string(12, mark) + " b";
    EXPECT_EQ(secrets.redact(text), text);
    EXPECT_EQ(secrets.redact("a" + std::string(value.rbegin(), value.rend()) + "b"), "a[redacted]b");
  }
}

TEST(Secrets, FindsFewAmongMany) {
  Secrets secrets;
  for (int i = 0; i < 2000; ++i) secrets.add(hex(sha256(fmt::format("secret {}", i))));
  std::string text(1 << 20, 'a');
  text.insert(12345, hex(sha256("secret 1234")));
  const std::string out = secrets.redact(text);
  EXPECT_EQ(out.size(), (1U << 20U) + 10);
  EXPECT_EQ(out.substr(12345, 10), "[redacted]");
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

// Long texts are looked through in pieces of 1 MiB.
TEST(Secrets, RedactsShapesWhereverTheyStandInALongText) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  const Secrets secrets;
  for (std::size_t before = piece - 40; before < piece + 2; ++before) {
    const std::string text = std::string(before, ' ') + "x-amz-security-token%3D%3D FwoGZXIvYXdzEJr,";
    const std::string out = secrets.redact(text);
    EXPECT_EQ(out.substr(before), "x-amz-security-token%3D%3D [redacted],") << before;
  }
  const std::string value(piece, 'a');
  EXPECT_EQ(secrets.redact("Bearer " + value + " b"), "Bearer [redacted] b");
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

// What is not a file of ours alone is part of somebody's system: it stays what it is.
TEST_F(SinkFiles, WritesToWhatALinkLeadsToAndKeepsTheLink) {
  const auto link = folder_ / "link", target = folder_ / "target";
  std::filesystem::create_symlink("target", link);
  for (const char* text : {"first", "second"}) {  // the target is not there at first
    const auto sink = file_sink(link, nullptr);
    sink->write(text);
    sink->close();
    EXPECT_TRUE(std::filesystem::is_symlink(link));
    EXPECT_EQ(read(target), text);
  }
  std::filesystem::create_hard_link(target, folder_ / "other");
  const auto sink = file_sink(target, nullptr);
  sink->write("third");
  sink->close();
  EXPECT_EQ(read(folder_ / "other"), "third");
}

TEST_F(SinkFiles, WritesIntoPipesAndDevices) {
  const auto pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  const auto sink = file_sink(pipe, nullptr);
  sink->write("through");
  sink->close();
  char text[16] = {};
  EXPECT_EQ(::read(reader, text, sizeof text), 7);
  EXPECT_STREQ(text, "through");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  const auto named = file_sink("/dev/fd/" + std::to_string(reader), nullptr);
  named->write("x");
  EXPECT_THROW(named->close(), DocumentError);  // that end only reads: it is the very descriptor
  close(reader);
  const auto nothing = file_sink("/dev/null", nullptr);
  nothing->write("x");
  nothing->close();
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  const auto full = file_sink("/dev/full", nullptr);
  full->write("x");
  try {
    full->close();
    FAIL() << "a full device takes nothing";
  } catch (const DocumentError& error) {
    EXPECT_EQ(error.problem().message, "the file cannot be written: No space left on device");
  }
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST_F(SinkFiles, KeepsPermissionsAndWhatOthersWroteBefore) {
  const auto path = folder_ / "summary";
  std::ofstream(path) << "before\n";
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  const auto extending = extending_sink(path, nullptr);
  extending->write("behind\n");
  extending->close();
  EXPECT_EQ(read(path), "before\nbehind\n");
  const auto sink = file_sink(path, nullptr);
  sink->write("new");
  sink->close();
  EXPECT_EQ(read(path), "new");
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace hallmark::core
