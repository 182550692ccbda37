#include "exchange/recording.h"

#include <fmt/format.h>

#include <fstream>

#include "core/error.h"
#include "core/text.h"

namespace hallmark::exchange {
namespace {

Json bytes_to_json(const std::string& bytes) {
  if (core::valid_utf8(bytes)) return bytes;
  return {{"base64", core::base64_encode(bytes)}};
}

// What does not fit raises this inside the reader; it never leaves this file.
struct Misfit {
  std::string what;
};

const Json& at(const Json& object, const char* name) {
  static const Json nothing;
  if (!object.is_object()) throw Misfit{fmt::format("an object with {} is wanted", name)};
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

std::string bytes_at(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() && value.contains("base64") && value["base64"].is_string()) {
    if (auto bytes = core::base64_decode(value["base64"].get_ref<const std::string&>())) return *bytes;
  }
  throw Misfit{fmt::format("{} is neither text nor base64", name)};
}

template <typename T>
T number_at(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (value.is_null()) return T{};
  if (!value.is_number_integer()) throw Misfit{fmt::format("{} is not an integer", name)};
  return static_cast<T>(value.get<std::int64_t>());
}

bool flag_at(const Json& object, const char* name, bool otherwise = false) {
  const Json& value = at(object, name);
  if (value.is_null()) return otherwise;
  if (!value.is_boolean()) throw Misfit{fmt::format("{} is not true or false", name)};
  return value.get<bool>();
}

Json headers_to_json(const wire::Headers& headers) {
  Json list = Json::array();
  for (const wire::Header& header : headers)
    list.push_back({bytes_to_json(header.name), bytes_to_json(header.value)});
  return list;
}

wire::Headers headers_at(const Json& object, const char* name) {
  wire::Headers headers;
  const Json& list = at(object, name);
  if (list.is_null()) return headers;
  if (!list.is_array()) throw Misfit{fmt::format("{} is not a list", name)};
  for (const Json& pair : list) {
    if (!pair.is_array() || pair.size() != 2)
      throw Misfit{fmt::format("{} holds something else than pairs", name)};
    const Json named{{"name", pair[0]}, {"value", pair[1]}};
    headers.add(bytes_at(named, "name"), bytes_at(named, "value"));
  }
  return headers;
}

template <typename Enum>
Enum enum_at(const Json& object, const char* name, Enum last) {
  const std::string text = bytes_at(object, name);
  if (text.empty()) return Enum{};
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    if (to_string(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  }
  throw Misfit{fmt::format("{} is no {}", core::printable(text), name)};
}

HttpExchange read_http(const Json& json) {
  HttpExchange http;
  const Json& request = at(json, "request");
  http.request.method = bytes_at(request, "method");
  http.request.target = bytes_at(request, "target");
  http.request.headers = headers_at(request, "headers");
  http.request.body = bytes_at(request, "body");
  http.request.host_prefix = bytes_at(request, "host_prefix");
  http.url = bytes_at(json, "url");
  if (const Json& response = at(json, "response"); !response.is_null()) {
    wire::Response& target = http.response.emplace();
    target.status = number_at<int>(response, "status");
    target.reason = bytes_at(response, "reason");
    target.version = bytes_at(response, "version");
    target.headers = headers_at(response, "headers");
    target.trailers = headers_at(response, "trailers");
    target.body = bytes_at(response, "body");
  }
  http.fault = enum_at(json, "fault", TransportFault::cancelled);
  http.detail = bytes_at(json, "detail");
  http.raw_head = bytes_at(json, "raw_head");
  http.started = core::Time(std::chrono::microseconds(number_at<std::int64_t>(json, "started")));
  http.duration = std::chrono::microseconds(number_at<std::int64_t>(json, "duration"));
  http.time_to_status = std::chrono::microseconds(number_at<std::int64_t>(json, "time_to_status"));
  http.bytes_sent = number_at<std::size_t>(json, "bytes_sent");
  http.retries = number_at<int>(json, "retries");
  http.redirected = flag_at(json, "redirected");
  return http;
}

CaseRun run_from_json(const Json& json) {
  CaseRun run;
  const Json& exchanges = at(json, "exchanges");
  if (!exchanges.is_array() && !exchanges.is_null()) throw Misfit{"exchanges is not a list"};
  for (const Json& each : exchanges) {
    Exchange exchange;
    exchange.role = enum_at(each, "role", Role::base);
    exchange.index = number_at<std::size_t>(each, "index");
    exchange.operation = bytes_at(each, "operation");
    exchange.identity = bytes_at(each, "identity");
    exchange.fault_requested = flag_at(each, "fault_requested");
    exchange.input = at(each, "input");
    exchange.http = read_http(at(each, "http"));
    for (const Json& pointer : at(each, "inexpressible")) {
      if (pointer.is_string()) exchange.inexpressible.push_back(pointer);
    }
    run.exchanges.push_back(std::move(exchange));
  }
  const Json& kept = at(json, "kept");
  if (kept.is_object()) {
    for (const auto& [name, value] : kept.items()) run.kept[name] = value;
  }
  run.skipped.text = bytes_at(json, "skipped");
  run.blocked.text = bytes_at(json, "blocked");
  // Recordings of before it was written have no kind.
  const Reason::Kind kind = reason_kind_of(bytes_at(json, "why"));
  const auto or_else = [&](Reason::Kind other) { return kind == Reason::Kind::none ? other : kind; };
  if (!run.skipped.text.empty()) run.skipped.kind = or_else(Reason::Kind::planned);
  if (!run.blocked.text.empty()) run.blocked.kind = or_else(Reason::Kind::arrangement);
  run.blocked_by = bytes_at(json, "blocked_by");
  run.refused_by = bytes_at(json, "refused_by");
  run.not_offered = bytes_at(json, "not_offered");
  run.throttled = flag_at(json, "throttled");
  run.base_accepted = flag_at(json, "base_accepted", true);
  run.duration = std::chrono::microseconds(number_at<std::int64_t>(json, "duration"));
  return run;
}

[[noreturn]] void fail(const std::filesystem::path& file, std::size_t line, std::string rule,
                       std::string message) {
  throw core::DocumentError({.file = file.string(),
                             .line = line,
                             .pointer = {},
                             .rule = std::move(rule),
                             .message = std::move(message),
                             .advice = "give a file that `hallmark run --record` has written"});
}

}  // namespace

Json to_json(const HttpExchange& http) {
  Json json{{"request",
             {{"method", bytes_to_json(http.request.method)},
              {"target", bytes_to_json(http.request.target)},
              {"headers", headers_to_json(http.request.headers)},
              {"body", bytes_to_json(http.request.body)}}},
            {"url", http.url},
            {"fault", std::string(to_string(http.fault))},
            {"started", http.started.time_since_epoch().count()},
            {"duration", http.duration.count()},
            {"time_to_status", http.time_to_status.count()},
            {"bytes_sent", http.bytes_sent}};
  if (!http.request.host_prefix.empty()) json["request"]["host_prefix"] = http.request.host_prefix;
  if (!http.detail.empty()) json["detail"] = bytes_to_json(http.detail);
  if (!http.raw_head.empty()) json["raw_head"] = bytes_to_json(http.raw_head);
  if (http.retries) json["retries"] = http.retries;
  if (http.redirected) json["redirected"] = true;
  if (http.response) {
    json["response"] = {{"status", http.response->status},
                        {"reason", bytes_to_json(http.response->reason)},
                        {"version", http.response->version},
                        {"headers", headers_to_json(http.response->headers)},
                        {"body", bytes_to_json(http.response->body)}};
    if (!http.response->trailers.empty())
      json["response"]["trailers"] = headers_to_json(http.response->trailers);
  }
  return json;
}

Json to_json(const CaseRun& run) {
  Json exchanges = Json::array();
  for (const Exchange& exchange : run.exchanges) {
    Json json{{"role", std::string(to_string(exchange.role))},
              {"index", exchange.index},
              {"operation", exchange.operation},
              {"identity", exchange.identity},
              {"input", exchange.input},
              {"http", to_json(exchange.http)}};
    if (exchange.fault_requested) json["fault_requested"] = true;
    if (!exchange.inexpressible.empty()) json["inexpressible"] = exchange.inexpressible;
    exchanges.push_back(std::move(json));
  }
  Json json{{"exchanges", std::move(exchanges)}, {"duration", run.duration.count()}};
  if (!run.kept.empty()) json["kept"] = run.kept;
  if (!run.skipped.empty()) json["skipped"] = bytes_to_json(run.skipped.text);
  if (!run.blocked.empty()) json["blocked"] = bytes_to_json(run.blocked.text);
  const Reason& why = run.skipped.empty() ? run.blocked : run.skipped;
  if (!why.empty()) json["why"] = to_string(why.kind);
  if (!run.blocked_by.empty()) json["blocked_by"] = bytes_to_json(run.blocked_by);
  if (!run.refused_by.empty()) json["refused_by"] = run.refused_by;
  if (!run.not_offered.empty()) json["not_offered"] = run.not_offered;
  if (run.throttled) json["throttled"] = true;
  if (!run.base_accepted) json["base_accepted"] = false;
  return json;
}

std::optional<CaseRun> case_run_from_json(const Json& json, std::string* problem) {
  try {
    return run_from_json(json);
  } catch (const Misfit& misfit) {
    if (problem) *problem = misfit.what;
    return std::nullopt;
  }
}

std::optional<HttpExchange> http_from_json(const Json& json, std::string* problem) {
  try {
    return read_http(json);
  } catch (const Misfit& misfit) {
    if (problem) *problem = misfit.what;
    return std::nullopt;
  }
}

const CaseRun* Recording::find(std::string_view case_id) const {
  const auto found = runs.find(case_id);
  return found == runs.end() ? nullptr : &found->second;
}

Recording read_recording(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(file, 0, "recording.read", "the recording cannot be read");
  Recording recording;
  recording.path = file.string();
  std::string text;
  std::size_t number = 0;
  while (std::getline(stream, text)) {
    ++number;
    if (text.empty()) continue;
    const core::ParsedJson<Json> parsed = core::parse_json(text);
    if (!parsed.value || parsed.fault || !parsed.value->is_object()) {
      fail(file, number, "recording.syntax", "this line is not a JSON object");
    }
    const Json& line = *parsed.value;
    if (number == 1) {
      if (!line.contains("hallmark_recording") || line["hallmark_recording"] != 1) {
        fail(file, 1, "recording.format", "this is no recording, or one of another version");
      }
      try {
        recording.target = bytes_at(line, "target");
        recording.region = bytes_at(line, "region");
        recording.started = core::Time(std::chrono::microseconds(number_at<std::int64_t>(line, "started")));
      } catch (const Misfit& misfit) {
        fail(file, 1, "recording.format", misfit.what);
      }
      continue;
    }
    std::string problem;
    const Json name = line.value("case", Json());
    std::optional<CaseRun> run = case_run_from_json(line.value("run", Json::object()), &problem);
    if (!name.is_string() || !run) {
      fail(file, number, "recording.format",
           line.contains("exchange") ? "this is a recording of `hallmark proxy`, which `hallmark judge` reads"
           : run                     ? "the line names no case"
                                     : "the run does not fit: " + problem);
    }
    recording.runs[name.get<std::string>()] = std::move(*run);
  }
  if (number == 0) fail(file, 0, "recording.format", "the file is empty");
  return recording;
}

void RecordingWriter::begin(const std::string& target, const std::string& region, core::Time started) {
  const std::lock_guard lock(mutex_);
  const Json line{{"hallmark_recording", 1},
                  {"target", target},
                  {"region", region},
                  {"started", started.time_since_epoch().count()}};
  sink_->write(core::dump(line) + "\n");
}

void RecordingWriter::write(const std::string& case_id, const CaseRun& run) {
  const std::string line = core::dump(Json{{"case", case_id}, {"run", to_json(run)}}) + "\n";
  const std::lock_guard lock(mutex_);
  sink_->write(line);
}

void RecordingWriter::close() {
  const std::lock_guard lock(mutex_);
  sink_->close();
}

}  // namespace hallmark::exchange
