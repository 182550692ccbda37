#include "core/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "core/error.h"

namespace hallmark::core {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t buffered = std::size_t{64} << 10;
constexpr mode_t readable = 0666;  // less what the umask takes

// Where links lead, also to what is not there yet.
fs::path behind_links(const fs::path& path) {
  fs::path place = path;
  std::error_code error;
  for (int links = 0; links < 40 && fs::is_symlink(fs::symlink_status(place, error)); ++links) {
    const fs::path next = fs::read_symlink(place, error);
    if (error) break;
    place = next.is_absolute() ? next : place.parent_path() / next;
  }
  return place;
}

// A regular file that nobody else has a part in.
bool is_ours_alone(const struct stat& found) {
  return S_ISREG(found.st_mode) && found.st_nlink == 1 && found.st_uid == ::geteuid();
}

}  // namespace

int named_descriptor(const fs::path& path) {
  const std::string text = path.lexically_normal().string();
  if (text == "/dev/stdout") return STDOUT_FILENO;
  if (text == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!text.starts_with(folder)) continue;
    int number = -1;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + folder.size(), end, number);
    return error == std::errc() && rest == end ? number : -1;
  }
  return -1;
}

bool is_plain_place(const fs::path& path) {
  if (path.empty() || path == "-" || named_descriptor(path) >= 0) return false;
  struct stat found {};
  return ::lstat(path.c_str(), &found) != 0 || is_ours_alone(found);
}

OutputFile::OutputFile(fs::path path, Mode mode) : path_(std::move(path)), place_(path_) {
  if (const int named = named_descriptor(path_); named >= 0) {
    descriptor_ = ::fcntl(named, F_DUPFD_CLOEXEC, 3);
    if (descriptor_ < 0) fail("opened for writing", errno);
    return;
  }
  std::error_code ignored;
  if (path_.has_parent_path()) fs::create_directories(path_.parent_path(), ignored);
  if (mode == Mode::append) {
    open_in_place(O_APPEND);
    return;
  }
  place_ = behind_links(path_);
  struct stat found {};
  const bool exists = ::stat(place_.c_str(), &found) == 0;
  if (exists && S_ISDIR(found.st_mode)) fail("written", EISDIR);
  if (exists && !is_ours_alone(found)) {
    open_in_place(O_TRUNC);
    return;
  }
  for (int number = 0; number < 100 && descriptor_ < 0; ++number) {
    temporary_ = place_;
    temporary_ += fmt::format(".{}-{}.part", ::getpid(), number);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, readable);
    if (descriptor_ < 0 && errno != EEXIST) break;
  }
  if (descriptor_ < 0) {
    const int error = errno;
    temporary_.clear();
    // The file may be writable where its folder is not.
    if (!exists || (error != EACCES && error != EPERM)) fail("opened for writing", error);
    open_in_place(O_TRUNC);
    return;
  }
  if (exists) static_cast<void>(::fchmod(descriptor_, found.st_mode & 07777));
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!closed_ && !temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::open_in_place(int flags) {
  descriptor_ = ::open(place_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | flags, readable);
  if (descriptor_ < 0) fail(flags == O_APPEND ? "opened for appending" : "opened for writing", errno);
}

void OutputFile::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= buffered) flush();
}

void OutputFile::flush() {
  const std::string text = std::exchange(buffer_, {});
  put(text);
}

void OutputFile::put(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("written", errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void OutputFile::close() {
  if (closed_) return;
  flush();
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0 && errno != EINTR) fail("written", errno);
  if (!temporary_.empty() && ::rename(temporary_.c_str(), place_.c_str()) != 0) fail("written", errno);
  closed_ = true;
}

void OutputFile::fail(std::string_view what, int error) const {
  throw DocumentError({.file = path_.string(),
                       .line = 0,
                       .pointer = {},
                       .rule = "file.write",
                       .message = fmt::format("the file cannot be {}: {}", what, std::strerror(error)),
                       .advice = "Check that its folder exists, is writable and has room."});
}

}  // namespace hallmark::core
