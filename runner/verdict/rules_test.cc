#include "verdict/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace hallmark::verdict {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// What the judge's sources call their rules.
std::set<std::string> named_in_sources() {
  static const std::regex rule(
      R"re("((?:contract|decode|schema|http|control|case|behaviour)\.[a-z][a-z-]*)"(?!\s*\+))re");
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(fs::path(HALLMARK_SOURCE_DIR) / "runner" / "verdict")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".cc") || name.ends_with("_test.cc") || name == "rules.cc") continue;
    const std::string text = read(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), rule), end; at != end; ++at)
      found.insert((*at)[1]);
  }
  return found;
}

TEST(Rules, AreAllThatTheJudgeNames) {
  const std::set<std::string> named = named_in_sources();
  EXPECT_GT(named.size(), 40U);
  for (const std::string& id : named) EXPECT_NE(rule_named(id), nullptr) << id << " is in no row of rules.cc";
}

TEST(Rules, CoverEveryCheckOfTheSeverityTable) {
  std::set<Check> covered;
  std::set<std::string> ids;
  for (const Rule& rule : rules()) {
    covered.insert(rule.checks.begin(), rule.checks.end());
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id << " is there twice";
    EXPECT_FALSE(rule.line.empty() || rule.line.ends_with('.')) << rule.id;
    EXPECT_FALSE(weights_in_words(rule).empty()) << rule.id;
  }
  for (int check = 0; check <= static_cast<int>(Check::transport); ++check)
    EXPECT_TRUE(covered.contains(static_cast<Check>(check))) << "check " << check << " has no rule";
}

TEST(Rules, WeighWhatDecodersSayByItsOwnRow) {
  for (int kind = 0; kind <= static_cast<int>(wire::DiagnosticKind::unsupported); ++kind) {
    const auto diagnostic = static_cast<wire::DiagnosticKind>(kind);
    const Rule* rule = rule_named(rule_of(diagnostic));
    ASSERT_NE(rule, nullptr) << rule_of(diagnostic);
    EXPECT_THAT(rule->checks, testing::Contains(check_of(diagnostic))) << rule->id;
  }
}

TEST(Rules, WeighWhatTheTableSays) {
  EXPECT_EQ(weight_of(*rule_named("http.truncated")), "deviation");
  EXPECT_EQ(weight_of(*rule_named("schema.enum")), "drift");
  EXPECT_EQ(weight_of(*rule_named("decode.null-member")), "drift or recorded only");
  EXPECT_EQ(weight_of(*rule_named("decode.unsupported")), "recorded only");
  EXPECT_EQ(weight_of(*rule_named("contract.status")), "deviation or drift");
  EXPECT_EQ(weight_of(*rule_named("case.equals")), "deviation");
  EXPECT_THAT(weights_in_words(*rule_named("decode.wrong-root")),
              testing::ElementsAre("deviation where a page, an overlay or a model states it, drift where a "
                                   "newer model alone states it"));
}

TEST(Rules, AreFoundInLaterCallsAndByGlobs) {
  EXPECT_EQ(rule_named("then.contract.status"), rule_named("contract.status"));
  EXPECT_EQ(rule_named("contract.statsu"), nullptr);
  EXPECT_TRUE(is_rule_or_glob("schema.*"));
  EXPECT_TRUE(is_rule_or_glob("then.case.*"));
  EXPECT_TRUE(is_rule_or_glob("*"));
  EXPECT_FALSE(is_rule_or_glob("shema.*"));
}

}  // namespace
}  // namespace hallmark::verdict
