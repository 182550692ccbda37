#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "core/text.h"
#include "importers/api_reference_lines.h"

namespace hallmark::importers::api_reference {
namespace {

bool is_blank(std::string_view text) { return core::trim(text).empty(); }

// Anchors stand for themselves, on a heading's line, or behind an item's name.
std::string without_anchors(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    if (line.substr(at, 3) == "<a " && line.find('>', at) != std::string_view::npos) {
      at = line.find('>', at) + 1;
    } else if (line.substr(at, 4) == "</a>") {
      at += 4;
    } else {
      out.push_back(line[at++]);
    }
  }
  return out;
}

// "[text](target)" as "text". A target has neither blanks nor brackets.
std::string without_links(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '[' && (at == 0 || line[at - 1] != '\\')) {
      const std::size_t middle = line.find("](", at);
      const std::size_t end =
          middle == std::string_view::npos ? middle : line.find_first_of(" ()[]", middle + 2);
      const bool inner = middle != std::string_view::npos &&
                         line.substr(at + 1, middle - at - 1).find('[') == std::string_view::npos;
      if (inner && end != std::string_view::npos && line[end] == ')') {
        out += line.substr(at + 1, middle - at - 1);
        at = end;
        continue;
      }
    }
    out.push_back(line[at]);
  }
  return out;
}

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Entity, 7> entities = {{{"&lt;", "<"},
                                             {"&gt;", ">"},
                                             {"&quot;", "\""},
                                             {"&#39;", "'"},
                                             {"&nbsp;", " "},
                                             {"&#124;", "|"},
                                             {"&amp;", "&"}}};

// Outside of code a backslash in front of punctuation is an escape; emphasis and entities are undone.
std::string plain_of_prose(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '\\' && at + 1 < text.size() &&
                        std::ispunct(static_cast<unsigned char>(text[at + 1])) != 0;
    if (escape) {
      out.push_back(text[++at]);
    } else if (text.substr(at, 2) == "**") {
      ++at;
    } else {
      out.push_back(text[at]);
    }
  }
  for (const Entity& entity : entities) out = core::replace_all(std::move(out), entity.name, entity.text);
  return out;
}

// The text of a name: bold, in a link, in code, or as it stands.
std::string name_in(std::string_view text) {
  std::string name(core::trim(without_links(without_anchors(text))));
  for (const std::string_view mark : {"**", "`", "__"}) name = core::replace_all(std::move(name), mark, "");
  name = plain_of_prose(name);
  std::string_view inner = core::trim(name);
  // "Name (required)", "Name:"
  inner = core::trim(inner.substr(0, inner.find(" (")));
  if (inner.ends_with(':')) inner.remove_suffix(1);
  return is_name(inner) && !is_admonition(inner) ? std::string(inner) : std::string();
}

bool is_label(std::string_view name) {
  static constexpr std::array<std::string_view, 7> labels = {"Type",    "Required", "Pattern", "Default",
                                                             "Example", "Parents",  "Syntax"};
  return std::find(labels.begin(), labels.end(), name) != labels.end();
}

// How plainly a line says that it names an item. Of each section those of its plainest kind count: in
// descriptions stand lists and tables with names in bold, too.
enum class Style { marked, bare, linked };

struct NamedLine {
  std::string name, rest;
  Style style = Style::bare;
};

// `** [Name](#anchor) **`, `**Name**`, `+ **Name** (optional): prose`.
NamedLine bold_item(std::string_view raw) {
  const std::string clean = without_anchors(raw);
  std::string_view line = core::trim(clean);
  Style style = Style::bare;
  if (line.size() > 2 && std::string_view("-+*").find(line[0]) != std::string_view::npos && line[1] == ' ') {
    line = core::trim(line.substr(2));
    style = Style::marked;
  }
  if (!line.starts_with("**")) return {};
  const std::size_t end = line.find("**", 2);
  if (end == std::string_view::npos) return {};
  if (line.substr(0, end).find("](#") != std::string_view::npos) style = Style::linked;
  NamedLine found{.name = name_in(line.substr(2, end - 2)), .rest = {}, .style = style};
  if (found.name.empty() || is_label(found.name)) return {};
  std::string_view rest = core::trim(line.substr(end + 2));
  for (const std::string_view nothing : {"<br>", "<br/>", "<br />", "\\"}) {
    if (rest.ends_with(nothing)) rest = core::trim(rest.substr(0, rest.size() - nothing.size()));
  }
  if (rest.empty() || rest.front() == '(') return found;
  // Prose behind the name needs a mark between them, or else it is a sentence with a word in bold.
  for (const std::string_view mark : {":", "- ", "\xe2\x80\x93 ", "\xe2\x80\x94 "}) {
    if (!rest.starts_with(mark)) continue;
    found.rest = rest.substr(mark.size());
    if (style == Style::bare) found.style = Style::marked;
    return found;
  }
  return {};
}

std::vector<std::string> cells_of(std::string_view row) {
  row = core::trim(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  std::vector<std::string> cells(1);
  bool code = false;
  for (std::size_t at = 0; at < row.size(); ++at) {
    if (row[at] == '`') code = !code;
    if (row[at] == '\\' && at + 1 < row.size() && row[at + 1] == '|') {
      cells.back().push_back(row[++at]);
    } else if (row[at] == '|' && (!code || row.find('`', at) == std::string_view::npos)) {
      cells.emplace_back();
    } else {
      cells.back().push_back(row[at]);
    }
  }
  if (is_blank(cells.back())) cells.pop_back();
  return cells;
}

bool is_table_rule(std::string_view line) {
  line = core::trim(line);
  return line.find("--") != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: ") == std::string_view::npos;
}

// What a column of a table holds, by the words at its head: a fact with its label, or {} for prose.
enum class Column { name, prose, fact, required, location, ignored };
struct ColumnKind {
  Column column = Column::ignored;
  std::string_view label;
};

ColumnKind column_of(const std::string& head) {
  struct Row {
    std::string_view words;
    ColumnKind kind;
  };
  static constexpr std::array<Row, 19> rows = {{{"status", {Column::fact, "HTTP Status Code:"}},
                                                {"name", {Column::name, {}}},
                                                {"parameter", {Column::name, {}}},
                                                {"member", {Column::name, {}}},
                                                {"field", {Column::name, {}}},
                                                {"element", {Column::name, {}}},
                                                {"header", {Column::name, {}}},
                                                {"error", {Column::name, {}}},
                                                {"exception", {Column::name, {}}},
                                                {"required", {Column::required, {}}},
                                                {"type", {Column::fact, "Type:"}},
                                                {"length", {Column::fact, "Length Constraints:"}},
                                                {"range", {Column::fact, "Valid Range:"}},
                                                {"pattern", {Column::fact, "Pattern:"}},
                                                {"values", {Column::fact, "Valid Values:"}},
                                                {"description", {Column::prose, {}}},
                                                {"constraint", {Column::fact, {}}},
                                                {"location", {Column::location, {}}},
                                                {"in", {Column::location, {}}}}};
  for (const Row& row : rows) {
    const bool whole = row.words.size() <= 2;
    if (whole ? head == row.words : head.find(row.words) != std::string::npos) return row.kind;
  }
  return {};
}

bool says_yes(std::string_view cell) {
  const std::string lower = core::to_lower(core::trim(cell));
  return lower.starts_with("yes") || lower.starts_with("true") || lower == "required" || lower == "x" ||
         lower == "\xe2\x9c\x93" || lower == "\xe2\x9c\x94";
}

class Reader {
 public:
  std::vector<Line> read(const std::string& text) {
    raw_ = core::split(text, '\n');
    for (std::string& line : raw_) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
    }
    for (at_ = front_matter(); at_ < raw_.size(); ++at_) line(raw_[at_]);
    keep_the_plainest();
    return std::move(lines_);
  }

 private:
  // The line behind "---", some settings, "---" at the very start.
  [[nodiscard]] std::size_t front_matter() const {
    std::size_t first = 0;
    while (first < raw_.size() && is_blank(raw_[first])) ++first;
    if (first == raw_.size() || core::trim(raw_[first]) != "---") return 0;
    for (std::size_t at = first + 1; at < std::min(raw_.size(), first + 200); ++at) {
      const std::string_view line = core::trim(raw_[at]);
      if (line == "---" || line == "...") return at + 1;
    }
    return 0;
  }

  void add(std::string text) { lines_.push_back({.text = std::move(text), .number = at_ + 1}); }
  void add_item(std::string name, Style style) {
    named_.push_back({.line = lines_.size(), .section = section_, .style = style});
    lines_.push_back({.text = std::move(name), .number = at_ + 1, .item = true});
  }

  void keep_the_plainest() {
    std::map<std::size_t, Style> plainest;
    for (const Named& named : named_) {
      Style& style = plainest.try_emplace(named.section, Style::marked).first->second;
      style = std::max(style, named.style);
    }
    for (const Named& named : named_) {
      if (named.style != plainest[named.section]) lines_[named.line].item = false;
    }
  }

  void line(std::string_view raw) {
    while (raw.starts_with("> ")) raw.remove_prefix(2);
    const std::string_view dense = core::trim(raw);
    if (dense.starts_with("```") || dense.starts_with("~~~")) {
      fenced_ = !fenced_;
      return;
    }
    if (fenced_) {
      std::string code = without_links(raw);
      for (const std::string_view mark : {"{{", "}}"}) code = core::replace_all(std::move(code), mark, "");
      return add(std::move(code));
    }
    const std::string clean = without_anchors(raw);
    if (is_blank(clean) && !dense.empty()) return;  // nothing but an anchor
    if (dense.starts_with('#')) return heading(core::trim(clean));
    // The rule below a heading of the other style.
    const bool rule = dense.size() > 2 && (dense.find_first_not_of('=') == std::string_view::npos ||
                                           dense.find_first_not_of('-') == std::string_view::npos);
    if (rule) return;
    if (lists_ && dense.starts_with('|') && at_ + 1 < raw_.size() && is_table_rule(raw_[at_ + 1]) && table())
      return;
    if (NamedLine named = bold_item(raw); !named.name.empty() && (lists_ || named.rest.empty())) {
      add_item(std::move(named.name), named.style);
      if (!named.rest.empty()) add(without_markup(named.rest));
      return;
    }
    if (lists_ && dense.starts_with(":") && !lines_.empty()) {  // a list of definitions
      Line& above = lines_.back();
      if (const std::string name = name_in(above.text); !name.empty() && !above.item && !above.heading) {
        named_.push_back({.line = lines_.size() - 1, .section = section_, .style = Style::bare});
        above.text = name;
        above.item = true;
        return add(without_markup(dense.substr(1)));
      }
    }
    add(without_markup(clean));
    note_section(core::trim(lines_.back().text));
  }

  // A heading of the sections, of the page, or, below those, an item.
  void heading(std::string_view text) {
    const std::size_t level = std::min(text.find_first_not_of('#'), text.size());
    std::string_view inner = core::trim(text.substr(level));
    while (inner.ends_with('#')) inner = core::trim(inner.substr(0, inner.size() - 1));
    if (inner.ends_with('}') && inner.find("{#") != std::string_view::npos)
      inner = core::trim(inner.substr(0, inner.find("{#")));
    const std::string plain = without_markup(inner);
    if (const std::string name = name_in(inner);
        lists_ && level > 2 && !is_section_heading(plain) && !name.empty())
      return add_item(name, Style::bare);
    add(plain);
    note_section(core::trim(plain));
  }

  void note_section(std::string_view text) {
    if (!is_section_heading(text)) return;
    lists_ = lists_items(text);
    ++section_;
  }

  // A table with a column of names: an item a row. Leaves `at_` on its last line.
  bool table() {
    std::vector<ColumnKind> columns;
    bool named = false;
    for (const std::string& cell : cells_of(raw_[at_])) {
      ColumnKind kind = column_of(core::to_lower(core::trim(without_markup(cell))));
      if (kind.column == Column::name && named) kind = {};
      named = named || kind.column == Column::name;
      columns.push_back(kind);
    }
    if (!named) return false;
    for (at_ += 2; at_ < raw_.size() && core::trim(raw_[at_]).starts_with('|'); ++at_) row(columns);
    --at_;
    return true;
  }

  void row(const std::vector<ColumnKind>& columns) {
    std::string name, prose, facts, required;
    const std::vector<std::string> cells = cells_of(raw_[at_]);
    for (std::size_t at = 0; at < std::min(cells.size(), columns.size()); ++at) {
      const ColumnKind& column = columns[at];
      std::string cell(core::trim(without_markup(cells[at])));
      if (column.column == Column::name) name = name_in(cells[at]);
      if (cell.empty() || cell == "-" || cell == "\xe2\x80\x94") continue;
      if (column.column == Column::prose) prose += cell + " ";
      if (column.column == Column::required) required = says_yes(cell) ? " Required: Yes" : " Required: No";
      if (column.column == Column::location) facts += " Location: " + cell;
      if (column.column != Column::fact) continue;
      if (cell.starts_with(column.label)) cell = core::trim(cell.substr(column.label.size()));
      if (column.label == "Valid Values:" && cell.find('|') == std::string::npos)
        cell = core::replace_all(cell, ",", " |");
      // The type comes first: facts are looked for behind it.
      facts = column.label == "Type:" ? " Type: " + cell + facts
                                      : facts + " " + std::string(column.label) + " " + cell;
    }
    if (name.empty()) return;
    add_item(std::move(name), Style::marked);
    add(prose + facts + required);
  }

  std::vector<std::string> raw_;
  std::vector<Line> lines_;
  std::size_t at_ = 0;
  struct Named {
    std::size_t line = 0, section = 0;
    Style style = Style::bare;
  };
  std::vector<Named> named_;
  std::size_t section_ = 0;
  bool fenced_ = false;
  bool lists_ = false;  // inside a section that lists things by name
};

}  // namespace

std::string without_markup(std::string_view line) {
  std::string text = without_links(without_anchors(line));
  for (const std::string_view mark : {"{{", "}}", "<br>", "<br/>", "<br />"})
    text = core::replace_all(std::move(text), mark, mark[0] == '<' ? " " : "");
  std::string out;
  bool code = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('`', at), text.size());
    const std::string_view piece = std::string_view(text).substr(at, end - at);
    // A pattern that stands outside of code keeps its own asterisks and backslashes.
    const bool verbatim =
        code || out.find("Pattern:") != std::string::npos || piece.find("Pattern:") != std::string_view::npos;
    if (verbatim && !code && !piece.starts_with("Pattern:")) {
      const std::size_t pattern = std::min(piece.find("Pattern:"), piece.size());
      out += plain_of_prose(piece.substr(0, pattern));
      std::string_view rest = piece.substr(pattern);
      if (rest.starts_with("Pattern:**"))
        rest = rest.substr(0, 8), out += rest, rest = piece.substr(pattern + 10);
      out += rest;
    } else {
      out += verbatim ? std::string(piece) : plain_of_prose(piece);
    }
    code = end < text.size() ? !code : code;
    at = end + 1;
  }
  // "*Type:* String", "_Required_: Yes"
  std::string_view dense = core::trim(out);
  if (dense.size() > 2 && (dense[0] == '*' || dense[0] == '_')) {
    const std::size_t close = dense.find(dense[0], 1);
    if (close != std::string_view::npos && dense.substr(0, close + 2).find(':') != std::string_view::npos)
      return std::string(dense.substr(1, close - 1)) + std::string(dense.substr(close + 1));
  }
  return out;
}

bool is_markdown(std::string_view text) {
  if (text.find("<a name=\"API_") != std::string_view::npos) return true;
  for (const std::string& line : core::split(text, '\n')) {
    if (!line.starts_with('#')) continue;
    const std::string plain = without_markup(line);
    const std::size_t begin = std::min(plain.find_first_not_of("# "), plain.size());
    if (is_section_heading(core::trim(std::string_view(plain).substr(begin)))) return true;
  }
  return false;
}

std::vector<Line> markdown_lines(const std::string& text) { return Reader().read(text); }

}  // namespace hallmark::importers::api_reference
