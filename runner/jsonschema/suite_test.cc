// The official JSON Schema test suite, 2020-12. The required tests are a gate, the optional ones
// are counted.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/testing.h"
#include "jsonschema/schema.h"

namespace hallmark::jsonschema {
namespace {

namespace fs = std::filesystem;

// What the suite serves under http://localhost:1234/.
class Remotes {
 public:
  explicit Remotes(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".json") continue;
      const std::string name = fs::relative(entry.path(), folder).generic_string();
      documents_.emplace("http://localhost:1234/" + name, core::load_json(entry.path()).value);
    }
  }
  [[nodiscard]] const OrderedJson* find(const std::string& uri) const {
    const auto found = documents_.find(uri);
    return found == documents_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, OrderedJson> documents_;
};

struct Count {
  std::size_t total = 0, passed = 0;
  std::vector<std::string> failed;
};

// Runs every group of one file of the suite.
void run_suite(const std::string& name, const OrderedJson& groups, const Remotes& remotes, bool assert_format,
               Count& count) {
  for (const OrderedJson& group : groups) {
    const CompileOptions options{.resolve = [&](const std::string& uri) { return remotes.find(uri); },
                                 .assert_format = assert_format};
    std::optional<Schema> schema;
    std::string problem;
    try {
      schema = Schema::compile(group["schema"], options);
    } catch (const core::DocumentError& error) {
      problem = error.what();
    }
    for (const OrderedJson& test : group["tests"]) {
      ++count.total;
      const std::string id = name + " / " + group["description"].get<std::string>() + " / " +
                             test["description"].get<std::string>();
      if (!schema) {
        count.failed.push_back(id + ": " + problem);
        continue;
      }
      const Evaluation result = schema->validate(core::to_sorted(test["data"]));
      const bool consistent = result.valid == result.findings.empty();
      if (result.valid == test["valid"].get<bool>() && !result.gave_up && consistent) {
        ++count.passed;
      } else {
        count.failed.push_back(id + (consistent ? "" : ": findings and answer disagree"));
      }
    }
  }
}

std::vector<fs::path> json_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class JsonSchemaSuite : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = core::shared_data("vectors/json-schema");
    if (!folder_) GTEST_SKIP() << core::absent("vectors/json-schema");
    remotes_.emplace(*folder_ / "remotes");
  }
  std::optional<fs::path> folder_;
  std::optional<Remotes> remotes_;
};

TEST_F(JsonSchemaSuite, PassesEveryRequiredTest) {
  Count count;
  for (const fs::path& file : json_files(*folder_ / "tests/draft2020-12")) {
    run_suite(file.filename(), core::load_json(file).value, *remotes_, false, count);
  }
  for (const std::string& failure : count.failed) ADD_FAILURE() << failure;
  EXPECT_GE(count.total, 1000u);
  std::cout << "JSON Schema 2020-12: " << count.passed << " of " << count.total << " required tests\n";
  RecordProperty("required_passed", static_cast<int>(count.passed));
  RecordProperty("required_total", static_cast<int>(count.total));
}

TEST_F(JsonSchemaSuite, CountsOptionalTests) {
  Count count;
  Count formats;
  for (const fs::path& file : json_files(*folder_ / "tests/draft2020-12/optional")) {
    run_suite(file.filename(), core::load_json(file).value, *remotes_, false, count);
  }
  for (const fs::path& file : json_files(*folder_ / "tests/draft2020-12/optional/format")) {
    run_suite(file.filename(), core::load_json(file).value, *remotes_, true, formats);
  }
  std::cout << "JSON Schema 2020-12: " << count.passed << " of " << count.total << " optional tests, "
            << formats.passed << " of " << formats.total << " of formats\n";
  if (std::getenv("HALLMARK_SHOW_OPTIONAL")) {
    for (const std::string& failure : count.failed) std::cout << "  " << failure << '\n';
    for (const std::string& failure : formats.failed) std::cout << "  " << failure << '\n';
  }
  RecordProperty("optional_passed", static_cast<int>(count.passed));
  RecordProperty("optional_total", static_cast<int>(count.total));
  RecordProperty("formats_passed", static_cast<int>(formats.passed));
  RecordProperty("formats_total", static_cast<int>(formats.total));
  EXPECT_GT(count.passed, 0u);
  EXPECT_GT(formats.passed, 0u);
}

// The runner itself: every expectation turned round must fail.
TEST_F(JsonSchemaSuite, NoticesFlippedExpectations) {
  for (const char* name : {"type.json", "unevaluatedProperties.json", "dynamicRef.json"}) {
    OrderedJson groups = core::load_json(*folder_ / "tests/draft2020-12" / name).value;
    for (OrderedJson& group : groups) {
      for (OrderedJson& test : group["tests"]) test["valid"] = !test["valid"].get<bool>();
    }
    Count count;
    run_suite(name, groups, *remotes_, false, count);
    EXPECT_GT(count.total, 0u);
    EXPECT_EQ(count.passed, 0u) << name;
    EXPECT_EQ(count.failed.size(), count.total) << name;
  }
}

// Whatever the suite takes for a schema, Hallmark's metaschema takes for one as well.
TEST_F(JsonSchemaSuite, SchemasFitTheMetaschema) {
  const Schema metaschema =
      Schema::compile(OrderedJson{{"$ref", "https://json-schema.org/draft/2020-12/schema"}});
  std::size_t seen = 0;
  for (const fs::path& file : json_files(*folder_ / "tests/draft2020-12")) {
    const OrderedJson groups = core::load_json(file).value;
    for (const OrderedJson& group : groups) {
      const Evaluation result = metaschema.validate(core::to_sorted(group["schema"]));
      EXPECT_TRUE(result.valid) << file << " " << group["description"];
      ++seen;
    }
  }
  EXPECT_GT(seen, 300u);
}

}  // namespace
}  // namespace hallmark::jsonschema
