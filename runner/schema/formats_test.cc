#include "schema/formats.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace hallmark::schema {
namespace {

namespace fs = std::filesystem;
const fs::path root = HALLMARK_SOURCE_DIR;

std::vector<fs::path> below(const fs::path& folder, std::string_view suffix) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    const std::string name = entry.path().filename();
    if (entry.is_regular_file() && name.size() >= suffix.size() &&
        name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0) {
      files.push_back(entry.path());
    }
  }
  return files;
}

std::string all_of(const std::vector<core::DocumentProblem>& problems) {
  std::string text;
  for (const core::DocumentProblem& problem : problems) text += to_string(problem) + "\n";
  return text;
}

TEST(Formats, EveryCommittedFileIsEmbedded) {
  std::size_t seen = 0;
  for (const fs::path& path : below(root / "schemas/formats", ".schema.json")) {
    std::ifstream stream(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    const std::string file = path.filename();
    const std::string name = file.substr(0, file.find('.'));
    EXPECT_EQ(format_schema(name), text) << name;
    const std::vector<std::string_view> names = format_names();
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name << " is not listed";
    ++seen;
  }
  EXPECT_GE(seen, 6u);
  EXPECT_EQ(format_schema("nothing"), "");
}

// Closed and described throughout: every schema of an object with properties refuses others, every
// property says what it is.
TEST(Formats, AreClosedAndDescribed) {
  const jsonschema::Schema metaschema =
      jsonschema::Schema::compile(OrderedJson{{"$ref", "https://json-schema.org/draft/2020-12/schema"}});
  for (const std::string_view name : format_names()) {
    (void)compiled_format(name);
    const Json schema = *core::parse_json(format_schema(name)).value;
    EXPECT_TRUE(metaschema.validate(schema).valid) << name;
    if (name == "report") continue;  // written, never read: open, so that members may be added
    std::vector<const Json*> pending{&schema};
    while (!pending.empty()) {
      const Json* at = pending.back();
      pending.pop_back();
      if (!at->is_structured()) continue;
      for (const Json& child : *at) pending.push_back(&child);
      if (!at->is_object() || !at->contains("properties") || !at->contains("description")) continue;
      if (!at->contains("required") || at->contains("additionalProperties")) {
        EXPECT_TRUE(at->contains("additionalProperties") || at->contains("propertyNames")) << name << *at;
      }
      for (const auto& [key, property] : (*at)["properties"].items()) {
        EXPECT_TRUE(property.contains("description") || property.contains("$ref")) << name << " " << key;
      }
    }
  }
}

struct Row {
  const char* format;
  const char* text;
  const char* pointer;  // of the first problem; null: it fits
  const char* rule;
};

class FormatRows : public testing::TestWithParam<Row> {};

TEST_P(FormatRows, AreJudged) {
  const Row& row = GetParam();
  const core::JsonFile file = core::load_json_text(row.text, "test.json");
  const std::vector<core::DocumentProblem> problems = format_problems(file, row.format);
  if (!row.pointer) {
    EXPECT_TRUE(problems.empty()) << all_of(problems);
    return;
  }
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems.front().pointer, row.pointer) << all_of(problems);
  EXPECT_EQ(problems.front().rule, row.rule) << all_of(problems);
  EXPECT_GE(problems.front().line, 1u);
  EXPECT_THROW(check_format(file, row.format), core::DocumentError);
}

INSTANTIATE_TEST_SUITE_P(
    Fixture, FormatRows,
    testing::Values(
        Row{"fixture", R"({"operation": "Op", "exception": "E", "cases": [{"name": "a-b"}]})", nullptr,
            nullptr},
        Row{"fixture", R"({"operation": "Op", "cases": []})", "/cases", "fixture.minItems"},
        Row{"fixture", R"({"operation": "Op", "cases": [{"name": "Bad Name"}]})", "/cases/0/name",
            "fixture.pattern"},
        Row{"fixture", R"({"operation": "Op", "cases": [{"name": "a", "sent": {}}]})", "/cases/0/sent",
            "fixture.additionalProperties"},
        Row{"fixture", R"({"operation": "Op", "cases": [{"name": "a", "provoke": "luck"}]})",
            "/cases/0/provoke", "fixture.enum"},
        Row{"fixture", R"({"operation": "Op", "cases": [{"name": "a", "expect": [{"reason": "none"}]}]})",
            "/cases/0/expect/0", "fixture.oneOf"},
        Row{"fixture",
            R"({"operation": "Op", "cases": [{"name": "a", "expect": [{"success": {"/X": {"equals": 1, "present": true}}}]}]})",
            "/cases/0/expect/0/success/~1X", "fixture.oneOf"},
        Row{"fixture",
            R"({"operation": "Op", "cases": [{"name": "a", "control": [{"op": "add", "path": "/X"}]}]})",
            "/cases/0/control/0", "fixture.required"},
        Row{"fixture",
            R"({"operation": "Op", "cases": [{"name": "a", "control": "unchanged", "arrange": [{"make": "G"}]}]})",
            nullptr, nullptr},
        Row{"fixture", R"({"operation": "Op", "cases": [{"name": "a", "wire": {}}]})", "/cases/0/wire",
            "fixture.minProperties"}));

INSTANTIATE_TEST_SUITE_P(
    Suite, FormatRows,
    testing::Values(Row{"suite", R"({"service": "a-b", "operations": ["Op"]})", nullptr, nullptr},
                    Row{"suite", R"({"service": "a-b", "operations": []})", "/operations", "suite.minItems"},
                    Row{"suite",
                        R"({"service": "a-b", "operations": ["Op"], "promised": {"Op": {"X": "s"}}})",
                        "/promised/Op/X", "suite.pattern"},
                    Row{"suite",
                        R"({"service": "a-b", "operations": ["Op"], "resources": {"R": {"remove": []}}})",
                        "/resources/R", "suite.required"}));

INSTANTIATE_TEST_SUITE_P(
    Target, FormatRows,
    testing::Values(
        Row{"target", R"({"name": "t", "endpoints": "builtin"})", nullptr, nullptr},
        Row{"target", R"({"name": "t", "endpoints": {}})", "/endpoints", "target.minProperties"},
        Row{"target",
            R"({"name": "t", "endpoints": "builtin", "identities": {"default": {"from": "env", "access_key_id": "A"}}})",
            "/identities/default/access_key_id", "target.not-here"},
        Row{"target",
            R"({"name": "t", "endpoints": "builtin", "provocations": {"fault": {"set": {"path": "/f"}}}})",
            "/provocations/fault", "target.oneOf"},
        Row{"target",
            R"({"name": "t", "endpoints": "builtin", "provocations": {"rate": {"requests": 5, "within": "soon"}}})",
            "/provocations/rate/within", "target.pattern"},
        Row{"target", R"({"name": "t", "endpoints": "builtin", "regoin": "x"})", "/regoin",
            "target.additionalProperties"}));

INSTANTIATE_TEST_SUITE_P(
    Others, FormatRows,
    testing::Values(
        Row{"known-deviations",
            R"({"known_deviations": [{"case": "a/*", "rule": "contract.status", "reason": "r"}]})", nullptr,
            nullptr},
        Row{"known-deviations",
            R"({"known_deviations": [{"case": "a", "rule": "b", "reason": "r", "expires": "2026-02-30"}]})",
            "/known_deviations/0/expires", "known-deviations.format"},
        Row{"journal-line", R"({"event": "removed", "id": 3})", nullptr, nullptr},
        Row{"recording-line", R"({"hallmark_recording": 1, "target": "t"})", nullptr, nullptr},
        Row{"recording-line", R"({"hallmark_recording": 2})", "/hallmark_recording", "recording-line.const"},
        Row{"instances", R"({"accepted": [1], "rejected": [{"instance": 1, "keyword": "type"}]})",
            "/rejected/0", "instances.required"},
        Row{"journal-line", R"({"event": "removed"})", "", "journal-line.oneOf"},
        Row{"overlay",
            R"({"smithy": "2.0", "shapes": {"a.b#C$d": {"type": "apply", "traits": {"smithy.api#required": {}, "hallmark.api#source": "x"}}}})",
            nullptr, nullptr},
        Row{"overlay", R"({"smithy": "2.0", "shapes": {"a.b#C": {"type": "structure"}}})", "/shapes/a.b#C",
            "overlay.required"}));

INSTANTIATE_TEST_SUITE_P(
    Knowledge, FormatRows,
    testing::Values(
        Row{"knowledge-names", R"({"verbs": [{"verb": "Create", "does": "make", "source": "s"}]})", nullptr,
            nullptr},
        Row{"knowledge-names", R"({"verbs": [{"verb": "Create", "does": "make"}]})", "/verbs/0",
            "knowledge-names.required"},
        Row{"knowledge-names", R"({"verbs": [{"verb": "Create", "does": "makes", "source": "s"}]})",
            "/verbs/0/does", "knowledge-names.enum"},
        Row{"knowledge-names", R"({"page_tokens": [{"member": "a", "ending": "b", "source": "s"}]})",
            "/page_tokens/0", "knowledge-names.oneOf"},
        Row{"knowledge-names", R"({"member_words": [{"says": "tags", "holds": "Tag", "source": "s"}]})",
            nullptr, nullptr},
        Row{"knowledge-names", R"({"member_words": [{"says": "odd", "holds": "Tag", "source": "s"}]})",
            "/member_words/0/says", "knowledge-names.enum"},
        Row{"knowledge-names",
            R"({"member_words": [{"says": "tags", "holds": "Tag", "ends": "Tag", "source": "s"}]})",
            "/member_words/0", "knowledge-names.oneOf"},
        Row{"knowledge-names", R"({"pagetokens": []})", "/pagetokens",
            "knowledge-names.additionalProperties"},
        Row{"knowledge-errors", R"({"exceptions": [{"class": "limit", "name": "A", "source": "s"}]})",
            nullptr, nullptr},
        Row{"knowledge-errors", R"({"exceptions": [{"class": "odd", "name": "A", "source": "s"}]})",
            "/exceptions/0/class", "knowledge-errors.enum"},
        Row{"knowledge-sentences",
            R"({"rules": [{"id": "a", "kind": "length", "on": ["string"], "with": ["x"], "pattern": "x",
                "precision": {"read": [1, 1]}, "source": "s"}]})",
            nullptr, nullptr},
        Row{"knowledge-sentences",
            R"({"rules": [{"id": "a", "kind": "length", "on": ["string"], "with": ["x"], "pattern": "x",
                "precision": {"agree": [1, 1]}, "source": "s"}]})",
            "/rules/0/precision", "knowledge-sentences.required"},
        Row{"knowledge-values", R"({"made": [{"members": ["A"], "value": 1, "source": "test"}]})", nullptr,
            nullptr},
        Row{"knowledge-values", R"({"made": [{"members": ["A"], "source": "test"}]})", "/made/0",
            "knowledge-values.oneOf"},
        Row{"knowledge-values", R"({"made": [{"value": 1, "source": "test"}]})", "/made/0",
            "knowledge-values.anyOf"},
        Row{"knowledge-values", R"({"free": [{"members": ["A"]}]})", "/free/0", "knowledge-values.required"},
        Row{"knowledge-values",
            R"({"answered": [{"service": "s", "members": ["A"], "by": "B", "take": {"x": "y"}, "source": "test"}]})",
            "/answered/0/take/x", "knowledge-values.pattern"},
        Row{"knowledge-services", R"({"slugs": [{"sdk_id": "s3-control", "slug": "s3control"}]})", "/slugs/0",
            "knowledge-services.required"}));

TEST(Formats, CommittedFilesFit) {
  const std::pair<std::vector<fs::path>, const char*> all[] = {
      {below(root / "fixtures", ".json"), "fixture"},
      {below(root / "suites", ".suite.json"), "suite"},
      {below(root / "targets", ".json"), "target"},
      {below(root / "suites" / "knowledge", ".json"), "knowledge-"},
  };
  std::size_t seen = 0;
  for (const auto& [files, name] : all) {
    for (const fs::path& path : files) {
      if (path.string().find("/documents/") != std::string::npos) continue;
      const core::JsonFile file = core::load_json(path);
      std::string format =
          file.value.contains("known_deviations") && file.value.size() <= 2 ? "known-deviations" : name;
      if (format.ends_with('-')) format += path.stem().string();
      const std::vector<core::DocumentProblem> problems = format_problems(file, format);
      EXPECT_TRUE(problems.empty()) << all_of(problems);
      ++seen;
    }
  }
  EXPECT_GT(seen, 30u);
}

}  // namespace
}  // namespace hallmark::schema
