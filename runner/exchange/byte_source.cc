#include "exchange/byte_source.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

#include "core/error.h"

namespace hallmark::exchange {

struct ByteSource::Stream {
  std::ifstream file;
  bool gzip = false;
  bool open = false;       // the inflater
  bool member_end = true;  // between two members of a gzip file
  z_stream z{};
  std::array<char, 64 * 1024> raw;
  std::array<char, 256 * 1024> plain;

  ~Stream() {
    if (open) inflateEnd(&z);
  }
  std::size_t read() {
    file.read(raw.data(), static_cast<std::streamsize>(raw.size()));
    return static_cast<std::size_t>(file.gcount());
  }
};

ByteSource::ByteSource(const std::filesystem::path& file) : stream_(std::make_unique<Stream>()) {
  std::error_code ignored;
  const bool folder = std::filesystem::is_directory(file, ignored);
  if (!folder) stream_->file.open(file, std::ios::binary);
  if (folder || !stream_->file) {
    throw core::DocumentError({.file = file.string(),
                               .line = 0,
                               .pointer = {},
                               .rule = "file.read",
                               .message = folder ? "this is a folder, not a file" : "the file cannot be read",
                               .advice = "Check the path."});
  }
  const std::size_t count = stream_->read();
  stream_->gzip = count > 2 && stream_->raw[0] == '\x1f' && stream_->raw[1] == '\x8b';
  if (!stream_->gzip) {
    at_ = stream_->raw.data();
    end_ = at_ + count;
    return;
  }
  stream_->open = inflateInit2(&stream_->z, 16 + MAX_WBITS) == Z_OK;
  if (!stream_->open) problem_ = "there is no memory to unpack it with";
  stream_->z.next_in = reinterpret_cast<Bytef*>(stream_->raw.data());
  stream_->z.avail_in = static_cast<uInt>(count);
  stream_->member_end = false;
}

ByteSource::~ByteSource() = default;

bool ByteSource::refill() {
  if (!problem_.empty()) return false;
  Stream& stream = *stream_;
  if (!stream.gzip) {
    const std::size_t count = stream.read();
    at_ = stream.raw.data();
    end_ = at_ + count;
    if (stream.file.bad()) problem_ = "the file cannot be read on";
    return count != 0;
  }
  while (true) {
    if (stream.z.avail_in == 0) {
      stream.z.next_in = reinterpret_cast<Bytef*>(stream.raw.data());
      stream.z.avail_in = static_cast<uInt>(stream.read());
      if (stream.z.avail_in == 0) {
        if (!stream.member_end) problem_ = "the gzip stream is cut off";
        return false;
      }
    }
    if (stream.member_end) {
      inflateReset(&stream.z);
      stream.member_end = false;
    }
    stream.z.next_out = reinterpret_cast<Bytef*>(stream.plain.data());
    stream.z.avail_out = static_cast<uInt>(stream.plain.size());
    const int code = inflate(&stream.z, Z_NO_FLUSH);
    stream.member_end = code == Z_STREAM_END;
    const std::size_t made = stream.plain.size() - stream.z.avail_out;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
      problem_ = "this is no sound gzip stream";
      if (made == 0) return false;
    }
    if (made != 0) {
      at_ = stream.plain.data();
      end_ = at_ + made;
      return true;
    }
  }
}

bool ByteSource::next_line(std::string& text, std::size_t limit, bool& too_long) {
  text.clear();
  too_long = false;
  bool any = false;
  while (at_ != end_ || refill()) {
    any = true;
    const auto* newline =
        static_cast<const char*>(std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_)));
    const char* stop = newline ? newline : end_;
    const auto count = static_cast<std::size_t>(stop - at_);
    const std::size_t room = limit - std::min(limit, text.size());
    text.append(at_, std::min(count, room));
    too_long = too_long || count > room;
    at_ = newline ? newline + 1 : end_;
    if (newline) {
      ++line_;
      break;
    }
  }
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return any;
}

}  // namespace hallmark::exchange
