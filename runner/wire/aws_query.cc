#include "wire/aws_query.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/json.h"
#include "core/text.h"
#include "wire/form_protocol.h"
#include "wire/xml_body.h"
#include "wire/xml_error.h"

namespace hallmark::wire {
namespace {

using contract::Model;
using contract::Operation;

std::string result_name(const Operation& operation, const contract::Shape* output) {
  const Json* stated = operation.traits.find(contract::trait::result_wrapper);
  if (!stated && output) stated = output->traits.find(contract::trait::result_wrapper);
  if (stated && stated->is_string()) return stated->get<std::string>();
  return wire_operation_name(operation) + "Result";
}

void note_root(std::vector<Note>& notes, const std::string& location, const std::string& expected,
               const std::string& actual) {
  add_note(notes, {.kind = NoteKind::wrong_root,
                   .pointer = "",
                   .location = location,
                   .expected = expected,
                   .actual = actual});
}

// The element that holds the output's members, noting where it is not the one that the protocol names.
const XmlElement* find_result(const XmlElement& root, const Operation& operation,
                              const contract::Shape& output, std::vector<Note>& notes) {
  const auto name = result_name(operation, &output);
  if (root.name == name) return &root;  // the outer element is missing: noted by the caller
  if (const XmlElement* result = root.child(name)) return result;
  if (output.members.empty()) return nullptr;
  for (const auto& member : output.members) {
    if (!root.child(xml_name_of(member))) continue;
    add_note(notes, {.kind = NoteKind::misplaced,
                     .pointer = core::pointer_join("", member.name),
                     .location = "body /" + root.name,
                     .expected = "inside <" + name + ">",
                     .actual = "beside it"});
    return &root;
  }
  for (const auto& child : root.children) {
    if (child.name == "ResponseMetadata") continue;
    note_root(notes, "body /" + root.name, name, child.name);
    return &child;
  }
  note_root(notes, "body /" + root.name, name, "none");
  return nullptr;
}

class AwsQuery final : public Protocol {
 public:
  std::string_view id() const override { return contract::protocol::aws_query; }
  std::string_view name() const override { return "aws-query"; }
  std::string_view content_type() const override { return "application/x-www-form-urlencoded"; }

  EncodedRequest encode_request(const Model& model, const Operation& operation, const Json& input,
                                const EncodeOptions& options) const override {
    return encode_form_request(model, operation, input, options, FormStyle::query);
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
    if (root->name != root_name) note_root(decoded.notes, "body", root_name, root->name);
    check_xml_namespace(*root, xml_namespace_of(model.service.traits), "", "body /" + root->name,
                        decoded.notes);
    const auto* output = model.shape(operation.output);
    if (!output) return decoded;
    const XmlElement* result = find_result(*root, operation, *output, decoded.notes);
    if (!result) return decoded;
    const auto location =
        result == &*root ? "body /" + root->name : fmt::format("body /{}/{}", root->name, result->name);
    read_xml_members({.model = model, .notes = decoded.notes}, *output, *result, "", location,
                     decoded.members, {.wanted = nullptr, .envelope = {"ResponseMetadata"}});
    return decoded;
  }

  DecodedError decode_error(const Model& model, const Operation& operation,
                            const Response& response) const override {
    return read_xml_error(model, operation, id(), response, XmlErrorStyle::wrapped);
  }

  Routed route(const Model& model, const Request& request) const override {
    return route_form(model, request);
  }

  Decoded decode_request(const Model& model, const Operation& operation,
                         const Request& request) const override {
    return decode_form_request(model, operation, request, FormStyle::query);
  }

  Response encode_response(const Model& model, const Operation& operation,
                           const Json& output) const override {
    XmlWriter writer;
    std::vector<std::string> inexpressible;
    writer.start(wire_operation_name(operation) + "Response");
    const auto space = xml_namespace_of(model.service.traits);
    if (space.stated()) writer.declare_namespace(space.prefix, space.uri);
    const auto* structure = model.shape(operation.output);
    const bool has_output = structure && structure->name() != "Unit";
    if (has_output) {
      writer.start(result_name(operation, structure));
      write_xml_members({.model = model, .writer = writer, .inexpressible = inexpressible}, *structure,
                        output, "");
      writer.end();
    }
    writer.start("ResponseMetadata");
    writer.element("RequestId", placeholder_request_id);
    writer.end();
    writer.end();
    return xml_response(200, writer.take());
  }

  Response encode_error(const Model& model, const Operation&, const ErrorAnswer& error) const override {
    auto response = xml_response(error.status, write_xml_error(model, error, XmlErrorStyle::wrapped));
    if (!error.request_id.empty()) response.headers.set("x-amzn-RequestId", error.request_id);
    return response;
  }

 private:
  static Response xml_response(int status, std::string body) {
    Response response;
    response.status = status;
    response.headers.set("Content-Type", "text/xml");
    response.body = std::move(body);
    return response;
  }
};

}  // namespace

const Protocol& aws_query() {
  static const AwsQuery protocol;
  return protocol;
}

}  // namespace hallmark::wire
