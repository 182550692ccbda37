#include "plan/cases/reader.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace hallmark::plan {

Reader::Reader(const core::JsonFile& file, std::string kind)
    : file_(&file), kind_(std::move(kind)), value_(&file.value) {}

Reader::Reader(const core::JsonFile* file, std::string kind, const OrderedJson* value, std::string pointer)
    : file_(file), kind_(std::move(kind)), value_(value), pointer_(std::move(pointer)) {}

std::size_t Reader::line() const { return core::locate(file_->text, pointer_).line; }

void Reader::fail(std::string_view rule, std::string message, std::string advice) const {
  core::fail_at(*file_, pointer_, kind_ + '.' + std::string(rule), std::move(message), std::move(advice));
}

void Reader::wrong_type(std::string_view wanted) const {
  fail("type", "expected " + std::string(wanted) + ", found " + value_->type_name());
}

void Reader::only(std::initializer_list<std::string_view> keys) const {
  if (!value_->is_object()) wrong_type("an object");
  for (const auto& [key, item] : value_->items()) {
    if (key == "$schema" || key == "$comment") continue;
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    const std::vector<std::string> known(keys.begin(), keys.end());
    const auto near = core::nearest(key, known);
    Reader(file_, kind_, &item, core::pointer_join(pointer_, key))
        .fail("unknown-key", "unknown key \"" + key + "\"",
              near ? "did you mean \"" + *near + "\"?" : "known here: " + core::join(known, ", "));
  }
}

std::optional<Reader> Reader::find(std::string_view key) const {
  if (!value_->is_object()) wrong_type("an object");
  const auto found = value_->find(std::string(key));
  if (found == value_->end()) return std::nullopt;
  return Reader(file_, kind_, &*found, core::pointer_join(pointer_, key));
}

Reader Reader::at(std::string_view key) const {
  auto found = find(key);
  if (!found) fail("missing-key", "\"" + std::string(key) + "\" is missing");
  return *std::move(found);
}

std::string Reader::text() const {
  if (!value_->is_string()) wrong_type("a string");
  return value_->get<std::string>();
}

std::string Reader::name() const {
  auto result = text();
  if (core::trim(result).empty()) fail("empty", "must not be empty");
  return result;
}

bool Reader::boolean() const {
  if (!value_->is_boolean()) wrong_type("true or false");
  return value_->get<bool>();
}

double Reader::number() const {
  if (!value_->is_number()) wrong_type("a number");
  const auto result = value_->get<double>();
  if (result < 0) fail("range", "must not be negative");
  return result;
}

int Reader::count() const {
  if (!value_->is_number_integer()) wrong_type("an integer");
  const auto result = value_->get<std::int64_t>();
  if (result < 0 || result > 1'000'000'000) fail("range", "must be between 0 and 1000000000");
  return static_cast<int>(result);
}

std::chrono::milliseconds Reader::duration() const {
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

std::string Reader::place() const {
  auto result = text();
  if (!result.empty() && result.front() != '/') {
    fail("pointer", "\"" + result + "\" is no JSON Pointer", "a JSON Pointer begins with '/'");
  }
  return result;
}

std::vector<Reader> Reader::items() const {
  if (!value_->is_array()) wrong_type("a list");
  std::vector<Reader> result;
  for (std::size_t i = 0; i < value_->size(); ++i) {
    result.push_back(Reader(file_, kind_, &(*value_)[i], core::pointer_join(pointer_, i)));
  }
  return result;
}

std::vector<std::pair<std::string, Reader>> Reader::entries() const {
  if (!value_->is_object()) wrong_type("an object");
  std::vector<std::pair<std::string, Reader>> result;
  for (const auto& [key, item] : value_->items()) {
    if (key == "$comment") continue;
    result.emplace_back(key, Reader(file_, kind_, &item, core::pointer_join(pointer_, key)));
  }
  return result;
}

std::vector<std::string> Reader::names() const {
  std::vector<std::string> result;
  for (const auto& item : items()) result.push_back(item.name());
  return result;
}

Reader Reader::holding(const OrderedJson& value) const { return Reader(file_, kind_, &value, pointer_); }

std::string Reader::text_or(std::string_view key, std::string fallback) const {
  const auto found = find(key);
  return found ? found->text() : std::move(fallback);
}

}  // namespace hallmark::plan
