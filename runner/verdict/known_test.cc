#include "verdict/known.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verdict/severities.h"

namespace hallmark::verdict {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

constexpr std::chrono::sys_days today{2026y / 5 / 20};

plan::Case case_of(std::string id) {
  plan::Case test;
  test.id = std::move(id);
  return test;
}
Verdict deviating(std::vector<std::pair<std::string, std::string>> findings) {
  Verdict verdict;
  verdict.status = Status::deviates;
  for (auto& [rule, pointer] : findings) {
    Finding finding;
    finding.rule = rule;
    finding.pointer = pointer;
    verdict.findings.push_back(finding);
  }
  return verdict;
}

TEST(KnownDeviations, CoverOnlyTheFindingsTheyName) {
  KnownDeviations known({{.case_glob = "a.B/*", .rule = "contract.status", .reason = "issue 7"}}, today);
  Verdict one = deviating({{"contract.status", ""}});
  known.apply(case_of("a.B/c/d"), one);
  EXPECT_TRUE(one.known);
  EXPECT_EQ(one.known_reason, "issue 7");

  Verdict two = deviating({{"contract.status", ""}, {"schema.type", "/X"}});
  known.apply(case_of("a.B/c/e"), two);
  EXPECT_FALSE(two.known);

  Verdict elsewhere = deviating({{"contract.status", ""}});
  known.apply(case_of("a.C/c/d"), elsewhere);
  EXPECT_FALSE(elsewhere.known);
  EXPECT_THAT(known.problems(), IsEmpty());
}

TEST(KnownDeviations, CompareThePointer) {
  KnownDeviations known({{.case_glob = "*", .rule = "schema.*", .pointer = "/X", .reason = "r"}}, today);
  Verdict there = deviating({{"schema.type", "/X"}});
  known.apply(case_of("a"), there);
  EXPECT_TRUE(there.known);
  Verdict beside = deviating({{"schema.type", "/Y"}});
  known.apply(case_of("a"), beside);
  EXPECT_FALSE(beside.known);
}

TEST(KnownDeviations, IgnoreDriftUnlessStrict) {
  Verdict verdict = deviating({{"contract.status", ""}, {"schema.enum", "/X"}});
  verdict.findings[1].severity = Severity::drift;
  const std::vector<plan::KnownDeviation> entries{
      {.case_glob = "*", .rule = "contract.status", .reason = "r"}};
  Verdict lenient = verdict, strict = verdict;
  KnownDeviations(entries, today).apply(case_of("a"), lenient);
  KnownDeviations(entries, today, {.strict = true}).apply(case_of("a"), strict);
  EXPECT_TRUE(lenient.known);
  EXPECT_FALSE(strict.known);
}

TEST(KnownDeviations, NeverCoverErrors) {
  KnownDeviations known({{.case_glob = "*", .rule = "*", .reason = "r"}}, today);
  Verdict verdict;
  verdict.status = Status::error;
  known.apply(case_of("a"), verdict);
  EXPECT_FALSE(verdict.known);
  EXPECT_THAT(known.problems(), IsEmpty());  // nothing was judged, so nothing is unused
}

TEST(KnownDeviations, TellAnUnexpectedPass) {
  KnownDeviations known({{.case_glob = "a.B/c/d", .rule = "*", .reason = "r"}}, today);
  Verdict verdict;
  known.apply(case_of("a.B/c/d"), verdict);
  EXPECT_TRUE(verdict.unexpected_pass);
  EXPECT_EQ(verdict.known_reason, "r");
  EXPECT_THAT(known.problems(), IsEmpty());  // said once, on the case
}

TEST(KnownDeviations, TellAnEntryThatIsUnusedOrExpired) {
  const plan::KnownDeviation expired{.case_glob = "a",
                                     .rule = "*",
                                     .reason = "r",
                                     .expires = std::chrono::sys_days{2026y / 5 / 19},
                                     .file = "known.json",
                                     .line = 3};
  const plan::KnownDeviation last_day{.case_glob = "b", .rule = "*", .reason = "r", .expires = today};
  const plan::KnownDeviation unused{
      .case_glob = "a*", .rule = "http.*", .reason = "r", .file = "known.json", .line = 9};
  KnownDeviations known({expired, last_day, unused}, today);
  Verdict first = deviating({{"contract.status", ""}});
  known.apply(case_of("a"), first);
  EXPECT_FALSE(first.known);
  Verdict second = deviating({{"contract.status", ""}});
  known.apply(case_of("b"), second);
  EXPECT_TRUE(second.known);
  EXPECT_THAT(known.problems(), ElementsAre(HasSubstr("known.json:3: a * *: expired on 2026-05-19"),
                                            HasSubstr("known.json:9: a* http.* *: names no finding")));
  EXPECT_THAT(known.problems(true), ElementsAre(HasSubstr("known.json:3"))) << "a glob may be used elsewhere";
}

TEST(Severities, AreWeakerWhereOnlyANewerModelSpeaks) {
  using contract::Source;
  for (const AnswerKind direction : {AnswerKind::success, AnswerKind::error}) {
    for (int check = 0; check <= static_cast<int>(Check::transport); ++check) {
      const auto row = [&](Source source) { return severity(static_cast<Check>(check), direction, source); };
      EXPECT_LE(row(Source::newer_model), row(Source::model)) << check;
      EXPECT_LE(row(Source::model), row(Source::page)) << check;
    }
  }
  EXPECT_EQ(severity(Check::type, AnswerKind::success, Source::model), Severity::deviation);
  EXPECT_EQ(severity(Check::type, AnswerKind::success, Source::newer_model), Severity::drift);
  EXPECT_EQ(severity(Check::default_status, AnswerKind::success, Source::page), Severity::deviation);
  EXPECT_EQ(severity(Check::default_status, AnswerKind::success, Source::model), Severity::drift);
}

TEST(Severities, KeywordsStandForTheSameCheckInEveryAnswer) {
  const contract::Shape union_shape{.id = "a#U", .type = contract::ShapeType::union_shape};
  const contract::Shape time{.id = "a#T", .type = contract::ShapeType::timestamp};
  const struct {
    const char* keyword;
    const contract::Shape* shape;
    Check check;
  } rows[] = {
      {"oneOf", &union_shape, Check::union_members},
      {"maxProperties", &union_shape, Check::union_members},
      {"maxProperties", nullptr, Check::constraint},
      {"anyOf", &time, Check::timestamp},
      {"type", &time, Check::timestamp},
      {"type", nullptr, Check::type},
      {"anyOf", nullptr, Check::type},
      {"format", nullptr, Check::timestamp},
      {"required", nullptr, Check::missing_required},
      {"maxLength", nullptr, Check::constraint},
  };
  for (const auto& row : rows) EXPECT_EQ(check_of_keyword(row.keyword, row.shape), row.check) << row.keyword;
}

}  // namespace
}  // namespace hallmark::verdict
