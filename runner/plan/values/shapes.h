// The questions to a contract that planning asks, under their own names. Internal to plan/.
#pragma once

#include "contract/protocols.h"
#include "contract/view.h"

namespace hallmark::plan {

using contract::input_of;
using contract::is_number;
using contract::is_text;
using contract::is_text_in_line;
using contract::is_whole_number;
using contract::Location;
using contract::location_of;
using contract::output_of;
using contract::protocol_facts;
using contract::spot_of;

// A header that says how the body is sent ("Content-Length", a checksum): another value than the right one is
// no request any more, and the right one the transport adds by itself.
[[nodiscard]] bool describes_the_body(const contract::Member& member);

}  // namespace hallmark::plan

// Example:
//
//   const auto sends_text = [](const contract::Model& model, const contract::Operation& operation) {
//     for (const contract::Member& member : input_of(model, operation).members)
//       if (is_text(contract::target_of(model, member).type) && !describes_the_body(member)) return true;
//     return false;
//   };
