#include "core/file_cursor.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace hallmark::core {
namespace {

std::string fault_of(const auto& act) {
  try {
    act();
  } catch (const DocumentError& error) {
    return to_string(error.problem());
  }
  return "none";
}

TEST(FileCursor, SaysWhereWhatIsWrong) {
  const JsonFile file = load_json_text("{\n  \"a\": {\n    \"b/c\": 7\n  }\n}", "x.json");
  const FileCursor root(file, "kind");
  EXPECT_EQ(root.at("a").at("b/c").count(), 7);
  const std::string wrong = fault_of([&] { (void)root.at("a").at("b/c").text(); });
  EXPECT_EQ(wrong, "x.json:3: expected a string, found number (at /a/b~1c) [kind.type]");
  EXPECT_EQ(fault_of([&] { (void)root.at("b"); }), "x.json:1: \"b\" is missing [kind.missing-key]");
  EXPECT_EQ(fault_of([&] { root.only({"aa"}); }),
            "x.json:2: unknown key \"a\" (at /a) [kind.unknown-key]\n  known here: aa");
}

// Of a value whose text nobody has there is no line.
TEST(FileCursor, NamesNoLineWithoutAText) {
  const JsonFile file{.path = "x", .text = {}, .value = {{"a", 1}}};
  EXPECT_EQ(fault_of([&] { (void)FileCursor(file, "kind").at("a").text(); }),
            "x: expected a string, found number (at /a) [kind.type]");
}

}  // namespace
}  // namespace hallmark::core
