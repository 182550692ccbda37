#include "reports/github.h"

#include <gmock/gmock.h>

#include <sstream>

#include "core/testing_sink.h"
#include "reports/testing_sample.h"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;

std::string said(const testing::Sample& sample) {
  std::string text;
  testing::tell(sample, *make_github(core::string_sink(text, nullptr)));
  return text;
}

TEST(GithubReport, LooksAsApproved) { testing::expect_approved("github.txt", said(testing::sample())); }

TEST(GithubReport, NothingOfAnEndpointBecomesACommand) {
  std::istringstream lines(said(testing::sample()));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_TRUE(line.starts_with("::error ") || line.starts_with("::warning ") ||
                line.starts_with("::notice "))
        << line;
    EXPECT_EQ(line.find('\r'), std::string::npos);
  }
  EXPECT_GT(count, 3u);
}

TEST(GithubReport, KeepsToWhatGithubShows) {
  testing::Sample sample = testing::sample();
  const run::Cause cause = sample.summary.causes[0];
  for (int i = 0; i < 30; ++i) sample.summary.causes.push_back(cause);
  const std::string text = said(sample);
  std::size_t errors = 0;
  for (std::size_t at = text.find("::error "); at != std::string::npos; at = text.find("::error ", at + 1))
    ++errors;
  EXPECT_EQ(errors, 10u);
  EXPECT_THAT(text, HasSubstr("causes more are in the other reports"));
}

TEST(GithubReport, EscapesAsTheRunnerReads) {
  EXPECT_EQ(command_data("50%\r\na:b,c"), "50%25%0D%0Aa:b,c");
  EXPECT_EQ(command_property("50%\na:b,c"), "50%25%0Aa%3Ab%2Cc");
}

}  // namespace
}  // namespace hallmark::reports
