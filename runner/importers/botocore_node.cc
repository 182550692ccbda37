#include "importers/botocore_node.h"

#include <fmt/format.h>

namespace hallmark::importers {

void BotocoreNode::need_object() const {
  if (!value().is_object()) fail("type", "an object is needed here");
}

std::optional<BotocoreNode> BotocoreNode::find(std::string_view key) const {
  need_object();
  auto found = at_.find(key);
  if (!found || found->json().is_null()) return std::nullopt;
  return BotocoreNode(*std::move(found));
}

std::optional<BotocoreNode> BotocoreNode::object(std::string_view key) const {
  auto node = find(key);
  if (node) node->need_object();
  return node;
}

BotocoreNode BotocoreNode::required_object(std::string_view key) const {
  auto node = object(key);
  if (!node) fail("missing", fmt::format("{} is missing", key));
  return *node;
}

std::string BotocoreNode::text(std::string_view key) const {
  const auto node = find(key);
  return node ? node->at_.text() : std::string();
}

std::string BotocoreNode::required_text(std::string_view key) const {
  std::string result = text(key);
  if (result.empty()) fail("missing", fmt::format("{} is missing", key));
  return result;
}

bool BotocoreNode::flag(std::string_view key) const {
  const auto node = find(key);
  return node && node->at_.boolean();
}

std::optional<Json> BotocoreNode::number(std::string_view key) const {
  const auto node = find(key);
  if (!node) return std::nullopt;
  if (!node->value().is_number()) node->fail("type", "a number is needed here");
  return core::to_sorted(node->value());
}

std::vector<std::string> BotocoreNode::texts(std::string_view key) const {
  std::vector<std::string> result;
  const auto node = find(key);
  if (!node) return result;
  for (const core::FileCursor& element : node->at_.items()) result.push_back(element.text());
  return result;
}

std::vector<std::pair<std::string, BotocoreNode>> BotocoreNode::entries() const {
  need_object();
  std::vector<std::pair<std::string, BotocoreNode>> result;
  result.reserve(value().size());
  for (auto& [key, entry] : at_.entries()) result.emplace_back(key, BotocoreNode(std::move(entry)));
  return result;
}

std::vector<BotocoreNode> BotocoreNode::elements(std::string_view key) const {
  std::vector<BotocoreNode> result;
  const auto node = find(key);
  if (!node) return result;
  for (core::FileCursor& element : node->at_.items()) {
    result.push_back(BotocoreNode(std::move(element)));
    result.back().need_object();
  }
  return result;
}

}  // namespace hallmark::importers
