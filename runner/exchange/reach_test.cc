#include "exchange/reach.h"

#include <gtest/gtest.h>

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using enum TransportFault;

class ReachTest : public ::testing::Test {
 protected:
  // A call that began at `begun` seconds and lasted so long.
  void call(const std::string& operation, const std::string& case_id, TransportFault fault, int begun,
            int lasted) {
    HttpExchange http;
    http.fault = fault;
    http.detail = "why";
    http.duration = std::chrono::seconds(lasted);
    reach_.note(operation, case_id, http, at(begun + lasted));
  }
  [[nodiscard]] static Reach::Time at(int seconds) {
    return Reach::Time{} + 1h + std::chrono::seconds(seconds);
  }

  Reach reach_{30s, at(0)};
};

TEST_F(ReachTest, OneSilenceIsADoubtAndNoAnswerToTheQuestionTheEnd) {
  call("s.A", "a/1", none, 0, 1);
  call("s.A", "a/2", timeout_before_status, 1, 30);
  EXPECT_TRUE(reach_.doubtful());
  EXPECT_EQ(reach_.given_up(), "");
  EXPECT_EQ(reach_.patience_left(at(31)), 30s);  // two time-outs behind the last answer all is over
  EXPECT_EQ(reach_.patience_left(at(51)), 10s);
  EXPECT_EQ(reach_.patience_left(at(90)), 2s);
  reach_.asked(false, "silence");
  EXPECT_EQ(reach_.given_up("s.B"), "the endpoint stopped answering after a/1");
  EXPECT_TRUE(reach_.gone());
}

TEST_F(ReachTest, WhatAnswersIsAlive) {
  call("s.A", "a/1", none, 0, 1);
  call("s.B", "b/1", timeout_in_body, 1, 30);
  reach_.asked(true, "");
  EXPECT_FALSE(reach_.doubtful());
  EXPECT_EQ(reach_.given_up("s.B"), "");
  call("s.A", "a/2", malformed_head, 31, 1);  // wrong, and a sign of life
  call("s.B", "b/2", timeout_before_status, 31, 30);
  EXPECT_EQ(reach_.given_up("s.B"), "the endpoint stopped answering s.B after a/1");
  EXPECT_EQ(reach_.given_up("s.A"), "");
  EXPECT_FALSE(reach_.gone());
}

// Another worker's answer came while this one waited.
TEST_F(ReachTest, IsNotDoubtedWhileOthersAreAnswered) {
  call("s.A", "a/1", none, 20, 1);
  call("s.B", "b/1", timeout_before_status, 0, 30);
  EXPECT_FALSE(reach_.doubtful());
}

TEST_F(ReachTest, FourFailuresAreADoubt) {
  for (int time = 0; time < 4; ++time) {
    EXPECT_FALSE(reach_.doubtful()) << time;
    call("s.A", "a", time % 2 == 0 ? cannot_connect : reset_before_status, time, 0);
  }
  EXPECT_TRUE(reach_.doubtful());
  EXPECT_FALSE(reach_.has_answered());
  reach_.asked(false, "refused");
  EXPECT_EQ(reach_.given_up("s.A"), "the endpoint has answered no request so far: refused");
}

// Something else may answer the question for an endpoint that is gone.
TEST_F(ReachTest, SixSilencesAreTheEndWhateverAnswersTheQuestion) {
  call("s.A", "a/1", none, 0, 1);
  for (int time = 0; time < 6; ++time) {
    EXPECT_EQ(reach_.given_up(), "") << time;
    call(std::string("s.") + static_cast<char>('B' + time / 2), "b", timeout_before_status, 1 + 30 * time,
         30);
    reach_.asked(true, "");
  }
  EXPECT_EQ(reach_.given_up(), "the endpoint stopped answering after a/1");
}

TEST_F(ReachTest, WhatWasCancelledSaysNothing) {
  for (int time = 0; time < 9; ++time) call("s.A", "a", cancelled, time, 0);
  EXPECT_FALSE(reach_.doubtful());
}

}  // namespace
}  // namespace hallmark::exchange
