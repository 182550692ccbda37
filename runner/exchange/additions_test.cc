// What is refused for want of something is asked for again with more of it, once for the operation.
#include "exchange/additions.h"

#include <gmock/gmock.h>

#include "exchange/executor_testing.h"

namespace hallmark::exchange {
namespace {

using ::testing::StartsWith;

class AdditionsTest : public testing::ExecutorTest {
 protected:
  AdditionsTest() { plan_.suite.inferred = {"CreateThing", "GetThing"}; }

  plan::Case generated(plan::Case test) {
    test.generated = true;
    test.tier = plan::Tier::generated;
    return test;
  }
  plan::Case least() {
    plan::Case test = generated(create_case("success"));
    test.certainty = plan::Certainty::open;
    return test;
  }
};

TEST_F(AdditionsTest, TheLeastIsSentAgainWithWhatTheRefusalNames) {
  things_.wants = "Colour";
  const CaseRun first = run(least());
  EXPECT_EQ(roles(first), "base CreateThing 400; send CreateThing 200; remove DeleteThing 204; ");
  ASSERT_EQ(first.exchanges.size(), 3u);
  EXPECT_TRUE(first.exchanges[1].input.contains("Colour"));
  EXPECT_FALSE(first.exchanges[1].input.contains("Shade")) << "nobody asked for it";
  EXPECT_EQ(roles(run(least())), "send CreateThing 200; remove DeleteThing 204; ")
      << "it is known from now on";
  EXPECT_EQ(things_.kept(), 0u);
}

TEST_F(AdditionsTest, AnArrangementGetsItToo) {
  things_.wants = "Shade";
  const CaseRun asked = run(generated(get_case()));
  EXPECT_THAT(roles(asked),
              StartsWith("arrange CreateThing 400; arrange CreateThing 200; send GetThing 404"));
  EXPECT_TRUE(asked.skipped.empty() && asked.blocked.empty());
}

TEST_F(AdditionsTest, WhatIsRefusedAllTheSameIsTriedOnce) {
  things_.wants = "Taste";  // no member of that name
  EXPECT_THAT(roles(run(least())), StartsWith("send CreateThing 400; base CreateThing 400; "));
  EXPECT_EQ(roles(run(least())), "send CreateThing 400; ");
}

TEST_F(AdditionsTest, ALimitIsNoWantOfAnything) {
  things_.limit = 0;
  EXPECT_EQ(roles(run(least())), "send CreateThing 402; ");
}

TEST_F(AdditionsTest, WhatSomebodyVouchesForIsSentAsItStands) {
  things_.wants = "Colour";
  plan_.suite.inferred.clear();
  EXPECT_EQ(roles(run(least())), "send CreateThing 400; ");
}

TEST_F(AdditionsTest, NothingIsAddedOfWhichACaseSpeaks) {
  things_.wants = "Colour";
  static_cast<void>(run(least()));
  plan::Case test = least();
  test.promises = {"things.CreateThing input.Colour default"};
  EXPECT_EQ(roles(run(test)), "send CreateThing 400; ");
}

}  // namespace
}  // namespace hallmark::exchange
