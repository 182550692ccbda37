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
//
// A value is found whatever an endpoint or a report's own escaping has made of it: in any case,
// reversed, in base64 (of any alignment, twice, URL-safe), hexadecimal (with or without separators),
// broken into lines, and with any of its characters percent-encoded, JSON- or C-escaped or written as
// XML references, also several times over. The beginning of a value that was cut off is found, too.
class Secrets {
 public:
  Secrets();
  ~Secrets();
  Secrets(const Secrets&) = delete;
  Secrets& operator=(const Secrets&) = delete;
  // Well-known dummies (AKIAIOSFODNN7EXAMPLE, "test") are not secrets: not registered by callers.
  void add(std::string_view value);
  // A value that is of use for minutes only, as signatures are: the latest few thousand are known.
  void add_passing(std::string_view value);
  [[nodiscard]] std::string redact(std::string_view text) const;

 private:
  struct Index;
  mutable std::mutex mutex_;
  std::unique_ptr<Index> index_;
};

class Sink {
 public:
  virtual ~Sink() = default;
  // Redacts and writes. A secret must not be split across calls: write whole records.
  virtual void write(std::string_view text) = 0;
  // Makes what was written last; for files, renames the temporary file into place.
  // Throws DocumentError ("file.write") when the disk refuses.
  virtual void close() = 0;
};

// A file that appears whole or not at all: written beside its place, renamed by close(). A link's target, a
// pipe, a device and what else is not a regular file of ours alone is written to instead (output_file.h).
[[nodiscard]] std::unique_ptr<Sink> file_sink(const std::filesystem::path& path,
                                              std::shared_ptr<const Secrets> secrets);
// Behind what a file holds already, which others may be extending, too.
[[nodiscard]] std::unique_ptr<Sink> extending_sink(const std::filesystem::path& path,
                                                   std::shared_ptr<const Secrets> secrets);
// Appends and flushes at every write (the journal).
[[nodiscard]] std::unique_ptr<Sink> append_sink(const std::filesystem::path& path,
                                                std::shared_ptr<const Secrets> secrets);
[[nodiscard]] std::unique_ptr<Sink> stream_sink(std::ostream& stream, std::shared_ptr<const Secrets> secrets);

}  // namespace hallmark::core

// Example:
//
//   #include <sstream>
//   const auto secrets = std::make_shared<Secrets>();
//   secrets->add("wJalrXUtnFEMI/K7MDENG");
//   std::ostringstream text;
//   const std::unique_ptr<Sink> sink = stream_sink(text, secrets);
//   sink->write("the key is wJalrXUtnFEMI/K7MDENG");
//   sink->close();  // text.str(): "the key is " and what stands for a secret
