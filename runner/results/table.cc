#include "results/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/promise_id.h"
#include "core/text.h"
#include "reports/markdown.h"
#include "reports/text.h"

namespace hallmark::results {
namespace {

using run::Reached;

void add(Cell& sum, const Cell& cell) {
  sum.in_run = sum.in_run || cell.in_run;
  sum.conform += cell.conform;
  sum.deviate += cell.deviate;
  sum.known += cell.known;
  sum.errors += cell.errors;
  sum.exceptions += cell.exceptions;
  sum.put_to_test += cell.put_to_test;
  sum.brought_about += cell.brought_about;
  sum.behaviour += cell.behaviour;
  sum.behaviour_held += cell.behaviour_held;
  sum.promises += cell.promises;
  sum.promises_tested += cell.promises_tested;
}

bool is_whole(const Cell& cell) {
  return cell.in_run && cell.reached == Reached::exercised && cell.deviate + cell.known + cell.errors == 0;
}

// One word that a reader of a table looks for.
std::string word(const Cell& cell) {
  if (!cell.in_run) return "-";
  if (cell.reached == Reached::not_offered) return "not offered";
  if (cell.deviate + cell.known > 0) return "deviates";
  if (cell.errors > 0) return "error";
  if (cell.reached == Reached::exercised) return "conforms";
  return cell.reached == Reached::refused ? "refused" : "not tested";
}

std::string numbers(const Cell& cell) {
  if (!cell.in_run || cell.reached == Reached::not_offered) return {};
  std::string out =
      fmt::format("{} of {} cases", cell.conform, cell.conform + cell.deviate + cell.known + cell.errors);
  if (cell.known > 0) out += fmt::format(", {} known", cell.known);
  if (cell.exceptions > 0) out += fmt::format("; exceptions {} of {}", cell.put_to_test, cell.exceptions);
  if (cell.behaviour > 0) out += fmt::format("; behaviour {} of {}", cell.behaviour_held, cell.behaviour);
  return out;
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : reports::safe(text)) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string csv_text(std::string text) {
  // A spreadsheet takes a cell that begins so for a formula.
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos)
    text = "'" + text;
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  return "\"" + core::replace_all(text, "\"", "\"\"") + "\"";
}

std::string summary_line(const Table& table, const std::string& service, std::size_t run) {
  const auto [whole, all] = table.whole(service, run);
  const Cell sum = table.sum(service, run);
  if (!sum.in_run) return "-";
  return fmt::format("{} of {} operations; {} of {} exceptions put to the test; {} of {} promises tested",
                     whole, all, sum.put_to_test, sum.exceptions, sum.promises_tested, sum.promises);
}

constexpr std::string_view table_style = R"css(
:root { color-scheme: light dark; --ink: #1d2125; --paper: #fbfbf9; --line: #dfe2e5; --soft: #5d6670;
  --good: #1a7f4b; --bad: #c0322b; --odd: #9a6200; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7ea; --paper: #14171a; --line: #32383e; --soft: #9aa4ae;
  --good: #63c795; --bad: #f2857e; --odd: #e3b25a; } }
body { margin: 0 auto; max-width: 1120px; padding: 24px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 24px; } h2 { font-size: 18px; margin-top: 32px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 6px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
td small { display: block; color: var(--soft); } .good { color: var(--good); } .bad { color: var(--bad); }
.odd { color: var(--odd); } .soft { color: var(--soft); }
)css";

std::string_view class_of(const std::string& said) {
  if (said == "conforms") return "good";
  if (said == "deviates" || said == "error") return "bad";
  return said == "refused" ? "odd" : "soft";
}

}  // namespace

Cell Table::sum(const std::string& service, std::size_t run) const {
  Cell total;
  for (const auto& [name, operations] : services) {
    if (!service.empty() && name != service) continue;
    for (const auto& [operation, cells] : operations) add(total, cells[run]);
  }
  return total;
}

std::pair<std::size_t, std::size_t> Table::whole(const std::string& service, std::size_t run) const {
  std::size_t good = 0, all = 0;
  for (const auto& [name, operations] : services) {
    if (!service.empty() && name != service) continue;
    for (const auto& [operation, cells] : operations) {
      all += cells[run].in_run ? 1 : 0;
      good += is_whole(cells[run]) ? 1 : 0;
    }
  }
  return {good, all};
}

Table table_of(const std::vector<std::unique_ptr<SavedRun>>& runs) {
  Table table;
  const auto cell = [&](const std::string& service, const std::string& operation, std::size_t run) -> Cell& {
    std::vector<Cell>& cells = table.services[service][operation];
    cells.resize(runs.size());
    return cells[run];
  };
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const SavedRun& saved = *runs[i];
    const bool again = std::any_of(runs.begin(), runs.end(), [&](const auto& other) {
      return other.get() != &saved && other->info.target == saved.info.target;
    });
    table.runs.push_back(again ? fmt::format("{} ({})", saved.info.target, saved.file) : saved.info.target);
    for (const run::OperationCoverage& each : saved.summary.coverage) {
      Cell& made = cell(each.service, each.operation, i);
      made.in_run = true;
      made.reached = each.reached;
      made.promises += each.promises_made;
      made.promises_tested += each.promises_tested.size();
      for (const run::OperationCoverage::Exception& exception : each.exceptions) {
        ++made.exceptions;
        made.put_to_test += exception.put_to_test ? 1 : 0;
        made.brought_about += exception.by.size() > exception.by.count(plan::Provocation::fault) ? 1 : 0;
      }
    }
    for (const run::CaseResult& each : saved.cases) {
      Cell& made = cell(each.test->service, each.test->operation, i);
      made.in_run = true;
      const verdict::Status status = each.verdict.status;
      const bool conforms = status == verdict::Status::conforms;
      const bool deviates = status == verdict::Status::deviates;
      made.conform += conforms ? 1 : 0;
      if (deviates) ++(each.verdict.known ? made.known : made.deviate);
      made.errors += status == verdict::Status::error ? 1 : 0;
      const bool between = std::any_of(
          each.test->promises.begin(), each.test->promises.end(),
          [](const std::string& promise) { return contract::is_about(promise, contract::Side::behaviour); });
      if (!between || (!conforms && !deviates)) continue;
      ++made.behaviour;
      made.behaviour_held += conforms ? 1 : 0;
    }
  }
  return table;
}

std::string markdown_of(const Table& table) {
  using reports::code_span;
  std::string out =
      "# Compatibility\n\nOperations that were exercised and of which nothing deviates, of all; what "
      "their documentation lists and promises.\n\n";
  for (std::size_t i = 0; i < table.runs.size(); ++i)
    out += fmt::format("- {}: {}\n", code_span(reports::safe(table.runs[i])), summary_line(table, "", i));
  for (const auto& [service, operations] : table.services) {
    out += fmt::format("\n## {}\n\n| operation |", reports::safe(service));
    std::string rule = "|:--|";
    for (const std::string& run : table.runs) {
      out += fmt::format(" {} |", code_span(reports::safe(run), true));
      rule += ":--|";
    }
    out += "\n" + rule + "\n";
    for (const auto& [operation, cells] : operations) {
      out += fmt::format("| {} |", code_span(reports::safe(operation), true));
      for (const Cell& cell : cells) {
        const std::string more = numbers(cell);
        out += fmt::format(" {}{} |", word(cell), more.empty() ? "" : ": " + more);
      }
      out += "\n";
    }
  }
  return out;
}

std::string html_of(const Table& table) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src "
      "'unsafe-inline'\"><title>Compatibility</title><style>{}</style>"
      "</head><body>\n<h1>Compatibility</h1>\n<p class=\"soft\">Operations that were exercised and of which "
      "nothing "
      "deviates, of all; what their documentation lists and promises.</p>\n<ul>\n",
      table_style);
  for (std::size_t i = 0; i < table.runs.size(); ++i)
    out += fmt::format("<li><b>{}</b>: {}</li>\n", html_text(table.runs[i]), summary_line(table, "", i));
  out += "</ul>\n";
  for (const auto& [service, operations] : table.services) {
    out +=
        fmt::format("<h2>{}</h2>\n<div class=\"scroll\"><table><tr><th>operation</th>", html_text(service));
    for (const std::string& run : table.runs) out += fmt::format("<th>{}</th>", html_text(run));
    out += "</tr>\n";
    for (const auto& [operation, cells] : operations) {
      out += fmt::format("<tr><td>{}</td>", html_text(operation));
      for (const Cell& cell : cells) {
        const std::string said = word(cell);
        out += fmt::format("<td class=\"{}\">{}<small>{}</small></td>", class_of(said), said, numbers(cell));
      }
      out += "</tr>\n";
    }
    out += "</table></div>\n";
  }
  return out + "</body></html>\n";
}

std::string csv_of(const Table& table) {
  std::string out =
      "endpoint,service,operation,verdict,conform,deviate,known,errors,exceptions_listed,exceptions_put_to_"
      "test,"
      "exceptions_brought_about,behaviour,behaviour_held,promises,promises_tested\r\n";
  for (std::size_t i = 0; i < table.runs.size(); ++i) {
    for (const auto& [service, operations] : table.services) {
      for (const auto& [operation, cells] : operations) {
        const Cell& cell = cells[i];
        if (!cell.in_run) continue;
        out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_text(table.runs[i]),
                           csv_text(service), csv_text(operation), word(cell), cell.conform, cell.deviate,
                           cell.known, cell.errors, cell.exceptions, cell.put_to_test, cell.brought_about,
                           cell.behaviour, cell.behaviour_held, cell.promises, cell.promises_tested);
      }
    }
  }
  return out;
}

OrderedJson json_of(const Table& table) {
  const auto cell_json = [](const Cell& cell) {
    return OrderedJson{{"verdict", word(cell)},
                       {"conform", cell.conform},
                       {"deviate", cell.deviate},
                       {"known", cell.known},
                       {"errors", cell.errors},
                       {"exceptions_listed", cell.exceptions},
                       {"exceptions_put_to_test", cell.put_to_test},
                       {"exceptions_brought_about", cell.brought_about},
                       {"behaviour", cell.behaviour},
                       {"behaviour_held", cell.behaviour_held},
                       {"promises", cell.promises},
                       {"promises_tested", cell.promises_tested}};
  };
  OrderedJson made = {{"format", "hallmark-table"}, {"version", 1}, {"endpoints", OrderedJson::array()}};
  for (std::size_t i = 0; i < table.runs.size(); ++i) {
    const auto [whole, all] = table.whole("", i);
    OrderedJson one = {{"name", table.runs[i]}, {"operations", all}, {"operations_conform", whole}};
    one["services"] = OrderedJson::object();
    for (const auto& [service, operations] : table.services) {
      OrderedJson each = OrderedJson::object();
      for (const auto& [operation, cells] : operations)
        if (cells[i].in_run) each[operation] = cell_json(cells[i]);
      if (!each.empty()) one["services"][service] = std::move(each);
    }
    made["endpoints"].push_back(std::move(one));
  }
  return made;
}

OrderedJson badge_of(const Table& table) {
  const auto [whole, all] = table.runs.empty() ? std::pair<std::size_t, std::size_t>{} : table.whole("", 0);
  const double share = all == 0 ? 0 : static_cast<double>(whole) / static_cast<double>(all);
  return {{"schemaVersion", 1},
          {"label", "AWS compatibility"},
          {"message", fmt::format("{} of {} operations", whole, all)},
          {"color", all == 0       ? "lightgrey"
                    : share == 1   ? "brightgreen"
                    : share >= 0.8 ? "yellow"
                                   : "orange"}};
}

}  // namespace hallmark::results
