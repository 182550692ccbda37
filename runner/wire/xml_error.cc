#include "wire/xml_error.h"

#include <fmt/format.h>

#include <array>

#include "core/json.h"
#include "core/text.h"
#include "wire/diagnostics.h"

namespace hallmark::wire {
namespace {

struct Found {
  const XmlElement* error = nullptr;
  std::string location = {};  // of `error`
  bool in_style = false;
};

Found find_error(const XmlElement& root, XmlErrorStyle style) {
  if (root.name == "Error") {
    return {.error = &root, .location = "body /Error", .in_style = style == XmlErrorStyle::bare};
  }
  if (const XmlElement* error = root.child("Error")) {
    return {.error = error,
            .location = fmt::format("body /{}/Error", root.name),
            .in_style = style == XmlErrorStyle::wrapped && root.name == "ErrorResponse"};
  }
  const XmlElement* errors = root.child("Errors");
  if (const XmlElement* error = errors ? errors->child("Error") : nullptr) {
    return {.error = error,
            .location = fmt::format("body /{}/Errors/Error", root.name),
            .in_style = style == XmlErrorStyle::ec2 && root.name == "Response"};
  }
  return {};
}

const contract::Shape* find_shape(const contract::Model& model, const contract::Operation& operation,
                                  std::string_view protocol_id, const std::string& code) {
  if (code.empty()) return nullptr;
  for (const auto* shape : contract::listed_errors(model, operation)) {
    if (contract::error_info(model, *shape, protocol_id).code == code) return shape;
  }
  for (const auto& [id, shape] : model.shapes) {
    if (shape.traits.has(contract::trait::error) &&
        contract::error_info(model, shape, protocol_id).code == code) {
      return &shape;
    }
  }
  return nullptr;
}

const contract::Member* message_member(const contract::Shape& shape) {
  for (const auto& member : shape.members) {
    if (core::equal_ignoring_case(xml_name_of(member), "message")) return &member;
  }
  return nullptr;
}

// What clients read of an envelope beside the code: whose fault it is, and the request's id.
void diagnose_envelope(const XmlElement& root, const Found& found, const Response& response,
                       XmlErrorStyle style, std::vector<Diagnostic>& diagnostics) {
  const auto lacks = [&](const std::string& location, const std::string& expected, std::string actual) {
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::incomplete_envelope,
                                 .pointer = "",
                                 .location = location,
                                 .expected = expected,
                                 .actual = actual.empty() ? "nothing" : std::move(actual)});
  };
  if (style == XmlErrorStyle::wrapped) {
    const std::string fault = response.status >= 500 ? "Receiver" : "Sender";
    const XmlElement* type = found.error->child("Type");
    std::string text(type ? core::trim(type->text) : "");
    if (text != fault) lacks(found.location + "/Type", fault, std::move(text));
  }
  const bool inside = style == XmlErrorStyle::bare;
  const XmlElement& holder = inside ? *found.error : root;
  std::string id;
  for (const XmlElement* place : {&holder, found.error}) {
    for (const XmlElement& child : place->children) {
      if (id.empty() && core::equal_ignoring_case(child.name, "RequestId")) id = core::trim(child.text);
    }
  }
  const std::string location = inside ? found.location + "/RequestId" : "body /" + root.name + "/RequestId";
  // That the header has the same one no document says.
  if (id.empty()) lacks(location, "the request's id", "");
}

std::string request_id_of(const XmlElement* root, const XmlElement* error, const Headers& headers) {
  for (const XmlElement* place : {root, error}) {
    if (!place) continue;
    for (const auto& child : place->children) {
      if (core::equal_ignoring_case(child.name, "RequestId")) return std::string(core::trim(child.text));
    }
  }
  for (const auto* name : {"x-amzn-RequestId", "x-amz-request-id"}) {
    if (const auto* value = headers.find(name)) return *value;
  }
  return {};
}

}  // namespace

DecodedError read_xml_error(const contract::Model& model, const contract::Operation& operation,
                            std::string_view protocol_id, const Response& response, const BodyLimits& limits,
                            XmlErrorStyle style,
                            const std::function<MemberFilter(const contract::Shape&)>& wanted) {
  DecodedError decoded;
  auto& diagnostics = decoded.decoded.diagnostics;
  std::optional<XmlElement> root;
  if (response.body.empty()) {
    // An answer to HEAD has no body to put an envelope into.
    const auto binding = contract::http_binding(operation);
    decoded.well_formed = binding && binding->method == "HEAD";
    if (!decoded.well_formed) {
      add_diagnostic(diagnostics, {.kind = DiagnosticKind::empty_body,
                                   .pointer = "",
                                   .location = "body",
                                   .expected = "an error document",
                                   .actual = "nothing"});
    }
  } else {
    root = read_xml_body(response.body, limits, diagnostics);
  }
  const Found found = root ? find_error(*root, style) : Found{};
  if (root && !found.in_style) {
    static constexpr std::array<const char*, 3> expected = {"/ErrorResponse/Error", "/Error",
                                                            "/Response/Errors/Error"};
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::wrong_root,
                                 .pointer = "",
                                 .location = "body /" + root->name,
                                 .expected = expected[static_cast<std::size_t>(style)],
                                 .actual = found.error ? found.location.substr(5) : "/" + root->name});
  }
  decoded.request_id = request_id_of(root ? &*root : nullptr, found.error, response.headers);
  if (!found.error) {
    if (!response.body.empty()) decoded.well_formed = false;
    return decoded;
  }
  if (found.in_style) diagnose_envelope(*root, found, response, style, diagnostics);
  const auto& error = *found.error;
  for (const auto& child : error.children) {
    if (child.name == "Code") {
      // As it stands: clients compare it whole, so that a blank around it is part of another code.
      const std::string& code = child.text;
      if (decoded.all_codes.empty()) {
        decoded.code = code;
        decoded.raw_code = child.text;
        decoded.code_location = found.location + "/Code";
      }
      decoded.all_codes.emplace_back(found.location + "/Code", code);
    } else if (core::equal_ignoring_case(child.name, "Message") && decoded.message.empty()) {
      decoded.message = child.text;
    }
  }
  decoded.well_formed = found.in_style && !decoded.code.empty();
  decoded.shape = find_shape(model, operation, protocol_id, decoded.code);
  if (decoded.shape) {
    XmlStructureOptions options;
    if (wanted) options.wanted = wanted(*decoded.shape);
    options.envelope = {"Type", "Code", "Message", "message", "Detail", "RequestId"};
    // S3 says there what the error is about, and its model knows nothing of it.
    if (style == XmlErrorStyle::bare) options.envelope.insert({"HostId", "Resource", "BucketName", "Key"});
    auto& members = decoded.decoded.members;
    read_xml_members(model, *decoded.shape, error,
                     {.pointer = "", .location = found.location, .diagnostics = diagnostics}, members,
                     options);
    const auto* message = message_member(*decoded.shape);
    const bool sent = error.child("Message") || error.child("message");
    if (message && sent && !members.contains(message->name)) members[message->name] = decoded.message;
  }
  return decoded;
}

std::string write_xml_error(const contract::Model& model, const ErrorAnswer& error, XmlErrorStyle style,
                            const MemberFilter& wanted) {
  XmlWriter writer;
  std::vector<std::string> inexpressible;
  const auto space = xml_namespace_of(model.service.traits);
  const auto start_root = [&](const char* name) {
    writer.start(name);
    if (space.stated() && style == XmlErrorStyle::wrapped) writer.declare_namespace(space.prefix, space.uri);
  };
  if (style == XmlErrorStyle::wrapped) start_root("ErrorResponse");
  if (style == XmlErrorStyle::ec2) {
    start_root("Response");
    writer.start("Errors");
  }
  writer.start("Error");
  const auto* message = error.shape ? message_member(*error.shape) : nullptr;
  Json members = error.members.is_object() ? error.members : Json::object();
  if (message) members.erase(message->name);
  if (style == XmlErrorStyle::wrapped) writer.element("Type", error.client_fault ? "Sender" : "Receiver");
  writer.element("Code", error.code);
  writer.element(message ? xml_name_of(*message) : "Message", error.message);
  static const contract::Shape nothing;
  const XmlWriting writing{.model = model, .writer = writer, .inexpressible = inexpressible};
  // Code and Type stand in the envelope already, also where the shape repeats them.
  const auto further = [&](const contract::Member& member) {
    const auto name = xml_name_of(member);
    return name != "Code" && name != "Type" && (!wanted || wanted(member));
  };
  write_xml_members(writing, error.shape ? *error.shape : nothing, members, "", further);
  if (style == XmlErrorStyle::bare) writer.element("RequestId", error.request_id);
  writer.end();
  if (style == XmlErrorStyle::ec2) writer.end();
  if (style == XmlErrorStyle::wrapped) writer.element("RequestId", error.request_id);
  if (style == XmlErrorStyle::ec2) writer.element("RequestID", error.request_id);
  if (style != XmlErrorStyle::bare) writer.end();
  return writer.take();
}

}  // namespace hallmark::wire
