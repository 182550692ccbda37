#include "contract/service_facts.h"

#include <map>
#include <set>
#include <string>

#include "contract/knowledge_text.h"
#include "contract/protocols.h"
#include "core/json.h"

namespace hallmark::contract {
namespace {

struct Facts {
  std::set<std::string, std::less<>> bare_errors;                          // slugs
  std::map<std::string, std::set<std::string, std::less<>>> prefixed_ids;  // slug -> shapes
};

const Facts& facts() {
  static const Facts all = [] {
    Facts read;
    const core::JsonFile file =
        core::load_json_text(std::string(knowledge_text("services")), "suites/knowledge/services.json");
    for (const auto& row : file.value.at("bare_errors")) read.bare_errors.insert(row.at("service"));
    for (const auto& row : file.value.at("prefixed_ids")) {
      for (const auto& shape : row.at("shapes")) read.prefixed_ids[row.at("service")].insert(shape);
    }
    return read;
  }();
  return all;
}

// The SDK's name of the service, whatever folder the contract lies in.
std::string slug_in_rows(const Model& model) {
  const Json* service = model.service.traits.find(trait::service);
  const bool named = service && service->is_object() && service->contains("sdkId");
  return slug_of(named ? service->at("sdkId").get<std::string>() : model.slug);
}

}  // namespace

bool has_bare_errors(const Model& model) {
  if (const Json* trait = model.service.traits.find(protocol::rest_xml); trait && trait->is_object()) {
    const auto bare = trait->find("noErrorWrapping");
    if (bare != trait->end() && bare->is_boolean()) return bare->get<bool>();
  }
  return facts().bare_errors.contains(slug_in_rows(model));
}

bool answers_with_prefix(const Model& model, std::string_view shape) {
  const auto found = facts().prefixed_ids.find(slug_in_rows(model));
  return found != facts().prefixed_ids.end() && found->second.contains(shape);
}

}  // namespace hallmark::contract
