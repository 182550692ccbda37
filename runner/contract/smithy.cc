#include "contract/smithy.h"

#include <fmt/format.h>

#include <functional>
#include <set>
#include <utility>

#include "contract/smithy_traits.h"
#include "core/error.h"
#include "core/text.h"

namespace hallmark::contract {
namespace {

constexpr std::string_view kMixin = "smithy.api#mixin";

class Reader {
 public:
  explicit Reader(const core::JsonFile& file) : file_(file) {}

  Model read(const std::string& wanted) {
    collect();
    for (const auto& [id, node] : nodes_) {
      if (is_mixin(*node)) continue;
      if (nodes_with_extras_.contains(id)) {
        std::set<std::string> open;
        const OrderedJson flat = flattened(id, open);
        add(id, flat);
      } else {
        add(id, *node);
      }
    }
    choose_service(wanted);
    check_targets();
    read_metadata();
    add_prelude(model_);
    return std::move(model_);
  }

 private:
  [[noreturn]] void fail(const std::string& pointer, const std::string& rule, const std::string& message,
                         const std::string& advice = {}) const {
    core::fail_at(file_, pointer, rule, message, advice);
  }

  template <typename... Tokens>
  static std::string at(std::string_view id, const Tokens&... tokens) {
    return core::pointer_of({"shapes", id, tokens...});
  }

  void collect() {
    const OrderedJson& root = file_.value;
    if (!root.is_object() || !root.contains("smithy")) {
      fail("", "smithy.syntax", "this is no Smithy JSON AST: it has no member smithy");
    }
    const auto shapes = root.find("shapes");
    if (shapes == root.end() || !shapes->is_object()) {
      fail("", "smithy.syntax", "the model has no object of shapes");
    }
    for (const auto& [id, node] : shapes->items()) {
      const auto hash = id.find('#');
      if (hash == std::string::npos || hash == 0 || hash + 1 == id.size()) {
        fail(at(id), "smithy.id", fmt::format("{} is no absolute shape id", id));
      }
      if (!node.is_object()) fail(at(id), "smithy.shape", fmt::format("{} is no object", id));
      const auto type = node.find("type");
      if (type == node.end() || !type->is_string())
        fail(at(id), "smithy.type", fmt::format("{} has no type", id));
      if (*type == "apply") {
        applies_[id] = &node;
        nodes_with_extras_.insert(id.substr(0, id.find('$')));
        continue;
      }
      nodes_[id] = &node;
      if (node.contains("mixins")) nodes_with_extras_.insert(id);
    }
    for (const auto& [id, node] : applies_) {
      const std::string shape = id.substr(0, id.find('$'));
      if (!nodes_.contains(shape))
        fail(at(id), "smithy.target", fmt::format("{} is applied to, but not defined", shape));
    }
  }

  static bool is_mixin(const OrderedJson& node) {
    const auto traits = node.find("traits");
    return traits != node.end() && traits->is_object() && traits->contains(kMixin);
  }

  // The shape with its mixins and applied traits merged in.
  OrderedJson flattened(const std::string& id, std::set<std::string>& open) {
    if (open.size() > 64 || !open.insert(id).second) {
      fail(at(id), "smithy.mixin", fmt::format("the mixins of {} go in a circle", id));
    }
    const OrderedJson& own = *nodes_.at(id);
    OrderedJson flat = OrderedJson::object();
    if (const auto mixins = own.find("mixins"); mixins != own.end()) {
      for (const std::string& mixin : targets(*mixins, at(id, "mixins"))) {
        if (!nodes_.contains(mixin))
          fail(at(id, "mixins"), "smithy.target", fmt::format("{} is not defined", mixin));
        OrderedJson inherited = flattened(mixin, open);
        drop_local_traits(inherited);
        merge_into(flat, inherited);
      }
    }
    merge_into(flat, own);
    flat.erase("mixins");
    for (auto entry = applies_.lower_bound(id); entry != applies_.end() && entry->first.starts_with(id);
         ++entry) {
      apply(flat, id, entry->first, *entry->second);
    }
    open.erase(id);
    return flat;
  }

  void apply(OrderedJson& flat, const std::string& id, const std::string& target, const OrderedJson& node) {
    const auto traits = node.find("traits");
    if (traits == node.end() || !traits->is_object()) return;
    OrderedJson* element = &flat;
    if (target != id) {
      if (target[id.size()] != '$') return;  // another shape whose name starts alike
      const std::string member = target.substr(id.size() + 1);
      const auto members = flat.find("members");
      if (members != flat.end() && members->is_object() && members->contains(member)) {
        element = &(*members)[member];
      } else if ((member == "member" || member == "key" || member == "value") && flat.contains(member)) {
        element = &flat[member];
      } else {
        fail(at(target), "smithy.target", fmt::format("{} has no member {}", id, member));
      }
    }
    if (!element->is_object()) return;
    OrderedJson& own = (*element)["traits"];
    if (!own.is_object()) own = OrderedJson::object();
    for (const auto& [name, value] : traits->items()) own[name] = value;
  }

  static void drop_local_traits(OrderedJson& flat) {
    const auto traits = flat.find("traits");
    if (traits == flat.end() || !traits->is_object()) return;
    std::vector<std::string> local = {std::string(kMixin)};
    if (const auto mixin = traits->find(kMixin); mixin != traits->end() && mixin->is_object()) {
      if (const auto names = mixin->find("localTraits"); names != mixin->end() && names->is_array()) {
        for (const auto& name : *names) {
          if (name.is_string()) local.push_back(name.get<std::string>());
        }
      }
    }
    for (const std::string& name : local) traits->erase(name);
  }

  // Objects of traits and members are united, arrays are joined, anything else is replaced.
  static void merge_into(OrderedJson& flat, const OrderedJson& more) {
    for (const auto& [key, value] : more.items()) {
      const auto found = flat.find(key);
      if (found == flat.end()) {
        flat[key] = value;
      } else if (key == "members" && found->is_object() && value.is_object()) {
        for (const auto& [name, member] : value.items()) {
          if (found->contains(name) && (*found)[name].is_object() && member.is_object()) {
            merge_into((*found)[name], member);
          } else {
            (*found)[name] = member;
          }
        }
      } else if (found->is_object() && value.is_object()) {
        for (const auto& [name, inner] : value.items()) (*found)[name] = inner;
      } else if (found->is_array() && value.is_array()) {
        for (const auto& inner : value) found->push_back(inner);
      } else {
        *found = value;
      }
    }
  }

  Traits traits(const OrderedJson& node, const std::string& pointer) const {
    Traits result;
    const auto found = node.find("traits");
    if (found == node.end()) return result;
    if (!found->is_object())
      fail(core::pointer_join(pointer, "traits"), "smithy.traits", "traits is no object");
    for (const auto& [id, value] : found->items()) {
      if (is_dropped_trait(id)) continue;
      Json kept = kept_trait_value(id, core::to_sorted(value));
      if (const auto fault = trait_fault(id, kept)) {
        fail(core::pointer_join(core::pointer_join(pointer, "traits"), id), "smithy.trait",
             fmt::format("the value of {} {}", id, *fault));
      }
      result.set(id, std::move(kept));
    }
    return result;
  }

  std::string target(const OrderedJson& reference, const std::string& pointer) const {
    if (reference.is_object()) {
      if (const auto found = reference.find("target"); found != reference.end() && found->is_string()) {
        return found->get<std::string>();
      }
    }
    fail(pointer, "smithy.reference", "a reference must be an object with a target");
  }

  std::vector<std::string> targets(const OrderedJson& references, const std::string& pointer) const {
    if (!references.is_array()) fail(pointer, "smithy.reference", "a list of references must be an array");
    std::vector<std::string> result;
    for (std::size_t i = 0; i < references.size(); ++i) {
      result.push_back(target(references[i], core::pointer_join(pointer, i)));
    }
    return result;
  }

  std::vector<std::string> targets_of(const std::string& id, const OrderedJson& node, const char* key) const {
    const auto found = node.find(key);
    return found == node.end() ? std::vector<std::string>{} : targets(*found, at(id, key));
  }

  std::string target_of_key(const std::string& id, const OrderedJson& node, const char* key) const {
    const auto found = node.find(key);
    if (found == node.end()) return {};
    std::string result = target(*found, at(id, key));
    return result == "smithy.api#Unit" ? std::string{} : result;
  }

  static std::string text_of(const OrderedJson& node, const char* key) {
    const auto found = node.find(key);
    return found != node.end() && found->is_string() ? found->get<std::string>() : std::string{};
  }

  void add(const std::string& id, const OrderedJson& node) {
    const auto& type = node["type"].get_ref<const std::string&>();
    if (type == "service") {
      services_[id] = ServiceShape{.id = id,
                                   .version = text_of(node, "version"),
                                   .operations = targets_of(id, node, "operations"),
                                   .resources = targets_of(id, node, "resources"),
                                   .errors = targets_of(id, node, "errors"),
                                   .traits = traits(node, at(id))};
    } else if (type == "operation") {
      model_.operations[id] = Operation{.id = id,
                                        .input = target_of_key(id, node, "input"),
                                        .output = target_of_key(id, node, "output"),
                                        .errors = targets_of(id, node, "errors"),
                                        .traits = traits(node, at(id))};
    } else if (type == "resource") {
      add_resource(id, node);
    } else if (const auto kind = shape_type(type)) {
      add_shape(id, *kind, node);
    } else {
      fail(at(id, "type"), "smithy.type", fmt::format("{} has the unknown type {}", id, type));
    }
  }

  void add_resource(const std::string& id, const OrderedJson& node) {
    ResourceShape resource{.id = id,
                           .create = target_of_key(id, node, "create"),
                           .put = target_of_key(id, node, "put"),
                           .read = target_of_key(id, node, "read"),
                           .update = target_of_key(id, node, "update"),
                           .delete_operation = target_of_key(id, node, "delete"),
                           .list = target_of_key(id, node, "list"),
                           .operations = targets_of(id, node, "operations"),
                           .collection_operations = targets_of(id, node, "collectionOperations"),
                           .resources = targets_of(id, node, "resources"),
                           .traits = traits(node, at(id))};
    for (const auto& [key, into] :
         {std::pair{"identifiers", &resource.identifiers}, {"properties", &resource.properties}}) {
      const auto named = node.find(key);
      if (named == node.end()) continue;
      if (!named->is_object()) fail(at(id, key), "smithy.reference", fmt::format("{} is no object", key));
      for (const auto& [name, reference] : named->items())
        (*into)[name] = target(reference, at(id, key, name));
    }
    model_.resources[id] = std::move(resource);
  }

  void add_shape(const std::string& id, ShapeType type, const OrderedJson& node) {
    Shape shape{.id = id, .type = type, .members = {}, .traits = traits(node, at(id))};
    if (node["type"] == "set") shape.traits.set(trait::unique_items);  // Smithy 1.0
    const auto add_member = [&](const std::string& name, const OrderedJson& member,
                                const std::string& pointer) {
      shape.members.push_back(
          {.name = name, .target = target(member, pointer), .traits = traits(member, pointer)});
    };
    if (type == ShapeType::list || type == ShapeType::map) {
      std::vector<std::string> keys = {"member"};
      if (type == ShapeType::map) keys = {"key", "value"};
      for (const std::string& key : keys) {
        const auto member = node.find(key);
        if (member == node.end()) fail(at(id), "smithy.member", fmt::format("{} has no {}", id, key));
        add_member(key, *member, at(id, key));
      }
    } else if (const auto members = node.find("members"); members != node.end()) {
      if (!members->is_object()) fail(at(id, "members"), "smithy.member", "members is no object");
      for (const auto& [name, member] : members->items()) add_member(name, member, at(id, "members", name));
    }
    model_.shapes[id] = std::move(shape);
  }

  // The sdkId's slug, else that of the service's name.
  static std::string slug_of_service(const ServiceShape& service) {
    if (const Json* trait = service.traits.find(trait::service); trait && trait->is_object()) {
      if (const auto sdk_id = trait->find("sdkId"); sdk_id != trait->end() && sdk_id->is_string())
        return slug_of(sdk_id->get<std::string>());
    }
    return slug_of(name_of(service.id));
  }

  void choose_service(const std::string& wanted) {
    if (services_.empty()) fail("/shapes", "smithy.service", "the model has no service");
    std::vector<std::string> names;
    for (const auto& [id, service] : services_) {
      const bool meant = core::equal_ignoring_case(wanted, id) ||
                         core::equal_ignoring_case(wanted, name_of(id)) ||
                         core::equal_ignoring_case(wanted, slug_of_service(service));
      if (services_.size() == 1 || meant) {
        model_.service = service;
        return;
      }
      if (names.size() < 20) names.push_back(id);
    }
    fail("/shapes", "smithy.service",
         wanted.empty()
             ? fmt::format("the model has {} services: {}", services_.size(), core::join(names, ", "))
             : fmt::format("the model has no service {}, but {}", core::printable(core::shorten(wanted, 100)),
                           core::join(names, ", ")),
         "Name one of them with --service.");
  }

  void check_targets() const {
    const auto need_shape = [&](const std::string& from, const std::string& id) -> const Shape& {
      if (const Shape* shape = model_.shape(id)) return *shape;
      fail(at(from.substr(0, from.find('$'))), "smithy.target",
           fmt::format("{} targets {}, which is not defined", from, id));
    };
    const auto need_structure = [&](const std::string& from, const std::string& id) {
      if (id.empty() || need_shape(from, id).type == ShapeType::structure) return;
      fail(at(from), "smithy.target", fmt::format("{} needs a structure, and {} is none", from, id));
    };
    for (const auto& [id, shape] : model_.shapes) {
      for (const Member& member : shape.members) need_shape(id + "$" + member.name, member.target);
    }
    for (const auto& [id, operation] : model_.operations) {
      need_structure(id, operation.input);
      need_structure(id, operation.output);
      for (const std::string& error : operation.errors) need_structure(id, error);
    }
    check_bound(model_.service.id, model_.service.operations, model_.service.resources);
    for (const std::string& error : model_.service.errors) need_structure(model_.service.id, error);
    for (const auto& [id, resource] : model_.resources) {
      std::vector<std::string> operations = resource.operations;
      operations.insert(operations.end(), resource.collection_operations.begin(),
                        resource.collection_operations.end());
      for (const std::string* one : {&resource.create, &resource.put, &resource.read, &resource.update,
                                     &resource.delete_operation, &resource.list}) {
        if (!one->empty()) operations.push_back(*one);
      }
      check_bound(id, operations, resource.resources);
      for (const auto& [name, shape] : resource.identifiers) need_shape(id, shape);
      for (const auto& [name, shape] : resource.properties) need_shape(id, shape);
    }
  }

  void check_bound(const std::string& from, const std::vector<std::string>& operations,
                   const std::vector<std::string>& resources) const {
    for (const std::string& id : operations) {
      if (!model_.operations.contains(id)) {
        fail(at(from), "smithy.target",
             fmt::format("{} binds the operation {}, which is not defined", from, id));
      }
    }
    for (const std::string& id : resources) {
      if (!model_.resources.contains(id)) {
        fail(at(from), "smithy.target",
             fmt::format("{} binds the resource {}, which is not defined", from, id));
      }
    }
  }

  void read_metadata() {
    model_.slug = slug_of_service(model_.service);
    const auto metadata = file_.value.find("metadata");
    if (metadata == file_.value.end() || !metadata->is_object()) return;
    if (std::string slug = text_of(*metadata, "hallmark.api#slug"); !slug.empty())
      model_.slug = std::move(slug);
    const auto texts = [&](const OrderedJson& list, auto&& take) {
      if (!list.is_array()) return;
      for (const auto& entry : list) take(entry);
    };
    if (const auto documents = metadata->find("hallmark.api#documents"); documents != metadata->end()) {
      texts(*documents, [&](const OrderedJson& entry) {
        if (entry.is_string()) model_.documents.push_back(entry.get<std::string>());
      });
    }
    const auto contradictions = metadata->find("hallmark.api#contradictions");
    if (contradictions == metadata->end()) return;
    texts(*contradictions, [&](const OrderedJson& entry) {
      if (!entry.is_object()) return;
      Contradiction contradiction{
          .promise = text_of(entry, "promise"), .what = text_of(entry, "what"), .sayings = {}};
      if (const auto sayings = entry.find("sayings"); sayings != entry.end()) {
        texts(*sayings, [&](const OrderedJson& saying) {
          if (saying.is_object()) {
            contradiction.sayings.push_back(
                {.source = text_of(saying, "source"), .value = text_of(saying, "value")});
          }
        });
      }
      model_.contradictions.push_back(std::move(contradiction));
    });
  }

  const core::JsonFile& file_;
  Model model_;
  std::map<std::string, const OrderedJson*> nodes_;
  std::map<std::string, const OrderedJson*> applies_;
  std::set<std::string> nodes_with_extras_;  // those that have mixins or are applied to
  std::map<std::string, ServiceShape> services_;
};

}  // namespace

Model read_smithy(const core::JsonFile& file, const std::string& wanted) { return Reader(file).read(wanted); }

}  // namespace hallmark::contract
