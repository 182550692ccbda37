// The ids of promises: the one place that writes their text and the one that reads it.
//
//   <service>.<Operation> <side>[.<path>][ <clause>]
//
//   voice-id.UpdateDomain input.Name length.max         side input, path "Name", clause "length.max"
//   voice-id.UpdateDomain output type                   side output, no path
//   voice-id.UpdateDomain error.ConflictException code  side error, path "ConflictException", clause "code"
//   voice-id.UpdateDomain behaviour.read-back Name      side behaviour, path "read-back", clause "Name"
//   voice-id.UpdateDomain status                        side status; likewise content-type
//
// What each side promises stands in plan/generate/promises.h. Cases, findings and reports carry the text, as
// they carry names: it is a key of known deviations and baselines and never changes.
//
//   if (contract::is_about(promise, contract::Side::behaviour)) …
//   const auto id = contract::PromiseId::read(promise);
//   test.promises = {contract::promise_text(operation, contract::Side::error, "ConflictException", "code")};
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hallmark::contract {

// What of an operation a promise is about.
enum class Side {
  input,         // path: of members ("Items[].Name"); clause: "required", "length.max", …
  output,        // likewise
  error,         // path: the exception; clause: "status", "code", "shape", or none
  protocol,      // path: "malformed", "unknown-operation"
  auth,          // path: "signature", "expiry"
  behaviour,     // path: the kind; clause: what it is about, or none
  status,        // of a success
  content_type,  // of every answer
  http           // the message itself
};
[[nodiscard]] std::string_view to_string(Side side);

struct PromiseId {
  std::string service, operation;
  Side side = Side::status;
  std::string path, clause;

  [[nodiscard]] std::string text() const;
  // Nullopt for what is no id of a promise.
  [[nodiscard]] static std::optional<PromiseId> read(std::string_view text);
  bool operator==(const PromiseId&) const = default;
};

// "<service>.<Operation>", with which the ids of an operation's promises begin.
[[nodiscard]] std::string operation_text(std::string_view service, std::string_view operation);
// The id of a promise of `operation`, an operation_text().
[[nodiscard]] std::string promise_text(std::string_view operation, Side side, std::string_view path = {},
                                       std::string_view clause = {});
// What stands behind the operation: "input.Name length.max".
[[nodiscard]] std::string clause_text(Side side, std::string_view path = {}, std::string_view clause = {});

// Parts of a text, without copies. Of what is no id: all of it, and "".
[[nodiscard]] std::string_view operation_of_promise(std::string_view promise);  // "voice-id.UpdateDomain"
[[nodiscard]] std::string_view clause_of_promise(std::string_view promise);     // "input.Name length.max"
// The first word of a clause, where it is a side's.
[[nodiscard]] std::optional<Side> side_of_clause(std::string_view clause);
[[nodiscard]] bool is_about(std::string_view promise, Side side);

}  // namespace hallmark::contract

// Example:
//
//   const std::string text = promise_text("shop.CreateOrder", Side::error, "ConflictException", "code");
//   const std::optional<PromiseId> id = PromiseId::read(text);
//   bool same = id && id->path == "ConflictException" && !is_about(text, Side::behaviour);
