#include "plan/share_out.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>

#include "plan/plan.h"

namespace hallmark::plan {
namespace {

// A service of `operations` operations; the first has an input of `members` members.
ServicePlan service_of(const std::string& slug, int operations, int members) {
  contract::Model model;
  model.slug = slug;
  model.service.id = "x#S";
  contract::Shape input;
  input.id = "x#Input";
  for (int i = 0; i < members; ++i) input.members.emplace_back().name = "M" + std::to_string(i);
  model.shapes.emplace(input.id, input);
  for (int i = 0; i < operations; ++i) {
    contract::Operation operation;
    operation.id = "x#Op" + std::to_string(i);
    if (i == 0) operation.input = input.id;
    model.service.operations.push_back(operation.id);
    model.operations.emplace(operation.id, operation);
  }
  ServicePlan plan;
  plan.suite.service = slug;
  plan.suite = completed(std::move(plan.suite), model);
  plan.model = std::make_shared<contract::Model>(std::move(model));
  return plan;
}

std::vector<ServicePlan> two_services() {
  std::vector<ServicePlan> services;
  services.push_back(service_of("a", 9, 12));
  services.push_back(service_of("b", 21, 0));
  return services;
}

// How many of the cases of each operation are in each shard.
std::map<std::string, std::map<unsigned, int>> spread(const Selection& selection, unsigned shards,
                                                      const std::vector<ServicePlan>& services) {
  std::map<std::string, std::map<unsigned, int>> found;
  Selection part = selection;
  part.shards = shards;
  part.line = share_out(part, services, {{}, {}});
  for (const auto& [operation, piece] : part.line) {
    for (int i = 0; i < 100; ++i) {
      const std::string id = operation + "/validation/case-" + std::to_string(i);
      int selected = 0;
      for (part.shard = 1; part.shard <= shards; ++part.shard) {
        if (!part.selects(id, Depth::quick)) continue;
        EXPECT_TRUE(part.may_select_below(operation + "/")) << id;
        ++found[operation][part.shard];
        ++selected;
      }
      EXPECT_EQ(selected, 1) << id;
    }
  }
  return found;
}

TEST(ShareOut, CutsFewOperationsAndLeavesNoCaseOut) {
  const auto services = two_services();
  for (const unsigned shards : {2u, 3u, 4u, 7u}) {
    const auto found = spread({}, shards, services);
    EXPECT_EQ(found.size(), 30u);
    std::set<unsigned> used;
    std::size_t cut = 0;
    for (const auto& [operation, in] : found) {
      cut += in.size() > 1;
      for (const auto& [shard, cases] : in) used.insert(shard);
    }
    EXPECT_LT(cut, shards);
    EXPECT_EQ(used.size(), shards);
  }
}

TEST(ShareOut, OperationsAreAsLongAsTheirCasesAreMany) {
  const auto line = share_out({.shards = 2}, two_services(), {{}, {}});
  const Piece first = line.at("a.Op0"), other = line.at("b.Op9");
  EXPECT_DOUBLE_EQ(first.from, 0);
  EXPECT_DOUBLE_EQ(other.to, 1);
  EXPECT_NEAR((first.to - first.from) / (other.to - other.from), 4, 1e-9);  // 16 of 4 + 12 members to 4
}

TEST(ShareOut, OnlyWhatIsSelectedIsSharedOut) {
  const auto services = two_services();
  const Selection one{.include = {"b.Op3"}, .exclude = {}};
  const auto found = spread(one, 4, services);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.at("b.Op3").size(), 4u) << "an operation by itself is spread over all shards";
  const auto line = share_out({.include = {}, .exclude = {"a"}, .shards = 2}, services, {{}, {}});
  EXPECT_EQ(line.size(), 21u);
  EXPECT_DOUBLE_EQ(line.at("b.Op0").from, 0);
  EXPECT_TRUE(share_out({.include = {"c"}, .exclude = {}, .shards = 2}, services, {{}, {}}).empty());
}

TEST(ShareOut, PlansNothingOfOperationsOfOtherShards) {
  const auto services = two_services();
  Selection last{.shard = 4, .shards = 4};
  last.line = share_out(last, services, {{}, {}});
  EXPECT_FALSE(last.may_select_below("a.Op0/"));
  EXPECT_TRUE(last.may_select_below("b.Op9/"));
}

}  // namespace
}  // namespace hallmark::plan
