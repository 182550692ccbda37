// The baseline of a target: what it is known to get wrong, and how far runs come with it. An entry covers
// only the findings that it names, never an error; an operation that was exercised must go on being so. The
// file:
//   {"known_deviations": [{"case": id or glob, "rule": id or glob, "pointer"?: pointer or "*" (default),
//                          "reason", "expires"?: "2026-12-31"}],
//    "exercised"?: ["service.Operation"]}
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

struct Baseline {
  std::vector<KnownDeviation> deviations;
  std::vector<std::string> exercised;  // "service.Operation"
};

// Throws core::DocumentError ("known.…").
[[nodiscard]] Baseline load_baseline(const std::filesystem::path& file);
// The file's text, entries in their order, operations sorted.
[[nodiscard]] std::string baseline_text(const Baseline& baseline);

// "2026-12-31"; null: no day.
[[nodiscard]] std::optional<std::chrono::sys_days> parse_day(std::string_view text);
[[nodiscard]] std::string day_text(std::chrono::sys_days day);

}  // namespace hallmark::plan

// Example:
//
//   #include "core/output_file.h"
//   Baseline baseline = load_baseline("known.json");
//   std::erase_if(baseline.deviations,
//                 [](const KnownDeviation& each) { return each.rule == "contract.status"; });
//   core::OutputFile file("known.json", core::OutputFile::Mode::replace);
//   file.write(baseline_text(baseline));
//   file.close();
