// The ECMA-262 dialect of patterns, written for PCRE2. A Smithy or JSON Schema pattern goes
// in; a pattern for pcre2_compile with UTF, DOLLAR_ENDONLY, MATCH_UNSET_BACKREF and without
// UCP comes out. pattern.cc matches by it; plan/generate/regular.cc reads it, too, and writes strings that
// match.
//
// What both dialects know alike, and what only PCRE2 and Java know (possessive and atomic
// groups, \A, \z, \Q…\E, inline flags), passes through: models of services use it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hallmark::jsonschema {

// Nullopt with the reason in `problem`: not UTF-8, an unterminated class or escape, a range out of
// order, a verb "(*…)" (which could lift the limits), an unknown kind of property.
[[nodiscard]] std::optional<std::string> translate_ecma(std::string_view pattern, std::string& problem);

}  // namespace hallmark::jsonschema
