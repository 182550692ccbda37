// Members documents as JSON bodies: names, timestamps and nulls as the JSON protocols have
// them. JsonCodec is the BodyCodec of rest-json; awsJson uses the same functions without @jsonName.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http_bindings.h"

namespace hallmark::wire {

class JsonCodec : public BodyCodec {
 public:
  // `json_names`: @jsonName counts (restJson1 only).
  JsonCodec(std::string content_type, bool json_names)
      : type_(std::move(content_type)), json_names_(json_names) {}

  [[nodiscard]] std::string content_type() const override { return type_; }
  // Any JSON media type but another protocol's: application/json, application/…+json, or its own.
  [[nodiscard]] bool accepts(std::string_view media_type) const override;

  [[nodiscard]] std::string encode_members(const BodyContext& context, const Json& members,
                                           std::vector<std::string>& inexpressible) const override;
  [[nodiscard]] std::optional<std::string> encode_payload(
      const BodyContext& context, const contract::Member& payload, const Json* value,
      std::vector<std::string>& inexpressible) const override;
  void decode_members(const BodyContext& context, std::string_view body, Decoded& into) const override;
  void decode_payload(const BodyContext& context, const contract::Member& payload, std::string_view body,
                      Decoded& into) const override;
  void decode_unexpected(const BodyContext& context, std::string_view body, Decoded& into) const override;

  // The body's object before it is text, for envelopes that add to it.
  [[nodiscard]] Json members_object(const BodyContext& context, const Json& members) const;
  // decode_members of a body that is parsed already. `envelope`: the body is an error's, whose
  // own members (__type, code, message, request id, in any case) are no findings.
  void read_members(const BodyContext& context, Json body, bool envelope, Decoded& into) const;

 private:
  std::string type_;
  bool json_names_;
};

// A body as JSON, with what is wrong with its text noted: faults, trailing data, duplicate
// keys (when `pointer_prefix` is where its root stands in the members document), bytes that are
// not UTF-8 (which are replaced, and the rest is read). Nullopt when it is no JSON.
[[nodiscard]] std::optional<Json> parse_json_body(std::string_view body, const std::string& pointer_prefix,
                                                  const BodyLimits& bounds,
                                                  std::vector<Diagnostic>& diagnostics);

}  // namespace hallmark::wire
