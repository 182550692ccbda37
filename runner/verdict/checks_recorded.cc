#include <algorithm>

#include "core/text.h"
#include "verdict/checks.h"
#include "verdict/negative.h"

namespace hallmark::verdict {
namespace {

void drop(Ledger& ledger, const std::function<bool(const Finding&)>& excused) {
  for (const Finding& finding : ledger.findings) {
    if (!excused(finding)) continue;
    // The promise counts as broken only while another finding says so.
    const bool others =
        std::any_of(ledger.findings.begin(), ledger.findings.end(), [&](const Finding& other) {
          return other.promise == finding.promise && other.severity == Severity::deviation && !excused(other);
        });
    if (!others) ledger.evaluated.erase(finding.promise);
  }
  std::erase_if(ledger.findings, excused);
}

bool stands_at_or_below(const std::string& pointer, const std::set<std::string>& places) {
  std::string at = pointer;
  while (true) {
    if (places.contains(at)) return true;
    const std::size_t slash = at.rfind('/');
    if (slash == std::string::npos) return false;
    at.resize(slash);
  }
}

// "http://ec2.amazonaws.com/doc/2014-06-15/": which version was asked for stands in requests that are kept in
// part.
bool is_of_another_version(const Finding& finding) {
  if (finding.rule != "decode.wrong-namespace") return false;
  const auto undated = [](std::string text) {
    while (text.ends_with('/')) text.pop_back();
    const std::size_t slash = text.rfind('/');
    const std::string_view last =
        slash == std::string::npos ? std::string_view() : std::string_view(text).substr(slash + 1);
    const bool date = last.size() == 10 && last.find_first_not_of("0123456789-") == std::string_view::npos;
    return date ? text.substr(0, slash) : std::string();
  };
  const std::string expected = undated(finding.expected);
  return !expected.empty() && expected == undated(finding.actual);
}

}  // namespace

void check_recorded(const Compiled& compiled, const exchange::HttpExchange& http, const RecordedParts& parts,
                    Ledger& ledger) {
  const Answer answer = read_answer(compiled, http);
  if (answer.success) {
    check_success(compiled, answer, nullptr, nullptr, nullptr, ledger);
  } else {
    check_any_error(compiled, answer, ledger);
  }
  drop(ledger, is_of_another_version);
  // Who asks for a part gets a part, whatever status the contract has for the whole (RFC 9110, 15.3.7).
  if (http.response && http.response->status == 206 && http.request.headers.has("range"))
    drop(ledger, [](const Finding& finding) { return finding.rule == "contract.status"; });
  // An error's code may have stood in a header that was not kept.
  const bool codeless = answer.error && answer.error->code.empty();
  const auto of_the_code = [&](const Finding& finding) {
    return codeless && (finding.rule == "contract.error-code" || finding.rule == "contract.error-envelope");
  };
  if (!parts.headers) {
    drop(ledger, [&](const Finding& finding) {
      return finding.rule == "contract.content-type" || finding.location.starts_with("header ") ||
             of_the_code(finding);
    });
  } else if (parts.filtered) {
    drop(ledger, [&](const Finding& finding) {
      const bool absent = finding.actual == "absent" || finding.actual.starts_with("no ");
      return (absent && finding.location.starts_with("header ")) || of_the_code(finding);
    });
  }
}

void check_parsed(const Compiled& compiled, const ParsedAnswer& parsed, Ledger& ledger) {
  wire::Response response;
  Answer answer{.response = &response};
  exchange::ReadAnswer read;
  const auto look = [&] {
    answer.read = std::make_shared<const exchange::ReadAnswer>(std::move(read));
    look_at(answer);
  };
  if (parsed.error_code.empty()) {
    response.status = compiled.protocol->success_status(*compiled.operation);
    read.success = parsed.decoded;
    look();
    check_success(compiled, answer, nullptr, nullptr, nullptr, ledger);
    ledger.evaluated.erase(compiled.promise(contract::Side::status));
  } else {
    response.status = parsed.status;
    wire::DecodedError& error = read.error.emplace();
    error.code = error.raw_code = parsed.error_code;
    error.code_location = "parsed error";
    error.all_codes = {{error.code_location, error.code}};
    error.message = parsed.error_message;
    error.decoded = parsed.decoded;
    for (const Compiled::Error& each : compiled.errors) {
      if (each.info.code == error.code && !error.shape) error.shape = each.info.shape;
    }
    look();
    check_any_error(compiled, answer, ledger);
    // SDKs call the answer to a HEAD after its status: it has no body that could say a code.
    if (parsed.error_code == std::to_string(parsed.status))
      drop(ledger, [](const Finding& finding) { return finding.rule == "contract.error-code"; });
    if (parsed.status == 0) {
      drop(ledger, [](const Finding& finding) { return finding.rule == "contract.status"; });
    }
  }
  // Where a member would have travelled is not known any more.
  for (Finding& finding : ledger.findings) {
    if (finding.location != "parsed error" && finding.location != "status line")
      finding.location = "parsed output";
  }
  drop(ledger, [&](const Finding& finding) {
    return !finding.pointer.empty() && stands_at_or_below(finding.pointer, parsed.replaced);
  });
}

}  // namespace hallmark::verdict
