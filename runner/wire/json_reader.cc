#include "wire/json_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "wire/text_values.h"

namespace hallmark::wire {

using contract::ShapeType;

std::string json_name(const contract::Member& member, bool json_names) {
  if (!json_names) return member.name;
  const Json* name = member.traits.find(contract::trait::json_name);
  return name && name->is_string() ? name->get<std::string>() : member.name;
}

namespace {

bool is_envelope_name(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names = {
      "__type", "code", "message", "errormessage", "requestid", "request_id", "type", "errorcode"};
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return core::equal_ignoring_case(known, name); });
}

// No model has longer names; what is longer is not worth comparing and escaping.
constexpr std::size_t max_name = 1000;

bool has_members(const contract::Shape& shape) {
  return shape.type == ShapeType::structure || shape.type == ShapeType::union_shape;
}

}  // namespace

class JsonReader::Step {
 public:
  Step(JsonReader& reader, std::string_view token, std::string_view wire_token)
      : reader_(reader), pointer_size_(reader.pointer_.size()), path_size_(reader.path_.size()) {
    reader.pointer_ += '/' + core::pointer_escape(token);
    reader.path_ += '/' + core::pointer_escape(wire_token);
  }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  ~Step() {
    reader_.pointer_.resize(pointer_size_);
    reader_.path_.resize(path_size_);
  }

 private:
  JsonReader& reader_;
  std::size_t pointer_size_, path_size_;
};

void JsonReader::diagnostic(DiagnosticKind kind, std::string expected, std::string actual) {
  add_diagnostic(diagnostics_, {.kind = kind,
                                .pointer = pointer_,
                                .location = path_.empty() ? "body" : "body " + path_,
                                .expected = std::move(expected),
                                .actual = std::move(actual)});
}

void JsonReader::diagnose_unknown(const std::string& name, const Json& from) {
  if (diagnostics_.size() >= max_diagnostics) return;
  const std::string shown = name.size() > max_name ? core::shorten(name, max_name) : name;
  const Step step(*this, shown, shown);
  diagnostic(DiagnosticKind::unknown_member, "", brief(from));
}

const contract::Member* JsonReader::find(const contract::Shape& shape, std::string_view name) {
  constexpr std::size_t few = 24;  // members, among which one is found sooner than all are put in order
  if (!json_names_ && shape.members.size() <= few) return shape.member(name);
  const auto [names, fresh] = exact_.try_emplace(&shape);
  if (fresh) {
    for (const contract::Member& member : shape.members)
      names->second.emplace(json_name(member, json_names_), &member);
  }
  const auto found = names->second.lower_bound(name);
  return found == names->second.end() || found->first != name ? nullptr : found->second;
}

const contract::Member* JsonReader::find_ignoring_case(const contract::Shape& shape, const Json& object,
                                                       std::string_view name) {
  const auto [names, fresh] = folded_.try_emplace(&shape);
  if (fresh) {
    for (const contract::Member& member : shape.members)
      names->second.emplace(core::to_lower(json_name(member, json_names_)), &member);
  }
  const auto [begin, end] = names->second.equal_range(core::to_lower(name));
  for (auto candidate = begin; candidate != end; ++candidate) {
    if (!object.contains(json_name(*candidate->second, json_names_))) return candidate->second;
  }
  return nullptr;
}

void JsonReader::take(const contract::Member& member, const std::string& name, Json& from, Json& into) {
  const Step step(*this, member.name, name);
  if (auto read = value(member, from)) into[member.name] = std::move(*read);
}

std::optional<Json> JsonReader::value(const contract::Member& member, Json& from) {
  if (from.is_null()) {
    diagnostic(DiagnosticKind::null_member, "", "null");
    return std::nullopt;
  }
  const contract::Shape& target = contract::target_of(model_, member);
  switch (target.type) {
    case ShapeType::structure:
    case ShapeType::union_shape:
      return from.is_object() ? structure(target, from) : std::move(from);
    case ShapeType::list:
      return from.is_array() ? list(target, from) : std::move(from);
    case ShapeType::map:
      return from.is_object() ? map(target, from) : std::move(from);
    case ShapeType::blob:
    case ShapeType::timestamp:
      check_simple(model_, member, from, core::TimestampFormat::epoch_seconds, pointer_,
                   path_.empty() ? "body" : "body " + path_, diagnostics_);
      return std::move(from);
    default:
      return std::move(from);
  }
}

Json JsonReader::structure(const contract::Shape& shape, Json& from) {
  Json object = Json::object();
  for (auto& [name, entry] : from.get_ref<Json::object_t&>()) {
    if (name.size() > max_name) {
      diagnose_unknown(name, entry);
    } else if (const contract::Member* member = find(shape, name)) {
      take(*member, name, entry, object);
    } else if (const contract::Member* alike = find_ignoring_case(shape, from, name)) {
      const std::string known = json_name(*alike, json_names_);
      {
        const Step step(*this, alike->name, name);
        diagnostic(DiagnosticKind::member_case, known, name);
      }
      take(*alike, name, entry, object);
    } else if (name != "__type") {
      diagnose_unknown(name, entry);
    }
  }
  return object;
}

Json JsonReader::list(const contract::Shape& shape, Json& from) {
  const contract::Member* element = shape.member("member");
  if (!element) return std::move(from);
  const bool sparse = shape.traits.has(contract::trait::sparse);
  Json array = Json::array();
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (sparse && from[i].is_null()) {
      array.push_back(nullptr);
      continue;
    }
    const Step step(*this, std::to_string(array.size()), std::to_string(i));
    if (auto read = value(*element, from[i])) array.push_back(std::move(*read));
  }
  return array;
}

Json JsonReader::map(const contract::Shape& shape, Json& from) {
  const contract::Member* entry = shape.member("value");
  if (!entry) return std::move(from);
  const bool sparse = shape.traits.has(contract::trait::sparse);
  Json object = Json::object();
  for (auto& [name, one] : from.get_ref<Json::object_t&>()) {
    if (sparse && one.is_null()) {
      object[name] = nullptr;
      continue;
    }
    const Step step(*this, name, name);
    if (auto read = value(*entry, one)) object[name] = std::move(*read);
  }
  return object;
}

std::optional<Json> JsonReader::payload(const contract::Member& payload, Json& body) {
  pointer_ = core::pointer_join("", payload.name);
  if (contract::target_of(model_, payload).type == ShapeType::document) return std::move(body);
  return value(payload, body);
}

bool JsonReader::is_wrapped_payload(const contract::Member& payload, const Json& body) {
  const contract::Shape& target = contract::target_of(model_, payload);
  if (!has_members(target) || !body.is_object() || body.size() != 1 || !body.contains(payload.name))
    return false;
  if (find(target, payload.name) || !body[payload.name].is_object()) return false;
  const Step step(*this, payload.name, payload.name);
  diagnostic(DiagnosticKind::misplaced, "the body itself is " + payload.name,
             "wrapped in an object under its name");
  return true;
}

bool JsonReader::diagnose_misplaced(const BodyContext& context, const Json& body, const std::string& name,
                                    const Json& from) {
  const Step step(*this, name, name);
  for (const BoundMember& bound : context.bindings->bound) {
    if (bound.member->name != name && bound.wire_name != name) continue;
    pointer_ = core::pointer_join("", bound.member->name);
    diagnostic(DiagnosticKind::misplaced,
               "not in the body" + (bound.wire_name.empty() ? "" : ": in " + bound.wire_name), brief(from));
    return true;
  }
  for (const contract::Member* member : context.bindings->body) {
    // One level too high: a member of a structure that is not there itself.
    const contract::Shape& target = contract::target_of(model_, *member);
    if (!has_members(target) || body.contains(json_name(*member, json_names_))) continue;
    if (const contract::Member* inner = find(target, name)) {
      pointer_ = core::pointer_join(core::pointer_join("", member->name), inner->name);
      diagnostic(DiagnosticKind::misplaced, "inside " + json_name(*member, json_names_), "beside it");
      return true;
    }
  }
  if (!from.is_object()) return false;
  for (const contract::Member* member : context.bindings->body) {
    // One level too deep: the members stand inside an object that the model does not have.
    const std::string known = json_name(*member, json_names_);
    if (body.contains(known) || !from.contains(known)) continue;
    pointer_ = core::pointer_join("", member->name);
    diagnostic(DiagnosticKind::misplaced, "in the body's root", "inside " + name);
    return true;
  }
  return false;
}

void JsonReader::root(const BodyContext& context, Json& body, bool envelope, Json& members) {
  const contract::Shape none;
  const contract::Shape& shape = context.structure ? *context.structure : none;
  const auto in_body = [&](const contract::Member* member) {
    return member && std::find(context.bindings->body.begin(), context.bindings->body.end(), member) !=
                         context.bindings->body.end();
  };
  for (auto& [name, from] : body.get_ref<Json::object_t&>()) {
    if (name.size() > max_name) {
      diagnose_unknown(name, from);
      continue;
    }
    const contract::Member* member = find(shape, name);
    if (in_body(member)) {
      take(*member, name, from, members);
      continue;
    }
    const contract::Member* alike = member ? nullptr : find_ignoring_case(shape, body, name);
    if (in_body(alike)) {
      // How an error's message is written is nobody's concern.
      if (!envelope || !is_envelope_name(name)) {
        const Step step(*this, alike->name, name);
        diagnostic(DiagnosticKind::member_case, json_name(*alike, json_names_), name);
      }
      take(*alike, name, from, members);
      continue;
    }
    if (name == "__type" || (envelope && is_envelope_name(name))) continue;
    if (!diagnose_misplaced(context, body, name, from)) diagnose_unknown(name, from);
  }
}

}  // namespace hallmark::wire
