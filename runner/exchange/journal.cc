#include "exchange/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>

#include "core/error.h"
#include "core/text.h"
#include "plan/cases/variables.h"

namespace hallmark::exchange {
namespace {

std::string text_of(const Json& line, const char* name) {
  const auto found = line.find(name);
  return found != line.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t id_of(const Json& line) {
  const auto found = line.find("id");
  return found != line.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

JournalEntry entry_of(const Json& line) {
  JournalEntry entry;
  entry.id = id_of(line);
  entry.case_id = text_of(line, "case");
  entry.service = text_of(line, "service");
  entry.resource = text_of(line, "resource");
  entry.operation = text_of(line, "operation");
  entry.endpoint = text_of(line, "endpoint");
  entry.identity = text_of(line, "identity");
  entry.access_key_id = text_of(line, "access_key_id");
  if (line.contains("input")) entry.input = line["input"];
  if (const auto marks = line.find("marks"); marks != line.end() && marks->is_array()) {
    for (const Json& mark : *marks) {
      if (mark.is_string()) entry.marks.push_back(mark);
    }
  }
  entry.clear.method = text_of(line, "method");
  entry.clear.path = text_of(line, "path");
  entry.clear.body = text_of(line, "body");
  if (const auto headers = line.find("headers"); headers != line.end() && headers->is_object()) {
    for (const auto& [name, value] : headers->items()) {
      if (value.is_string()) entry.clear.headers[name] = value;
    }
  }
  return entry;
}

void collect_marks(const Json& value, std::vector<std::string>& marks) {
  if (marks.size() >= 20) return;
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    if (text.size() >= plan::unique_length && text.size() <= 512) marks.push_back(text);
  } else if (value.is_structured()) {
    for (const Json& part : value) collect_marks(part, marks);
  }
}

}  // namespace

std::vector<std::string> marks_in(const Json& input) {
  std::vector<std::string> marks;
  collect_marks(input, marks);
  return marks;
}

namespace {

JournalContents read_lines(const std::filesystem::path& file, std::size_t most) {
  std::error_code error;
  std::ifstream stream;
  if (std::filesystem::is_regular_file(file, error)) stream.open(file, std::ios::binary);
  if (!stream.is_open()) {
    throw core::DocumentError({.file = file.string(),
                               .line = 0,
                               .pointer = {},
                               .rule = "journal.read",
                               .message = "the journal cannot be read",
                               .advice = "give the path that the run named"});
  }
  JournalContents contents;
  contents.path = file.string();
  std::map<std::uint64_t, JournalEntry> open;
  std::string text;
  std::size_t number = 0;
  bool any = false;
  while (number < most && std::getline(stream, text)) {
    ++number;
    if (text.empty()) continue;
    const core::ParsedJson<Json> parsed = core::parse_json(text);
    if (!parsed.value || parsed.fault || !parsed.value->is_object()) {
      ++contents.torn_lines;
      continue;
    }
    const Json& line = *parsed.value;
    const std::string event = text_of(line, "event");
    any = any || !event.empty();
    contents.last_id = std::max(contents.last_id, id_of(line));
    if (event == "run") {
      contents.target = text_of(line, "target");
      contents.region = text_of(line, "region");
      contents.token = text_of(line, "token");
      const auto ephemeral = line.find("ephemeral");
      contents.ephemeral = ephemeral != line.end() && *ephemeral == Json(true);
    } else if (event == "creating" || event == "fault-set") {
      JournalEntry entry = entry_of(line);
      entry.fault = event == "fault-set";
      entry.created = entry.fault;
      open[entry.id] = std::move(entry);
    } else if (event == "created") {
      const auto found = open.find(id_of(line));
      if (found == open.end()) continue;
      found->second.created = true;
      if (const auto keep = line.find("keep"); keep != line.end() && keep->is_object()) {
        for (const auto& [name, value] : keep->items()) found->second.keep[name] = value;
      }
    } else if (event == "removed" || event == "not-created" || event == "fault-cleared") {
      open.erase(id_of(line));
    }
  }
  if (!any && number > 0) {
    throw core::DocumentError({.file = file.string(),
                               .line = 1,
                               .pointer = {},
                               .rule = "journal.format",
                               .message = "this is no journal of a run",
                               .advice = "give the path that the run named"});
  }
  for (auto& [id, entry] : open) contents.left.push_back(std::move(entry));
  return contents;
}

}  // namespace

JournalContents read_journal(const std::filesystem::path& file) {
  return read_lines(file, std::numeric_limits<std::size_t>::max());
}

JournalContents read_journal_head(const std::filesystem::path& file) { return read_lines(file, 1); }

Journal::Journal(const std::filesystem::path& file, std::shared_ptr<const core::Secrets> secrets)
    : sink_(core::append_sink(file, std::move(secrets))), name_(file.string()) {
  std::error_code error;
  // A device may be read for ever.
  if (std::filesystem::is_regular_file(file, error) && std::filesystem::file_size(file, error) > 0) {
    last_ = read_journal(file).last_id;
  }
}

Journal::Journal(std::unique_ptr<core::Sink> sink, std::string name)
    : sink_(std::move(sink)), name_(std::move(name)) {}

void Journal::write(const Json& line) {
  if (lost_) return;
  try {
    sink_->write(core::dump(line) + "\n");
  } catch (const core::DocumentError& error) {
    lost_ = true;
    if (!tell_) return;
    tell_(fmt::format(
        "the journal {} is lost: {}; what a run that is killed has made is not known to `hallmark clean`",
        core::printable(name_), error.problem().message));
  }
}

void Journal::begin(const plan::Target& target, const std::string& token, const std::string& started,
                    bool ephemeral) {
  const std::lock_guard lock(mutex_);
  write({{"event", "run"},
         {"target", target.name},
         {"region", target.region},
         {"token", token},
         {"started", started},
         {"ephemeral", ephemeral}});
}

std::uint64_t Journal::creating(const JournalEntry& entry) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t id = ++last_;
  Json line = Json::object();  // a list in braces would copy the input several times
  line["event"] = "creating";
  line["id"] = id;
  line["case"] = entry.case_id;
  line["service"] = entry.service;
  line["resource"] = entry.resource;
  line["operation"] = entry.operation;
  line["endpoint"] = entry.endpoint;
  line["identity"] = entry.identity;
  line["access_key_id"] = entry.access_key_id;
  line["input"] = entry.input;
  line["marks"] = entry.marks;
  write(line);
  return id;
}

void Journal::created(std::uint64_t id, const std::map<std::string, Json>& keep) {
  const std::lock_guard lock(mutex_);
  write({{"event", "created"}, {"id", id}, {"keep", keep}});
}

void Journal::not_created(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  write({{"event", "not-created"}, {"id", id}});
}

void Journal::removed(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  write({{"event", "removed"}, {"id", id}});
}

std::uint64_t Journal::fault_set(const JournalEntry& entry) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t id = ++last_;
  write({{"event", "fault-set"},
         {"id", id},
         {"case", entry.case_id},
         {"service", entry.service},
         {"endpoint", entry.endpoint},
         {"method", entry.clear.method},
         {"path", entry.clear.path},
         {"body", entry.clear.body},
         {"headers", entry.clear.headers}});
  return id;
}

void Journal::fault_cleared(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  write({{"event", "fault-cleared"}, {"id", id}});
}

void Journal::continue_behind(const JournalContents& contents) {
  const std::lock_guard lock(mutex_);
  last_ = std::max(last_, contents.last_id);
}

}  // namespace hallmark::exchange
