// Whether what came back is what was sent, as AWS gives things back. None of these is another value: an ARN
// or a URL for a name, an identifier or a name out of an ARN; another case of letters, a final dot, spaces
// around it; percent-encoding; a JSON document in another form; a canonical address or block of addresses; a
// number as text; a time cut to the second; stars for a secret; a state on the way to the one that was asked
// for; lists in another order and with more in them, structures and maps with more members. What is absent
// contradicts nothing. Private to verdict/.
#pragma once

#include <optional>
#include <string>

#include "contract/model.h"
#include "core/json.h"

namespace hallmark::verdict {

struct Mismatch {
  std::string pointer;  // below the values that were compared
  Json sent, came;
};

// `shape`: of the place where it came back; null: unknown.
[[nodiscard]] std::optional<Mismatch> contradiction(const contract::Model& model,
                                                    const contract::Shape* shape, const Json& sent,
                                                    const Json& came);

// What an earlier answer had against what a later one has: the same, but for members that move by themselves
// (times other than that of creation, states, counts, versions: names::Habits) and those named in `but`.
// Lists in any order.
[[nodiscard]] std::optional<Mismatch> change(const contract::Model& model, const contract::Shape* shape,
                                             const Json& before, const Json& after,
                                             const std::vector<std::string>& but);

}  // namespace hallmark::verdict
