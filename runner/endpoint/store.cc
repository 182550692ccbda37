#include "endpoint/store.h"

#include <algorithm>

#include "core/digest.h"
#include "core/text.h"

namespace hallmark::endpoint {

Resource* AccountState::find(const std::string& kind, const std::string& id) {
  const auto of_kind = kinds.find(kind);
  if (of_kind == kinds.end()) return nullptr;
  const auto it = of_kind->second.find(id);
  return it == of_kind->second.end() ? nullptr : &it->second;
}

std::vector<Resource*> AccountState::all(const std::string& kind) {
  std::vector<Resource*> found;
  if (const auto of_kind = kinds.find(kind); of_kind != kinds.end()) {
    for (auto& [id, resource] : of_kind->second) found.push_back(&resource);
  }
  std::sort(found.begin(), found.end(),
            [](const Resource* a, const Resource* b) { return a->sequence < b->sequence; });
  return found;
}

std::size_t AccountState::count(const std::string& kind, const std::string& creator) const {
  const auto of_kind = kinds.find(kind);
  if (of_kind == kinds.end()) return 0;
  return static_cast<std::size_t>(
      std::count_if(of_kind->second.begin(), of_kind->second.end(),
                    [&](const auto& entry) { return entry.second.creator == creator; }));
}

std::shared_ptr<AccountState> Store::account(const std::string& owner) {
  const std::lock_guard lock(mutex_);
  auto& account = accounts_[owner];
  if (!account) {
    account = std::make_shared<AccountState>();
    account->owner = owner;
    core::Random random("account " + owner);
    account->number = std::to_string(100'000'000'000 + random.below(900'000'000'000));
  }
  return account;
}

std::size_t Store::size() const {
  std::vector<std::shared_ptr<AccountState>> accounts;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, account] : accounts_) accounts.push_back(account);
  }
  std::size_t total = 0;
  for (const auto& account : accounts) {
    const std::lock_guard lock(account->mutex);
    for (const auto& [kind, resources] : account->kinds) total += resources.size();
  }
  return total;
}

std::string Ids::fresh_seed() { return seed_ + '/' + std::to_string(counter_++); }

std::string Ids::text(std::string_view alphabet, std::size_t length) {
  core::Random random(fresh_seed());
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += alphabet[random.below(alphabet.size())];
  return text;
}

std::string Ids::alphanumeric(std::size_t length) {
  return text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", length);
}

std::string Ids::lower(std::size_t length) { return text("abcdefghijklmnopqrstuvwxyz0123456789", length); }

std::string Ids::upper(std::size_t length) { return text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", length); }

std::string Ids::uuid() {
  std::string digits = text("0123456789abcdef", 32);
  digits[12] = '4';
  digits[16] = "89ab"[static_cast<unsigned char>(digits[16]) % 4];
  for (const std::size_t dash : {20U, 16U, 12U, 8U}) digits.insert(dash, "-");
  return digits;
}

}  // namespace hallmark::endpoint
