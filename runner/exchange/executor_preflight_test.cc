// The first question to an endpoint: what is said, and whether anything more is sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/executor_testing.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Preflight : public testing::ExecutorTest {
 protected:
  Preflight() { options_.clock = &clock_; }
  const core::ManualClock clock_{core::Time{std::chrono::hours(24)}};
};

TEST_F(Preflight, SaysNothingOfAnEndpointThatAnswers) {
  EXPECT_THAT(executor().preflight(0ms), IsEmpty());
  EXPECT_EQ(things_.log, (std::vector<std::string>{"GET /things"}));
  EXPECT_EQ(executor().given_up("things"), "");
}

TEST_F(Preflight, GivesUpWhereNothingAnswers) {
  target_.endpoints["*"] = "http://127.0.0.1:1";
  EXPECT_THAT(executor().preflight(0ms), ElementsAre(HasSubstr("nothing answers at http://127.0.0.1:1: ")));
  EXPECT_THAT(executor().given_up("things"), HasSubstr("has answered no request so far"));
}

TEST_F(Preflight, SaysThatTheSchemeIsWrong) {
  target_.endpoints["*"] = "https" + things_.url().substr(4);
  EXPECT_THAT(executor().preflight(0ms), ElementsAre(HasSubstr("it speaks HTTP, not HTTPS")));
  EXPECT_NE(executor().given_up("things"), "");
}

TEST_F(Preflight, SaysWhereItIsRedirectedToAndGoesOn) {
  things_.moved_to = "/console";
  EXPECT_THAT(executor().preflight(0ms),
              ElementsAre(HasSubstr("redirects to /console with status 301, which is not followed")));
  EXPECT_EQ(executor().given_up("things"), "");
}

TEST_F(Preflight, SaysThatEverythingIsAServerErrorAndGoesOn) {
  things_.starting = 1000;
  EXPECT_THAT(
      executor().preflight(0ms),
      ElementsAre(HasSubstr("answers everything with a server error (503 to ListThings, 503 to GET /)")));
  EXPECT_EQ(executor().given_up("things"), "");
}

TEST_F(Preflight, WaitsForAnEndpointThatIsStarting) {
  things_.starting = 5;
  EXPECT_THAT(executor().preflight(60s), IsEmpty());
  EXPECT_EQ(things_.count("GET /things"), 6u);
}

TEST_F(Preflight, WaitsNoLongerThanAsked) {
  things_.starting = 1000;
  EXPECT_THAT(executor().preflight(3s), ElementsAre(HasSubstr("server error")));
  EXPECT_EQ(things_.count("GET /things"), 7u);  // one each half second
}

}  // namespace
}  // namespace hallmark::exchange
