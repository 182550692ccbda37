// What another service keeps for the cases of one: made once, sent in every request that names it, removed at
// the end, and never on somebody's account.
#include "exchange/provided.h"

#include <gtest/gtest.h>

#include "exchange/executor_testing.h"

namespace hallmark::exchange {
namespace {

// Makes and removes roles.
class Roles {
 public:
  Roles() : server_([this](Peer& peer) { serve(peer); }) {}
  [[nodiscard]] std::string url() const { return server_.url(); }
  [[nodiscard]] std::vector<std::string> calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  bool refuse = false;
  std::string account = "000000000000";

 private:
  using Peer = testing::Peer;
  void serve(Peer& peer) {
    while (true) {
      const std::string request = peer.read_request();
      if (request.empty()) return;
      const auto at = request.find("Action=") + 7;
      const std::string action = request.substr(at, request.find('&', at) - at);
      {
        const std::lock_guard lock(mutex_);
        calls_.push_back(action);
      }
      const std::string body =
          refuse ? "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"
                 : "<" + action + "Response><" + action +
                       "Result><Role><Arn>arn:aws:iam::123456789012:role/made-here</Arn>"
                       "<RoleName>made-here</RoleName></Role><Account>" +
                       account + "</Account></" + action + "Result></" + action + "Response>";
      peer.write(testing::response(refuse ? 403 : 200, body, "Content-Type: text/xml\r\n"));
    }
  }
  std::mutex mutex_;
  std::vector<std::string> calls_;
  testing::ScriptedServer server_;
};

class ProvidedTest : public testing::ExecutorTest {
 protected:
  ProvidedTest() { target_.endpoints["iam"] = roles_.url(); }
  std::string sent(const std::string& name = "${shared.role}") {
    plan::Case test = create_case("success");
    test.send = {{"Name", name}};
    const CaseRun result = run(test);
    return result.exchanges.empty() ? "nothing: " + result.blocked.text + result.skipped.text
                                    : result.exchanges.front().input.value("Name", "");
  }
  Roles roles_;
};

TEST_F(ProvidedTest, IsMadeOnceAndRemovedAtTheEnd) {
  EXPECT_EQ(sent(), "arn:aws:iam::123456789012:role/made-here");
  EXPECT_EQ(sent(), "arn:aws:iam::123456789012:role/made-here");
  EXPECT_EQ(roles_.calls(), std::vector<std::string>{"CreateRole"});
  executor().finish();
  EXPECT_EQ(roles_.calls(), (std::vector<std::string>{"CreateRole", "DeleteRole"}));
  EXPECT_TRUE(executor().left_behind().empty());
}

TEST_F(ProvidedTest, TheAccountIsTheEndpointsOwn) {
  target_.endpoints["sts"] = roles_.url();
  EXPECT_EQ(sent("arn:${account}"), "arn:000000000000");
  EXPECT_EQ(sent("arn:${account}"), "arn:000000000000");
  EXPECT_EQ(roles_.calls(), std::vector<std::string>{"GetCallerIdentity"});
}

TEST_F(ProvidedTest, AnAccountIsANumber) {
  target_.endpoints["sts"] = roles_.url();
  roles_.account = "account-type-7";
  EXPECT_EQ(sent("arn:${account}"), "arn:123456789012");
}

TEST_F(ProvidedTest, WhereItIsRefusedATextStandsInForIt) {
  roles_.refuse = true;
  EXPECT_EQ(sent(), "arn:aws:iam::123456789012:role/hallmark-conformance");
  EXPECT_EQ(sent(), "arn:aws:iam::123456789012:role/hallmark-conformance");
  EXPECT_EQ(roles_.calls(), std::vector<std::string>{"CreateRole"}) << "asked once";
}

TEST_F(ProvidedTest, WhatTheTargetGivesIsTaken) {
  target_.variables["shared.role"] = "arn:aws:iam::123456789012:role/ours";
  EXPECT_EQ(sent(), "arn:aws:iam::123456789012:role/ours");
  EXPECT_TRUE(roles_.calls().empty());
}

TEST_F(ProvidedTest, NothingIsMadeOnARemoteTarget) {
  target_.remote = true;
  EXPECT_EQ(sent(), "arn:aws:iam::123456789012:role/hallmark-conformance");
  EXPECT_TRUE(roles_.calls().empty());
}

TEST_F(ProvidedTest, AServiceWithoutAnAddressIsNotAsked) {
  target_.endpoints = {{"things", things_.url()}};
  EXPECT_EQ(sent(), "arn:aws:iam::123456789012:role/hallmark-conformance");
}

// Who made it lets go of its turn with the executor, not after it.
TEST_F(ProvidedTest, WhatCouldNotBeRemovedIsLeftBehind) {
  EXPECT_EQ(sent(), "arn:aws:iam::123456789012:role/made-here");
  roles_.refuse = true;
  executor().finish();
  EXPECT_FALSE(executor().left_behind().empty());
}

// A run that was killed leaves a role in its journal: it is removed by what the row's contract says.
TEST_F(ProvidedTest, WhatAJournalNamesIsRemoved) {
  JournalContents contents;
  JournalEntry entry;
  entry.id = 1;
  entry.case_id = "iam/prerequisite";
  entry.service = "iam";
  entry.resource = "Role";
  entry.operation = "CreateRole";
  entry.identity = "default";
  entry.created = true;
  entry.endpoint = roles_.url();
  entry.keep["roleName"] = "made-here";
  contents.left.push_back(entry);
  executor();
  const Cleaned cleaned = executor().clean(contents, *worker_);
  EXPECT_EQ(cleaned.removed.size(), 1u) << (cleaned.left.empty() ? "" : cleaned.left.front());
  EXPECT_EQ(roles_.calls(), std::vector<std::string>{"DeleteRole"});
}

}  // namespace
}  // namespace hallmark::exchange
