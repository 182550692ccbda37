#include <algorithm>
#include <set>

#include "contract/protocols.h"
#include "core/file_cursor.h"
#include "core/text.h"
#include "plan/cases/load.h"
#include "plan/cases/steps.h"
#include "schema/formats.h"

namespace hallmark::plan {
namespace {

using core::FileCursor;

// The call that creates, where the suite does not name it: the last one that does more than read. Were it a
// read, nothing that is made would be removed.
const std::string& creating_call(const std::vector<Step>& make) {
  const auto changes = [](const Step& step) {
    const names::Kind kind = names::Knowledge::standard().kind_of(step.call);
    return kind != names::Kind::read && kind != names::Kind::list;
  };
  const auto last = std::find_if(make.rbegin(), make.rend(), changes);
  return last == make.rend() ? make.back().call : last->call;
}

ResourceRecipe read_recipe(const std::string& name, const FileCursor& node, const Recipes& earlier) {
  node.only({"make", "remove", "create", "keep", "gone"});
  ResourceRecipe recipe;
  recipe.name = name;
  const auto make = node.at("make");
  recipe.make = read_steps(make, earlier);
  if (recipe.make.empty()) make.fail("empty", "must have at least one step");
  recipe.create_call = creating_call(recipe.make);
  if (const auto create = node.find("create")) {
    recipe.create_call = create->name();
    const bool called = std::any_of(recipe.make.begin(), recipe.make.end(),
                                    [&](const Step& step) { return step.call == recipe.create_call; });
    if (!called) create->fail("create", "no step of \"make\" calls " + recipe.create_call);
  }
  std::set<std::string> seen;
  for (auto& step : recipe.make) {
    if (step.call == recipe.create_call) {
      step.creates = name;
      recipe.keep = step.keep;
    }
    for (const auto& [variable, pointer] : step.keep) {
      if (seen.insert(variable).second) recipe.variables.push_back(variable);
    }
  }
  if (const auto keep = node.find("keep")) {
    recipe.keep = read_keep(*keep);
    for (auto& step : recipe.make) {
      if (step.creates != name) continue;
      for (const auto& [variable, pointer] : recipe.keep) step.keep.emplace(variable, pointer);
    }
    for (const auto& [variable, pointer] : recipe.keep) {
      if (seen.insert(variable).second) recipe.variables.push_back(variable);
    }
  }
  if (const auto remove = node.find("remove")) recipe.remove = read_steps(*remove, {});
  recipe.gone = node.text_or("gone");
  return recipe;
}

std::vector<std::string> read_operations(const FileCursor& list) {
  std::vector<std::string> operations;
  std::set<std::string> seen;
  for (const auto& item : list.items()) {
    operations.push_back(item.name());
    if (!seen.insert(item.name()).second) item.fail("duplicate", "\"" + item.name() + "\" is listed twice");
  }
  if (operations.empty()) list.fail("empty", "must name at least one operation");
  return operations;
}

void read_by_operation(const FileCursor& object, auto&& each) {
  for (const auto& [operation, node] : object.entries()) each(operation, node);
}

// Which operations are judged, and which where none is named.
void read_judged(const FileCursor& root, Suite& suite) {
  const auto operations = root.find("operations");
  if (operations) suite.operations = read_operations(*operations);
  const auto by_default = root.find("default");
  suite.by_default = by_default ? read_operations(*by_default) : suite.operations;
  for (const std::string& name : suite.by_default) {
    const auto& judged = suite.operations;
    if (!operations || std::find(judged.begin(), judged.end(), name) != judged.end()) continue;
    by_default->fail("default", "\"" + name + "\" is not among the operations that are judged",
                     "add it to \"operations\", or leave that out: then it is all of the contract's");
  }
}

// How things are made and removed, and what the operations need.
void read_resources(const FileCursor& root, Suite& suite) {
  if (const auto resources = root.find("resources")) {
    for (const auto& [name, node] : resources->entries()) {
      suite.resources.emplace(name, read_recipe(name, node, suite.resources));
    }
  }
  if (const auto arrange = root.find("arrange")) {
    read_by_operation(*arrange, [&](const std::string& operation, const FileCursor& node) {
      suite.arrange[operation] = read_steps(node, suite.resources);
    });
  }
  if (const auto base = root.find("base")) {
    read_by_operation(*base, [&](const std::string& operation, const FileCursor& node) {
      if (!node.json().is_object()) node.fail("type", "expected an object of input members");
      suite.base[operation] = node.value();
    });
  }
}

// What the documentation promises in prose: members of answers, and behaviours.
void read_promised(const FileCursor& root, Suite& suite) {
  if (const auto promised = root.find("promised")) {
    read_by_operation(*promised, [&](const std::string& operation, const FileCursor& node) {
      for (const auto& [pointer, source] : node.entries()) {
        if (pointer.empty() || pointer.front() != '/') {
          source.fail("pointer", "\"" + pointer + "\" is no JSON Pointer", "a JSON Pointer begins with '/'");
        }
        suite.promised[operation][pointer] = source.name();
      }
    });
  }
  if (const auto behaviours = root.find("behaviours")) {
    for (const auto& item : behaviours->items()) {
      item.only({"id", "text", "source", "kinds", "shows"});
      Behaviour behaviour{.id = item.at("id").name(),
                          .text = item.at("text").name(),
                          .source = item.at("source").name(),
                          .kinds = {},
                          .shows = {}};
      if (const auto kinds = item.find("kinds")) behaviour.kinds = kinds->names();
      if (const auto shows = item.find("shows")) behaviour.shows = shows->names();
      suite.behaviours.push_back(std::move(behaviour));
    }
  }
}

// What the suite knows of names and values beside what is known of all services.
void read_knowledge(const core::JsonFile& file, const FileCursor& root, Suite& suite) {
  if (const auto knowledge = root.find("knowledge")) {
    for (const auto& [name, node] : knowledge->entries()) {
      schema::check_format(file, "knowledge-" + name, node.pointer());
      if (name == "values")
        suite.values = names::ValueRules::read(node.value(), names::ValueRules::embedded());
    }
    suite.knowledge =
        std::make_shared<names::Knowledge>(names::Knowledge::standard().with(knowledge->value()));
  }
}

}  // namespace

std::string protocol_id(std::string_view name_or_id) {
  return std::string(contract::protocol_facts(name_or_id).id);
}

std::string protocol_of(const contract::Model& model, const Suite& suite) {
  if (!suite.protocol.empty()) return protocol_id(suite.protocol);
  const auto stated = model.protocols();
  return stated.empty() ? std::string() : stated.front();
}

Suite load_suite(const std::filesystem::path& path) {
  const auto file = core::load_json(path);
  const FileCursor root(file, "suite");
  root.only({"service", "title", "operations", "default", "protocol", "model", "resources", "arrange", "base",
             "behaviours", "promised", "facts", "validation_errors", "knowledge"});
  Suite suite;
  suite.file = path.string();
  const auto service = root.at("service");
  suite.service = service.name();
  if (path.filename() != suite.service + ".suite.json") {
    service.fail("file-name",
                 "a suite of \"" + suite.service + "\" stands in \"" + path.filename().string() + "\"",
                 "rename the file to " + suite.service + ".suite.json, or correct \"service\"");
  }
  suite.title = root.text_or("title", suite.service);
  read_judged(root, suite);
  if (const auto protocol = root.find("protocol")) {
    suite.protocol = protocol_id(protocol->name());
    if (suite.protocol.empty()) {
      protocol->fail("protocol", "\"" + protocol->name() + "\" is no protocol",
                     "known: " + contract::protocol_names());
    }
  }
  suite.model = root.text_or("model");
  read_resources(root, suite);
  read_promised(root, suite);
  if (const auto facts = root.find("facts")) suite.facts = facts->value();
  if (const auto errors = root.find("validation_errors")) suite.validation_errors = errors->names();
  schema::check_format(file, "suite");
  read_knowledge(file, root, suite);
  return suite;
}

}  // namespace hallmark::plan
