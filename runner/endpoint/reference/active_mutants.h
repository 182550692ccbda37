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
  // has(), where what follows is the mutant's doing: it came to bear on this request.
  [[nodiscard]] bool acts(std::string_view name) const { return note(has(name)); }
  [[nodiscard]] bool acts(std::string_view name, std::string_view argument) const {
    return note(has(name, argument));
  }
  [[nodiscard]] bool acted() const { return acted_; }
  bool note(bool acted) const {
    acted_ = acted_ || acted;
    return acted;
  }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  void add(Entry entry) { entries_.push_back(std::move(entry)); }

 private:
  std::vector<Entry> entries_;
  mutable bool acted_ = false;
};

}  // namespace hallmark::endpoint
