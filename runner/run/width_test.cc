#include "run/width.h"

#include <gtest/gtest.h>

#include <functional>

namespace hallmark::run {
namespace {

using std::chrono::microseconds;

// An endpoint that answers so many requests a second at a width; each case sends one.
struct Endpoint {
  std::function<double(std::size_t width)> rate;
  Width width{2, 256};
  Width::Told told{};

  void end_cases(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      told.at += microseconds(static_cast<long>(1e6 / rate(width.now())));
      ++told.requests;
      width.tell(told);
    }
  }
};

TEST(Width, GrowsWhileTheEndpointKeepsUp) {
  Endpoint slow{.rate = [](std::size_t width) { return static_cast<double>(width) * 5; }};
  slow.end_cases(600);
  EXPECT_EQ(slow.width.now(), 256u);
  EXPECT_LT(slow.told.at, std::chrono::seconds(12)) << "two at a time would take a minute";
}

TEST(Width, StopsWhereMoreBringNothing) {
  Endpoint of_eight{
      .rate = [](std::size_t width) { return static_cast<double>(std::min<std::size_t>(width, 8)) * 1000; }};
  of_eight.end_cases(5000);
  EXPECT_EQ(of_eight.width.now(), 8u);
}

TEST(Width, StaysSmallBeforeAnEndpointThatWorksOneAfterTheOther) {
  Endpoint single{.rate = [](std::size_t) { return 2000.0; }};
  single.end_cases(1000);
  EXPECT_EQ(single.width.now(), 2u);
}

TEST(Width, TriesAgainWhatDidNotHelpBefore) {
  double of_one = 2000;
  Endpoint endpoint{.rate = [&](std::size_t width) {
    return of_one > 1000 ? of_one : of_one * static_cast<double>(width);
  }};
  endpoint.end_cases(1000);
  ASSERT_EQ(endpoint.width.now(), 2u);
  of_one = 20;  // now its answers take their time
  endpoint.end_cases(2000);
  EXPECT_GT(endpoint.width.now(), 16u);
}

TEST(Width, NarrowsWhenTheEndpointFails) {
  Endpoint endpoint{.rate = [](std::size_t width) { return static_cast<double>(width) * 100; }};
  endpoint.end_cases(200);
  const std::size_t before = endpoint.width.now();
  ASSERT_GE(before, 32u);
  ++endpoint.told.troubles;
  endpoint.end_cases(1);
  EXPECT_EQ(endpoint.width.now(), before / 2);
  endpoint.told.troubles += 10;
  endpoint.end_cases(1);
  for (int i = 0; i < 20; ++i) {
    ++endpoint.told.troubles;
    endpoint.end_cases(1);
  }
  EXPECT_EQ(endpoint.width.now(), 2u) << "never below what it began with";
}

}  // namespace
}  // namespace hallmark::run
