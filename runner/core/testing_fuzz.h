// For fuzzers only: bytes as files, and taking an input apart.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace hallmark::core {

// A file that is in memory only, with a path of its own.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("fuzz", 0)) {
    while (!bytes.empty()) {
      const ssize_t count = write(descriptor_, bytes.data(), bytes.size());
      if (count <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

// The first line of an input chooses, the rest is what is read.
struct FuzzInput {
  std::string_view choice, rest;
};
[[nodiscard]] inline FuzzInput fuzz_input(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return {.choice = {}, .rest = text};
  return {.choice = text.substr(0, end), .rest = text.substr(end + 1)};
}
// A number below `bound` out of one character of the choice.
[[nodiscard]] inline std::size_t chosen(std::string_view choice, std::size_t index, std::size_t bound) {
  if (index >= choice.size() || bound == 0) return 0;
  return static_cast<unsigned char>(choice[index]) % bound;
}

}  // namespace hallmark::core
