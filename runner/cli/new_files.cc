#include "cli/new_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/advice.h"
#include "cli/marks.h"
#include "contract/view.h"
#include "core/text.h"
#include "plan/inference.h"
#include "plan/plan.h"

namespace hallmark::cli {
namespace {

constexpr std::size_t width = 110;

std::string text_of(const OrderedJson& value) {
  return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string in_one_line(const OrderedJson& value) {
  if (!value.is_structured()) return text_of(value);
  std::vector<std::string> parts;
  for (const auto& [key, item] : value.items())
    parts.push_back(value.is_object() ? text_of(key) + ": " + in_one_line(item) : in_one_line(item));
  if (parts.empty()) return value.is_object() ? "{}" : "[]";
  return value.is_object() ? "{ " + core::join(parts, ", ") + " }" : "[" + core::join(parts, ", ") + "]";
}

std::string in_lines(const OrderedJson& value, std::size_t indent, std::size_t before) {
  const std::string line = in_one_line(value);
  if (!value.is_structured() || value.empty() || (indent > 0 && indent + before + line.size() + 1 <= width))
    return line;
  std::vector<std::string> rows;
  const std::string margin(indent + 2, ' ');
  for (const auto& [key, item] : value.items()) {
    const std::string name = value.is_object() ? text_of(key) + ": " : std::string();
    rows.push_back(margin + name + in_lines(item, indent + 2, name.size()));
  }
  return (value.is_object() ? "{\n" : "[\n") + core::join(rows, ",\n") + "\n" + std::string(indent, ' ') +
         (value.is_object() ? "}" : "]");
}

// Sorted, but what reads first stands first.
OrderedJson ordered(const Json& value) {
  return OrderedJson::parse(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string duration(std::chrono::milliseconds time) {
  return time.count() % 1000 == 0 ? fmt::format("{}s", time.count() / 1000)
                                  : fmt::format("{}ms", time.count());
}

OrderedJson until_json(const plan::Until& until) {
  OrderedJson json = OrderedJson::object();
  if (!until.gone.empty()) {
    json["gone"] = until.gone;
  } else {
    json["pointer"] = until.pointer;
    json["values"] = OrderedJson::array();
    for (const Json& value : until.values) json["values"].push_back(ordered(value));
  }
  json["deadline"] = duration(until.deadline);
  return json;
}

OrderedJson step_json(const plan::Step& step) {
  OrderedJson json = {{"call", step.call}};
  if (!step.with.empty()) json["with"] = ordered(step.with);
  if (!step.keep.empty()) json["keep"] = step.keep;
  if (step.until) json["until"] = until_json(*step.until);
  if (step.identity != "default") json["identity"] = step.identity;
  return json;
}

bool same_call(const plan::Step& one, const plan::Step& other) {
  return one.call == other.call && one.with == other.with && one.keep == other.keep;
}

// A recipe of the suite is named by its name.
OrderedJson steps_json(const std::vector<plan::Step>& steps, const plan::Suite& suite) {
  OrderedJson json = OrderedJson::array();
  for (std::size_t at = 0; at < steps.size();) {
    const auto made = std::find_if(suite.resources.begin(), suite.resources.end(), [&](const auto& entry) {
      const std::vector<plan::Step>& make = entry.second.make;
      return !make.empty() && at + make.size() <= steps.size() &&
             std::equal(make.begin(), make.end(), steps.begin() + static_cast<std::ptrdiff_t>(at), same_call);
    });
    if (made == suite.resources.end()) {
      json.push_back(step_json(steps[at++]));
      continue;
    }
    json.push_back({{"make", made->first}});
    at += made->second.make.size();
  }
  return json;
}

// How an arrangement makes the resource, where one step is enough: what more steps make would have to be
// removed, too.
std::vector<plan::Step> making(const plan::Suite& suite, const plan::ResourceRecipe& recipe) {
  for (const auto& [operation, steps] : suite.arrange) {
    if (!steps.empty() && steps.front().call == recipe.create_call) return {steps.front()};
  }
  return {};
}

// Every value that is kept stands in the answer of the call that makes it.
bool names_what_it_makes(const contract::Model& model, const plan::ResourceRecipe& recipe) {
  for (const plan::Step& step : recipe.make) {
    const contract::Operation* operation = model.operation(step.call);
    const contract::Shape* output = operation == nullptr ? nullptr : model.shape(operation->output);
    for (const auto& [variable, pointer] : step.keep) {
      if (output == nullptr || contract::spot_of(model, *output, pointer).shape == nullptr) return false;
    }
  }
  return true;
}

OrderedJson recipe_json(const plan::ResourceRecipe& recipe) {
  OrderedJson json = OrderedJson::object();
  json["make"] = OrderedJson::array();
  for (const plan::Step& step : recipe.make) json["make"].push_back(step_json(step));
  json["remove"] = OrderedJson::array();
  for (const plan::Step& step : recipe.remove) json["remove"].push_back(step_json(step));
  if (recipe.make.empty() || recipe.create_call != recipe.make.back().call) {
    json["create"] = recipe.create_call;
    if (!recipe.keep.empty()) json["keep"] = recipe.keep;
  }
  if (!recipe.gone.empty()) json["gone"] = recipe.gone;
  return json;
}

// The request that is surely nearest to a valid one: what the generated case with the least input sends.
struct Minimal {
  std::vector<plan::Step> arrange;
  Json send = Json::object();
};
Minimal minimal_of(const Judged& judged, const std::string& operation) {
  plan::Target anything;
  anything.name = "any";
  plan::PlanOptions options;
  options.fixtures = false;
  options.selection.depth = plan::Depth::quick;
  options.selection.include = {judged.suite.service + "." + operation + "/success"};
  Minimal minimal;
  for (plan::Case& test : plan::plan_service(judged.model, judged.suite, {}, anything, options).cases) {
    if (test.operation != operation || test.name != "minimal") continue;
    minimal = {.arrange = std::move(test.arrange), .send = std::move(test.send)};
  }
  return minimal;
}

// The top-level members that an answer has by the model.
OrderedJson present_members(const Judged& judged, const contract::Operation& operation) {
  OrderedJson matchers = OrderedJson::object();
  if (const contract::Shape* output = judged.model->shape(operation.output)) {
    for (const contract::Member& member : output->members) {
      if (contract::is_required(member)) matchers[core::pointer_join("", member.name)] = {{"present", true}};
    }
  }
  return matchers;
}

OrderedJson success_case(const Judged& judged, const contract::Operation& operation, const Minimal& minimal) {
  OrderedJson test = {{"name", "the-least-input"}, {"title", "only what is required"}};
  test["$comment"] = mark_for(
      "name what is sent, and say under \"success\" what the answer must show; see "
      "`hallmark explain fixture`");
  if (!minimal.arrange.empty()) test["arrange"] = steps_json(minimal.arrange, judged.suite);
  test["send"] = ordered(minimal.send);
  test["expect"] = OrderedJson::array({{{"success", present_members(judged, operation)}}});
  return test;
}

OrderedJson error_case(const Judged& judged, const std::string& exception, const Minimal& minimal) {
  using names::ErrorClass;
  const auto kind = judged.suite.words().class_of(exception);
  OrderedJson test = OrderedJson::object();
  const auto begin = [&](const char* name, const char* title, const char* provoke) {
    test["name"] = name;
    test["title"] = title;
    test["provoke"] = provoke;
  };
  const auto request = [&] {
    if (!minimal.arrange.empty()) test["arrange"] = steps_json(minimal.arrange, judged.suite);
    test["send"] = ordered(minimal.send);
  };
  if (kind == ErrorClass::denied) {
    begin("identity-without-permission", "an identity whose policy denies the operation", "identity");
    test["identity"] = "denied";
    request();
  } else if (kind == ErrorClass::unauthenticated) {
    begin("unsigned", "no signature", "identity");
    request();
    test["wire"] = {{"sign", "none"}};
  } else if (kind == ErrorClass::throttled) {
    begin("burst", "more requests at once than the target allows", "rate");
    request();
  } else if (kind == ErrorClass::internal) {
    begin("by-fault", "the target is told to fail", "fault");
    request();
  } else {
    const bool state = kind == ErrorClass::exists || kind == ErrorClass::conflict ||
                       kind == ErrorClass::in_use || kind == ErrorClass::state || kind == ErrorClass::limit;
    begin("to-be-named", "what is sent, in plain words", state ? "state" : "request");
    test["skip"] = mark_for(
        fmt::format("make \"{}\" bring {} about, let \"control\" turn the request into one that succeeds, "
                    "name the case after what is sent, and take \"skip\" away",
                    state ? "arrange" : "send", exception));
    request();
    test["expect"] =
        OrderedJson::array({{{"exception", exception}},
                            {{"success", OrderedJson::object()},
                             {"reason", mark_for("an attempt, as long as no \"place\" says which document "
                                                 "promises the exception; with one, take "
                                                 "this outcome away")}}});
    test["control"] = "unchanged";
  }
  return test;
}

}  // namespace

std::string pretty(const OrderedJson& value) { return in_lines(value, 0, 0) + "\n"; }

OrderedJson new_target(const NewTarget& target) {
  OrderedJson json = OrderedJson::object();
  if (!target.comments.empty()) json["$comment"] = core::join(target.comments, " ");
  json["name"] = target.name;
  json["endpoints"] = {{"*", target.endpoint}};
  json["region"] = target.region;
  json["identities"]["default"] = target.from_environment
                                      ? OrderedJson{{"from", "env"}}
                                      : OrderedJson{{"access_key_id", "test"}, {"secret_access_key", "test"}};
  json["verifies"] = target.verifies;
  if (!target.verify_tls) json["verify_tls"] = false;
  if (target.remote) json["remote"] = true;
  return json;
}

OrderedJson new_suite(const contract::Model& model) {
  const plan::Suite suite = plan::with_inferred(model, plan::suite_without_file(model));
  OrderedJson json = {{"service", model.slug}};
  if (!suite.title.empty() && suite.title != model.slug) json["title"] = suite.title;
  json["$comment"] = mark_for(
      "correct how resources are made and removed where the service needs more steps; add what only prose "
      "says "
      "(behaviours, promised members, facts); say under \"operations\" which are judged, unless all are");
  OrderedJson resources = OrderedJson::object();
  for (const auto& [name, recipe] : suite.resources) {
    plan::ResourceRecipe whole = recipe;
    if (whole.make.empty()) whole.make = making(suite, recipe);
    // What is known by the name that was given is made as the model shows: a file could not say it.
    if (!whole.make.empty() && !whole.remove.empty() && names_what_it_makes(model, whole))
      resources[name] = recipe_json(whole);
  }
  if (!resources.empty()) json["resources"] = std::move(resources);
  return json;
}

OrderedJson new_fixture(const Judged& judged, const std::string& operation, const std::string& exception) {
  const contract::Operation* found = judged.model->operation(operation);
  const std::vector<std::string>& known = judged.suite.operations;
  if (found == nullptr || std::find(known.begin(), known.end(), operation) == known.end()) {
    const std::string meant = meant_by(operation, known);
    throw UsageError{
        .message =
            fmt::format("{} judges no operation \"{}\"", judged.suite.service, core::printable(operation)),
        .advice = meant.empty()
                      ? fmt::format("`hallmark list operations {}` names them.", judged.suite.service)
                      : fmt::format("Did you mean {}.{}?", judged.suite.service, meant)};
  }
  OrderedJson json = {{"operation", operation}};
  const Minimal minimal = minimal_of(judged, operation);
  if (exception == "success") {
    json["cases"] = OrderedJson::array({success_case(judged, *found, minimal)});
    return json;
  }
  std::vector<std::string> listed;
  for (const contract::Shape* error : contract::listed_errors(*judged.model, *found))
    listed.emplace_back(error->name());
  if (std::find(listed.begin(), listed.end(), exception) == listed.end()) {
    const std::string meant = meant_by(exception, listed);
    throw UsageError{
        .message = fmt::format("{} lists no exception \"{}\"", operation, core::printable(exception)),
        .advice = meant.empty() ? "It lists " + core::join(listed, ", ") + "; success is \"success\"."
                                : fmt::format("Did you mean {}?", meant)};
  }
  json["exception"] = exception;
  json["cases"] = OrderedJson::array({error_case(judged, exception, minimal)});
  return json;
}

}  // namespace hallmark::cli
