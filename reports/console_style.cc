#include "reports/console_style.h"

#include <fmt/format.h>

#include <vector>

#include "core/text.h"

namespace hallmark::reports {
namespace {

constexpr std::size_t longest_argument = 600;

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::bold:
      return "\x1b[1m";
    case Colour::dim:
      return "\x1b[2m";
    case Colour::red:
      return "\x1b[31m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::yellow:
      return "\x1b[33m";
    case Colour::cyan:
      return "\x1b[36m";
    case Colour::magenta:
      return "\x1b[35m";
    case Colour::none:
      break;
  }
  return "";
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

Colour colour_of(Mark mark) {
  switch (mark) {
    case Mark::passed:
      return Colour::green;
    case Mark::drifted:
    case Mark::informative:
    case Mark::inconclusive:
      return Colour::yellow;
    case Mark::failed:
    case Mark::unexpected_pass:
      return Colour::red;
    case Mark::error:
      return Colour::magenta;
    case Mark::known:
    case Mark::not_brought_about:
    case Mark::skipped:
    case Mark::not_offered:
      return Colour::dim;
  }
  return Colour::none;
}

std::string ConsoleStyle::paint(std::string_view text, Colour which) const {
  if (!colour || which == Colour::none) return std::string(text);
  return fmt::format("{}{}\x1b[0m", code_of(which), text);
}

std::string ConsoleStyle::counts_text(const std::map<Mark, std::size_t>& counts) const {
  std::vector<std::string> texts;
  for (const auto& [mark, count] : counts) texts.push_back(paint(counted(count, mark), colour_of(mark)));
  return core::join(texts, ", ");
}

std::string wrapped(std::string_view text, std::size_t column, std::size_t indent) {
  std::string out;
  const auto new_line = [&](std::string_view next) {
    out += "\n" + std::string(indent, ' ');
    column = indent;
    // CI systems read commands at the beginning of a line, as safe() knows.
    if (!next.starts_with("::")) return next;
    out += "\\x3a";
    column += 4;
    return next.substr(1);
  };
  bool first = true;
  while (!text.empty() || first) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    const std::size_t length = core::code_points(word);
    if (!first && column + 1 + length > console_width) {
      word = new_line(word);
    } else if (!first) {
      out += ' ';
      ++column;
    }
    while (column + core::code_points(word) > console_width) {
      std::size_t cut = 0, taken = 0;
      while (cut < word.size() && column + taken < console_width) {
        ++cut;
        while (cut < word.size() && is_continuation(word[cut])) ++cut;
        ++taken;
      }
      out += word.substr(0, cut);
      word = new_line(word.substr(cut));
    }
    out += word;
    column += core::code_points(word);
    first = false;
    if (end >= text.size()) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string first_characters(std::string_view text, std::size_t most) {
  if (core::code_points(text) <= most) return std::string(text);
  std::size_t cut = 0;
  for (std::size_t taken = 0; cut < text.size() && taken + 1 < most; ++taken) {
    ++cut;
    while (cut < text.size() && is_continuation(text[cut])) ++cut;
  }
  return std::string(text.substr(0, cut)) + "…";
}

std::string shell_lines(const std::string& command, std::size_t indent) {
  if (command.find('\n') != std::string::npos) {
    std::string all;
    for (const std::string& each : core::split(command, '\n')) {
      const std::string lines = shell_lines(each, indent);
      if (lines.empty()) return {};
      all += (all.empty() ? "" : "\n" + std::string(indent - std::min<std::size_t>(indent, 2), ' ')) + lines;
    }
    return all;
  }
  std::vector<std::string> arguments;  // each with the value behind it
  std::string part;
  char quote = 0;
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char c = command[at];
    if (quote == 0 && c == '\\' && at + 1 < command.size()) {
      part += c;
      part += command[++at];
      continue;
    }
    if (quote != 0 ? c == quote : (c == '\'' || c == '"')) quote = quote == 0 ? c : 0;
    if (quote == 0 && c == ' ' && at + 1 < command.size() && command[at + 1] == '-' && part.size() > 40) {
      arguments.push_back(std::move(part));
      part.clear();
      continue;
    }
    part += c;
  }
  arguments.push_back(std::move(part));
  for (const std::string& each : arguments) {
    if (each.size() > longest_argument) return {};
  }
  return core::join(arguments, " \\\n" + std::string(indent, ' '));
}

}  // namespace hallmark::reports
