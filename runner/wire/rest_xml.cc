#include "wire/rest_xml.h"

#include <algorithm>

#include "contract/service_facts.h"
#include "core/json.h"
#include "core/text.h"
#include "wire/http_bindings.h"
#include "wire/xml_body.h"
#include "wire/xml_error.h"

namespace hallmark::wire {
namespace {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;

bool has_xml_name(const contract::Traits& traits) { return traits.has(contract::trait::xml_name); }

std::string_view without_suffix(std::string_view name) {
  for (const std::string_view suffix : {"Output", "Response", "Result", "Request", "Input"}) {
    if (name.size() > suffix.size() && name.ends_with(suffix))
      return name.substr(0, name.size() - suffix.size());
  }
  return name;
}

void diagnose_root(const XmlElement& root, const std::string& expected,
                   std::vector<Diagnostic>& diagnostics) {
  add_diagnostic(diagnostics, {.kind = DiagnosticKind::wrong_root,
                               .pointer = "",
                               .location = "body",
                               .expected = expected,
                               .actual = root.name});
}

MemberFilter in_body(const Bindings& bindings) {
  return [&bindings](const Member& member) {
    return std::find(bindings.body.begin(), bindings.body.end(), &member) != bindings.body.end();
  };
}

MemberFilter in_body(Bindings&& bindings) {
  return [body = std::move(bindings.body)](const Member& member) {
    return std::find(body.begin(), body.end(), &member) != body.end();
  };
}

class XmlCodec : public BodyCodec {
 public:
  std::string content_type() const override { return "application/xml"; }
  bool accepts(std::string_view media_type) const override {
    return media_type == "application/xml" || media_type == "text/xml" || media_type.ends_with("+xml");
  }

  std::string encode_members(const BodyContext& context, const Json& members,
                             std::vector<std::string>& inexpressible) const override {
    XmlWriter writer;
    start_root(writer, xml_root_name(*context.structure),
               root_namespace(context.model, context.structure->traits));
    write_xml_members({.model = context.model, .writer = writer, .inexpressible = inexpressible},
                      *context.structure, members, "", in_body(*context.bindings));
    writer.end();
    return writer.take();
  }

  std::optional<std::string> encode_payload(const BodyContext& context, const Member& payload,
                                            const Json* value,
                                            std::vector<std::string>& inexpressible) const override {
    if (!value) return std::nullopt;
    XmlWriter writer;
    auto space = xml_namespace_of(payload.traits);
    if (!space.stated())
      space = root_namespace(context.model, contract::target_of(context.model, payload).traits);
    start_root(writer, xml_root_name(context.model, payload), space);
    const auto pointer = core::pointer_join("", payload.name);
    if (value->is_null()) {
      inexpressible.push_back(pointer);
    } else {
      write_xml_content({.model = context.model, .writer = writer, .inexpressible = inexpressible}, payload,
                        *value, pointer);
    }
    writer.end();
    return writer.take();
  }

  void decode_members(const BodyContext& context, std::string_view body, Decoded& into) const override {
    const auto root = read_xml_body(body, context.limits, into.diagnostics);
    if (!root) return;
    check_root(context, *root, into.diagnostics);
    const Cursor at{.pointer = "", .location = "body /" + root->name, .diagnostics = into.diagnostics};
    check_xml_namespace(*root, root_namespace(context.model, context.structure->traits), at);
    read_xml_members(context.model, *context.structure, *root, at, into.members,
                     {.wanted = in_body(*context.bindings), .envelope = {}});
  }

  void decode_payload(const BodyContext& context, const Member& payload, std::string_view body,
                      Decoded& into) const override {
    const auto root = read_xml_body(body, context.limits, into.diagnostics);
    if (!root) return;
    const auto& target = contract::target_of(context.model, payload);
    const auto expected = xml_root_name(context.model, payload);
    const bool stated = has_xml_name(payload.traits) || has_xml_name(target.traits);
    if (root->name != expected && (stated || root->name != payload.name))
      diagnose_root(*root, expected, into.diagnostics);
    auto space = xml_namespace_of(payload.traits);
    if (!space.stated()) space = root_namespace(context.model, target.traits);
    const Cursor at{.pointer = core::pointer_join("", payload.name),
                    .location = "body /" + root->name,
                    .diagnostics = into.diagnostics};
    check_xml_namespace(*root, space, at);
    into.members[payload.name] = read_xml_value(context.model, payload, *root, at);
  }

 private:
  static void start_root(XmlWriter& writer, const std::string& name, const XmlNamespace& space) {
    writer.start(name);
    if (space.stated()) writer.declare_namespace(space.prefix, space.uri);
  }

  // A structure's name is a root's name only where nobody renamed the structure on the way into the
  // model, as code generators do with outputs; a stated xmlName is exact.
  static void check_root(const BodyContext& context, const XmlElement& root,
                         std::vector<Diagnostic>& diagnostics) {
    const auto expected = xml_root_name(*context.structure);
    if (root.name == expected) return;
    if (!has_xml_name(context.structure->traits) && without_suffix(root.name) == without_suffix(expected))
      return;
    diagnose_root(root, expected, diagnostics);
  }
};

// s3UnwrappedXmlOutput: the root is the only member itself.
class UnwrappedCodec final : public XmlCodec {
 public:
  std::string encode_members(const BodyContext& context, const Json& members,
                             std::vector<std::string>& inexpressible) const override {
    const auto* member = only_member(context);
    if (!member) return XmlCodec::encode_members(context, members, inexpressible);
    XmlWriter writer;
    writer.start(xml_name_of(*member));
    const auto space = root_namespace(context.model, context.structure->traits);
    if (space.stated()) writer.declare_namespace(space.prefix, space.uri);
    if (const auto found = members.find(member->name); found != members.end() && !found->is_null()) {
      write_xml_content({.model = context.model, .writer = writer, .inexpressible = inexpressible}, *member,
                        *found, core::pointer_join("", member->name));
    }
    writer.end();
    return writer.take();
  }

  void decode_members(const BodyContext& context, std::string_view body, Decoded& into) const override {
    const auto* member = only_member(context);
    if (!member) return XmlCodec::decode_members(context, body, into);
    const auto root = read_xml_body(body, context.limits, into.diagnostics);
    if (!root) return;
    if (root->name != xml_name_of(*member)) diagnose_root(*root, xml_name_of(*member), into.diagnostics);
    into.members[member->name] = read_xml_value(context.model, *member, *root,
                                                {.pointer = core::pointer_join("", member->name),
                                                 .location = "body /" + root->name,
                                                 .diagnostics = into.diagnostics});
  }

 private:
  static const Member* only_member(const BodyContext& context) {
    return context.bindings->body.size() == 1 ? context.bindings->body.front() : nullptr;
  }
};

XmlErrorStyle error_style(const Model& model) {
  return contract::has_bare_errors(model) ? XmlErrorStyle::bare : XmlErrorStyle::wrapped;
}

class RestXml final : public Protocol {
 public:
  std::string_view id() const override { return contract::protocol::rest_xml; }

  EncodedRequest encode_request(const Model& model, const Operation& operation, const Json& input,
                                const EncodeOptions& options) const override {
    return encode_http_request(model, operation, input, options, codec_);
  }

  Decoded decode_response(const Model& model, const Operation& operation, const Response& response,
                          const BodyLimits& limits) const override {
    return decode_http_response(model, operation, response, limits, output_codec(operation));
  }

  DecodedError decode_error(const Model& model, const Operation& operation, const Response& response,
                            const BodyLimits& limits) const override {
    const auto wanted = [&](const Shape& shape) {
      return in_body(split(model, shape, MessageKind::response));
    };
    auto decoded = read_xml_error(model, operation, id(), response, limits, error_style(model), wanted);
    if (!response.body.empty()) check_content_type(response.headers, codec_, decoded.decoded.diagnostics);
    if (decoded.shape) decode_output_headers(model, *decoded.shape, response, decoded.decoded);
    return decoded;
  }

  Routed route(const Model& model, const Request& request) const override {
    return route_http(model, request);
  }

  Decoded decode_request(const Model& model, const Operation& operation,
                         const Request& request) const override {
    return decode_http_request(model, operation, request, codec_);
  }

  Response encode_response(const Model& model, const Operation& operation,
                           const Json& output) const override {
    return encode_http_response(model, operation, output, output_codec(operation));
  }

  Response encode_error(const Model& model, const Operation& operation,
                        const ErrorAnswer& error) const override {
    auto response = encode_output(model, error.shape, error.status, error.members, codec_);
    const auto style = error_style(model);
    MemberFilter wanted;
    if (error.shape) wanted = in_body(split(model, *error.shape, MessageKind::response));
    const auto binding = contract::http_binding(operation);
    if (binding && binding->method == "HEAD") {
      response.body.clear();
      response.headers.remove("Content-Type");
    } else {
      response.body = write_xml_error(model, error, style, wanted);
      response.headers.set("Content-Type", std::string(content_type()));
    }
    if (!error.request_id.empty()) {
      response.headers.set(style == XmlErrorStyle::bare ? "x-amz-request-id" : "x-amzn-RequestId",
                           error.request_id);
    }
    return response;
  }

 private:
  const BodyCodec& output_codec(const Operation& operation) const {
    if (operation.traits.has(contract::trait::s3_unwrapped_xml_output)) return unwrapped_;
    return codec_;
  }

  XmlCodec codec_;
  UnwrappedCodec unwrapped_;
};

}  // namespace

const Protocol& rest_xml() {
  static const RestXml protocol;
  return protocol;
}

}  // namespace hallmark::wire
