#include "endpoint/mutants/body_edit.h"

#include <cctype>

namespace hallmark::endpoint {

bool BodyEdit::is_index(const std::string& step) { return step.starts_with('#'); }

std::size_t BodyEdit::index_of(const std::string& step) { return std::stoul(step.substr(1)); }

std::unique_ptr<BodyEdit> BodyEdit::open(const wire::Protocol& protocol, const std::string& body) {
  if (speaks_xml(protocol)) return open_xml_body(body);
  if (speaks_cbor(protocol)) return open_cbor_body(body);
  return open_json_body(body);
}

std::string other_case(std::string name) {
  if (name.empty()) return name;
  const auto first = static_cast<unsigned char>(name.front());
  name.front() = static_cast<char>(std::isupper(first) != 0 ? std::tolower(first) : std::toupper(first));
  return name;
}

}  // namespace hallmark::endpoint
