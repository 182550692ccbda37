#include "contract/fingerprint.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "core/digest.h"
#include "core/json.h"
#include "core/text.h"

namespace hallmark::contract {
namespace {

constexpr std::size_t bytes = 8;

void add_traits(std::string& text, const Traits& traits) {
  for (const auto& [id, value] : traits.all()) {
    if (id == trait::source || id == trait::examples) continue;
    text.append(id).append("=").append(core::dump(value)).append("\n");
  }
}

}  // namespace

const std::string& Fingerprints::of_shape(const Shape& shape) {
  const auto [place, is_new] = shapes_.try_emplace(&shape);
  if (!is_new) return place->second;
  std::string text = shape.id + " " + std::string(to_string(shape.type)) + "\n";
  add_traits(text, shape.traits);
  for (const Member& member : shape.members) {
    text.append(member.name).append(":").append(member.target).append("\n");
    add_traits(text, member.traits);
  }
  return place->second = core::sha256(text);
}

std::string Fingerprints::of(const Operation& operation) {
  std::string text = operation.id + "\n";
  add_traits(text, operation.traits);
  std::vector<std::string_view> waiting{operation.input, operation.output};
  for (const auto* errors : {&operation.errors, &model_.service.errors})
    waiting.insert(waiting.end(), errors->begin(), errors->end());
  std::unordered_set<const Shape*> reached;
  std::vector<std::string_view> digests;
  while (!waiting.empty()) {
    const Shape* shape = model_.shape(waiting.back());
    waiting.pop_back();
    if (!shape || !reached.insert(shape).second) continue;
    digests.emplace_back(of_shape(*shape));
    for (const Member& member : shape->members) waiting.emplace_back(member.target);
  }
  std::sort(digests.begin(), digests.end());
  for (const std::string_view digest : digests) text += digest;
  return core::hex(core::sha256(text).substr(0, bytes));
}

}  // namespace hallmark::contract
