#include "endpoint/reference/options.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <mutex>

#include "core/digest.h"
#include "core/text.h"

namespace hallmark::endpoint {

namespace {

constexpr std::string_view derived_prefix = "HALLMARK";
constexpr std::array<std::string_view, 6> roles = {"default",      "denied", "forbidden",
                                                   "unauthorized", "limits", "rate"};

}  // namespace

// Whoever signs and whoever verifies asks for the same one with every request.
std::string derived_secret(std::string_view access_key_id) {
  constexpr std::size_t most_kept = 4096;
  static std::mutex mutex;
  static std::map<std::string, std::string, std::less<>> kept;
  {
    const std::lock_guard lock(mutex);
    if (const auto found = kept.find(access_key_id); found != kept.end()) return found->second;
  }
  std::string secret =
      core::hex(core::hmac_sha256("hallmark embedded endpoint", access_key_id)).substr(0, 40);
  const std::lock_guard lock(mutex);
  if (kept.size() >= most_kept) kept.clear();
  return kept.insert_or_assign(std::string(access_key_id), std::move(secret)).first->second;
}

std::string derived_access_key(std::string_view role, std::string_view suffix) {
  return fmt::format("{}{}{}", derived_prefix, role, suffix);
}

std::optional<std::string> derived_role(std::string_view access_key_id) {
  if (!access_key_id.starts_with(derived_prefix)) return std::nullopt;
  const std::string_view rest = access_key_id.substr(derived_prefix.size());
  for (const std::string_view role : roles) {
    if (rest.starts_with(role)) return std::string(role);
  }
  return "default";
}

std::string owner_of(std::string_view access_key_id) {
  const auto role = derived_role(access_key_id);
  if (!role) return std::string(access_key_id);
  std::string_view rest = access_key_id.substr(derived_prefix.size());
  if (rest.starts_with(*role)) rest.remove_prefix(role->size());
  return fmt::format("{} {}", derived_prefix, rest);
}

bool is_passing(std::string_view owner) {
  return owner.starts_with(fmt::format("{} {}", derived_prefix, passing_suffix));
}

std::optional<Account> account_of(const Options& options, const std::string& access_key_id) {
  for (const Account& account : options.accounts) {
    if (account.credentials.access_key_id == access_key_id) return account;
  }
  const auto role = options.derived_accounts ? derived_role(access_key_id) : std::nullopt;
  if (!role) return std::nullopt;
  return Account{.credentials = {.access_key_id = access_key_id,
                                 .secret_access_key = derived_secret(access_key_id),
                                 .session_token = {}},
                 .role = *role};
}

}  // namespace hallmark::endpoint
