// Lists: which resources, in which order, on which page, and how each is shown.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

#include "core/text.h"
#include "endpoint/reference/answering.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

namespace {

std::string without_plural(const std::string& member) {
  return member.ends_with('s') ? member.substr(0, member.size() - 1) : member;
}

std::string text_of_value(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool matches(const std::string& pattern, const std::string& text) {
  return pattern == text || core::glob_match(pattern, text);
}

// The values of a filter that stands for one thing; nothing when it is none of these.
struct Filter {
  std::string name;
  std::vector<std::string> values;
};
std::optional<Filter> filter_of(const Json& given) {
  if (!given.is_object()) return std::nullopt;
  Filter filter;
  for (const auto& [name, value] : given.items()) {
    if (value.is_string() &&
        (same_word(name, "Name") || same_word(name, "Key") || same_word(name, "FilterName") ||
         same_word(name, "Field") || same_word(name, "attributeName")))
      filter.name = value.get<std::string>();
    if (!has_word(name, "Value")) continue;
    if (value.is_string()) filter.values.push_back(value.get<std::string>());
    for (const Json& each : value.is_array() ? value : Json::array()) {
      if (each.is_string()) filter.values.push_back(each.get<std::string>());
    }
  }
  if (filter.name.empty() || filter.values.empty()) return std::nullopt;
  return filter;
}

// The token where only base64 will do, without padding.
std::string opaque_token(std::string token) {
  while (token.size() % 3 != 0) token += '.';
  return core::base64_encode(token);
}

// What a token said before it was made opaque.
std::string plain_token(const std::string& token) {
  std::string plain = core::base64_decode(token).value_or("");
  plain.erase(plain.find_last_not_of('.') + 1);
  return plain.starts_with("page-") ? plain : token;
}

bool any_matches(const std::vector<std::string>& patterns, const std::string& text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& each) { return matches(each, text); });
}

// One of the values that answers make up, as a state.
bool is_stated(const contract::Model& model, const Shape& shape, const std::string& value, int depth = 0) {
  constexpr int deepest = 5;
  const auto values = contract::enum_values(shape);
  if (std::find(values.begin(), values.end(), Json(value)) != values.end()) return true;
  return depth < deepest && std::any_of(shape.members.begin(), shape.members.end(), [&](const Member& each) {
           return is_stated(model, contract::target_of(model, each), value, depth + 1);
         });
}

// Whether the resource has what the filter asks for; nothing when it says nothing of such a thing.
std::optional<bool> has(const Resource& resource, const Filter& filter) {
  const std::string name = core::letters_and_digits(filter.name);
  if (core::to_lower(filter.name).starts_with("tag:")) {
    const auto tag = resource.tags.find(filter.name.substr(4));
    return tag != resource.tags.end() && any_matches(filter.values, text_of_value(*tag));
  }
  if (name == "tagkey" || name == "tagvalue") {
    for (const auto& [key, value] : resource.tags.items()) {
      if (any_matches(filter.values, name == "tagkey" ? key : text_of_value(value))) return true;
    }
    return false;
  }
  const std::string kind = core::letters_and_digits(resource.kind);
  if (name == "name" || name == kind + "name") {
    if (!resource.given.empty()) return any_matches(filter.values, resource.given);
  }
  if (name == "id" || name == kind + "id" || name == kind) return any_matches(filter.values, resource.id);
  for (const auto& [member, value] : resource.body.items()) {
    if (core::letters_and_digits(member) != name || value.is_structured()) continue;
    return any_matches(filter.values, text_of_value(value));
  }
  // Under another name that it is known by: "allocation-id" of an address.
  if (name.ends_with("id") && any_matches(filter.values, resource.id)) return true;
  return std::nullopt;
}

}  // namespace

bool Generic::passes(const Call& call, const Resource& resource) const {
  const auto keeps = [&](const std::optional<bool>& has) {
    return !has || *has != call.mutants.acts("filter-inverted");
  };
  for (const auto& [member, value] : call.input.items()) {
    if (names_page(model_, call.operation, member) || asks_for_size(model_, call.operation, member)) continue;
    if (call.mutants.acts("filter-ignored", member)) continue;
    if (value.is_array()) {
      for (const Json& each : value) {
        const auto filter = filter_of(each);
        if (!filter) continue;
        auto has_it = has(resource, *filter);
        // What it does not know it has not, but for what is made up when it is shown.
        const Shape* output = output_shape(call.model, call.operation);
        const bool made_up = output != nullptr && std::any_of(filter->values.begin(), filter->values.end(),
                                                              [&](const std::string& wanted) {
                                                                return is_stated(call.model, *output, wanted);
                                                              });
        if (!has_it && !made_up) has_it = false;
        if (!keeps(has_it)) return false;
      }
      continue;
    }
    if (value.is_object() && has_word(member, "filter")) {
      for (const auto& [inner, wanted] : value.items()) {
        const auto own = resource.body.find(inner);
        if (wanted.is_string() && !wanted.get_ref<const std::string&>().empty() &&
            !keeps(own != resource.body.end() && *own == wanted))
          return false;
      }
      continue;
    }
    if (!value.is_primitive() || value.is_null()) continue;
    if (value.is_string() && has_word(member, "Prefix")) {
      const std::string& known = resource.given.empty() ? resource.id : resource.given;
      const std::string about = member.substr(0, core::to_lower(member).find("prefix"));
      const auto own = resource.body.find(about);
      const std::string text =
          own != resource.body.end() && own->is_string() ? own->get<std::string>() : known;
      if (!keeps(text.starts_with(value.get_ref<const std::string&>()))) return false;
      continue;
    }
    // "Status": what was set must be that.
    const auto own = resource.body.find(member);
    if (own != resource.body.end() && own->is_primitive() && !keeps(*own == value)) return false;
  }
  return true;
}

std::vector<Resource*> Generic::chosen(const Call& call, const OperationPlan& plan) const {
  std::vector<Resource*> found = call.account.all(plan.kind);
  const auto& scope = plan_.kind(plan.kind).scope;
  const auto wanted = core::split(place_of(call, plan.kind), '\x1f');
  std::erase_if(found, [&](const Resource* each) {
    const auto own = core::split(each->place, '\x1f');
    for (std::size_t i = 0; i < scope.size() && i < wanted.size() && i < own.size(); ++i) {
      if (!wanted[i].empty() && wanted[i] != own[i]) return true;
    }
    return false;
  });
  for (const Reference& reference : plan.references) {
    const Resource* parent = find(call, reference.kind, call.text(reference.member));
    if (parent == nullptr || reference.kind == plan.kind) continue;
    std::erase_if(found, [&](const Resource* each) {
      const bool related = std::any_of(each->within.begin(), each->within.end(),
                                       [&](const auto& other) { return other.first == parent->kind; });
      return related && !each->within.contains({parent->kind, parent->key});
    });
  }
  std::erase_if(found, [&](const Resource* each) { return !passes(call, *each); });
  return found;
}

std::optional<Json> Generic::item_of(const Call& call, const OperationPlan& plan, Resource& resource) const {
  const Shape* output = output_shape(model_, call.operation);
  const Answering probe{*this, call, plan, nullptr, nullptr};
  const Member* list = nullptr;
  const std::function<void(const Shape&, int)> search = [&](const Shape& shape, int depth) {
    for (const Member& member : shape.members) {
      const Shape& target = contract::target_of(model_, member);
      if (list == nullptr && target.type == ShapeType::list && probe.takes_items(member, target)) {
        list = &member;
      } else if (target.type == ShapeType::structure && depth < 2) {
        search(target, depth + 1);
      }
    }
  };
  search(*output, 0);
  if (list == nullptr) return std::nullopt;
  const Shape& item = contract::target_of(model_, *contract::target_of(model_, *list).member("member"));
  if (item.type == ShapeType::structure) {
    const Answering answering{*this, call, plan, &resource, nullptr};
    return synthesizer_.structure(item, setting(call), answering, resource.kind + resource.id);
  }
  if (item.type != ShapeType::string) return std::nullopt;
  IdentifierWord word = identifier_word(list->name);
  if (word == IdentifierWord::none) word = identifier_word(item.name());
  if (word == IdentifierWord::arn) return resource.hidden.value("arn", Json(resource.id));
  if (word == IdentifierWord::name && !resource.given.empty()) return Json(resource.given);
  return Json(resource.id);
}

// "TableNames", "DBInstanceIdentifier": those that are named, and nothing else.
std::optional<Result> Generic::keep_named(const Call& call, const OperationPlan& plan,
                                          std::vector<Resource*>& resources,
                                          std::vector<std::string>& failed) const {
  const Shape* output = output_shape(model_, call.operation);
  const bool tells_failures =
      output != nullptr && std::any_of(output->members.begin(), output->members.end(),
                                       [](const Member& each) { return is_failure_list(each.name); });
  std::vector<Resource*> named;
  bool by_name = false;
  const auto& scope = plan_.kind(plan.kind).scope;
  for (const auto& [member, value] : call.input.items()) {
    std::vector<std::string> texts;
    if (value.is_string() && !is_identifier_word(member) && surely_names(member, plan.kind))
      texts = {value.get<std::string>()};
    if (value.is_array() && surely_names(without_plural(member), plan.kind)) {
      for (const Json& each : value) {
        if (each.is_string()) texts.push_back(each.get<std::string>());
      }
    }
    if (texts.empty() || names_page(model_, call.operation, member) ||
        std::find(scope.begin(), scope.end(), core::to_lower(member)) != scope.end())
      continue;
    by_name = true;
    for (const std::string& text : texts) {
      Resource* there = find(call, plan.kind, text);
      if (there == nullptr && call.mutants.has("alive-after-removal"))
        there = find_among(call, call.account.gone(plan.kind), plan.kind, text);
      if (there != nullptr) {
        if (std::find(resources.begin(), resources.end(), there) != resources.end()) named.push_back(there);
      } else if (tells_failures && plan_.kind(plan.kind).kept) {
        if (!call.mutants.acts("unknown-accepted", member) && !call.mutants.acts("batch-item-untold"))
          failed.push_back(text);
      } else if (plan_.kind(plan.kind).kept &&
                 (!call.variations.contains("describe-nothing") || is_missed_by_name(call, plan.kind)) &&
                 !call.mutants.has("unknown-id-accepted")) {
        if (auto refused = unknown(call, plan.kind);
            refused && !call.mutants.acts("unknown-accepted", member))
          return refused;
      }
    }
  }
  // One that is not there takes the others down with it.
  if (!failed.empty() && !named.empty() && call.mutants.acts("batch-all-failed")) {
    for (const Resource* each : named) failed.push_back(each->id);
    named.clear();
  }
  if (by_name) resources = named;
  return std::nullopt;
}

// What a page is cut from, and how a request asks for it.
struct Generic::Paging {
  const Member* token_member = nullptr;  // of the output; null: everything is on one page
  std::string within;  // the structure that it stands in: "DistributionList"; "" for the output itself
  std::optional<std::size_t> size;
  std::string token;
  bool too_small = false;
};

Generic::Paging Generic::paging_of(const Call& call, const OperationPlan& plan, const Shape& output) const {
  Paging paging;
  for (const auto& [name, value] : call.input.items()) {
    if (asks_for_size(model_, call.operation, name) && !call.mutants.acts("size-ignored")) {
      // Some say it as text.
      const std::string text = value.is_string() || value.is_number_integer() ? text_of_value(value) : "";
      std::size_t asked = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), asked);
      if (read.ptr == text.data() + text.size() && asked > 0) paging.size = asked;
    }
    if (value.is_string() && names_page(model_, call.operation, name))
      paging.token = value.get<std::string>();
  }
  if (const KindFacts* facts = facts_of(plan.kind); !paging.size && facts != nullptr)
    paging.size = facts->page;
  const auto find_token = [&](const Shape& shape, const std::string& within) {
    for (const Member& member : shape.members) {
      if (!names_page(model_, call.operation, member.name) ||
          contract::target_of(model_, member).type != ShapeType::string)
        continue;
      paging.token_member = &member;
      paging.within = within;
    }
  };
  find_token(output, "");
  for (const Member& member : output.members) {
    const Shape& part = contract::target_of(model_, member);
    if (paging.token_member == nullptr && part.type == ShapeType::structure) find_token(part, member.name);
  }
  const Shape* input = input_shape(model_, call.operation);
  const bool can_go_on = input != nullptr &&
                         std::any_of(input->members.begin(), input->members.end(), [&](const Member& member) {
                           return names_page(model_, call.operation, member.name);
                         });
  if (!can_go_on) paging.token_member = nullptr;
  if (paging.token_member == nullptr) {
    paging.size.reset();
    return paging;
  }
  constexpr std::size_t least = 20, most = 3;
  paging.too_small = paging.size && *paging.size < least && call.variations.contains("size-least");
  if (call.variations.contains("size-cut")) paging.size = std::min(paging.size.value_or(most), most);
  if (paging.size && *paging.size > 1 && call.variations.contains("page-short"))
    paging.size = (*paging.size + 1) / 2;
  return paging;
}

std::optional<Page> Generic::page_for(const Call& call, const std::vector<Resource*>& resources,
                                      const Paging& paging) const {
  constexpr std::string_view empty_first = "page-0";
  if (paging.token.empty() && paging.token_member != nullptr && call.variations.contains("page-empty"))
    return Page{.first = 0, .last = 0, .next = std::string(empty_first)};
  auto page = page_of(resources.size(), plain_token(paging.token), paging.size);
  if (!page && !paging.token.empty()) {
    // A key to begin behind: it may be the name of anything.
    const auto name_of = [](const Resource& each) -> const std::string& {
      return each.given.empty() ? each.id : each.given;
    };
    const auto behind = std::find_if(resources.begin(), resources.end(), [&](const Resource* each) {
      return each->id == paging.token || each->given == paging.token || each->told.contains(paging.token);
    });
    if (behind != resources.end()) {
      page = page_of(resources.size(), fmt::format("page-{}", behind - resources.begin() + 1), paging.size);
    } else if (call.variations.contains("start-key-any")) {
      const auto from = std::find_if(resources.begin(), resources.end(),
                                     [&](const Resource* each) { return name_of(*each) > paging.token; });
      page = page_of(resources.size(), fmt::format("page-{}", from - resources.begin()), paging.size);
    }
  }
  if (!page || paging.token_member == nullptr) return page;
  const bool last = page->next.empty();
  if (last && page->last > page->first && paging.size && page->last - page->first == *paging.size &&
      call.variations.contains("token-after-last"))
    page->next = fmt::format("page-{}", page->last);
  if (last && call.variations.contains("token-always")) page->next = fmt::format("page-{}", page->last);
  if (last && call.mutants.acts("token-endless")) page->next = "page-0";
  if (page->first > 0 && paging.size && call.mutants.acts("page-twice")) {
    page->first = 0;
    page->last = std::min(*paging.size, resources.size());
  }
  return page;
}

void Generic::tell_failures(const Call& call, const std::vector<std::string>& failed, Json& output) const {
  const Shape* shape = output_shape(model_, call.operation);
  for (const Member& member : shape->members) {
    const Shape& list = contract::target_of(model_, member);
    if (!is_failure_list(member.name) || list.type != ShapeType::list || list.members.empty()) continue;
    output[member.name] = Json::array();
    const Shape& item = contract::target_of(model_, list.members.front());
    for (const std::string& text : failed) {
      if (item.type == ShapeType::string) output[member.name].push_back(text);
      if (item.type != ShapeType::structure) continue;
      Json entry = synthesizer_.structure(
          item, setting(call),
          [](const Member&, const Shape&, const std::string&) -> std::optional<Json> { return std::nullopt; },
          text);
      const Member* shown = nullptr;
      for (const Member& each : item.members) {
        if (contract::target_of(model_, each).type != ShapeType::string) continue;
        if (shown == nullptr || (identifier_word(shown->name) == IdentifierWord::none &&
                                 identifier_word(each.name) != IdentifierWord::none))
          shown = &each;
      }
      if (shown != nullptr) entry[shown->name] = text;
      output[member.name].push_back(std::move(entry));
    }
    return;
  }
}

Result Generic::list(const Call& call, const OperationPlan& plan) const {
  const Shape* output = output_shape(model_, call.operation);
  if (output == nullptr) return {};
  std::vector<Resource*> resources = chosen(call, plan);
  if (call.mutants.has("removed-still-listed")) {
    const auto gone = call.account.gone(plan.kind);
    call.mutants.note(!gone.empty());
    resources.insert(resources.end(), gone.begin(), gone.end());
  }
  std::vector<std::string> failed;
  if (auto refused = keep_named(call, plan, resources, failed)) return *refused;
  if (!resources.empty() && call.mutants.acts("item-missing")) resources.pop_back();
  if (!resources.empty() && call.mutants.acts("item-twice"))
    resources.insert(resources.begin() + 1, resources.front());
  if (call.variations.contains("list-order")) std::reverse(resources.begin(), resources.end());
  if (call.variations.contains("list-late")) {
    std::erase_if(resources,
                  [&](const Resource* each) { return call.now - each->created < std::chrono::seconds(2); });
  }
  const Paging paging = paging_of(call, plan, *output);
  if (paging.too_small) return raise(call, Refusal::validation, "The size of a page is at least 20.");
  auto page = page_for(call, resources, paging);
  if (!page) return raise(call, Refusal::validation, "The token is none that was given out.");
  if (!page->next.empty() && page->last > 0) {
    const auto fits = [&](const std::string& token) {
      return validator_.check_value(contract::target_of(model_, *paging.token_member), Json(token)).empty();
    };
    const Resource& last = *resources[page->last - 1];
    if (!fits(page->next)) page->next = opaque_token(page->next);
    if (!fits(page->next)) page->next = last.given.empty() ? last.id : last.given;
  }
  Items items{.shown = {}, .total = resources.size(), .more = !page->next.empty()};
  for (std::size_t i = page->first; i < page->last; ++i) {
    if (auto shown = item_of(call, plan, *resources[i])) items.shown.push_back(std::move(*shown));
  }
  const Answering answering{*this, call, plan, nullptr, &items};
  Result result{.output = synthesizer_.structure(*output, setting(call), answering, plan.kind)};
  if (!page->next.empty()) {
    Json& holder = paging.within.empty() ? result.output : result.output[paging.within];
    holder[paging.token_member->name] = page->next;
  }
  tell_failures(call, failed, result.output);
  return result;
}

}  // namespace hallmark::endpoint
