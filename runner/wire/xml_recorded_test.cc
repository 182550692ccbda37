// Recorded answers of AWS: what real endpoints do every day must not be noted as a fault.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "core/testing.h"
#include "core/text.h"
#include "importers/importers.h"
#include "wire/aws_query.h"
#include "wire/ec2_query.h"
#include "wire/rest_xml.h"
#include "wire/text_values.h"
#include "wire/vector_support.h"

namespace hallmark::wire {
namespace {

std::vector<Json> lines_of(const std::filesystem::path& path) {
  std::vector<Json> lines;
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) return lines;
  std::string text;
  std::string buffer(1U << 20U, '\0');
  for (int got = 0; (got = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;) {
    text.append(buffer, 0, static_cast<std::size_t>(got));
  }
  gzclose(file);
  for (const auto& line : core::split(text, '\n')) {
    if (!line.empty()) lines.push_back(Json::parse(line));
  }
  return lines;
}

Response response_of(const Json& raw) {
  const auto& given = raw["response"];
  Response response;
  response.status = given["status"].get<int>();
  for (const auto& [name, value] : given["headers"].items()) {
    if (value.is_string()) response.headers.add(name, value.get<std::string>());
    if (!value.is_array()) continue;
    for (const auto& one : value) response.headers.add(name, one.get<std::string>());
  }
  if (given.contains("body_b64")) {
    response.body = core::base64_decode(given["body_b64"].get<std::string>()).value_or("");
  } else if (given.contains("body") && given["body"].is_string()) {
    response.body = given["body"].get<std::string>();
  }
  return response;
}

struct Row {
  const char* service;
  const char* model;
  const Protocol& protocol;
  int unlike = 0;
  std::map<DiagnosticKind, int> faults = {};
};

struct Tally {
  int outputs = 0;
  int errors = 0;
  int unlike = 0;  // outputs that another parser read in another way
  std::map<DiagnosticKind, int> diagnostics;
};

// Old recordings were asked in an older version of the service.
bool is_other_date(const Diagnostic& diagnostic) {
  static constexpr std::string_view digits = "0123456789-/";
  const auto letters = [](std::string text) {
    std::erase_if(text, [](char c) { return digits.find(c) != std::string_view::npos; });
    return text;
  };
  return diagnostic.kind == DiagnosticKind::wrong_namespace &&
         letters(diagnostic.expected) == letters(diagnostic.actual);
}

// What the recordings' parser made of the same bytes, where it says so in this file's notation.
std::string difference(const Json& theirs, const Json& ours, const std::string& pointer) {
  if (theirs.is_object() && theirs.contains("$ts")) {
    const auto a = time_of(theirs["$ts"]);
    const auto b = time_of(ours);
    return a && b && *a != *b ? pointer + ": " + core::dump(theirs) + " / " + core::dump(ours) : "";
  }
  if (theirs.is_object() && (theirs.contains("$bytes") || theirs.contains("$stream"))) return "";
  if (theirs.is_object() && ours.is_object()) {
    for (const auto& [name, value] : theirs.items()) {
      const bool nothing = value.is_null() || ((value.is_object() || value.is_array()) && value.empty());
      if (!ours.contains(name)) {
        if (nothing) continue;
        return pointer + "/" + name + ": only theirs " + core::dump(value, 100);
      }
      if (auto found = difference(value, ours[name], pointer + "/" + name); !found.empty()) return found;
    }
    for (const auto& [name, value] : ours.items()) {
      if (!theirs.contains(name)) return pointer + "/" + name + ": only ours " + core::dump(value, 100);
    }
    return "";
  }
  if (theirs.is_array() && ours.is_array() && theirs.size() == ours.size()) {
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      if (auto found = difference(theirs[i], ours[i], pointer + "/" + std::to_string(i)); !found.empty())
        return found;
    }
    return "";
  }
  return theirs == ours ? "" : pointer + ": " + core::dump(theirs, 100) + " / " + core::dump(ours, 100);
}

TEST(RecordedXml, RealAnswersAreReadWithoutFaults) {
  const auto recorded = core::shared_data("recorded");
  const auto models = core::shared_data("models");
  if (!recorded || !models) GTEST_SKIP() << core::absent("recorded and models");
  const Row rows[] = {
      // A part marker is an integer in the recordings' model and a string in this one.
      {"s3", "smithy/s3-2006-03-01.json", rest_xml(), 1, {{DiagnosticKind::missing_content_type, 2}}},
      {"cloudfront", "smithy/cloudfront-2020-05-31.json", rest_xml(), 0, {}},
      {"sns", "smithy/sns-2010-03-31.json", aws_query(), 0, {}},
      {"iam", "smithy/iam-2010-05-08.json", aws_query(), 0, {}},
      {"sts", "smithy/sts-2011-06-15.json", aws_query(), 0, {{DiagnosticKind::empty_body, 1}}},
      {"cloudwatch", "botocore/cloudwatch/2010-08-01/service-2.json", aws_query(), 0, {}},
      // One recording was edited by hand and is no XML any more.
      {"ec2",
       "botocore/ec2/2016-11-15/service-2.json",
       ec2_query(),
       1,
       {{DiagnosticKind::malformed_body, 1}}},
  };
  std::vector<Json> lines;
  for (const auto& entry : std::filesystem::directory_iterator(*recorded)) {
    if (entry.path().filename().string().find("-raw.jsonl.gz") == std::string::npos) continue;
    for (auto& line : lines_of(entry.path())) lines.push_back(std::move(line));
  }
  for (const auto& row : rows) {
    const auto model = importers::read_document(*models / row.model);
    Tally tally;
    for (const auto& line : lines) {
      if (line["service"] != row.service || !line.contains("raw") || line["raw"].is_null()) continue;
      if (line.value("looks_documented", false)) continue;
      const auto* operation = model.operation(line["operation"].get<std::string>());
      if (!operation) continue;
      const auto response = response_of(line["raw"]);
      std::vector<Diagnostic> diagnostics;
      if (line["kind"] == "error") {
        ++tally.errors;
        const auto decoded = row.protocol.decode_error(model, *operation, response);
        diagnostics = decoded.decoded.diagnostics;
        if (line["error_code"].is_string() && !response.body.empty()) {
          EXPECT_EQ(decoded.code, line["error_code"]) << response.body;
          EXPECT_TRUE(decoded.well_formed) << response.body;
        }
      } else {
        ++tally.outputs;
        const auto decoded = row.protocol.decode_response(model, *operation, response);
        diagnostics = decoded.diagnostics;
        const auto unlike = difference(line["output"], decoded.members, "");
        if (!unlike.empty()) {
          ++tally.unlike;
          std::cout << "  " << row.service << " " << operation->name() << " " << unlike << "\n";
        }
      }
      for (const auto& diagnostic : diagnostics) {
        if (!is_other_date(diagnostic)) ++tally.diagnostics[diagnostic.kind];
      }
    }
    std::cout << row.service << ": " << tally.outputs << " outputs, " << tally.errors << " errors, "
              << tally.unlike << " read in another way";
    for (const auto& [kind, count] : tally.diagnostics) std::cout << ", " << to_string(kind) << " " << count;
    std::cout << "\n";
    EXPECT_EQ(tally.unlike, row.unlike) << row.service;
    // Members newer or older than the model are the only surprise of real answers, but for those listed.
    tally.diagnostics.erase(DiagnosticKind::unknown_member);
    EXPECT_EQ(tally.diagnostics, row.faults) << row.service;
  }
}

}  // namespace
}  // namespace hallmark::wire
