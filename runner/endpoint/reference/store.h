// What the endpoint remembers: resources by account and kind. An account is an access key, so
// that runs with keys of their own never meet.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/json.h"

namespace hallmark::endpoint {

struct Resource {
  std::string kind;                   // "Domain"
  std::string id;                     // as answers show it
  std::string key;                    // within its kind: the id, and what it stands in
  std::string given;                  // the name that the caller gave it for good; may be empty
  std::string place;                  // see Generic::place_of
  Json body = Json::object();         // settings: what the makers and changers of it were sent
  Json hidden = Json::object();       // what answers do not show
  Json tags = Json::object();         // key -> value
  std::map<std::string, Json> parts;  // settings of a part, by its noun
  std::set<std::string> told;         // texts by which it is known
  std::set<std::pair<std::string, std::string>> within;  // kind and key of what it stands in
  core::Time created{}, updated{};
  std::uint64_t version = 1;   // grows with every change
  std::uint64_t sequence = 0;  // order of creation
  std::string creator;         // access key id
};

struct AccountState {
  std::string owner;   // see owner_of()
  std::string number;  // twelve digits
  // Held while a behaviour runs.
  std::mutex mutex;
  std::map<std::string, std::map<std::string, Resource>> kinds;    // kind -> key -> resource
  std::map<std::string, std::map<std::string, Resource>> removed;  // likewise, what is gone
  std::set<std::string> heard;             // texts that answers told of what no kind is known of
  std::map<std::string, Json> remembered;  // idempotency tokens and the like
  struct Bucket {                          // of the rate limit
    double tokens = -1;
    std::chrono::microseconds refilled{0};
  };
  std::map<std::string, Bucket> buckets;  // by access key

  [[nodiscard]] Resource* find(const std::string& kind, const std::string& key);
  [[nodiscard]] std::vector<Resource*> all(const std::string& kind);   // in order of creation
  [[nodiscard]] std::vector<Resource*> gone(const std::string& kind);  // likewise
  [[nodiscard]] std::size_t count(const std::string& kind, const std::string& creator) const;
};

// Thread-safe. Accounts that own nothing are forgotten once thousands of others came after them, and those
// that are for one case (is_passing) after some ten thousands of requests whatever they own: each case of a
// run has one of its own, and runs come and go.
class Store {
 public:
  [[nodiscard]] std::shared_ptr<AccountState> account(const std::string& owner);
  [[nodiscard]] std::size_t size() const;      // resources of all accounts, those forgotten included
  [[nodiscard]] std::size_t accounts() const;  // that are remembered

 private:
  struct Held {
    std::shared_ptr<AccountState> account;
    std::uint64_t used = 0;
  };
  void forget_idle();

  mutable std::mutex mutex_;
  std::map<std::string, Held> accounts_;
  std::uint64_t uses_ = 0, looked_through_ = 0;
  std::size_t forgotten_ = 0;  // resources
};

// Identifiers that never repeat within a service and look like none of a person's making. The same
// seed gives the same ones in the same order.
class Ids {
 public:
  explicit Ids(std::string seed) : seed_(std::move(seed)) {}
  [[nodiscard]] std::string uuid();  // 8-4-4-4-12, lower case
  [[nodiscard]] std::string text(std::string_view alphabet, std::size_t length);
  [[nodiscard]] std::string alphanumeric(std::size_t length);  // a-z A-Z 0-9
  [[nodiscard]] std::string lower(std::size_t length);         // a-z 0-9
  [[nodiscard]] std::string upper(std::size_t length);         // A-Z 0-9
  [[nodiscard]] std::string fresh_seed();                      // for text_from_pattern
  [[nodiscard]] std::uint64_t sequence() { return ++sequence_; }

 private:
  std::string seed_;
  std::atomic<std::uint64_t> counter_{0};
  std::atomic<std::uint64_t> sequence_{0};
};

}  // namespace hallmark::endpoint
