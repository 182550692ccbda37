// Known deviations: what a target is known to get wrong. An entry covers only the findings that it
// names, never an error. The file:
//   {"known_deviations": [{"case": id or glob, "rule": id or glob, "pointer"?: pointer or "*" (default),
//                          "reason", "expires"?: "2026-12-31"}]}
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hallmark::plan {

struct KnownDeviation {
  std::string case_glob;      // case id or glob
  std::string rule;           // rule id or glob: "contract.status", "schema.*"
  std::string pointer = "*";  // of the finding; "*": any
  std::string reason;
  std::optional<std::chrono::sys_days> expires;  // the last day on which it counts
  std::string file;
  std::size_t line = 0;
  [[nodiscard]] bool covers(std::string_view case_id, std::string_view rule_id, std::string_view at) const;
  [[nodiscard]] bool expired(std::chrono::sys_days today) const { return expires && *expires < today; }
};

// Throws core::DocumentError ("known.…").
[[nodiscard]] std::vector<KnownDeviation> load_known_deviations(const std::filesystem::path& file);

}  // namespace hallmark::plan
