#include "importers/api_reference_bindings.h"

#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "importers/api_reference_lines.h"

namespace hallmark::importers::api_reference {

namespace trait = contract::trait;

PageBindings::PageBindings(const Block& block) : block_(block) {
  const std::size_t mark = block.uri.find('?');
  path_ = block.uri.substr(0, mark);
  if (mark == std::string::npos) return;
  for (const std::string& pair : core::split(std::string_view(block.uri).substr(mark + 1), '&')) {
    const std::size_t equals = pair.find('=');
    Parameter parameter{.key = pair.substr(0, equals), .value = {}, .has_value = equals != std::string::npos};
    if (parameter.has_value) parameter.value = pair.substr(equals + 1);
    if (!pair.empty()) query_.push_back(std::move(parameter));
  }
}

bool PageBindings::label(contract::Member& member) {
  const std::string& wire = member.name;
  std::vector<std::string> segments = core::split(path_, '/');
  bool found = false;
  for (std::string& segment : segments) {
    const bool greedy = segment == wire + "+" || segment == "{" + wire + "+}";
    if (!greedy && segment != wire && segment != "{" + wire + "}") continue;
    segment = "{" + wire + (greedy ? "+}" : "}");
    found = true;
  }
  if (!found) return false;
  path_ = core::join(segments, "/");
  member.traits.set(trait::http_label);
  member.traits.set(trait::required);  // an address without it is another address
  return true;
}

bool PageBindings::query(contract::Member& member) {
  const auto called = [&](auto field) {
    return std::find_if(query_.begin(), query_.end(), [&](const Parameter& each) {
      return !each.bound && each.has_value && each.*field == member.name;
    });
  };
  auto found = called(&Parameter::key);
  if (found == query_.end()) found = called(&Parameter::value);
  if (found == query_.end()) return false;
  found->bound = true;
  member.traits.set(trait::http_query, found->key);
  if (!found->value.empty()) member.name = found->value;
  return true;
}

bool PageBindings::header(contract::Member& member) {
  for (const auto& [name, placeholder] : block_.headers) {
    const bool by_name = core::equal_ignoring_case(name, member.name);
    // "Content-type: application/json" binds nothing.
    if (by_name && !is_name(placeholder)) continue;
    if (!by_name && placeholder != member.name) continue;
    member.traits.set(trait::http_header, by_name ? member.name : name);
    member.name = placeholder;
    return true;
  }
  return false;
}

void PageBindings::bind(contract::Member& member, std::string_view section, std::string_view text) {
  if (label(member) || query(member) || header(member)) return;
  std::string_view place = text.substr(std::min(text.find("Location: "), text.size()));
  place.remove_prefix(std::min<std::size_t>(10, place.size()));
  const std::string where = core::to_lower(place.substr(0, place.find(' ')));
  if (where.starts_with("header") || (section == "Request Headers" && where.empty())) {
    member.traits.set(trait::http_header, member.name);
  } else if (where.starts_with("query")) {
    member.traits.set(trait::http_query, member.name);
  }
}

void PageBindings::bind_answer(contract::Member& member, std::string_view section) {
  if (!block_.status_member.empty() && block_.status_member == member.name) {
    member.traits.set(trait::http_response_code);
  } else if (!block_.payload.empty() && block_.payload == member.name) {
    member.traits.set(trait::http_payload);
  } else if (!header(member) && section == "Response Headers") {
    member.traits.set(trait::http_header, member.name);
  }
}

std::string PageBindings::uri() const {
  std::string constants;
  for (const Parameter& parameter : query_) {
    if (parameter.bound) continue;
    constants += constants.empty() ? "?" : "&";
    constants += parameter.key;
    if (parameter.has_value) constants += "=" + parameter.value;
  }
  return path_ + constants;
}

std::vector<ListedError> listed_errors(const Section& errors) {
  std::vector<ListedError> listed;
  const auto status_of = [](const Item& item) { return facts_of(item.text).status.substr(0, 3); };
  const bool any_status = std::any_of(errors.items.begin(), errors.items.end(),
                                      [&](const Item& item) { return !status_of(item).empty(); });
  for (const Item& item : errors.items) {
    const std::string status = status_of(item);
    const bool lower = std::islower(static_cast<unsigned char>(item.name[0])) != 0;
    const bool called_so = item.name.ends_with("Exception") || item.name.ends_with("Fault");
    // The exception above is not at its end yet: it has no status, where the page states them.
    const bool open = !listed.empty() && listed.back().status.empty() && !called_so && (any_status || lower);
    if (!open) {
      listed.push_back({.name = item.name, .status = status, .members = {}});
      continue;
    }
    listed.back().members.push_back(item.name);
    listed.back().status = status;
  }
  return listed;
}

}  // namespace hallmark::importers::api_reference
