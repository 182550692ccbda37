#include "wire/cbor.h"

#include <bit>
#include <cmath>
#include <limits>

namespace hallmark::wire {
namespace {

using Kind = CborItem::Kind;

double half_to_double(std::uint64_t half) {
  const int exponent = static_cast<int>((half >> 10U) & 0x1FU);
  const double mantissa = static_cast<double>(half & 0x3FFU);
  double value = 0;
  if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else if (exponent != 31) {
    value = std::ldexp(mantissa + 1024.0, exponent - 25);
  } else {
    value =
        mantissa == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  }
  return (half & 0x8000U) != 0 ? -value : value;
}

class Parser {
 public:
  Parser(std::string_view bytes, const CborLimits& limits) : bytes_(bytes), limits_(limits) {}

  ParsedCbor run() {
    ParsedCbor parsed;
    CborItem root;
    if (read(root, 0)) {
      if (offset_ != bytes_.size()) fail("trailing", "bytes behind the end of the value");
      parsed.value = std::move(root);
    }
    parsed.fault = std::move(fault_);
    return parsed;
  }

 private:
  struct Head {
    unsigned major = 0;
    unsigned info = 0;
    std::uint64_t argument = 0;
    [[nodiscard]] bool indefinite() const { return info == 31; }
  };

  bool fail(const char* kind, const char* message) {
    if (!fault_) fault_ = CborFault{.kind = kind, .message = message, .offset = offset_};
    return false;
  }

  [[nodiscard]] std::size_t left() const { return bytes_.size() - offset_; }

  bool read_head(Head& head) {
    if (left() == 0) return fail("truncated", "the bytes end where an item is expected");
    const auto first = static_cast<unsigned char>(bytes_[offset_]);
    head.major = first >> 5U;
    head.info = first & 0x1FU;
    head.argument = head.info;
    if (head.info >= 28 && head.info != 31) return fail("syntax", "a reserved initial byte");
    if (head.info == 31 && (head.major < 2 || head.major == 6)) {
      return fail("syntax", "an indefinite length where none can be");
    }
    const std::size_t width = head.info >= 24 && head.info < 28 ? std::size_t{1} << (head.info - 24) : 0;
    if (left() < 1 + width) return fail("truncated", "the bytes end inside an item's head");
    ++offset_;
    if (width == 0) return true;
    head.argument = 0;
    for (std::size_t i = 0; i < width; ++i) {
      head.argument = (head.argument << 8U) | static_cast<unsigned char>(bytes_[offset_ + i]);
    }
    offset_ += width;
    return true;
  }

  [[nodiscard]] bool at_break() const {
    return left() > 0 && static_cast<unsigned char>(bytes_[offset_]) == 0xFF;
  }

  bool read(CborItem& item, std::size_t depth) {
    if (depth >= limits_.max_depth)
      return fail("depth", "items stand deeper inside each other than is allowed");
    if (++count_ > limits_.max_items) return fail("size", "more items than are allowed");
    Head head;
    if (!read_head(head)) return false;
    item.number = head.argument;
    switch (head.major) {
      case 0:
        item.kind = Kind::unsigned_integer;
        return true;
      case 1:
        item.kind = Kind::negative_integer;
        return true;
      case 2:
        item.kind = Kind::bytes;
        return read_string(head, item.text);
      case 3:
        item.kind = Kind::text;
        return read_string(head, item.text);
      case 4:
        item.kind = Kind::array;
        return read_items(head, item, 1, depth);
      case 5:
        item.kind = Kind::map;
        return read_items(head, item, 2, depth);
      case 6:
        item.kind = Kind::tag;
        item.items.emplace_back();
        return read(item.items.back(), depth + 1);
      default:
        return read_simple(head, item);
    }
  }

  bool read_chunk(std::uint64_t length, std::string& text) {
    if (length > left()) return fail("truncated", "a string is longer than what is left");
    text.append(bytes_.substr(offset_, static_cast<std::size_t>(length)));
    offset_ += static_cast<std::size_t>(length);
    return true;
  }

  bool read_string(const Head& head, std::string& text) {
    if (!head.indefinite()) return read_chunk(head.argument, text);
    while (!at_break()) {
      Head chunk;
      if (!read_head(chunk)) return false;
      if (chunk.major != head.major || chunk.indefinite()) {
        return fail("syntax", "a chunk of another kind inside a string of indefinite length");
      }
      if (!read_chunk(chunk.argument, text)) return false;
    }
    ++offset_;
    return true;
  }

  // `per` items belong together: 1 in arrays, 2 in maps.
  bool read_items(const Head& head, CborItem& item, std::uint64_t per, std::size_t depth) {
    if (!head.indefinite()) {
      // Every item takes a byte at least, so a length beyond what is left is a lie: nothing is reserved for
      // it.
      if (head.argument > left() / per) return fail("truncated", "a container is longer than what is left");
      for (std::uint64_t i = 0; i < head.argument * per; ++i) {
        item.items.emplace_back();
        if (!read(item.items.back(), depth + 1)) return false;
      }
      return true;
    }
    while (!at_break()) {
      item.items.emplace_back();
      if (!read(item.items.back(), depth + 1)) return false;
    }
    if (item.items.size() % per != 0) return fail("syntax", "a map ends behind a key");
    ++offset_;
    return true;
  }

  bool read_simple(const Head& head, CborItem& item) {
    switch (head.info) {
      case 20:
      case 21:
        item.kind = Kind::boolean;
        item.number = head.info - 20;
        return true;
      case 22:
        item.kind = Kind::null;
        return true;
      case 23:
        item.kind = Kind::undefined;
        return true;
      case 24:
        if (head.argument < 32) return fail("syntax", "a simple value in two bytes that fits into one");
        item.kind = Kind::simple;
        return true;
      case 25:
        item.kind = Kind::floating;
        item.real = half_to_double(head.argument);
        item.number = 2;
        return true;
      case 26:
        item.kind = Kind::floating;
        item.real = static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(head.argument)));
        item.number = 4;
        return true;
      case 27:
        item.kind = Kind::floating;
        item.real = std::bit_cast<double>(head.argument);
        item.number = 8;
        return true;
      case 31:
        return fail("syntax", "a break where an item is expected");
      default:
        item.kind = Kind::simple;
        return true;
    }
  }

  std::string_view bytes_;
  const CborLimits& limits_;
  std::size_t offset_ = 0;
  std::size_t count_ = 0;
  std::optional<CborFault> fault_;
};

}  // namespace

ParsedCbor parse_cbor(std::string_view bytes, const CborLimits& limits) {
  if (bytes.empty()) {
    return {.value = std::nullopt, .fault = CborFault{.kind = "empty", .message = "no bytes", .offset = 0}};
  }
  if (bytes.size() > limits.max_bytes) {
    return {.value = std::nullopt,
            .fault = CborFault{.kind = "size", .message = "longer than is allowed", .offset = 0}};
  }
  return Parser(bytes, limits).run();
}

void CborWriter::big_endian(std::uint64_t value, int width) {
  for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
    out_ += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
  }
}

void CborWriter::head(unsigned major, std::uint64_t argument) {
  const auto initial = [&](unsigned info) { out_ += static_cast<char>((major << 5U) | info); };
  if (argument < 24) {
    initial(static_cast<unsigned>(argument));
  } else if (argument <= 0xFF) {
    initial(24);
    big_endian(argument, 1);
  } else if (argument <= 0xFFFF) {
    initial(25);
    big_endian(argument, 2);
  } else if (argument <= 0xFFFFFFFF) {
    initial(26);
    big_endian(argument, 4);
  } else {
    initial(27);
    big_endian(argument, 8);
  }
}

void CborWriter::integer(std::int64_t value) {
  if (value >= 0) {
    head(0, static_cast<std::uint64_t>(value));
  } else {
    head(1, ~static_cast<std::uint64_t>(value));  // -1 - value in two's complement
  }
}

void CborWriter::bytes(std::string_view value) {
  head(2, value.size());
  out_ += value;
}

void CborWriter::text(std::string_view value) {
  head(3, value.size());
  out_ += value;
}

void CborWriter::float32(float value) {
  out_ += static_cast<char>(0xFA);
  big_endian(std::bit_cast<std::uint32_t>(value), 4);
}

void CborWriter::float64(double value) {
  out_ += static_cast<char>(0xFB);
  big_endian(std::bit_cast<std::uint64_t>(value), 8);
}

}  // namespace hallmark::wire
