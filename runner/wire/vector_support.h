// For tests only: runs the published protocol vectors (botocore's format, one model per
// suite of cases) through a Protocol, both sides.
//
//   input, client      encode_request gives the vector's method, URI, headers, host and body
//   input, endpoint    the vector's request is routed to its operation and decodes to its parameters
//   output, client     decode_response (or decode_error) gives the vector's members (or error)
//   output, endpoint   what encode_response (or encode_error) writes decodes to the same, without a
//   diagnostic
//
// A test names the protocol, the file, how bodies compare and which vectors do not hold, each
// with its reason. An exception that holds after all is a failure as well.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/protocol.h"

namespace hallmark::wire {

// Nullopt when the bodies say the same, else the difference.
using BodyComparison =
    std::function<std::optional<std::string>(const std::string& expected, const std::string& actual)>;
[[nodiscard]] std::optional<std::string> compare_json_bodies(const std::string& expected,
                                                             const std::string& actual);
[[nodiscard]] std::optional<std::string> compare_bytes(const std::string& expected,
                                                       const std::string& actual);
// Form bodies as multisets of decoded pairs.
[[nodiscard]] std::optional<std::string> compare_forms(const std::string& expected,
                                                       const std::string& actual);

enum class VectorSide { input_client, input_endpoint, output_client, output_endpoint };

struct VectorException {
  VectorSide side;
  std::string_view id;
  std::string_view reason;
  // input_endpoint: the members are lost on the wire, so instead of equal members it is demanded that
  // encoding what was decoded gives the same request again.
  bool round_trip = false;
};

struct VectorRun {
  std::string_view file;  // "rest-json" of vectors/protocols/input/rest-json.json
  const Protocol* protocol = nullptr;
  BodyComparison compare;
  bool base64_bodies = false;  // CBOR: the vectors hold bodies as base64
  std::vector<VectorException> exceptions;
};

struct VectorResult {
  int total = 0;
  int passed = 0;
  std::vector<std::string> failures;  // "id: difference"
};
// False: the calling test skips itself.
[[nodiscard]] bool vectors_are_there();
[[nodiscard]] VectorResult run_vectors(const VectorRun& run, VectorSide side);
// All sides that have a file: prints "<file> <side>: passed/total" each and adds a GoogleTest failure for
// every vector that does not hold.
void expect_vectors(const VectorRun& run);

// ---- the comparators, for their own tests ----

// The vector's parameters as a members document: blobs to base64, null members dropped (a vector's
// null is a member that is not set).
[[nodiscard]] Json members_of_vector(const contract::Model& model, const contract::Shape& shape,
                                     const Json& params);
// Nullopt when both documents say the same: timestamps as times, numbers by value. Else where they differ.
[[nodiscard]] std::optional<std::string> compare_members(const contract::Model& model,
                                                         const contract::Shape& shape, const Json& expected,
                                                         const Json& actual);
// Compares an encoded request with a vector's "serialized" object.
[[nodiscard]] std::optional<std::string> compare_request(const VectorRun& run, const Json& serialized,
                                                         const std::string& client_endpoint,
                                                         const Request& actual);

}  // namespace hallmark::wire
