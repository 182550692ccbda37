// Values compared by what they mean: 1 and 1.0, a time as a number and as text, sets in any order.
// Private to verdict/.
#pragma once

#include "contract/model.h"
#include "core/clock.h"
#include "core/json.h"

namespace hallmark::verdict {

enum class Likeness {
  same,    // nothing more, nothing less (explicit nulls aside)
  echoes,  // structures may have further members than were sent: defaults that the service fills in
  echoes_in_any_order  // likewise, and lists may come in another order
};

// `shape` may be null: then numbers compare by value and everything else exactly.
[[nodiscard]] bool alike(const contract::Model& model, const contract::Shape* shape, const Json& expected,
                         const Json& actual, Likeness likeness);

// A time in any of the three formats, as number or text. `whole_seconds` tells that the format had no
// fraction.
struct ReadTime {
  core::Time time{};
  bool whole_seconds = false;
};
[[nodiscard]] std::optional<ReadTime> read_time(const Json& value);

}  // namespace hallmark::verdict
