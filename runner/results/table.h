// The compatibility table: operations against verdicts, several endpoints beside each other, as a vendor
// publishes it.
//
// Order of calls: table_of(), then one of the texts.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/json.h"
#include "results/saved.h"

namespace hallmark::results {

// What one run says of one operation.
struct Cell {
  bool in_run = false;
  run::Reached reached = run::Reached::untried;
  std::size_t conform = 0, deviate = 0, known = 0, errors = 0;     // cases; drift conforms
  std::size_t exceptions = 0, put_to_test = 0, brought_about = 0;  // listed exceptions
  std::size_t behaviour = 0, behaviour_held = 0;                   // cases about more than one call, judged
  std::size_t promises = 0, promises_tested = 0;
};

struct Table {
  std::vector<std::string> runs;                                              // names of the columns
  std::map<std::string, std::map<std::string, std::vector<Cell>>> services;   // service, operation -> by run
  [[nodiscard]] Cell sum(const std::string& service, std::size_t run) const;  // service "": of all
  // Of one run: operations that were exercised and of which nothing deviates, and all.
  [[nodiscard]] std::pair<std::size_t, std::size_t> whole(const std::string& service, std::size_t run) const;
};

// Two runs of one name are told apart by their files.
[[nodiscard]] Table table_of(const std::vector<std::unique_ptr<SavedRun>>& runs);

[[nodiscard]] std::string markdown_of(const Table& table);
[[nodiscard]] std::string html_of(const Table& table);
[[nodiscard]] std::string csv_of(const Table& table);
[[nodiscard]] OrderedJson json_of(const Table& table);
// For a badge of the first run, as shields.io reads it from a URL ("endpoint" badges, schemaVersion 1).
[[nodiscard]] OrderedJson badge_of(const Table& table);

}  // namespace hallmark::results
