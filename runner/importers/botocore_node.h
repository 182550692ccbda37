// Private to the botocore reader: a place in a service-2.json, with typed look-ups that throw
// DocumentError when the value there has another type.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/file_cursor.h"

namespace hallmark::importers {

class BotocoreNode {
 public:
  explicit BotocoreNode(const core::JsonFile& file) : at_(file, "botocore") {}

  [[nodiscard]] const OrderedJson& value() const { return at_.json(); }
  [[nodiscard]] const std::string& pointer() const { return at_.pointer(); }

  // The member `key`, whatever its type; nullopt when absent or null.
  [[nodiscard]] std::optional<BotocoreNode> find(std::string_view key) const;
  // The member `key`, an object; throws when it is something else.
  [[nodiscard]] std::optional<BotocoreNode> object(std::string_view key) const;
  [[nodiscard]] BotocoreNode required_object(std::string_view key) const;
  [[nodiscard]] std::string text(std::string_view key) const;  // "" when absent
  [[nodiscard]] std::string required_text(std::string_view key) const;
  [[nodiscard]] bool flag(std::string_view key) const;  // false when absent
  [[nodiscard]] bool has(std::string_view key) const { return find(key).has_value(); }
  [[nodiscard]] std::optional<Json> number(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;  // an array of strings
  // The members of an object, in order. Throws when this is no object.
  [[nodiscard]] std::vector<std::pair<std::string, BotocoreNode>> entries() const;
  // The elements of an array of objects.
  [[nodiscard]] std::vector<BotocoreNode> elements(std::string_view key) const;
  void need_object() const;

  // Rule "botocore.<rule>".
  [[noreturn]] void fail(std::string_view rule, const std::string& message) const { at_.fail(rule, message); }

 private:
  explicit BotocoreNode(core::FileCursor at) : at_(std::move(at)) {}
  core::FileCursor at_;
};

}  // namespace hallmark::importers
