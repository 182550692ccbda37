// gzip and deflate bodies, decoded within a limit. Files that are compressed as a whole: byte_source.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hallmark::exchange {

struct Inflated {
  enum class Answer { ok, broken, too_large };
  Answer answer = Answer::ok;
  std::string bytes;    // as far as they could be decoded; at most 1 MiB when too large
  std::string problem;  // when not ok
};

// `coding`: "gzip", "x-gzip" (several members allowed) or "deflate" (zlib or raw).
[[nodiscard]] Inflated inflate_body(std::string_view coding, std::string_view body, std::size_t limit);
[[nodiscard]] bool is_known_coding(std::string_view coding);

}  // namespace hallmark::exchange
