#include "endpoint/reference/refusals.h"

#include <gtest/gtest.h>

namespace hallmark::endpoint {
namespace {

TEST(Refusals, NamesOfRefusedCallersAreKnown) {
  for (const std::string_view name :
       {"AccessDenied", "AccessDeniedException", "ForbiddenException", "NotAuthorizedException",
        "UnauthenticatedException", "UnauthorizedClientException", "UnauthorizedOperation",
        "UnrecognizedClientException"}) {
    EXPECT_TRUE(refuses_identity(name)) << name;
  }
}

TEST(Refusals, NamesThatOnlyContainThemAreNot) {
  for (const std::string_view name : {"AccessDeniedForDependencyException", "KMSAccessDeniedException",
                                      "UnauthorizedResourceAccessException", "UnauthorizedOperationException",
                                      "ExpiredTokenException", "accessdenied", "AccessDenie", "", "Zzz"}) {
    EXPECT_FALSE(refuses_identity(name)) << name;
  }
}

TEST(Refusals, NamesOfRefusedInputsMeanNothingElse) {
  for (const std::string_view name : {"ValidationException", "BadRequestException", "InvalidParameterValue",
                                      "InvalidParameterValuesException", "MalformedPolicyDocument"}) {
    EXPECT_TRUE(refuses_input(name)) << name;
  }
  for (const std::string_view name : {"InvalidInputCombinationException", "ResourceNotFoundException",
                                      "LimitExceededException", "InvalidStateException", ""}) {
    EXPECT_FALSE(refuses_input(name)) << name;
  }
}

}  // namespace
}  // namespace hallmark::endpoint
