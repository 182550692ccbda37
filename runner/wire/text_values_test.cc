#include "wire/text_values.h"

#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "wire/header_values.h"

namespace hallmark::wire {
namespace {

using core::TimestampFormat;

const contract::Model& model() {
  static const contract::Model shared = contract::read_smithy(core::load_json_text(R"json({
    "smithy": "2.0", "shapes": {
    "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#O"}]},
    "a#O": {"type": "operation", "input": {"target": "a#I"}},
    "a#I": {"type": "structure", "members": {
      "text": {"target": "smithy.api#String"}, "flag": {"target": "smithy.api#Boolean"},
      "count": {"target": "smithy.api#Integer"}, "big": {"target": "smithy.api#BigInteger"},
      "exact": {"target": "smithy.api#BigDecimal"}, "ratio": {"target": "smithy.api#Double"},
      "time": {"target": "smithy.api#Timestamp"},
      "epoch": {"target": "smithy.api#Timestamp", "traits": {"smithy.api#timestampFormat": "epoch-seconds"}},
      "bytes": {"target": "smithy.api#Blob"},
      "texts": {"target": "a#Texts"}, "times": {"target": "a#Times"}, "counts": {"target": "a#Counts"},
      "media": {"target": "a#Media"}}},
    "a#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "a#Times": {"type": "list", "member": {"target": "smithy.api#Timestamp"}},
    "a#Counts": {"type": "list", "member": {"target": "smithy.api#Integer"}},
    "a#Media": {"type": "string", "traits": {"smithy.api#mediaType": "application/json"}}}})json",
                                                                                   "text.json"));
  return shared;
}

const contract::Member& member(const char* name) { return *model().shape("a#I")->member(name); }

struct Reading {
  const char* member;
  const char* text;
  Json value;
  std::optional<DiagnosticKind> diagnostic;
};

TEST(TextValues, TextBecomesItsTypeWhereItFitsAndElseStaysAString) {
  const std::vector<Reading> rows = {
      {"text", "", "", {}},
      {"flag", "true", true, {}},
      {"flag", "True", "True", DiagnosticKind::lexical},
      {"flag", "ja", "ja", DiagnosticKind::lexical},
      {"count", "-12", -12, {}},
      {"count", "9223372036854775807", std::int64_t{9223372036854775807}, {}},
      {"count", "9223372036854775808", "9223372036854775808", DiagnosticKind::lexical},
      {"count", "1.0", "1.0", DiagnosticKind::lexical},
      {"count", "+1", "+1", DiagnosticKind::lexical},
      {"count", " 1", " 1", DiagnosticKind::lexical},
      {"count", "", "", DiagnosticKind::lexical},
      {"count", "-", "-", DiagnosticKind::lexical},
      {"big", "123456789012345678901234567890", "123456789012345678901234567890", {}},
      {"big", "x", "x", DiagnosticKind::lexical},
      {"exact", "0.10", "0.10", {}},
      {"exact", "0.", "0.", DiagnosticKind::lexical},
      {"ratio", "1.5e3", 1500.0, {}},
      {"ratio", "NaN", "NaN", {}},
      {"ratio", "-Infinity", "-Infinity", {}},
      {"ratio", "inf", "inf", DiagnosticKind::lexical},
      {"ratio", "nan", "nan", DiagnosticKind::lexical},
      {"ratio", "0x10", "0x10", DiagnosticKind::lexical},
      {"ratio", "1e999", "1e999", DiagnosticKind::lexical},
      {"bytes", "Zm9v", "Zm9v", {}},
      {"bytes", "Zm9", "Zm9", DiagnosticKind::lexical},
      {"time", "2019-12-16T23:48:18Z", "2019-12-16T23:48:18Z", {}},
      {"time", "1576540098", "1576540098", DiagnosticKind::timestamp_format},
      {"time", "Mon, 16 Dec 2019 23:48:18 GMT", "Mon, 16 Dec 2019 23:48:18 GMT",
       DiagnosticKind::timestamp_format},
      {"time", "yesterday", "yesterday", DiagnosticKind::lexical},
      {"epoch", "1576540098", 1576540098, {}},
      {"epoch", "1576540098.5", 1576540098.5, {}},
      {"epoch", "2019-12-16T23:48:18Z", "2019-12-16T23:48:18Z", DiagnosticKind::timestamp_format},
      {"text", "a\xff", "a\xEF\xBF\xBD", DiagnosticKind::invalid_utf8},
  };
  for (const Reading& row : rows) {
    std::vector<Diagnostic> diagnostics;
    const Json read = from_text(model(), member(row.member), row.text, TimestampFormat::date_time,
                                {"/x", "query x", diagnostics});
    EXPECT_EQ(read, row.value) << row.member << " " << row.text;
    EXPECT_EQ(read.type() == Json::value_t::string, row.value.is_string()) << row.text;
    ASSERT_EQ(diagnostics.size(), row.diagnostic ? 1u : 0u) << row.member << " " << row.text;
    if (row.diagnostic) {
      EXPECT_EQ(diagnostics[0].kind, *row.diagnostic) << row.member << " " << row.text;
      EXPECT_EQ(diagnostics[0].pointer, "/x");
      EXPECT_EQ(diagnostics[0].location, "query x");
    }
  }
}

TEST(TextValues, ValuesBecomeTextWhateverTheirType) {
  const auto text = [](const char* name, const Json& value,
                       TimestampFormat format = TimestampFormat::date_time) {
    return to_text(model(), member(name), value, format);
  };
  EXPECT_EQ(text("flag", true), "true");
  EXPECT_EQ(text("flag", "ja"), "ja");
  EXPECT_EQ(text("count", 1), "1");
  EXPECT_EQ(text("count", Json::parse("{\"a\":[1]}")), "{\"a\":[1]}");
  EXPECT_EQ(text("ratio", 1.1), "1.1");
  EXPECT_EQ(text("time", 1576540098), "2019-12-16T23:48:18Z");
  EXPECT_EQ(text("time", 1576540098, TimestampFormat::http_date), "Mon, 16 Dec 2019 23:48:18 GMT");
  EXPECT_EQ(text("time", "Mon, 16 Dec 2019 23:48:18 GMT"), "2019-12-16T23:48:18Z");
  EXPECT_EQ(text("time", "tomorrow"), "tomorrow");
  EXPECT_EQ(text("time", true), "true");
  EXPECT_EQ(text("epoch", "2019-12-16T23:48:18Z"), "1576540098");
  EXPECT_EQ(text("epoch", 946845296.123), "946845296.123");
}

TEST(TextValues, TimestampsTakeTheFormatThatIsAskedFor) {
  EXPECT_EQ(timestamp_value("2019-12-16T23:48:18Z", TimestampFormat::epoch_seconds), Json(1576540098));
  EXPECT_EQ(timestamp_value("2019-12-16T23:48:18.5Z", TimestampFormat::epoch_seconds), Json(1576540098.5));
  EXPECT_EQ(timestamp_value(1576540098, TimestampFormat::http_date), Json("Mon, 16 Dec 2019 23:48:18 GMT"));
  EXPECT_EQ(timestamp_value("never", TimestampFormat::epoch_seconds), Json("never"));
  EXPECT_EQ(timestamp_value(Json::array({1}), TimestampFormat::date_time), Json::array({1}));
  EXPECT_EQ(time_of(1e300), std::nullopt);
}

TEST(TextValues, JsonValuesAreCheckedForWhatASchemaCannotSee) {
  const auto kinds = [](const char* name, const Json& value) {
    std::vector<Diagnostic> diagnostics;
    check_simple(model(), member(name), value, TimestampFormat::epoch_seconds,
                 {"/x", "body /x", diagnostics});
    return diagnostics.empty() ? std::string() : std::string(to_string(diagnostics.front().kind));
  };
  EXPECT_EQ(kinds("time", 1576540098), "");
  EXPECT_EQ(kinds("time", "2019-12-16T23:48:18Z"), "timestamp-format");
  EXPECT_EQ(kinds("time", "1576540098"), "timestamp-format");
  EXPECT_EQ(kinds("time", "soon"), "lexical");
  EXPECT_EQ(kinds("time", true), "");  // a wrong type: the schema's finding
  EXPECT_EQ(kinds("bytes", "????"), "lexical");
  EXPECT_EQ(kinds("bytes", 1), "");
}

TEST(HeaderValues, ListsAreQuotedWhereTheyMustBe) {
  std::vector<std::string> inexpressible;
  const auto write = [&](const char* name, const Json& value) {
    return header_from_value(model(), member(name), value, "/h", inexpressible).value_or("(none)");
  };
  EXPECT_EQ(write("texts", {"a", "b,c", "\"d\"", "e\\f", ""}), "a, \"b,c\", \"\\\"d\\\"\", e\\f, ");
  EXPECT_EQ(write("media", "true"), "dHJ1ZQ==");
  EXPECT_EQ(write("counts", {1, "x"}), "1, x");
  EXPECT_EQ(write("texts", Json::array()), "");
  EXPECT_EQ(inexpressible, (std::vector<std::string>{"/h"}));  // the space at the end is lost
  inexpressible.clear();
  EXPECT_EQ(write("text", nullptr), "(none)");
  EXPECT_EQ(write("text", "a\r\nX-Injected: 1"), "(none)");
  EXPECT_EQ(write("texts", {nullptr, "a"}), "a");
  EXPECT_EQ(inexpressible, (std::vector<std::string>{"/h", "/h", "/h/0"}));
}

TEST(HeaderValues, ListsAreReadBack) {
  const auto read = [&](const char* name, const std::vector<std::string>& lines,
                        std::size_t diagnostics_wanted = 0) {
    std::vector<Diagnostic> diagnostics;
    Json value = value_from_headers(model(), member(name), lines, {"/h", "header X", diagnostics});
    EXPECT_EQ(diagnostics.size(), diagnostics_wanted) << lines.front();
    return value;
  };
  EXPECT_EQ(read("texts", {"a, \"b,c\", \"\\\"d\\\"\",e"}), Json({"a", "b,c", "\"d\"", "e"}));
  EXPECT_EQ(read("texts", {"a", "b, c"}), Json({"a", "b", "c"}));
  EXPECT_EQ(read("texts", {""}), Json::array());
  EXPECT_EQ(read("texts", {"a,,b,"}), Json({"a", "", "b", ""}));
  EXPECT_EQ(read("texts", {"\"never closed, a\\"}), Json::array({"never closed, a\\"}));
  EXPECT_EQ(read("times", {"Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:19 GMT"}),
            Json({"Mon, 16 Dec 2019 23:48:18 GMT", "Mon, 16 Dec 2019 23:48:19 GMT"}));
  EXPECT_EQ(read("counts", {"1, x"}, 1), Json({1, "x"}));
  EXPECT_EQ(read("media", {"dHJ1ZQ=="}), Json("true"));
  EXPECT_EQ(read("media", {"true!"}, 1), Json("true!"));
  EXPECT_EQ(read("text", {"a", "b"}, 1), Json("a"));
}

}  // namespace
}  // namespace hallmark::wire
