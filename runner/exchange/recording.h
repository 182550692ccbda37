// Recordings: every case's exchanges in a file, from which the same verdicts are judged later.
// JSON lines: {"hallmark_recording":1,"target":…,"region":…,"started":…}, then
// {"case":…,"run":{…}} for each case. Bytes that are not UTF-8 stand as {"base64":…}.
// (`hallmark proxy` writes lines {"exchange":{…}} instead: run/recorded_proxied.h.)
// Written through a sink: signatures, tokens and registered secrets do not get in.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/json.h"
#include "core/sink.h"
#include "exchange/exchange.h"

namespace hallmark::exchange {

struct Recording {
  std::string path, target, region;
  core::Time started{};
  std::map<std::string, CaseRun, std::less<>> runs;  // by case id
  [[nodiscard]] const CaseRun* find(std::string_view case_id) const;
};

// Throws core::DocumentError ("recording.…"): not readable, no recording, a line that does not fit.
[[nodiscard]] Recording read_recording(const std::filesystem::path& file);

class RecordingWriter {
 public:
  // A file that appears when close() is called.
  RecordingWriter(const std::filesystem::path& file, std::shared_ptr<const core::Secrets> secrets)
      : sink_(core::file_sink(file, std::move(secrets))) {}
  explicit RecordingWriter(std::unique_ptr<core::Sink> sink) : sink_(std::move(sink)) {}
  void begin(const std::string& target, const std::string& region, core::Time started);
  void write(const std::string& case_id, const CaseRun& run);  // thread-safe
  void close();

 private:
  std::mutex mutex_;
  std::unique_ptr<core::Sink> sink_;
};

// One run as JSON and back; for other tools as well.
[[nodiscard]] Json to_json(const CaseRun& run);
[[nodiscard]] Json to_json(const HttpExchange& http);
// Nullopt, with what is wrong in `problem`, when it does not fit.
[[nodiscard]] std::optional<CaseRun> case_run_from_json(const Json& json, std::string* problem = nullptr);
[[nodiscard]] std::optional<HttpExchange> http_from_json(const Json& json, std::string* problem = nullptr);

}  // namespace hallmark::exchange

// Example:
//
//   const Recording recording = read_recording("run.jsonl");
//   const CaseRun* run = recording.find("shop.CreateOrder/success/minimal");
//   std::size_t exchanges = run ? run->exchanges.size() : 0;
