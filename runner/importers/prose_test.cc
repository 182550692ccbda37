#include "importers/prose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::importers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Prose, IsCutIntoSentences) {
  EXPECT_THAT(sentences_of(
                  "<p>The name. It can have <i>up to</i> 80\n characters, e.g. Eighty. </p><p>Required.</p>"),
              ElementsAre("The name.", "It can have up to 80 characters, e.g. Eighty.", "Required."));
  EXPECT_THAT(sentences_of(""), IsEmpty());
}

TEST(Prose, KeepsListsWithTheSentenceBeforeThem) {
  EXPECT_THAT(sentences_of("<p>Limits:</p> <ul> <li> <p>Up to 80 characters.</p> <p>No less.</p> </li> <li>"
                           "<code>a</code> &amp; b</li></ul><p>Names are case-sensitive.</p>"),
              ElementsAre("Limits: * Up to 80 characters. No less. * `a` & b", "Names are case-sensitive."));
  EXPECT_THAT(sentences_of("<ul><li>One</li><li>Two</li></ul>"), ElementsAre("* One * Two"));
}

TEST(Prose, ReadsMarkdown) {
  EXPECT_THAT(sentences_of("The kind. One of:\n\n- `a`\n- `b`\n\nIt stays."),
              ElementsAre("The kind.", "One of: * `a` * `b`", "It stays."));
}

TEST(Prose, TakesAnyText) {
  for (const char* text :
       {"<", "a < b and b > c", "&#xZZ; &nope; &", "<p", "</", "<li><li></ul></li>", "\xc3\x28"})
    (void)sentences_of(text);
  EXPECT_THAT(sentences_of("a &lt; b &#8211; c&nbsp;d <p>"), ElementsAre("a < b – c d"));
}

}  // namespace
}  // namespace hallmark::importers
