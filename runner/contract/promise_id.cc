#include "contract/promise_id.h"

#include <utility>

namespace hallmark::contract {
namespace {

constexpr std::pair<Side, std::string_view> side_words[] = {
    {Side::input, "input"},   {Side::output, "output"},
    {Side::error, "error"},   {Side::protocol, "protocol"},
    {Side::auth, "auth"},     {Side::behaviour, "behaviour"},
    {Side::status, "status"}, {Side::content_type, "content-type"},
    {Side::http, "http"}};

}  // namespace

std::string_view to_string(Side side) {
  for (const auto& [each, word] : side_words) {
    if (each == side) return word;
  }
  return "";
}

std::string operation_text(std::string_view service, std::string_view operation) {
  std::string text(service);
  text += '.';
  text += operation;
  return text;
}

std::string clause_text(Side side, std::string_view path, std::string_view clause) {
  std::string text(to_string(side));
  if (!path.empty()) {
    text += '.';
    text += path;
  }
  if (!clause.empty()) {
    text += ' ';
    text += clause;
  }
  return text;
}

std::string promise_text(std::string_view operation, Side side, std::string_view path,
                         std::string_view clause) {
  std::string text(operation);
  text += ' ';
  text += clause_text(side, path, clause);
  return text;
}

std::string PromiseId::text() const {
  return promise_text(operation_text(service, operation), side, path, clause);
}

std::string_view operation_of_promise(std::string_view promise) {
  return promise.substr(0, promise.find(' '));
}

std::string_view clause_of_promise(std::string_view promise) {
  const std::size_t blank = promise.find(' ');
  return blank == std::string_view::npos ? std::string_view() : promise.substr(blank + 1);
}

std::optional<Side> side_of_clause(std::string_view clause) {
  const std::string_view word = clause.substr(0, clause.find_first_of(". "));
  for (const auto& [side, name] : side_words) {
    if (name == word) return side;
  }
  return std::nullopt;
}

bool is_about(std::string_view promise, Side side) {
  return side_of_clause(clause_of_promise(promise)) == side;
}

std::optional<PromiseId> PromiseId::read(std::string_view text) {
  const std::string_view operation = operation_of_promise(text);
  std::string_view rest = clause_of_promise(text);
  const std::size_t dot = operation.find('.');
  const std::optional<Side> side = side_of_clause(rest);
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == operation.size() || !side) return std::nullopt;
  PromiseId id{.service = std::string(operation.substr(0, dot)),
               .operation = std::string(operation.substr(dot + 1)),
               .side = *side,
               .path = {},
               .clause = {}};
  rest.remove_prefix(to_string(*side).size());
  const std::size_t blank = rest.find(' ');
  if (rest.starts_with('.'))
    id.path = std::string(rest.substr(1, blank == std::string_view::npos ? blank : blank - 1));
  if (blank != std::string_view::npos) id.clause = std::string(rest.substr(blank + 1));
  if (id.text() != text) return std::nullopt;  // "a.B input." and the like
  return id;
}

}  // namespace hallmark::contract
