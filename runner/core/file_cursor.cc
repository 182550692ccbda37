#include "core/file_cursor.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace hallmark::core {

FileCursor::FileCursor(const JsonFile& file, std::string kind)
    : file_(&file), kind_(std::move(kind)), value_(&file.value) {}

FileCursor::FileCursor(const JsonFile* file, std::string kind, const OrderedJson* value, std::string pointer)
    : file_(file), kind_(std::move(kind)), value_(value), pointer_(std::move(pointer)) {}

std::size_t FileCursor::line() const { return locate(file_->text, pointer_).line; }

void FileCursor::fail(std::string_view rule, std::string message, std::string advice) const {
  fail_at(*file_, pointer_, kind_ + '.' + std::string(rule), std::move(message), std::move(advice));
}

void FileCursor::wrong_type(std::string_view wanted) const {
  fail("type", "expected " + std::string(wanted) + ", found " + value_->type_name());
}

void FileCursor::only(std::initializer_list<std::string_view> keys) const {
  if (!value_->is_object()) wrong_type("an object");
  for (const auto& [key, item] : value_->items()) {
    if (key == "$schema" || key == "$comment") continue;
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    const std::vector<std::string> known(keys.begin(), keys.end());
    const auto near = nearest(key, known);
    FileCursor(file_, kind_, &item, pointer_join(pointer_, key))
        .fail("unknown-key", "unknown key \"" + key + "\"",
              near ? "did you mean \"" + *near + "\"?" : "known here: " + join(known, ", "));
  }
}

std::optional<FileCursor> FileCursor::find(std::string_view key) const {
  if (!value_->is_object()) wrong_type("an object");
  const auto found = value_->find(std::string(key));
  if (found == value_->end()) return std::nullopt;
  return FileCursor(file_, kind_, &*found, pointer_join(pointer_, key));
}

FileCursor FileCursor::at(std::string_view key) const {
  auto found = find(key);
  if (!found) fail("missing-key", "\"" + std::string(key) + "\" is missing");
  return *std::move(found);
}

std::string FileCursor::text() const {
  if (!value_->is_string()) wrong_type("a string");
  return value_->get<std::string>();
}

std::string FileCursor::name() const {
  auto result = text();
  if (trim(result).empty()) fail("empty", "must not be empty");
  return result;
}

bool FileCursor::boolean() const {
  if (!value_->is_boolean()) wrong_type("true or false");
  return value_->get<bool>();
}

double FileCursor::number() const {
  if (!value_->is_number()) wrong_type("a number");
  const auto result = value_->get<double>();
  if (result < 0) fail("range", "must not be negative");
  return result;
}

int FileCursor::count() const {
  if (!value_->is_number_integer()) wrong_type("an integer");
  const auto result = value_->get<std::int64_t>();
  if (result < 0 || result > 1'000'000'000) fail("range", "must be between 0 and 1000000000");
  return static_cast<int>(result);
}

std::chrono::milliseconds FileCursor::duration() const {
  const auto said = text();
  std::int64_t amount = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), amount);
  const std::string_view unit(end, static_cast<std::size_t>(said.data() + said.size() - end));
  const std::int64_t factor = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "m" ? 60'000 : 0;
  if (error != std::errc() || amount < 0 || amount > 86'400'000 || factor == 0) {
    fail("duration", "\"" + said + "\" is no duration", "write \"250ms\", \"1s\" or \"2m\"");
  }
  return std::chrono::milliseconds(amount * factor);
}

std::string FileCursor::place() const {
  auto result = text();
  if (!result.empty() && result.front() != '/') {
    fail("pointer", "\"" + result + "\" is no JSON Pointer", "a JSON Pointer begins with '/'");
  }
  return result;
}

std::vector<FileCursor> FileCursor::items() const {
  if (!value_->is_array()) wrong_type("a list");
  std::vector<FileCursor> result;
  for (std::size_t i = 0; i < value_->size(); ++i) {
    result.push_back(FileCursor(file_, kind_, &(*value_)[i], pointer_join(pointer_, i)));
  }
  return result;
}

std::vector<std::pair<std::string, FileCursor>> FileCursor::entries() const {
  if (!value_->is_object()) wrong_type("an object");
  std::vector<std::pair<std::string, FileCursor>> result;
  for (const auto& [key, item] : value_->items()) {
    if (key == "$comment") continue;
    result.emplace_back(key, FileCursor(file_, kind_, &item, pointer_join(pointer_, key)));
  }
  return result;
}

std::vector<std::string> FileCursor::names() const {
  std::vector<std::string> result;
  for (const auto& item : items()) result.push_back(item.name());
  return result;
}

FileCursor FileCursor::holding(const OrderedJson& value) const {
  return FileCursor(file_, kind_, &value, pointer_);
}

std::string FileCursor::text_or(std::string_view key, std::string fallback) const {
  const auto found = find(key);
  return found ? found->text() : std::move(fallback);
}

}  // namespace hallmark::core
