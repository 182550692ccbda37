// Private to the botocore reader: a place in a service-2.json, with typed look-ups that throw
// DocumentError when the value there has another type.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"

namespace hallmark::importers {

// What is read, for messages. `file` is null when only the value is known.
struct BotocoreDocument {
  const core::JsonFile* file = nullptr;
  std::string name;
};

class BotocoreNode {
 public:
  BotocoreNode(const BotocoreDocument& document, const OrderedJson& value, std::string pointer)
      : document_(&document), value_(&value), pointer_(std::move(pointer)) {}

  [[nodiscard]] const OrderedJson& value() const { return *value_; }
  [[nodiscard]] const std::string& pointer() const { return pointer_; }

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

  [[noreturn]] void fail(const std::string& rule, const std::string& message) const;

 private:
  const BotocoreDocument* document_;
  const OrderedJson* value_;
  std::string pointer_;
};

}  // namespace hallmark::importers
