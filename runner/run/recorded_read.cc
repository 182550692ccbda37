#include "run/recorded_read.h"

#include <fmt/format.h>

#include <utility>

#include "core/error.h"
#include "core/foreign_layouts.h"
#include "core/text.h"
#include "exchange/byte_source.h"
#include "exchange/json_scan.h"
#include "exchange/recording.h"
#include "run/recorded_http.h"
#include "run/recorded_proxied.h"

namespace hallmark::run {

using exchange::ByteSource;
using exchange::JsonScan;

std::string_view to_string(RecordedKind kind) {
  switch (kind) {
    case RecordedKind::own:
      return "case of our own";
    case RecordedKind::http:
      return "HTTP exchange";
    case RecordedKind::parsed:
      return "parsed output";
    case RecordedKind::proxied:
      return "proxied exchange";
  }
  return "HTTP exchange";
}

class RecordedFile::Reader {
 public:
  virtual ~Reader() = default;
  [[nodiscard]] virtual bool is_own() const { return false; }
  [[nodiscard]] virtual std::optional<RecordedItem> next() = 0;
};

namespace {

RecordedItem broken(std::size_t line, std::string problem) {
  RecordedItem item;
  item.line = line;
  item.problem = std::move(problem);
  return item;
}

// Recorders write half a character (a lone surrogate) where they cut a text, or were told one. It is JSON,
// but no text: what was recorded cannot be had back.
constexpr const char* half_a_character =
    "the recording holds half a character (a lone surrogate): the text is not as it travelled";

// Each lone surrogate as the replacement character.
std::string without_surrogates(std::string text) {
  const auto unit = [&](std::size_t at) -> unsigned {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return 0;
    const std::string digits = text.substr(at + 2, 4);
    return digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos
               ? static_cast<unsigned>(std::stoul(digits, nullptr, 16))
               : 0U;
  };
  const auto is_high = [](unsigned code) { return code >= 0xD800 && code <= 0xDBFF; };
  const auto is_low = [](unsigned code) { return code >= 0xDC00 && code <= 0xDFFF; };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') continue;
    const unsigned code = unit(at);
    if (is_high(code) && is_low(unit(at + 6))) {
      at += 11;
    } else if (is_high(code) || is_low(code)) {
      text.replace(at, 6, "\\ufffd");
      at += 5;
    } else {
      ++at;  // whatever is escaped
    }
  }
  return text;
}

// JSON, where lone surrogates are told apart from what is broken.
core::ParsedJson<Json> parse_recorded(const std::string& text, bool& halves) {
  core::ParsedJson<Json> parsed = core::parse_json(text);
  halves = parsed.fault && parsed.fault->kind == "utf8" &&
           parsed.fault->message.find("surrogate") != std::string::npos;
  return halves ? core::parse_json(without_surrogates(text)) : std::move(parsed);
}

// A line's JSON object, or what is wrong with it.
std::optional<Json> object_of(const std::string& text, std::string& problem, bool* halves = nullptr) {
  bool found = false;
  const core::ParsedJson<Json> parsed = parse_recorded(text, found);
  if (halves) *halves = found;
  if (parsed.fault) {
    problem = fmt::format("this line is no JSON: {} at column {}", parsed.fault->message,
                          parsed.fault->position.column);
    return std::nullopt;
  }
  if (!parsed.value || !parsed.value->is_object()) {
    problem = "this line is no JSON object";
    return std::nullopt;
  }
  return *parsed.value;
}

// JSON lines: calls `read` for each.
class LineReader : public RecordedFile::Reader {
 public:
  explicit LineReader(std::unique_ptr<ByteSource> source, bool own) : source_(std::move(source)), own_(own) {}
  [[nodiscard]] bool is_own() const override { return own_; }

  [[nodiscard]] std::optional<RecordedItem> next() override {
    std::string text;
    bool too_long = false;
    while (true) {
      const std::size_t line = source_->line();
      if (!source_->next_line(text, max_recorded_exchange, too_long)) {
        if (source_->problem().empty() || told_) return std::nullopt;
        told_ = true;
        return broken(line, source_->problem());
      }
      if (too_long)
        return broken(line, fmt::format("this line is longer than {} bytes", max_recorded_exchange));
      if (core::trim(text).empty() || (own_ && line == 1)) continue;
      std::string problem;
      bool halves = false;
      const std::optional<Json> object = object_of(text, problem, &halves);
      if (!object && !source_->problem().empty()) {
        told_ = true;
        return broken(line, source_->problem());
      }
      if (!object) return broken(line, problem);
      RecordedItem item = own_ ? own_item(*object) : item_of_line(*object);
      if (halves && !own_ && item.problem.empty()) item.skipped = half_a_character;
      item.line = line;
      return item;
    }
  }

 private:
  static RecordedItem own_item(const Json& line) {
    if (line.contains("exchange")) return item_of_proxied(line);
    RecordedItem item;
    item.kind = RecordedKind::own;
    const auto id = line.find("case");
    const auto run = line.find("run");
    if (id == line.end() || !id->is_string() || run == line.end()) {
      item.problem = "this line holds neither a case and its run nor an exchange";
      return item;
    }
    std::string problem;
    std::optional<exchange::CaseRun> read = exchange::case_run_from_json(*run, &problem);
    if (!read) {
      item.problem = "the run does not fit: " + problem;
      return item;
    }
    item.case_id = id->get<std::string>();
    item.run = std::move(*read);
    return item;
  }

  std::unique_ptr<ByteSource> source_;
  bool own_ = false, told_ = false;
};

// The entries of a HAR, one by one.
class HarReader : public RecordedFile::Reader {
 public:
  explicit HarReader(std::unique_ptr<ByteSource> source) : source_(std::move(source)), scan_(*source_) {}

  [[nodiscard]] std::optional<RecordedItem> next() override {
    if (!begun_) {
      begun_ = true;
      inside_ = find_entries();
    }
    if (!inside_ || !scan_.next_item()) return end();
    static_cast<void>(scan_.next());
    const std::size_t line = scan_.line();
    std::string text;
    if (!scan_.capture(text, max_recorded_exchange)) return end();
    if (text.empty())
      return broken(line, fmt::format("this entry is longer than {} bytes", max_recorded_exchange));
    bool halves = false;
    const core::ParsedJson<Json> parsed = parse_recorded(text, halves);
    if (!parsed.value || parsed.fault) {
      const std::size_t at = line + (parsed.fault ? parsed.fault->position.line - 1 : 0);
      return broken(
          at, "this entry is no JSON: " + (parsed.fault ? parsed.fault->message : std::string("no value")));
    }
    RecordedItem item = item_of_har(*parsed.value);
    if (halves && item.problem.empty()) item.skipped = half_a_character;
    item.line = line;
    return item;
  }

 private:
  bool find_entries() {
    std::string key;
    if (source_->peek() == 0xEF) {
      for (int i = 0; i < 3; ++i) source_->get();
    }
    if (!scan_.enter_object()) return false;
    while (scan_.next_key(key)) {
      if (key != "log") {
        scan_.skip();
        continue;
      }
      if (!scan_.enter_object()) return false;
      while (scan_.next_key(key)) {
        if (key == "entries") return scan_.enter_array();
        scan_.skip();
      }
      return false;
    }
    return false;
  }

  // Whether something stands behind the end of the HAR: two of them in one file, for example.
  bool more_follows() {
    std::string key;
    for (int object = 0; object < 2; ++object) {
      while (scan_.next_key(key)) scan_.skip();
    }
    while (!scan_.broken() && source_->peek() >= 0 && source_->peek() <= ' ') source_->get();
    return !scan_.broken() && source_->peek() >= 0;
  }

  std::optional<RecordedItem> end() {
    const bool more = std::exchange(inside_, false) && !scan_.broken() && more_follows();
    if (more) return broken(scan_.line(), "more stands behind the end of this HAR; it is not read");
    if (!scan_.broken() || told_) return std::nullopt;
    told_ = true;
    return broken(scan_.line(), scan_.problem() + "; nothing behind it can be read");
  }

  std::unique_ptr<ByteSource> source_;
  JsonScan scan_;
  bool begun_ = false, inside_ = false, told_ = false;
};

[[noreturn]] void fail(const std::string& file, std::string rule, std::string message) {
  throw core::DocumentError(
      {.file = file,
       .line = 1,
       .pointer = {},
       .rule = std::move(rule),
       .message = std::move(message),
       .advice = "Looked for: recordings of `hallmark run --record`, HAR files, and lines of JSON "
                 "with \"raw\" or \"output\"."});
}

enum class Shape { own, har, lines, unknown };

// Names what it is, where that is known.
[[noreturn]] void refuse(const std::filesystem::path& file) {
  ByteSource source(file);
  std::string start;
  for (int byte = source.get(); byte >= 0 && start.size() < std::size_t{1} << 16; byte = source.get())
    start.push_back(static_cast<char>(byte));
  if (const auto foreign = core::foreign_layout(start, core::FileUse::recording)) {
    throw core::DocumentError(
        {.file = file.string(),
         .line = 1,
         .pointer = {},
         .rule = "recorded.foreign",
         .message = fmt::format("this is {}, which Hallmark does not read as a recording", foreign->name),
         .advice = foreign->advice});
  }
  fail(file.string(), "recorded.unknown", "this is no recording that Hallmark reads");
}

// By the keys of the first object, as far as the first line or a HAR's way to its log.
Shape shape_of(const std::filesystem::path& file, std::string& first_line) {
  {
    ByteSource source(file);
    bool too_long = false;
    while (source.next_line(first_line, std::size_t{1} << 20, too_long) && core::trim(first_line).empty()) {
    }
    std::string problem;
    if (!too_long) {
      if (const std::optional<Json> object = object_of(first_line, problem)) {
        if (object->contains("hallmark_recording")) return Shape::own;
        if (object->contains("log")) return Shape::har;
        if (object->contains("raw") || object->contains("output") || is_exchange(*object))
          return Shape::lines;
        return Shape::unknown;
      }
    }
  }
  ByteSource source(file);
  JsonScan scan(source);
  if (source.peek() == 0xEF) {
    for (int i = 0; i < 3; ++i) source.get();
  }
  std::string key;
  if (!scan.enter_object()) return Shape::unknown;
  while (scan.next_key(key)) {
    if (key == "log") return Shape::har;
    if (key == "raw" || key == "output") return Shape::lines;
    if (!scan.skip()) break;
  }
  // A first line that is broken does not make the rest unreadable.
  if (first_line.find("\"hallmark_recording\"") != std::string::npos) return Shape::own;
  return first_line.find("\"raw\"") != std::string::npos || first_line.find("\"output\"") != std::string::npos
             ? Shape::lines
             : Shape::unknown;
}

}  // namespace

RecordedFile::RecordedFile(const std::filesystem::path& file) : path_(file.string()) {
  std::string first;
  const Shape shape = shape_of(file, first);
  if (shape == Shape::unknown) refuse(file);
  auto source = std::make_unique<ByteSource>(file);
  if (shape == Shape::har) {
    reader_ = std::make_unique<HarReader>(std::move(source));
    return;
  }
  if (shape == Shape::own) {
    std::string problem;
    const std::optional<Json> head = object_of(first, problem);
    if (!head || head->value("hallmark_recording", Json()) != 1) {
      fail(path_, "recording.format", "this is a recording of another version, or its first line is broken");
    }
    const auto text_of = [&](const char* name) {
      const auto found = head->find(name);
      return found != head->end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    target_ = text_of("target");
    region_ = text_of("region");
  }
  reader_ = std::make_unique<LineReader>(std::move(source), shape == Shape::own);
}

RecordedFile::~RecordedFile() = default;

bool RecordedFile::is_own() const { return reader_->is_own(); }

std::optional<RecordedItem> RecordedFile::next() { return reader_->next(); }

}  // namespace hallmark::run
