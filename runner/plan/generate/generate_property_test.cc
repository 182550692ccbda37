// Holds the generator against the JSON Schemas of the same contract: what it calls valid must satisfy
// them, what it calls invalid must not, and every control must be valid again.
#include <gtest/gtest.h>

#include <map>

#include "contract/smithy.h"
#include "core/testing.h"
#include "jsonschema/schema.h"
#include "names/prerequisites.h"
#include "plan/cases/load.h"
#include "plan/cases/variables.h"
#include "plan/generate/generate.h"
#include "plan/inference.h"
#include "plan/plan.h"
#include "plan/values/shapes.h"
#include "schema/derive.h"

namespace hallmark::plan {
namespace {

struct Row {
  const char* file;
  std::size_t stride;  // every n-th operation
};

class GeneratedInputs : public testing::TestWithParam<Row> {};

// Schemas count the characters of base64 text: up to two bytes too many do not show.
bool hides_in_base64(const contract::Model& model, const contract::Operation& operation, const Case& test) {
  const auto place = spot_of(model, input_of(model, operation), test.constraint_pointer);
  return place.shape && place.shape->type == contract::ShapeType::blob &&
         test.constraint.starts_with("length.");
}

// As the runner does it: kept variables get values that the members' own constraints cannot be held against.
bool mentions_kept(const Json& value) {
  for (const auto& name : variables_in(value)) {
    const auto head = name.substr(0, name.find('.'));
    if (head != "unique" && head != "uuid" && head != "account" && head != "region") return true;
  }
  return false;
}

TEST_P(GeneratedInputs, AgreeWithTheRequestSchema) {
  const auto path = core::shared_data("models/smithy");
  if (!path) GTEST_SKIP() << core::absent("models/smithy");
  const auto model = contract::read_smithy(core::load_json(*path / GetParam().file));
  // Without inferred arrangements every value is the generator's own.
  const auto suite = suite_without_file(model);
  std::size_t cases = 0, operations = 0, wrong = 0, not_made = 0, index = 0;
  std::map<std::string, std::size_t> why;
  for (const auto* operation : model.all_operations()) {
    if (index++ % GetParam().stride != 0 || contract::has_event_stream(model, *operation)) continue;
    ++operations;
    const auto schema =
        jsonschema::Schema::compile(schema::request_schema(model, *operation), {.assert_format = true});
    GenerateOptions options{.depth = Depth::normal, .max_cases = 300};
    const auto result = generate(model, *operation, suite, options, [&](Case test) {
      ++cases;
      Variables variables("run", test.id);
      variables.set("account", "123456789012");
      variables.set("region", "us-east-1");
      for (const auto& row : names::Prerequisites::standard().rows()) {
        for (const auto& [variable, text] : row.otherwise) variables.set(variable, text);
      }
      for (const Step& step : test.arrange) {
        for (const auto& [variable, pointer] : step.keep) variables.set(variable, "kept-of-an-answer");
      }
      const auto sent = variables.substitute(test.send);
      EXPECT_TRUE(sent.unknown.empty()) << test.id;
      const bool about_input = test.group.is_success() || test.group.kind == Group::Kind::validation;
      const bool valid_expected = test.group.kind != Group::Kind::validation || !test.wire.empty();
      if (about_input && !mentions_kept(test.send) && !hides_in_base64(model, *operation, test)) {
        const auto checked = schema.validate(sent.value);
        if (checked.valid != valid_expected && ++wrong <= 8) {
          ADD_FAILURE() << test.id << " is " << (checked.valid ? "valid" : "invalid") << ": "
                        << core::dump(sent.value, 600)
                        << (checked.findings.empty() ? ""
                                                     : "\n  " + checked.findings.front().instance + " " +
                                                           checked.findings.front().keyword + " " +
                                                           checked.findings.front().expected);
        }
      }
      if (test.control) {
        std::string problem;
        const auto control = apply_patch(test.send, *test.control, &problem);
        if (!control) {
          ADD_FAILURE() << test.id << ": " << problem;
          return;
        }
        const auto checked = schema.validate(variables.substitute(*control).value);
        if (!checked.valid && ++wrong <= 8)
          ADD_FAILURE() << "control of " << test.id << ": " << core::dump(*control, 600);
      }
    });
    for (const auto& [key, problem] : result.not_made) {
      ++not_made;
      ++why[problem.substr(0, 60)];
      if (key.find(" status+") != std::string::npos) {
        ADD_FAILURE() << key << ": " << problem;
      }
    }
  }
  EXPECT_EQ(wrong, 0u);
  EXPECT_GT(cases, operations * 3);
  RecordProperty("cases", static_cast<int>(cases));
  if (std::getenv("HALLMARK_VERBOSE")) {
    std::cout << GetParam().file << ": " << operations << " operations, " << cases << " cases, " << not_made
              << " not made\n";
    for (const auto& [problem, count] : why) std::cout << "  " << count << " " << problem << "\n";
  }
}

INSTANTIATE_TEST_SUITE_P(Models, GeneratedInputs,
                         testing::Values(Row{"voice-id-2021-09-27.json", 1},
                                         Row{"chime-sdk-voice-2022-08-03.json", 3},
                                         Row{"cloudfront-2020-05-31.json", 9},
                                         Row{"dynamodb-2012-08-10.json", 6}, Row{"sqs-2012-11-05.json", 2},
                                         Row{"sns-2010-03-31.json", 4}, Row{"iam-2010-05-08.json", 12},
                                         Row{"kms-2014-11-01.json", 5}, Row{"sts-2011-06-15.json", 1},
                                         Row{"s3-2006-03-01.json", 8}),
                         [](const testing::TestParamInfo<Row>& row) {
                           std::string name(row.param.file);
                           name = name.substr(0, name.find("-20"));
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace hallmark::plan
