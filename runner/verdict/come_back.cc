#include "verdict/come_back.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/text.h"
#include "names/habits.h"
#include "verdict/compare.h"

namespace hallmark::verdict {
namespace {

using contract::Model;
using contract::Shape;
using contract::ShapeType;

constexpr int max_depth = 16;

const Shape* below(const Model& model, const Shape* shape, std::string_view name) {
  const contract::Member* member = shape ? shape->member(name) : nullptr;
  return member ? &contract::target_of(model, *member) : nullptr;
}

bool is_nothing(const Json& value) {
  return value.is_null() || (value.is_structured() && value.empty()) ||
         (value.is_string() && value.get_ref<const std::string&>().empty());
}

// ---- texts ----

// An address or a block of them in its shortest form: "10.0.0.5/24" is "10.0.0.0/24".
std::optional<std::string> canonical_address(const std::string& text) {
  const std::size_t slash = text.find('/');
  const std::string host = text.substr(0, slash);
  for (const int family : {AF_INET, AF_INET6}) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(family, host.c_str(), bytes.data()) != 1) continue;
    const std::size_t size = family == AF_INET ? 4 : 16;
    std::size_t bits = size * 8;
    if (slash != std::string::npos) {
      char* end = nullptr;
      bits = std::strtoul(text.c_str() + slash + 1, &end, 10);
      if (*end != '\0' || bits > size * 8) return std::nullopt;
    }
    for (std::size_t bit = bits; bit < size * 8; ++bit)
      bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] & ~(0x80U >> (bit % 8)));
    return core::hex(std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size))) + "/" +
           std::to_string(bits);
  }
  return std::nullopt;
}

bool is_number(const std::string& text, double& value) {
  char* end = nullptr;
  value = std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

bool is_document(const std::string& text) {
  const std::string_view trimmed = core::trim(text);
  return (trimmed.starts_with('{') || trimmed.starts_with('[')) && Json::accept(trimmed);
}

bool is_masked(const std::string& text) {
  return text.find("***") != std::string::npos || core::to_lower(text).find("redacted") != std::string::npos;
}

bool is_reference(const std::string& text) {
  return text.starts_with("arn:") || text.starts_with("http://") || text.starts_with("https://");
}

bool same_but_for_form(const std::string& sent, const std::string& came) {
  const auto plain = [](std::string_view text) {
    text = core::trim(text);
    if (text.ends_with('.')) text.remove_suffix(1);
    return core::to_lower(text);
  };
  if (plain(sent) == plain(came)) return true;
  if (core::percent_decode(came, true) == sent || core::percent_decode(sent, true) == came) return true;
  if (is_document(core::percent_decode(sent)) && is_document(core::percent_decode(came))) return true;
  double a = 0, b = 0;
  if (is_number(sent, a) && is_number(came, b)) return a == b;
  const auto from = canonical_address(sent), to = canonical_address(came);
  if (from && to) return *from == *to;
  const auto left = read_time(sent), right = read_time(came);
  return left && right &&
         std::chrono::floor<std::chrono::seconds>(left->time) ==
             std::chrono::floor<std::chrono::seconds>(right->time);
}

bool text_comes_back(const std::string& sent, const std::string& came) {
  if (sent == came || same_but_for_form(sent, came)) return true;
  if (is_masked(came) || names::Habits::standard().is_pending(core::letters_and_digits(came))) return true;
  if (sent.starts_with('$')) return true;  // "$LATEST": whatever that is
  // A name in, an ARN or a URL out, and the other way round. Of an alias nothing is left.
  if (is_reference(came) != is_reference(sent)) return true;
  // Something may be put in front or behind: "/hostedzone/", a random suffix.
  constexpr std::size_t telling = 4;
  return sent.size() >= telling && core::to_lower(came).find(core::to_lower(sent)) != std::string::npos;
}

std::string as_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : core::dump(value);
}

// ---- what was sent against what came ----

class Returned {
 public:
  explicit Returned(const Model& model) : model_(model) {}

  [[nodiscard]] std::optional<Mismatch> find(const Shape* shape, const Json& sent, const Json& came,
                                             const std::string& at, int depth) const {
    if (depth > max_depth || sent.is_null() || came.is_null()) return std::nullopt;
    if (is_nothing(sent) && (is_nothing(came) || sent.is_structured())) return std::nullopt;
    if (sent.is_object() && came.is_object()) return in_object(shape, sent, came, at, depth);
    if (sent.is_array() && came.is_array()) return in_list(shape, sent, came, at, depth);
    if (sent.is_structured() || came.is_structured()) return std::nullopt;  // its type is told elsewhere
    if (same_leaf(shape, sent, came)) return std::nullopt;
    return Mismatch{.pointer = at, .sent = sent, .came = came};
  }

 private:
  [[nodiscard]] bool same_leaf(const Shape* shape, const Json& sent, const Json& came) const {
    if (alike(model_, shape, sent, came, Likeness::echoes_in_any_order)) return true;
    const ShapeType type = shape ? shape->type : ShapeType::string;
    if (type == ShapeType::blob) return false;
    if (sent.is_number() && came.is_number()) return false;
    if (sent.is_boolean() && came.is_boolean()) return false;
    return text_comes_back(as_text(sent), as_text(came));
  }

  [[nodiscard]] std::optional<Mismatch> in_object(const Shape* shape, const Json& sent, const Json& came,
                                                  const std::string& at, int depth) const {
    const bool is_map = shape && shape->type == ShapeType::map;
    for (const auto& [name, value] : sent.items()) {
      const auto found = came.find(name);
      // Of an entry of a map it is said that it is not there by leaving it out.
      if (found == came.end() && is_map && !is_nothing(value))
        return Mismatch{.pointer = core::pointer_join(at, name), .sent = value, .came = nullptr};
      if (found == came.end()) continue;
      auto inner = find(below(model_, shape, is_map ? "value" : name), value, *found,
                        core::pointer_join(at, name), depth + 1);
      if (inner) return inner;
    }
    return std::nullopt;
  }

  // Each item has one that does not contradict it.
  [[nodiscard]] std::optional<Mismatch> in_list(const Shape* shape, const Json& sent, const Json& came,
                                                const std::string& at, int depth) const {
    const Shape* item = shape && shape->type == ShapeType::list ? below(model_, shape, "member") : nullptr;
    for (const Json& wanted : sent) {
      const bool there = std::any_of(came.begin(), came.end(), [&](const Json& each) {
        return !find(item, wanted, each, at, depth + 1);
      });
      if (!there) return Mismatch{.pointer = at, .sent = sent, .came = came};
    }
    return std::nullopt;
  }

  const Model& model_;
};

// ---- before against after ----

class Changes {
 public:
  Changes(const Model& model, const std::vector<std::string>& but) : model_(model), but_(but) {}

  [[nodiscard]] std::optional<Mismatch> find(const Shape* shape, const Json& before, const Json& after,
                                             const std::string& at, int depth) const {
    if (depth > max_depth || (is_nothing(before) && is_nothing(after))) return std::nullopt;
    if (before.is_object() && after.is_object()) return in_object(shape, before, after, at, depth);
    if (before.is_array() && after.is_array()) return in_list(shape, before, after, at, depth);
    if (alike(model_, shape, before, after, Likeness::echoes_in_any_order)) return std::nullopt;
    const auto moves = [](const Json& value) {
      return value.is_string() && names::Habits::standard().is_pending(
                                      core::letters_and_digits(value.get_ref<const std::string&>()));
    };
    if (moves(before) || moves(after)) return std::nullopt;
    return Mismatch{.pointer = at, .sent = before, .came = after};
  }

 private:
  [[nodiscard]] bool may_change(const Shape* shape, const std::string& name) const {
    const names::Habits& habits = names::Habits::standard();
    if (std::find(but_.begin(), but_.end(), name) != but_.end() || habits.moves(name)) return true;
    return shape && shape->type == ShapeType::timestamp && !habits.is_creation_time(name);
  }

  [[nodiscard]] std::optional<Mismatch> in_object(const Shape* shape, const Json& before, const Json& after,
                                                  const std::string& at, int depth) const {
    const bool is_map = shape && shape->type == ShapeType::map;
    for (const auto& [name, value] : before.items()) {
      const Shape* inner_shape = below(model_, shape, is_map ? "value" : name);
      if (may_change(inner_shape, name)) continue;
      const auto found = after.find(name);
      if (found == after.end() || found->is_null()) {
        if (!is_nothing(value))
          return Mismatch{.pointer = core::pointer_join(at, name), .sent = value, .came = nullptr};
        continue;
      }
      auto inner = find(inner_shape, value, *found, core::pointer_join(at, name), depth + 1);
      if (inner) return inner;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Mismatch> in_list(const Shape* shape, const Json& before, const Json& after,
                                                const std::string& at, int depth) const {
    const Shape* item = shape && shape->type == ShapeType::list ? below(model_, shape, "member") : nullptr;
    for (const Json& wanted : before) {
      const bool there = std::any_of(after.begin(), after.end(), [&](const Json& each) {
        return !find(item, wanted, each, at, depth + 1);
      });
      if (!there) return Mismatch{.pointer = at, .sent = before, .came = after};
    }
    return std::nullopt;
  }

  const Model& model_;
  const std::vector<std::string>& but_;
};

}  // namespace

std::optional<Mismatch> contradiction(const Model& model, const Shape* shape, const Json& sent,
                                      const Json& came) {
  return Returned(model).find(shape, sent, came, {}, 0);
}

std::optional<Mismatch> change(const Model& model, const Shape* shape, const Json& before, const Json& after,
                               const std::vector<std::string>& but) {
  return Changes(model, but).find(shape, before, after, {}, 0);
}

}  // namespace hallmark::verdict
