#include "wire/ec2_query.h"

#include "wire/form_protocol.h"
#include "wire/xml_body.h"

namespace hallmark::wire {
namespace {

using contract::Model;
using contract::Operation;
using contract::Shape;

class Ec2Query final : public FormProtocol {
 public:
  Ec2Query()
      : FormProtocol(
            {.form = FormStyle::ec2, .error = XmlErrorStyle::ec2, .xml_type = "text/xml;charset=UTF-8"}) {}
  std::string_view id() const override { return contract::protocol::ec2_query; }

 protected:
  void read_output(const Model& model, const Operation&, const Shape& output, const XmlElement& root,
                   Decoded& decoded) const override {
    read_xml_members(model, output, root,
                     {.pointer = "", .location = "body /" + root.name, .diagnostics = decoded.diagnostics},
                     decoded.members, {.wanted = nullptr, .envelope = {"requestId", "RequestId"}});
  }

  void write_output(const Model& model, const Operation&, const Shape* structure, const Json& output,
                    XmlWriter& writer) const override {
    writer.element("requestId", placeholder_request_id);
    std::vector<std::string> inexpressible;
    if (structure) {
      write_xml_members({.model = model, .writer = writer, .inexpressible = inexpressible}, *structure,
                        output, "");
    }
  }
};

}  // namespace

const Protocol& ec2_query() {
  static const Ec2Query protocol;
  return protocol;
}

}  // namespace hallmark::wire
