// Where credentials come from: the environment, the shared AWS files, a target profile, or
// accounts that are derived afresh for the embedded endpoint. Nothing here is ever written;
// register what find() answers with core::Secrets.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "plan/cases/case.h"
#include "wire/sigv4.h"

namespace hallmark::exchange {

struct CredentialOptions {
  // Answers an environment variable; empty function: the process's own environment.
  std::function<std::optional<std::string>(const std::string& name)> environment;
  // Fresh accounts of the embedded endpoint by role; each call answers another account. When it is
  // set, identities without `from`, and those with "derived" or "derived:ROLE", take theirs from it.
  std::function<std::optional<wire::Credentials>(const std::string& role)> derive;
};

struct CredentialAnswer {
  std::optional<wire::Credentials> credentials;  // absent when anonymous or when there are none
  bool anonymous = false;                        // requests go unsigned
  bool derived = false;
  std::string role;     // of a derived account
  std::string problem;  // why there are none: "AWS_ACCESS_KEY_ID is not set and …"
};

class CredentialSource {
 public:
  explicit CredentialSource(CredentialOptions options = {});

  // `from` of an identity:
  //   "env"           AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; when they are not set, the
  //                   profile AWS_PROFILE, or "default", of the shared files
  //   "profile:NAME"  that profile of AWS_SHARED_CREDENTIALS_FILE (~/.aws/credentials) or else of
  //                   AWS_CONFIG_FILE (~/.aws/config)
  //   "inline"        what the profile holds
  //   "anonymous"     none
  //   "" or "derived" see CredentialOptions::derive; without it, inline when there is a key, else as "env"
  [[nodiscard]] CredentialAnswer find(const plan::Identity& identity) const;

 private:
  [[nodiscard]] std::optional<std::string> variable(const std::string& name) const;
  [[nodiscard]] CredentialAnswer from_environment() const;
  [[nodiscard]] CredentialAnswer from_profile(const std::string& name) const;
  CredentialOptions options_;
};

// An AWS shared file: section -> key -> value. Sections of a config file lose their "profile ".
// Lines that are neither are ignored, nested settings too, as AWS's own readers do.
[[nodiscard]] std::map<std::string, std::map<std::string, std::string>> parse_shared_file(
    const std::string& text);

}  // namespace hallmark::exchange
