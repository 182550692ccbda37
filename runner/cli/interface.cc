#include "cli/interface.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "core/text.h"

namespace hallmark::cli {
namespace {

constexpr std::size_t help_width = 100, help_column = 30;

// What values are called and are, by the name of their option. Whatever has no row is called as its option is
// and takes any text, or a file where the option checks for one.
struct ValueRow {
  std::string_view option, value;
  ValueKind kind;
  std::string_view words = {};  // of choices, with blanks between them
};
constexpr ValueRow value_rows[] = {
    {"--target", "TARGET", ValueKind::target},
    {"--endpoint", "URL", ValueKind::text},
    {"--to", "URL", ValueKind::text},
    {"--listen", "ADDRESS", ValueKind::text},
    {"--data", "FOLDER", ValueKind::folder},
    {"--models", "FOLDER", ValueKind::folder},
    {"--out", "PATH", ValueKind::file},
    {"--model", "FILE", ValueKind::file},
    {"--target-file", "FILE", ValueKind::file},
    {"--overlay", "FILE", ValueKind::file},
    {"--recording", "FILE", ValueKind::file},
    {"--known", "FILE", ValueKind::file},
    {"--write-known", "FILE", ValueKind::file},
    {"--failed", "FILE", ValueKind::file},
    {"--before", "FILE", ValueKind::file},
    {"--journal", "FILE", ValueKind::file},
    {"--record", "FILE", ValueKind::file},
    {"--depth", "DEPTH", ValueKind::choice, "quick normal thorough"},
    {"--protocol", "PROTOCOL", ValueKind::text},
    {"--service", "SERVICE", ValueKind::service},
    {"--exclude", "CASE", ValueKind::id},
    {"--require", "OPERATION", ValueKind::id},
    {"--report", "FORMAT=PATH", ValueKind::choice, "junit= json= ndjson= html= markdown= github= console"},
    {"--deadline", "TIME", ValueKind::text},
    {"--timeout", "TIME", ValueKind::text},
    {"--wait", "TIME", ValueKind::text},
    {"--budget", "TIME", ValueKind::text},
    {"--max-head", "SIZE", ValueKind::text},
    {"--max-body", "SIZE", ValueKind::text},
    {"--max-decoded", "SIZE", ValueKind::text},
    {"--expires", "DAY", ValueKind::text},
    {"--shard", "i/n", ValueKind::text},
    {"--mutant", "MUTANT", ValueKind::text},
    {"--variation", "VARIATION", ValueKind::text},
    {"--allow", "CLASS", ValueKind::choice, "billed account people permanent"},
    {"--json", "FILE", ValueKind::file},
    {"--host", "ADDRESS", ValueKind::text},
    {"--limit", "RESOURCE=N", ValueKind::text},
    {"--shuffle", "SEED", ValueKind::text},
    {"--min-tested", "PERCENT", ValueKind::text},
    {"--with", "OPERATION", ValueKind::text},
    {"--what", "WHAT", ValueKind::choice},
    {"--operation", "OPERATION", ValueKind::text},
    {"ids", "ids", ValueKind::id},
    {"id", "id", ValueKind::word},
    {"services", "services", ValueKind::service},
    {"operation", "operation", ValueKind::id},
};

// "{auto,always,never}" in CLI11's name of a type.
std::vector<std::string> choices_in(const std::string& type) {
  const std::size_t begin = type.find('{'), end = type.find('}', begin == std::string::npos ? 0 : begin);
  if (begin == std::string::npos || end == std::string::npos) return {};
  return core::split(type.substr(begin + 1, end - begin - 1), ',');
}

class Help : public CLI::Formatter {
 public:
  [[nodiscard]] std::string make_option(const CLI::Option* option, bool is_positional) const override {
    const OptionFacts facts = facts_of(*option);
    std::string left = "  " + facts.name;
    if (!is_positional) {
      left = "  " + (facts.letter.empty() ? std::string() : facts.letter + ", ") + facts.name;
      if (!facts.value.empty()) left += " " + facts.value;
    }
    std::string text = facts.text;
    if (!facts.words.empty() && facts.value != "FORMAT=PATH" &&
        text.find(facts.words.front()) == std::string::npos)
      text += (text.empty() ? "" : ": ") + core::join(facts.words, ", ");
    if (!facts.preset.empty()) text += fmt::format(" [{}]", facts.preset);
    left += left.size() + 2 > help_column ? "\n" + std::string(help_column, ' ')
                                          : std::string(help_column - left.size(), ' ');
    return left + wrapped(text, help_column, help_width) + "\n";
  }
  [[nodiscard]] std::string make_subcommand(const CLI::App* command) const override {
    constexpr std::size_t column = 14;
    const std::string name = "  " + command->get_name();
    return name + std::string(name.size() + 2 > column ? 2 : column - name.size(), ' ') +
           wrapped(command->get_description(), column, help_width) + "\n";
  }
};

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  for (const std::string& word : core::split(text, ' ')) {
    if (word.empty()) continue;
    if (column > indent && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

OptionFacts facts_of(const CLI::Option& option) {
  OptionFacts facts;
  facts.text = option.get_description();
  facts.required = option.get_required();
  facts.repeatable = option.get_items_expected_max() > 1;
  if (option.get_positional()) {
    facts.name = option.get_name(true, false);
  } else {
    if (!option.get_lnames().empty()) facts.name = "--" + option.get_lnames().front();
    if (!option.get_snames().empty()) facts.letter = "-" + option.get_snames().front();
    if (facts.name.empty()) facts.name = std::exchange(facts.letter, {});
    if (option.get_items_expected_max() == 0) return facts;  // a flag
    facts.preset = option.get_default_str();
  }
  const std::string type = option.get_type_name();
  const bool checks_file = type.find("FILE") != std::string::npos || type.find("PATH") != std::string::npos;
  const bool checks_folder = type.find("DIR") != std::string::npos;
  facts.words = choices_in(type);
  facts.kind = checks_folder         ? ValueKind::folder
               : checks_file         ? ValueKind::file
               : facts.words.empty() ? ValueKind::text
                                     : ValueKind::choice;
  facts.value = checks_folder ? "FOLDER"
                : checks_file ? "FILE"
                              : core::to_upper(facts.name.substr(facts.name.find_first_not_of('-')));
  for (const ValueRow& row : value_rows) {
    if (row.option != facts.name) continue;
    facts.value = row.value;
    if (!row.words.empty()) facts.words = core::split(row.words, ' ');
    if (!checks_file && !checks_folder && facts.kind != ValueKind::choice) facts.kind = row.kind;
  }
  return facts;
}

Interface interface_of(const CLI::App& app) {
  Interface made{.name = app.get_name(),
                 .version = {},
                 .text = app.get_description(),
                 .footer = app.get_footer(),
                 .options = {},
                 .commands = {}};
  for (const CLI::Option* option : app.get_options()) made.options.push_back(facts_of(*option));
  for (const CLI::App* command : app.get_subcommands({})) {
    CommandFacts facts{.name = command->get_name(),
                       .text = command->get_description(),
                       .footer = command->get_footer(),
                       .options = {},
                       .positionals = {}};
    for (const CLI::Option* option : command->get_options())
      (option->get_positional() ? facts.positionals : facts.options).push_back(facts_of(*option));
    made.commands.push_back(std::move(facts));
  }
  return made;
}

void use_own_help(CLI::App& app) { app.formatter(std::make_shared<Help>()); }

}  // namespace hallmark::cli
