// Which of the planned cases run: by id, by depth, by shard. Pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/cases/case.h"

namespace hallmark::plan {

// Of all that is judged, laid in one line from 0 to 1, the piece that one operation takes.
struct Piece {
  double from = 0, to = 1;
};

struct Selection {
  // Prefixes of ids at a boundary ("voice-id", "voice-id.UpdateDomain",
  // "voice-id.UpdateDomain/ConflictException") or globs over the whole id ("*/name-*"). Empty: everything.
  std::vector<std::string> include;
  std::vector<std::string> exclude;  // likewise; wins over include
  Depth depth = Depth::normal;       // deeper cases are left out; fixtures have depths as well
  // Shard `shard` of `shards`: the line cut into equal parts, so that a shard has whole operations, but for
  // those that a cut goes through; their cases are spread by a hash of the id. An operation
  // ("voice-id.UpdateDomain") that is not in the line takes all of it.
  unsigned shard = 1, shards = 1;
  std::map<std::string, Piece, std::less<>> line{};  // see share_out()
  [[nodiscard]] bool selects(const Case& test) const;
  [[nodiscard]] bool selects(std::string_view id, Depth case_depth) const;
  // False when no id that begins with `head` ("voice-id.UpdateDomain/") is selected; true says nothing. Of an
  // operation of other shards nothing is.
  [[nodiscard]] bool may_select_below(std::string_view head) const;
};

[[nodiscard]] bool matches_id(std::string_view selector, std::string_view id);
// Whether it may match an id that begins with `head`: false is sure, true is not.
[[nodiscard]] bool may_match_below(std::string_view selector, std::string_view head);
// The 1-based shard of an id of an operation that takes this piece of the line.
[[nodiscard]] unsigned shard_of(std::string_view id, unsigned shards, const Piece& piece = {});
// "2/5" -> {2, 5}; nullopt when it is not i/n with 1 <= i <= n.
[[nodiscard]] std::optional<std::pair<unsigned, unsigned>> parse_shard(std::string_view text);
[[nodiscard]] std::optional<Depth> parse_depth(std::string_view text);

}  // namespace hallmark::plan

// Example:
//
//   Selection selection{.include = {"voice-id.UpdateDomain"}, .exclude = {"*/name-*"}};
//   bool wanted = selection.selects("voice-id.UpdateDomain/success/full", Depth::quick);
