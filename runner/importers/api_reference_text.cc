#include "importers/api_reference_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "importers/api_reference_lines.h"

namespace hallmark::importers::api_reference {
namespace {

bool is_syntax(std::string_view heading) {
  return heading == "Request Syntax" || heading == "Response Syntax";
}

std::vector<Line> text_lines(const std::string& text) {
  std::vector<Line> lines;
  for (std::string& raw : core::split(text, '\n')) {
    if (!raw.empty() && raw.back() == '\r') raw.pop_back();
    lines.push_back({.text = std::move(raw), .number = lines.size() + 1});
  }
  return lines;
}

// A heading that is glued to the end of the block before it stands on a line of its own afterwards.
std::vector<Line> unglue_headings(std::vector<Line> lines) {
  std::vector<Line> out;
  bool in_syntax = false;
  for (Line& line : lines) {
    const std::string text(core::trim(line.text));
    if (is_section_heading(text) && !line.item) {
      in_syntax = is_syntax(text);
      out.push_back({.text = text, .number = line.number, .heading = true});
      continue;
    }
    bool split = false;
    for (const std::string_view heading : section_headings()) {
      if (!in_syntax || text.size() <= heading.size() || !text.ends_with(heading)) continue;
      // "URI Request Parameters" ends with "Request Parameters" as well: the longer one comes first in the
      // table.
      out.push_back({.text = text.substr(0, text.size() - heading.size()), .number = line.number});
      out.push_back({.text = std::string(heading), .number = line.number, .heading = true});
      in_syntax = is_syntax(heading);
      split = true;
      break;
    }
    if (!split) out.push_back(std::move(line));
  }
  return out;
}

// "- Name" followed by a line "-".
void mark_bulleted(std::vector<Line>& lines) {
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].text.rfind("- ", 0) != 0 || core::trim(lines[i + 1].text) != "-") continue;
    std::string_view name = core::trim(std::string_view(lines[i].text).substr(2));
    const std::size_t diagnostic = name.find(" (");
    name = name.substr(0, diagnostic);
    if (!is_name(name)) continue;
    lines[i].text = name;
    lines[i].item = true;
    lines[i + 1].text.clear();
  }
}

bool ends_item(std::string_view section, std::string_view text) {
  if (section == "Errors") return text.find("HTTP Status Code:") != std::string_view::npos;
  if (section.find("Response") != std::string_view::npos) return false;
  return text.find("Required: Yes") != std::string_view::npos ||
         text.find("Required: No") != std::string_view::npos;
}

// Paragraphs without bullets: a paragraph that is one word begins an item where the one before has
// come to its end.
void mark_paragraphs(std::vector<Line>& lines) {
  std::string section;
  // Of headers nothing but prose is told, so nothing shows where an item ends.
  bool expecting = false, typed = false, headers = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line& line = lines[i];
    if (line.heading) {
      section = line.text;
      expecting = true;
      typed = false;
      headers = false;
      continue;
    }
    if (section.empty() || !lists_items(section)) continue;
    const std::string_view text = core::trim(line.text);
    if (text.empty()) continue;
    const bool alone = (i == 0 || core::trim(lines[i - 1].text).empty() || lines[i - 1].heading) &&
                       (i + 1 == lines.size() || core::trim(lines[i + 1].text).empty());
    const bool response = section.find("Response") != std::string::npos;
    // The members of an exception stand between its name and its status.
    const bool member = section == "Errors" && std::islower(static_cast<unsigned char>(text[0])) != 0;
    if (alone && is_name(text) && !is_admonition(text) &&
        (expecting || headers || member || (response && typed))) {
      line.item = true;
      line.text = text;
      expecting = false;
      typed = false;
      continue;
    }
    if (ends_item(section, text)) expecting = true;
    if (text.rfind("Type: ", 0) == 0) typed = true;
    if (response && text.ends_with("by the service.")) {
      expecting = true;
      headers = false;
    }
    if (response && text.find("returns the following HTTP headers") != std::string_view::npos) headers = true;
  }
}

}  // namespace

const std::vector<std::string_view>& section_headings() {
  static const std::vector<std::string_view> headings = {"Request Syntax",    "URI Request Parameters",
                                                         "Request Headers",   "Request Parameters",
                                                         "Request Body",      "Response Syntax",
                                                         "Response Elements", "Response Headers",
                                                         "Response Body",     "Errors",
                                                         "Examples",          "Example",
                                                         "See Also"};
  return headings;
}

bool is_section_heading(std::string_view text) {
  const auto& headings = section_headings();
  return std::find(headings.begin(), headings.end(), text) != headings.end();
}

bool lists_items(std::string_view heading) {
  return !is_syntax(heading) && heading != "Examples" && heading != "Example" && heading != "See Also";
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() < 200 && std::isalpha(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == '$';
         });
}

bool is_admonition(std::string_view text) {
  static constexpr std::array<std::string_view, 6> words = {"Note", "Important", "Warning",
                                                            "Tip",  "Caution",   "Notes"};
  return std::find(words.begin(), words.end(), text) != words.end();
}

const Section* PageText::section(std::string_view name) const {
  for (const Section& section : sections) {
    if (section.name == name) return &section;
  }
  return nullptr;
}

PageText read_page_text(const std::string& text, const std::string& file) {
  const auto fail = [&](std::size_t line, std::string rule, std::string message, std::string advice) {
    throw core::DocumentError({.file = file,
                               .line = line,
                               .pointer = {},
                               .rule = std::move(rule),
                               .message = std::move(message),
                               .advice = std::move(advice)});
  };
  if (!core::valid_utf8(text)) fail(0, "page.utf8", "the page is not UTF-8", "Save the page as UTF-8.");
  std::vector<Line> lines = unglue_headings(is_markdown(text) ? markdown_lines(text) : text_lines(text));
  mark_bulleted(lines);
  if (std::none_of(lines.begin(), lines.end(), [](const Line& line) { return line.item; }))
    mark_paragraphs(lines);

  PageText page;
  std::size_t first_heading = lines.size();
  for (std::size_t i = 0; i < lines.size() && first_heading == lines.size(); ++i) {
    if (lines[i].heading) first_heading = i;
  }
  // The title is the first line that is one word, before any section; a banner may stand before it.
  for (std::size_t i = 0; i < std::min<std::size_t>(first_heading, 12); ++i) {
    std::string_view title = core::trim(lines[i].text);
    title = title.substr(0, title.find(" - "));
    const bool identifier = title.find_first_of("-.:$") == std::string_view::npos;
    if (is_name(title) && identifier && std::isupper(static_cast<unsigned char>(title[0])) &&
        title != "Menu") {
      page.operation = title;
      break;
    }
  }
  if (page.operation.empty() || first_heading == lines.size()) {
    fail(
        1, "page.frame",
        first_heading == lines.size()
            ? "this is no API Reference page of an operation: it has none of its sections"
            : "this is no API Reference page of an operation: its title is no operation's name",
        "Give the text of a page as it stands, from its title on. Pages that tell a service in prose are not "
        "read; give the service's model.");
  }
  Section* section = nullptr;
  for (std::size_t i = first_heading; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.heading) {
      page.sections.push_back({.name = line.text, .text = {}, .items = {}, .line = line.number});
      section = &page.sections.back();
    } else if (line.item && !is_syntax(section->name)) {
      section->items.push_back({.name = line.text, .text = {}, .line = line.number});
    } else if (!section->items.empty() && !is_syntax(section->name)) {
      std::string& into = section->items.back().text;
      const std::string_view piece = core::trim(line.text);
      if (!piece.empty()) into += (into.empty() ? "" : " ") + std::string(piece);
    } else {
      section->text += line.text + "\n";
    }
  }
  const bool described = page.section("Errors") != nullptr || page.section("Response Elements") != nullptr;
  if (!described) {
    fail(1, "page.no-operation",
         "the page describes no operation: it lists neither errors nor response elements",
         "Data types and guides promise nothing by themselves; give the page of an operation.");
  }
  return page;
}

namespace {

struct Label {
  std::string_view text;
  std::string Facts::*into;
};

constexpr std::array<Label, 11> labels = {{{"Type:", &Facts::type},
                                           {"Key Length Constraints:", &Facts::key_length},
                                           {"Value Length Constraints:", &Facts::value_length},
                                           {"Length Constraints:", &Facts::length},
                                           {"Valid Range:", &Facts::range},
                                           {"Array Members:", &Facts::array_members},
                                           {"Map Entries:", &Facts::map_entries},
                                           {"Pattern:", &Facts::pattern},
                                           {"Valid Values:", &Facts::valid_values},
                                           {"Required:", &Facts::required},
                                           {"HTTP Status Code:", &Facts::status}}};

bool is_type(std::string_view text) {
  static constexpr std::array<std::string_view, 11> starts = {
      "String",    "Integer",        "Long",      "Boolean", "Double",  "Float",
      "Timestamp", "Base64-encoded", "Array of ", "JSON",    "Document"};
  if (std::any_of(starts.begin(), starts.end(), [&](auto s) { return text.rfind(s, 0) == 0; })) return true;
  return text.find(" object") != std::string_view::npos && text.find(" object") < 120;
}

}  // namespace

Facts facts_of(std::string_view text) {
  // Facts stand behind the prose: they begin at the last "Type:" that names a type, or, where an item
  // has none, at the first other label behind the prose.
  std::size_t begin = std::string_view::npos;
  for (std::size_t at = text.rfind("Type: "); at != std::string_view::npos;
       at = at == 0 ? at : text.rfind("Type: ", at - 1)) {
    if (is_type(text.substr(at + 6))) {
      begin = at;
      break;
    }
    if (at == 0) break;
  }
  if (begin == std::string_view::npos) {
    for (const Label& label : labels) {
      if (label.text == "Type:") continue;
      const std::size_t at = label.text == "Required:" || label.text == "HTTP Status Code:"
                                 ? text.rfind(label.text)
                                 : text.find(label.text);
      begin = std::min(begin, at);
    }
  }
  Facts facts;
  if (begin == std::string_view::npos) return facts;
  text.remove_prefix(begin);
  // Where each label stands; a pattern may hold anything, so nothing but Required or Valid Values ends it.
  std::vector<std::pair<std::size_t, const Label*>> places;
  const std::size_t pattern = text.find("Pattern:");
  const std::size_t end_of_pattern =
      pattern == std::string_view::npos
          ? pattern
          : std::min(text.find("Valid Values:", pattern),
                     std::min(text.rfind("Required: Yes"), text.rfind("Required: No")));
  for (const Label& label : labels) {
    std::size_t at = label.text == "Required:"
                         ? std::min(text.rfind("Required: Yes"), text.rfind("Required: No"))
                         : text.find(label.text);
    // "Key Length Constraints:" holds "Length Constraints:".
    if (label.into == &Facts::length) {
      while (at != std::string_view::npos && at >= 4 &&
             (text.substr(at - 4, 4) == "Key " || (at >= 6 && text.substr(at - 6, 6) == "Value "))) {
        at = text.find(label.text, at + 1);
      }
    }
    if (at == std::string_view::npos) continue;
    if (pattern != std::string_view::npos && at > pattern && at < end_of_pattern) continue;
    places.emplace_back(at, &label);
  }
  std::sort(places.begin(), places.end());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t from = places[i].first + places[i].second->text.size();
    const std::size_t to = i + 1 < places.size() ? places[i + 1].first : text.size();
    std::string& into = facts.*(places[i].second->into);
    if (into.empty()) into = core::trim(text.substr(from, to - from));
  }
  return facts;
}

namespace {

// "1-50", "1 to 50", "0..1", as tables have it.
void range_of(std::string_view fact, StatedLimits& limits) {
  const auto number = [&](std::string_view text) {
    text = core::trim(text);
    const bool negative = text.starts_with('-');
    const std::string_view digits = text.substr(negative ? 1 : 0);
    const bool sound = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
    return sound ? std::string(text) : std::string();
  };
  for (const std::string_view between : {"..", " to ", "\xe2\x80\x93", "-"}) {
    const std::size_t at = fact.find(between, 1);
    if (at == std::string_view::npos) continue;
    const std::string min = number(fact.substr(0, at)), max = number(fact.substr(at + between.size()));
    if (min.empty() || max.empty()) continue;
    limits = {.min = min, .max = max};
    return;
  }
}

}  // namespace

StatedLimits limits_of(std::string_view fact) {
  const auto number_behind = [&](std::string_view words) -> std::string {
    const std::size_t at = fact.find(words);
    if (at == std::string_view::npos) return {};
    std::string number;
    for (const char c : fact.substr(at + words.size())) {
      if (!std::isdigit(static_cast<unsigned char>(c)) && c != '-' && c != '.') break;
      number.push_back(c);
    }
    while (!number.empty() && number.back() == '.') number.pop_back();
    return number;
  };
  StatedLimits limits;
  for (const std::string_view words : {"Minimum length of ", "Minimum value of ", "Minimum number of "}) {
    if (limits.min.empty()) limits.min = number_behind(words);
  }
  for (const std::string_view words : {"Maximum length of ", "Maximum value of ", "Maximum number of "}) {
    if (limits.max.empty()) limits.max = number_behind(words);
  }
  for (const std::string_view words : {"Fixed length of ", "Fixed value of ", "Fixed number of "}) {
    const std::string fixed = number_behind(words);
    if (!fixed.empty()) limits.min = limits.max = fixed;
  }
  if (limits.min.empty() && limits.max.empty()) range_of(core::trim(fact), limits);
  return limits;
}

}  // namespace hallmark::importers::api_reference
