// What fixtures may demand, and what they may not.
#include "plan/cases/common_outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/error.h"
#include "plan/cases/load.h"
#include "plan/generate/testing_models.h"
#include "plan/lint.h"

namespace hallmark::plan {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

std::vector<std::string> exceptions_of(const Case& test, bool common) {
  std::vector<std::string> names;
  for (const Outcome& outcome : test.expect) {
    if (outcome.common == common) names.push_back(outcome.exception);
  }
  return names;
}

Case about(Provocation provoke) {
  Case test;
  test.operation = "CreateRoom";
  test.group = group_of("ValidationException");
  test.provoke = provoke;
  return test;
}

Case with_outcomes(Case test, const contract::Model& model = hotel()) {
  add_common_outcomes(test, model, *model.operation("CreateRoom"), model.protocols().front());
  return test;
}

TEST(CommonOutcomes, ASignatureIsRefusedByAnyErrorOfThatKind) {
  Case test = about(Provocation::identity);
  test.wire.sign = SignMode::corrupt;
  test = with_outcomes(test);
  EXPECT_THAT(
      exceptions_of(test, true),
      IsSupersetOf({"InvalidSignatureException", "SignatureDoesNotMatch", "MissingAuthenticationToken",
                    "UnrecognizedClientException", "RequestExpired", "AccessDeniedException"}));
  EXPECT_THAT(exceptions_of(test, true), Not(Contains("ThrottlingException")));
}

TEST(CommonOutcomes, ADeniedCallerIsNotUnauthenticated) {
  const Case test = with_outcomes(about(Provocation::identity));
  EXPECT_THAT(exceptions_of(test, true), Contains("AccessDenied"));
  EXPECT_THAT(exceptions_of(test, true), Not(Contains("SignatureDoesNotMatch")));
}

TEST(CommonOutcomes, ABurstIsThrottledByAnyNameOfIt) {
  const Case test = with_outcomes(about(Provocation::rate));
  EXPECT_THAT(exceptions_of(test, true), Contains("TooManyRequestsException"));
  EXPECT_THAT(exceptions_of(test, true), Not(Contains("AccessDenied")));
}

TEST(CommonOutcomes, WhatCannotBeReadMayBeRefusedBeforeTheOperation) {
  Case body = about(Provocation::request);
  body.wire.body = "{";
  EXPECT_THAT(exceptions_of(with_outcomes(body), true), Contains("SerializationException"));
  Case type = about(Provocation::request);
  type.promises = {"hotel.CreateRoom input.Name type"};
  EXPECT_THAT(exceptions_of(with_outcomes(type), true), Contains("SerializationException"));
  EXPECT_THAT(exceptions_of(with_outcomes(type, hotel("aws.protocols#restXml")), true),
              Contains("MalformedXML"));
  Case length = about(Provocation::request);
  length.promises = {"hotel.CreateRoom input.Name length.max"};
  EXPECT_TRUE(exceptions_of(with_outcomes(length), true).empty());
  Case success = body;
  success.group = Group::success();
  EXPECT_TRUE(with_outcomes(success).expect.empty());
}

class Demands : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    root_ = std::filesystem::temp_directory_path() / ("hallmark-demands-" + std::string(info->name()));
    std::filesystem::create_directories(root_);
    suite_.service = model_.slug;
    suite_.operations = {"CreateRoom"};
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  // What loading and linting a fixture of one case says; empty: nothing.
  std::string said(const std::string& members, const std::string& head = "") {
    const auto path = root_ / "fixture.json";
    std::ofstream(path) << R"({"operation": "CreateRoom", "exception": ")" << exception_ << "\", " << head
                        << R"("cases": [{"name": "one", "send": {}, )" << members << "}]}";
    try {
      cases_ = load_fixture(path, suite_, false);
    } catch (const core::DocumentError& error) {
      return error.what();
    }
    std::string text;
    for (const auto& problem : lint_cases(cases_, suite_, model_)) {
      if (problem.rule.find("place") != std::string::npos) text += problem.rule;
    }
    return text;
  }

  const contract::Model model_ = hotel();
  Suite suite_;
  std::string exception_ = "ValidationException";
  std::vector<Case> cases_;
  std::filesystem::path root_;
};

constexpr const char* place =
    R"("place": {"document": "page", "heading": "Errors", "says": "it is refused"})";

TEST_F(Demands, AnExceptionNeedsAPlace) {
  const std::string control = R"("control": "unchanged")";
  EXPECT_EQ(said(control), "fixture.demands-without-place");
  EXPECT_EQ(said(control + ", " + place), "");
  ASSERT_EQ(cases_.front().places.size(), 1u);
  EXPECT_EQ(cases_.front().places.front().heading, "Errors");
  // The file's place is the exception's: of what brings it about a promise speaks, or the case.
  const std::string head = std::string(place) + ", ";
  EXPECT_EQ(said(control, head), "fixture.demands-without-place");
  EXPECT_EQ(said(control + R"(, "promise": "hotel.CreateRoom input.Name required")", head), "");
  EXPECT_EQ(said(control + R"(, "promise": "hotel.CreateRoom input.Name required")"),
            "fixture.demands-without-place");
}

TEST_F(Demands, WithoutAPlaceItIsAnAttempt) {
  const std::string attempt =
      R"("control": "unchanged", "expect": [{"exception": "ValidationException"}, {"success": {}}])";
  EXPECT_EQ(said(attempt), "");
  EXPECT_TRUE(is_attempt(cases_.front()));
  EXPECT_EQ(said(std::string(R"("control": "unchanged", )") + place), "");
  EXPECT_FALSE(is_attempt(cases_.front()));
  EXPECT_EQ(said(R"("tier": "informative", "control": "unchanged")"), "") << "never held against anyone";
}

TEST_F(Demands, NoFixtureNarrowsTheErrorsThatAllServicesShare) {
  exception_ = "AccessDeniedException";
  const std::string unsigned_case = R"("provoke": "identity", "wire": {"sign": "none"})";
  EXPECT_EQ(said(unsigned_case), "");
  EXPECT_THAT(said(unsigned_case + R"(, "expect": [{"exception": "AccessDeniedException"}])"),
              HasSubstr("fixture.narrows-common-errors"));
  EXPECT_THAT(said(unsigned_case + R"(, "expect": [{"exception": "AccessDeniedException"},
                                                   {"exception": "SignatureDoesNotMatch"}])"),
              HasSubstr("fixture.narrows-common-errors"));
  EXPECT_EQ(said(unsigned_case + R"(, "expect": [{"exception": "AccessDeniedException"},
                                                 {"exception": "ValidationException", "reason": "first"}])"),
            "")
      << "another kind is an outcome more";
  exception_ = "ThrottlingException";
  EXPECT_THAT(said(R"("provoke": "rate", "expect": [{"exception": "ThrottlingException"}])"),
              HasSubstr("fixture.narrows-common-errors"));
}

}  // namespace
}  // namespace hallmark::plan
