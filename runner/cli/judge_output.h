// What `hallmark judge` prints: each deviation as it is found, then findings by check and severity, checks
// that the inputs do not allow, reasons for skipping, counts.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "core/sink.h"
#include "run/recorded.h"

namespace hallmark::cli {

struct JudgeOutputOptions {
  bool quiet = false;    // no single findings
  bool verbose = false;  // drift as well
  bool strict = false;   // likewise: it fails
};

class JudgeOutput : public run::Listener {
 public:
  JudgeOutput(std::unique_ptr<core::Sink> sink, JudgeOutputOptions options)
      : sink_(std::move(sink)), options_(options) {}

  void case_finished(const run::CaseResult& result) override;
  // Call once, behind the run.
  void finish(const run::RecordedSummary& summary);

 private:
  struct Row {
    std::size_t findings = 0, exchanges = 0;
    std::set<std::string> operations;
  };
  std::unique_ptr<core::Sink> sink_;
  JudgeOutputOptions options_;
  std::map<std::pair<int, std::string>, Row> rows_;  // by severity (deviations first) and rule
};

}  // namespace hallmark::cli
