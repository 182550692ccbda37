// Marks for what only a person can fill in: `hallmark new` writes them where the model does not know, and
// `hallmark check` tells where they are left. A file with marks is valid: they stand in remarks and in
// reasons to skip, where they change nothing that is sent.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::cli {

inline constexpr std::string_view fill_in = "FILL IN: ";

// "FILL IN: …".
[[nodiscard]] std::string mark_for(std::string_view what);

struct OpenMark {
  std::string file;
  std::size_t line = 0;
  std::string text;  // "FILL IN: what only prose says of it"
};

// Each text of a JSON file that holds a mark; none of a file that is no JSON or very large.
[[nodiscard]] std::vector<OpenMark> marks_in(const std::filesystem::path& file);

}  // namespace hallmark::cli
