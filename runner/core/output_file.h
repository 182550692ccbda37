// A file that is being written, by its descriptor: what stands at its path decides how. Used by sinks only.
//
// A path that is nothing yet, or a regular file of ours, is written beside its place and renamed when it is
// whole. What others have made part of a system is written to, not replaced: a link's target, a pipe, a
// device, a file with several names, a file of another user, a file in a folder where nothing can be made.
// "/dev/stdout", "/dev/stderr" and "/dev/fd/N" are the descriptors that they name, wherever those lead.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hallmark::core {

class OutputFile {
 public:
  enum class Mode { replace, append };
  // Makes missing folders. Throws DocumentError ("file.write").
  OutputFile(std::filesystem::path path, Mode mode);
  ~OutputFile();  // what was not closed and is written beside its place vanishes
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view text);  // buffered
  void flush();
  void close();  // flushes and renames

 private:
  void put(std::string_view text);
  [[noreturn]] void fail(std::string_view what, int error) const;
  void open_in_place(int flags);

  std::filesystem::path path_, place_, temporary_;
  int descriptor_ = -1;
  std::string buffer_;
  bool closed_ = false;
};

// Parts of a file that is yet to be written can lie beside it: nothing is there, or a regular file that is no
// link.
[[nodiscard]] bool is_plain_place(const std::filesystem::path& path);
// The descriptor that the path names ("/dev/stdout": 1); -1 when it names none.
[[nodiscard]] int named_descriptor(const std::filesystem::path& path);

}  // namespace hallmark::core
