#include "reports/text.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/registry.h"
#include "reports/spool.h"
#include "reports/testing_sample.h"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(Safe, ShowsWhatWouldSpeakToATerminalOrACiSystem) {
  EXPECT_EQ(safe("a\x1b[31mb\nc"), "a\\x1b[31mb\\nc");
  EXPECT_EQ(safe("::error::x"), ":\\x3aerror::x");
  EXPECT_EQ(safe("  ::set-output name=a::b"), "  :\\x3aset-output name=a::b");
  EXPECT_EQ(safe("arn:aws:s3:::bucket"), "arn:aws:s3:::bucket");
  EXPECT_EQ(safe("x ##vso[task.setvariable]"), "x #\\x23vso[task.setvariable]");
  EXPECT_EQ(safe("##teamcity[x]"), "#\\x23teamcity[x]");
  EXPECT_EQ(safe("##[group]"), "#\\x23[group]");
  EXPECT_EQ(safe("travis_fold:start"), "travis_fold\\x3astart");
}

TEST(Capped, CutsAtALineAndSaysHowMuch) {
  EXPECT_EQ(capped("short", 100), "short");
  std::string lines;
  for (int count = 0; count < 100; ++count) lines += "0123456789\n";
  const std::string cut = capped(lines, 500);
  EXPECT_LE(cut.size(), 500u);
  EXPECT_THAT(cut, EndsWith(" bytes cut\n"));
  EXPECT_THAT(cut, HasSubstr("0123456789\n… "));
  const std::string one_line =
      capped(std::string(300, 'x') + "\xc3\xa4\xc3\xa4" + std::string(300, 'y'), 365);
  EXPECT_THAT(one_line, HasSubstr("\n… "));
}

TEST(Conclusion, IsNeverGoodWhenNothingWasProved) {
  run::RunSummary summary;
  EXPECT_EQ(conclusion(summary), "Nothing ran.");
  summary.counts = {.total = 2, .skipped = 2};
  EXPECT_EQ(conclusion(summary), "Nothing was judged: every case was skipped.");
  summary.counts = {.total = 2, .errors = 2};
  EXPECT_EQ(conclusion(summary), "No case could be judged. 2 cases could not be judged.");
  summary.counts = {.total = 2, .conforms = 1, .skipped = 1};
  EXPECT_EQ(conclusion(summary), "Every case that could be judged conforms.");
  summary.counts = {.total = 5, .conforms = 2, .skipped = 3};
  EXPECT_EQ(conclusion(summary), "Only 2 of 5 cases could be judged; they conform.");
  summary.counts = {.total = 5, .conforms = 1, .known = 1, .inconclusive = 3};
  EXPECT_EQ(conclusion(summary),
            "Only 2 of 5 cases could be judged; none of them deviates in a way that is not known.");
  summary.counts = {.total = 2, .conforms = 1, .skipped = 1};
  summary.known_problems = {"x"};
  EXPECT_EQ(conclusion(summary),
            "No new deviation was found, but the run does not pass. 1 known deviation is expired or unused.");
}

TEST(Conclusion, CountsKnownDeviationsApart) {
  run::RunSummary summary;
  summary.counts = {.total = 4, .conforms = 1, .deviates = 1, .known = 2};
  EXPECT_EQ(conclusion(summary), "1 case deviates from the documentation.");
  summary.counts = {.total = 4, .conforms = 1, .deviates = 0, .known = 3};
  EXPECT_EQ(conclusion(summary), "No case deviates in a way that is not known.");
}

TEST(Marks, AreOnePerResult) {
  std::map<Mark, int> marks;
  for (const auto& result : testing::sample().results) ++marks[mark_of(result)];
  EXPECT_EQ(marks.size(), 9u) << "the sample shows every kind";
  EXPECT_TRUE(fails(Mark::unexpected_pass));
  EXPECT_FALSE(fails(Mark::known));
}

TEST(Spool, GivesPartsBackInOrder) {
  Spool spool({}, nullptr);
  spool.add("b", "two");
  spool.add("a", "one\n");
  spool.add("b", "");
  spool.add("b", "three");
  std::vector<std::string> parts;
  spool.for_each([&](const std::string& key, const std::string& part) { parts.push_back(key + ":" + part); });
  EXPECT_THAT(parts, ElementsAre("a:one\n", "b:two", "b:", "b:three"));
}

TEST(Spool, KeepsCountWhenRedactionChangesLengths) {
  auto secrets = std::make_shared<core::Secrets>();
  secrets->add("a-very-long-secret-value");
  Spool spool({}, secrets);
  spool.add("a", "<a-very-long-secret-value>");
  spool.add("b", "next");
  std::vector<std::string> parts;
  spool.for_each([&](const std::string&, const std::string& part) { parts.push_back(part); });
  EXPECT_THAT(parts, ElementsAre("<[redacted]>", "next"));
}

TEST(Registry, MakesWhatIsAskedFor) {
  EXPECT_EQ(parse_request("junit=a=b.xml")->path, "a=b.xml");
  EXPECT_TRUE(parse_request("console")->path.empty());
  std::string problem;
  EXPECT_FALSE(parse_request("junti=x", &problem));
  EXPECT_THAT(problem, HasSubstr("Did you mean junit?"));
  EXPECT_FALSE(parse_request("junit=", &problem));
  EXPECT_THAT(problem, HasSubstr("no path"));
  for (const Format& format : formats()) {
    std::ostringstream out;
    testing::tell(testing::sample(),
                  *make_report({.name = std::string(format.name), .path = {}}, {.out = &out}, {}));
    EXPECT_FALSE(out.str().empty()) << format.name;
  }
}

TEST(Registry, ReadsWhereAReportGoes) {
  for (const char* text : {"json", "json=-", "json=/dev/stdout", "json=/dev/fd/1", "json=/proc/self/fd/1"}) {
    EXPECT_TRUE(parse_request(text)->to_standard_output()) << text;
  }
  EXPECT_FALSE(parse_request("json=/dev/stderr")->to_standard_output());
  const auto extended = parse_request("markdown+=summary.md");
  ASSERT_TRUE(extended);
  EXPECT_EQ(extended->name + " " + extended->path.string(), "markdown summary.md");
  EXPECT_TRUE(extended->append);
  std::string problem;
  EXPECT_FALSE(parse_request("junit+=a.xml", &problem));
  EXPECT_EQ(problem, "--report junit+=a.xml: a junit report cannot stand behind another in one file");
}

TEST(Registry, RefusesAPathGivenTwice) {
  const auto refused = [](const std::vector<std::string>& texts) {
    std::vector<ReportRequest> requests;
    for (const std::string& text : texts) requests.push_back(*parse_request(text));
    return repeated_path(requests).value_or("");
  };
  EXPECT_EQ(refused({"json=a", "html=b", "json", "markdown=c"}), "");
  EXPECT_EQ(refused({"json=/dev/null", "html=/dev/null"}), "");
  EXPECT_EQ(refused({"json=a", "html=./x/../a"}),
            "two reports, json and html, are to be written to ./x/../a");
  EXPECT_EQ(refused({"json=-", "console"}),
            "two reports, json and console, are to be written to standard output");
}

// The others, the verdict and the run's exit code stay.
TEST(Registry, AReportThatCannotBeWrittenCostsThatReportOnly) {
  for (const char* path : {"/dev/full", "/dev/null/folder/report"}) {
    for (const Format& format : formats()) {
      std::vector<std::string> complaints;
      const auto report = make_report({.name = std::string(format.name), .path = path}, {},
                                      [&](const std::string& text) { complaints.push_back(text); });
      testing::tell(testing::sample(), *report);
      ASSERT_EQ(complaints.size(), 1U) << format.name;
      EXPECT_TRUE(
          complaints[0].starts_with(fmt::format("the {} report {} is not written: ", format.name, path)))
          << complaints[0];
    }
  }
}

TEST(CauseTitle, SaysARuleOnce) {
  EXPECT_EQ(rule_and_promise("behaviour.input", "behaviour.input InvalidMarker"),
            "behaviour.input InvalidMarker");
  EXPECT_EQ(rule_and_promise("behaviour.unknown", "s.Tag behaviour.unknown Arn"),
            "s.Tag behaviour.unknown Arn");
  EXPECT_EQ(rule_and_promise("contract.content-type", "content-type"), "contract.content-type");
  EXPECT_EQ(rule_and_promise("contract.status", "no server error"), "contract.status: no server error");
}

}  // namespace
}  // namespace hallmark::reports
