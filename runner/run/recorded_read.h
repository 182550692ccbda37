// Files of recorded exchanges, one exchange after the other, whatever the file's size. Three kinds,
// recognised by content:
//   our recordings   JSON lines of `hallmark run --record`, and of `hallmark proxy --record`
//   (recorded_proxied.h) HAR 1.2          one JSON document with /log/entries exchange lines   JSON lines
//   {"service"?, "operation"?, "api_version"?, "raw"?, "kind"?, "output"?,
//                    "error_code"?, "http_status"?}. `raw` is an HTTP exchange: {"request": null or {method,
//                    url, body, x-amz-target?, headers?}, "response": {status, headers, body or body_b64}}.
//                    Without it `output` is what an SDK parsed: members, {"$ts": time}, {"$bytes": base64},
//                    {"$stream": …} and {"$eventstream": …} standing for what JSON does not have.
// Each may be gzip. What is broken is an item with `problem` and costs only itself.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "exchange/exchange.h"
#include "run/recorded_recognise.h"
#include "verdict/verdict.h"

namespace hallmark::run {

enum class RecordedKind { own, http, parsed, proxied };
[[nodiscard]] std::string_view to_string(
    RecordedKind kind);  // "case of our own", "HTTP exchange", "parsed output", "proxied exchange"

struct RecordedItem {
  RecordedKind kind = RecordedKind::http;
  std::size_t line = 0;
  std::string problem;  // why it cannot be read; nothing else is set then
  std::string skipped;  // why it cannot be judged although it can be read

  // own
  std::string case_id;
  exchange::CaseRun run;
  // http and proxied
  exchange::HttpExchange http;
  verdict::RecordedParts parts;
  bool has_request = false;
  std::string host;  // lower case, without port
  // parsed
  Json output;
  std::string error_code, error_message;
  int status = 0;  // 0: not recorded
  // http, proxied and parsed
  NamedOperation named;
};

class RecordedFile {
 public:
  // Throws core::DocumentError: "file.read"; "recorded.unknown" when it is none of the three.
  explicit RecordedFile(const std::filesystem::path& file);
  ~RecordedFile();
  RecordedFile(const RecordedFile&) = delete;
  RecordedFile& operator=(const RecordedFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool is_own() const;
  // Of our own recordings: the first line's.
  [[nodiscard]] const std::string& target() const { return target_; }
  [[nodiscard]] const std::string& region() const { return region_; }
  // Nullopt at the end.
  [[nodiscard]] std::optional<RecordedItem> next();

  class Reader;

 private:
  std::string path_, target_, region_;
  std::unique_ptr<Reader> reader_;
};

// Limits: an exchange that is longer is told and left out.
inline constexpr std::size_t max_recorded_exchange = std::size_t{128} << 20;

}  // namespace hallmark::run
