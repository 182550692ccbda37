// The published vectors of the JSON protocols, all of them, both sides.
#include <gtest/gtest.h>

#include "core/testing.h"
#include "wire/aws_json.h"
#include "wire/rest_json.h"
#include "wire/vector_support.h"

namespace hallmark::wire {
namespace {

// Requests that do not tell their parameters apart from others. Each is decoded and must then encode to the
// same request again.
const std::vector<VectorException> rest_json_exceptions = {
    {VectorSide::input_endpoint, "RestJsonOmitsEmptyListQueryValues",
     "an empty list leaves no trace in the query", true},
    {VectorSide::input_endpoint, "RestJsonQueryParamsStringListMap",
     "Smithy has servers put every query parameter into the map, the named ones as well", true},
    {VectorSide::input_endpoint, "RestJsonQueryPrecedence",
     "the map's entry of a name that a member has is not sent; servers put the member's value into the map",
     true},
    {VectorSide::input_endpoint, "RestJsonHttpWithEmptyStructurePayload",
     "a payload structure that is absent is sent as {}, like an empty one", true},
    {VectorSide::input_endpoint, "RestJsonHttpWithHeadersButNoPayload",
     "a payload structure that is absent is sent as {}, like an empty one", true},
};

TEST(JsonVectors, RestJson) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  expect_vectors({.file = "rest-json",
                  .protocol = &rest_json(),
                  .compare = compare_json_bodies,
                  .exceptions = rest_json_exceptions});
}

TEST(JsonVectors, AwsJson11) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  expect_vectors(
      {.file = "json", .protocol = &aws_json_1_1(), .compare = compare_json_bodies, .exceptions = {}});
}

TEST(JsonVectors, AwsJson10) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  expect_vectors(
      {.file = "json_1_0", .protocol = &aws_json_1_0(), .compare = compare_json_bodies, .exceptions = {}});
}

TEST(JsonVectors, AwsJson10ThatIsCompatibleToQuery) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  expect_vectors({.file = "json_1_0-query-compatible",
                  .protocol = &aws_json_1_0(),
                  .compare = compare_json_bodies,
                  .exceptions = {}});
}

}  // namespace
}  // namespace hallmark::wire
