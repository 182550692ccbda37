// Mutants of what is asked of a request: what the endpoint believes it was sent, what it lets pass, and what
// it refuses though it is valid.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "endpoint/mutants/hooks.h"
#include "endpoint/mutants/mutant_list.h"
#include "jsonschema/pattern.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;

namespace {

// The member at a pointer into a members document; null when there is none.
const Member* member_at(const contract::Model& model, std::string_view root, std::string_view pointer) {
  const Shape* shape = model.shape(root);
  const Member* member = nullptr;
  for (const std::string& token :
       core::split(pointer.substr(std::min<std::size_t>(1, pointer.size())), '/')) {
    if (shape == nullptr) return nullptr;
    const bool list = shape->type == contract::ShapeType::list;
    const bool map = shape->type == contract::ShapeType::map;
    member = shape->member(list ? "member" : map ? "value" : token);
    shape = member == nullptr ? nullptr : &contract::target_of(model, *member);
  }
  return member;
}

// Whether the documents disagree if the member at a pointer is required.
bool is_disputed_at(const contract::Model& model, std::string_view root, std::string_view pointer) {
  const Member* member = member_at(model, root, pointer);
  return member != nullptr && is_disputed(*member, contract::trait::required);
}

// The text would do if its first character were another, or not there.
bool is_wrong_at_start_alone(const ServedExchange& exchange, const Violation& violation) {
  const Json* value = core::pointer_find(exchange.input, violation.pointer);
  const Member* member = member_at(exchange.model, exchange.operation->input, violation.pointer);
  const Json* stated =
      member == nullptr ? nullptr : contract::effective(exchange.model, *member, contract::trait::pattern);
  if (value == nullptr || !value->is_string() || stated == nullptr || !stated->is_string()) return false;
  const auto pattern = jsonschema::Pattern::compile(stated->get<std::string>());
  auto points = core::to_utf32(value->get<std::string>());
  if (!pattern || points.size() < 2) return false;
  const auto fits = [&] {
    return pattern->search(core::to_utf8(points)) == jsonschema::Pattern::Answer::yes;
  };
  points.front() = points[1];
  if (fits()) return true;
  points.erase(points.begin());
  return fits();
}

void trim_texts(Json& value) {
  if (value.is_string()) value = core::trim(value.get<std::string>());
  if (!value.is_structured()) return;
  for (Json& inner : value) trim_texts(inner);
}

// Calls `each` with the pointer and the text of every text at a promise path.
template <typename Each>
void for_texts(const ServedExchange& exchange, const Json& value, const std::string& pointer,
               const std::string& path, const Each& each) {
  if (value.is_string()) {
    const Shape* input = exchange.model.shape(exchange.operation->input);
    if (input != nullptr && promise_path(exchange.model, *input, pointer) == path)
      each(pointer, value.get_ref<const std::string&>());
  } else if (value.is_object()) {
    for (const auto& [name, inner] : value.items())
      for_texts(exchange, inner, core::pointer_join(pointer, name), path, each);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      for_texts(exchange, value[i], core::pointer_join(pointer, i), path, each);
  }
}

}  // namespace

void change_input(const ServedExchange& exchange, wire::Decoded& decoded) {
  for (const std::string& member : exchange.mutants.arguments("member-ignored"))
    decoded.members.erase(member);
  for (const std::string& member : exchange.mutants.arguments("text-trimmed")) {
    if (const auto given = decoded.members.find(member); given != decoded.members.end()) trim_texts(*given);
  }
}

bool tolerates(const ServedExchange& exchange, const Violation& violation) {
  if (exchange.variations.contains("newest-model") && violation.constraint == "required" &&
      is_disputed_at(exchange.model, exchange.operation->input, violation.pointer)) {
    return true;
  }
  if (exchange.mutants.empty()) return false;
  if (violation.constraint == "malformed") return exchange.mutants.has("malformed-accepted");
  if (exchange.mutants.has("constraint-ignored", violation.constraint)) return true;
  const auto* input = exchange.model.shape(exchange.operation->input);
  const std::string path = input == nullptr ? "" : promise_path(exchange.model, *input, violation.pointer);
  if (violation.constraint == "pattern" && exchange.mutants.has("pattern-start-ignored", path) &&
      is_wrong_at_start_alone(exchange, violation)) {
    return true;
  }
  return exchange.mutants.has("constraint-ignored", violation.constraint + "@" + path);
}

std::vector<Violation> refuses(const ServedExchange& exchange) {
  std::vector<Violation> found;
  for (const char* mutant : {"length-in-bytes", "longest-refused"}) {
    const bool in_bytes = std::string_view(mutant) == "length-in-bytes";
    for (const std::string& path : exchange.mutants.arguments(mutant)) {
      for_texts(exchange, exchange.input, "", path, [&](const std::string& pointer, const std::string& text) {
        const Member* member = member_at(exchange.model, exchange.operation->input, pointer);
        const auto bounds = contract::bounds(
            member == nullptr ? nullptr
                              : contract::effective(exchange.model, *member, contract::trait::length));
        if (!bounds || !bounds->max) return;
        const auto size = static_cast<double>(in_bytes ? text.size() : core::code_points(text) + 1);
        if (size <= *bounds->max) return;
        found.push_back({.pointer = pointer,
                         .constraint = "length.max",
                         .message = fmt::format("length must be at most {}", *bounds->max)});
        exchange.mutants.note(true);
      });
    }
  }
  return found;
}

}  // namespace hallmark::endpoint
