#include "plan/values/strings.h"

#include <algorithm>

#include "names/prerequisites.h"
#include "plan/cases/variables.h"
#include "plan/values/natural.h"

namespace hallmark::plan {
namespace {

constexpr std::size_t longest = std::size_t{1} << 20;
constexpr int attempts = 60;

std::size_t low_of(const Constraints& constraints) {
  return static_cast<std::size_t>(std::clamp(constraints.min_length.value_or(0), 0.0, double(longest)));
}

std::size_t high_of(const Constraints& constraints) {
  return static_cast<std::size_t>(
      std::clamp(constraints.max_length.value_or(double(longest)), 0.0, double(longest)));
}

bool ascii_only(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Fields of HTTP lose the white space at their ends.
bool fits_header(std::string_view text) {
  return ascii_only(text) && (text.empty() || (text.front() != ' ' && text.back() != ' '));
}

std::string letters(core::Random& random, std::size_t length) {
  static constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  while (text.size() < length) text += alphabet[random.below(text.empty() ? 26 : alphabet.size())];
  return text;
}

// What ${unique} and ${uuid} may turn into: a value must be valid whichever comes.
std::string with_sample(std::string_view text, int sample) {
  static constexpr std::string_view uniques[] = {"habcdefghijk", "h01234567890", "hz9y8x7w6v5u"};
  static constexpr std::string_view uuids[] = {"0b9a1f2c-3d4e-4f50-8a6b-7c8d9e0f1a2b",
                                               "12345678-9012-4345-9678-901234567890",
                                               "fedcbafe-dcba-4edc-abfe-fedcbafedcba"};
  const auto index = static_cast<std::size_t>(sample);
  auto result = names::Prerequisites::standard().with_otherwise(std::string(text));
  result = core::replace_all(std::move(result), "${unique}", uniques[index]);
  result = core::replace_all(std::move(result), "${uuid}", uuids[index]);
  result = core::replace_all(std::move(result), "${account}", "123456789012");
  result = core::replace_all(std::move(result), "${region}", "us-east-1");
  return core::replace_all(std::move(result), "$${", "${");
}

}  // namespace

const Strings::Language& Strings::language(const std::string& pattern) {
  const auto found = languages_.find(pattern);
  if (found != languages_.end()) return found->second;
  Language made;
  made.regular = Regular::parse(pattern, &made.problem);
  std::string problem;
  made.pattern = jsonschema::Pattern::compile(pattern, &problem);
  if (!made.pattern) made.problem = "the pattern does not compile: " + problem;
  if (made.regular && !pattern.starts_with('^') && !pattern.ends_with('$')) {
    made.contains = made.regular->length_near(0, longest, longest) == std::size_t{1};
  }
  return languages_.emplace(pattern, std::move(made)).first->second;
}

bool Strings::matches_all(const Constraints& constraints, const std::string& text) {
  return std::all_of(
      constraints.patterns.begin(), constraints.patterns.end(), [&](const std::string& pattern) {
        const auto& known = language(pattern);
        if (!known.pattern) return true;
        const auto answer = known.contains ? known.pattern->search(text) : known.pattern->full_match(text);
        return answer == jsonschema::Pattern::Answer::yes;
      });
}

bool Strings::keeps_exactly(const Constraints& constraints, const std::string& text) {
  const auto length = core::code_points(text);
  if (length < low_of(constraints) || length > high_of(constraints)) return false;
  if (!constraints.values.empty() && std::find(constraints.values.begin(), constraints.values.end(),
                                               Json(text)) == constraints.values.end()) {
    return false;
  }
  return matches_all(constraints, text);
}

std::string Strings::sample(std::string_view text) { return with_sample(text, 0); }

bool Strings::keeps(const Constraints& constraints, const std::string& text) {
  if (text.find("${") == std::string::npos) return keeps_exactly(constraints, text);
  for (int sample = 0; sample < 3; ++sample) {
    if (!keeps_exactly(constraints, with_sample(text, sample))) return false;
  }
  return true;
}

std::optional<std::string> Strings::from_pattern(const Constraints& constraints, core::Random& random,
                                                 std::size_t low, std::size_t high, std::size_t wanted,
                                                 Taste taste, std::string& problem) {
  for (const auto& pattern : constraints.patterns) {
    const auto& known = language(pattern);
    if (!known.regular) {
      problem = known.problem;
      continue;
    }
    const auto nearest = known.regular->length_near(low, high, wanted);
    if (!nearest) {
      problem = "no string of the allowed length matches the pattern " + pattern;
      continue;
    }
    const int rounds = *nearest > 4096 ? 3 : attempts;
    for (int attempt = 0; attempt < rounds; ++attempt) {
      // Assertions need variety: other lengths, other characters.
      const bool vary = attempt > 0 && known.regular->has_assertions();
      const auto length = vary ? known.regular->length_near(low, high, wanted + random.below(24)) : nearest;
      const auto flavour = attempt > rounds / 2 ? Taste::mixed : taste;
      auto text = known.regular->make(length.value_or(*nearest), random, flavour);
      if (text && core::code_points(*text) >= low && core::code_points(*text) <= high &&
          matches_all(constraints, *text)) {
        return text;
      }
    }
    problem = "no string was found that matches the pattern " + pattern;
  }
  return std::nullopt;
}

std::optional<std::string> Strings::valid(const Constraints& constraints, const StringHint& hint,
                                          core::Random& random, bool unique, std::string& problem) {
  const auto low = std::max<std::size_t>(low_of(constraints), hint.never_empty ? 1 : 0);
  const auto high = high_of(constraints);
  if (low > high) {
    problem = "the bounds of its length exclude each other";
    return std::nullopt;
  }
  for (const auto& value : constraints.values) {
    if (value.is_string() && matches_all(constraints, value.get<std::string>()))
      return value.get<std::string>();
  }
  const auto fits = [&](const std::string& text) {
    return keeps(constraints, text) && !(hint.never_empty && text.empty()) &&
           !(hint.ascii && !fits_header(text));
  };
  for (auto& text : natural_texts(hint, random, unique)) {
    if (fits(text)) return std::move(text);
  }
  if (!constraints.patterns.empty()) {
    const auto wanted = std::clamp<std::size_t>(16, low, high);
    if (auto text = from_pattern(constraints, random, std::max<std::size_t>(low, 1),
                                 std::max<std::size_t>(high, 1), wanted, Taste::plain, problem)) {
      if (hint.ascii && !fits_header(*text)) {
        problem = "no string was found that a header can carry";
        return std::nullopt;
      }
      return escape_variables(*text);
    }
    const std::string empty;
    if (low == 0 && !hint.never_empty && matches_all(constraints, empty)) return empty;
    return std::nullopt;
  }
  const auto length = std::clamp<std::size_t>(14, low, high);
  if (unique && is_naming(hint) && low > unique_length) {
    return letters(random, length - unique_length) + "${unique}";
  }
  return letters(random, length);
}

std::optional<std::string> Strings::of_length(const Constraints& constraints, const StringHint& hint,
                                              core::Random& random, std::size_t length,
                                              std::string& problem) {
  if (length > longest) {
    problem = "a value beyond a million characters is not sent";
    return std::nullopt;
  }
  auto unbounded = constraints;
  unbounded.min_length.reset();
  unbounded.max_length.reset();
  unbounded.values.clear();
  if (length >= unique_length && is_naming(hint)) {
    const auto text = letters(random, length - unique_length) + "${unique}";
    if (keeps(unbounded, text)) return text;
  }
  const auto plain = letters(random, length);
  if (matches_all(unbounded, plain)) return plain;
  std::string ignored;
  if (auto text = from_pattern(unbounded, random, length, length, length, Taste::plain, ignored)) {
    return escape_variables(*text);
  }
  // Beyond the bounds a string may break its pattern too; inside them it may not.
  const bool inside = length >= low_of(constraints) && length <= high_of(constraints);
  if (!inside) return plain;
  problem = ignored;
  return std::nullopt;
}

std::optional<std::string> Strings::mismatch(const Constraints& constraints, const StringHint& hint,
                                             core::Random& random, std::string& problem) {
  const auto low = std::max<std::size_t>(low_of(constraints), 1);
  const auto high = std::min<std::size_t>(high_of(constraints), std::max<std::size_t>(low, 256));
  if (low > high) {
    problem = "no text fits its length";
    return std::nullopt;
  }
  const auto violates = [&](const std::string& text) {
    const auto length = core::code_points(text);
    if (length < low || length > high || (hint.ascii && !fits_header(text))) return false;
    return std::any_of(
        constraints.patterns.begin(), constraints.patterns.end(), [&](const std::string& pattern) {
          const auto& known = language(pattern);
          return known.pattern && known.pattern->search(text) == jsonschema::Pattern::Answer::no;
        });
  };
  static const std::vector<std::string> oddities = {"!", "#", "~", "<", "|",  "%", "\"", "^",
                                                    "`", "{", "é", "☃", "漢", "😀", " ",  "_",
                                                    "-", ".", "/", "0", "a",  "A", "\t", "\n"};
  // Nearest to what is valid first: one character of a good value exchanged, then added.
  std::string ignored;
  auto good = valid(constraints, hint, random, false, ignored);
  if (good && good->find("${") == std::string::npos) {
    const auto points = core::to_utf32(*good);
    for (const auto& odd : oddities) {
      const auto character = core::to_utf32(odd);
      for (const std::size_t place : {points.size() / 2, std::size_t{0}, points.size()}) {
        auto exchanged = points;
        if (place < exchanged.size()) {
          exchanged.replace(place, 1, character);
          if (auto text = core::to_utf8(exchanged); violates(text)) return escape_variables(text);
        }
        auto added = points;
        added.insert(place, character);
        if (auto text = core::to_utf8(added); violates(text)) return escape_variables(text);
      }
    }
  }
  for (const auto& odd : oddities) {
    for (const std::size_t length : {std::clamp<std::size_t>(8, low, high), low, high}) {
      std::string text;
      for (std::size_t i = 0; i < length; ++i) text += odd;
      if (violates(text)) return escape_variables(text);
    }
  }
  for (const auto length : {std::clamp<std::size_t>(12, low, high), low, high}) {
    if (const auto text = letters(random, length); violates(text)) return text;
  }
  problem = constraints.patterns.empty() ? "it has no pattern"
                                         : "no text was found in which the pattern does not match";
  return std::nullopt;
}

std::optional<std::string> Strings::unicode(const Constraints& constraints, core::Random& random,
                                            std::string& problem) {
  const auto low = std::max<std::size_t>(low_of(constraints), 1), high = high_of(constraints);
  if (!constraints.values.empty() || low > high) {
    problem = "no free text fits";
    return std::nullopt;
  }
  const auto beyond = [](const std::string& text) { return !ascii_only(text); };
  for (const std::string text : {"Größe Žluťoučký 漢字 Ωμέγα 😀", "Größe漢字Ωμέγα", "Größe", "é漢"}) {
    auto stretched = core::to_utf32(text);
    const auto piece = stretched;
    while (stretched.size() < low && low <= 4096) stretched += piece;
    if (stretched.size() > high) stretched.resize(high);
    if (auto made = core::to_utf8(stretched); beyond(made) && keeps(constraints, made)) return made;
  }
  if (!constraints.patterns.empty()) {
    std::string ignored;
    auto text = from_pattern(constraints, random, low, high, std::clamp<std::size_t>(12, low, high),
                             Taste::unicode, ignored);
    if (text && beyond(*text)) return escape_variables(*text);
  }
  problem = "only ASCII fits";
  return std::nullopt;
}

}  // namespace hallmark::plan
