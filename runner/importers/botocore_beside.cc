#include "importers/botocore_beside.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "contract/usage.h"
#include "core/error.h"
#include "core/text.h"
#include "importers/botocore_node.h"
#include "importers/botocore_shapes.h"

namespace hallmark::importers {
namespace {

using contract::Model;
using contract::Traits;
namespace trait = contract::trait;

void set_with_source(Traits& traits, std::string_view id, Json value, BesideKind kind) {
  traits.set(id, std::move(value));
  const Json* known = traits.find(trait::source);
  Json source = known && known->is_object() ? *known : Json::object();
  source[std::string(id)] = {{"source", contract::to_string(contract::Source::model)},
                             {"text", to_string(kind)}};
  traits.set(trait::source, std::move(source));
}

// The operation of the model that botocore calls so; null when it has none.
contract::Operation* operation_called(Model& model, const std::string& name) {
  const contract::Operation* known = model.operation(without_date(name));
  return known ? &model.operations.at(known->id) : nullptr;
}

std::vector<std::string> one_or_more(const BotocoreNode& node, std::string_view key) {
  const auto found = node.find(key);
  if (!found) return {};
  if (found->value().is_array()) return node.texts(key);
  return {node.required_text(key)};
}

bool all_plain(const std::vector<std::string>& paths) {
  return std::all_of(paths.begin(), paths.end(),
                     [](const std::string& path) { return !contract::plain_path(path).empty(); });
}

void add_paginator(const BotocoreNode& node, Traits& traits) {
  const std::vector<std::string> input = one_or_more(node, "input_token");
  const std::vector<std::string> output = one_or_more(node, "output_token");
  const std::vector<std::string> items = one_or_more(node, "result_key");
  if (input.empty() || input.size() != output.size()) {
    node.fail("paginators", "a paginator needs as many output tokens as input tokens");
  }
  const std::string page_size = node.text("limit_key");
  const std::string more_results = node.text("more_results");
  Json smithy = Json::object();
  Json ours = Json::object();
  // Smithy has one token of each kind and one path of member names to the items.
  if (input.size() == 1 && all_plain(output)) {
    smithy["inputToken"] = input.front();
    smithy["outputToken"] = output.front();
    if (items.size() == 1 && all_plain(items)) smithy["items"] = items.front();
    if (!page_size.empty()) smithy["pageSize"] = page_size;
  } else {
    ours["inputTokens"] = input;
    ours["outputTokens"] = output;
    if (!page_size.empty()) ours["pageSize"] = page_size;
  }
  if (!items.empty() && !smithy.contains("items")) ours["items"] = items;
  if (!more_results.empty()) ours["moreResults"] = more_results;
  if (!smithy.empty()) set_with_source(traits, trait::paginated, std::move(smithy), BesideKind::paginators);
  if (!ours.empty()) set_with_source(traits, trait::more_pagination, std::move(ours), BesideKind::paginators);
}

// An acceptor in Smithy's form; `plain` turns false when Smithy has no word for it.
Json acceptor_of(const BotocoreNode& node, bool& plain) {
  const std::string state = node.required_text("state");
  if (state != "success" && state != "failure" && state != "retry")
    node.fail("waiters", fmt::format("{} is no state of a waiter", core::printable(state)));
  const std::string kind = node.required_text("matcher");
  const auto expected = node.find("expected");
  if (!expected) node.fail("waiters", "expected is missing");
  const Json value = core::to_sorted(expected->value());
  const auto form = [&](bool fits, const char* text) {
    if (!fits) expected->fail("waiters", text);
  };
  Json matcher = Json::object();
  if (kind == "status") {
    form(value.is_number_integer(), "a status must be a number");
    plain = plain && value >= 200 && value < 300;
    if (value >= 200 && value < 300) {
      matcher["success"] = true;
    } else {
      matcher["status"] = value;
    }
  } else if (kind == "error" && value.is_boolean()) {
    matcher["success"] = !value.get<bool>();
  } else if (kind == "error") {
    form(value.is_string(), "an error must be a name");
    matcher["errorType"] = value;
  } else if (kind == "path" || kind == "pathAll" || kind == "pathAny") {
    static const std::map<std::string, std::string_view, std::less<>> kSmithy = {
        {"path", "stringEquals"}, {"pathAll", "allStringEquals"}, {"pathAny", "anyStringEquals"}};
    static const std::map<std::string, std::string_view, std::less<>> kOurs = {
        {"path", "equals"}, {"pathAll", "allEquals"}, {"pathAny", "anyEquals"}};
    Json output = {{"path", node.required_text("argument")}, {"expected", value}};
    if (value.is_string()) {
      output["comparator"] = kSmithy.at(kind);
    } else if (value.is_boolean() && kind == "path") {
      output["expected"] = value.get<bool>() ? "true" : "false";
      output["comparator"] = "booleanEquals";
    } else {
      plain = false;
      output["comparator"] = kOurs.at(kind);
    }
    matcher["output"] = std::move(output);
  } else {
    node.fail("waiters", fmt::format("{} is no matcher of a waiter", core::printable(kind)));
  }
  return {{"state", state}, {"matcher", std::move(matcher)}};
}

void add_waiter(const std::string& name, const BotocoreNode& node, Traits& traits) {
  bool plain = true;
  Json acceptors = Json::array();
  for (const BotocoreNode& acceptor : node.elements("acceptors"))
    acceptors.push_back(acceptor_of(acceptor, plain));
  Json waiter = {{"acceptors", std::move(acceptors)}};
  if (auto delay = node.number("delay")) {
    waiter["minDelay"] = *delay;
    if (*delay > 120) waiter["maxDelay"] = std::move(*delay);  // Smithy's default is less
  }
  if (node.flag("deprecated")) waiter["deprecated"] = true;
  const auto put = [&](std::string_view id, Json value) {
    const Json* known = traits.find(id);
    Json all = known && known->is_object() ? *known : Json::object();
    all[name] = std::move(value);
    set_with_source(traits, id, std::move(all), BesideKind::waiters);
  };
  Json more = plain ? Json::object() : waiter;
  if (auto attempts = node.number("maxAttempts")) more["maxAttempts"] = std::move(*attempts);
  if (plain) put(trait::waitable, std::move(waiter));
  if (!more.empty()) put(trait::more_waitable, std::move(more));
}

void add_examples(const BotocoreNode& list, Traits& traits) {
  if (!list.value().is_array()) list.fail("examples", "an array of examples is needed here");
  Json kept = Json::array();
  for (const auto& entry : list.value()) {
    if (!entry.is_object()) list.fail("examples", "an example must be an object");
    Json example = Json::object();
    for (const char* key : {"title", "input", "output"}) {
      if (const auto found = entry.find(key); found != entry.end()) example[key] = core::to_sorted(*found);
    }
    kept.push_back(std::move(example));
  }
  if (!kept.empty()) set_with_source(traits, trait::examples, std::move(kept), BesideKind::examples);
}

void deep_merge(OrderedJson& base, const OrderedJson& extra) {
  for (const auto& [key, value] : extra.items()) {
    const auto found = base.find(key);
    if (found != base.end() && found->is_object() && value.is_object()) {
      deep_merge(*found, value);
    } else {
      base[key] = value;
    }
  }
}

}  // namespace

std::string_view to_string(BesideKind kind) {
  switch (kind) {
    case BesideKind::paginators:
      return "paginators-1";
    case BesideKind::waiters:
      return "waiters-2";
    case BesideKind::examples:
      return "examples-1";
    case BesideKind::extras:
      return "sdk-extras";
  }
  return "";
}

std::optional<BesideKind> beside_kind(const OrderedJson& value) {
  if (!value.is_object() || value.contains("metadata") || value.contains("smithy")) return std::nullopt;
  for (const auto& [key, kind] : {std::pair{"pagination", BesideKind::paginators},
                                  {"waiters", BesideKind::waiters},
                                  {"examples", BesideKind::examples},
                                  {"merge", BesideKind::extras}}) {
    if (const auto found = value.find(key); found != value.end() && found->is_object()) return kind;
  }
  return std::nullopt;
}

void merge_extras(OrderedJson& base, const OrderedJson& extras, const std::string& name) {
  const core::JsonFile file{.path = name, .text = {}, .value = extras};
  const BotocoreNode root(file);
  const auto merge = root.object("merge");
  if (!merge) root.fail("extras", "extras need an object called merge");
  if (!base.is_object()) root.fail("extras", "what it extends is no object");
  deep_merge(base, merge->value());
}

void add_beside(Model& model, BesideKind kind, const OrderedJson& value, const std::string& name) {
  const core::JsonFile file{.path = name, .text = {}, .value = value};
  const BotocoreNode root(file);
  if (kind == BesideKind::waiters) {
    for (const auto& [waiter, node] : root.required_object("waiters").entries()) {
      if (auto* operation = operation_called(model, node.required_text("operation")))
        add_waiter(waiter, node, operation->traits);
    }
    return;
  }
  const bool pages = kind == BesideKind::paginators;
  for (const auto& [operation_name, node] :
       root.required_object(pages ? "pagination" : "examples").entries()) {
    contract::Operation* operation = operation_called(model, operation_name);
    if (!operation) continue;
    pages ? add_paginator(node, operation->traits) : add_examples(node, operation->traits);
  }
}

}  // namespace hallmark::importers
