// Making Diagnostics: one place that bounds how many there are and how long they get, because
// what is noted comes from an endpoint.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/protocol.h"

namespace hallmark::wire {

// No message yields more diagnostics than this; the rest is dropped.
inline constexpr std::size_t max_diagnostics = 1000;

// Appends, with texts made printable and cut to a few hundred bytes, unless there are max_diagnostics
// already.
void add_diagnostic(std::vector<Diagnostic>& diagnostics, Diagnostic diagnostic);

// A JSON value as it may stand in `expected` or `actual`.
[[nodiscard]] std::string brief(const Json& value);

}  // namespace hallmark::wire
