// The one way out: every file and stream that Hallmark writes goes through a Sink,
// which redacts secrets, by value (those registered) and by shape (signatures,
// session tokens, Authorization headers), before a byte leaves.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::core {

// The secrets of a run. Shared by all sinks; thread-safe. Values shorter than eight
// characters are not redacted by value (they would blot out ordinary text).
class Secrets {
 public:
  // The value, and what an endpoint may make of it: percent-encoded, base64, hexadecimal,
  // JSON- and XML-escaped, upper and lower case of those.
  void add(std::string_view value);
  // Well-known dummies (AKIAIOSFODNN7EXAMPLE, "test") are not secrets: not registered by callers.
  [[nodiscard]] std::string redact(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> forms_;  // longest first
};

class Sink {
 public:
  virtual ~Sink() = default;
  // Redacts and writes. A secret must not be split across calls: write whole records.
  virtual void write(std::string_view text) = 0;
  // Makes what was written durable; for files, renames the temporary file into place.
  // Throws DocumentError ("file.write") when the disk refuses.
  virtual void close() = 0;
};

// A file that appears whole or not at all: written beside its place, renamed by close().
[[nodiscard]] std::unique_ptr<Sink> file_sink(const std::filesystem::path& path,
                                              std::shared_ptr<const Secrets> secrets);
// Appends and flushes at every write (the journal).
[[nodiscard]] std::unique_ptr<Sink> append_sink(const std::filesystem::path& path,
                                                std::shared_ptr<const Secrets> secrets);
[[nodiscard]] std::unique_ptr<Sink> stream_sink(std::ostream& stream, std::shared_ptr<const Secrets> secrets);
[[nodiscard]] std::unique_ptr<Sink> string_sink(std::string& text, std::shared_ptr<const Secrets> secrets);

}  // namespace hallmark::core
