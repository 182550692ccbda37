#include "jsonschema/uri.h"

#include <gtest/gtest.h>

namespace hallmark::jsonschema {
namespace {

// RFC 3986, 5.4.
TEST(Uri, ResolvesReferences) {
  struct Row {
    const char* reference;
    const char* expected;
  };
  for (const Row& row : {Row{"g:h", "g:h"},
                         Row{"g", "http://a/b/c/g"},
                         Row{"./g", "http://a/b/c/g"},
                         Row{"g/", "http://a/b/c/g/"},
                         Row{"/g", "http://a/g"},
                         Row{"//g", "http://g"},
                         Row{"?y", "http://a/b/c/d;p?y"},
                         Row{"g?y", "http://a/b/c/g?y"},
                         Row{"#s", "http://a/b/c/d;p?q#s"},
                         Row{"g#s", "http://a/b/c/g#s"},
                         Row{"", "http://a/b/c/d;p?q"},
                         Row{".", "http://a/b/c/"},
                         Row{"..", "http://a/b/"},
                         Row{"../g", "http://a/b/g"},
                         Row{"../..", "http://a/"},
                         Row{"../../../g", "http://a/g"},
                         Row{"/./g", "http://a/g"},
                         Row{"/../g", "http://a/g"},
                         Row{"g..", "http://a/b/c/g.."},
                         Row{"g;x=1/../y", "http://a/b/c/y"},
                         Row{"g?y/../x", "http://a/b/c/g?y/../x"}}) {
    EXPECT_EQ(resolve_uri("http://a/b/c/d;p?q", row.reference), row.expected) << row.reference;
  }
}

TEST(Uri, TakesBasesWithoutScheme) {
  EXPECT_EQ(resolve_uri("", "item.json"), "item.json");
  EXPECT_EQ(resolve_uri("a/b.json", "c.json#/x"), "a/c.json#/x");
  EXPECT_EQ(resolve_uri("", "#/x"), "#/x");
  EXPECT_EQ(resolve_uri("urn:uuid:1", "#/x"), "urn:uuid:1#/x");
  EXPECT_EQ(resolve_uri("http://a", "g"), "http://a/g");
}

TEST(Uri, SplitsFragments) {
  EXPECT_EQ(split_fragment("http://a#/x%25y").document, "http://a");
  EXPECT_EQ(split_fragment("http://a#/x%25y").fragment, "/x%y");
  EXPECT_EQ(split_fragment("http://a").fragment, "");
}

}  // namespace
}  // namespace hallmark::jsonschema
