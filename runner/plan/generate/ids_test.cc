// Ids never change: whatever is added to a real model, every case and every promise that was there before
// keeps its id, and with an optional member also what it sends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "contract/smithy.h"
#include "core/testing.h"
#include "plan/generate/generate.h"
#include "plan/generate/promises.h"
#include "plan/inference.h"
#include "plan/plan.h"

namespace hallmark::plan {
namespace {

using contract::Model;
using contract::Shape;
using contract::ShapeType;

struct Row {
  const char* file;
  Depth depth;
  std::size_t additions;  // how many members are added, each to the model as it was
  std::size_t stride;     // besides those of the shape with the addition every n-th operation is generated
};

// Ids of cases and promises; of cases also what is sent.
struct Ids {
  std::map<std::string, std::string> cases;
  std::set<std::string> promises;
  std::size_t beyond_bound = 0;
};

Ids ids_of(const Model& model, const std::set<std::string>& operations, Depth depth) {
  Ids ids;
  const Suite suite = with_inferred(model, suite_without_file(model));
  for (const auto* operation : model.all_operations()) {
    if (!operations.contains(std::string(operation->name())) || contract::has_event_stream(model, *operation))
      continue;
    const auto result = generate(model, *operation, suite, {.depth = depth}, [&](const Case& test) {
      EXPECT_TRUE(ids.cases.emplace(test.id, core::dump(test.send)).second) << test.id << " is there twice";
    });
    ids.beyond_bound += result.beyond_bound;
    for (const Promise& promise : promises_of(model, *operation, suite)) ids.promises.insert(promise.id);
  }
  return ids;
}

// The operations in whose input, output or errors `shape` stands.
std::set<std::string> users_of(const Model& model, const std::string& shape) {
  std::set<std::string> users;
  for (const auto* operation : model.all_operations()) {
    std::vector<std::string> waiting = {operation->input, operation->output};
    waiting.insert(waiting.end(), operation->errors.begin(), operation->errors.end());
    std::set<std::string> seen;
    while (!waiting.empty()) {
      const std::string id = waiting.back();
      waiting.pop_back();
      const Shape* found = model.shape(id);
      if (!found || !seen.insert(id).second) continue;
      for (const auto& member : found->members) waiting.push_back(member.target);
    }
    if (seen.contains(shape)) users.emplace(operation->name());
  }
  return users;
}

class GeneratedIds : public testing::TestWithParam<Row> {};

TEST_P(GeneratedIds, AMemberMoreOnlyAddsToThem) {
  const auto folder = core::shared_data("models/smithy");
  if (!folder) GTEST_SKIP() << core::absent("models/smithy");
  const Model model = contract::read_smithy(core::load_json(*folder / GetParam().file));
  std::vector<std::string> structures;
  for (const auto& [id, shape] : model.shapes) {
    if ((shape.type == ShapeType::structure || shape.type == ShapeType::union_shape) &&
        !users_of(model, id).empty())
      structures.push_back(id);
  }
  std::set<std::string> some;
  std::size_t index = 0;
  for (const auto* operation : model.all_operations()) {
    if (index++ % GetParam().stride == 0) some.emplace(operation->name());
  }
  ASSERT_GE(structures.size(), GetParam().additions);
  std::size_t added = 0, kept = 0;
  for (std::size_t i = 0; i < GetParam().additions; ++i) {
    const std::string& id = structures[i * structures.size() / GetParam().additions];
    const bool required = i % 3 == 2, in_front = i % 2 == 0;
    std::set<std::string> operations = users_of(model, id);
    while (operations.size() > 6) operations.erase(std::prev(operations.end()));
    operations.insert(some.begin(), some.end());

    Model more = model;
    Shape text{.id = "hallmark.test#Addition", .type = ShapeType::string, .members = {}, .traits = {}};
    text.traits.set(contract::trait::length, {{"min", 2}, {"max", 9}});
    more.shapes.emplace(text.id, text);
    contract::Member member{.name = "HallmarkAddition", .target = text.id, .traits = {}};
    Shape& shape = more.shapes.at(id);
    const bool of_union = shape.type == ShapeType::union_shape;
    if (required && !of_union) member.traits.set(contract::trait::required);
    shape.members.insert(in_front ? shape.members.begin() : shape.members.end(), member);

    SCOPED_TRACE(std::string(required ? "required " : "optional ") + (in_front ? "first" : "last") + " in " +
                 id);
    const Ids before = ids_of(model, operations, GetParam().depth),
              after = ids_of(more, operations, GetParam().depth);
    EXPECT_EQ(before.beyond_bound, 0u) << "the bound may push cases out: choose another row";
    for (const auto& [name, sent] : before.cases) {
      const auto found = after.cases.find(name);
      if (found == after.cases.end()) {
        ADD_FAILURE() << name << " is gone";
        continue;
      }
      ++kept;
      // Everything at once is more now, and what is broken in the body may be its first member.
      const bool changes =
          required || of_union || name.ends_with("/success/full") || name.find("malformed") != name.npos;
      if (!changes) {
        EXPECT_EQ(sent, found->second) << name;
      }
    }
    EXPECT_THAT(after.promises, testing::IsSupersetOf(before.promises));
    // What an exception has in it is one promise whatever it is.
    if (!shape.traits.has(contract::trait::error)) {
      EXPECT_GT(after.promises.size(), before.promises.size());
    }
    added += after.cases.size() - before.cases.size();
  }
  EXPECT_GT(added, 0u);
  RecordProperty("kept", static_cast<int>(kept));
  RecordProperty("added", static_cast<int>(added));
}

INSTANTIATE_TEST_SUITE_P(Models, GeneratedIds,
                         testing::Values(Row{"voice-id-2021-09-27.json", Depth::quick, 9, 3},
                                         Row{"voice-id-2021-09-27.json", Depth::normal, 9, 4},
                                         Row{"voice-id-2021-09-27.json", Depth::thorough, 6, 9},
                                         Row{"sqs-2012-11-05.json", Depth::normal, 9, 4},
                                         Row{"sqs-2012-11-05.json", Depth::thorough, 6, 6},
                                         Row{"sts-2011-06-15.json", Depth::thorough, 9, 4},
                                         Row{"s3-2006-03-01.json", Depth::quick, 12, 30},
                                         Row{"s3-2006-03-01.json", Depth::normal, 6, 40},
                                         Row{"kms-2014-11-01.json", Depth::normal, 6, 20},
                                         Row{"iam-2010-05-08.json", Depth::normal, 6, 40},
                                         Row{"chime-sdk-voice-2022-08-03.json", Depth::normal, 6, 40}),
                         [](const testing::TestParamInfo<Row>& row) {
                           const std::string file = row.param.file;
                           std::string name =
                               file.substr(0, file.size() - std::string("-2021-09-27.json").size());
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name + "_" + std::string(to_string(row.param.depth));
                         });

}  // namespace
}  // namespace hallmark::plan
