// What stands in schemas/<service>/: derived files agree with model.json, and beside each schema stand
// documents that it accepts and refuses.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "contract/smithy.h"
#include "jsonschema/pattern.h"
#include "jsonschema/schema.h"
#include "schema/derive.h"
#include "schema/formats.h"

namespace hallmark::schema {
namespace {

namespace fs = std::filesystem;
const fs::path root = HALLMARK_SOURCE_DIR;

constexpr const char* probes[] = {"", " ", "!", "\x01", "\U0001F600"};
constexpr std::string_view request_suffix = ".request.schema.json";
constexpr std::string_view schema_suffix = ".schema.json";
constexpr std::string_view instances_suffix = ".instances.json";

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> services() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(root / "schemas")) {
    if (fs::exists(entry.path() / "model.json")) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

// How the derived files of a folder differ from what its model.json derives to. The operations are those
// whose request schema is there.
std::vector<std::string> stale_files(const fs::path& folder) {
  const contract::Model model = contract::read_smithy(core::load_json(folder / "model.json"));
  std::vector<std::string> problems;
  std::set<std::string> there;
  std::vector<const contract::Operation*> operations;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name == "model.json" || ends_with(name, instances_suffix) || ends_with(name, ".overlay.json"))
      continue;
    there.insert(name);
    if (!ends_with(name, request_suffix)) continue;
    const contract::Operation* operation =
        model.operation(name.substr(0, name.size() - request_suffix.size()));
    if (operation) operations.push_back(operation);
  }
  for (const SchemaFile& file : schema_files(model, operations)) {
    if (there.erase(file.name) == 0) {
      problems.push_back(file.name + " is missing");
    } else if (read(folder / file.name) != file.text) {
      problems.push_back(file.name + " is not what model.json derives to");
    }
  }
  for (const std::string& name : there) problems.push_back(name + " belongs to no operation of model.json");
  return problems;
}

// Some models' patterns, searched for and not anchored, match any text.
bool matches_anything(const std::string& pattern) {
  const auto compiled = jsonschema::Pattern::compile(pattern);
  return compiled && std::all_of(std::begin(probes), std::end(probes), [&](const char* probe) {
           return compiled->search(probe) == jsonschema::Pattern::Answer::yes;
         });
}

// Places of every assertion below a schema, as findings name them; required names each by itself.
void collect_assertions(const Json& schema, const std::string& at, std::set<std::string>& places) {
  static const std::set<std::string> assertions{"type",      "enum",          "const",        "minLength",
                                                "maxLength", "pattern",       "format",       "minimum",
                                                "maximum",   "minItems",      "maxItems",     "uniqueItems",
                                                "oneOf",     "minProperties", "maxProperties"};
  if (!schema.is_object()) return;
  for (const auto& [keyword, value] : schema.items()) {
    const std::string here = core::pointer_join(at, keyword);
    if (keyword == "pattern" && matches_anything(value.get<std::string>())) continue;
    if (assertions.count(keyword) != 0) places.insert(here);
    if (keyword == "required") {
      for (const Json& name : value) places.insert(here + " " + name.get<std::string>());
    } else if (keyword == "anyOf") {
      places.insert(here);
      for (std::size_t i = 0; i < value.size(); ++i) {
        std::set<std::string> inner;
        collect_assertions(value[i], core::pointer_join(here, i), inner);
        // That no branch has the type, or the form, is said of the choice.
        for (const std::string& place : inner) {
          if (!ends_with(place, "/type") && !ends_with(place, "/pattern")) places.insert(place);
        }
      }
    } else if (keyword == "properties" || keyword == "$defs") {
      for (const auto& [name, child] : value.items())
        collect_assertions(child, core::pointer_join(here, name), places);
    } else if (keyword == "items" || keyword == "additionalProperties" || keyword == "propertyNames") {
      collect_assertions(value, here, places);
    }
  }
}

struct Tally {
  std::size_t accepted = 0, rejected = 0;
};

// What is wrong with the instances of one schema. `schema` is read beside them.
std::vector<std::string> instance_problems(const OrderedJson& schema_json, const Json& instances,
                                           Tally& tally) {
  std::vector<std::string> problems;
  const jsonschema::Schema schema = jsonschema::Schema::compile(schema_json, {.assert_format = true});
  for (const Json& instance : instances["accepted"]) {
    ++tally.accepted;
    const jsonschema::Evaluation result = schema.validate(instance);
    if (!result.valid) problems.push_back("not accepted: " + instance.dump().substr(0, 200));
  }
  std::set<std::string> open;
  collect_assertions(core::to_sorted(schema_json), "", open);
  const std::string id = schema_json["$id"].get<std::string>() + "#";
  for (const Json& rejected : instances["rejected"]) {
    ++tally.rejected;
    const jsonschema::Evaluation result = schema.validate(rejected["instance"]);
    const std::string label =
        rejected["keyword"].get<std::string>() + " at " + rejected["pointer"].get<std::string>();
    if (result.valid) problems.push_back("not refused: " + label);
    bool named = false;
    for (const jsonschema::SchemaFinding& finding : result.findings) {
      if (finding.instance != rejected["pointer"])
        problems.push_back(label + ": a finding at " + finding.instance);
      if (finding.keyword == rejected["keyword"]) named = true;
      std::string place = finding.schema_location.substr(id.size());
      if (finding.keyword == "required") {
        const std::size_t quote = finding.expected.find('"');
        place += " " + finding.expected.substr(quote + 1, finding.expected.rfind('"') - quote - 1);
      }
      open.erase(place);
    }
    if (!named && !result.valid) problems.push_back("refused, but not for " + label);
  }
  for (const std::string& place : open) problems.push_back("nothing breaks " + place);
  return problems;
}

TEST(CommittedSchemas, AreWhatTheContractsDerive) {
  ASSERT_FALSE(services().empty());
  for (const fs::path& folder : services()) {
    for (const std::string& problem : stale_files(folder))
      ADD_FAILURE() << folder.filename() << ": " << problem;
  }
}

TEST(CommittedSchemas, CoverEveryOperationOfTheSuites) {
  ASSERT_FALSE(services().empty());
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(root / "suites")) {
    if (!ends_with(entry.path().filename(), ".suite.json")) continue;
    const OrderedJson suite = core::load_json(entry.path()).value;
    const char* judged = suite.contains("default") ? "default" : "operations";
    if (!suite.contains(judged)) continue;
    for (const OrderedJson& operation : suite[judged]) {
      const fs::path file = root / "schemas" / suite["service"].get<std::string>() /
                            (operation.get<std::string>() + std::string(request_suffix));
      EXPECT_TRUE(fs::exists(file)) << file;
      ++seen;
    }
  }
  EXPECT_GT(seen, 0u);
}

// The check itself: an edited, a missing and a foreign file are each noticed.
TEST(CommittedSchemas, NoticesWhatIsStale) {
  const fs::path folder = fs::path(testing::TempDir()) / "hallmark_stale_schemas";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const std::string ast = R"({"smithy": "2.0", "shapes": {
    "p#S": {"type": "service", "version": "1", "operations": [{"target": "p#Op"}],
            "traits": {"aws.api#service": {"sdkId": "Probe"}, "aws.protocols#restJson1": {}}},
    "p#Op": {"type": "operation", "input": {"target": "p#In"}, "output": {"target": "smithy.api#Unit"}},
    "p#In": {"type": "structure", "members": {"A": {"target": "smithy.api#String"}}}}})";
  std::ofstream(folder / "model.json") << ast;
  const contract::Model model = contract::read_smithy(core::load_json(folder / "model.json"));
  for (const SchemaFile& file : schema_files(model, {model.operation("Op")})) {
    std::ofstream(folder / file.name) << file.text;
  }
  EXPECT_EQ(stale_files(folder), std::vector<std::string>{});
  std::ofstream(folder / "Op.response.schema.json", std::ios::app) << " ";
  fs::remove(folder / "Op.errors.json");
  std::ofstream(folder / "Gone.error.schema.json") << "{}";
  EXPECT_EQ(stale_files(folder),
            (std::vector<std::string>{"Op.errors.json is missing",
                                      "Op.response.schema.json is not what model.json derives to",
                                      "Gone.error.schema.json belongs to no operation of model.json"}));
  fs::remove_all(folder);
}

TEST(CommittedInstances, AreAcceptedAndRefusedAsTheySay) {
  ASSERT_FALSE(services().empty());
  Tally tally;
  std::size_t files = 0;
  for (const fs::path& folder : services()) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename();
      if (ends_with(name, instances_suffix)) {
        const fs::path schema =
            folder / (name.substr(0, name.size() - instances_suffix.size()) + std::string(schema_suffix));
        EXPECT_TRUE(fs::exists(schema)) << name << " stands beside no schema";
      }
      if (!ends_with(name, schema_suffix)) continue;
      const fs::path beside =
          folder / (name.substr(0, name.size() - schema_suffix.size()) + std::string(instances_suffix));
      if (!fs::exists(beside)) {
        ADD_FAILURE() << folder.filename() << "/" << name << " has no instances";
        continue;
      }
      const core::JsonFile instances = core::load_json(beside);
      check_format(instances, "instances");
      ++files;
      for (const std::string& problem :
           instance_problems(core::load_json(entry.path()).value, core::to_sorted(instances.value), tally)) {
        ADD_FAILURE() << beside.filename() << ": " << problem;
      }
    }
  }
  std::cout << files << " schemas: " << tally.accepted << " instances accepted, " << tally.rejected
            << " refused\n";
  RecordProperty("accepted", static_cast<int>(tally.accepted));
  RecordProperty("rejected", static_cast<int>(tally.rejected));
  EXPECT_GT(files, 0u);
}

// The check itself: whatever is said wrongly of a schema is noticed.
TEST(CommittedInstances, NoticesWrongSayings) {
  const OrderedJson schema = OrderedJson::parse(R"({"$id": "https://h.example/s", "type": "object",
    "properties": {"A": {"type": "string", "maxLength": 2}}, "required": ["A"]})");
  const Json right = Json::parse(R"({"accepted": [{"A": "x"}], "rejected": [
    {"instance": 1, "keyword": "type", "pointer": ""}, {"instance": {}, "keyword": "required", "pointer": ""},
    {"instance": {"A": 1}, "keyword": "type", "pointer": "/A"},
    {"instance": {"A": "abc"}, "keyword": "maxLength", "pointer": "/A"}]})");
  Tally tally;
  EXPECT_EQ(instance_problems(schema, right, tally), std::vector<std::string>{});
  EXPECT_EQ(tally.rejected, 4u);

  Json accepts = right;
  accepts["accepted"].push_back(Json::object());
  EXPECT_EQ(instance_problems(schema, accepts, tally), std::vector<std::string>{"not accepted: {}"});
  Json refuses = right;
  refuses["rejected"].push_back({{"instance", {{"A", "x"}}}, {"keyword", "type"}, {"pointer", ""}});
  EXPECT_EQ(instance_problems(schema, refuses, tally), std::vector<std::string>{"not refused: type at "});
  Json elsewhere = right;
  elsewhere["rejected"][0]["keyword"] = "minimum";
  EXPECT_EQ(instance_problems(schema, elsewhere, tally),
            std::vector<std::string>{"refused, but not for minimum at "});
  Json incomplete = right;
  incomplete["rejected"].erase(3);
  EXPECT_EQ(instance_problems(schema, incomplete, tally),
            std::vector<std::string>{"nothing breaks /properties/A/maxLength"});
}

}  // namespace
}  // namespace hallmark::schema
