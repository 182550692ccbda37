// AWS Signature Version 4 over the bytes that are sent: sign a request, or verify one.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "wire/http.h"

namespace hallmark::wire {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // empty when there is none
};

struct SigningScope {
  std::string region;   // "us-east-1"
  std::string service;  // signing name: "voiceid"
};

struct SigningOptions {
  bool normalize_path = true;      // off for S3
  bool double_encode_path = true;  // off for S3
  bool sign_body_header = false;   // adds x-amz-content-sha256 (S3 wants it)
  bool unsigned_payload = false;
  bool sign_session_token = true;
};

struct SignatureParts {  // for tests and for explaining a refusal
  std::string canonical_request, string_to_sign, signature, authorization;
};

// Adds X-Amz-Date, X-Amz-Security-Token and Authorization. Every header that is there
// when it is called is signed (but Authorization, User-Agent, Expect, Connection, Content-Length,
// x-amzn-trace-id), so call it last; Host must be set.
SignatureParts sign(Request& request, const Credentials& credentials, const SigningScope& scope,
                    core::Time now, const SigningOptions& options = {});

enum class SignatureProblem {
  none,
  missing,
  malformed,
  unknown_key,
  bad_token,
  wrong_scope,
  expired,
  mismatch
};
[[nodiscard]] std::string_view to_string(SignatureProblem problem);

struct Verification {
  SignatureProblem problem = SignatureProblem::none;
  std::string access_key_id;  // as claimed; empty when none was
  std::string detail;
};
// `find_credentials` answers null for unknown keys. `max_skew` either side of now.
[[nodiscard]] Verification verify(
    const Request& request,
    const std::function<std::optional<Credentials>(const std::string&)>& find_credentials,
    const SigningScope& scope, core::Time now, std::chrono::seconds max_skew = std::chrono::minutes(5),
    const SigningOptions& options = {});

}  // namespace hallmark::wire

// Example:
//
//   #include "core/clock.h"
//   Request request{.method = "GET", .target = "/", .headers = {{"Host", "127.0.0.1"}}};
//   sign(request, {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""},
//        {"us-east-1", "shop"},
//        core::system_clock().now());  // the request has Authorization and X-Amz-Date now
