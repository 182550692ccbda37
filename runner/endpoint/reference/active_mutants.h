// The mutants that are on for one request, as the behaviours see them: names and arguments. Which there
// are, and what a name means, stands in mutants/mutants.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallmark::endpoint {

class ActiveMutants {
 public:
  struct Entry {
    std::string name, argument;
  };
  [[nodiscard]] bool has(std::string_view name) const;
  // One of this name and argument.
  [[nodiscard]] bool has(std::string_view name, std::string_view argument) const;
  // Arguments of all of this name.
  [[nodiscard]] std::vector<std::string> arguments(std::string_view name) const;
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  void add(Entry entry) { entries_.push_back(std::move(entry)); }

 private:
  std::vector<Entry> entries_;
};

}  // namespace hallmark::endpoint
