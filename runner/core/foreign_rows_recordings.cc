#include <array>

#include "core/foreign_rows.h"

namespace hallmark::core {
namespace {

using foreign::as_lines;
using foreign::give_model;
using foreign::no_contract;
using foreign::to_judge;

constexpr auto rows = std::to_array<ForeignRow>({
    {"a HAR file",
     [](const Start& s) { return s.is_json() && s.has("log", "{") && s.says("\"entries\""); },
     to_judge,
     {}},
    {"a recording of `hallmark run --record`",
     [](const Start& s) { return s.has("hallmark_recording"); },
     to_judge,
     {}},
    {"a contract of Pact", [](const Start& s) { return s.has("consumer", "{") && s.has("provider", "{"); },
     "Its examples are no contract that Hallmark reads. Give the service's Smithy or botocore model.",
     as_lines},
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
       if (s.is_json() && (s.has("responseDefinition", "{") || s.has("requestJournalDisabled"))) return true;
       const bool url = s.has("urlPath") || s.has("urlPathPattern") || s.has("urlPattern") || s.has("url") ||
                        s.has("urlPathTemplate");
       return s.is_json() && !s.is_list() && s.has("request", "{") && s.has("response", "{") && url &&
              (s.has("status") || s.has("proxyBaseUrl") || s.has("fault")) && !s.has("raw") &&
              !s.has("url", "http") &&  // a stub's has no host
              !s.has("startedDateTime");
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
       const bool logged = s.says(" - botocore.") || s.says(" - awscli.") || s.says(" botocore.");
       const bool as_module = s.says("DEBUG:botocore.") || s.says("INFO:botocore.");
       return !s.is_json() &&
              (as_module || (logged && s.says_any({"Thread - ", " - DEBUG - ", "[DEBUG]", " DEBUG "})));
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
    {"a file of MockServer's expectations",
     [](const Start& s) { return s.has("httpRequest", "{") && s.has("httpResponse", "{"); }, to_judge,
     as_lines},
    {"a file of mountebank's imposters", [](const Start& s) { return s.is_json() && s.has("stubs", "["); },
     to_judge, as_lines},
    {"an environment of Mockoon", [](const Start& s) { return s.is_json() && s.has("lastMigration"); },
     to_judge, as_lines},
    {"a recording of moto's recorder",
     [](const Start& s) {
       return s.is_json() && s.has("module") && s.has("response_type") && s.has("body_encoded");
     },
     to_judge, "It holds requests and no answers. Record with a proxy that writes HAR instead."},
    {"a snapshot of LocalStack's tests", [](const Start& s) { return s.has("recorded-content"); }, to_judge,
     "Turn each answer into a line of JSON: {\"service\", \"operation\", \"output\": without its "
     "ResponseMetadata}; "
     "placeholders such as <name:1> are no values."},
    {"a log of CloudTrail",
     [](const Start& s) { return s.is_json() && s.has("eventSource") && s.has("eventName"); }, to_judge,
     "They hold inputs and cut outputs, in other spellings than the service's. Record with a proxy that "
     "writes HAR."},
    {"a session of Charles",
     [](const Start& s) { return s.is_json() && s.has("protocolVersion") && s.has("firstLine"); }, to_judge,
     "Charles exports HAR, too: File, Export Session, HTTP Archive."},
    {"an export of Burp", [](const Start& s) { return s.is_markup() && s.says("burpVersion="); }, to_judge,
     as_lines},
    {"a log of `curl -v`",
     [](const Start& s) { return !s.is_json() && s.has_line("> ") && s.has_line("< HTTP/"); }, to_judge,
     "Record the same calls with a proxy that writes HAR, for example mitmdump --set hardump=session.har."},
    {"a test plan of JMeter", [](const Start& s) { return s.is_markup() && s.says("<jmeterTestPlan"); },
     no_contract, as_lines},
    {"a test of Keploy", [](const Start& s) { return s.has("version", "api.keploy.io"); }, to_judge,
     as_lines},
    {"a botocore or Smithy model",
     [](const Start& s) {
       return s.is_json() && (s.has("smithy", "1") || s.has("smithy", "2") || s.has("endpointPrefix"));
     },
     {},
     give_model},
});

}  // namespace

std::span<const ForeignRow> foreign_recordings() { return rows; }

}  // namespace hallmark::core
