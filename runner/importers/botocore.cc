#include "importers/botocore.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "contract/foreign_protocols.h"
#include "contract/protocols.h"
#include "core/error.h"
#include "core/text.h"
#include "importers/botocore_beside.h"
#include "importers/botocore_shapes.h"
#include "importers/importers.h"
#include "importers/text_reading.h"

namespace hallmark::importers {
namespace {

using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::Traits;
namespace trait = contract::trait;

std::string letters_and_digits(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (!result.empty() && c >= '0' && c <= '9')) result += c;
  }
  return result;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

const contract::ProtocolFacts* protocol_of(const BotocoreNode& metadata, const std::string& name) {
  const std::string version = name == "json" ? metadata.text("jsonVersion") : std::string();
  if (const auto* facts = contract::find_protocol_facts(version.empty() ? name : name + "-" + version))
    return facts;
  if (name == "json")
    metadata.fail("protocol", fmt::format("jsonVersion {} is neither 1.0 nor 1.1", version));
  return nullptr;  // another vendor's
}

// Where an XML body's root comes from: an operation's reference to its input.
struct Root {
  std::string name;
  Json space;
  bool operator==(const Root&) const = default;
};

class Reader {
 public:
  explicit Reader(const core::JsonFile& file) : root_(file) {}

  Model read() {
    root_.need_object();
    metadata_.emplace(root_.required_object("metadata"));
    read_protocols();
    name_service();
    shapes_ = index_shapes(root_, dialect_);
    read_shapes(shapes_, dialect_, model_);
    read_service();
    for (const auto& [key, node] : root_.required_object("operations").entries()) read_operation(key, node);
    name_roots();
    name_namespace();
    contract::add_prelude(model_);
    read_texts();
    return std::move(model_);
  }

 private:
  void read_protocols() {
    std::vector<std::string> names = metadata_->texts("protocols");
    if (names.empty()) names.push_back(metadata_->required_text("protocol"));
    Json foreign = Json::array();
    for (const std::string& name : names) {
      const contract::ProtocolFacts* facts = protocol_of(*metadata_, name);
      if (facts == nullptr) {
        foreign.push_back(name);
        dialect_.json_names = dialect_.xml_names = true;
        continue;
      }
      model_.service.traits.set(facts->id);
      dialect_.xml_names = dialect_.xml_names || facts->xml();
      dialect_.json_names = dialect_.json_names || facts->answer == contract::BodyForm::json;
      dialect_.ec2 = dialect_.ec2 || facts->ec2_names;
      rest_ = rest_ || facts->rest;
    }
    if (!foreign.empty()) model_.service.traits.set(trait::foreign_protocols, std::move(foreign));
  }

  void name_service() {
    std::string sdk_id;
    for (const char* key :
         {"serviceId", "serviceAbbreviation", "serviceFullName", "targetPrefix", "endpointPrefix"}) {
      if (sdk_id = metadata_->text(key); !letters_and_digits(sdk_id).empty()) break;
    }
    if (letters_and_digits(sdk_id).empty()) sdk_id = "service";
    model_.slug = contract::slug_of(sdk_id);
    dialect_.space = "com.amazonaws." + core::to_lower(letters_and_digits(sdk_id));
    service_name_ = letters_and_digits(sdk_id);
    if (const std::string prefix = metadata_->text("targetPrefix"); is_identifier(prefix))
      service_name_ = prefix;
  }

  void read_service() {
    const std::string prefix = metadata_->text("targetPrefix");
    while (shapes_.ids.contains(service_name_) || root_.required_object("operations").has(service_name_)) {
      service_name_ += "Service";
    }
    model_.service.id = dialect_.space + "#" + service_name_;
    model_.service.version = metadata_->text("apiVersion");
    Traits& traits = model_.service.traits;
    if (!prefix.empty() && prefix != service_name_) traits.set(trait::target_prefix, prefix);

    Json service = Json::object();
    if (std::string id = metadata_->text("serviceId"); !id.empty()) service["sdkId"] = std::move(id);
    const std::string endpoint = metadata_->text("endpointPrefix");
    if (!endpoint.empty()) service["endpointPrefix"] = endpoint;
    if (!service.empty()) traits.set(trait::service, std::move(service));
    if (std::string title = metadata_->text("serviceFullName"); !title.empty())
      traits.set("smithy.api#title", std::move(title));
    if (Json space = xml_namespace_of(*metadata_); !space.is_null())
      traits.set(trait::xml_namespace, std::move(space));
    if (metadata_->has("awsQueryCompatible")) traits.set(trait::aws_query_compatible);
    read_signing(endpoint, traits);
  }

  void read_signing(const std::string& endpoint, Traits& traits) {
    const std::string version = metadata_->text("signatureVersion");
    std::string name = metadata_->text("signingName");
    if (name.empty()) name = endpoint;
    const std::vector<std::string> auth = metadata_->texts("auth");
    const bool signs = version == "v4" || version == "s3" || version == "s3v4" ||
                       std::find(auth.begin(), auth.end(), trait::sigv4) != auth.end();
    if (signs && !name.empty()) traits.set(trait::sigv4, {{"name", name}});
    // "s3" and "s3v4" are SigV4 with S3's own rules of the path.
    if (!signs && !version.empty()) traits.set(trait::signature_version, version);
    for (const std::string& scheme : auth) {
      if (scheme == "smithy.api#httpBearerAuth") traits.set(scheme);
      if (scheme == "aws.auth#sigv4a" && !name.empty()) traits.set(scheme, {{"name", name}});
    }
    if (auth.size() > 1) traits.set(trait::auth, auth);
  }

  void read_operation(const std::string& key, const BotocoreNode& node) {
    node.need_object();
    const std::string name = without_date(key);
    if (name.empty() || name.find_first_of("#$") != std::string::npos) {
      node.fail("name", "an operation cannot have this name");
    }
    Operation operation{.id = dialect_.space + "#" + name};
    if (model_.operations.contains(operation.id)) operation.id = dialect_.space + "#" + key;
    Traits& traits = operation.traits;
    std::string wire = node.text("name");
    if (wire.empty()) wire = key;
    if (wire != operation.name()) traits.set(trait::wire_operation_name, wire);

    if (const auto input = node.object("input")) {
      operation.input = structure_id(*input);
      roots_[operation.id] = Root{.name = input->text("locationName"), .space = xml_namespace_of(*input)};
    }
    if (const auto output = node.object("output")) {
      operation.output = structure_id(*output);
      const std::string wrapper = output->text("resultWrapper");
      if (!wrapper.empty() && wrapper != std::string(operation.name()) + "Result") {
        traits.set(trait::result_wrapper, wrapper);
      }
    }
    for (const BotocoreNode& error : node.elements("errors")) operation.errors.push_back(error_id(error));
    read_http(node, operation);
    read_operation_traits(node, traits);
    model_.service.operations.push_back(operation.id);
    const std::string id = operation.id;
    operation_nodes_[id] = &node.value();
    model_.operations.emplace(id, std::move(operation));
  }

  const std::string& structure_id(const BotocoreNode& reference) const {
    const std::string& id = shape_id(shapes_, reference);
    if (model_.shapes.at(id).type != contract::ShapeType::structure) {
      reference.fail("structure", fmt::format("{} is no structure", reference.text("shape")));
    }
    return id;
  }

  std::string error_id(const BotocoreNode& reference) {
    const std::string& id = structure_id(reference);
    Traits& traits = model_.shapes.at(id).traits;
    // A few old models say this here and not on the shape; whatever is listed is an error.
    if (!traits.has(trait::error)) read_error(reference, traits);
    if (!traits.has(trait::error)) traits.set(trait::error, "client");
    return id;
  }

  void read_http(const BotocoreNode& node, Operation& operation) {
    const auto http = node.object("http");
    if (!http) {
      if (rest_) node.fail("missing", "http is missing");
      return;
    }
    const std::string method = http->required_text("method");
    std::string uri = http->required_text("requestUri");
    if (!uri.starts_with('/')) http->fail("uri", "requestUri does not start with /");
    const auto code = http->number("responseCode");
    if (code && (!code->is_number_integer() || *code < 100 || *code > 999)) {
      http->fail("status", "responseCode is no HTTP status");
    }
    if (!rest_ && method == "POST" && uri == "/") return;
    Json value = {{"method", method}, {"uri", with_member_names(*http, std::move(uri), operation)}};
    if (code) value["code"] = *code;
    operation.traits.set(trait::http, std::move(value));
  }

  // botocore's labels are locationNames, Smithy's are member names.
  std::string with_member_names(const BotocoreNode& http, std::string uri, const Operation& operation) const {
    std::map<std::string, std::string, std::less<>> labels;
    const Shape* input = operation.input.empty() ? nullptr : model_.shape(operation.input);
    if (input) {
      const auto original = shapes_.nodes.find(original_name(operation.input));
      if (const auto members = original->second.object("members")) {
        for (const auto& [name, reference] : members->entries()) {
          if (reference.text("location") != "uri") continue;
          const std::string wire = reference.text("locationName");
          labels[wire.empty() ? name : wire] = name;
        }
      }
    }
    std::string result;
    for (std::size_t at = 0; at < uri.size();) {
      const std::size_t open = uri.find('{', at);
      const std::size_t close = open == std::string::npos ? open : uri.find('}', open);
      if (close == std::string::npos) {
        result += uri.substr(at);
        break;
      }
      result += uri.substr(at, open + 1 - at);
      std::string label = uri.substr(open + 1, close - open - 1);
      const bool greedy = label.ends_with('+');
      if (greedy) label.pop_back();
      const auto found = labels.find(label);
      if (found == labels.end()) http.fail("uri", fmt::format("the input has no label {}", label));
      result += found->second + (greedy ? "+}" : "}");
      at = close + 1;
    }
    return result;
  }

  const std::string& original_name(const std::string& id) const {
    if (original_names_.empty()) {
      for (const auto& [name, shape] : shapes_.ids) original_names_[shape] = name;
    }
    return original_names_.at(id);
  }

  static void read_operation_traits(const BotocoreNode& node, Traits& traits) {
    for (const auto& [key, id] : {std::pair{"idempotent", trait::idempotent},
                                  {"readonly", trait::readonly},
                                  {"httpChecksumRequired", trait::http_checksum_required},
                                  {"unsignedPayload", trait::unsigned_payload}}) {
      if (node.flag(key)) traits.set(id);
    }
    if (node.flag("deprecated")) {
      Json value = Json::object();
      if (std::string since = node.text("deprecatedSince"); !since.empty()) value["since"] = std::move(since);
      traits.set(trait::deprecated, std::move(value));
    }
    const std::string authtype = node.text("authtype");
    if (authtype == "v4-unsigned-body") traits.set(trait::unsigned_payload);
    Json schemes = node.texts("auth");
    if (authtype == "none" || schemes == Json::array({"smithy.api#noAuth"})) {
      traits.set(trait::auth, Json::array());
    } else if (!schemes.empty()) {
      traits.set(trait::auth, std::move(schemes));
    }
    if (const auto endpoint = node.object("endpoint")) {
      if (std::string prefix = endpoint->text("hostPrefix"); !prefix.empty()) {
        traits.set(trait::endpoint, {{"hostPrefix", std::move(prefix)}});
      }
    }
    for (const auto& [key, id] : {std::pair{"httpChecksum", trait::http_checksum},
                                  {"requestcompression", trait::request_compression}}) {
      if (const auto value = node.object(key)) traits.set(id, core::to_sorted(value->value()));
    }
  }

  // The name and namespace of an XML request's root stand on botocore's reference to the input,
  // Smithy's on the input itself.
  void name_roots() {
    if (!dialect_.xml_names) return;
    std::map<std::string, int> other_uses;
    std::map<std::string, std::set<std::pair<std::string, std::string>>> names;
    for (const auto& [id, shape] : model_.shapes) {
      for (const auto& member : shape.members) ++other_uses[member.target];
    }
    for (const auto& [id, operation] : model_.operations) {
      ++other_uses[operation.output];
      for (const std::string& error : operation.errors) ++other_uses[error];
      if (const auto root = roots_.find(id); root != roots_.end()) {
        names[operation.input].emplace(root->second.name, root->second.space.dump());
      }
    }
    for (auto& [id, operation] : model_.operations) {
      const auto root = roots_.find(id);
      if (root == roots_.end() || (root->second.name.empty() && root->second.space.is_null())) continue;
      Shape* shape = &model_.shapes.at(operation.input);
      if (carries(*shape, root->second)) continue;
      if (other_uses[operation.input] > 0 || names[operation.input].size() > 1) {
        Shape copy = *shape;
        copy.id = free_id(id + "Input");
        copies_[copy.id] = shape->id;
        shape = &model_.shapes.emplace(copy.id, copy).first->second;
        operation.input = shape->id;
      }
      if (!root->second.name.empty() && root->second.name != shape->name() &&
          !shape->traits.has(trait::xml_name)) {
        shape->traits.set(trait::xml_name, root->second.name);
      }
      if (!root->second.space.is_null()) shape->traits.set(trait::xml_namespace, root->second.space);
    }
  }

  // botocore repeats the namespace of a restXml service on each request's root.
  void name_namespace() {
    if (!contract::speaks(model_, &contract::ProtocolFacts::names_root) ||
        model_.service.traits.has(trait::xml_namespace))
      return;
    std::set<Json> spaces;
    for (const auto& [id, root] : roots_) {
      if (!root.space.is_null()) spaces.insert(root.space);
      for (const auto& member : model_.shapes.at(model_.operations.at(id).input).members) {
        const Json* space = member.traits.find(trait::xml_namespace);
        if (space && member.traits.has(trait::http_payload)) spaces.insert(*space);
      }
    }
    if (spaces.size() == 1) model_.service.traits.set(trait::xml_namespace, *spaces.begin());
  }

  static bool carries(const Shape& shape, const Root& root) {
    const Json* name = shape.traits.find(trait::xml_name);
    const Json* space = shape.traits.find(trait::xml_namespace);
    const bool named = root.name.empty() || name || root.name == shape.name();
    return named && (root.space.is_null() || (space && *space == root.space));
  }

  std::string free_id(std::string id) const {
    while (model_.shapes.contains(id) || model_.operations.contains(id)) id += "_";
    return id;
  }

  // What the documentation's sentences say; copies that were made of a shape have its text.
  void read_texts() {
    std::map<std::string, const OrderedJson*, std::less<>> nodes;
    for (const auto& [name, id] : shapes_.ids) nodes[id] = &shapes_.nodes.at(name).value();
    for (const auto& [copy, original] : copies_) {
      if (const auto found = nodes.find(original); found != nodes.end()) nodes[copy] = found->second;
    }
    const auto text_at = [](const OrderedJson& node) {
      const auto text = node.find("documentation");
      const bool given = text != node.end() && text->is_string();
      return given ? std::string_view(text->get_ref<const std::string&>()) : std::string_view{};
    };
    read_text_facts(model_, [&](const std::string& shape, std::string_view member) -> std::string_view {
      const auto found = nodes.find(shape);
      if (found == nodes.end()) {
        const auto operation = operation_nodes_.find(shape);
        return operation == operation_nodes_.end() ? std::string_view{} : text_at(*operation->second);
      }
      if (member.empty()) return text_at(*found->second);
      const auto members = found->second->find("members");
      if (members == found->second->end() || !members->is_object()) return {};
      const auto reference = members->find(member);
      return reference == members->end() ? std::string_view{} : text_at(*reference);
    });
  }

  BotocoreNode root_;
  std::optional<BotocoreNode> metadata_;
  BotocoreDialect dialect_;
  BotocoreShapes shapes_;
  std::map<std::string, const OrderedJson*, std::less<>> operation_nodes_;  // by shape id
  Model model_;
  std::string service_name_;
  bool rest_ = false;
  std::map<std::string, Root> roots_;          // by operation
  std::map<std::string, std::string> copies_;  // of a shape, by name_roots
  mutable std::map<std::string, std::string> original_names_;
};

}  // namespace

contract::Model read_botocore(const std::string& text, const std::string& name) {
  return read_botocore_extended(text, name, {});
}

contract::Model read_botocore_extended(const std::string& text, const std::string& name,
                                       const std::vector<OrderedJson>& extras) {
  core::JsonFile file = core::load_json_text(text, name);
  for (const OrderedJson& each : extras) merge_extras(file.value, each, name);
  return Reader(file).read();
}

}  // namespace hallmark::importers
