#include "core/sink.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <ostream>

#include "core/error.h"
#include "core/text.h"

namespace hallmark::core {
namespace {

constexpr std::size_t shortest_secret = 8;
constexpr std::string_view redacted = "[redacted]";

bool is_token_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("/+=%_-.~").find(c) != std::string_view::npos;
}

std::string escaped(std::string_view text, bool xml) {
  std::string out;
  for (const char c : text) {
    if (xml && c == '&') {
      out += "&amp;";
    } else if (xml && c == '<') {
      out += "&lt;";
    } else if (xml && c == '>') {
      out += "&gt;";
    } else if (xml && c == '"') {
      out += "&quot;";
    } else if (!xml && (c == '"' || c == '\\' || c == '/')) {
      out += '\\';
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

// What stands in the middle of base64 whatever comes before and behind: the value at each of
// the three alignments, without the characters that its neighbours share.
std::vector<std::string> base64_forms(std::string_view value) {
  std::vector<std::string> forms;
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const std::string text = base64_encode(std::string(shift, '\0') + std::string(value));
    const std::size_t begin = shift == 0 ? 0 : shift + 1;
    const std::size_t end = (shift + value.size()) * 8 / 6;
    if (end > begin + 10) forms.push_back(text.substr(begin, end - begin));
  }
  return forms;
}

// Behind each of these, a run of token characters is a secret.
constexpr std::array<std::string_view, 6> secret_names = {"signature=",        "x-amz-security-token",
                                                          "x-amz-signature",   "aws_secret_access_key",
                                                          "aws_session_token", "bearer "};

void redact_shapes(std::string& text) {
  const std::string lower = to_lower(text);
  std::vector<std::pair<std::size_t, std::size_t>> cuts;
  for (const std::string_view name : secret_names) {
    for (std::size_t at = lower.find(name); at != std::string::npos; at = lower.find(name, at + 1)) {
      std::size_t begin = at + name.size();
      // Between a name and its value: quotes, colon, equals, blanks, and their percent-encoding.
      for (std::size_t i = 0; i < 8 && begin < text.size(); ++i) {
        if (lower.compare(begin, 3, "%3d") == 0 || lower.compare(begin, 3, "%3a") == 0) {
          begin += 3;
        } else if (std::string_view("\"'\\:= >").find(text[begin]) != std::string_view::npos) {
          ++begin;
        } else {
          break;
        }
      }
      std::size_t end = begin;
      while (end < text.size() && is_token_character(text[end])) ++end;
      if (end - begin >= shortest_secret && text.compare(begin, 4, "AWS_") != 0)
        cuts.emplace_back(begin, end);
    }
  }
  if (cuts.empty()) return;
  std::sort(cuts.begin(), cuts.end());
  std::string out;
  std::size_t from = 0;
  for (const auto& [begin, end] : cuts) {
    if (begin < from) continue;
    out.append(text, from, begin - from).append(redacted);
    from = end;
  }
  text = out.append(text, from, std::string::npos);
}

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

void Secrets::add(std::string_view value) {
  if (value.size() < shortest_secret) return;
  std::vector<std::string> forms = {std::string(value), percent_encode(value), escaped(value, false),
                                    escaped(value, true), hex(value)};
  forms.push_back(percent_encode(forms[1]));
  const std::vector<std::string> encoded = base64_forms(value);
  forms.insert(forms.end(), encoded.begin(), encoded.end());
  for (const std::string& form : std::vector<std::string>(forms)) {
    forms.push_back(to_lower(form));
    forms.push_back(to_upper(form));
  }
  std::string reversed(value.rbegin(), value.rend());
  forms.push_back(std::move(reversed));
  const std::lock_guard lock(mutex_);
  for (std::string& form : forms) {
    if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) forms_.push_back(std::move(form));
  }
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string Secrets::redact(std::string_view text) const {
  std::string out(text);
  {
    const std::lock_guard lock(mutex_);
    for (const std::string& form : forms_) {
      if (out.find(form) != std::string::npos) out = replace_all(std::move(out), form, redacted);
    }
  }
  redact_shapes(out);
  return out;
}

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
