// The report formats by name: `--report NAME` or `--report NAME=PATH`.
//
// Order of calls: parse_request() for each option, make_report() for each request before the run
// starts, then give the listeners to the run.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sink.h"
#include "reports/console.h"
#include "run/events.h"

namespace hallmark::reports {

struct ReportRequest {
  std::string name;            // "junit"
  std::filesystem::path path;  // empty or "-": standard output
};

struct ReportOptions {
  std::shared_ptr<const core::Secrets> secrets;
  ConsoleOptions console;       // of the console report
  std::ostream* out = nullptr;  // standard output; null: std::cout
};

struct Format {
  std::string_view name;         // "junit"
  std::string_view description;  // one line, for help
  std::unique_ptr<run::Listener> (*make)(std::unique_ptr<core::Sink> sink, const std::filesystem::path& path,
                                         const ReportOptions& options);
};
[[nodiscard]] const std::vector<Format>& formats();

// "junit=out.xml", "console". Nullopt, with a sentence in `problem`, for an unknown name or an empty path.
[[nodiscard]] std::optional<ReportRequest> parse_request(std::string_view text,
                                                         std::string* problem = nullptr);

// Throws core::DocumentError ("file.write") when the file cannot be opened.
[[nodiscard]] std::unique_ptr<run::Listener> make_report(const ReportRequest& request,
                                                         const ReportOptions& options);

}  // namespace hallmark::reports
