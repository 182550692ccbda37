// What `hallmark judge` and `hallmark proxy` print: each deviation as it is found, then findings by check and
// severity, causes, checks that the inputs do not allow, what was touched, reasons for skipping, counts.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "core/sink.h"
#include "run/recorded.h"

namespace hallmark::cli {

struct JudgeOutputOptions {
  bool quiet = false;    // no single findings
  bool verbose = false;  // drift as well
  bool strict = false;   // likewise: it fails
  bool colour = false;
  bool live = false;  // of each operation and check the first finding only, in a line
};

class JudgeOutput : public run::Listener {
 public:
  JudgeOutput(std::unique_ptr<core::Sink> sink, JudgeOutputOptions options)
      : sink_(std::move(sink)), options_(options) {}

  void case_finished(const run::CaseResult& result) override;
  void say(const std::string& line);  // a line of one's own; from any thread
  // Call once, behind the run.
  void finish(const run::RecordedSummary& summary);

 private:
  struct Row {
    std::size_t findings = 0, exchanges = 0;
    std::set<std::string> operations;
  };
  void tell_in_a_line(const run::CaseResult& result, const verdict::Finding& finding);
  std::mutex writing_;
  std::unique_ptr<core::Sink> sink_;
  std::set<std::string> told_;  // operation and check
  JudgeOutputOptions options_;
  std::map<std::pair<int, std::string>, Row> rows_;  // by severity (deviations first) and rule
};

}  // namespace hallmark::cli
