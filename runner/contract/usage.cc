#include "contract/usage.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hallmark::contract {
namespace {

const Json& at(const Json& object, const char* key) {
  static const Json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

std::string text_at(const Json& object, const char* key) {
  const Json& value = at(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::vector<std::string> texts_at(const Json& object, const char* key) {
  const Json& value = at(object, key);
  std::vector<std::string> result;
  if (value.is_string()) result.push_back(value.get<std::string>());
  if (value.is_array()) {
    for (const Json& entry : value) {
      if (entry.is_string()) result.push_back(entry.get<std::string>());
    }
  }
  return result;
}

std::string bare(const std::string& id) { return std::string(name_of(id)); }

const Json& value_of(const Traits& traits, std::string_view id) {
  static const Json none;
  const Json* found = traits.find(id);
  return found ? *found : none;
}

constexpr std::array kStates{
    std::pair{Acceptor::State::success, std::string_view("success")},
    std::pair{Acceptor::State::failure, std::string_view("failure")},
    std::pair{Acceptor::State::retry, std::string_view("retry")},
};

constexpr std::array kComparators{
    std::pair{std::string_view("stringEquals"), Acceptor::Comparator::equals},
    std::pair{std::string_view("booleanEquals"), Acceptor::Comparator::equals},
    std::pair{std::string_view("equals"), Acceptor::Comparator::equals},
    std::pair{std::string_view("allStringEquals"), Acceptor::Comparator::all_equal},
    std::pair{std::string_view("allEquals"), Acceptor::Comparator::all_equal},
    std::pair{std::string_view("anyStringEquals"), Acceptor::Comparator::any_equals},
    std::pair{std::string_view("anyEquals"), Acceptor::Comparator::any_equals},
};

bool read_path(const Json& matcher, Acceptor& acceptor) {
  const std::string wanted = text_at(matcher, "comparator");
  const auto* const found = std::find_if(kComparators.begin(), kComparators.end(),
                                         [&](const auto& entry) { return entry.first == wanted; });
  acceptor.path = text_at(matcher, "path");
  acceptor.expected = at(matcher, "expected");
  if (found == kComparators.end() || acceptor.path.empty() || acceptor.expected.is_null()) return false;
  acceptor.comparator = found->second;
  // Smithy writes the expected boolean as text.
  if (wanted == "booleanEquals" && acceptor.expected.is_string())
    acceptor.expected = acceptor.expected == "true";
  return true;
}

std::optional<Acceptor> read_acceptor(const Json& value) {
  Acceptor acceptor;
  const std::string state = text_at(value, "state");
  const auto* const known =
      std::find_if(kStates.begin(), kStates.end(), [&](const auto& entry) { return entry.second == state; });
  if (known == kStates.end()) return std::nullopt;
  acceptor.state = known->first;
  const Json& matcher = at(value, "matcher");
  if (const Json& success = at(matcher, "success"); success.is_boolean()) {
    acceptor.on = success.get<bool>() ? Acceptor::On::any_success : Acceptor::On::any_error;
  } else if (std::string error = text_at(matcher, "errorType"); !error.empty()) {
    acceptor.on = Acceptor::On::error;
    acceptor.error = bare(error);
  } else if (const Json& status = at(matcher, "status"); status.is_number_integer()) {
    acceptor.on = Acceptor::On::status;
    acceptor.status = status.get<int>();
  } else if (const Json& output = at(matcher, "output"); output.is_object()) {
    acceptor.on = Acceptor::On::output;
    if (!read_path(output, acceptor)) return std::nullopt;
  } else if (const Json& both = at(matcher, "inputOutput"); both.is_object()) {
    acceptor.on = Acceptor::On::input_output;
    if (!read_path(both, acceptor)) return std::nullopt;
  } else {
    return std::nullopt;
  }
  return acceptor;
}

void read_waiter(const Json& value, Waiter& waiter) {
  if (const Json& list = at(value, "acceptors"); list.is_array()) {
    waiter.acceptors.clear();
    for (const Json& entry : list) {
      if (auto acceptor = read_acceptor(entry)) waiter.acceptors.push_back(std::move(*acceptor));
    }
  }
  if (const Json& delay = at(value, "minDelay"); delay.is_number()) waiter.min_delay = delay.get<double>();
  if (const Json& delay = at(value, "maxDelay"); delay.is_number()) waiter.max_delay = delay.get<double>();
  waiter.max_delay = std::max(waiter.max_delay, waiter.min_delay);
  if (const Json& attempts = at(value, "maxAttempts"); attempts.is_number_integer())
    waiter.max_attempts = attempts.get<int>();
  waiter.deprecated = waiter.deprecated || at(value, "deprecated") == true;
}

bool binds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

std::vector<std::string> plain_path(std::string_view path) {
  std::vector<std::string> names(1);
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool inside = (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (c == '.' && !names.back().empty()) {
      names.emplace_back();
    } else if (letter || c == '_' || (inside && !names.back().empty())) {
      names.back() += c;
    } else {
      return {};
    }
  }
  return names.back().empty() ? std::vector<std::string>{} : names;
}

std::optional<Pagination> pagination(const Model& model, const Operation& operation) {
  const Json& own = value_of(operation.traits, trait::paginated);
  const Json& more = value_of(operation.traits, trait::more_pagination);
  if (own.is_null() && more.is_null()) return std::nullopt;
  const Json& service = value_of(model.service.traits, trait::paginated);
  const auto stated = [&](const char* ours, const char* smithy) {
    std::vector<std::string> texts = texts_at(more, ours);
    if (texts.empty()) texts = texts_at(own, smithy);
    return texts.empty() ? texts_at(service, smithy) : texts;
  };
  const auto first = [](std::vector<std::string> texts) {
    return texts.empty() ? std::string() : std::move(texts.front());
  };
  Pagination result{
      .input_tokens = stated("inputTokens", "inputToken"),
      .output_tokens = stated("outputTokens", "outputToken"),
      .page_size = first(stated("pageSize", "pageSize")),
      .items = stated("items", "items"),
      .more_results = text_at(more, "moreResults"),
      .source = source_of(operation.traits, own.is_null() ? trait::more_pagination : trait::paginated)};
  const Shape* input = operation.input.empty() ? nullptr : model.shape(operation.input);
  const bool known = input && std::all_of(result.input_tokens.begin(), result.input_tokens.end(),
                                          [&](const std::string& name) { return input->member(name); });
  if (!known || result.input_tokens.empty() || result.input_tokens.size() != result.output_tokens.size())
    return std::nullopt;
  if (!input->member(result.page_size)) result.page_size.clear();
  return result;
}

std::vector<Waiter> waiters(const Operation& operation) {
  std::map<std::string, Waiter> by_name;
  for (const std::string_view id : {trait::waitable, trait::more_waitable}) {
    const Json& stated = value_of(operation.traits, id);
    if (!stated.is_object()) continue;
    for (const auto& [name, value] : stated.items()) {
      const auto [entry, added] = by_name.try_emplace(name, Waiter{.name = name});
      if (added) entry->second.source = source_of(operation.traits, id);
      read_waiter(value, entry->second);
    }
  }
  std::vector<Waiter> result;
  for (auto& [name, waiter] : by_name) result.push_back(std::move(waiter));
  return result;
}

std::vector<Example> examples(const Operation& operation) {
  std::vector<Example> result;
  const Json& stated = value_of(operation.traits, trait::examples);
  if (!stated.is_array()) return result;
  for (const Json& entry : stated) {
    if (!entry.is_object()) continue;
    Example example{.title = text_at(entry, "title"),
                    .allow_error = at(entry, "allowErrorResponse") == true,
                    .source = source_of(operation.traits, trait::examples)};
    if (const Json& input = at(entry, "input"); input.is_object()) example.input = input;
    if (const Json& output = at(entry, "output"); !output.is_null()) example.output = output;
    if (const Json& error = at(entry, "error"); error.is_object()) {
      example.error = bare(text_at(error, "shapeId"));
      if (const Json& content = at(error, "content"); content.is_object()) example.error_content = content;
    }
    result.push_back(std::move(example));
  }
  return result;
}

std::vector<SmokeTest> smoke_tests(const Operation& operation) {
  std::vector<SmokeTest> result;
  const Json& stated = value_of(operation.traits, trait::smoke_tests);
  if (!stated.is_array()) return result;
  for (const Json& entry : stated) {
    SmokeTest test{.id = text_at(entry, "id")};
    if (const Json& params = at(entry, "params"); params.is_object()) test.params = params;
    if (const Json& params = at(entry, "vendorParams"); params.is_object()) test.vendor_params = params;
    if (const Json& failure = at(at(entry, "expect"), "failure"); failure.is_object()) {
      test.success = false;
      test.error = bare(text_at(failure, "errorId"));
    }
    result.push_back(std::move(test));
  }
  return result;
}

std::string_view to_string(BindingRole role) {
  switch (role) {
    case BindingRole::create:
      return "create";
    case BindingRole::put:
      return "put";
    case BindingRole::read:
      return "read";
    case BindingRole::update:
      return "update";
    case BindingRole::remove:
      return "delete";
    case BindingRole::list:
      return "list";
    case BindingRole::instance_operation:
      return "operations";
    case BindingRole::collection_operation:
      return "collectionOperations";
  }
  return "operations";
}

std::optional<Binding> resource_of(const Model& model, const Operation& operation) {
  for (const auto& [id, resource] : model.resources) {
    for (const auto& [bound, role] :
         {std::pair<const std::string&, BindingRole>{resource.create, BindingRole::create},
          {resource.put, BindingRole::put},
          {resource.read, BindingRole::read},
          {resource.update, BindingRole::update},
          {resource.delete_operation, BindingRole::remove},
          {resource.list, BindingRole::list}}) {
      if (bound == operation.id) return Binding{.resource = &resource, .role = role};
    }
    if (binds(resource.operations, operation.id))
      return Binding{.resource = &resource, .role = BindingRole::instance_operation};
    if (binds(resource.collection_operations, operation.id))
      return Binding{.resource = &resource, .role = BindingRole::collection_operation};
  }
  return std::nullopt;
}

std::vector<ResourceReference> references(const Traits& traits) {
  std::vector<ResourceReference> result;
  const Json& stated = value_of(traits, trait::references);
  if (!stated.is_array()) return result;
  for (const Json& entry : stated) {
    ResourceReference reference{.resource = text_at(entry, "resource"),
                                .service = text_at(entry, "service"),
                                .rel = text_at(entry, "rel")};
    if (const Json& ids = at(entry, "ids"); ids.is_object()) {
      for (const auto& [name, member] : ids.items()) {
        if (member.is_string()) reference.ids[name] = member.get<std::string>();
      }
    }
    if (!reference.resource.empty()) result.push_back(std::move(reference));
  }
  return result;
}

std::optional<ArnReference> arn_reference(const Model& model, const Member& member) {
  const Json* stated = effective(model, member, trait::arn_reference);
  if (!stated) return std::nullopt;
  return ArnReference{.type = text_at(*stated, "type"),
                      .resource = text_at(*stated, "resource"),
                      .service = text_at(*stated, "service")};
}

}  // namespace hallmark::contract
