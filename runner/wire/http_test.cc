#include "wire/http.h"

#include <gtest/gtest.h>

namespace hallmark::wire {
namespace {

TEST(Headers, NamesCompareWithoutCaseAndKeepTheirOrder) {
  Headers headers{{"ETag", "1"}, {"Set-Cookie", "a"}, {"set-cookie", "b"}};
  ASSERT_NE(headers.find("etag"), nullptr);
  EXPECT_EQ(*headers.find("etag"), "1");
  EXPECT_EQ(headers.find_all("SET-COOKIE"), (std::vector<std::string>{"a", "b"}));
  headers.set("set-cookie", "c");
  EXPECT_EQ(headers, (Headers{{"ETag", "1"}, {"set-cookie", "c"}}));
  headers.set("New", "x");
  headers.remove("ETAG");
  EXPECT_EQ(headers, (Headers{{"set-cookie", "c"}, {"New", "x"}}));
  EXPECT_FALSE(headers.has("etag"));
}

TEST(Request, PathAndQueryAreParted) {
  Request request;
  request.target = "/a/b?x=1?y";
  EXPECT_EQ(request.path(), "/a/b");
  EXPECT_EQ(request.query(), "x=1?y");
  request.target = "/a";
  EXPECT_EQ(request.path(), "/a");
  EXPECT_EQ(request.query(), "");
}

TEST(MediaType, DropsParametersAndCase) {
  EXPECT_EQ(media_type_of("Application/JSON; charset=utf-8"), "application/json");
  EXPECT_EQ(media_type_of(" text/xml "), "text/xml");
  EXPECT_EQ(media_type_of(""), "");
}

TEST(Query, TellsNoValueFromAnEmptyOne) {
  const auto parameters = parse_query("a&b=&c=%20+d&&=e");
  ASSERT_EQ(parameters.size(), 4u);
  EXPECT_EQ(parameters[0].name, "a");
  EXPECT_FALSE(parameters[0].value);
  EXPECT_EQ(parameters[1].value, "");
  EXPECT_EQ(parameters[2].value, "  d");
  EXPECT_EQ(parameters[3].name, "");
  EXPECT_EQ(parse_query("a=+", false)[0].value, "+");
}

}  // namespace
}  // namespace hallmark::wire
