// One value of a loaded file together with where it stands, so that whatever is wrong with it can be said
// with file, line and pointer. What reads suites, fixtures, targets, known deviations and botocore's models
// goes from value to value with it.
#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"

namespace hallmark::core {

class FileCursor {
 public:
  // `kind` begins every rule id: "fixture", "suite", "target", "known", "botocore".
  FileCursor(const JsonFile& file, std::string kind);

  [[nodiscard]] const OrderedJson& json() const { return *value_; }
  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  [[nodiscard]] std::size_t line() const;
  [[nodiscard]] Json value() const { return to_sorted(*value_); }

  // Throws DocumentError, rule "<kind>.<rule>".
  [[noreturn]] void fail(std::string_view rule, std::string message, std::string advice = {}) const;

  // An object that has no other keys ("$schema" and "$comment" are always allowed).
  void only(std::initializer_list<std::string_view> keys) const;
  [[nodiscard]] std::optional<FileCursor> find(std::string_view key) const;
  [[nodiscard]] FileCursor at(std::string_view key) const;  // must be there

  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string name() const;  // text that is not empty
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number() const;                       // zero or more
  [[nodiscard]] int count() const;                           // an integer of zero or more
  [[nodiscard]] std::chrono::milliseconds duration() const;  // "250ms", "1s", "2m"
  [[nodiscard]] std::string place() const;                   // a JSON Pointer
  [[nodiscard]] std::vector<FileCursor> items() const;
  [[nodiscard]] std::vector<std::pair<std::string, FileCursor>> entries() const;
  [[nodiscard]] std::vector<std::string> names() const;  // a list of texts

  // The same place with another value, which must outlive it: what is wrong is said of the place.
  [[nodiscard]] FileCursor holding(const OrderedJson& value) const;

  [[nodiscard]] std::string text_or(std::string_view key, std::string fallback = {}) const;

 private:
  FileCursor(const JsonFile* file, std::string kind, const OrderedJson* value, std::string pointer);
  [[noreturn]] void wrong_type(std::string_view wanted) const;
  const JsonFile* file_;
  std::string kind_;
  const OrderedJson* value_;
  std::string pointer_;
};

}  // namespace hallmark::core

// Example:
//
//   const JsonFile file = load_json("shop.suite.json");
//   const FileCursor root(file, "suite");
//   root.only({"service", "operations"});
//   const std::string service = root.at("service").name();  // or "suite.missing-key", "suite.type"
//   for (const FileCursor& operation : root.at("operations").items())
//     if (operation.text() == service) operation.fail("operation", "an operation has another name");
