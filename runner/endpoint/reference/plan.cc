#include "endpoint/reference/plan.h"

#include <algorithm>
#include <optional>
#include <set>

#include "contract/usage.h"
#include "core/text.h"
#include "endpoint/reference/errors.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;

const OperationPlan& EndpointPlan::of(const Operation& operation) const {
  static const OperationPlan none;
  const auto it = operations.find(operation.id);
  return it == operations.end() ? none : it->second;
}

const KindPlan& EndpointPlan::kind(std::string_view name) const {
  static const KindPlan none;
  const auto it = kinds.find(name);
  return it == kinds.end() ? none : it->second;
}

const Shape* input_shape(const Model& model, const Operation& operation) {
  return operation.input.empty() ? nullptr : model.shape(operation.input);
}

const Shape* output_shape(const Model& model, const Operation& operation) {
  return operation.output.empty() ? nullptr : model.shape(operation.output);
}

bool names_page(const Model& model, const Operation& operation, std::string_view member) {
  if (is_page_token(member)) return true;
  const auto pages = contract::pagination(model, operation);
  const auto among = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), member) != names.end();
  };
  return pages && (among(pages->input_tokens) || among(pages->output_tokens));
}

bool asks_for_size(const Model& model, const Operation& operation, std::string_view member) {
  if (is_page_size(member)) return true;
  const auto pages = contract::pagination(model, operation);
  return pages && !pages->page_size.empty() && pages->page_size == member;
}

namespace {

bool is_text(const Model& model, const Member& member) {
  return contract::target_of(model, member).type == contract::ShapeType::string;
}

// Names of the texts by which a kind is known after it was made: in the answer, or given by
// the caller.
void tell(const Model& model, const Shape& shape, int depth, std::set<std::string>& names) {
  for (const Member& member : shape.members) {
    const Shape* target = &contract::target_of(model, member);
    if (target->type == contract::ShapeType::list && target->member("member") != nullptr)
      target = &contract::target_of(model, *target->member("member"));
    if (target->type == contract::ShapeType::string) names.insert(member.name);
    if (target->type == contract::ShapeType::structure && depth < 3) tell(model, *target, depth + 1, names);
  }
}

class Planner {
 public:
  Planner(const Model& model, const std::set<std::string>& closed)
      : model_(model), closed_(closed), operations_(model.all_operations()) {}

  EndpointPlan run() {
    bind_smithy_resources();
    bind_names();
    find_told();
    for (const Operation* operation : operations_) find_identifier(*operation);
    put_into_what_is_made();
    find_makers();
    find_kept();
    bind_parts();
    for (const Operation* operation : operations_) {
      OperationPlan& plan = plan_.operations[operation->id];
      plan.strict = !plan.kind.empty() && plan_.kind(plan.kind).kept &&
                    (surely_names(plan.identifier, plan.kind) ||
                     same_word(plan.identifier, plan_.kind(plan.kind).identifier)) &&
                    can_be_known(plan.kind, *operation, plan.identifier);
      plan.strict = plan.strict || plan.by;
      find_references(*operation, plan);
    }
    return std::move(plan_);
  }

 private:
  void bind(const std::string& operation, Act act, const std::string& kind, bool put = false) {
    if (operation.empty()) return;
    OperationPlan& plan = plan_.operations[operation];
    plan = {};
    plan.act = act;
    plan.put = put;
    plan.kind = kind;
  }

  void bind_smithy_resources() {
    for (const auto& [id, resource] : model_.resources) {
      std::string kind(contract::name_of(id));
      constexpr std::string_view ending = "Resource";  // "DomainResource" is what members call a domain
      if (kind.size() > ending.size() && kind.ends_with(ending)) kind.resize(kind.size() - ending.size());
      if (resource.create.empty() && resource.put.empty()) continue;
      kinds_.insert(kind);
      bind(resource.create, Act::create, kind);
      bind(resource.put, Act::create, kind, true);
      bind(resource.read, Act::read, kind);
      bind(resource.update, Act::update, kind);
      bind(resource.delete_operation, Act::remove, kind);
      bind(resource.list, Act::list, kind);
    }
  }

  void bind_names() {
    std::map<std::string, int> acts;  // noun -> 1: made, 2: read, changed or removed
    for (const Operation* operation : operations_) {
      const auto said = saying_of(operation->name());
      if (!said || said->noun.empty()) continue;
      if (said->act == Act::create) acts[said->noun] |= 1;
      if (said->act == Act::create && said->sure) makers_.insert(said->noun);
      if (said->act == Act::read || said->act == Act::update || said->act == Act::remove)
        acts[said->noun] |= 2;
    }
    for (const auto& [noun, what] : acts) {
      if (what == 3) kinds_.insert(noun);
    }
    for (const Operation* operation : operations_) {
      if (plan_.operations.contains(operation->id)) continue;
      auto said = saying_of(operation->name());
      if (!said) continue;
      if (said->noun.empty()) {
        bind(operation->id, said->act, "");
        continue;
      }
      // Imported or started is what was created before.
      const bool again =
          said->act == Act::create && !said->sure && !said->onto && makers_.contains(said->noun);
      if (again) said->act = Act::update;
      // Where one of them is a kind, several are read, whatever makes several at once.
      const auto nouns = singulars(said->noun);
      const bool several =
          said->act == Act::read &&
          std::any_of(nouns.begin(), nouns.end(), [&](const auto& each) { return kinds_.contains(each); });
      if (kinds_.contains(said->noun) && said->act != Act::list && !several) {
        bind(operation->id, said->act, said->noun, said->put && !again);
        plan_.operations[operation->id].makes = again;
        continue;
      }
      if (said->act != Act::list && said->act != Act::read) continue;
      for (const std::string& noun : nouns) {
        if (!kinds_.contains(noun)) continue;
        bind(operation->id, Act::list, noun);
        break;
      }
    }
  }

  // The member that says which resource of a kind an operation means.
  [[nodiscard]] std::string identifier_of(const Operation& operation, const std::string& kind) const {
    const Shape* input = input_shape(model_, operation);
    if (input == nullptr) return {};
    for (const bool required : {true, false}) {
      // Of several that need not be given, one that the making tells.
      for (const IdentifierWord word : {IdentifierWord::id, IdentifierWord::arn, IdentifierWord::name}) {
        const Member* found = required ? nullptr : identifying(*input, kind, word, true, false);
        if (found != nullptr && is_told(kind, found->name)) return found->name;
      }
      // What has the kind's name in it before "Id" alone; ids before ARNs and names, URLs last.
      for (const bool full : {true, false}) {
        for (const IdentifierWord word : {IdentifierWord::id, IdentifierWord::arn, IdentifierWord::name}) {
          if (const Member* found = identifying(*input, kind, word, full, required)) return found->name;
        }
      }
      if (const Member* url = identifying(*input, kind, IdentifierWord::url, true, required))
        return url->name;
      if (!required) continue;
      // "QueueUrl" of GetQueueAttributes, "Bucket" of DeleteBucket; else the last required text.
      std::string last;
      for (const Member& member : input->members) {
        if (!contract::is_required(member) || !is_text(model_, member)) continue;
        if (same_word(member.name, kind)) return member.name;
        last = member.name;
      }
      if (!last.empty()) return last;
    }
    return {};
  }

  [[nodiscard]] const Member* identifying(const Shape& input, const std::string& kind, IdentifierWord word,
                                          bool full, bool required) const {
    for (const Member& member : input.members) {
      if (is_text(model_, member) && contract::is_required(member) == required &&
          identifier_word(member.name) == word && names_own(member.name, kind) &&
          is_identifier_word(member.name) != full)
        return &member;
    }
    return nullptr;
  }

  // "CollectionName" of a geofence collection, unless there are collections, too.
  [[nodiscard]] bool names_own(const std::string& member, const std::string& kind) const {
    if (surely_names(member, kind)) return true;
    return names_by_end(member, kind) &&
           std::none_of(kinds_.begin(), kinds_.end(), [&](const std::string& other) {
             return other != kind && surely_names(member, other);
           });
  }

  void find_identifier(const Operation& operation) {
    OperationPlan& plan = plan_.operations[operation.id];
    if (plan.act != Act::read && plan.act != Act::update && plan.act != Act::remove) return;
    plan.identifier = identifier_of(operation, plan.kind);
    if (plan.identifier.empty()) return;
    // Reading says best what a kind is known by.
    KindPlan& kind = plan_.kinds[plan.kind];
    if (plan.act == Act::read || kind.identifier.empty()) kind.identifier = plan.identifier;
  }

  // What is told when one is made.
  void find_told() {
    for (const Operation* operation : operations_) {
      const OperationPlan& plan = plan_.operations[operation->id];
      if (plan.act != Act::create) continue;
      std::set<std::string>& told = told_[plan.kind];
      for (const Shape* shape : {input_shape(model_, *operation), output_shape(model_, *operation)}) {
        if (shape != nullptr) tell(model_, *shape, 0, told);
      }
    }
  }

  // "PutRestApi" beside "CreateRestApi": what is put into one that must be there changes it.
  void put_into_what_is_made() {
    for (const Operation* operation : operations_) {
      OperationPlan& plan = plan_.operations[operation->id];
      const Shape* input = input_shape(model_, *operation);
      const std::string& identifier = plan_.kind(plan.kind).identifier;
      if (plan.act != Act::create || !plan.put || input == nullptr ||
          model_.operation("Create" + plan.kind) == nullptr)
        continue;  // an object may be copied, and is put anew all the same
      const Member* member = input->member(identifier);
      if (member == nullptr || !contract::is_required(*member)) continue;
      plan.act = Act::update;
      plan.put = false;
      plan.identifier = identifier;
    }
  }

  // What one stands in, and which member the caller names it by.
  void find_makers() {
    for (const Operation* operation : operations_) {
      const OperationPlan& plan = plan_.operations[operation->id];
      if (plan.act != Act::create) continue;
      find_scope(*operation, plan);
      find_given(*operation, plan);
    }
  }

  void find_given(const Operation& operation, const OperationPlan& plan) {
    const Shape* input = input_shape(model_, operation);
    KindPlan& kind = plan_.kinds[plan.kind];
    if (input == nullptr) return;
    const auto text = [&](std::string_view name) -> std::string {
      for (const Member& member : input->members) {
        if (same_word(member.name, name) && is_text(model_, member)) return member.name;
      }
      return {};
    };
    if (const std::string same = text(kind.identifier); !same.empty()) {
      kind.given = same;
      kind.given_is_id = true;
      return;
    }
    std::string name;
    for (const bool full : {true, false}) {
      for (const bool required : {true, false}) {
        const Member* found = identifying(*input, plan.kind, IdentifierWord::name, full, required);
        if (found != nullptr && name.empty()) name = found->name;
      }
    }
    // "Url" of a provider.
    if (const Member* url = identifying(*input, plan.kind, IdentifierWord::url, false, true);
        url != nullptr && name.empty())
      name = url->name;
    if (name.empty() || plan.put) return;
    // "SecretId" takes the name: no other id is ever told.
    const bool told_id = is_told(plan.kind, kind.identifier) || tells(plan.kind, IdentifierWord::id);
    const IdentifierWord word = identifier_word(kind.identifier);
    kind.given_is_id = word == IdentifierWord::name ||
                       (word == IdentifierWord::id && !told_id && takes_names(plan.kind, kind.identifier));
    if (kind.given_is_id || says_exists(model_, operation, plan.kind)) kind.given = name;
  }

  // Whether what reads the kind by this member takes a name or an ARN, too.
  [[nodiscard]] bool takes_names(const std::string& kind, const std::string& identifier) const {
    for (const Operation* operation : operations_) {
      const OperationPlan* plan = nullptr;
      if (const auto it = plan_.operations.find(operation->id); it != plan_.operations.end())
        plan = &it->second;
      if (plan == nullptr || plan->kind != kind || plan->identifier != identifier) continue;
      const Member* member = input_shape(model_, *operation)->member(identifier);
      const Json* pattern =
          member == nullptr ? nullptr : contract::effective(model_, *member, contract::trait::pattern);
      if (pattern != nullptr && pattern->is_string() &&
          !has_word(pattern->get_ref<const std::string&>(), "arn"))
        return false;
    }
    return true;
  }

  // Texts that the making and the removal both need, besides what it is known by.
  void find_scope(const Operation& maker, const OperationPlan& plan) {
    std::vector<std::string>& scope = plan_.kinds[plan.kind].scope;
    if (!scope.empty()) return;
    const auto needed = [&](const Operation& operation, const std::string& except) {
      std::set<std::string> names;
      const Shape* input = input_shape(model_, operation);
      if (input == nullptr) return names;
      // What is known by nothing of its own is the one of what it stands in, also where that need not be
      // said.
      for (const Member& member : input->members) {
        if ((contract::is_required(member) || except.empty()) && is_text(model_, member) &&
            member.name != except && identifier_word(member.name) != IdentifierWord::none &&
            !member.traits.has(contract::trait::idempotency_token))
          names.insert(core::to_lower(member.name));
      }
      return names;
    };
    for (const Act act : {Act::remove, Act::read}) {
      for (const Operation* operation : operations_) {
        const OperationPlan& other = plan_.operations[operation->id];
        if (other.kind != plan.kind || other.act != act) continue;
        const auto mine = needed(maker, other.identifier), theirs = needed(*operation, other.identifier);
        std::set_intersection(mine.begin(), mine.end(), theirs.begin(), theirs.end(),
                              std::back_inserter(scope));
        return;
      }
    }
  }

  // Kinds that come into being and go by operations which need nothing but identifiers: only of these is
  // everything that exists known.
  void find_kept() {
    std::set<std::string> made, removed;
    for (const Operation* operation : operations_) {
      const OperationPlan& plan = plan_.operations[operation->id];
      const Shape* input = input_shape(model_, *operation);
      if (plan.act == Act::create && !plan.put) made.insert(plan.kind);
      if (plan.act != Act::remove || input == nullptr) continue;
      const auto& scope = plan_.kind(plan.kind).scope;
      std::size_t others = 0, naming = 0;
      for (const Member& member : input->members) {
        if (!contract::is_required(member) || is_version_tag(member.name)) continue;
        const std::string lower = core::to_lower(member.name);
        if (std::find(scope.begin(), scope.end(), lower) != scope.end()) continue;
        const bool names = is_text(model_, member) && names_own(member.name, plan.kind);
        ++(names ? naming : others);
      }
      if (others == 0 && naming == 1) removed.insert(plan.kind);
    }
    for (const std::string& kind : made) {
      if (removed.contains(kind) || closed_.contains(kind)) plan_.kinds[kind].kept = true;
    }
  }

  // "GetSecretValue" shows a part of a secret: what it names is one, and none has values of its own.
  void bind_parts() {
    for (const Operation* operation : operations_) {
      OperationPlan& plan = plan_.operations[operation->id];
      const auto said = saying_of(operation->name());
      const Shape* input = input_shape(model_, *operation);
      if (!said || said->noun.empty() || input == nullptr || said->act == Act::list) continue;
      if (model_.operation("Create" + said->noun) != nullptr || (said->act == Act::create && !said->put))
        continue;
      const std::string whole = whole_of(said->noun);
      if (whole.empty()) continue;
      if (const Member* by = told_by(*input, said->noun.substr(whole.size()));
          by != nullptr && said->act == Act::read) {
        plan = {};
        plan.act = Act::read;
        plan.kind = whole;
        plan.identifier = by->name;
        plan.by = true;
        continue;
      }
      std::string identifier;
      bool more = false;
      const auto& scope = plan_.kind(whole).scope;
      for (const Member& member : input->members) {
        if (!contract::is_required(member) || !is_text(model_, member)) continue;
        const bool names =
            same_word(member.name, plan_.kind(whole).identifier) || surely_names(member.name, whole);
        if (names && identifier.empty()) {
          identifier = member.name;
        } else if (identifier_word(member.name) != IdentifierWord::none &&
                   std::find(scope.begin(), scope.end(), core::to_lower(member.name)) == scope.end()) {
          more = true;
        }
      }
      if (identifier.empty() || more) continue;
      plan = {};
      plan.act = said->act == Act::create ? Act::update : said->act;
      plan.kind = whole;
      plan.identifier = identifier;
      plan.part = true;
    }
  }

  // "RoutingEndpoint" of GetConnectionGroupByRoutingEndpoint.
  [[nodiscard]] const Member* told_by(const Shape& input, const std::string& rest) const {
    constexpr std::string_view by = "By";
    if (!rest.starts_with(by)) return nullptr;
    for (const Member& member : input.members) {
      if (is_text(model_, member) && same_word(member.name, rest.substr(by.size()))) return &member;
    }
    return nullptr;
  }

  // The kept kind whose name the noun begins with, the longest; "" when there is none, or the noun is one.
  [[nodiscard]] std::string whole_of(const std::string& noun) const {
    std::string longest;
    for (const auto& [name, kind] : plan_.kinds) {
      if (kind.kept && noun.size() > name.size() && noun.starts_with(name) && name.size() > longest.size() &&
          std::isupper(static_cast<unsigned char>(noun[name.size()])) != 0)
        longest = name;
    }
    const auto own = plan_.kinds.find(noun);
    return own != plan_.kinds.end() && own->second.kept ? "" : longest;
  }

  // Whether a caller can know what to give in this member: a kind whose creation tells an ARN alone has ids
  // that nobody can name.
  [[nodiscard]] bool can_be_known(const std::string& kind, const Operation& operation,
                                  const std::string& member) const {
    if (member.empty()) return false;
    if (is_told(kind, member)) return true;
    const IdentifierWord word = identifier_word(member);
    if (word == IdentifierWord::none) return tells(kind, IdentifierWord::name);  // "Bucket" of a bucket
    if (tells(kind, word)) return true;
    if (word != IdentifierWord::id) return false;
    // An id that takes what is told instead.
    const Shape* input = input_shape(model_, operation);
    const Member* taking = input == nullptr ? nullptr : input->member(member);
    const Json* pattern =
        taking == nullptr ? nullptr : contract::effective(model_, *taking, contract::trait::pattern);
    const bool open = pattern == nullptr || !pattern->is_string()
                          ? !plan_.kind(kind).given.empty()
                          : has_word(pattern->get_ref<const std::string&>(), "arn");
    return open && (tells(kind, IdentifierWord::arn) || tells(kind, IdentifierWord::name));
  }

  [[nodiscard]] bool is_told(const std::string& kind, const std::string& member) const {
    const auto names = told_.find(kind);
    return names != told_.end() &&
           std::any_of(names->second.begin(), names->second.end(),
                       [&](const std::string& each) { return same_word(each, member); });
  }

  // Whether the making of one tells this of it.
  [[nodiscard]] bool tells(const std::string& kind, IdentifierWord word) const {
    const auto names = told_.find(kind);
    return names != told_.end() &&
           std::any_of(names->second.begin(), names->second.end(), [&](const std::string& each) {
             return identifier_word(each) == word && names_own(each, kind);
           });
  }

  [[nodiscard]] bool is_texts(const Member& member) const {
    const Shape& list = contract::target_of(model_, member);
    return list.type == contract::ShapeType::list && !list.members.empty() &&
           is_text(model_, list.members.front());
  }

  // "DomainIds" that an operation on fraudsters needs name domains.
  void find_many(const Operation& operation, const Member& member, OperationPlan& plan) const {
    if (plan.act == Act::list || plan.act == Act::read || !member.name.ends_with('s')) return;
    const std::string one = member.name.substr(0, member.name.size() - 1);
    for (const auto& [name, kind] : plan_.kinds) {
      if (kind.kept && name != plan.kind && names_kind(one, name, kind) && can_be_known(name, operation, one))
        plan.references.push_back({.member = member.name, .kind = name, .required = true, .many = true});
    }
  }

  // "DomainId" in an operation on fraudsters names a domain.
  void find_references(const Operation& operation, OperationPlan& plan) const {
    const Shape* input = input_shape(model_, operation);
    if (input == nullptr) return;
    for (const Member& member : input->members) {
      if (is_texts(member) && contract::is_required(member)) find_many(operation, member, plan);
      if (!is_text(model_, member)) continue;
      for (const auto& [name, kind] : plan_.kinds) {
        // What the operation is about is looked up by itself, and a new one is not there yet.
        if (!kind.kept || (name == plan.kind && (plan.act == Act::create || member.name == plan.identifier)))
          continue;
        if (names_kind(member.name, name, kind) && can_be_known(name, operation, member.name))
          plan.references.push_back(
              {.member = member.name, .kind = name, .required = contract::is_required(member)});
      }
    }
  }

  [[nodiscard]] static bool names_kind(const std::string& member, const std::string& name,
                                       const KindPlan& kind) {
    const IdentifierWord word = identifier_word(member);
    if ((word == IdentifierWord::id || word == IdentifierWord::arn) && surely_names(member, name) &&
        !is_identifier_word(member) && !same_word(member, name))
      return true;
    // "RoleName" names a role where roles are known by it; "Name" alone is anything's.
    if (same_word(member, name)) return true;  // "Rule" of a rule
    return same_word(member, kind.identifier) && surely_names(member, name) && !is_identifier_word(member);
  }

  const Model& model_;
  const std::set<std::string>& closed_;
  std::vector<const Operation*> operations_;
  EndpointPlan plan_;
  std::set<std::string> kinds_;
  std::set<std::string> makers_;                       // nouns of which a call makes a new one each time
  std::map<std::string, std::set<std::string>> told_;  // by kind
};

}  // namespace

EndpointPlan plan_service(const Model& model, const std::set<std::string>& closed) {
  return Planner(model, closed).run();
}

}  // namespace hallmark::endpoint
