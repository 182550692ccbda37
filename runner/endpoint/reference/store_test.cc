#include "endpoint/reference/store.h"

#include <gtest/gtest.h>

#include "endpoint/reference/options.h"

namespace hallmark::endpoint {
namespace {

std::string owner(std::string_view suffix) { return owner_of(derived_access_key("default", suffix)); }

TEST(Store, ForgetsTheAccountsOfFinishedRuns) {
  Store store;
  store.account(owner("MINE"))->kinds["Key"]["mine"] = {};
  store.account("AKIAOTHER")->kinds["Key"]["other"] = {};
  const std::string passing(passing_suffix);
  constexpr std::size_t cases = 40'000;
  for (std::size_t i = 0; i < cases; ++i) {
    const auto account = store.account(owner(passing + std::to_string(i)));
    if (i % 2 == 0) account->kinds["Key"]["left"] = {};
    (void)store.account(owner(passing + std::to_string(i)));
  }
  EXPECT_LT(store.accounts(), 20'000U);
  EXPECT_EQ(store.size(), cases / 2 + 2) << "what was left behind is still told";
  EXPECT_EQ(store.account(owner("MINE"))->kinds["Key"].size(), 1U);
  EXPECT_EQ(store.account("AKIAOTHER")->kinds["Key"].size(), 1U);
  EXPECT_TRUE(store.account(owner(passing + "0"))->kinds.empty());
}

}  // namespace
}  // namespace hallmark::endpoint
