#include "run/outage.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::run {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OutageTest : public ::testing::Test {
 protected:
  // One case with answers of these statuses; 0: none came.
  void finish(const std::string& id, const std::vector<int>& statuses, bool asked_for = false) {
    plan::Case test;
    test.id = "shop." + id;
    test.service = "shop";
    CaseResult result;
    result.test = &test;
    for (const int status : statuses) {
      exchange::Exchange& each = result.run.exchanges.emplace_back();
      each.fault_requested = asked_for;
      if (status == 0) {
        each.http.fault = exchange::TransportFault::closed_before_status;
      } else {
        each.http.response = wire::Response{.status = status};
      }
    }
    outage_.diagnostic(result);
  }
  void finish_many(std::size_t count, const std::vector<int>& statuses) {
    for (std::size_t at = 0; at < count; ++at) finish(fmt::format("late/{:02}", at), statuses);
  }
  Outage outage_;
};

TEST_F(OutageTest, NamesTheCaseBeforeTheFirstOfManyServerErrors) {
  finish("fine", {200, 404});
  finish("poison", {200});
  finish_many(20, {500, 0});
  finish("sends-nothing", {});
  EXPECT_THAT(
      outage_.sentences(),
      ElementsAre(AllOf(HasSubstr("shop: from shop.late/00 on, all 20 cases got server errors or no answer"),
                        HasSubstr("the last that did not was shop.poison."))));
}

TEST_F(OutageTest, IsNoneWhereAnythingElseCameSince) {
  finish("fine", {200});
  finish_many(30, {503});
  finish("back", {500, 400});
  finish_many(19, {500});
  EXPECT_THAT(outage_.sentences(), IsEmpty());
}

TEST_F(OutageTest, IsNotWhatWasAskedForNorWhatIsNotImplemented) {
  finish("fine", {200});
  finish_many(10, {501});
  for (int at = 0; at < 30; ++at) finish("by-fault", {500}, true);
  EXPECT_THAT(outage_.sentences(), IsEmpty());
}

TEST_F(OutageTest, IsNotTheStateFromTheBeginning) {
  finish_many(30, {500});
  EXPECT_THAT(outage_.sentences(), IsEmpty());
}

}  // namespace
}  // namespace hallmark::run
