// Simple values as text, for labels, query parameters, headers, and for XML and form
// bodies: Json to text as the model asks, and text back to Json where it lexically fits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contract/model.h"
#include "core/clock.h"
#include "wire/cursor.h"
#include "wire/protocol.h"

namespace hallmark::wire {

// @timestampFormat of the member, else of its target, else `otherwise`.
[[nodiscard]] core::TimestampFormat format_of(const contract::Model& model, const contract::Member& member,
                                              core::TimestampFormat otherwise);

// A timestamp of a members document as a point in time: a JSON number, a string in any of
// the three formats. Null when it is no time.
[[nodiscard]] std::optional<core::Time> time_of(const Json& value);

// A timestamp as a JSON value in `format` (epoch-seconds: a number, integer when there is no
// fraction). What is no time is returned as it stands.
[[nodiscard]] Json timestamp_value(const Json& value, core::TimestampFormat format);

// Any value as text: strings as they stand, timestamps in their format (`otherwise` when
// the model has none), booleans true/false, numbers in JSON's notation, anything else as its JSON
// text. Null gives "null"; callers list nulls as inexpressible before they ask.
[[nodiscard]] std::string to_text(const contract::Model& model, const contract::Member& member,
                                  const Json& value, core::TimestampFormat otherwise);

// The value that `text` stands for, by the type of the member's target. Text that does not fit
// stays a string, with a diagnostic of kind lexical (or timestamp_format, when it is a time in
// another format). Timestamps: epoch-seconds become numbers, the other formats stay strings.
[[nodiscard]] Json from_text(const contract::Model& model, const contract::Member& member,
                             std::string_view text, core::TimestampFormat otherwise, const Cursor& at);

// Says what a JSON (or CBOR) value of this simple type hides from a schema: a blob that is not
// base64, a time in another format.
void check_simple(const contract::Model& model, const contract::Member& member, const Json& value,
                  core::TimestampFormat otherwise, const Cursor& at);

}  // namespace hallmark::wire
