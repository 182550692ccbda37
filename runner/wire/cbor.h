// CBOR (RFC 8949) items, both ways: tags, half floats and indefinite lengths, which the JSON
// library's own reader and writer do not keep. Safe on any bytes; never throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::wire {

struct CborItem {
  enum class Kind : std::uint8_t {
    unsigned_integer,  // number
    negative_integer,  // -1 - number
    bytes,             // text, chunks joined
    text,              // text, chunks joined; not checked for UTF-8
    array,             // items
    map,               // items: key, value, key, value, …
    tag,               // number; items[0] is what is tagged
    boolean,           // number 0 or 1
    null,
    undefined,
    simple,   // number
    floating  // real; number is its width in bytes: 2, 4 or 8
  };
  Kind kind = Kind::null;
  std::uint64_t number = 0;
  double real = 0;
  std::string text;
  std::vector<CborItem> items;
};

struct CborLimits {
  std::size_t max_bytes = std::size_t{256} << 20;
  std::size_t max_depth = 200;
  std::size_t max_items = 1'000'000;
};

struct CborFault {
  // "empty", "truncated", "syntax", "depth", "size", "trailing"
  std::string kind;
  std::string message;
  std::size_t offset = 0;  // bytes from the start
};

struct ParsedCbor {
  std::optional<CborItem> value;  // absent when `fault` is set, but for "trailing"
  std::optional<CborFault> fault;
};

[[nodiscard]] ParsedCbor parse_cbor(std::string_view bytes, const CborLimits& limits = {});

// Appends items; lengths are definite and heads as short as they go. A container's items follow its head.
class CborWriter {
 public:
  void unsigned_integer(std::uint64_t value) { head(0, value); }
  void negative_integer(std::uint64_t minus_one_minus_value) { head(1, minus_one_minus_value); }
  void integer(std::int64_t value);
  void bytes(std::string_view value);
  void text(std::string_view value);
  void array(std::size_t count) { head(4, count); }
  void map(std::size_t count) { head(5, count); }  // count of pairs
  void tag(std::uint64_t number) { head(6, number); }
  void boolean(bool value) { out_ += static_cast<char>(value ? 0xF5 : 0xF4); }
  void null() { out_ += static_cast<char>(0xF6); }
  void float32(float value);
  void float64(double value);
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void head(unsigned major, std::uint64_t argument);
  void big_endian(std::uint64_t value, int width);
  std::string out_;
};

}  // namespace hallmark::wire
