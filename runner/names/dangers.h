// What costs or harms more on a real account than what a run makes and removes again
// (suites/knowledge/dangers.json, a row each with its source).
//
//   const auto& dangers = names::Dangers::standard();
//   dangers.of("kms", "CreateKey")->name;  // "permanent"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

class Dangers {
 public:
  struct Class {
    std::string name;   // "billed": what --allow names
    std::string words;  // "billed for long, or at once for much"
  };
  [[nodiscard]] const std::vector<Class>& classes() const { return classes_; }
  // By a service's slug and an operation's name; null when nothing is known against it.
  [[nodiscard]] const Class* of(std::string_view service, std::string_view operation) const;

  // The file of this build.
  [[nodiscard]] static const Dangers& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static Dangers read(const Json& file);

 private:
  std::vector<Class> classes_;
  std::vector<std::pair<std::string, std::size_t>> operations_;  // glob, index into classes_
};

}  // namespace hallmark::names

// Example:
//
//   const Dangers::Class* danger = Dangers::standard().of("kms", "CreateKey");
//   const bool costs_nothing = danger == nullptr;
