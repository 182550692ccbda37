#include "endpoint/mutants/hooks_document.h"

#include <algorithm>

#include "core/text.h"
#include "endpoint/mutants/body_edit.h"
#include "endpoint/mutants/xml_tree.h"

namespace hallmark::endpoint {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Every element of the first one's name, from the outside in; null when there is none.
XmlNode* find_element(XmlNode& node, std::string_view name) {
  if (core::equal_ignoring_case(node.name, name)) return &node;
  for (XmlNode& child : node.children) {
    if (XmlNode* found = child.is_text() ? nullptr : find_element(child, name)) return found;
  }
  return nullptr;
}

bool remove_element(XmlNode& node, std::string_view name) {
  const auto gone = std::erase_if(
      node.children, [&](const XmlNode& child) { return core::equal_ignoring_case(child.name, name); });
  bool any = gone > 0;
  for (XmlNode& child : node.children) any = any || remove_element(child, name);
  return any;
}

void set_element(XmlNode& root, std::string_view name, const std::string& value) {
  XmlNode* found = find_element(root, name);
  if (found == nullptr) return;
  XmlNode text;
  text.text = value;
  found->children = {text};
}

// RFC 7932: one block that is stored as it is (window 16, not the last, its length in 16 bits), and an empty
// last one.
std::string as_brotli(std::string_view body) {
  constexpr std::size_t most = std::size_t{1} << 16;
  std::string coded;
  for (std::size_t at = 0; at < body.size(); at += most) {
    const std::string_view block = body.substr(at, most);
    const std::size_t length = block.size() - 1;
    // Only the first block stands behind the bit of the window; the others begin at a whole byte.
    const unsigned shift = at == 0 ? 1 : 0;
    const std::size_t head = (length << (3 + shift)) | (std::size_t{1} << (19 + shift));
    for (const unsigned byte : {0U, 8U, 16U}) coded += static_cast<char>((head >> byte) & 0xFF);
    coded += block;
  }
  return coded + '\x03';
}

void spoil_xml(const std::string& how, XmlNode& root) {
  if (how == "undeclared-prefix") root.name = "nobody:" + root.name;
  if (how == "other-root") root.name = "Another" + root.name;
  if (how != "other-namespace") return;
  for (auto& [key, value] : root.attributes) {
    if (key == "xmlns") value = "http://example.com/another/";
  }
}

}  // namespace

std::string other_version(std::string_view media_type) {
  if (media_type.ends_with("1.0")) return std::string(media_type.substr(0, media_type.size() - 1)) + '1';
  if (media_type.ends_with("1.1")) return std::string(media_type.substr(0, media_type.size() - 1)) + '0';
  return {};
}

void spoil_document(const ServedExchange& exchange, wire::Response& response) {
  if (exchange.mutants.has("content-type", "other-version")) {
    if (const std::string* own = response.headers.find("Content-Type"))
      response.headers.set("Content-Type", other_version(*own));
  }
  if (exchange.mutants.has("body", "bom") && BodyEdit::open(exchange.protocol, response.body) != nullptr)
    response.body.insert(0, byte_order_mark);
  if (exchange.mutants.has("body", "br") && BodyEdit::open(exchange.protocol, response.body) != nullptr) {
    response.body = as_brotli(response.body);
    response.headers.set("Content-Encoding", "br");
  }
  for (const std::string& how : exchange.mutants.arguments("xml-document")) {
    auto document = read_xml(response.body);
    if (!document) continue;
    spoil_xml(how, document->root);
    response.body = write_xml(*document);
  }
}

void disagree(const wire::Protocol& protocol, const std::string& code, const std::string& other,
              wire::Response& response) {
  if (!speaks_json(protocol)) return;
  auto parsed = core::parse_json(response.body);
  if (!parsed.value || !parsed.value->is_object()) return;
  response.headers.set("x-amzn-errortype", code);
  (*parsed.value)["__type"] = other;
  response.body = core::dump(*parsed.value);
}

void spoil_envelope_part(std::string_view how, std::string& body) {
  auto document = read_xml(body);
  if (!document) return;
  const std::string_view part = how.starts_with("type") ? "Type" : "RequestId";
  if (how.ends_with("missing")) {
    (void)remove_element(document->root, part);
  } else {
    set_element(document->root, part, part == "Type" ? "Nobody" : "00000000");
  }
  body = write_xml(*document);
}

std::vector<std::string_view> envelope_parts(const contract::Model& model,
                                             const contract::Operation& operation,
                                             const wire::Protocol& protocol) {
  std::vector<std::string_view> parts;
  if (!speaks_xml(protocol)) return parts;
  const auto sample = protocol.encode_error(
      model, operation, {.code = "Sample", .message = "A sample.", .request_id = "sample"});
  auto document = read_xml(sample.body);
  if (!document) return parts;
  if (find_element(document->root, "Type") != nullptr)
    parts.insert(parts.end(), {"type-missing", "type-wrong"});
  if (find_element(document->root, "RequestId") != nullptr) parts.emplace_back("id-missing");
  return parts;
}

}  // namespace hallmark::endpoint
