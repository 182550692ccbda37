#include "core/foreign_layouts.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/text.h"

namespace hallmark::core {
namespace {

// The start of a file, and questions about it.
class Start {
 public:
  explicit Start(std::string_view text) : text_(text.substr(0, std::size_t{1} << 16)) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
    const std::string_view dense = trim(text_);
    first_ = dense.empty() ? '\0' : dense.front();
  }

  [[nodiscard]] bool is_json() const { return first_ == '{' || first_ == '['; }
  [[nodiscard]] bool is_list() const { return first_ == '['; }
  [[nodiscard]] bool is_markup() const { return first_ == '<'; }
  [[nodiscard]] bool says(std::string_view words) const {
    return text_.find(words) != std::string_view::npos;
  }
  [[nodiscard]] bool starts(std::string_view words) const { return trim(text_).starts_with(words); }

  // A member of some JSON object, or a key of YAML at any depth, whose value starts so.
  [[nodiscard]] bool has(std::string_view key, std::string_view value = {}) const {
    return is_json() ? has_member(key, value) : has_key(key, value);
  }

  // A line that starts so, without its indentation.
  [[nodiscard]] bool has_line(std::string_view words) const {
    for (std::size_t at = text_.find(words); at != std::string_view::npos; at = text_.find(words, at + 1)) {
      const std::size_t line = at == 0 ? 0 : text_.rfind('\n', at - 1) + 1;
      if (trim(text_.substr(line, at - line)).empty()) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] bool has_member(std::string_view key, std::string_view value) const {
    const std::string quoted = "\"" + std::string(key) + "\"";
    for (std::size_t at = text_.find(quoted); at != std::string_view::npos; at = text_.find(quoted, at + 1)) {
      const std::string_view behind = trim(text_.substr(at + quoted.size()));
      if (!behind.starts_with(':')) continue;
      std::string_view found = trim(behind.substr(1));
      if (!value.empty() && found.starts_with('"')) found.remove_prefix(1);
      if (found.starts_with(value)) return true;
    }
    return false;
  }
  [[nodiscard]] bool has_key(std::string_view key, std::string_view value) const {
    const std::string name = std::string(key) + ":";
    for (std::size_t at = text_.find(name); at != std::string_view::npos; at = text_.find(name, at + 1)) {
      const std::size_t line = at == 0 ? 0 : text_.rfind('\n', at - 1) + 1;
      const std::string_view before = trim(text_.substr(line, at - line));
      if (!before.empty() && before != "-") continue;
      std::string_view found = text_.substr(at + name.size());
      found = trim(found.substr(0, found.find('\n')));
      if (!value.empty() && !found.empty() && (found[0] == '"' || found[0] == '\'')) found.remove_prefix(1);
      if (found.starts_with(value)) return true;
    }
    return false;
  }

  std::string_view text_;
  char first_ = '\0';
};

constexpr std::string_view as_lines =
    "Turn it into HAR, or into a line of JSON for each exchange: {\"raw\": {\"request\": {\"method\", "
    "\"url\", "
    "\"headers\", \"body\"}, \"response\": {\"status\", \"headers\", \"body\" or \"body_b64\"}}}.";
constexpr std::string_view as_smithy =
    "Turn it into a Smithy model, and that into its JSON AST with `smithy ast`.";
constexpr std::string_view give_model =
    "Documents are named with --model (or a folder with --models); the files to judge are recordings.";
constexpr std::string_view to_judge = "It is no document: `hallmark judge` reads it.";

struct Row {
  std::string_view name;
  bool (*fits)(const Start&);
  std::string_view as_document, as_recording;  // advice; empty: it is read for that use
};

constexpr std::array<Row, 28> rows = {{
    {"an OpenAPI document", [](const Start& s) { return s.has("openapi", "3"); },
     "Hallmark reads Smithy and botocore models. Turn it into Smithy, for example with smithytranslate's "
     "openapi-to-smithy, and that into its JSON AST with `smithy ast`.",
     give_model},
    {"a Swagger document", [](const Start& s) { return s.has("swagger", "2"); },
     "Hallmark reads Smithy and botocore models. Turn it into OpenAPI 3 (swagger2openapi), that into Smithy, "
     "for "
     "example with smithytranslate's openapi-to-smithy, and that into its JSON AST with `smithy ast`.",
     give_model},
    {"an AsyncAPI document", [](const Start& s) { return s.has("asyncapi"); }, as_smithy, give_model},
    {"a Postman collection",
     [](const Start& s) { return s.is_json() && (s.has("_postman_id") || s.says("schema.getpostman.com")); },
     "It holds requests and no contract. Give the service's Smithy or botocore model; recorded answers are "
     "judged by `hallmark judge`, as HAR.",
     as_lines},
    {"an Insomnia export", [](const Start& s) { return s.has("__export_format"); },
     "It holds requests and no contract. Give the service's Smithy or botocore model.", as_lines},
    {"a WSDL document",
     [](const Start& s) { return s.is_markup() && s.says("definitions") && s.says("xmlsoap.org/wsdl"); },
     "Hallmark speaks no SOAP. Where the service has a REST or query protocol, give its Smithy or botocore "
     "model.",
     give_model},
    {"Smithy in its own language (IDL)",
     [](const Start& s) {
       const bool shapes = s.has_line("service ") || s.has_line("structure ") || s.has_line("operation ") ||
                           s.has_line("resource ");
       // A page of AWS may have such words at the start of its lines.
       const bool page = s.says("Request Syntax") || s.says("HTTP Status Code");
       return !s.is_json() && !s.is_markup() && !page &&
              (s.has_line("$version:") || (s.has_line("namespace ") && shapes && s.says("{")));
     },
     "Hallmark reads the JSON AST. The Smithy CLI writes it: smithy ast model.smithy > model.json",
     give_model},
    {"a Protocol Buffers file", [](const Start& s) { return s.has_line("syntax = \"proto"); }, as_smithy,
     give_model},
    {"a RAML document", [](const Start& s) { return s.starts("#%RAML"); }, as_smithy, give_model},
    {"boto3's page of a whole service (before 2023)",
     [](const Start& s) {
       return s.has_line(".. py:class:: ") && s.says(".Client") && s.has_line(".. py:method::");
     },
     "Hallmark reads the pages of single operations that boto3 has since early 2023 "
     "(reference/services/SERVICE/client/METHOD.rst). Give those, or the botocore model of that time "
     "(botocore/data/SERVICE/VERSION/service-2.json), which says all that the page says and more.",
     give_model},
    {"boto3's index of a service",
     [](const Start& s) { return s.has_line(".. py:class:: ") && s.says(".Client"); },
     "Give the pages of its operations (reference/services/SERVICE/client/METHOD.rst).", give_model},
    {"boto3's page as the text of its HTML",
     [](const Start& s) {
       return !s.is_json() && s.says(" / Client / ") && !s.says(":doc:`") && s.says("Request Syntax");
     },
     "The indentation that says what stands in what is lost in it. Give the page's source (.rst) or the "
     "botocore "
     "model of the service.",
     give_model},
    {"an HTML page",
     [](const Start& s) {
       return s.is_markup() &&
              (s.says("<html") || s.says("<HTML") || s.says("<!DOCTYPE html") || s.says("<!doctype html"));
     },
     "Give the page as Markdown or as text: AWS serves API Reference pages as Markdown under .md.", as_lines},
    {"a HAR file",
     [](const Start& s) { return s.is_json() && s.has("log", "{") && s.says("\"entries\""); },
     to_judge,
     {}},
    {"a recording of `hallmark run --record`",
     [](const Start& s) { return s.has("hallmark_recording"); },
     to_judge,
     {}},
    {"a cassette of VCR",
     [](const Start& s) { return s.has("http_interactions") && s.says("recorded_with") && s.says("VCR"); },
     to_judge, as_lines},
    {"a cassette of betamax", [](const Start& s) { return s.has("http_interactions"); }, to_judge, as_lines},
    {"a cassette of go-vcr",
     [](const Start& s) {
       return s.has("interactions") && s.has("request") &&
              (s.has("duration") || s.has("proto") || s.has("remote_addr") || s.has("request_uri") ||
               s.has("version", "2"));
     },
     to_judge, as_lines},
    {"a cassette of vcrpy",
     [](const Start& s) { return s.has("interactions") && (s.has("request") || s.has("version")); }, to_judge,
     as_lines},
    {"a stub of WireMock",
     [](const Start& s) {
       const bool url = s.has("urlPath") || s.has("urlPathPattern") || s.has("urlPattern") || s.has("url") ||
                        s.has("urlPathTemplate");
       return s.is_json() && !s.is_list() && s.has("request", "{") && s.has("response", "{") && url &&
              s.has("status") && !s.has("raw");
     },
     to_judge, as_lines},
    {"a recording of nock",
     [](const Start& s) { return s.is_list() && s.has("scope") && s.has("path") && s.has("response"); },
     to_judge, as_lines},
    {"a simulation of Hoverfly", [](const Start& s) { return s.has("data", "{") && s.has("pairs", "["); },
     to_judge, as_lines},
    {"a response of placebo",
     [](const Start& s) { return s.is_json() && s.has("status_code") && s.has("data", "{"); }, to_judge,
     "Turn each file into a line of JSON: {\"service\", \"operation\", \"output\": its \"data\"}; the file's "
     "name "
     "says service and operation."},
    {"a log of `aws --debug`",
     [](const Start& s) {
       return !s.is_json() && s.says(" - botocore.") && (s.says("Thread - ") || s.says(" - DEBUG - "));
     },
     to_judge,
     "Its bodies are cut and its lines are no messages. Record the same calls with a proxy that writes HAR, "
     "for "
     "example mitmdump --set hardump=session.har, and judge that."},
    {"a flow file of mitmproxy",
     [](const Start& s) {
       return !s.is_json() && s.says(":response;") && s.says(":request;") && s.says(":version;");
     },
     to_judge, "mitmproxy writes HAR, too: mitmdump -nr FILE --set hardump=session.har"},
    {"a packet capture",
     [](const Start& s) {
       return s.starts("\xd4\xc3\xb2\xa1") || s.starts("\xa1\xb2\xc3\xd4") || s.starts("\n\r\r\n");
     },
     to_judge, "Record with a proxy that writes HAR instead, for example mitmdump --set hardump=session.har"},
    {"a ZIP archive", [](const Start& s) { return s.starts("PK\x03\x04"); },
     "Unpack it, and give the files in it.",
     "Unpack it, and give the files in it; Fiddler's archives can be exported as HAR."},
    {"a botocore or Smithy model",
     [](const Start& s) {
       return s.is_json() && (s.has("smithy", "1") || s.has("smithy", "2") || s.has("endpointPrefix"));
     },
     {},
     give_model},
}};

}  // namespace

std::optional<ForeignLayout> foreign_layout(std::string_view text, FileUse use) {
  const Start start(text);
  for (const Row& row : rows) {
    if (!row.fits(start)) continue;
    const std::string_view advice = use == FileUse::document ? row.as_document : row.as_recording;
    if (advice.empty()) return std::nullopt;
    return ForeignLayout{.name = std::string(row.name), .advice = std::string(advice)};
  }
  return std::nullopt;
}

}  // namespace hallmark::core
