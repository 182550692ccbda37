// Variations of values: what AWS's services do to a value between a request and an answer, each right.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "core/text.h"
#include "endpoint/mutants/variations.h"
#include "endpoint/reference/words.h"

namespace hallmark::endpoint {

namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

bool is_document(const std::string& text) {
  return text.starts_with('{') && Json::parse(text, nullptr, false).is_object();
}

// "www.example.com": labels of letters, digits and hyphens, the last of letters alone.
bool is_domain(const std::string& text) {
  const auto labels = core::split(text, '.');
  const auto fits = [](const std::string& label) {
    return !label.empty() && std::all_of(label.begin(), label.end(),
                                         [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
  };
  return labels.size() > 1 && std::all_of(labels.begin(), labels.end(), fits) &&
         std::all_of(labels.back().begin(), labels.back().end(),
                     [](unsigned char c) { return std::isalpha(c) != 0; });
}

// "10.0.0.7/24" -> "10.0.0.0/24"; the text itself where it is no IPv4 network.
std::string canonical_cidr(const std::string& text) {
  const auto slash = text.find('/');
  const auto parts = core::split(text.substr(0, slash), '.');
  const auto number = [](const std::string& digits, unsigned most) -> std::optional<unsigned> {
    unsigned value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return read.ptr == digits.data() + digits.size() && !digits.empty() && value <= most
               ? std::optional(value)
               : std::nullopt;
  };
  const auto bits = slash == std::string::npos ? std::nullopt : number(text.substr(slash + 1), 32);
  if (!bits || parts.size() != 4) return text;
  std::uint32_t address = 0;
  for (const std::string& part : parts) {
    const auto byte = number(part, 255);
    if (!byte) return text;
    address = address << 8U | *byte;
  }
  const std::uint32_t mask = *bits == 0 ? 0 : ~std::uint32_t{0} << (32U - *bits);
  address &= mask;
  return fmt::format("{}.{}.{}.{}/{}", address >> 24U, address >> 16U & 255U, address >> 8U & 255U,
                     address & 255U, *bits);
}

class ValueVariations {
 public:
  explicit ValueVariations(const ServedExchange& exchange) : exchange_(exchange) {
    const auto said = saying_of(exchange.operation->name());
    makes_ = said && said->act == Act::create;
  }

  void run(const Shape& shape, Json& output, int depth = 0) const {
    constexpr int most = 6;
    if (!output.is_object() || depth > most) return;
    for (const Member& member : shape.members) {
      const auto it = output.find(member.name);
      if (it == output.end()) continue;
      if (is_withheld(member)) {
        output.erase(it);
        continue;
      }
      value(member, contract::target_of(exchange_.model, member), *it, depth);
    }
  }

 private:
  [[nodiscard]] bool on(std::string_view name) const {
    return exchange_.variations.contains(std::string(name));
  }

  // A secret that was sent is not shown again.
  [[nodiscard]] bool is_withheld(const Member& member) const {
    return on("secrets-withheld") && !contract::is_required(member) &&
           contract::effective(exchange_.model, member, contract::trait::sensitive) != nullptr &&
           exchange_.input.contains(member.name);
  }

  void value(const Member& member, const Shape& target, Json& value, int depth) const {
    if (target.type == ShapeType::structure) return run(target, value, depth + 1);
    if (value.is_array()) {
      const Member* item = target.member("member");
      const bool texts =
          std::all_of(value.begin(), value.end(), [](const Json& each) { return each.is_string(); });
      if (texts && on("sets-reordered")) std::reverse(value.begin(), value.end());
      if (item == nullptr) return;
      for (Json& each : value)
        this->value(*item, contract::target_of(exchange_.model, *item), each, depth + 1);
      return;
    }
    if (value.is_string()) text(member, target, value.get_ref<std::string&>(), depth);
  }

  void text(const Member& member, const Shape& target, std::string& text, int depth) const {
    if (makes_ && exchange_.promised == nullptr && on("made-pending") && is_state(member.name)) {
      for (const Json& state : contract::enum_values(target)) {
        if (state.is_string() && is_pending_state(state.get_ref<const std::string&>())) {
          text = state.get<std::string>();
          return;
        }
      }
    }
    if (!contract::enum_values(target).empty() || target.type != ShapeType::string) return;
    if (is_document(text)) {
      if (on("policy-normalised")) text = Json::parse(text).dump(2);
      if (on("policy-encoded")) text = core::percent_encode(text);
      return;
    }
    if (on("cidr-canonical")) text = canonical_cidr(text);
    const bool named = identifier_word(member.name) == IdentifierWord::name;
    // What the request is about is called as it was.
    if (depth > 0 && named && on("trailing-dot") && is_domain(text)) text += '.';
    if (depth > 0 && named && on("lower-cased")) text = core::to_lower(text);
    if (on("name-as-arn") && was_sent(member, text) && takes_arns(member)) text = arn_of(text);
  }

  // A reference that the request gave, and nothing that the request makes.
  [[nodiscard]] bool was_sent(const Member& member, const std::string& text) const {
    const auto sent = exchange_.input.find(member.name);
    const IdentifierWord word = identifier_word(member.name);
    return !makes_ && (word == IdentifierWord::id || word == IdentifierWord::name) &&
           sent != exchange_.input.end() && sent->is_string() && *sent == text && !text.starts_with("arn:");
  }

  [[nodiscard]] bool takes_arns(const Member& member) const {
    const Json* pattern = contract::effective(exchange_.model, member, contract::trait::pattern);
    const Json* length = contract::effective(exchange_.model, member, contract::trait::length);
    constexpr int arn_size = 200;
    return (pattern == nullptr || (pattern->is_string() && has_word(pattern->get<std::string>(), "arn"))) &&
           (length == nullptr || length->value("max", arn_size) >= arn_size);
  }

  [[nodiscard]] std::string arn_of(const std::string& text) const {
    return fmt::format("arn:aws:{}:us-east-1:000000000000:{}", exchange_.model.slug, text);
  }

  const ServedExchange& exchange_;
  bool makes_ = false;
};

}  // namespace

void vary_values(const ServedExchange& exchange, const Shape& shape, Json& output) {
  ValueVariations(exchange).run(shape, output);
}

}  // namespace hallmark::endpoint
