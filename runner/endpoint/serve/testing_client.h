// For tests only: a client that signs and sends, in process or over a loopback socket.
#pragma once

#include <optional>
#include <string>

#include "contract/model.h"
#include "contract/smithy.h"
#include "core/testing.h"
#include "endpoint/serve/service.h"
#include "wire/protocol.h"
#include "wire/sigv4.h"

namespace hallmark::endpoint::testing {

// A published model of the reference data; null when that is not there.
[[nodiscard]] inline std::shared_ptr<const contract::Model> published(const std::string& file) {
  const auto path = core::shared_data("models/smithy/" + file);
  if (!path) return nullptr;
  return std::make_shared<const contract::Model>(contract::read_smithy(core::load_json(*path)));
}

// The contract of a service as it is committed under schemas/.
[[nodiscard]] inline std::shared_ptr<const contract::Model> committed(const std::string& slug) {
  const char* elsewhere = std::getenv("HALLMARK_SCHEMAS");
  const std::filesystem::path root = elsewhere != nullptr ? elsewhere : HALLMARK_SOURCE_DIR "/schemas";
  const auto path = root / slug / "model.json";
  return std::make_shared<const contract::Model>(contract::read_smithy(core::load_json(path)));
}

// What a committed suite says of its service beside the contract; null where there is no suite.
[[nodiscard]] inline Json committed_facts(const std::string& slug) {
  const std::filesystem::path path =
      std::filesystem::path(HALLMARK_SOURCE_DIR "/suites") / (slug + ".suite.json");
  if (!std::filesystem::exists(path)) return {};
  const Json suite = core::load_json(path).value;
  Json facts = suite.value("facts", Json::object());
  facts["promised"] = suite.value("promised", Json::object());
  return facts;
}

// What came back, decoded.
struct Reply {
  int status = 0;
  std::string error;  // code; empty on success
  Json members = Json::object();
  wire::DecodedError decoded_error;
  wire::Decoded decoded;
  wire::Response response;
  [[nodiscard]] Json at(const std::string& pointer) const {
    const Json* found = core::pointer_find(members, pointer);
    return found == nullptr ? Json() : *found;
  }
};

struct Sender {
  std::string role = "default";
  std::string suffix = "0001";
  std::string fault;   // exception asked for
  std::string secret;  // instead of the right one
  std::chrono::seconds signed_before{0};
  bool sign = true;
  std::string raw_body;                   // instead of the encoded one
  std::vector<std::string> drop_headers;  // before signing
};

[[nodiscard]] inline wire::Request signed_request(const contract::Model& model, const std::string& operation,
                                                  const Json& input, const Sender& sender, core::Time now,
                                                  const std::string& host = "localhost") {
  const wire::Protocol& protocol = *wire::protocol_for(model);
  wire::Request request = protocol.encode_request(model, *model.operation(operation), input).request;
  if (!sender.raw_body.empty()) {
    request.body = sender.raw_body;
  }
  for (const auto& name : sender.drop_headers) request.headers.remove(name);
  request.headers.set("Host", host);
  if (!sender.fault.empty()) request.headers.set(std::string(fault_header), sender.fault);
  if (sender.sign) {
    const std::string key = derived_access_key(sender.role, sender.suffix);
    const Json* sigv4 = model.service.traits.find(contract::trait::sigv4);
    const std::string service = sigv4 != nullptr ? sigv4->value("name", model.slug) : model.slug;
    wire::sign(request, {key, sender.secret.empty() ? derived_secret(key) : sender.secret, ""},
               {.region = "us-east-1", .service = service}, now - sender.signed_before);
  }
  return request;
}

[[nodiscard]] inline Reply understand(const contract::Model& model, const std::string& operation,
                                      const wire::Response& response) {
  const wire::Protocol& protocol = *wire::protocol_for(model);
  const contract::Operation& shape = *model.operation(operation);
  Reply reply;
  reply.status = response.status;
  reply.response = response;
  if (protocol.is_success(shape, response)) {
    reply.decoded = protocol.decode_response(model, shape, response);
    reply.members = reply.decoded.members;
  } else {
    reply.decoded_error = protocol.decode_error(model, shape, response);
    reply.error = reply.decoded_error.code;
    reply.members = reply.decoded_error.decoded.members;
  }
  return reply;
}

}  // namespace hallmark::endpoint::testing
