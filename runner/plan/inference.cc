#include "plan/inference.h"

#include <algorithm>
#include <deque>
#include <set>
#include <span>

#include "core/text.h"
#include "plan/load.h"
#include "plan/shapes.h"
#include "plan/values.h"

namespace hallmark::plan {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

constexpr int max_chain = 3;  // a group that needs a connector that needs a region
constexpr std::size_t max_search = 4;

constexpr std::string_view creating_verbs[] = {"Create", "Register", "Import", "Allocate"};
constexpr std::string_view deleting_verbs[] = {"Delete", "Deregister", "Remove", "Terminate", "Release"};
constexpr std::string_view reading_verbs[] = {"Get", "Describe"};
constexpr std::string_view identifier_words[] = {"Identifier", "Arn", "ARN", "Id",
                                                 "Name",       "Url", "arn", "id"};

std::string lower_first(std::string text) {
  if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
    text.front() = static_cast<char>(text.front() + 32);
  return text;
}

std::string upper_first(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 32);
  return text;
}

std::optional<std::string> noun_of(std::string_view operation, std::span<const std::string_view> verbs) {
  for (const auto verb : verbs) {
    if (operation.starts_with(verb) && operation.size() > verb.size())
      return std::string(operation.substr(verb.size()));
  }
  return std::nullopt;
}

const Operation* with_verb(const Model& model, std::span<const std::string_view> verbs,
                           const std::string& noun) {
  for (const auto verb : verbs) {
    if (const auto* operation = model.operation(std::string(verb) + noun)) return operation;
  }
  return nullptr;
}

bool is_generic(const Shape& shape) {
  const auto name = core::to_lower(shape.name());
  return name == "string" || name == "__string" || name.ends_with("#string") || name == "arn" ||
         name == "id" || name == "resourcename" || name == "name" || !is_text(shape.type);
}

// Where `wanted` is found in an answer: by name, then by shape, nearest to the root first. Inside lists
// nothing is looked for: which item it would be is not known.
std::optional<std::string> find_output(const Model& model, const Shape& output,
                                       const std::set<std::string>& names, const Shape* target) {
  struct Stop {
    const Shape* shape;
    std::string pointer;
    std::size_t depth;
  };
  for (const bool by_name : {true, false}) {
    if (!by_name && (!target || is_generic(*target))) continue;
    std::deque<Stop> queue{{&output, "", 0}};
    while (!queue.empty()) {
      const auto stop = queue.front();
      queue.pop_front();
      if (stop.depth >= max_search) continue;
      for (const auto& member : stop.shape->members) {
        const auto& inner = contract::target_of(model, member);
        const auto pointer = core::pointer_join(stop.pointer, member.name);
        const bool scalar = inner.type != ShapeType::structure && inner.type != ShapeType::list &&
                            inner.type != ShapeType::map && inner.type != ShapeType::union_shape;
        if (scalar && (by_name ? names.contains(member.name) : &inner == target)) return pointer;
        if (inner.type == ShapeType::structure) queue.push_back({&inner, pointer, stop.depth + 1});
      }
    }
  }
  return std::nullopt;
}

// Names under which an identifying member may be answered: its own; "Id" of "VoiceConnectorGroupId" inside
// the noun's own structure; ETag for If-Match.
std::set<std::string> answer_names(const std::string& member, const std::string& noun) {
  std::set<std::string> names{member};
  if (member == "IfMatch") names = {"ETag"};
  const auto upper = upper_first(member);
  for (const auto word : identifier_words) {
    if (upper == noun + std::string(word)) names.insert(std::string(word));
    if (upper == word) names.insert(noun + std::string(word));
  }
  if (upper == "Identifier" || upper == noun + "Identifier") names.insert({"Id", noun + "Id", "Arn"});
  return names;
}

bool is_identifying(const Model& model, const Member& member, const std::string& noun) {
  if (member.name == "IfMatch") return true;
  if (!is_text(contract::target_of(model, member).type)) return false;
  if (!contract::is_required(member) && location_of(member) != Location::label) return false;
  const auto upper = upper_first(member.name);
  if (upper == noun) return true;
  return std::any_of(std::begin(identifier_words), std::end(identifier_words),
                     [&](std::string_view word) { return upper.ends_with(word); });
}

// The noun that a member names: "VoiceConnectorId" -> "VoiceConnector".
std::optional<std::string> noun_of_member(const std::string& member) {
  const auto upper = upper_first(member);
  for (const auto word : identifier_words) {
    if (upper.size() > word.size() && upper.ends_with(word))
      return upper.substr(0, upper.size() - word.size());
  }
  return std::nullopt;
}

const Operation* creator_by_resource(const Model& model, const Operation& operation, std::string& noun) {
  for (const auto& [id, resource] : model.resources) {
    const auto& list = resource.operations;
    const bool bound = resource.read == operation.id || resource.update == operation.id ||
                       resource.put == operation.id || resource.delete_operation == operation.id ||
                       std::find(list.begin(), list.end(), operation.id) != list.end();
    if (!bound || resource.create.empty()) continue;
    const auto* create = model.operation(resource.create);
    if (!create) continue;
    noun = noun_of(create->name(), creating_verbs).value_or(std::string(contract::name_of(resource.id)));
    return create;
  }
  return nullptr;
}

// The longest noun of the operation's name that something creates: "PutDomainPolicy" -> "Domain".
const Operation* creator_by_name(const Model& model, const Operation& operation, std::string& noun) {
  const std::string name(operation.name());
  const Operation* best = nullptr;
  for (const auto* candidate : model.all_operations()) {
    const auto created = noun_of(candidate->name(), creating_verbs);
    if (!created || candidate == &operation || name.find(*created) == std::string::npos) continue;
    if (best && created->size() <= noun.size()) continue;
    best = candidate;
    noun = *created;
  }
  return best;
}

std::string gone_error(const Model& model, const Operation& operation) {
  for (const auto* error : contract::listed_errors(model, operation)) {
    const auto name = error->name();
    for (const std::string_view word : {"NotFoundException", "NotFound", "DoesNotExist", "NotFoundFault"}) {
      if (name.ends_with(word)) return std::string(name);
    }
    if (name.starts_with("NoSuch") || name.starts_with("NonExistent")) return std::string(name);
  }
  return {};
}

std::string variable_for(const std::string& noun, const std::string& member) {
  if (member == "IfMatch") return lower_first(noun) + "ETag";
  const auto upper = upper_first(member);
  return lower_first(upper.starts_with(noun) ? upper : noun + upper);
}

class Inferrer {
 public:
  Inferrer(const Model& model, const Suite& suite)
      : model_(model), suite_(suite), values_(model, protocol_of(model, suite)) {}

  Inferred arrangement(const Operation& operation, int chain = 0) {
    Inferred result;
    std::string noun;
    const Operation* own = creator_by_resource(model_, operation, noun);
    const bool creates_itself = noun_of(operation.name(), creating_verbs).has_value();
    if (!own && !creates_itself) own = creator_by_name(model_, operation, noun);
    if (own == &operation) own = nullptr;
    // Names last: beside an identifier of the same thing they are settings, not references.
    for (const bool names : {false, true}) {
      for (const auto& member : input_of(model_, operation).members) {
        if (!is_identifying(model_, member, noun) || upper_first(member.name).ends_with("Name") != names)
          continue;
        if (member.name == "IfMatch" && !contract::is_required(member)) continue;
        if (names && own && arranged(result, *own)) continue;
        if (chain < max_chain && fill(member, noun, own, operation, result, chain)) continue;
        // A creator's own name is no reference.
        if (!creates_itself || !names) result.unfilled.push_back(member.name);
      }
    }
    return result;
  }

  std::optional<ResourceRecipe> recipe(const Operation& create) {
    for (const auto& [name, known] : suite_.resources) {
      if (known.create_call == create.name()) return known;
    }
    const auto noun = noun_of(create.name(), creating_verbs);
    if (!noun) return std::nullopt;
    const auto* remove = with_verb(model_, deleting_verbs, *noun);
    if (!remove) return std::nullopt;
    ResourceRecipe result;
    result.name = *noun;
    result.create_call = std::string(create.name());
    result.gone = gone_error(model_, *remove);
    Step removal{.call = std::string(remove->name()),
                 .with = Json::object(),
                 .keep = {},
                 .until = {},
                 .identity = "default",
                 .expect = {},
                 .creates = {}};
    bool fresh_tag = false;
    for (const auto& member : input_of(model_, *remove).members) {
      if (!contract::is_required(member) && location_of(member) != Location::label &&
          member.name != "IfMatch")
        continue;
      const auto variable = variable_for(*noun, member.name);
      const auto pointer = find_output(model_, output_of(model_, create), answer_names(member.name, *noun),
                                       &contract::target_of(model_, member));
      if (!pointer) return std::nullopt;
      fresh_tag = fresh_tag || member.name == "IfMatch";
      result.keep[variable] = *pointer;
      removal.with[member.name] = "${" + variable + "}";
    }
    // A version tag goes stale with every change: it is read again right before the removal.
    if (fresh_tag) {
      if (auto read = reading(*noun, result.keep)) result.remove.push_back(*std::move(read));
    }
    result.remove.push_back(std::move(removal));
    for (const auto& [variable, pointer] : result.keep) result.variables.push_back(variable);
    return result;
  }

 private:
  static bool arranged(const Inferred& result, const Operation& create) {
    return std::any_of(result.arrange.begin(), result.arrange.end(),
                       [&](const Step& step) { return step.call == create.name(); });
  }

  std::optional<Step> reading(const std::string& noun, const std::map<std::string, std::string>& kept) {
    const auto* read = with_verb(model_, reading_verbs, noun);
    if (!read) return std::nullopt;
    Step step{.call = std::string(read->name()),
              .with = Json::object(),
              .keep = {},
              .until = {},
              .identity = "default",
              .expect = {},
              .creates = {}};
    const auto tag = find_output(model_, output_of(model_, *read), {"ETag"}, nullptr);
    if (!tag) return std::nullopt;
    step.keep[variable_for(noun, "IfMatch")] = *tag;
    for (const auto& member : input_of(model_, *read).members) {
      if (!contract::is_required(member) && location_of(member) != Location::label) continue;
      // Whatever kept variable answers to one of the names that this member goes by.
      std::string found;
      for (const auto& name : answer_names(member.name, noun)) {
        if (kept.contains(variable_for(noun, name))) found = variable_for(noun, name);
      }
      if (found.empty()) return std::nullopt;
      step.with[member.name] = "${" + found + "}";
    }
    return step;
  }

  // Adds what makes a value for `member`, unless it is there already.
  bool fill(const Member& member, const std::string& noun, const Operation* own, const Operation& operation,
            Inferred& result, int chain) {
    struct Candidate {
      const Operation* create;
      std::string noun;
    };
    std::vector<Candidate> candidates;
    if (const auto named = noun_of_member(member.name)) {
      if (const auto* create = with_verb(model_, creating_verbs, *named))
        candidates.push_back({create, *named});
    }
    if (own) candidates.push_back({own, noun});
    for (const auto& candidate : candidates) {
      if (candidate.create == &operation) continue;
      const auto variable = variable_for(candidate.noun, member.name);
      const auto pointer =
          find_output(model_, output_of(model_, *candidate.create), answer_names(member.name, candidate.noun),
                      &contract::target_of(model_, member));
      if (!pointer) continue;
      if (!arrange(*candidate.create, variable, *pointer, result, chain)) continue;
      result.base[member.name] = "${" + variable + "}";
      return true;
    }
    return false;
  }

  bool arrange(const Operation& create, const std::string& variable, const std::string& pointer,
               Inferred& result, int chain) {
    for (auto& step : result.arrange) {
      if (step.call != create.name()) continue;
      step.keep[variable] = pointer;
      return true;
    }
    // Nothing is made that could not be removed again.
    const auto known = recipe(create);
    if (!known) return false;
    const auto before = chain + 1 < max_chain ? arrangement(create, chain + 1) : Inferred{};
    auto with = values_.structure(input_of(model_, create), "arrange " + std::string(create.name()));
    if (!with.value) return false;
    for (const auto& step : before.arrange) {
      const bool there = std::any_of(result.arrange.begin(), result.arrange.end(),
                                     [&](const Step& s) { return s.call == step.call; });
      if (!there) result.arrange.push_back(step);
    }
    for (const auto& [name, value] : before.base.items()) (*with.value)[name] = value;
    Step step{.call = std::string(create.name()),
              .with = *std::move(with.value),
              .keep = {},
              .until = {},
              .identity = "default",
              .expect = {},
              .creates = known->name};
    step.keep = known->keep;
    step.keep[variable] = pointer;
    result.arrange.push_back(std::move(step));
    return true;
  }

  const Model& model_;
  const Suite& suite_;
  Values values_;
};

}  // namespace

Inferred infer_arrangement(const Model& model, const Operation& operation, const Suite& suite) {
  return Inferrer(model, suite).arrangement(operation);
}

std::optional<ResourceRecipe> infer_recipe(const Model& model, const Operation& create, const Suite& suite) {
  return Inferrer(model, suite).recipe(create);
}

Suite with_inferred(const Model& model, Suite suite) {
  Suite result = suite;
  Inferrer inferrer(model, suite);
  const auto add_recipe = [&](std::string_view call) {
    const auto known = std::any_of(result.resources.begin(), result.resources.end(),
                                   [&](const auto& entry) { return entry.second.create_call == call; });
    const auto* create = model.operation(call);
    if (known || !create) return;
    if (auto recipe = inferrer.recipe(*create)) result.resources.emplace(recipe->name, *recipe);
  };
  for (const auto& name : suite.operations) {
    const auto* operation = model.operation(name);
    if (!operation) continue;
    if (noun_of(name, creating_verbs)) add_recipe(name);
    if (suite.arrange.contains(name) || suite.base.contains(name)) continue;
    auto inferred = inferrer.arrangement(*operation);
    if (inferred.arrange.empty()) continue;
    for (const auto& step : inferred.arrange) add_recipe(step.call);
    result.arrange[name] = std::move(inferred.arrange);
    result.base[name] = std::move(inferred.base);
  }
  return result;
}

}  // namespace hallmark::plan
