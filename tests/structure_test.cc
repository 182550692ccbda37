// Holds the sources to how they are cut: how long a function, a line and a file may be, and that every source
// stands beside its header.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

constexpr std::size_t longest_function = 80;  // lines, from its first to its last
constexpr std::size_t longest_line = 110;     // columns
constexpr std::size_t longest_file = 600;     // lines; it is asked to become two at 400

Lines lines_of(const fs::path& file) {
  std::ifstream in(file);
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string indent_of(const std::string& line) { return line.substr(0, line.find_first_not_of(' ')); }

std::ptrdiff_t open_brackets(const std::string& line) {
  return std::count(line.begin(), line.end(), '(') - std::count(line.begin(), line.end(), ')');
}

// Without the comment behind it.
std::string code_of(const std::string& line) {
  const auto comment = line.find("  // ");
  const auto end = line.find_last_not_of(' ', comment == std::string::npos ? comment : comment - 1);
  return comment == std::string::npos ? line : line.substr(0, end + 1);
}

// The first line of the statement that ends in line `last`.
std::size_t beginning_of(const Lines& lines, std::size_t last) {
  std::ptrdiff_t open = open_brackets(lines[last]);
  std::size_t first = last;
  while (first > 0) {
    const std::string before = code_of(lines[first - 1]);
    const auto text = before.find_first_not_of(' ');
    if (text == std::string::npos || before[text] == '#' || before.compare(text, 2, "//") == 0) break;
    const char end = before.back();
    if (open >= 0 && (end == ';' || end == '{' || end == '}' || end == ':')) break;
    open += open_brackets(before);
    --first;
  }
  return first;
}

// A function's head, and not that of a lambda, a loop, a type or a value.
bool is_function(const std::string& statement) {
  static const std::regex other(
      R"(^\s*((if|for|while|switch|else|do|try|catch|return|namespace|struct|class|enum|union|case|extern|TYPED_TEST_SUITE|INSTANTIATE_TEST_SUITE_P)\b|[})#"]))");
  static const std::regex value(R"([^=!<>]=[^=]*\{$|\]\s*\(|^[^(]*\{)");
  return statement.find('(') != std::string::npos && !std::regex_search(statement, other) &&
         !std::regex_search(statement, value);
}

// All that the function does is to name rows.
bool is_table(const Lines& lines, std::size_t body) {
  static const std::regex table(R"(^\s*(static const |return ).*\{$)");
  return std::regex_search(lines[body], table);
}

struct Function {
  std::size_t line, length;
};

// Those that are too long. The sources are formatted: a body ends where its head began.
std::vector<Function> long_functions(const Lines& lines) {
  std::vector<Function> found;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].empty() || lines[i].back() != '{') continue;
    const std::size_t first = beginning_of(lines, i);
    std::string statement = lines[first];
    for (std::size_t k = first + 1; k <= i; ++k) statement += lines[k];
    if (!is_function(statement)) continue;
    const std::string end = indent_of(lines[first]) + "}";
    std::size_t last = i;
    while (last < lines.size() && lines[last].compare(0, end.size(), end) != 0) ++last;
    const std::size_t length = last - first + 1;
    if (length > longest_function && !is_table(lines, i + 1)) found.push_back({first + 1, length});
  }
  return found;
}

// Columns, not bytes.
std::size_t width_of(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Markup and documents stand in raw strings as they are.
std::vector<std::size_t> long_lines(const Lines& lines) {
  static const std::regex opening(R"re(R"(\w*)\()re");
  std::vector<std::size_t> found;
  std::string closing;  // of the raw string that is open
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    bool raw = !closing.empty();
    std::size_t at = 0;
    for (std::smatch match; at != std::string::npos;) {
      if (!closing.empty()) {
        at = line.find(closing, at);
        if (at == std::string::npos) break;
        at += closing.size();
        closing.clear();
      }
      const std::string rest = line.substr(at);
      if (!std::regex_search(rest, match, opening)) break;
      raw = true;
      closing = ")" + match[1].str() + "\"";
      at += static_cast<std::size_t>(match.position() + match.length());
    }
    if (!raw && width_of(line) > longest_line) found.push_back(i + 1);
  }
  return found;
}

// The header of its own name; or, for "merge_match.cc", the nearest of "merge_match.h" and "merge.h".
bool has_header(const fs::path& source, const std::function<bool(const fs::path&)>& exists) {
  std::string name = source.stem().string();
  while (true) {
    if (exists(source.parent_path() / (name + ".h"))) return true;
    const auto end = name.rfind('_');
    if (end == std::string::npos) return false;
    name.resize(end);
  }
}

bool is_test(const fs::path& file) {
  static const std::regex other("_(test|fuzz|bench)$|^testing_");
  return std::regex_search(file.stem().string(), other);
}

std::vector<fs::path> sources(const std::vector<std::string>& folders) {
  std::vector<fs::path> found;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(HALLMARK_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".h" || extension == ".cc") found.push_back(entry.path());
    }
  }
  return found;
}

TEST(Structure, FunctionsAreNoLongerThanTheyMayBe) {
  std::size_t looked_at = 0;
  for (const fs::path& file : sources({"runner", "reports", "suites"})) {
    if (is_test(file)) continue;
    ++looked_at;
    for (const Function& each : long_functions(lines_of(file)))
      ADD_FAILURE() << file.string() << ":" << each.line << ": a function of " << each.length
                    << " lines, at most " << longest_function
                    << " unless it is a table: split it along what it does";
  }
  EXPECT_GT(looked_at, 500U);
}

TEST(Structure, LinesAreNoLongerThanTheyMayBe) {
  for (const fs::path& file : sources({"runner", "reports", "suites", "tests"})) {
    for (const std::size_t line : long_lines(lines_of(file)))
      ADD_FAILURE() << file.string() << ":" << line << ": longer than " << longest_line << " columns";
  }
}

TEST(Structure, FilesAreNoLongerThanTheyMayBe) {
  for (const fs::path& file : sources({"runner", "reports", "suites", "tests"}))
    EXPECT_LE(lines_of(file).size(), longest_file) << file.string() << ": split it by subject";
}

TEST(Structure, EverySourceStandsBesideItsHeader) {
  for (const fs::path& file : sources({"runner", "reports"})) {
    if (file.extension() != ".cc" || is_test(file) || file.stem() == "main") continue;
    EXPECT_TRUE(has_header(file, [](const fs::path& header) { return fs::exists(header); }))
        << file.string() << ": no header of its name, and it is no part (name_part.cc) of one that has";
  }
}

// "contract/model.h" -> the modules that include it beside its own. A module is a folder.
std::map<std::string, std::set<std::string>> users_of_headers() {
  static const std::regex include(R"re(^#include "([^"]+)")re");
  const fs::path root(HALLMARK_SOURCE_DIR);
  std::map<std::string, std::set<std::string>> users;
  for (const fs::path& file : sources({"runner", "reports"})) {
    if (is_test(file)) continue;
    for (const std::string& line : lines_of(file)) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      const fs::path header = fs::exists(root / "runner" / match[1].str()) ? root / "runner" / match[1].str()
                                                                           : root / match[1].str();
      if (header.parent_path() != file.parent_path())
        users[header.string()].insert(file.parent_path().string());
    }
  }
  return users;
}

// Types that headers declare, whether they are whole or not: one of a name in a namespace of a module.
std::set<std::string> types_of(const Lines& lines) {
  static const std::regex type(
      R"(^(?:(?:struct|class|enum class|enum|union) (\w+)(?: :.*| \{.*)?|using (\w+) = .*)$)");
  std::set<std::string> found;
  for (const std::string& line : lines) {
    std::smatch match;
    if (std::regex_match(line, match, type)) found.insert(match[1].matched ? match[1].str() : match[2].str());
  }
  return found;
}

TEST(Structure, OneNameMeansOneThing) {
  std::map<std::string, std::map<std::string, std::string>> places;  // name -> module -> a header
  for (const fs::path& file : sources({"runner", "reports"})) {
    if (file.extension() != ".h" || is_test(file) || file.string().find("testing") != std::string::npos)
      continue;
    for (const std::string& name : types_of(lines_of(file)))
      places[name][file.parent_path().string()] = file.string();
  }
  EXPECT_GT(places.size(), 300U);
  for (const auto& [name, modules] : places) {
    if (modules.size() < 2) continue;
    std::string where;
    for (const auto& [module, header] : modules) where += "\n  " + header;
    ADD_FAILURE() << name << " is a type of several modules: let each say by its name what it is" << where;
  }
}

// The examples are compiled by the target header_examples. A header that one neighbour includes is a matter
// between the two of them, and needs none.
TEST(Structure, HeadersThatManyUseShowTheirUse) {
  constexpr std::size_t many = 2;  // modules
  std::size_t looked_at = 0;
  for (const auto& [header, users] : users_of_headers()) {
    if (users.size() < many) continue;
    ++looked_at;
    const Lines lines = lines_of(header);
    EXPECT_NE(std::find(lines.begin(), lines.end(), "// Example:"), lines.end())
        << header << ": " << users.size()
        << " modules include it: show its use behind \"// Example:\" at its end";
  }
  EXPECT_GT(looked_at, 40U);
}

TEST(Structure, CatchesEachKind) {
  const auto with_body = [](Lines head, const std::string& line, std::size_t count, const std::string& end) {
    head.insert(head.end(), count, line);
    head.push_back(end);
    return head;
  };
  EXPECT_TRUE(long_functions(with_body({"int f() {"}, "  ++i;", 78, "}")).empty());
  EXPECT_EQ(long_functions(with_body({"int f() {"}, "  ++i;", 79, "}")).size(), 1U);
  EXPECT_EQ(long_functions(with_body({"int f(int a,", "      int b) const {"}, "  ++i;", 78, "}")).size(),
            1U);
  EXPECT_EQ(
      long_functions(with_body({"class C {", "  C() : a_(1),", "        b_(2) {"}, "    ++i;", 79, "  }"))
          .size(),
      1U);
  EXPECT_TRUE(long_functions(with_body({"namespace {"}, "int i;", 100, "}")).empty());
  EXPECT_TRUE(long_functions(with_body({"struct A {"}, "  int i;", 100, "};")).empty());
  EXPECT_TRUE(long_functions(
                  with_body({"const Rows& rows() {", "  static const Rows all = {"}, "      {1},", 100, "}"))
                  .empty());

  EXPECT_EQ(long_lines({std::string(111, 'a')}).size(), 1U);
  EXPECT_TRUE(long_lines({std::string(110, 'a')}).empty());
  EXPECT_TRUE(long_lines({"R\"(", std::string(111, 'a'), ")\";"}).empty());
  EXPECT_EQ(long_lines({"R\"(", ")\";", std::string(111, 'a')}).size(), 1U);

  EXPECT_EQ(types_of({"struct Plan {", "class Case;", "enum class Kind { a };", "using Text = std::string;",
                      "  struct Inner {", "struct Child : Plan {"}),
            (std::set<std::string>{"Child", "Kind", "Plan", "Text"}));

  const auto only = [](const fs::path& header) { return header == "m/merge.h"; };
  EXPECT_TRUE(has_header("m/merge.cc", only));
  EXPECT_TRUE(has_header("m/merge_match.cc", only));
  EXPECT_FALSE(has_header("m/mergers.cc", only));
  EXPECT_FALSE(has_header("n/merge.cc", only));
}

}  // namespace
