// The parts of the console report that are told at the end, each from the summary alone.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reports/console_style.h"
#include "run/events.h"

namespace hallmark::reports {

// Each appends to `out`, with a blank line in front, and nothing where there is nothing to say.
void write_headline(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out);
void write_causes(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out);
// What was sent and what came, of the refusals that most cases wait for.
void write_refusals(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out);
void write_coverage(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out);
// Reasons by how many cases gave them.
void write_reasons(std::string_view title, const std::map<std::string, std::size_t>& reasons,
                   const ConsoleStyle& style, std::string& out);
void write_lines(std::string_view title, const std::vector<std::string>& lines, const ConsoleStyle& style,
                 std::string& out);
void write_conclusion(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out);

// "deviation contract.status", "expected  400": labelled lines, wrapped.
void write_facts(const FactLines& facts, std::size_t indent, const ConsoleStyle& style, std::string& out);
// The command, on lines that fit, or where to find it.
void write_command(const std::string& reproduce, std::size_t indent, const ConsoleStyle& style,
                   std::string& out);

}  // namespace hallmark::reports
