// Proof that each comparator of the vector runner can fail, and the runner with it.
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "core/testing.h"
#include "wire/rest_json.h"
#include "wire/vector_support.h"

namespace hallmark::wire {
namespace {

using contract::Model;
using contract::Operation;
using contract::Shape;

Model planted_model() {
  const char* text = R"json({"smithy": "2.0", "shapes": {
    "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#O"}], "traits": {}},
    "a#O": {"type": "operation", "input": {"target": "a#I"}},
    "a#I": {"type": "structure", "members": {
      "text": {"target": "smithy.api#String"}, "time": {"target": "smithy.api#Timestamp"},
      "bytes": {"target": "smithy.api#Blob"}, "list": {"target": "a#L"}, "map": {"target": "a#M"},
      "inner": {"target": "a#I"}}},
    "a#L": {"type": "list", "member": {"target": "smithy.api#Integer"}},
    "a#M": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#Integer"}}}})json";
  return contract::read_smithy(core::load_json_text(text, "planted.json"));
}

TEST(VectorComparators, EveryPlantedDifferenceOfMembersIsReported) {
  const Model model = planted_model();
  const Shape& shape = *model.shape("a#I");
  const Json expected = {{"text", "a"},    {"time", 1576540098}, {"bytes", "Zm9v"},
                         {"list", {1, 2}}, {"map", {{"k", 1}}},  {"inner", {{"text", "b"}}}};
  Json same = expected;
  same["time"] = "2019-12-16T23:48:18Z";
  same["list"][0] = 1.0;
  EXPECT_EQ(compare_members(model, shape, expected, same), std::nullopt);
  const std::vector<std::pair<const char*, Json>> faults = {
      {"/text", "b"},     {"/text", nullptr},   {"/time", 1576540099}, {"/time", "no time"},
      {"/bytes", "Zm9w"}, {"/list", {1, 2, 3}}, {"/list", {2, 1}},     {"/list", 1},
      {"/map/k", 2},      {"/map/l", 1},        {"/inner/text", "c"},  {"/inner/list", Json::array()},
      {"/inner", "x"}};
  for (const auto& [pointer, value] : faults) {
    Json mutated = expected;
    mutated[Json::json_pointer(pointer)] = value;
    EXPECT_NE(compare_members(model, shape, expected, mutated), std::nullopt) << pointer << " = " << value;
  }
  Json lacking = expected;
  lacking.erase("text");
  EXPECT_NE(compare_members(model, shape, expected, lacking), std::nullopt);
}

TEST(VectorComparators, VectorParametersBecomeMembersDocuments) {
  const Model model = planted_model();
  EXPECT_EQ(
      members_of_vector(model, *model.shape("a#I"),
                        {{"text", nullptr}, {"bytes", "foo"}, {"inner", {{"bytes", ""}, {"time", nullptr}}}}),
      Json({{"bytes", "Zm9v"}, {"inner", {{"bytes", ""}}}}));
}

// Speaks rest-json, but wrongly in one thing.
class Mutated : public Protocol {
 public:
  [[nodiscard]] std::string_view id() const override { return rest_json().id(); }
  [[nodiscard]] std::string_view name() const override { return "mutated"; }
  [[nodiscard]] std::string_view content_type() const override { return rest_json().content_type(); }
  [[nodiscard]] EncodedRequest encode_request(const Model& model, const Operation& operation,
                                              const Json& input,
                                              const EncodeOptions& options) const override {
    EncodedRequest encoded = rest_json().encode_request(model, operation, input, options);
    encoded.request.target += "/";
    return encoded;
  }
  [[nodiscard]] Decoded decode_response(const Model& model, const Operation& operation,
                                        const Response& response, const BodyLimits& limits) const override {
    Decoded decoded = rest_json().decode_response(model, operation, response, limits);
    decoded.members["planted"] = 1;
    return decoded;
  }
  [[nodiscard]] DecodedError decode_error(const Model& model, const Operation& operation,
                                          const Response& response, const BodyLimits& limits) const override {
    DecodedError error = rest_json().decode_error(model, operation, response, limits);
    error.code += "x";
    return error;
  }
  [[nodiscard]] Routed route(const Model& model, const Request& request) const override {
    return rest_json().route(model, request);
  }
  [[nodiscard]] Decoded decode_request(const Model& model, const Operation& operation,
                                       const Request& request) const override {
    Decoded decoded = rest_json().decode_request(model, operation, request);
    decoded.members["planted"] = 1;
    return decoded;
  }
  [[nodiscard]] Response encode_response(const Model& model, const Operation& operation,
                                         const Json& output) const override {
    return rest_json().encode_response(model, operation, output);
  }
  [[nodiscard]] Response encode_error(const Model& model, const Operation& operation,
                                      const ErrorAnswer& error) const override {
    return rest_json().encode_error(model, operation, error);
  }
};

TEST(VectorComparators, AProtocolWithAMutantPassesNothing) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  const Mutated mutated;
  const VectorRun run{
      .file = "rest-json", .protocol = &mutated, .compare = compare_json_bodies, .exceptions = {}};
  for (const VectorSide side : {VectorSide::input_client, VectorSide::input_endpoint,
                                VectorSide::output_client, VectorSide::output_endpoint}) {
    const VectorResult result = run_vectors(run, side);
    EXPECT_GT(result.total, 90) << static_cast<int>(side);
    EXPECT_EQ(result.passed, 0) << static_cast<int>(side);
    EXPECT_EQ(result.failures.size(), static_cast<std::size_t>(result.total)) << static_cast<int>(side);
  }
  // An exception that holds, and one that names nothing, are reported.
  const VectorRun stale{.file = "rest-json",
                        .protocol = &rest_json(),
                        .compare = compare_json_bodies,
                        .exceptions = {{VectorSide::output_client, "DocumentOutput", "holds"},
                                       {VectorSide::output_client, "NoSuchVector", "is none"}}};
  EXPECT_EQ(run_vectors(stale, VectorSide::output_client).failures.size(), 2u);
}

TEST(VectorComparators, EveryPlantedDifferenceOfARequestIsReported) {
  const VectorRun run{
      .file = "planted", .protocol = nullptr, .compare = compare_json_bodies, .exceptions = {}};
  const Json serialized = {{"method", "PUT"},
                           {"uri", "/a/b?x=1&y"},
                           {"host", "foo.example.com"},
                           {"headers", {{"X-Foo", "1"}}},
                           {"requireHeaders", {"Content-Length"}},
                           {"forbidHeaders", {"X-Bar"}},
                           {"body", "{\"a\": [1, 2]}"}};
  const Request good{.method = "PUT",
                     .target = "/a/b?y&x=1",
                     .headers = {{"x-foo", "1"}},
                     .body = "{\"a\":[1,2]}",
                     .host_prefix = "foo."};
  const auto difference = [&](auto change) {
    Request request = good;
    change(request);
    return compare_request(run, serialized, "https://example.com", request);
  };
  EXPECT_EQ(difference([](Request&) {}), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.method = "POST"; }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.target = "/a/c?x=1&y"; }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.target = "/a/b?x=1&y="; }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.target = "/a/b?x=1&y&y"; }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.host_prefix = ""; }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.headers.set("X-Foo", "2"); }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.headers.remove("X-Foo"); }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.headers.add("X-Bar", "2"); }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.body = "{\"a\":[2,1]}"; }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.body = "{\"a\":[1,2]"; }), std::nullopt);
  EXPECT_NE(difference([](Request& r) { r.body = ""; }), std::nullopt);
  EXPECT_NE(compare_forms("a=1&b=2", "a=1&b=3"), std::nullopt);
  EXPECT_EQ(compare_forms("a=1&b=%20", "b=+&a=1"), std::nullopt);
  EXPECT_NE(compare_bytes("a", "b"), std::nullopt);
}

}  // namespace
}  // namespace hallmark::wire
