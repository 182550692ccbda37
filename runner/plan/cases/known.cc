#include "plan/cases/known.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/file_cursor.h"
#include "core/text.h"
#include "schema/formats.h"

namespace hallmark::plan {

using core::FileCursor;
std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length) -> std::optional<int> {
    int value = 0;
    const char* last = text.data() + at + length;
    const auto [end, error] = std::from_chars(text.data() + at, last, value);
    if (error != std::errc() || end != last || value < 0) return std::nullopt;
    return value;
  };
  const auto year = number(0, 4);
  const auto month = number(5, 2);
  const auto day = number(8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::string day_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

namespace {

bool fits(std::string_view pattern, std::string_view text) {
  return pattern == text || core::glob_match(pattern, text);
}

}  // namespace

bool KnownDeviation::covers(std::string_view case_id, std::string_view rule_id, std::string_view at) const {
  return fits(case_glob, case_id) && fits(rule, rule_id) && (pointer == "*" || pointer == at);
}

Baseline load_baseline(const std::filesystem::path& path) {
  const auto file = core::load_json(path);
  const FileCursor root(file, "known");
  root.only({"known_deviations", "exercised"});
  Baseline baseline;
  if (const auto exercised = root.find("exercised")) baseline.exercised = exercised->names();
  for (const auto& item : root.at("known_deviations").items()) {
    item.only({"case", "rule", "pointer", "reason", "expires"});
    KnownDeviation entry;
    entry.case_glob = item.at("case").name();
    entry.rule = item.at("rule").name();
    entry.pointer = item.text_or("pointer", "*");
    if (!entry.pointer.empty() && entry.pointer != "*" && entry.pointer.front() != '/') {
      item.at("pointer").fail("pointer", "\"" + entry.pointer + "\" is no JSON Pointer",
                              "or \"*\" for any place");
    }
    entry.reason = item.at("reason").name();
    if (const auto expires = item.find("expires")) {
      entry.expires = parse_day(expires->text());
      if (!entry.expires)
        expires->fail("expires", "\"" + expires->text() + "\" is no day", "write \"2026-12-31\"");
    }
    entry.file = path.string();
    entry.line = item.line();
    baseline.deviations.push_back(std::move(entry));
  }
  schema::check_format(file, "known-deviations");
  return baseline;
}

std::string baseline_text(const Baseline& baseline) {
  OrderedJson made = OrderedJson::object();
  made["known_deviations"] = OrderedJson::array();
  for (const KnownDeviation& entry : baseline.deviations) {
    OrderedJson one = {{"case", entry.case_glob}, {"rule", entry.rule}};
    if (entry.pointer != "*") one["pointer"] = entry.pointer;
    one["reason"] = entry.reason;
    if (entry.expires) one["expires"] = day_text(*entry.expires);
    made["known_deviations"].push_back(std::move(one));
  }
  if (!baseline.exercised.empty()) {
    std::vector<std::string> operations = baseline.exercised;
    std::sort(operations.begin(), operations.end());
    made["exercised"] = std::move(operations);
  }
  return made.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace hallmark::plan
