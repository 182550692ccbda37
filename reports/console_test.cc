#include "reports/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/testing_sink.h"
#include "core/text.h"
#include "reports/console_style.h"
#include "reports/testing_sample.h"

namespace hallmark::reports {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

std::string console_of(const Sample& sample, ConsoleOptions options = {}) {
  std::string text;
  tell(sample, *make_console(core::string_sink(text, nullptr), options));
  return text;
}

ConsoleOptions in(bool terminal, std::map<std::string, std::string> environment) {
  return console_options(terminal, [&](const char* name) -> const char* {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

TEST(ConsoleReport, LooksAsApproved) { expect_approved("console.txt", console_of(sample())); }
TEST(ConsoleReport, LooksAsApprovedInFull) {
  expect_approved("console-verbose.txt", console_of(sample(), {.verbose = true}));
}
TEST(ConsoleReport, LooksAsApprovedInColour) {
  expect_approved("console-colour.txt", console_of(sample(), {.colour = true}));
}
TEST(ConsoleReport, SaysOnlyHowItEndedWhenQuiet) {
  const std::string text = console_of(sample(), {.quiet = true});
  EXPECT_THAT(text, HasSubstr("2 cases deviate from the documentation."));
  EXPECT_THAT(text, Not(HasSubstr("name-empty")));
}

TEST(ConsoleReport, NeutralisesWhatAnEndpointSays) {
  for (const bool verbose : {false, true}) {
    const std::string text = console_of(sample(), {.verbose = verbose});
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\r")));
    EXPECT_THAT(text, Not(HasSubstr("\n::error")));
    EXPECT_THAT(text, Not(HasSubstr("##vso[")));
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
  }
}

TEST(ConsoleReport, RewritesOneLineWhileItRuns) {
  const std::string text = console_of(sample(), {.progress = true});
  EXPECT_THAT(text, HasSubstr("  1/12 chime.CreateVoiceConnectorGroup\r\x1b[2K"));
  EXPECT_THAT(
      text,
      HasSubstr("12/12 chime.GetVoiceConnectorGroup, 5 cases fail\r\x1b[2K\n2 operations: 1 exercised"));
  EXPECT_THAT(console_of(sample()), Not(HasSubstr("12/12")));
}

TEST(ConsoleReport, TellsNowAndThenHowFarItIsWithoutATerminal) {
  // Each look at the clock is ten seconds later.
  std::chrono::steady_clock::time_point time{};
  const auto now = [&] { return time += std::chrono::seconds(10); };
  const std::string text = console_of(sample(), {.lines = true, .now = now});
  EXPECT_THAT(text, HasSubstr("\n  3/12 chime.CreateVoiceConnectorGroup, 2 cases fail, about "));
  EXPECT_THAT(text, HasSubstr(" left\n"));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(console_of(sample(), {.lines = true, .quiet = true, .now = now}), Not(HasSubstr("3/12")));
}

TEST(ConsoleReport, TellsHowFarItIsAlsoWhereNobodyKnowsHowManyCasesThereAre) {
  std::chrono::steady_clock::time_point time{};
  Sample streamed = sample();
  streamed.info.planned = 0;
  ConsoleOptions options{.lines = true, .now = [&] { return time += std::chrono::seconds(10); }};
  EXPECT_THAT(console_of(streamed, options),
              HasSubstr("\n  3 chime.CreateVoiceConnectorGroup, 2 cases fail\n"));
  options.begins_at = [](const std::string& operation) {
    return operation == "chime.CreateVoiceConnectorGroup" ? 0.25 : 0;
  };
  EXPECT_THAT(console_of(streamed, options),
              HasSubstr("\n  3 (25 %) chime.CreateVoiceConnectorGroup, 2 cases fail, about "));
}

TEST(ConsoleReport, TellsLargeServicesInShort) {
  Sample large = sample();
  const plan::Case failing = *large.results[1].test;
  const run::CaseResult failed = large.results[1];
  const run::CaseResult passed = large.results[0];
  large.results.clear();
  std::vector<plan::Case> cases;
  cases.reserve(1000);
  for (int operation = 10; operation < 50; ++operation) {
    for (int at = 10; at < 30; ++at) {
      plan::Case& test = cases.emplace_back(failing);
      test.operation = "Operation" + std::to_string(operation);
      test.name = "case-" + std::to_string(at);
      test.id = "chime." + test.operation + "/BadRequestException/" + test.name;
      run::CaseResult& result = large.results.emplace_back(operation < 20 ? failed : passed);
      result.test = &test;
    }
  }
  large.summary.left_behind.assign(100, "chime Group of a case");
  const std::string text = console_of(large);
  const auto lines = std::count(text.begin(), text.end(), '\n');
  EXPECT_LT(lines, 400);
  EXPECT_THAT(text, HasSubstr("Operation10"));
  EXPECT_THAT(text, HasSubstr("BadRequestException/case-10"));
  EXPECT_THAT(text, HasSubstr("BadRequestException/case-29"));  // every case that fails is named
  EXPECT_THAT(text, Not(HasSubstr("Operation30")));
  EXPECT_THAT(text, HasSubstr("30 operations where no case fails: 600 conform"));
  EXPECT_THAT(text, HasSubstr("… and 90 more"));
  EXPECT_THAT(console_of(large, {.verbose = true}), HasSubstr("case-29"));
}

TEST(ConsoleReport, CountsErrorsOfOneReasonInsteadOfRepeatingThem) {
  Sample down = sample();
  const plan::Case any = *down.results[1].test;
  down.results.clear();
  std::vector<plan::Case> cases;
  cases.reserve(20);
  for (int at = 10; at < 30; ++at) {
    plan::Case& test = cases.emplace_back(any);
    test.name = "case-" + std::to_string(at);
    test.id = "chime.CreateVoiceConnectorGroup/BadRequestException/" + test.name;
    run::CaseResult& result = down.results.emplace_back();
    result.test = &test;
    result.verdict.status = verdict::Status::error;
    result.verdict.reason = at < 29 ? "nothing listens" : "the signature was cut";
  }
  const std::string text = console_of(down);
  EXPECT_THAT(text, HasSubstr("case-12"));
  EXPECT_THAT(text, Not(HasSubstr("case-13")));
  EXPECT_THAT(text, HasSubstr("case-29"));
  EXPECT_THAT(text,
              HasSubstr("In error: could not be judged\n      19  nothing listens\n       1  the signature"));
  EXPECT_THAT(console_of(down, {.verbose = true}), HasSubstr("case-28"));
}

TEST(ConsoleReport, IsNeverGreenWhenNothingRan) {
  Sample empty = sample();
  empty.results.clear();
  empty.summary = {};
  empty.summary.exit_code = 5;
  const std::string text = console_of(empty, {.colour = true});
  EXPECT_THAT(text, HasSubstr("\x1b[31mNothing ran."));
  EXPECT_THAT(text, Not(HasSubstr("\x1b[32m")));
}

TEST(ConsoleStyle, KeepsLinesShortAndCommandsWhole) {
  const std::string text = wrapped("a " + std::string(300, 'x') + " ::error:: b", 4, 6);
  for (const std::string& line : core::split(text, '\n')) EXPECT_LE(core::code_points(line), console_width);
  const std::string pushed = wrapped(std::string(console_width - 4, 'y') + " ::error::owned", 2, 6);
  EXPECT_THAT(pushed, HasSubstr("\n      \\x3a:error::owned"));
  const std::string command =
      "curl -sS -i --http1.1 --path-as-is --globoff -X POST -H 'A: b -H c' --data-binary '{}' http://h/";
  EXPECT_EQ(core::replace_all(shell_lines(command, 4), " \\\n    ", " "), command);
  EXPECT_THAT(shell_lines(command, 4), HasSubstr("-H 'A: b -H c'"));
  EXPECT_EQ(shell_lines("curl -d '" + std::string(1000, 'x') + "'", 4), "");
  EXPECT_EQ(first_characters("äöü and more", 4), "äöü…");
}

TEST(ConsoleOptions, FollowTheEnvironment) {
  EXPECT_TRUE(in(true, {}).colour);
  EXPECT_TRUE(in(true, {}).progress);
  EXPECT_FALSE(in(false, {}).colour);
  EXPECT_FALSE(in(false, {}).progress);
  EXPECT_FALSE(in(true, {{"NO_COLOR", "1"}}).colour);
  EXPECT_TRUE(in(true, {{"NO_COLOR", ""}}).colour);
  EXPECT_FALSE(in(true, {{"CLICOLOR", "0"}}).colour);
  EXPECT_TRUE(in(false, {{"CLICOLOR_FORCE", "1"}}).colour);
  EXPECT_FALSE(in(false, {{"CLICOLOR_FORCE", "0"}}).colour);
  EXPECT_FALSE(in(false, {{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}).colour);
  EXPECT_FALSE(in(true, {{"TERM", "dumb"}}).colour);
  EXPECT_FALSE(in(true, {{"TERM", "dumb"}}).progress);
  EXPECT_FALSE(in(true, {{"CI", "true"}}).progress);
  EXPECT_TRUE(in(true, {{"CI", "true"}}).lines);
  EXPECT_FALSE(in(true, {}).lines);
}

}  // namespace
}  // namespace hallmark::reports
