#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libxml/HTMLparser.h>

#include "core/digest.h"
#include "core/json.h"
#include "core/testing_sink.h"
#include "core/text.h"
#include "jsonschema/schema.h"
#include "reports/html.h"
#include "reports/html_script.h"
#include "reports/json.h"
#include "reports/markdown.h"
#include "reports/testing_sample.h"
#include "reports/text.h"

namespace hallmark::reports {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

Sample empty_run() {
  Sample made = sample();
  made.results.clear();
  made.summary = {};
  made.summary.exit_code = 5;
  return made;
}

std::string said(const Sample& sample, std::unique_ptr<run::Listener> (*make)(std::unique_ptr<core::Sink>)) {
  std::string text;
  tell(sample, *make(core::string_sink(text, nullptr)));
  return text;
}
std::string html_of(const Sample& sample) {
  std::string text;
  tell(sample, *make_html(core::string_sink(text, nullptr), {}, nullptr));
  return text;
}

// ---- JSON ----

jsonschema::Schema report_schema() {
  return jsonschema::Schema::compile(core::load_json(std::filesystem::path(HALLMARK_SOURCE_DIR) / "schemas" /
                                                     "formats" / "report.schema.json"));
}

TEST(JsonReport, LooksAsApproved) { expect_approved("report.json", said(sample(), make_json)); }

TEST(JsonReport, KeepsToItsSchema) {
  const jsonschema::Schema schema = report_schema();
  for (const Sample& made : {sample(), empty_run()}) {
    const auto parsed = core::parse_json(said(made, make_json));
    ASSERT_TRUE(parsed.value && !parsed.fault);
    const jsonschema::Evaluation result = schema.validate(*parsed.value);
    EXPECT_TRUE(result.valid) << (result.findings.empty() ? ""
                                                          : result.findings[0].schema_location + " at " +
                                                                result.findings[0].instance);
  }
  Json mutated = *core::parse_json(said(sample(), make_json)).value;
  mutated["cases"][0]["surprise"] = 1;
  EXPECT_FALSE(schema.validate(mutated).valid) << "the schema is not closed";
  mutated = *core::parse_json(said(sample(), make_json)).value;
  mutated["cases"][0]["status"] = "fine";
  EXPECT_FALSE(schema.validate(mutated).valid);
}

TEST(JsonReport, KeepsHostileTextAsItCame) {
  const Json report = *core::parse_json(said(sample(), make_json)).value;
  const Json* hostile_case = nullptr;
  for (const Json& each : report["cases"]) {
    if (each["name"] == "hostile-answer") hostile_case = &each;
  }
  ASSERT_NE(hostile_case, nullptr);
  EXPECT_THAT((*hostile_case)["findings"][0]["actual"].get<std::string>(), HasSubstr("\x1b[31mred"));
  const Json& body = (*hostile_case)["exchanges"][0]["response"]["body"];
  EXPECT_EQ(body["bytes"], hostile.size());
  EXPECT_EQ(core::base64_decode(body["base64"].get<std::string>()), hostile);  // it is not UTF-8
}

TEST(JsonReport, CutsBodies) {
  Sample made = sample();
  made.results[1].run.exchanges[0].http.response->body = std::string(100'000, 'x');
  const Json report = *core::parse_json(said(made, make_json)).value;
  const Json& body = report["cases"][1]["exchanges"][0]["response"]["body"];
  EXPECT_EQ(body["bytes"], 100'000);
  EXPECT_EQ(body["text"].get<std::string>().size() + body["cut"].get<std::size_t>(), 100'000u);
  EXPECT_LE(body["text"].get<std::string>().size(), 16u << 10);
}

// ---- Markdown ----

TEST(MarkdownReport, LooksAsApproved) { expect_approved("report.md", said(sample(), make_markdown)); }

TEST(MarkdownReport, PutsEndpointTextIntoCode) {
  EXPECT_EQ(code_span("a"), "`a`");
  EXPECT_EQ(code_span("a`b``c"), "```a`b``c```");
  EXPECT_EQ(code_span("`a"), "`` `a ``");
  EXPECT_EQ(code_span("a|b", true), "`a\\|b`");
  EXPECT_EQ(code_span(""), "");
  EXPECT_EQ(code_block("a\n```\nb"), "````text\na\n```\nb\n````\n");
}

TEST(MarkdownReport, StaysWithinWhatACiPageTakes) {
  Sample made = sample();
  const run::CaseResult failing = made.results[1];
  for (int count = 0; count < 400; ++count) {
    plan::Case& test = made.cases.emplace_back(*failing.test);
    test.id += std::to_string(count);
    run::CaseResult more = failing;
    more.test = &test;
    more.verdict.findings[0].actual = std::string(2000, 'x');
    made.results.push_back(more);
  }
  const std::string text = said(made, make_markdown);
  EXPECT_LT(text.size(), max_markdown);
  EXPECT_THAT(text, HasSubstr("more cases, not shown here\n"));
}

TEST(MarkdownReport, IsNeverGreenWhenNothingRan) {
  EXPECT_THAT(said(empty_run(), make_markdown), HasSubstr("**Nothing ran.**"));
}

// ---- HTML ----

TEST(HtmlReport, LooksAsApproved) { expect_approved("report.html", html_of(sample())); }

TEST(HtmlReport, ParsesWithoutComplaint) {
  const std::string text = html_of(sample());
  htmlParserCtxtPtr context = htmlNewParserCtxt();
  htmlDocPtr document =
      htmlCtxtReadMemory(context, text.data(), static_cast<int>(text.size()), nullptr, "UTF-8",
                         HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  ASSERT_NE(document, nullptr);
  // libxml2 knows HTML 4 only: names of later elements are its one complaint (XML_HTML_UNKNOWN_TAG).
  const xmlErrorPtr last = xmlCtxtGetLastError(context);
  EXPECT_TRUE(!last || last->code == XML_HTML_UNKNOWN_TAG) << last->message;
  xmlFreeDoc(document);
  htmlFreeParserCtxt(context);
}

TEST(HtmlReport, RunsItsOwnScriptAloneAndLoadsNothing) {
  const std::string text = html_of(sample());
  const std::size_t script = text.find("<script>");
  ASSERT_NE(script, std::string::npos);
  EXPECT_EQ(text.find("<script", script + 1), std::string::npos);
  EXPECT_THAT(text.substr(script),
              ::testing::StartsWith("<script>" + std::string(html_script) + "</script>"));
  EXPECT_THAT(text, HasSubstr("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" +
                              core::base64_encode(core::sha256(html_script)) + "'"));
  EXPECT_THAT(text, Not(HasSubstr("src=")));
  EXPECT_THAT(text, Not(HasSubstr("url(")));
  for (std::size_t at = text.find("href="); at != std::string::npos; at = text.find("href=", at + 1))
    EXPECT_EQ(text.substr(at, 7), "href=\"#");
}

TEST(HtmlReport, StaysSmallWhateverTheRun) {
  const Sample made = sample();
  std::string text;
  const auto report = make_html(core::string_sink(text, nullptr), {}, nullptr);
  report->run_started(made.info);
  std::deque<plan::Case> tests;
  for (int at = 0; at < 50'000; ++at) {
    // Of ten one deviates.
    run::CaseResult result = made.results[at % 10 == 0 ? 1 : 0];
    plan::Case& test = tests.emplace_back(*result.test);
    test.id = test.name = "case-" + std::to_string(at);
    result.test = &test;
    report->case_finished(result);
  }
  report->run_finished(made.info, made.summary);
  EXPECT_LT(text.size(), std::size_t{5} << 20);
  EXPECT_THAT(text, HasSubstr("which the JSON report has"));
  EXPECT_THAT(text, HasSubstr("id=\"case-49990\""));  // every failing case has its line
}

// What holds no case is shown whatever the tiles say.
TEST(HtmlReport, ShowsCausesWhateverIsFiltered) {
  const std::string text = html_of(sample());
  const std::size_t causes = text.find("<h2>Causes"), cases = text.find("<h2>Cases");
  ASSERT_LT(causes, cases);
  EXPECT_THAT(text.substr(causes, cases - causes), HasSubstr("<details class=\"group always\">"));
  EXPECT_THAT(text.substr(causes, cases - causes), Not(HasSubstr("<details class=\"group\">")));
  EXPECT_THAT(text, HasSubstr(".group.always { display: block; }"));
}

TEST(HtmlReport, HidesWhatIsKnownWhereSomethingFails) {
  const std::string text = html_of(sample());
  EXPECT_THAT(text, HasSubstr("id=\"show-is-known\" aria-label=\"known\">"));
  EXPECT_THAT(text, HasSubstr("id=\"show-is-deviates\" aria-label=\"deviates\" checked>"));
  EXPECT_THAT(text,
              HasSubstr("href=\"#chime.CreateVoiceConnectorGroup%2FBadRequestException%2Fname-empty\""));
  EXPECT_THAT(text, HasSubstr("id=\"chime.CreateVoiceConnectorGroup/BadRequestException/name-empty\""));
}

TEST(HtmlReport, ShowsHostileText) {
  const std::string text = html_of(sample());
  EXPECT_THAT(text, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
  EXPECT_TRUE(core::valid_utf8(text));
}

TEST(HtmlReport, BoundsWhatOneCaseTakes) {
  Sample made = sample();
  const std::size_t before = html_of(made).size();
  made.results[1].run.exchanges.resize(100, made.results[1].run.exchanges[0]);
  for (auto& exchange : made.results[1].run.exchanges)
    exchange.http.response->body = std::string(100'000, 'x');
  EXPECT_LT(html_of(made).size(), before + 3 * max_case_text);
}

TEST(HtmlReport, IsNeverGreenWhenNothingRan) {
  const std::string text = html_of(empty_run());
  EXPECT_THAT(text, HasSubstr("<div class=\"banner bad\">Nothing ran.</div>"));
  EXPECT_THAT(text, Not(HasSubstr("banner good\">")));
}

}  // namespace
}  // namespace hallmark::reports
