#include "endpoint/reference/store.h"

#include <algorithm>

#include "core/digest.h"
#include "core/text.h"
#include "endpoint/reference/options.h"

namespace hallmark::endpoint {

namespace {

constexpr std::uint64_t idle_after = 2048;     // askings of others
constexpr std::uint64_t passed_after = 50000;  // likewise, for who owns something

}  // namespace

Resource* AccountState::find(const std::string& kind, const std::string& id) {
  const auto of_kind = kinds.find(kind);
  if (of_kind == kinds.end()) return nullptr;
  const auto it = of_kind->second.find(id);
  return it == of_kind->second.end() ? nullptr : &it->second;
}

namespace {

std::vector<Resource*> in_order(std::map<std::string, std::map<std::string, Resource>>& kinds,
                                const std::string& kind) {
  std::vector<Resource*> found;
  if (const auto of_kind = kinds.find(kind); of_kind != kinds.end()) {
    for (auto& [key, resource] : of_kind->second) found.push_back(&resource);
  }
  std::sort(found.begin(), found.end(),
            [](const Resource* a, const Resource* b) { return a->sequence < b->sequence; });
  return found;
}

}  // namespace

std::vector<Resource*> AccountState::all(const std::string& kind) { return in_order(kinds, kind); }

std::vector<Resource*> AccountState::gone(const std::string& kind) { return in_order(removed, kind); }

std::size_t AccountState::count(const std::string& kind, const std::string& creator) const {
  const auto of_kind = kinds.find(kind);
  if (of_kind == kinds.end()) return 0;
  return static_cast<std::size_t>(
      std::count_if(of_kind->second.begin(), of_kind->second.end(),
                    [&](const auto& entry) { return entry.second.creator == creator; }));
}

namespace {

std::size_t resources_of(const AccountState& account) {
  std::size_t total = 0;
  for (const auto& [kind, resources] : account.kinds) total += resources.size();
  return total;
}

}  // namespace

std::shared_ptr<AccountState> Store::account(const std::string& owner) {
  const std::lock_guard lock(mutex_);
  Held& held = accounts_[owner];
  held.used = ++uses_;
  if (!held.account) {
    held.account = std::make_shared<AccountState>();
    held.account->owner = owner;
    core::Random random("account " + owner);
    held.account->number = std::to_string(100'000'000'000 + random.below(900'000'000'000));
    const auto made = held.account;
    if (uses_ - looked_through_ >= idle_after) forget_idle();
    return made;
  }
  return held.account;
}

// Nobody else holds an account of which there is but one pointer, and none is given out meanwhile.
void Store::forget_idle() {
  looked_through_ = uses_;
  std::erase_if(accounts_, [this](const auto& entry) {
    const Held& held = entry.second;
    if (held.account.use_count() > 1 || held.used + idle_after > uses_) return false;
    const std::size_t owned = resources_of(*held.account);
    if (owned > 0 && (!is_passing(entry.first) || held.used + passed_after > uses_)) return false;
    forgotten_ += owned;
    return true;
  });
}

std::size_t Store::accounts() const {
  const std::lock_guard lock(mutex_);
  return accounts_.size();
}

std::size_t Store::size() const {
  std::vector<std::shared_ptr<AccountState>> accounts;
  std::size_t total = 0;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, held] : accounts_) accounts.push_back(held.account);
    total = forgotten_;
  }
  for (const auto& account : accounts) {
    const std::lock_guard lock(account->mutex);
    total += resources_of(*account);
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
