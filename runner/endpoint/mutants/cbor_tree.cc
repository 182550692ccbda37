#include "endpoint/mutants/cbor_tree.h"

namespace hallmark::endpoint {

namespace {

using wire::CborItem;
using Kind = wire::CborItem::Kind;

constexpr char begin_bytes = '\x5F', begin_text = '\x7F', begin_array = '\x9F', begin_map = '\xBF',
               end_indefinite = '\xFF';
constexpr char undefined_item = '\xF7', simple_item = '\xF8';

template <typename Write>
std::string written(const Write& write) {
  wire::CborWriter writer;
  write(writer);
  return writer.take();
}

void append(const CborItem& item, bool indefinite, std::string& out);

void append_all(const CborItem& item, bool indefinite, std::string& out) {
  for (const CborItem& inner : item.items) append(inner, indefinite, out);
}

// A text or byte string: as one chunk where its length is not stated.
void append_string(const CborItem& item, bool indefinite, std::string& out) {
  const bool text = item.kind == Kind::text;
  if (indefinite) out += text ? begin_text : begin_bytes;
  out += written([&](auto& writer) { text ? writer.text(item.text) : writer.bytes(item.text); });
  if (indefinite) out += end_indefinite;
}

void append_container(const CborItem& item, bool indefinite, std::string& out) {
  const bool map = item.kind == Kind::map;
  if (indefinite) {
    out += map ? begin_map : begin_array;
    append_all(item, indefinite, out);
    out += end_indefinite;
    return;
  }
  out += written(
      [&](auto& writer) { map ? writer.map(item.items.size() / 2) : writer.array(item.items.size()); });
  append_all(item, indefinite, out);
}

void append(const CborItem& item, bool indefinite, std::string& out) {
  switch (item.kind) {
    case Kind::unsigned_integer:
      out += written([&](auto& writer) { writer.unsigned_integer(item.number); });
      return;
    case Kind::negative_integer:
      out += written([&](auto& writer) { writer.negative_integer(item.number); });
      return;
    case Kind::bytes:
    case Kind::text:
      return append_string(item, indefinite, out);
    case Kind::array:
    case Kind::map:
      return append_container(item, indefinite, out);
    case Kind::tag:
      out += written([&](auto& writer) { writer.tag(item.number); });
      return append_all(item, indefinite, out);
    case Kind::boolean:
      out += written([&](auto& writer) { writer.boolean(item.number == 1); });
      return;
    case Kind::null:
      out += written([](auto& writer) { writer.null(); });
      return;
    case Kind::undefined:
      out += undefined_item;
      return;
    case Kind::simple:
      out += simple_item;
      out += static_cast<char>(item.number);
      return;
    case Kind::floating:
      // Half floats have no writer; they fit the next width exactly.
      out += written([&](auto& writer) {
        item.number <= 4 ? writer.float32(static_cast<float>(item.real)) : writer.float64(item.real);
      });
      return;
  }
}

}  // namespace

std::string write_cbor(const CborItem& item, bool indefinite) {
  std::string out;
  append(item, indefinite, out);
  return out;
}

}  // namespace hallmark::endpoint
