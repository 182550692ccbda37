// Members documents as CBOR items and back, by the model: byte strings for blobs, tag 1 for
// timestamps, binary floats. What JSON cannot tell apart (text or byte string, tag or none,
// 1 or 1.0) is noted while reading.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "wire/cbor.h"
#include "wire/cursor.h"

namespace hallmark::wire {

// A structure's members as a map, nulls included; names that the model does not have behind them.
void write_cbor_members(const contract::Model& model, const contract::Shape& structure, const Json& members,
                        CborWriter& writer);
// Any JSON as it stands.
void write_cbor_untyped(const Json& value, CborWriter& writer);

// The item of a body, or null with diagnostics.
[[nodiscard]] std::optional<CborItem> read_cbor_body(std::string_view body, const BodyLimits& bounds,
                                                     std::vector<Diagnostic>& diagnostics);
// Adds the members found to `members`. An item that is no map is noted as malformed. Keys in
// `envelope` are no members and no surprise ("__type").
void read_cbor_members(const contract::Model& model, const contract::Shape& structure, const CborItem& item,
                       Json& members, std::vector<Diagnostic>& diagnostics,
                       const std::set<std::string>& envelope = {});
// An item without a model: byte strings as base64, tags dropped, what JSON does not have as null or text.
[[nodiscard]] Json cbor_untyped(const CborItem& item);

}  // namespace hallmark::wire
