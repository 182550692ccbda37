#include "wire/ec2_query.h"

#include "core/json.h"
#include "wire/form_protocol.h"
#include "wire/xml_body.h"
#include "wire/xml_error.h"

namespace hallmark::wire {
namespace {

using contract::Model;
using contract::Operation;

class Ec2Query final : public Protocol {
 public:
  std::string_view id() const override { return contract::protocol::ec2_query; }
  std::string_view name() const override { return "ec2-query"; }
  std::string_view content_type() const override { return "application/x-www-form-urlencoded"; }

  EncodedRequest encode_request(const Model& model, const Operation& operation, const Json& input,
                                const EncodeOptions& options) const override {
    return encode_form_request(model, operation, input, options, FormStyle::ec2);
  }

  Decoded decode_response(const Model& model, const Operation& operation,
                          const Response& response) const override {
    Decoded decoded;
    if (response.body.empty()) {
      add_note(decoded.notes, {.kind = NoteKind::empty_body,
                               .pointer = "",
                               .location = "body",
                               .expected = "XML",
                               .actual = "nothing"});
      return decoded;
    }
    check_xml_content_type(response.headers, decoded.notes);
    const auto root = read_xml_body(response.body, decoded.notes);
    if (!root) return decoded;
    const auto root_name = wire_operation_name(operation) + "Response";
    const auto location = "body /" + root->name;
    if (root->name != root_name) {
      add_note(decoded.notes, {.kind = NoteKind::wrong_root,
                               .pointer = "",
                               .location = "body",
                               .expected = root_name,
                               .actual = root->name});
    }
    check_xml_namespace(*root, xml_namespace_of(model.service.traits), "", location, decoded.notes);
    if (const auto* output = model.shape(operation.output)) {
      read_xml_members({.model = model, .notes = decoded.notes}, *output, *root, "", location,
                       decoded.members, {.wanted = nullptr, .envelope = {"requestId", "RequestId"}});
    }
    return decoded;
  }

  DecodedError decode_error(const Model& model, const Operation& operation,
                            const Response& response) const override {
    return read_xml_error(model, operation, id(), response, XmlErrorStyle::ec2);
  }

  Routed route(const Model& model, const Request& request) const override {
    return route_form(model, request);
  }

  Decoded decode_request(const Model& model, const Operation& operation,
                         const Request& request) const override {
    return decode_form_request(model, operation, request, FormStyle::ec2);
  }

  Response encode_response(const Model& model, const Operation& operation,
                           const Json& output) const override {
    XmlWriter writer;
    std::vector<std::string> inexpressible;
    writer.start(wire_operation_name(operation) + "Response");
    const auto space = xml_namespace_of(model.service.traits);
    if (space.stated()) writer.declare_namespace(space.prefix, space.uri);
    writer.element("requestId", placeholder_request_id);
    if (const auto* structure = model.shape(operation.output)) {
      write_xml_members({.model = model, .writer = writer, .inexpressible = inexpressible}, *structure,
                        output, "");
    }
    writer.end();
    return xml_response(200, writer.take());
  }

  Response encode_error(const Model& model, const Operation&, const ErrorAnswer& error) const override {
    auto response = xml_response(error.status, write_xml_error(model, error, XmlErrorStyle::ec2));
    if (!error.request_id.empty()) response.headers.set("x-amzn-RequestId", error.request_id);
    return response;
  }

 private:
  static Response xml_response(int status, std::string body) {
    Response response;
    response.status = status;
    response.headers.set("Content-Type", "text/xml;charset=UTF-8");
    response.body = std::move(body);
    return response;
  }
};

}  // namespace

const Protocol& ec2_query() {
  static const Ec2Query protocol;
  return protocol;
}

}  // namespace hallmark::wire
