// Cases made from the contract alone (and the suite's `arrange` and `base`, where there are any): the
// inputs at and just beyond every constraint, at every level.
//
// Ids are `<service>.<Operation>/<group>/<name>` and follow from the promise and an operator, never from
// positions or counts: adding a member to a contract only adds ids. Groups and names:
//   success/minimal, success/full, success/with-<Member>
//   success/input.<path>.<promise>+<operator>   just inside: "length.max+at", "enum+<value>", "type+unicode"
//   validation/input.<path>.<promise>+<operator>  just outside; any declared or common validation error
//   conforms
//        required+omitted required+null length.min+below length.max+above range.min+below range.max+above
//        pattern+mismatch enum+unknown uniqueItems+duplicate type+<what is sent> union+none union+two
//   validation/protocol.malformed+<how>, validation/protocol.empty-body
//   common/unsigned, common/bad-signature, common/expired-signature, common/unknown-operation
//   <Exception>/by-fault       when no fixture provokes the exception
//   <Exception>/unknown-<Member>, …/gone, …/state-marked-for-removal   see existence_cases.h
//   <Exception>/made-twice, …/done-twice, …/in-use-by-<Child>, …/same-token-other-<Member>,
//   behaviour/same-token, …/same-again   see conflict_cases.h
//   <Exception>/malformed-<Member>   see input_cases.h
//   behaviour/batch-unknown-<Member>, …/batch-bad-<Member>   see batch_cases.h
//   behaviour/pages, …/listed, …/not-listed-when-gone   see list_cases.h
//   behaviour/filter-<Member>                           see filter_cases.h
//   behaviour/read-back, …/update, …/defaults, …/zero-<Member>, …/payload-<Member>-<how>   see value_cases.h
//   behaviour/update-neighbour, …/refused               see untouched_cases.h
//   behaviour/tagged, …/untagged, …/made-tagged         see tag_cases.h
//   behaviour/part-<Member>, …/read-back-<Member>       see reference_cases.h
//   behaviour/selected-<Member>, …/grouped              see selected_cases.h
//   <Exception>/gone-after-<Operation>, …/invented-<Member>   see revoked_cases.h
// Paths name members: "Items[].Priority" a list's item, "Tags{key}" a map's keys, "Tags{}" its values.
//
// Values are seeded by the id. Names that must differ between runs carry "${unique}".
// Generated negatives carry `control` (the patch back to their base request) and `base_key`.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "names/names.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

struct GenerateOptions {
  Depth depth = Depth::normal;
  std::string protocol;  // Smithy id; empty: the contract's first
  // Bound per operation and depth (so that quick is part of normal, and normal of thorough, whatever the
  // bound): at most so many quick ones, so many more at normal, so many more at thorough. Cases beyond it are
  // counted, not made. They are made breadth first (the top level, then the next), so that what is cut off
  // lies deepest, and only of operations beyond the bound can a new member push out another's cases.
  std::size_t max_cases = 1000;
  std::size_t max_depth = 6;  // structures inside each other that negatives descend into
  // Ids (`case_key`) that fixtures cover, and exceptions that they provoke: not generated.
  std::set<std::string> covered;
  const names::Names* names = nullptr;  // of the model; made anew when null
  bool between_calls_only = false;      // behaviour alone
  // Of cases that it does not want the documents need not be made; what it says changes no other case. Null:
  // all are wanted.
  std::function<bool(std::string_view id, Depth depth)> wanted;
};

struct GenerateResult {
  std::size_t made = 0;
  std::size_t beyond_bound = 0;                 // counting stops at twenty times the bound
  std::map<std::string, std::string> not_made;  // promise id -> why
};

// Calls `each` with every case, shallow ones first; at no time is more than one kept.
GenerateResult generate(const contract::Model& model, const contract::Operation& operation,
                        const Suite& suite, const GenerateOptions& options,
                        const std::function<void(Case)>& each);

// "<promise id>+<operator>": what a fixture case and a generated one must share for the first to replace the
// second. Empty when the case has no operator.
[[nodiscard]] std::string case_key(const Case& test);

}  // namespace hallmark::plan
