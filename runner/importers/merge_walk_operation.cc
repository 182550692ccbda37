#include <fmt/format.h>

#include <algorithm>

#include "importers/merge_marks.h"
#include "importers/merge_walk.h"

namespace hallmark::importers {

using contract::Operation;
using contract::Shape;
using contract::Source;
namespace trait = contract::trait;

namespace {

// "/groups/{GroupId+}?x=1" -> "/groups/{}": documents name labels differently, and not all show
// what is fixed in the query.
std::string bare_uri(const std::string& uri) {
  std::string result;
  bool label = false;
  for (const char c : uri) {
    if (c == '?') break;
    if (c == '{') result += "{}";
    if (c == '{' || c == '}') {
      label = c == '{';
    } else if (!label) {
      result += c;
    }
  }
  while (result.size() > 1 && result.back() == '/') result.pop_back();
  return result;
}

bool is_kept_apart(std::string_view id) {
  return id == trait::source || id == trait::alternatives || id == trait::unknown || id == trait::http ||
         id == trait::examples;
}

}  // namespace

void OperationMerge::merge(Operation& operation, const Operation& other) {
  operation_name_ = std::string(operation.name());
  page_unknown_ = page_ ? other.traits.find(trait::unknown) : nullptr;
  merge_traits(operation, other);
  merge_http(operation, other);
  merge_errors(operation, other);
  if (operation.input.empty() && !other.input.empty()) operation.input = copier_.copy(other.input);
  if (operation.output.empty() && !other.output.empty()) operation.output = copier_.copy(other.output);
  merge_side(operation.input, other.input, true);
  merge_side(operation.output, other.output, false);
}

void OperationMerge::merge_traits(Operation& operation, const Operation& other) {
  if (page_) mark_element(operation.traits, Source::page);
  for (const auto& [id, value] : other.traits.all()) {
    if (is_kept_apart(id)) continue;
    if (!operation.traits.has(id)) {
      operation.traits.set(id, value);
      mark_trait(operation.traits, id, page_ ? Source::page : Source::newer_model);
    } else if (page_) {
      mark_trait(operation.traits, id, Source::page);
    }
  }
  if (const Json* examples = other.traits.find(trait::examples); examples && examples->is_array()) {
    const Json* known = operation.traits.find(trait::examples);
    Json all = known && known->is_array() ? *known : Json::array();
    for (const Json& example : *examples) {
      if (std::find(all.begin(), all.end(), example) == all.end()) all.push_back(example);
    }
    operation.traits.set(trait::examples, std::move(all));
  }
}

void OperationMerge::merge_http(Operation& operation, const Operation& other) {
  const auto theirs = contract::http_binding(other);
  if (!theirs) return;
  const auto mine = contract::http_binding(operation);
  if (!mine) {
    operation.traits.set(trait::http, *other.traits.find(trait::http));
    mark_trait(operation.traits, trait::http, page_ ? Source::page : Source::newer_model);
    return;
  }
  const bool same_place = mine->method == theirs->method && bare_uri(mine->uri) == bare_uri(theirs->uri);
  const bool theirs_states_code = other.traits.find(trait::http)->contains("code");
  const bool same_code = !theirs_states_code || mine->code == theirs->code;
  if (page_ && same_place && same_code) {
    Json value = *operation.traits.find(trait::http);
    if (theirs_states_code) value["code"] = theirs->code;
    operation.traits.set(trait::http, std::move(value));
    mark_trait(operation.traits, trait::http, Source::page);
    return;
  }
  if (same_place && same_code) return;
  const Json own_value = *operation.traits.find(trait::http);
  Json other_value = *other.traits.find(trait::http);
  if (page_) {
    // Labels keep the names of the model's members.
    if (same_place) other_value["uri"] = mine->uri;
    const std::string label_free = bare_uri(theirs->uri);
    if (same_place || label_free.find("{}") == std::string::npos) {
      operation.traits.set(trait::http, other_value);
      mark_trait(operation.traits, trait::http, Source::page);
      add_alternative(operation.traits, trait::http, own_value, own_name());
    } else {
      add_alternative(operation.traits, trait::http, other_value, other_name());
    }
  } else {
    add_alternative(operation.traits, trait::http, other_value, other_name());
  }
  const auto line = [](const contract::HttpBinding& binding) {
    return fmt::format("{} {} {}", binding.method, binding.uri, binding.code);
  };
  add_contradiction(into_, {.promise = fmt::format("{}.{} status", into_.slug, operation_name_),
                            .what = "The documents state different methods, addresses or statuses.",
                            .sayings = {{std::string(other_name()), line(*theirs)},
                                        {std::string(own_name()), line(*mine)}}});
}

// By its name, or, as API Reference pages do, by its code on the wire.
bool OperationMerge::is_called(const std::string& error_id, std::string_view name) const {
  if (contract::name_of(error_id) == name) return true;
  const Shape* shape = into_.shape(error_id);
  const Json* query = shape ? shape->traits.find(trait::aws_query_error) : nullptr;
  return query && query->is_object() && query->value("code", Json()) == name;
}

void OperationMerge::merge_errors(Operation& operation, const Operation& other) {
  std::set<std::string, std::less<>> listed;
  for (const std::string& id : other.errors) {
    const Shape* theirs = other_.shape(id);
    if (!theirs) continue;
    const auto same_name = [&](const std::string& own) { return is_called(own, theirs->name()); };
    auto own = std::find_if(operation.errors.begin(), operation.errors.end(), same_name);
    const bool known = own != operation.errors.end();
    std::string own_id = known ? *own : std::string();
    if (!known) {
      own_id = fmt::format("{}#{}", contract::namespace_of(into_.service.id), theirs->name());
      const auto found = into_.shapes.find(own_id);
      if (found == into_.shapes.end() || found->second.type != contract::ShapeType::structure)
        own_id = copier_.copy(id);
      operation.errors.push_back(own_id);
      if (!page_) mark_trait(operation.traits, own_id, Source::newer_model);
      if (page_) {
        add_contradiction(
            into_, {.promise = fmt::format("{}.{} error.{}", into_.slug, operation_name_, theirs->name()),
                    .what = "The page lists an exception that the model does not list here.",
                    .sayings = {{"page", "listed"}, {"model", "not listed"}}});
      }
    }
    listed.insert(own_id);
    if (Shape* mine = own_shape(own_id)) merge_error(*theirs, *mine);
  }
  if (!page_) return;
  // What the page lists comes first, in its order.
  const auto on_page = [&](const std::string& id) { return listed.contains(id); };
  std::stable_partition(operation.errors.begin(), operation.errors.end(), on_page);
  for (const std::string& id : operation.errors) {
    if (!on_page(id)) mark_trait(operation.traits, id, Source::newer_model);
  }
}

void OperationMerge::merge_error(const Shape& other, Shape& own) {
  if (page_) mark_element(own.traits, Source::page);
  for (const std::string_view id : {trait::http_error, trait::error, trait::aws_query_error}) {
    const Json* theirs = other.traits.find(id);
    if (!theirs) continue;
    const Json* mine = own.traits.find(id);
    if (!mine) {
      own.traits.set(id, *theirs);
      mark_trait(own.traits, id, page_ ? Source::page : Source::newer_model);
      continue;
    }
    if (*mine == *theirs) {
      if (page_) mark_trait(own.traits, id, Source::page);
      continue;
    }
    if (id == trait::error) continue;  // pages have no word for it; a status says it better
    const Json own_value = *mine;
    if (page_) {
      own.traits.set(id, *theirs);
      mark_trait(own.traits, id, Source::page);
      add_alternative(own.traits, id, own_value, own_name());
    } else {
      add_alternative(own.traits, id, *theirs, other_name());
    }
    add_contradiction(
        into_, {.promise = fmt::format("{}.{} error.{} status", into_.slug, operation_name_, own.name()),
                .what = "The documents state different statuses or codes of the exception.",
                .sayings = {{std::string(other_name()), shown(theirs)},
                            {std::string(own_name()), shown(&own_value)}}});
  }
}

void OperationMerge::add(const Operation& other) {
  Operation operation = other;
  operation.id = fmt::format("{}#{}", contract::namespace_of(into_.service.id), other.name());
  operation.input = copier_.copy(other.input);
  operation.output = copier_.copy(other.output);
  operation.errors.clear();
  operation_name_ = std::string(other.name());
  mark_element(operation.traits, page_ ? Source::page : Source::newer_model);
  for (const std::string& id : other.errors) {
    const Shape* theirs = other_.shape(id);
    if (!theirs) continue;
    std::string own_id = fmt::format("{}#{}", contract::namespace_of(into_.service.id), theirs->name());
    const auto found = into_.shapes.find(own_id);
    if (found == into_.shapes.end() || found->second.type != contract::ShapeType::structure) {
      own_id = copier_.copy(id);
    } else {
      copier_.adopt(id, own_id);
      merge_error(*theirs, found->second);
    }
    operation.errors.push_back(own_id);
  }
  into_.service.operations.push_back(operation.id);
  const std::string id = operation.id;
  into_.operations.insert_or_assign(id, std::move(operation));
}

}  // namespace hallmark::importers
