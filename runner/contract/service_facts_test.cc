#include "contract/service_facts.h"

#include <gtest/gtest.h>

#include "contract/protocols.h"

namespace hallmark::contract {
namespace {

Model named(const char* sdk_id) {
  Model model;
  model.slug = "mine";
  model.service.traits.set(trait::service, Json{{"sdkId", sdk_id}});
  return model;
}

TEST(ServiceFacts, AreFoundByTheNameOfTheSdk) {
  EXPECT_TRUE(has_bare_errors(named("S3")));
  EXPECT_FALSE(has_bare_errors(named("S3 Control")));
  EXPECT_TRUE(answers_with_prefix(named("Route 53"), "ResourceId"));
  EXPECT_FALSE(answers_with_prefix(named("Route 53"), "HealthCheckId"));
  EXPECT_FALSE(answers_with_prefix(named("Route 53 Domains"), "ResourceId"));
}

TEST(ServiceFacts, StepBackBehindTheTrait) {
  Model model = named("S3");
  model.service.traits.set(protocol::rest_xml, Json{{"noErrorWrapping", false}});
  EXPECT_FALSE(has_bare_errors(model));
  model = named("Other");
  model.service.traits.set(protocol::rest_xml, Json{{"noErrorWrapping", true}});
  EXPECT_TRUE(has_bare_errors(model));
}

}  // namespace
}  // namespace hallmark::contract
