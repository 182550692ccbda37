#include "exchange/content_coding.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

namespace hallmark::exchange {
namespace {

constexpr std::size_t kept_when_too_large = std::size_t{1} << 20;

struct Stream {
  z_stream z{};
  bool open = false;
  explicit Stream(int window_bits) { open = inflateInit2(&z, window_bits) == Z_OK; }
  ~Stream() {
    if (open) inflateEnd(&z);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};

Inflated inflate_with(int window_bits, bool members, std::string_view body, std::size_t limit) {
  Inflated result;
  Stream stream(window_bits);
  if (!stream.open) return {Inflated::Answer::broken, {}, "no memory to decode with"};
  std::array<char, 64 * 1024> buffer;
  std::size_t offset = 0;
  while (true) {
    if (stream.z.avail_in == 0 && offset < body.size()) {
      const std::size_t portion = std::min<std::size_t>(body.size() - offset, std::size_t{1} << 30);
      stream.z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data() + offset));
      stream.z.avail_in = static_cast<uInt>(portion);
      offset += portion;
    }
    stream.z.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.z.avail_out = static_cast<uInt>(buffer.size());
    const int code = inflate(&stream.z, Z_NO_FLUSH);
    const std::size_t made = buffer.size() - stream.z.avail_out;
    if (result.bytes.size() + made > limit) {
      result.answer = Inflated::Answer::too_large;
      result.problem = fmt::format("decodes to more than {} bytes", limit);
      result.bytes.resize(std::min(result.bytes.size(), kept_when_too_large));
      return result;
    }
    result.bytes.append(buffer.data(), made);
    if (code == Z_STREAM_END) {
      const bool more = stream.z.avail_in > 0 || offset < body.size();
      if (!more) return result;
      if (!members || inflateReset(&stream.z) != Z_OK) {
        result.answer = Inflated::Answer::broken;
        result.problem = "bytes stand behind the end of the compressed data";
        return result;
      }
      continue;
    }
    if (code != Z_OK && code != Z_BUF_ERROR) {
      result.answer = Inflated::Answer::broken;
      result.problem = stream.z.msg ? stream.z.msg : fmt::format("zlib error {}", code);
      return result;
    }
    if (made == 0 && stream.z.avail_in == 0 && offset == body.size()) {
      result.answer = Inflated::Answer::broken;
      result.problem = "the compressed data is cut off";
      return result;
    }
  }
}

}  // namespace

bool is_known_coding(std::string_view coding) {
  return coding == "gzip" || coding == "x-gzip" || coding == "deflate";
}

Inflated inflate_body(std::string_view coding, std::string_view body, std::size_t limit) {
  if (coding != "deflate") return inflate_with(15 + 16, true, body, limit);
  Inflated wrapped = inflate_with(15, false, body, limit);
  if (wrapped.answer != Inflated::Answer::broken) return wrapped;
  Inflated raw = inflate_with(-15, false, body, limit);
  return raw.answer == Inflated::Answer::broken ? wrapped : raw;
}

}  // namespace hallmark::exchange
