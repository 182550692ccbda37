#include "core/sink.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <ostream>

#include "core/error.h"
#include "core/text.h"

namespace hallmark::core {
namespace {

std::string clean(const std::shared_ptr<const Secrets>& secrets, std::string_view text) {
  return secrets ? secrets->redact(text) : std::string(text);
}

[[noreturn]] void cannot_write(const std::filesystem::path& path, std::string_view what) {
  throw DocumentError({.file = path.string(),
                       .line = 0,
                       .pointer = {},
                       .rule = "file.write",
                       .message = fmt::format("the file cannot be {}", what),
                       .advice = "Check that its folder exists, is writable and has room."});
}

class FileSink : public Sink {
 public:
  FileSink(std::filesystem::path path, std::shared_ptr<const Secrets> secrets)
      : path_(std::move(path)), secrets_(std::move(secrets)) {
    std::error_code ignored;
    if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path(), ignored);
    temporary_ = path_;
    temporary_ += fmt::format(".{}.part", ::getpid());
    stream_.open(temporary_, std::ios::binary | std::ios::trunc);
    if (!stream_) cannot_write(path_, "opened for writing");
  }
  ~FileSink() override {
    if (!closed_) {
      stream_.close();
      std::error_code ignored;
      std::filesystem::remove(temporary_, ignored);
    }
  }
  void write(std::string_view text) override {
    stream_ << clean(secrets_, text);
    if (!stream_) cannot_write(path_, "written");
  }
  void close() override {
    if (closed_) return;
    stream_.close();
    std::error_code problem;
    if (stream_) std::filesystem::rename(temporary_, path_, problem);
    if (!stream_ || problem) cannot_write(path_, "written");
    closed_ = true;
  }

 private:
  std::filesystem::path path_, temporary_;
  std::shared_ptr<const Secrets> secrets_;
  std::ofstream stream_;
  bool closed_ = false;
};

class AppendSink : public Sink {
 public:
  AppendSink(std::filesystem::path path, std::shared_ptr<const Secrets> secrets)
      : path_(std::move(path)), secrets_(std::move(secrets)) {
    std::error_code ignored;
    if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path(), ignored);
    stream_.open(path_, std::ios::binary | std::ios::app);
    if (!stream_) cannot_write(path_, "opened for appending");
  }
  void write(std::string_view text) override {
    stream_ << clean(secrets_, text) << std::flush;
    if (!stream_) cannot_write(path_, "written");
  }
  void close() override { stream_.close(); }

 private:
  std::filesystem::path path_;
  std::shared_ptr<const Secrets> secrets_;
  std::ofstream stream_;
};

class StreamSink : public Sink {
 public:
  StreamSink(std::ostream& stream, std::shared_ptr<const Secrets> secrets)
      : stream_(stream), secrets_(std::move(secrets)) {}
  void write(std::string_view text) override { stream_ << clean(secrets_, text); }
  void close() override { stream_.flush(); }

 private:
  std::ostream& stream_;
  std::shared_ptr<const Secrets> secrets_;
};

class StringSink : public Sink {
 public:
  StringSink(std::string& text, std::shared_ptr<const Secrets> secrets)
      : text_(text), secrets_(std::move(secrets)) {}
  void write(std::string_view text) override { text_ += clean(secrets_, text); }
  void close() override {}

 private:
  std::string& text_;
  std::shared_ptr<const Secrets> secrets_;
};

}  // namespace

std::unique_ptr<Sink> file_sink(const std::filesystem::path& path, std::shared_ptr<const Secrets> secrets) {
  return std::make_unique<FileSink>(path, std::move(secrets));
}
std::unique_ptr<Sink> append_sink(const std::filesystem::path& path, std::shared_ptr<const Secrets> secrets) {
  return std::make_unique<AppendSink>(path, std::move(secrets));
}
std::unique_ptr<Sink> stream_sink(std::ostream& stream, std::shared_ptr<const Secrets> secrets) {
  return std::make_unique<StreamSink>(stream, std::move(secrets));
}
std::unique_ptr<Sink> string_sink(std::string& text, std::shared_ptr<const Secrets> secrets) {
  return std::make_unique<StringSink>(text, std::move(secrets));
}

}  // namespace hallmark::core
