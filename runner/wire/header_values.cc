#include "wire/header_values.h"

#include <utility>

#include "core/clock.h"
#include "core/text.h"
#include "wire/text_values.h"

namespace hallmark::wire {
namespace {

using contract::ShapeType;
using core::TimestampFormat;

bool is_textual(ShapeType type) { return type == ShapeType::string || type == ShapeType::enumeration; }

bool is_encoded(const contract::Model& model, const contract::Member& member) {
  return contract::effective(model, member, contract::trait::json_value) != nullptr ||
         (is_textual(contract::target_of(model, member).type) &&
          contract::effective(model, member, contract::trait::media_type) != nullptr);
}

const contract::Member* element_of(const contract::Shape& shape) {
  return shape.type == ShapeType::list && !shape.members.empty() ? &shape.members.front() : nullptr;
}

std::string quoted_where_needed(std::string text) {
  const bool plain = text.find_first_of(",\"") == std::string::npos && core::trim(text).size() == text.size();
  if (plain) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// One field value into list elements: quoted strings, or text up to a comma. An IMF-fixdate has a
// comma of its own, behind the name of the day.
std::vector<std::string> split_list(std::string_view text, bool http_dates) {
  std::vector<std::string> elements;
  text = core::trim(text);
  while (!text.empty()) {
    std::string element;
    if (text.front() == '"') {
      std::size_t i = 1;
      while (i < text.size() && text[i] != '"') {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        element += text[i++];
      }
      text.remove_prefix(std::min(text.size(), i + 1));
      text.remove_prefix(std::min(text.size(), text.find(',')));
    } else {
      std::size_t end = text.find(',');
      if (http_dates && end == 3) end = text.find(',', end + 1);
      element = std::string(core::trim(text.substr(0, end)));
      text.remove_prefix(std::min(text.size(), end));
    }
    elements.push_back(std::move(element));
    if (text.empty()) break;
    text = core::trim(text.substr(1));
    if (text.empty()) elements.emplace_back();  // a comma at the end
  }
  return elements;
}

}  // namespace

std::optional<std::string> header_from_value(const contract::Model& model, const contract::Member& member,
                                             const Json& value, const std::string& pointer,
                                             std::vector<std::string>& inexpressible) {
  if (value.is_null()) {
    inexpressible.push_back(pointer);
    return std::nullopt;
  }
  std::string text;
  const contract::Member* element = element_of(contract::target_of(model, member));
  if (element && value.is_array()) {
    bool first = true;
    const bool quotes = is_textual(contract::target_of(model, *element).type);
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i].is_null()) {
        inexpressible.push_back(core::pointer_join(pointer, i));
        continue;
      }
      std::string one = to_text(model, *element, value[i], TimestampFormat::http_date);
      if (one.empty() && value.size() == 1) inexpressible.push_back(core::pointer_join(pointer, i));
      if (!first) text += ", ";
      first = false;
      text += quotes ? quoted_where_needed(std::move(one)) : one;
    }
  } else {
    text = to_text(model, member, value, TimestampFormat::http_date);
    if (is_encoded(model, member)) text = core::base64_encode(text);
  }
  if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
    inexpressible.push_back(pointer);
    return std::nullopt;
  }
  if (core::trim(text).size() != text.size()) inexpressible.push_back(pointer);
  return text;
}

Json value_from_headers(const contract::Model& model, const contract::Member& member,
                        const std::vector<std::string>& lines, const Cursor& at) {
  if (const contract::Member* element = element_of(contract::target_of(model, member))) {
    const bool http_dates =
        contract::target_of(model, *element).type == ShapeType::timestamp &&
        format_of(model, *element, TimestampFormat::http_date) == TimestampFormat::http_date;
    Json list = Json::array();
    for (const std::string& line : lines) {
      for (const std::string& text : split_list(line, http_dates)) {
        list.push_back(
            from_text(model, *element, text, TimestampFormat::http_date, at.part(list.size(), at.location)));
      }
    }
    return list;
  }
  if (lines.size() > 1) {
    at.diagnose(DiagnosticKind::duplicate_key, "one field line",
                std::to_string(lines.size()) + " field lines");
  }
  const std::string_view text = core::trim(lines.front());
  if (is_encoded(model, member)) {
    if (const auto plain = core::base64_decode(text)) return clean_text(*plain, at);
    at.diagnose(DiagnosticKind::lexical, "base64", std::string(text.substr(0, 200)));
    return clean_text(text, at);
  }
  return from_text(model, member, text, TimestampFormat::http_date, at);
}

}  // namespace hallmark::wire
