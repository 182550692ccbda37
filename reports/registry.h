// The report formats by name: `--report NAME`, `--report NAME=PATH`, or `--report NAME+=PATH` to write behind
// what the file holds already.
//
// Order of calls: parse_request() for each option and repeated_path() for all, make_report() for each request
// before the run starts, then give the listeners to the run.
#pragma once

#include <filesystem>
#include <functional>
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
  std::filesystem::path path;  // empty, "-" or "/dev/stdout": standard output
  bool append = false;
  [[nodiscard]] bool to_standard_output() const;
  // It takes standard output for itself: the console's report is not written there.
  [[nodiscard]] bool replaces_console() const;
};

struct ReportOptions {
  std::shared_ptr<const core::Secrets> secrets;
  ConsoleOptions console;       // of the console report
  std::ostream* out = nullptr;  // standard output; null: std::cout
};

struct Format {
  std::string_view name;         // "junit"
  std::string_view description;  // one line, for help
  bool extends = false;          // several in one file are as good as one
  bool beside_console = false;   // on standard output it stands beside the console's
  std::unique_ptr<run::Listener> (*make)(std::unique_ptr<core::Sink> sink, const std::filesystem::path& path,
                                         const ReportOptions& options);
};
[[nodiscard]] const std::vector<Format>& formats();

// "junit=out.xml", "markdown+=summary.md", "console". Nullopt, with a sentence in `problem`, for an unknown
// name, an empty path, or a format of which two in one file are none.
[[nodiscard]] std::optional<ReportRequest> parse_request(std::string_view text,
                                                         std::string* problem = nullptr);

// The sentence that refuses a path given twice, however it is written; nullopt when none is.
[[nodiscard]] std::optional<std::string> repeated_path(const std::vector<ReportRequest>& requests);

// A report that cannot be opened or written, for want of a folder or of room, costs that report only:
// `complain` gets a sentence, once, and the run goes on.
[[nodiscard]] std::unique_ptr<run::Listener> make_report(
    const ReportRequest& request, const ReportOptions& options,
    std::function<void(const std::string& sentence)> complain);
// The same for a listener that `make` makes, named in the sentence ("the recording").
[[nodiscard]] std::unique_ptr<run::Listener> guarded(
    std::string name, const std::function<std::unique_ptr<run::Listener>()>& make,
    std::function<void(const std::string&)> complain);

}  // namespace hallmark::reports

// Example:
//
//   std::string problem;
//   const std::optional<ReportRequest> request = parse_request("junit=out/junit.xml", &problem);
//   if (request)
//     std::unique_ptr<run::Listener> listener = make_report(*request, {}, [](const std::string&) {});
