#include "plan/values/text_variations.h"

#include <algorithm>

#include "core/text.h"
#include "jsonschema/pattern.h"

namespace hallmark::plan {

namespace {

bool fits(const Constraints& constraints, const std::string& text) {
  return std::all_of(constraints.patterns.begin(), constraints.patterns.end(), [&](const auto& stated) {
    const auto pattern = jsonschema::Pattern::compile(stated);
    return pattern && pattern->search(text) == jsonschema::Pattern::Answer::yes;
  });
}

// Variables replaced by what they may stand for.
std::string sample_of(std::string text) {
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${")) {
    const std::size_t end = text.find('}', at);
    if (end == std::string::npos) break;
    text.replace(at, end + 1 - at, "a1b2c3d4");
  }
  return text;
}

}  // namespace

std::optional<std::string> wide_text(const Constraints& constraints, std::size_t length) {
  std::string text;
  text.reserve(2 * length);
  for (std::size_t i = 0; i < length; ++i) text += "é";
  if (length == 0 || !constraints.values.empty() || !fits(constraints, text)) return std::nullopt;
  return text;
}

std::optional<std::string> wrong_at_start(const Constraints& constraints, const std::string& good) {
  const auto points = core::to_utf32(good);
  if (constraints.patterns.empty() || points.size() < 2 || points.front() == U'$') return std::nullopt;
  const auto with_first = [&](char32_t first) {
    auto changed = points;
    changed.front() = first;
    return core::to_utf8(changed);
  };
  // The rest is beyond reproach.
  const char32_t second = points[1] == U'$' ? U'a' : points[1];
  if (!fits(constraints, sample_of(with_first(second)))) return std::nullopt;
  for (const char32_t odd : U"-_.!#~<|%^`{é☃ /0") {
    if (odd == U'\0') break;
    std::string text = with_first(odd);
    if (!fits(constraints, sample_of(text))) return text;
  }
  return std::nullopt;
}

}  // namespace hallmark::plan
