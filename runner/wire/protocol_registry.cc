// The protocols that Hallmark speaks, in its default order, and what they have in common.
#include <array>

#include "wire/aws_json.h"
#include "wire/aws_query.h"
#include "wire/ec2_query.h"
#include "wire/protocol.h"
#include "wire/rest_json.h"
#include "wire/rest_xml.h"
#include "wire/rpcv2_cbor.h"

namespace hallmark::wire {

const contract::ProtocolFacts& Protocol::facts() const { return contract::protocol_facts(id()); }

std::string_view Protocol::name() const { return facts().name; }

std::string_view Protocol::content_type() const { return facts().request_type; }

std::vector<const Protocol*> all_protocols() {
  return {&rest_json(),  &rest_xml(),  &aws_json_1_0(), &aws_json_1_1(),
          &rpcv2_cbor(), &aws_query(), &ec2_query()};
}

const Protocol* find_protocol(std::string_view id_or_name) {
  const contract::ProtocolFacts* facts = contract::find_protocol_facts(id_or_name);
  for (const Protocol* protocol : all_protocols()) {
    if (facts != nullptr && protocol->id() == facts->id) return protocol;
  }
  return nullptr;
}

const Protocol* protocol_for(const contract::Model& model) {
  for (const std::string& id : model.protocols()) {
    if (const Protocol* protocol = find_protocol(id)) return protocol;
  }
  return nullptr;
}

bool Protocol::is_success(const contract::Operation& operation, const Response& response) const {
  if (response.status >= 200 && response.status < 300) return true;
  return response.status >= 300 && response.status < 400 && response.status == success_status(operation);
}

int Protocol::success_status(const contract::Operation& operation) const {
  if (!facts().rest) return 200;
  const auto http = contract::http_binding(operation);
  return http ? http->code : 200;
}

}  // namespace hallmark::wire
