#include "core/sink.h"

#include <ostream>

#include "core/output_file.h"

namespace hallmark::core {
namespace {

std::string clean(const std::shared_ptr<const Secrets>& secrets, std::string_view text) {
  return secrets ? secrets->redact(text) : std::string(text);
}

class FileSink : public Sink {
 public:
  FileSink(const std::filesystem::path& path, OutputFile::Mode mode, std::shared_ptr<const Secrets> secrets)
      : file_(path, mode), secrets_(std::move(secrets)) {}
  void write(std::string_view text) override { file_.write(clean(secrets_, text)); }
  void close() override { file_.close(); }

 private:
  OutputFile file_;
  std::shared_ptr<const Secrets> secrets_;
};

class AppendSink : public Sink {
 public:
  AppendSink(const std::filesystem::path& path, std::shared_ptr<const Secrets> secrets)
      : file_(path, OutputFile::Mode::append), secrets_(std::move(secrets)) {}
  void write(std::string_view text) override {
    file_.write(clean(secrets_, text));
    file_.flush();
  }
  void close() override { file_.close(); }

 private:
  OutputFile file_;
  std::shared_ptr<const Secrets> secrets_;
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

}  // namespace

std::unique_ptr<Sink> file_sink(const std::filesystem::path& path, std::shared_ptr<const Secrets> secrets) {
  return std::make_unique<FileSink>(path, OutputFile::Mode::replace, std::move(secrets));
}
std::unique_ptr<Sink> extending_sink(const std::filesystem::path& path,
                                     std::shared_ptr<const Secrets> secrets) {
  return std::make_unique<FileSink>(path, OutputFile::Mode::append, std::move(secrets));
}
std::unique_ptr<Sink> append_sink(const std::filesystem::path& path, std::shared_ptr<const Secrets> secrets) {
  return std::make_unique<AppendSink>(path, std::move(secrets));
}
std::unique_ptr<Sink> stream_sink(std::ostream& stream, std::shared_ptr<const Secrets> secrets) {
  return std::make_unique<StreamSink>(stream, std::move(secrets));
}

}  // namespace hallmark::core
