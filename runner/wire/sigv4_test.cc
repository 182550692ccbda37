#include "wire/sigv4.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "core/testing.h"
#include "core/text.h"

namespace hallmark::wire {
namespace {

const SigningScope scope{.region = "us-east-1", .service = "service"};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return core::replace_all(text.str(), "\r\n", "\n");
}

// "GET /path HTTP/1.1", fields (a line that begins with white space goes on with the one before), body.
Request parse_request(const std::string& text) {
  Request request;
  std::size_t at = text.find('\n');
  const std::string first = text.substr(0, at);
  request.method = first.substr(0, first.find(' '));
  const std::size_t begin = first.find(' ') + 1;
  request.target = first.substr(begin, first.rfind(" HTTP/1.1") - begin);
  std::vector<Header> fields;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at + 1), text.size());
    const std::string line = text.substr(at + 1, end - at - 1);
    at = end;
    if (line.empty()) {
      request.body = at < text.size() ? text.substr(at + 1) : "";
      break;
    }
    if (line.front() == ' ') {
      fields.back().value += "\n" + line;
      continue;
    }
    fields.push_back({.name = line.substr(0, line.find(':')), .value = line.substr(line.find(':') + 1)});
  }
  for (const Header& field : fields) request.headers.add(field.name, field.value);
  return request;
}

TEST(SigV4, ReproducesTheTestSuite) {
  const auto folder = core::shared_data("vectors/sigv4");
  if (!folder) GTEST_SKIP() << core::absent("vectors/sigv4");
  int total = 0;
  int passed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (entry.path().extension() != ".req") continue;
    ++total;
    const auto expected = [&](const char* extension) {
      std::filesystem::path path = entry.path();
      return read_file(path.replace_extension(extension));
    };
    Request request = parse_request(read_file(entry.path()));
    Credentials credentials{.access_key_id = "AKIDEXAMPLE",
                            .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                            .session_token = {}};
    SigningOptions options;
    const Request signed_request = parse_request(expected(".sreq"));
    if (const std::string* token = signed_request.headers.find("X-Amz-Security-Token")) {
      credentials.session_token = *token;
      options.sign_session_token = expected(".creq").find("x-amz-security-token") != std::string::npos;
    }
    const core::Time now = core::parse_basic("20150830T123600Z").value();
    const SignatureParts parts = sign(request, credentials, scope, now, options);
    const std::string name = entry.path().stem().string();
    EXPECT_EQ(parts.canonical_request, expected(".creq")) << name;
    EXPECT_EQ(parts.string_to_sign, expected(".sts")) << name;
    EXPECT_EQ(parts.authorization, expected(".authz")) << name;
    const auto find = [&](const std::string&) { return std::optional(credentials); };
    const Verification verification = verify(request, find, scope, now);
    EXPECT_EQ(verification.problem, SignatureProblem::none) << name << ": " << verification.detail;
    passed += parts.canonical_request == expected(".creq") && parts.string_to_sign == expected(".sts") &&
              parts.authorization == expected(".authz") && verification.problem == SignatureProblem::none;
  }
  std::cout << "SigV4: " << passed << " of " << total << " vectors\n";
  EXPECT_EQ(passed, total);
  EXPECT_GE(total, 34);
}

class Verifying : public ::testing::Test {
 protected:
  const Credentials credentials_{
      .access_key_id = "AKIDEXAMPLE", .secret_access_key = "secret", .session_token = {}};
  const core::Time now_ = core::parse_basic("20260101T000000Z").value();

  Request signed_request(const SigningOptions& options = {}) const {
    Request request{.method = "POST", .target = "/a%20b?x=1", .headers = {}, .body = "{}", .host_prefix = {}};
    request.headers.add("Host", "localhost:8080");
    request.headers.add("Content-Type", "application/json");
    sign(request, credentials_, scope, now_, options);
    return request;
  }

  Verification check(const Request& request, core::Time now, const SigningOptions& options = {}) const {
    const auto find = [&](const std::string& key) {
      return key == credentials_.access_key_id ? std::optional(credentials_) : std::nullopt;
    };
    return verify(request, find, scope, now, std::chrono::minutes(5), options);
  }
};

TEST_F(Verifying, AcceptsWhatWasSigned) {
  EXPECT_EQ(check(signed_request(), now_).problem, SignatureProblem::none);
  const SigningOptions s3{.normalize_path = false, .double_encode_path = false, .sign_body_header = true};
  EXPECT_EQ(check(signed_request(s3), now_, s3).problem, SignatureProblem::none);
  const SigningOptions bare{.unsigned_payload = true};
  Request request = signed_request(bare);
  request.body = "another";
  EXPECT_EQ(check(request, now_, bare).problem, SignatureProblem::none);
}

TEST_F(Verifying, EachTamperingIsNoticed) {
  const auto problem = [&](auto change) {
    Request request = signed_request();
    change(request);
    return check(request, now_).problem;
  };
  EXPECT_EQ(problem([](Request& r) { r.body = "{ }"; }), SignatureProblem::mismatch);
  EXPECT_EQ(problem([](Request& r) { r.target = "/a%20b?x=2"; }), SignatureProblem::mismatch);
  EXPECT_EQ(problem([](Request& r) { r.target = "/a%20c?x=1"; }), SignatureProblem::mismatch);
  EXPECT_EQ(problem([](Request& r) { r.method = "PUT"; }), SignatureProblem::mismatch);
  EXPECT_EQ(problem([](Request& r) { r.headers.set("Content-Type", "text/plain"); }),
            SignatureProblem::mismatch);
  EXPECT_EQ(problem([](Request& r) { r.headers.set("Host", "localhost"); }), SignatureProblem::mismatch);
  EXPECT_EQ(problem([](Request& r) { r.headers.add("X-Amz-Target", "Other.Operation"); }),
            SignatureProblem::mismatch);
  EXPECT_EQ(problem([](Request& r) { r.headers.add("X-Amz-Security-Token", "t"); }),
            SignatureProblem::bad_token);
  EXPECT_EQ(problem([](Request& r) { r.headers.remove("Authorization"); }), SignatureProblem::missing);
  EXPECT_EQ(problem([](Request& r) { r.headers.remove("X-Amz-Date"); }), SignatureProblem::malformed);
  EXPECT_EQ(problem([](Request& r) { r.headers.set("Authorization", "Basic dTpw"); }),
            SignatureProblem::malformed);
  EXPECT_EQ(problem([](Request& r) { r.headers.set("Authorization", "AWS4-HMAC-SHA256"); }),
            SignatureProblem::malformed);
  EXPECT_EQ(problem([](Request& r) {
              r.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, Signature=c");
            }),
            SignatureProblem::malformed);
  const auto authorization = [&](std::string from, std::string to) {
    return problem([&](Request& r) {
      r.headers.set("Authorization", core::replace_all(*r.headers.find("Authorization"), from, to));
    });
  };
  EXPECT_EQ(authorization("AKIDEXAMPLE", "AKIDOTHER"), SignatureProblem::unknown_key);
  EXPECT_EQ(authorization("us-east-1", "us-east-2"), SignatureProblem::wrong_scope);
  EXPECT_EQ(authorization("20260101", "20260102"), SignatureProblem::wrong_scope);
  EXPECT_EQ(authorization("Signature=", "Signature=0"), SignatureProblem::mismatch);
  EXPECT_EQ(authorization("host;", ""), SignatureProblem::mismatch);
}

TEST_F(Verifying, SkewIsAllowedEitherWay) {
  const Request request = signed_request();
  using std::chrono::seconds;
  EXPECT_EQ(check(request, now_ + seconds(300)).problem, SignatureProblem::none);
  EXPECT_EQ(check(request, now_ - seconds(300)).problem, SignatureProblem::none);
  EXPECT_EQ(check(request, now_ + seconds(301)).problem, SignatureProblem::expired);
  EXPECT_EQ(check(request, now_ - seconds(301)).problem, SignatureProblem::expired);
}

TEST_F(Verifying, SigningAgainReplacesTheOldSignature) {
  Request request = signed_request();
  sign(request, credentials_, scope, now_ + std::chrono::seconds(10));
  EXPECT_EQ(request.headers.find_all("Authorization").size(), 1u);
  EXPECT_EQ(request.headers.find_all("X-Amz-Date").size(), 1u);
  EXPECT_EQ(check(request, now_).problem, SignatureProblem::none);
}

}  // namespace
}  // namespace hallmark::wire
