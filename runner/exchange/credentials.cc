#include "exchange/credentials.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/text.h"

namespace hallmark::exchange {
namespace {

std::optional<std::string> process_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::string read_small_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error) || std::filesystem::file_size(path, error) > (1u << 20))
    return {};
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

CredentialAnswer answer(wire::Credentials credentials) {
  CredentialAnswer result;
  result.credentials = std::move(credentials);
  return result;
}

CredentialAnswer none(std::string problem) {
  CredentialAnswer result;
  result.problem = std::move(problem);
  return result;
}

}  // namespace

std::map<std::string, std::map<std::string, std::string>> parse_shared_file(const std::string& text) {
  std::map<std::string, std::map<std::string, std::string>> result;
  std::map<std::string, std::string>* section = nullptr;
  for (const std::string& raw : core::split(text, '\n')) {
    const bool nested = !raw.empty() && (raw.front() == ' ' || raw.front() == '\t');
    std::string_view line = core::trim(raw);
    if (line.empty() || line.front() == '#' || line.front() == ';' || nested) continue;
    if (line.front() == '[') {
      const std::size_t end = line.find(']');
      if (end == std::string_view::npos) {
        section = nullptr;
        continue;
      }
      std::string_view name = core::trim(line.substr(1, end - 1));
      if (name.starts_with("profile ")) name = core::trim(name.substr(8));
      section = &result[std::string(name)];
      continue;
    }
    const std::size_t equals = line.find('=');
    if (!section || equals == std::string_view::npos) continue;
    (*section)[core::to_lower(core::trim(line.substr(0, equals)))] =
        std::string(core::trim(line.substr(equals + 1)));
  }
  return result;
}

CredentialSource::CredentialSource(CredentialOptions options) : options_(std::move(options)) {
  if (!options_.environment) options_.environment = process_environment;
}

std::optional<std::string> CredentialSource::variable(const std::string& name) const {
  std::optional<std::string> value = options_.environment(name);
  return value && !value->empty() ? value : std::nullopt;
}

CredentialAnswer CredentialSource::from_profile(const std::string& name) const {
  const std::filesystem::path home = variable("HOME").value_or("");
  const auto place = [&](const char* override_name, const char* file) {
    if (const auto value = variable(override_name)) return std::filesystem::path(*value);
    return home.empty() ? std::filesystem::path() : home / ".aws" / file;
  };
  const std::filesystem::path files[] = {place("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
                                         place("AWS_CONFIG_FILE", "config")};
  std::string other;
  for (const std::filesystem::path& file : files) {
    if (file.empty()) continue;
    const auto sections = parse_shared_file(read_small_file(file));
    const auto section = sections.find(name);
    if (section == sections.end()) continue;
    const auto value = [&](const char* key) {
      const auto found = section->second.find(key);
      return found == section->second.end() ? std::string() : found->second;
    };
    wire::Credentials credentials{value("aws_access_key_id"), value("aws_secret_access_key"),
                                  value("aws_session_token")};
    if (!credentials.access_key_id.empty() && !credentials.secret_access_key.empty())
      return answer(std::move(credentials));
    for (const char* key : {"role_arn", "sso_session", "sso_start_url", "credential_process"}) {
      if (section->second.contains(key)) other = key;
    }
  }
  if (!other.empty()) {
    return none(fmt::format(
        "the AWS profile {} uses {}, which is not followed; export its keys as AWS_ACCESS_KEY_ID, "
        "AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN",
        name, other));
  }
  return none(
      fmt::format("the AWS profile {} has no keys in {} or {}", name, files[0].string(), files[1].string()));
}

CredentialAnswer CredentialSource::from_environment() const {
  const auto key = variable("AWS_ACCESS_KEY_ID");
  const auto secret = variable("AWS_SECRET_ACCESS_KEY");
  if (key && secret) return answer({*key, *secret, variable("AWS_SESSION_TOKEN").value_or("")});
  if (key || secret) {
    return none(fmt::format("{} is set and {} is not", key ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY",
                            key ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID"));
  }
  CredentialAnswer shared = from_profile(variable("AWS_PROFILE").value_or("default"));
  if (!shared.credentials) shared.problem = "AWS_ACCESS_KEY_ID is not set, and " + shared.problem;
  return shared;
}

CredentialAnswer CredentialSource::find(const plan::Identity& identity) const {
  const std::string& from = identity.from;
  if (from == "anonymous") {
    CredentialAnswer result;
    result.anonymous = true;
    return result;
  }
  const bool inline_keys = !identity.access_key_id.empty() && !identity.secret_access_key.empty();
  if (from == "inline" || (from.empty() && inline_keys)) {
    if (!inline_keys) return none(fmt::format("the identity {} has no keys in the profile", identity.name));
    return answer({identity.access_key_id, identity.secret_access_key, identity.session_token});
  }
  if (from.starts_with("profile:")) return from_profile(from.substr(8));
  const bool derived = from == "derived" || from.starts_with("derived:");
  if (options_.derive && (from.empty() || derived)) {
    const std::string role = from.starts_with("derived:") ? from.substr(8) : identity.name;
    if (std::optional<wire::Credentials> made = options_.derive(role.empty() ? "default" : role)) {
      CredentialAnswer result = answer(std::move(*made));
      result.derived = true;
      result.role = role.empty() ? "default" : role;
      return result;
    }
    return none(fmt::format("the endpoint has no account for the role {}", role));
  }
  if (derived && inline_keys)
    return answer({identity.access_key_id, identity.secret_access_key, identity.session_token});
  if (derived) return none("derived accounts are for the embedded endpoint only");
  if (from == "env" || from.empty()) return from_environment();
  return none(
      fmt::format("the identity {} is from \"{}\", which is none of env, profile:NAME, inline, anonymous",
                  identity.name, core::printable(from)));
}

}  // namespace hallmark::exchange
