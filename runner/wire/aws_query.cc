#include "wire/aws_query.h"

#include <fmt/format.h>

#include "core/json.h"
#include "wire/form_protocol.h"
#include "wire/xml_body.h"

namespace hallmark::wire {
namespace {

using contract::Model;
using contract::Operation;
using contract::Shape;

std::string result_name(const Operation& operation, const Shape* output) {
  const Json* stated = operation.traits.find(contract::trait::result_wrapper);
  if (!stated && output) stated = output->traits.find(contract::trait::result_wrapper);
  if (stated && stated->is_string()) return stated->get<std::string>();
  return wire_operation_name(operation) + "Result";
}

void diagnose_root(std::vector<Diagnostic>& diagnostics, const std::string& location,
                   const std::string& expected, const std::string& actual) {
  add_diagnostic(diagnostics, {.kind = DiagnosticKind::wrong_root,
                               .pointer = "",
                               .location = location,
                               .expected = expected,
                               .actual = actual});
}

// The element that holds the output's members, noting where it is not the one that the protocol names.
const XmlElement* find_result(const XmlElement& root, const Operation& operation, const Shape& output,
                              std::vector<Diagnostic>& diagnostics) {
  const auto name = result_name(operation, &output);
  if (root.name == name) return &root;  // the outer element is missing: noted by the caller
  if (const XmlElement* result = root.child(name)) return result;
  if (output.members.empty()) return nullptr;
  for (const auto& member : output.members) {
    if (!root.child(xml_name_of(member))) continue;
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::misplaced,
                                 .pointer = core::pointer_join("", member.name),
                                 .location = "body /" + root.name,
                                 .expected = "inside <" + name + ">",
                                 .actual = "beside it"});
    return &root;
  }
  for (const auto& child : root.children) {
    if (child.name == "ResponseMetadata") continue;
    diagnose_root(diagnostics, "body /" + root.name, name, child.name);
    return &child;
  }
  diagnose_root(diagnostics, "body /" + root.name, name, "none");
  return nullptr;
}

class AwsQuery final : public FormProtocol {
 public:
  AwsQuery()
      : FormProtocol({.form = FormStyle::query, .error = XmlErrorStyle::wrapped, .xml_type = "text/xml"}) {}
  std::string_view id() const override { return contract::protocol::aws_query; }

 protected:
  void read_output(const Model& model, const Operation& operation, const Shape& output,
                   const XmlElement& root, Decoded& decoded) const override {
    const XmlElement* result = find_result(root, operation, output, decoded.diagnostics);
    if (!result) return;
    const auto location =
        result == &root ? "body /" + root.name : fmt::format("body /{}/{}", root.name, result->name);
    read_xml_members(model, output, *result,
                     {.pointer = "", .location = location, .diagnostics = decoded.diagnostics},
                     decoded.members, {.wanted = nullptr, .envelope = {"ResponseMetadata"}});
  }

  void write_output(const Model& model, const Operation& operation, const Shape* structure,
                    const Json& output, XmlWriter& writer) const override {
    if (structure && structure->name() != "Unit") {
      std::vector<std::string> inexpressible;
      writer.start(result_name(operation, structure));
      write_xml_members({.model = model, .writer = writer, .inexpressible = inexpressible}, *structure,
                        output, "");
      writer.end();
    }
    writer.start("ResponseMetadata");
    writer.element("RequestId", placeholder_request_id);
    writer.end();
  }
};

}  // namespace

const Protocol& aws_query() {
  static const AwsQuery protocol;
  return protocol;
}

}  // namespace hallmark::wire
