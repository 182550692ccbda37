#include "reports/touched.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "reports/markdown.h"
#include "reports/text.h"
#include "reports/xml_text.h"

namespace hallmark::reports {
namespace {

constexpr std::size_t operations_in_full = 12;
constexpr std::size_t max_names = 400;  // characters
constexpr std::size_t max_rows = 500;

std::string names(const std::vector<std::string>& all) { return safe(core::join(all, ", ")); }

std::string came(const run::TouchedOperation& touched) {
  std::vector<std::string> all;
  for (const auto& [name, count] : touched.exceptions) all.push_back(fmt::format("{} ({})", name, count));
  return names(all);
}

std::string answers(const run::TouchedOperation& touched) {
  std::string text =
      fmt::format("{}, {} accepted", counted(touched.exchanges, "exchange", "exchanges"), touched.accepted);
  if (touched.broken != 0) text += fmt::format(", {} without a whole answer", touched.broken);
  return text;
}

std::string title_of(const run::TouchedService& service) {
  return fmt::format("{}: {} of {}", service.service, service.touched.size(),
                     counted(service.operations, "operation", "operations"));
}

std::size_t operations_of(const run::RunSummary& summary) {
  std::size_t operations = 0;
  for (const run::TouchedService& service : summary.touched) operations += service.touched.size();
  return operations;
}

}  // namespace

void write_touched(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out) {
  if (summary.touched.empty()) return;
  const bool in_short = !style.verbose && operations_of(summary) > operations_in_full;
  out += fmt::format("\n{}{}\n", style.paint("Touched", Colour::bold),
                     in_short ? " (--verbose and the JSON report have the names)" : "");
  for (const run::TouchedService& service : summary.touched) {
    out += fmt::format("  {}\n", safe(title_of(service)));
    std::size_t width = 0;
    for (const auto& each : service.touched) width = std::max(width, each.operation.size());
    for (const auto& each : service.touched) {
      out += fmt::format("    {:<{}}  {}", safe(each.operation), std::min<std::size_t>(width, 50),
                         answers(each));
      if (in_short) {
        if (!each.exceptions.empty()) out += "; came: " + core::shorten(came(each), 100);
        if (!each.never_seen.empty())
          out += fmt::format("; {} never came",
                             counted(each.never_seen.size(), "listed exception", "listed exceptions"));
        if (!each.never_sent.empty())
          out += fmt::format("; {} never sent", counted(each.never_sent.size(), "member", "members"));
      }
      out += "\n";
      if (in_short) continue;
      const auto line = [&](std::string_view label, const std::string& text) {
        if (text.empty()) return;
        const std::string shown = style.verbose ? text : core::shorten(text, max_names);
        out += fmt::format("      {} {}\n", style.paint(fmt::format("{:<11}", label), Colour::dim),
                           wrapped(shown, 18, 18));
      };
      line("came", came(each));
      line("never came", names(each.never_seen));
      line("never sent", names(each.never_sent));
    }
  }
}

OrderedJson touched_json(const run::RunSummary& summary) {
  OrderedJson all = OrderedJson::array();
  for (const run::TouchedService& service : summary.touched) {
    OrderedJson operations = OrderedJson::array();
    for (const auto& each : service.touched) {
      OrderedJson exceptions = OrderedJson::object();
      for (const auto& [name, count] : each.exceptions) exceptions[core::printable(name)] = count;
      operations.push_back(OrderedJson{{"operation", each.operation},
                                       {"exchanges", each.exchanges},
                                       {"accepted", each.accepted},
                                       {"broken", each.broken},
                                       {"exceptions", exceptions},
                                       {"exceptions_never_seen", each.never_seen},
                                       {"members_never_sent", each.never_sent}});
    }
    all.push_back(OrderedJson{{"service", service.service},
                              {"operations", service.operations},
                              {"touched", operations},
                              {"untouched", service.untouched}});
  }
  return all;
}

void write_touched_html(const run::RunSummary& summary, std::string& out) {
  if (summary.touched.empty()) return;
  const auto text = [](const std::string& words) { return xml_text(core::shorten(words, 20 * max_names)); };
  out += "<h2>Touched</h2>\n";
  std::size_t rows = 0;
  for (const run::TouchedService& service : summary.touched) {
    out += fmt::format(
        "<h3>{}</h3>\n<div class=\"scroll\"><table>\n<tr><th>operation</th><th class=\"n\">exchanges</th>"
        "<th class=\"n\">accepted</th><th>exceptions that came</th><th>that never came</th><th>members never "
        "sent</th></tr>\n",
        text(safe(title_of(service))));
    for (const auto& each : service.touched) {
      if (++rows > 10 * max_rows) break;
      out += fmt::format(
          "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td><td class=\"soft\">{}</td>"
          "<td class=\"soft\">{}</td></tr>\n",
          text(safe(each.operation)), each.exchanges, each.accepted, text(came(each)),
          text(names(each.never_seen)), text(names(each.never_sent)));
    }
    out += "</table></div>\n";
  }
}

void write_touched_markdown(const run::RunSummary& summary, std::string& out) {
  if (summary.touched.empty()) return;
  out += "\n## Touched\n";
  std::size_t rows = 0;
  for (const run::TouchedService& service : summary.touched) {
    out += fmt::format(
        "\n{}\n\n| operation | exchanges | accepted | exceptions that came | that never came | members never "
        "sent |\n"
        "|:--|--:|--:|:--|:--|:--|\n",
        code_span(safe(title_of(service))));
    for (const auto& each : service.touched) {
      if (++rows > max_rows) break;
      const auto cell = [](const std::string& text) {
        return text.empty() ? std::string() : code_span(core::shorten(text, max_names), true);
      };
      out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", code_span(safe(each.operation), true),
                         each.exchanges, each.accepted, cell(came(each)), cell(names(each.never_seen)),
                         cell(names(each.never_sent)));
    }
  }
}

}  // namespace hallmark::reports
