#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "contract/smithy.h"
#include "importers/importers.h"
#include "importers/text_reading.h"

namespace hallmark::importers {
namespace {

// Numbers beyond a double's range are JSON, and traits of others have them. Each becomes 1e308 and blanks, so
// that nothing moves.
std::string with_clamped_numbers(const std::string& text) {
  std::string out = text;
  for (std::size_t at = 0; at < out.size();) {
    if (out[at] == '"') {
      for (++at; at < out.size() && out[at] != '"'; ++at) {
        if (out[at] == '\\') ++at;
      }
      ++at;
      continue;
    }
    const std::size_t end = std::min(out.find_first_not_of("0123456789+-.eE", at), out.size());
    if (end == at) {
      ++at;
      continue;
    }
    const std::string digits = out.substr(at, end - at);
    const bool number = digits.find_first_of("0123456789") != std::string::npos;
    if (number && std::isinf(std::strtod(digits.c_str(), nullptr))) {
      std::string clamped = digits[0] == '-' ? "-1e308" : "1e308";
      clamped.resize(std::max(clamped.size(), digits.size()), ' ');
      out.replace(at, digits.size(), clamped);
    }
    at = end;
  }
  return out;
}

using Texts = std::map<std::string, std::string_view, std::less<>>;

void keep_text(const OrderedJson& node, std::string id, Texts& texts) {
  if (!node.is_object()) return;
  const auto traits = node.find("traits");
  if (traits == node.end() || !traits->is_object()) return;
  const auto text = traits->find(std::string(contract::trait::documentation));
  if (text == traits->end() || !text->is_string()) return;
  texts.insert_or_assign(std::move(id), std::string_view(text->get_ref<const std::string&>()));
}

// By shape id, members as "shape$member"; also what is applied. Mixins' members have no text here.
Texts texts_of(const OrderedJson& root) {
  Texts texts;
  for (const auto& [id, node] : root["shapes"].items()) {
    keep_text(node, id, texts);
    if (!node.is_object()) continue;
    const auto members = node.find("members");
    if (members == node.end() || !members->is_object()) continue;
    for (const auto& [name, member] : members->items()) keep_text(member, id + "$" + name, texts);
  }
  return texts;
}

}  // namespace

contract::Model read_smithy_ast(const std::string& text, const std::string& name,
                                const std::string& service) {
  const auto parsed = core::parse_ordered_json(text);
  const bool overflow = parsed.fault && parsed.fault->kind == "number";
  const core::JsonFile file = core::load_json_text(overflow ? with_clamped_numbers(text) : text, name);
  contract::Model model = contract::read_smithy(file, service);
  const Texts texts = texts_of(file.value);
  if (texts.empty()) return model;  // a contract of our own has none
  read_text_facts(model, [&](const std::string& shape, std::string_view member) {
    const auto found = texts.find(member.empty() ? shape : shape + "$" + std::string(member));
    return found == texts.end() ? std::string_view{} : found->second;
  });
  return model;
}

}  // namespace hallmark::importers
