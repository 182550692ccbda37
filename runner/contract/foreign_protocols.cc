#include "contract/foreign_protocols.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"

namespace hallmark::contract {
namespace {

// Smithy's own namespaces, none of whose traits of services is a protocol but those in protocol::, and those
// of its namespaces of protocols that are newer than this program.
bool is_of_smithy(std::string_view id) {
  const std::string_view space = namespace_of(id);
  if (space.ends_with(".protocols")) return id.ends_with("Compatible");
  return space.starts_with("smithy.") || space.starts_with("aws.") || space.starts_with("hallmark.");
}

bool called_like_a_protocol(std::string_view name) {
  const std::string lower = core::to_lower(name);
  static constexpr std::array<std::string_view, 8> words = {"json", "xml",   "rpc",  "cbor",
                                                            "rest", "query", "soap", "protocol"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

}  // namespace

std::vector<std::string> foreign_protocols(const Model& model) {
  std::vector<std::string> found;
  if (const Json* stated = model.service.traits.find(trait::foreign_protocols);
      stated && stated->is_array()) {
    for (const Json& name : *stated) {
      if (name.is_string()) found.push_back(name.get<std::string>());
    }
  }
  const std::vector<std::string> ours = model.protocols();
  for (const auto& [id, value] : model.service.traits.all()) {
    if (std::find(ours.begin(), ours.end(), id) != ours.end()) continue;
    const Shape* shape = model.shape(id);
    const bool defined = shape && shape->traits.has("smithy.api#protocolDefinition");
    if (defined || (!is_of_smithy(id) && called_like_a_protocol(name_of(id)))) found.push_back(id);
  }
  return found;
}

std::string nearest_protocol(std::string_view foreign) {
  const std::string lower = core::to_lower(foreign.substr(foreign.find('#') + 1));
  const auto says = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  if (says("rest") || says("http")) return says("xml") ? "rest-xml" : "rest-json";
  if (says("cbor")) return "rpc-v2-cbor";
  if (says("query")) return "aws-query";
  if (says("json")) return "aws-json-1.1";
  return says("xml") ? "rest-xml" : "";
}

std::string why_no_protocol(const Model& model) {
  const std::vector<std::string> foreign = foreign_protocols(model);
  if (foreign.empty()) return "the contract states no protocol; --protocol says which to speak";
  const std::string near = nearest_protocol(foreign.front());
  return fmt::format("the contract states {}, which Hallmark does not speak; --protocol {}",
                     core::printable(core::shorten(core::join(foreign, " and "), 200)),
                     near.empty() ? "says which to speak instead" : near + " comes near");
}

}  // namespace hallmark::contract
