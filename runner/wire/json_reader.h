// JSON values into members documents, noting what a schema cannot see. Internal to the
// JSON codec.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http_bindings.h"

namespace hallmark::wire {

// A member's name in JSON.
[[nodiscard]] std::string json_name(const contract::Member& member, bool json_names);

class JsonReader {
 public:
  JsonReader(const contract::Model& model, bool json_names, std::vector<Diagnostic>& diagnostics)
      : model_(model), json_names_(json_names), diagnostics_(diagnostics) {}

  // Values are moved out of the JSON that is read: they may be large, and nobody wants them twice.

  // The body's root object: its members into `members`. `envelope` as in JsonCodec::read_members.
  void root(const BodyContext& context, Json& body, bool envelope, Json& members);
  // A payload; nullopt when it is null.
  [[nodiscard]] std::optional<Json> payload(const contract::Member& payload, Json& body);
  // The payload stands under its own name instead of being the body: noted, and true.
  [[nodiscard]] bool is_wrapped_payload(const contract::Member& payload, const Json& body);

 private:
  [[nodiscard]] std::optional<Json> value(const contract::Member& member, Json& from);
  [[nodiscard]] Json structure(const contract::Shape& shape, Json& from);
  [[nodiscard]] Json list(const contract::Shape& shape, Json& from);
  [[nodiscard]] Json map(const contract::Shape& shape, Json& from);
  // Reads `from` under `name` into `into[member.name]`, with a diagnostic when the case differs.
  void take(const contract::Member& member, const std::string& name, Json& from, Json& into);
  // The member of this name in JSON, or null; then one whose name differs by case only.
  [[nodiscard]] const contract::Member* find(const contract::Shape& shape, std::string_view name);
  [[nodiscard]] const contract::Member* find_ignoring_case(const contract::Shape& shape, const Json& object,
                                                           std::string_view name);
  [[nodiscard]] bool diagnose_misplaced(const BodyContext& context, const Json& body, const std::string& name,
                                        const Json& from);
  void diagnostic(DiagnosticKind kind, std::string expected, std::string actual);
  void diagnose_unknown(const std::string& name, const Json& from);

  // The members of a shape by their names in JSON.
  using Names = std::multimap<std::string, const contract::Member*, std::less<>>;

  // Appends a token to both paths while in scope.
  class Step;

  const contract::Model& model_;
  bool json_names_;
  std::vector<Diagnostic>& diagnostics_;
  std::string pointer_;  // in the members document
  std::string path_;     // in the body
  std::map<const contract::Shape*, Names> exact_, folded_;  // as they are, and in lower case
};

}  // namespace hallmark::wire
