#include "plan/cases/select.h"

#include <algorithm>
#include <charconv>

#include "core/digest.h"
#include "core/text.h"

namespace hallmark::plan {
namespace {

std::optional<unsigned> parse_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Where on the line stands in which of `shards` equal parts, from 1. It never falls as `at` grows.
unsigned shard_at(double at, unsigned shards) {
  const double part = at * shards;
  return part < shards ? static_cast<unsigned>(part) + 1 : shards;
}

Piece piece_of(const Selection& selection, std::string_view id) {
  const auto found = selection.line.find(id.substr(0, id.find('/')));
  return found == selection.line.end() ? Piece{} : found->second;
}

bool is_glob(std::string_view selector) { return selector.find_first_of("*?[") != std::string_view::npos; }

}  // namespace

bool matches_id(std::string_view selector, std::string_view id) {
  if (is_glob(selector) && core::glob_match(selector, id)) return true;
  while (!selector.empty() && selector.back() == '/') selector.remove_suffix(1);
  if (selector.empty() || !id.starts_with(selector)) return false;
  if (id.size() == selector.size()) return true;
  const char next = id[selector.size()];
  // A service's slug ends at the first dot, everything else at a slash.
  return next == '/' || (next == '.' && selector.find_first_of("./") == std::string_view::npos);
}

bool may_match_below(std::string_view selector, std::string_view head) {
  // What stands before the first wildcard is in every id that matches, and so is a prefix of ids.
  const std::string_view literal = selector.substr(0, selector.find_first_of("*?["));
  const std::size_t common = std::min(literal.size(), head.size());
  return literal.substr(0, common) == head.substr(0, common);
}

bool Selection::may_select_below(std::string_view head) const {
  if (const Piece piece = piece_of(*this, head);
      shards > 1 && (shard_at(piece.from, shards) > shard || shard_at(piece.to, shards) < shard))
    return false;
  return include.empty() || std::any_of(include.begin(), include.end(), [&](const std::string& selector) {
           return may_match_below(selector, head);
         });
}

bool Selection::selects(std::string_view id, Depth case_depth) const {
  if (case_depth > depth) return false;
  for (const auto& selector : exclude) {
    if (matches_id(selector, id)) return false;
  }
  if (!include.empty()) {
    bool found = false;
    for (const auto& selector : include) found = found || matches_id(selector, id);
    if (!found) return false;
  }
  return shards <= 1 || shard_of(id, shards, piece_of(*this, id)) == shard;
}

bool Selection::selects(const Case& test) const { return selects(test.id, test.depth); }

unsigned shard_of(std::string_view id, unsigned shards, const Piece& piece) {
  if (shards <= 1) return 1;
  const unsigned first = shard_at(piece.from, shards), last = shard_at(piece.to, shards);
  if (first == last) return first;
  const auto digest = core::sha256(id);
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(digest[i]);
  const double share = value / 4294967296.0;  // of 2^32
  return std::clamp(shard_at(piece.from + share * (piece.to - piece.from), shards), first, last);
}

std::optional<std::pair<unsigned, unsigned>> parse_shard(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto shard = parse_number(text.substr(0, slash));
  const auto shards = parse_number(text.substr(slash + 1));
  if (!shard || !shards || *shard < 1 || *shard > *shards) return std::nullopt;
  return std::pair{*shard, *shards};
}

std::optional<Depth> parse_depth(std::string_view text) {
  for (const auto depth : {Depth::quick, Depth::normal, Depth::thorough}) {
    if (to_string(depth) == text) return depth;
  }
  return std::nullopt;
}

}  // namespace hallmark::plan
