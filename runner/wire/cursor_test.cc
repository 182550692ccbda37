#include "wire/cursor.h"

#include <gtest/gtest.h>

namespace hallmark::wire {
namespace {

TEST(Cursor, KeepsBothNamesOfAPlace) {
  std::vector<Diagnostic> diagnostics;
  const Cursor root{.pointer = "", .location = "body", .diagnostics = diagnostics};
  const Cursor list = root.part("a/b", root.below("List"));
  const Cursor item = list.part(std::size_t{2}, list.below("member"));
  EXPECT_EQ(item.pointer, "/a~1b/2");
  EXPECT_EQ(item.location, "body /List/member");
  EXPECT_EQ(item.on("query x").pointer, "/a~1b/2");
  item.on("query x").diagnose(DiagnosticKind::lexical, "a number", "x");
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].pointer, "/a~1b/2");
  EXPECT_EQ(diagnostics[0].location, "query x");
  EXPECT_EQ(diagnostics[0].expected, "a number");
}

TEST(Cursor, IsFullWhenNothingMoreIsKept) {
  std::vector<Diagnostic> diagnostics;
  const Cursor root{.pointer = "", .location = "body", .diagnostics = diagnostics};
  for (std::size_t i = 0; i <= max_diagnostics; ++i) root.diagnose(DiagnosticKind::lexical, "", "");
  EXPECT_TRUE(root.full());
  EXPECT_EQ(diagnostics.size(), max_diagnostics);
}

TEST(CleanText, SaysWhatIsNoUtf8) {
  std::vector<Diagnostic> diagnostics;
  const Cursor at{.pointer = "/a", .location = "header a", .diagnostics = diagnostics};
  EXPECT_EQ(clean_text("b\xff", at), "b\xef\xbf\xbd");
  EXPECT_EQ(clean_text("b", at), "b");
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].kind, DiagnosticKind::invalid_utf8);
}

}  // namespace
}  // namespace hallmark::wire
