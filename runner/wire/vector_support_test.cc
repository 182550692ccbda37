// The runner of the protocol vectors; vector_comparators_test.cc proves that it can fail.
#include "wire/vector_support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "core/digest.h"
#include "core/testing.h"
#include "core/text.h"
#include "importers/importers.h"
#include "wire/http_bindings.h"
#include "wire/text_values.h"

namespace hallmark::wire {
namespace {

using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;

constexpr std::string_view token = "00000000-0000-4000-8000-000000000000";

std::string at(const std::string& pointer, const std::string& what) {
  return "at '" + pointer + "': " + what;
}

std::string unequal(const Json& expected, const Json& actual) {
  return "expected " + core::dump(expected, 300) + ", got " + core::dump(actual, 300);
}

std::optional<std::string> compare_value(const Model& model, const Shape& shape, const Json& expected,
                                         const Json& actual, const std::string& pointer);

std::optional<std::string> compare_entries(const Model& model, const Shape& shape, const Json& expected,
                                           const Json& actual, const std::string& pointer) {
  if (!actual.is_object()) return at(pointer, unequal(expected, actual));
  const bool map = shape.type == ShapeType::map;
  for (const auto& [name, value] : expected.items()) {
    if (!actual.contains(name)) return at(pointer, "lacks " + name + " = " + core::dump(value, 200));
    const contract::Member* member = shape.member(map ? "value" : name);
    if (!member) return at(pointer, "the model has no member " + name);
    if (auto difference = compare_value(model, contract::target_of(model, *member), value, actual[name],
                                        core::pointer_join(pointer, name))) {
      return difference;
    }
  }
  for (const auto& [name, value] : actual.items()) {
    if (!expected.contains(name))
      return at(pointer, "has " + name + " = " + core::dump(value, 200) + " too much");
  }
  return std::nullopt;
}

std::optional<std::string> compare_value(const Model& model, const Shape& shape, const Json& expected,
                                         const Json& actual, const std::string& pointer) {
  if (expected.is_null() || actual.is_null()) {
    return expected == actual ? std::nullopt : std::optional(at(pointer, unequal(expected, actual)));
  }
  switch (shape.type) {
    case ShapeType::structure:
    case ShapeType::union_shape:
    case ShapeType::map:
      return compare_entries(model, shape, expected, actual, pointer);
    case ShapeType::list: {
      if (!actual.is_array() || actual.size() != expected.size())
        return at(pointer, unequal(expected, actual));
      const Shape& element = contract::target_of(model, shape.members.at(0));
      for (std::size_t i = 0; i < expected.size(); ++i) {
        auto difference =
            compare_value(model, element, expected[i], actual[i], core::pointer_join(pointer, i));
        if (difference) return difference;
      }
      return std::nullopt;
    }
    case ShapeType::timestamp: {
      const auto a = time_of(expected);
      const auto b = time_of(actual);
      return a && b && *a == *b ? std::nullopt : std::optional(at(pointer, unequal(expected, actual)));
    }
    default:
      return expected == actual ? std::nullopt : std::optional(at(pointer, unequal(expected, actual)));
  }
}

Json convert(const Model& model, const Shape& shape, const Json& value) {
  if (shape.type == ShapeType::blob && value.is_string())
    return core::base64_encode(value.get<std::string>());
  if (shape.type == ShapeType::list && value.is_array()) {
    Json list = Json::array();
    for (const Json& one : value)
      list.push_back(convert(model, contract::target_of(model, shape.members.at(0)), one));
    return list;
  }
  const bool map = shape.type == ShapeType::map;
  if (!value.is_object() ||
      (!map && shape.type != ShapeType::structure && shape.type != ShapeType::union_shape)) {
    return value;
  }
  Json object = Json::object();
  for (const auto& [name, one] : value.items()) {
    const contract::Member* member = shape.member(map ? "value" : name);
    if (!map && one.is_null()) continue;
    object[name] = member ? convert(model, contract::target_of(model, *member), one) : one;
  }
  return object;
}

std::vector<std::string> sorted_pieces(std::string_view query) {
  std::vector<std::string> pieces = query.empty() ? std::vector<std::string>{} : core::split(query, '&');
  std::sort(pieces.begin(), pieces.end());
  return pieces;
}

std::string_view side_name(VectorSide side) {
  switch (side) {
    case VectorSide::input_client:
      return "input client";
    case VectorSide::input_endpoint:
      return "input endpoint";
    case VectorSide::output_client:
      return "output client";
    case VectorSide::output_endpoint:
      return "output endpoint";
  }
  return "";
}

bool is_input(VectorSide side) {
  return side == VectorSide::input_client || side == VectorSide::input_endpoint;
}

std::string text_in(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Behind scheme://, split at the first slash: {"example.com", "/custom"}.
std::pair<std::string, std::string> host_and_path(std::string url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string::npos) url.erase(0, scheme + 3);
  const std::size_t slash = std::min(url.find('/'), url.size());
  return {url.substr(0, slash), url.substr(slash)};
}

Headers headers_of(const Json& object) {
  Headers headers;
  if (object.contains("headers")) {
    for (const auto& [name, value] : object["headers"].items()) headers.add(name, value.get<std::string>());
  }
  return headers;
}

// One case with the model of its suite.
class VectorCase {
 public:
  VectorCase(const VectorRun& run, const OrderedJson& suite, const OrderedJson& one)
      : run_(run), case_(core::to_sorted(one)), endpoint_(text_in(core::to_sorted(suite), "clientEndpoint")) {
    OrderedJson service;
    service["version"] = "2.0";
    service["metadata"] = suite["metadata"];
    if (!service["metadata"].contains("serviceId")) service["metadata"]["serviceId"] = "Vectors";
    service["shapes"] = suite.contains("shapes") ? suite["shapes"] : OrderedJson::object();
    for (const OrderedJson& other : suite["cases"]) {
      service["operations"][other["given"]["name"].get<std::string>()] = other["given"];
    }
    service["operations"][one["given"]["name"].get<std::string>()] = one["given"];
    model_ = importers::read_botocore(service.dump(), std::string(run.file));
    operation_ = model_.operation(text_in(case_["given"], "name"));
  }

  [[nodiscard]] std::string id() const { return text_in(case_, "id"); }

  [[nodiscard]] std::optional<std::string> difference(VectorSide side, bool round_trip) const {
    if (!operation_) return "the model has no operation of this name";
    switch (side) {
      case VectorSide::input_client:
        return encode(input(), case_["serialized"]);
      case VectorSide::input_endpoint:
        return decode(round_trip);
      case VectorSide::output_client:
        return answer(vector_response());
      case VectorSide::output_endpoint:
        return answer_of_endpoint();
    }
    return "no such side";
  }

 private:
  [[nodiscard]] Json input() const {
    const Shape* shape = model_.shape(operation_->input);
    const Json params = case_.value("params", Json::object());
    return shape ? members_of_vector(model_, *shape, params) : params;
  }

  [[nodiscard]] std::optional<std::string> encode(const Json& members, const Json& serialized) const {
    const EncodedRequest encoded = run_.protocol->encode_request(model_, *operation_, members,
                                                                 {.idempotency_token = std::string(token)});
    if (!encoded.impossible.empty()) return "impossible: " + encoded.impossible;
    return compare_request(run_, serialized, endpoint_, encoded.request);
  }

  [[nodiscard]] std::optional<std::string> decode(bool round_trip) const {
    const Json& serialized = case_["serialized"];
    Request request;
    request.method = serialized.contains("method") ? text_in(serialized, "method") : "POST";
    request.target = text_in(serialized, "uri");
    const std::string base = host_and_path(endpoint_).second;
    if (!base.empty() && request.target.starts_with(base)) request.target.erase(0, base.size());
    request.headers = headers_of(serialized);
    request.body = body_of(serialized);
    // What a vector leaves open (headers that it does not name, at times the body) is ours.
    const EncodedRequest ours = run_.protocol->encode_request(model_, *operation_, input(),
                                                              {.idempotency_token = std::string(token)});
    for (const Header& header : ours.request.headers) {
      if (!request.headers.has(header.name)) request.headers.add(header.name, header.value);
    }
    if (!serialized.contains("body")) request.body = ours.request.body;
    const Routed routed = run_.protocol->route(model_, request);
    if (routed.operation != operation_) return "not routed to its operation: " + routed.problem;
    const Decoded decoded = run_.protocol->decode_request(model_, *operation_, request);
    const Shape* shape = model_.shape(operation_->input);
    if (round_trip) return encode(decoded.members, serialized);
    if (!shape)
      return decoded.members.empty() ? std::nullopt : std::optional("decoded " + core::dump(decoded.members));
    const Json expected =
        with_tokens(model_, *operation_, input(), {.idempotency_token = std::string(token)});
    return compare_members(model_, *shape, expected, decoded.members);
  }

  [[nodiscard]] std::string body_of(const Json& object) const {
    const std::string text = text_in(object, "body");
    return run_.base64_bodies ? core::base64_decode(text).value_or(text) : text;
  }

  [[nodiscard]] Response vector_response() const {
    const Json& given = case_["response"];
    Response response;
    response.status = given["status_code"].get<int>();
    response.headers = headers_of(given);
    response.body = body_of(given);
    return response;
  }

  [[nodiscard]] const Shape* error_shape() const {
    return operation_->errors.empty() ? nullptr : model_.shape(operation_->errors.front());
  }

  [[nodiscard]] std::optional<std::string> answer(const Response& response) const {
    if (case_.contains("errorCode")) return error(response);
    if (!run_.protocol->is_success(*operation_, response)) return "not taken for a success";
    const Decoded decoded = run_.protocol->decode_response(model_, *operation_, response);
    const Shape* shape = model_.shape(operation_->output);
    if (!shape)
      return decoded.members.empty() ? std::nullopt : std::optional("decoded " + core::dump(decoded.members));
    return compare_members(model_, *shape, members_of_vector(model_, *shape, case_["result"]),
                           decoded.members);
  }

  [[nodiscard]] std::optional<std::string> error(const Response& response) const {
    if (run_.protocol->is_success(*operation_, response)) return "taken for a success";
    const DecodedError decoded = run_.protocol->decode_error(model_, *operation_, response);
    if (decoded.code != case_["errorCode"]) return unequal(case_["errorCode"], decoded.code);
    if (case_.contains("errorMessage") && decoded.message != case_["errorMessage"]) {
      return "message: " + unequal(case_["errorMessage"], decoded.message);
    }
    if (!decoded.well_formed) return "the envelope is not taken for well formed";
    const Shape* shape = error_shape();
    if (decoded.shape != shape) return "another error shape, or none";
    if (!shape) return std::nullopt;
    return compare_members(model_, *shape,
                           members_of_vector(model_, *shape, case_.value("error", Json::object())),
                           decoded.decoded.members);
  }

  [[nodiscard]] std::optional<std::string> answer_of_endpoint() const {
    Response response;
    if (case_.contains("errorCode")) {
      const Shape* shape = error_shape();
      const Json stated = case_.value("error", Json::object());
      response = run_.protocol->encode_error(
          model_, *operation_,
          {.code = text_in(case_, "errorCode"),
           .status = case_["response"]["status_code"].get<int>(),
           .message = text_in(case_, "errorMessage"),
           .request_id = "request-1",
           .shape = shape,
           .members = shape ? members_of_vector(model_, *shape, stated) : stated});
      const DecodedError decoded = run_.protocol->decode_error(model_, *operation_, response);
      if (decoded.request_id != "request-1") return "request id: " + decoded.request_id;
      if (!decoded.decoded.diagnostics.empty()) return noted(decoded.decoded.diagnostics.front());
    } else {
      const Shape* shape = model_.shape(operation_->output);
      const Json members = shape ? members_of_vector(model_, *shape, case_["result"]) : Json::object();
      response = run_.protocol->encode_response(model_, *operation_, members);
      const Decoded decoded = run_.protocol->decode_response(model_, *operation_, response);
      if (!decoded.diagnostics.empty()) return noted(decoded.diagnostics.front());
    }
    if (response.status != case_["response"]["status_code"].get<int>()) {
      return "status " + std::to_string(response.status);
    }
    return answer(response);
  }

  static std::string noted(const Diagnostic& diagnostic) {
    return "diagnostic " + std::string(to_string(diagnostic.kind)) + " at " + diagnostic.location + ": " +
           diagnostic.expected + " / " + diagnostic.actual;
  }

  const VectorRun& run_;
  Json case_;
  std::string endpoint_;
  Model model_;
  const Operation* operation_ = nullptr;
};

std::optional<std::filesystem::path> vector_file(const VectorRun& run, VectorSide side) {
  return core::shared_data("vectors/protocols/" + std::string(is_input(side) ? "input/" : "output/") +
                           std::string(run.file) + ".json");
}

}  // namespace

std::optional<std::string> compare_bytes(const std::string& expected, const std::string& actual) {
  if (expected == actual) return std::nullopt;
  return "body: " + unequal(expected, actual);
}

std::optional<std::string> compare_json_bodies(const std::string& expected, const std::string& actual) {
  const auto a = core::parse_json(expected);
  if (!a.value || a.fault) return compare_bytes(expected, actual);
  const auto b = core::parse_json(actual);
  if (!b.value || b.fault) return "body is no JSON: " + core::shorten(actual, 300);
  if (*a.value == *b.value) return std::nullopt;
  return "body: " + unequal(*a.value, *b.value);
}

std::optional<std::string> compare_forms(const std::string& expected, const std::string& actual) {
  const auto pairs = [](const std::string& body) {
    std::vector<std::string> out;
    for (const QueryParameter& parameter : parse_query(body)) {
      out.push_back(parameter.name + "=" + parameter.value.value_or(""));
    }
    std::sort(out.begin(), out.end());
    return out;
  };
  if (pairs(expected) == pairs(actual)) return std::nullopt;
  return "form: " + unequal(pairs(expected), pairs(actual));
}

Json members_of_vector(const Model& model, const Shape& shape, const Json& params) {
  return convert(model, shape, params);
}

std::optional<std::string> compare_members(const Model& model, const Shape& shape, const Json& expected,
                                           const Json& actual) {
  return compare_value(model, shape, expected, actual, "");
}

std::optional<std::string> compare_request(const VectorRun& run, const Json& serialized,
                                           const std::string& client_endpoint, const Request& actual) {
  if (serialized.contains("method") && actual.method != serialized["method"]) {
    return "method: " + unequal(serialized["method"], actual.method);
  }
  const auto [host, base] = host_and_path(client_endpoint);
  if (serialized.contains("uri")) {
    Request expected;
    expected.target = text_in(serialized, "uri");
    const std::string path = base + std::string(actual.path());
    if (expected.path() != path) return "path: " + unequal(std::string(expected.path()), path);
    if (sorted_pieces(expected.query()) != sorted_pieces(actual.query())) {
      return "query: " + unequal(std::string(expected.query()), std::string(actual.query()));
    }
  }
  if (serialized.contains("host")) {
    const std::string expected = host_and_path(text_in(serialized, "host")).first;
    if (expected != actual.host_prefix + host) return "host: " + unequal(expected, actual.host_prefix + host);
  }
  const std::string body = run.base64_bodies ? core::base64_decode(text_in(serialized, "body")).value_or("")
                                             : text_in(serialized, "body");
  for (const Header& header : headers_of(serialized)) {
    const std::string* value = actual.headers.find(header.name);
    if (!value) return "header " + header.name + " is missing";
    // A digest is of the bytes, and theirs may be laid out in another way than ours.
    const bool digest = core::equal_ignoring_case(header.name, "Content-MD5") &&
                        *value == core::base64_encode(core::md5(actual.body));
    if (*value != header.value && !digest)
      return "header " + header.name + ": " + unequal(header.value, *value);
  }
  // The transport adds Content-Length to whatever has a body.
  const auto has = [&](const std::string& name) {
    return core::equal_ignoring_case(name, "Content-Length") ? !actual.body.empty()
                                                             : actual.headers.has(name);
  };
  for (const Json& name : serialized.value("requireHeaders", Json::array())) {
    if (!has(name.get<std::string>())) return "header " + name.get<std::string>() + " is missing";
  }
  for (const Json& name : serialized.value("forbidHeaders", Json::array())) {
    if (has(name.get<std::string>())) return "header " + name.get<std::string>() + " is forbidden";
  }
  if (!serialized.contains("body")) return std::nullopt;
  return run.compare(body, actual.body);
}

bool vectors_are_there() { return core::shared_data("vectors/protocols").has_value(); }

VectorResult run_vectors(const VectorRun& run, VectorSide side) {
  VectorResult result;
  const auto path = vector_file(run, side);
  if (!path) {
    ADD_FAILURE() << run.file << " has no vectors for the side " << side_name(side);
    return result;
  }
  const core::JsonFile file = core::load_json(*path);
  std::vector<std::string_view> used;
  for (const OrderedJson& suite : file.value) {
    for (const OrderedJson& one : suite["cases"]) {
      const VectorCase vector(run, suite, one);
      const std::string id = vector.id();
      const auto exception =
          std::find_if(run.exceptions.begin(), run.exceptions.end(),
                       [&](const VectorException& known) { return known.side == side && known.id == id; });
      ++result.total;
      if (exception == run.exceptions.end()) {
        const auto difference = vector.difference(side, false);
        result.passed += !difference;
        if (difference) result.failures.push_back(id + ": " + *difference);
        continue;
      }
      used.push_back(exception->id);
      if (!vector.difference(side, false))
        result.failures.push_back(id + ": holds, but is listed as an exception");
      if (!exception->round_trip) continue;
      const auto difference = vector.difference(side, true);
      if (difference) result.failures.push_back(id + " (round trip): " + *difference);
    }
  }
  for (const VectorException& known : run.exceptions) {
    if (known.side == side && std::find(used.begin(), used.end(), known.id) == used.end()) {
      result.failures.push_back(std::string(known.id) +
                                ": listed as an exception, but there is no such vector");
    }
  }
  return result;
}

void expect_vectors(const VectorRun& run) {
  for (const VectorSide side : {VectorSide::input_client, VectorSide::input_endpoint,
                                VectorSide::output_client, VectorSide::output_endpoint}) {
    if (!vector_file(run, side)) continue;
    const VectorResult result = run_vectors(run, side);
    std::cout << run.file << " " << side_name(side) << ": " << result.passed << "/" << result.total << "\n";
    for (const std::string& failure : result.failures) {
      ADD_FAILURE() << run.file << " " << side_name(side) << " " << failure;
    }
  }
}

}  // namespace hallmark::wire
