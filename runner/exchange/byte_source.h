// A file as a stream of bytes, plain or gzip (found by its first bytes), with the line that is being
// read. Memory does not grow with the file. What the file holds is input: broken compression ends the
// stream and is told by problem().
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace hallmark::exchange {

class ByteSource {
 public:
  // Throws core::DocumentError ("file.read") when there is no such file or it cannot be read.
  explicit ByteSource(const std::filesystem::path& file);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  // The next byte, or -1 at the end.
  int get() {
    if (at_ == end_ && !refill()) return -1;
    const auto byte = static_cast<unsigned char>(*at_++);
    if (byte == '\n') ++line_;
    return byte;
  }
  [[nodiscard]] int peek() {
    if (at_ == end_ && !refill()) return -1;
    return static_cast<unsigned char>(*at_);
  }
  [[nodiscard]] std::size_t line() const { return line_; }  // 1-based, of the next byte

  // The rest of the line without its end. False at the end of the file. Lines longer than `limit` are
  // read to their end and cut; `too_long` says so.
  bool next_line(std::string& text, std::size_t limit, bool& too_long);

  // Why the stream ended before its end; empty when it did not.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  struct Stream;
  bool refill();

  std::unique_ptr<Stream> stream_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  std::size_t line_ = 1;
  std::string problem_;
};

}  // namespace hallmark::exchange

// Example:
//
//   ByteSource source("traffic.jsonl.gz");
//   bool too_long = false;
//   for (std::string line; source.next_line(line, 1 << 20, too_long);)
//     if (too_long) std::size_t where = source.line() - 1;
//   if (!source.problem().empty()) std::string said = source.problem();
