// Every operation of the reference models, through every protocol that its service speaks: what one
// side writes, the other side routes and reads back, without a diagnostic. The two sides share tables, so
// this finds clashes of names and patterns and values that do not survive; what bytes are right is
// what the vectors say.
#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "contract/smithy.h"
#include "core/testing.h"
#include "importers/importers.h"
#include "wire/http_bindings.h"
#include "wire/vector_support.h"

namespace hallmark::wire {
namespace {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

// A value for every member, recursion cut where a shape meets itself.
class Sampler {
 public:
  explicit Sampler(const Model& model) : model_(model) {}

  Json structure(const Shape& shape) {
    Json object = Json::object();
    above_.push_back(&shape);
    for (const Member& member : shape.members) {
      const Shape& target = contract::target_of(model_, member);
      if (meets_itself(target)) continue;
      object[member.name] = member.traits.has(trait::http_response_code) ? Json(203) : value(member);
      if (shape.type == ShapeType::union_shape) break;
    }
    above_.pop_back();
    return object;
  }

 private:
  bool meets_itself(const Shape& shape) const {
    const auto in = [&](const Shape& other) {
      return std::find(above_.begin(), above_.end(), &other) != above_.end();
    };
    if (in(shape)) return true;
    if (shape.type != ShapeType::list && shape.type != ShapeType::map) return above_.size() > 12;
    return meets_itself(contract::target_of(model_, shape.members.back()));
  }

  std::string text(const Member& member) {
    // What no host, header name or header value can carry is not at stake here.
    const bool bound = member.traits.has(trait::host_label) || member.traits.has(trait::http_header);
    ++count_;
    if (bound || above_.size() > 1) return "v" + std::to_string(count_);
    return "v \"é/&<%+" + std::to_string(count_);
  }

  Json value(const Member& member) {
    const Shape& target = contract::target_of(model_, member);
    switch (target.type) {
      case ShapeType::structure:
      case ShapeType::union_shape:
        return structure(target);
      case ShapeType::list: {
        above_.push_back(&target);
        Json list = {value(target.members.front()), value(target.members.front())};
        above_.pop_back();
        return list;
      }
      case ShapeType::map:
        return map(target);
      case ShapeType::enumeration:
      case ShapeType::int_enumeration: {
        const std::vector<Json> values = contract::enum_values(target);
        return values.empty() ? Json("v") : values.front();
      }
      case ShapeType::boolean:
        return true;
      case ShapeType::blob:
        return "Zm9v";
      case ShapeType::timestamp:
        return 1576540098;
      case ShapeType::float_number:
      case ShapeType::double_number:
      case ShapeType::big_decimal:
        return 1.5;
      case ShapeType::document:
        return {{"a", {1, true}}};
      case ShapeType::string:
        return text(member);
      default:
        return 7;
    }
  }

  Json map(const Shape& shape) {
    above_.push_back(&shape);
    const std::vector<Json> keys = contract::enum_values(contract::target_of(model_, shape.members.front()));
    const std::string key = keys.empty() ? "key-1" : keys.front().get<std::string>();
    Json object = {{key, value(shape.members.back())}};
    above_.pop_back();
    return object;
  }

  const Model& model_;
  std::vector<const Shape*> above_;
  int count_ = 0;
};

struct Counts {
  int operations = 0, requests = 0, responses = 0, errors = 0;
};

std::string diagnostics_of(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    out += "\n    " + std::string(to_string(diagnostic.kind)) + " at " + diagnostic.location + " (" +
           diagnostic.pointer + "): " + diagnostic.expected + " / " + diagnostic.actual;
  }
  return out;
}

bool has_query_map(const Model& model, const Operation& operation) {
  const Shape* input = model.shape(operation.input);
  return input && std::any_of(input->members.begin(), input->members.end(), [](const Member& member) {
           return member.traits.has(trait::http_query_params);
         });
}

void check_request(const Protocol& protocol, const Model& model, const Operation& operation, Counts& counts) {
  const Shape* shape = model.shape(operation.input);
  const Json input = shape ? Sampler(model).structure(*shape) : Json::object();
  const EncodedRequest encoded = protocol.encode_request(model, operation, input, {});
  if (!encoded.impossible.empty() || has_query_map(model, operation)) return;
  const std::string name =
      std::string(protocol.name()) + " " + model.slug + "." + std::string(operation.name());
  EXPECT_TRUE(encoded.inexpressible.empty()) << name << " " << encoded.inexpressible.front();
  const Routed routed = protocol.route(model, encoded.request);
  EXPECT_EQ(routed.operation, &operation)
      << name << " is routed to " << (routed.operation ? routed.operation->name() : routed.problem) << ": "
      << encoded.request.method << " " << encoded.request.target;
  const Decoded decoded = protocol.decode_request(model, operation, encoded.request);
  if (shape) {
    const auto difference = compare_members(model, *shape, input, decoded.members);
    EXPECT_FALSE(difference) << name << " request " << *difference;
  }
  EXPECT_TRUE(decoded.diagnostics.empty()) << name << " request" << diagnostics_of(decoded.diagnostics);
  ++counts.requests;
}

void check_response(const Protocol& protocol, const Model& model, const Operation& operation,
                    Counts& counts) {
  if (event_stream_of(model, operation.output)) return;
  const Shape* shape = model.shape(operation.output);
  const Json output = shape ? Sampler(model).structure(*shape) : Json::object();
  const Response response = protocol.encode_response(model, operation, output);
  if (response.status == 204 || response.status == 304) return;
  const std::string name =
      std::string(protocol.name()) + " " + model.slug + "." + std::string(operation.name());
  const Decoded decoded = protocol.decode_response(model, operation, response);
  if (shape) {
    const auto difference = compare_members(model, *shape, output, decoded.members);
    EXPECT_FALSE(difference) << name << " response " << *difference;
  }
  EXPECT_TRUE(decoded.diagnostics.empty()) << name << " response" << diagnostics_of(decoded.diagnostics);
  ++counts.responses;
}

void check_errors(const Protocol& protocol, const Model& model, const Operation& operation, Counts& counts,
                  std::set<std::string>& seen) {
  // The answer to a HEAD has no body that could name its error.
  const auto http = contract::http_binding(operation);
  if (http && http->method == "HEAD") return;
  for (const Shape* shape : contract::listed_errors(model, operation)) {
    if (!seen.insert(shape->id).second) continue;
    const contract::ErrorInfo info = contract::error_info(model, *shape, protocol.id());
    ErrorAnswer answer{.code = info.code,
                       .status = info.status.value_or(400),
                       .message = "m",
                       .request_id = "r",
                       .client_fault = info.status.value_or(400) < 500,
                       .shape = shape,
                       .members = Sampler(model).structure(*shape)};
    for (const Member& member : shape->members) {
      if (member.name == "message" || member.name == "Message") answer.members[member.name] = "m";
    }
    const std::string name = std::string(protocol.name()) + " " + model.slug + " " + info.name;
    const Response response = protocol.encode_error(model, operation, answer);
    const DecodedError decoded = protocol.decode_error(model, operation, response);
    EXPECT_EQ(decoded.code, info.code) << name;
    EXPECT_EQ(decoded.message, "m") << name;
    EXPECT_EQ(decoded.request_id, "r") << name;
    EXPECT_TRUE(decoded.well_formed) << name;
    EXPECT_EQ(decoded.shape, shape) << name;
    const auto difference = compare_members(model, *shape, answer.members, decoded.decoded.members);
    EXPECT_FALSE(difference) << name << " " << *difference;
    EXPECT_TRUE(decoded.decoded.diagnostics.empty()) << name << diagnostics_of(decoded.decoded.diagnostics);
    ++counts.errors;
  }
}

// botocore keeps operations of S3 that others replaced under the same method and URI: no request tells
// them apart, and two members of theirs even share a name in XML.
bool is_replaced(const Model& model, const Operation& operation) {
  static const std::set<std::string_view> names = {"GetBucketLifecycle", "PutBucketLifecycle",
                                                   "GetBucketNotification", "PutBucketNotification"};
  return model.slug == "s3" && names.contains(operation.name());
}

void check_model(const Model& model, Counts& counts) {
  for (const std::string& id : model.protocols()) {
    const Protocol* protocol = find_protocol(id);
    ASSERT_NE(protocol, nullptr) << id;
    std::set<std::string> seen;
    for (const Operation* operation : model.all_operations()) {
      if (is_replaced(model, *operation)) continue;
      ++counts.operations;
      check_request(*protocol, model, *operation, counts);
      check_response(*protocol, model, *operation, counts);
      check_errors(*protocol, model, *operation, counts, seen);
    }
  }
}

void print(const char* kind, const Counts& counts) {
  std::cout << kind << " models: " << counts.operations << " operations, " << counts.requests << " requests, "
            << counts.responses << " responses, " << counts.errors << " errors there and back\n";
}

TEST(ModelRoundTrips, SmithyModels) {
  const auto folder = core::shared_data("models/smithy");
  if (!folder) GTEST_SKIP() << core::absent("models/smithy");
  Counts counts;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    if (entry.path().extension() == ".json")
      check_model(contract::read_smithy(core::load_json(entry.path())), counts);
  }
  print("Smithy", counts);
  EXPECT_GT(counts.operations, 500);
}

TEST(ModelRoundTrips, BotocoreModels) {
  const auto folder = core::shared_data("models/botocore");
  if (!folder) GTEST_SKIP() << core::absent("models/botocore");
  Counts counts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (entry.path().filename() != "service-2.json") continue;
    check_model(importers::read_botocore(core::load_json(entry.path()).text, entry.path().string()), counts);
  }
  print("botocore", counts);
  EXPECT_GT(counts.operations, 1000);
}

}  // namespace
}  // namespace hallmark::wire
