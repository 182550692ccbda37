#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "plan/cases/variables.h"

namespace hallmark::plan {
namespace {

std::optional<std::size_t> index_of(std::string_view token) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
  if (token.size() > 1 && token.front() == '0') return std::nullopt;
  return index;
}

Json* step_into(Json& parent, const std::string& token) {
  if (parent.is_object()) {
    const auto found = parent.find(token);
    return found == parent.end() ? nullptr : &*found;
  }
  if (parent.is_array()) {
    const auto index = index_of(token);
    return index && *index < parent.size() ? &parent[*index] : nullptr;
  }
  return nullptr;
}

bool apply_one(Json& document, const PatchOperation& operation) {
  if (!operation.path.empty() && operation.path.front() != '/') return false;
  const auto tokens = core::pointer_tokens(operation.path);
  if (tokens.empty()) {
    if (operation.op == "remove") return false;
    document = operation.value;
    return true;
  }
  Json* parent = &document;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    parent = step_into(*parent, tokens[i]);
    if (!parent) return false;
  }
  const auto& last = tokens.back();
  if (operation.op == "add") {
    if (parent->is_object()) {
      (*parent)[last] = operation.value;
      return true;
    }
    if (!parent->is_array()) return false;
    const auto index = last == "-" ? std::optional<std::size_t>(parent->size()) : index_of(last);
    if (!index || *index > parent->size()) return false;
    parent->insert(parent->begin() + static_cast<std::ptrdiff_t>(*index), operation.value);
    return true;
  }
  Json* place = step_into(*parent, last);
  if (!place) return false;
  if (operation.op == "replace") {
    *place = operation.value;
    return true;
  }
  if (operation.op != "remove") return false;
  if (parent->is_object()) {
    parent->erase(last);
  } else {
    parent->erase(parent->begin() + static_cast<std::ptrdiff_t>(*index_of(last)));
  }
  return true;
}

}  // namespace

std::optional<Json> apply_patch(const Json& document, const std::vector<PatchOperation>& patch,
                                std::string* problem) {
  Json result = document;
  for (const auto& operation : patch) {
    if (apply_one(result, operation)) continue;
    if (problem) *problem = operation.op + " \"" + operation.path + "\" leads nowhere";
    return std::nullopt;
  }
  return result;
}

}  // namespace hallmark::plan
