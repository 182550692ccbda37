// A pattern in Pattern's dialect that is looked for in prose: every match, with its named groups. For rules
// that are data; the limits are Pattern's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::jsonschema {

class Finder {
 public:
  // Null with the reason in `problem` when the pattern does not compile.
  [[nodiscard]] static std::optional<Finder> compile(std::string_view pattern,
                                                     std::string* problem = nullptr);

  struct Match {
    std::size_t begin = 0, end = 0;                          // bytes of the text
    std::map<std::string, std::string, std::less<>> groups;  // the named ones that took part
  };
  // From left to right, none within another; at most 100. Text that is not UTF-8 has none.
  [[nodiscard]] std::vector<Match> find_all(std::string_view text) const;
  [[nodiscard]] bool finds(std::string_view text) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace hallmark::jsonschema
