#include "reports/junit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <regex>
#include <set>

#include "core/testing.h"
#include "core/testing_sink.h"
#include "reports/testing_sample.h"
#include "reports/text.h"
#include "reports/xml_text.h"

namespace hallmark::reports {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

std::string junit_of(const Sample& sample) {
  std::string text;
  tell(sample, *make_junit(core::string_sink(text, nullptr), {}, nullptr));
  return text;
}

Sample only(std::function<void(run::CaseResult&)> change) {
  Sample made = sample();
  made.results.erase(made.results.begin() + 1, made.results.end());
  made.summary = {};
  made.summary.counts = {.total = 1, .conforms = 1};
  change(made.results[0]);
  return made;
}

bool is_well_formed(const std::string& text) {
  xmlDocPtr document = xmlReadMemory(text.data(), static_cast<int>(text.size()), "report.xml", nullptr,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  const bool good = document != nullptr;
  xmlFreeDoc(document);
  return good;
}

TEST(JunitReport, LooksAsApproved) { expect_approved("junit.xml", junit_of(sample())); }

TEST(JunitReport, NamesItsShardAndSaysThatItIsAPart) {
  Sample part = sample();
  part.info.shard = 2;
  part.info.shards = 3;
  EXPECT_THAT(junit_of(part), HasSubstr("(shard 2/3)\" tests="));
  EXPECT_THAT(junit_of(part), HasSubstr("shard 2 of 3: coverage is that of a part"));
  EXPECT_THAT(junit_of(sample()), Not(HasSubstr("shard")));
}

TEST(JunitReport, IsValidUnderJenkinsStrictSchema) {
  const auto schema_file = core::shared_data("vectors/junit/junit-10.xsd");
  if (!schema_file) GTEST_SKIP() << core::absent("vectors/junit");
  const std::string text = junit_of(sample());
  xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(schema_file->c_str());
  xmlSchemaPtr schema = xmlSchemaParse(parser);
  ASSERT_NE(schema, nullptr);
  xmlSchemaValidCtxtPtr validator = xmlSchemaNewValidCtxt(schema);
  xmlDocPtr document = xmlReadMemory(text.data(), static_cast<int>(text.size()), "report.xml", nullptr, 0);
  ASSERT_NE(document, nullptr);
  EXPECT_EQ(xmlSchemaValidateDoc(validator, document), 0);
  xmlDocPtr mutated =
      xmlReadDoc(BAD_CAST "<testsuites><testsuite name='x'/></testsuites>", nullptr, nullptr, 0);
  EXPECT_NE(xmlSchemaValidateDoc(validator, mutated), 0) << "the schema checks nothing";
  xmlFreeDoc(mutated);
  xmlFreeDoc(document);
  xmlSchemaFreeValidCtxt(validator);
  xmlSchemaFree(schema);
  xmlSchemaFreeParserCtxt(parser);
}

TEST(JunitReport, StatesTimesInThreeDecimalsAndNeverBelowZero) {
  EXPECT_EQ(seconds_text(std::chrono::microseconds(12'345)), "0.012");
  EXPECT_EQ(seconds_text(std::chrono::microseconds(-5)), "0.000");
  EXPECT_EQ(seconds_text(std::chrono::hours(24 * 365)), "31536000.000");
  const std::string text = junit_of(sample());
  const std::regex time("time=\"([^\"]*)\"");
  std::size_t count = 0;
  for (std::sregex_iterator each(text.begin(), text.end(), time), end; each != end; ++each, ++count) {
    EXPECT_TRUE(std::regex_match((*each)[1].str(), std::regex("[0-9]+\\.[0-9]{3}")));
  }
  EXPECT_GT(count, 10u);
}

TEST(XmlText, ShowsWhatXmlCannotHold) {
  EXPECT_EQ(xml_text("a\x1b[0m"), "a\\x1b[0m");
  EXPECT_EQ(xml_text(std::string("nul\0!", 5)), "nul\\x00!");
  EXPECT_EQ(xml_text("\xef\xbf\xbe\xef\xbf\xbf"), "\\ufffe\\uffff");
  EXPECT_EQ(xml_text("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a lone surrogate
  EXPECT_EQ(xml_text("\xff"), "\\xff");
  EXPECT_EQ(xml_text("]]> <a> & \""), "]]&gt; &lt;a&gt; &amp; \"");
  EXPECT_EQ(xml_attribute("a\nb\t\"c\"\r"), "a&#10;b&#9;&quot;c&quot;&#13;");
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    EXPECT_TRUE(is_well_formed("<a b=\"" + xml_attribute(one) + "\">" + xml_text(one) + "</a>")) << byte;
  }
}

TEST(JunitReport, SurvivesHostileText) {
  const std::string text = junit_of(only([](run::CaseResult& result) {
    result.verdict.status = verdict::Status::deviates;
    result.verdict.findings = {
        SampleBuilder::finding("contract.status", verdict::Severity::deviation, hostile, hostile)};
  }));
  EXPECT_TRUE(is_well_formed(text));
  EXPECT_THAT(text, Not(HasSubstr("CDATA")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("##vso[")));
}

TEST(JunitReport, TypesFailuresByRuleAndGivesTheReasonTwice) {
  const std::string text = junit_of(only([](run::CaseResult& result) {
    result.verdict.status = verdict::Status::deviates;
    result.verdict.findings = {
        SampleBuilder::finding("contract.status", verdict::Severity::deviation, "400", "500")};
  }));
  EXPECT_THAT(text,
              HasSubstr(R"(<failure type="contract.status" message="contract.status: expected 400, got 500">)"
                        "contract.status: expected 400, got 500\n"));
  EXPECT_THAT(text, HasSubstr(R"(failures="1" errors="0" skipped="0")"));
  for (const char* type : {"integer", "boolean", "string", "number", "array", "object", "date"}) {
    EXPECT_THAT(junit_of(sample()), Not(HasSubstr(std::string("type=\"") + type + "\"")));
  }
}

TEST(JunitReport, ABrokenLineOfARecordingIsNoFaultOfTheTransport) {
  plan::Case place;
  place.id = "unreadable.recording/recorded/run.jsonl:5";
  place.operation = "recording";
  place.group.kind = plan::Group::Kind::recorded;
  place.name = "run.jsonl:5";
  const std::string text = junit_of(only([&](run::CaseResult& result) {
    result.test = &place;
    result.verdict.status = verdict::Status::error;
    result.verdict.reason = "this line is no JSON";
    result.verdict.reason_kind = exchange::Reason::Kind::recording;
  }));
  EXPECT_THAT(text, HasSubstr(R"(<error type="recording.unreadable" message="this line is no JSON">)"));
}

TEST(JunitReport, TellsFailuresFromErrorsAndSkips) {
  const std::string text = junit_of(sample());
  EXPECT_THAT(text,
              HasSubstr(R"(<error type="run.transport" message="cannot-connect: connection refused">)"));
  EXPECT_THAT(text, HasSubstr(R"(<error type="run.blocked" message="blocked by CreateVoiceConnectorGroup)"));
  EXPECT_THAT(text, HasSubstr(R"(<skipped message="the target states no rate">)"));
  EXPECT_THAT(text, HasSubstr(R"(<skipped message="known deviation: issue 42: times are text">)"));
  EXPECT_THAT(text, HasSubstr(R"(<failure type="known.unexpected-pass")"));
  EXPECT_THAT(text, HasSubstr("<skipped message=\"inconclusive: answered NotFoundException"));
  EXPECT_THAT(text, HasSubstr("<system-out>drift\n"));
  EXPECT_THAT(text, HasSubstr(R"(<failure type="run.known-deviation" message="known.json:9)"));
}

TEST(JunitReport, CountsWhatItWrites) {
  const std::string text = junit_of(sample());
  const auto count = [&](const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return std::to_string(found);
  };
  EXPECT_THAT(text, HasSubstr("<testsuite name=\"sample\" tests=\"" + count("<testcase ") + "\" failures=\"" +
                              count("<failure ") + "\" errors=\"" + count("<error ") + "\" skipped=\"" +
                              count("<skipped ") + "\""));
  EXPECT_EQ(count("<testsuite "), "1");
}

TEST(JunitReport, NamesEveryCaseOnceAndNeverByPlaceOrTime) {
  const std::string text = junit_of(sample());
  const std::regex testcase("<testcase classname=\"([^\"]*)\" name=\"([^\"]*)\"");
  std::set<std::string> names;
  std::size_t count = 0;
  for (std::sregex_iterator each(text.begin(), text.end(), testcase), end; each != end; ++each, ++count) {
    names.insert((*each)[1].str() + " " + (*each)[2].str());
    EXPECT_THAT((*each)[1].str() + (*each)[2].str(), Not(HasSubstr("4566")));
  }
  EXPECT_EQ(names.size(), count);
  EXPECT_TRUE(names.contains("chime.CreateVoiceConnectorGroup BadRequestException/name-empty"));
  EXPECT_THAT(text, Not(HasSubstr("hostname=")));
}

TEST(JunitReport, CutsLongTextsAndSaysHowMuch) {
  const std::string text = junit_of(only([](run::CaseResult& result) {
    result.verdict.status = verdict::Status::deviates;
    for (int count = 0; count < 200; ++count) {
      result.verdict.findings.push_back(SampleBuilder::finding(
          "schema.type", verdict::Severity::deviation, std::to_string(count), std::string(2000, 'x')));
    }
  }));
  EXPECT_LT(text.size(), max_case_text + 4000);
  EXPECT_TRUE(std::regex_search(text, std::regex("… [0-9]{6} bytes cut")));
}

TEST(JunitReport, IsNeverGreenWhenNothingWasJudged) {
  Sample empty = sample();
  empty.results.clear();
  empty.summary = {};
  EXPECT_THAT(junit_of(empty), HasSubstr(R"(<error type="run.empty" message="no case was run)"));
  EXPECT_THAT(junit_of(empty), HasSubstr(R"(tests="1" failures="0" errors="1")"));

  Sample skipped = only([](run::CaseResult& result) { result.verdict.status = verdict::Status::skipped; });
  skipped.summary.counts = {.total = 1, .skipped = 1};
  EXPECT_THAT(junit_of(skipped),
              HasSubstr(R"(<error type="run.empty" message="no case could be put to the test)"));
}

TEST(JunitReport, IsWholeAfterAnInterruption) {
  Sample cut_off = sample();
  cut_off.results.resize(2);
  cut_off.summary.interrupted = true;
  const std::string text = junit_of(cut_off);
  EXPECT_TRUE(is_well_formed(text));
  EXPECT_THAT(text, HasSubstr(R"(<error type="run.interrupted")"));
}

TEST(JunitReport, AppearsWholeOrNotAtAllAndLeavesNoParts) {
  const std::filesystem::path folder = std::filesystem::path(::testing::TempDir()) / "junit-report";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::filesystem::path path = folder / "out.xml";
  const auto files = [&] {
    return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
  };
  {
    auto report = make_junit(core::file_sink(path, nullptr), path, nullptr);
    report->case_finished(sample().results[0]);
    EXPECT_FALSE(std::filesystem::exists(path));
  }  // never finished
  EXPECT_EQ(files(), 0);
  tell(sample(), *make_junit(core::file_sink(path, nullptr), path, nullptr));
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_EQ(files(), 1);
}

TEST(JunitReport, LetsNoSecretOut) {
  auto secrets = std::make_shared<core::Secrets>();
  secrets->add("wJalrXUtnFEMI-secret");
  std::string text;
  auto made = only([](run::CaseResult& result) {
    result.verdict.status = verdict::Status::deviates;
    result.verdict.findings = {SampleBuilder::finding("contract.status", verdict::Severity::deviation, "400",
                                                      "key wJalrXUtnFEMI-secret")};
  });
  tell(made, *make_junit(core::string_sink(text, secrets), {}, secrets));
  EXPECT_THAT(text, Not(HasSubstr("wJalrXUtnFEMI")));
}

}  // namespace
}  // namespace hallmark::reports
