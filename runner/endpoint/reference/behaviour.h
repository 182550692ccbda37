// What every behaviour works with: a call takes a valid input and the account's state, changes the state, and
// gives the output's members document or the exception it raises. What operations do stands in generic.h.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "contract/model.h"
#include "core/clock.h"
#include "endpoint/reference/active_mutants.h"
#include "endpoint/reference/errors.h"
#include "endpoint/reference/options.h"
#include "endpoint/reference/store.h"

namespace hallmark::endpoint {

// One call, on an account whose mutex is held.
struct Call {
  const contract::Model& model;
  const contract::Operation& operation;
  const wire::Protocol& protocol;
  const Json& input;
  AccountState& account;
  const Account& caller;
  const Options& options;
  const ActiveMutants& mutants;
  const std::set<std::string>& variations;
  Ids& ids;
  core::Time now;

  [[nodiscard]] bool has(std::string_view member) const;          // given, not null
  [[nodiscard]] std::string text(std::string_view member) const;  // "" when absent or no string
  [[nodiscard]] std::optional<std::size_t> number(std::string_view member) const;  // a whole one, not below 0
  // "arn:aws:<service>:<region>:<account>:<path>".
  [[nodiscard]] std::string arn(std::string_view service, std::string_view path, bool regional = true) const;
  [[nodiscard]] std::string time(core::Time at) const;  // as members documents carry it, in milliseconds

  // Makes a resource and stores it.
  Resource& create(const std::string& kind, std::string id, std::string key = {}) const;
  // A change was made: the version grows, `updated` moves on (past what it was, whatever the clock says).
  void touch(Resource& resource) const;
  void erase(const std::string& kind, const std::string& key) const;
  // The caller has made as many as it may: only where its role is "limits".
  [[nodiscard]] bool full(const std::string& kind, int default_limit) const;
};

// A member's text; "" when there is none.
[[nodiscard]] std::string text_of(const Json& object, const char* member);

struct Result {
  Json output = Json::object();
  std::optional<Raised> raised;
};
[[nodiscard]] Result raise(std::string exception, std::string message, Json members = Json::object());
[[nodiscard]] Result raise(const Call& call, Refusal refusal, std::string message);

// One page of a listing: [first, last) of `total` and the token of the next page ("" at the end). A
// token is the text of where to go on; nullopt: the token is none of ours.
struct Page {
  std::size_t first = 0, last = 0;
  std::string next;
};
[[nodiscard]] std::optional<Page> page_of(std::size_t total, const std::string& token,
                                          std::optional<std::size_t> size);

// The members that `shape` has of `value`, at every level; behaviours may give more than a partial
// contract knows. Nulls go.
[[nodiscard]] Json project(const contract::Model& model, const contract::Shape& shape, const Json& value);

}  // namespace hallmark::endpoint
