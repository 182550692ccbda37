#include "importers/botocore_node.h"

#include <fmt/format.h>

#include "core/error.h"

namespace hallmark::importers {

void BotocoreNode::fail(const std::string& rule, const std::string& message) const {
  if (document_->file) core::fail_at(*document_->file, pointer_, rule, message);
  throw core::DocumentError({.file = document_->name,
                             .line = 0,
                             .pointer = pointer_,
                             .rule = rule,
                             .message = message,
                             .advice = {}});
}

void BotocoreNode::need_object() const {
  if (!value_->is_object()) fail("botocore.type", "an object is needed here");
}

std::optional<BotocoreNode> BotocoreNode::find(std::string_view key) const {
  need_object();
  const auto found = value_->find(key);
  if (found == value_->end() || found->is_null()) return std::nullopt;
  return BotocoreNode(*document_, *found, core::pointer_join(pointer_, key));
}

std::optional<BotocoreNode> BotocoreNode::object(std::string_view key) const {
  auto node = find(key);
  if (node) node->need_object();
  return node;
}

BotocoreNode BotocoreNode::required_object(std::string_view key) const {
  auto node = object(key);
  if (!node) fail("botocore.missing", fmt::format("{} is missing", key));
  return *node;
}

std::string BotocoreNode::text(std::string_view key) const {
  const auto node = find(key);
  if (!node) return {};
  if (!node->value().is_string()) node->fail("botocore.type", "a string is needed here");
  return node->value().get<std::string>();
}

std::string BotocoreNode::required_text(std::string_view key) const {
  std::string result = text(key);
  if (result.empty()) fail("botocore.missing", fmt::format("{} is missing", key));
  return result;
}

bool BotocoreNode::flag(std::string_view key) const {
  const auto node = find(key);
  if (!node) return false;
  if (!node->value().is_boolean()) node->fail("botocore.type", "true or false is needed here");
  return node->value().get<bool>();
}

std::optional<Json> BotocoreNode::number(std::string_view key) const {
  const auto node = find(key);
  if (!node) return std::nullopt;
  if (!node->value().is_number()) node->fail("botocore.type", "a number is needed here");
  return core::to_sorted(node->value());
}

std::vector<std::string> BotocoreNode::texts(std::string_view key) const {
  std::vector<std::string> result;
  const auto node = find(key);
  if (!node) return result;
  if (!node->value().is_array()) node->fail("botocore.type", "an array of strings is needed here");
  for (const auto& element : node->value()) {
    if (!element.is_string()) node->fail("botocore.type", "an array of strings is needed here");
    result.push_back(element.get<std::string>());
  }
  return result;
}

std::vector<std::pair<std::string, BotocoreNode>> BotocoreNode::entries() const {
  need_object();
  std::vector<std::pair<std::string, BotocoreNode>> result;
  result.reserve(value_->size());
  for (const auto& [key, value] : value_->items()) {
    result.emplace_back(key, BotocoreNode(*document_, value, core::pointer_join(pointer_, key)));
  }
  return result;
}

std::vector<BotocoreNode> BotocoreNode::elements(std::string_view key) const {
  std::vector<BotocoreNode> result;
  const auto node = find(key);
  if (!node) return result;
  if (!node->value().is_array()) node->fail("botocore.type", "an array of objects is needed here");
  for (std::size_t i = 0; i < node->value().size(); ++i) {
    result.emplace_back(*document_, node->value()[i], core::pointer_join(node->pointer(), i));
    result.back().need_object();
  }
  return result;
}

}  // namespace hallmark::importers
