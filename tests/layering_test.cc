// Holds the sources to the layering: which module may include which, and which third-party
// library is named where. CONTRIBUTING tells what each is for.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>>& allowed() {
  // jsonschema may be included by every module that loads files, names by every one that asks what a name
  // says.
  static const std::map<std::string, std::set<std::string>> table = {
      {"core", {}},
      {"contract", {"core"}},
      {"jsonschema", {"core"}},
      {"names", {"core", "contract", "jsonschema"}},
      {"importers", {"core", "contract", "jsonschema", "names"}},
      {"schema", {"core", "contract", "jsonschema"}},
      {"wire", {"core", "contract"}},
      {"plan/cases", {"core", "contract", "schema", "jsonschema", "names"}},
      {"plan/values", {"core", "contract", "schema", "jsonschema", "names", "plan/cases"}},
      {"plan/context", {"core", "contract", "names", "plan/cases", "plan/values"}},
      {"plan/kinds", {"core", "contract", "names", "plan/cases", "plan/values", "plan/context"}},
      {"plan/generate",
       {"core", "contract", "schema", "jsonschema", "names", "plan/cases", "plan/values", "plan/context",
        "plan/kinds"}},
      {"plan",
       {"core", "contract", "schema", "jsonschema", "names", "plan/cases", "plan/values", "plan/context",
        "plan/generate"}},
      {"exchange", {"core", "contract", "wire", "plan", "plan/cases", "jsonschema", "names"}},
      {"proxy", {"core", "names", "wire", "exchange"}},
      {"endpoint/reference", {"core", "contract", "wire", "jsonschema", "names"}},
      {"endpoint/mutants", {"core", "contract", "wire", "endpoint/reference", "jsonschema", "names"}},
      {"endpoint/serve", {"core", "contract", "wire", "endpoint/reference", "endpoint/mutants", "names"}},
      {"verdict",
       {"core", "contract", "schema", "jsonschema", "wire", "plan/cases", "plan/context", "exchange",
        "names"}},
      {"run",
       {"core", "contract", "plan", "plan/cases", "plan/context", "plan/generate", "exchange", "verdict",
        "wire", "names"}},
      {"reports", {"core", "contract", "plan", "plan/cases", "exchange", "verdict", "run"}},
      {"results",
       {"core", "schema", "contract", "plan", "plan/cases", "exchange", "verdict", "run", "reports"}},
  };
  return table;
}

// Third-party headers, and the only files (by path prefix) that may name them.
const std::vector<std::pair<std::string, std::vector<std::string>>>& third_party() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> table = {
      {"curl/", {"runner/exchange/"}},
      {"httplib.h", {"runner/endpoint/serve/"}},
      {"libxml/", {"runner/wire/"}},
      {"pcre2.h", {"runner/jsonschema/"}},
      {"CLI/", {"runner/cli/"}},
      {"zlib.h", {"runner/importers/", "runner/exchange/", "runner/wire/", "runner/endpoint/mutants/"}},
  };
  return table;
}

struct Include {
  std::string file, header;
  bool quoted;
};

std::vector<Include> includes_of(const std::string& file, const std::string& text) {
  static const std::regex line(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re", std::regex::multiline);
  std::vector<Include> found;
  for (std::sregex_iterator at(text.begin(), text.end(), line), end; at != end; ++at) {
    found.push_back({file, (*at)[2], (*at)[1] == "\""});
  }
  return found;
}

// The module that a path below runner/ belongs to: the row of the table that is one of its folders, the
// longest first ("endpoint/serve/server.h": "endpoint/serve"); where none is, its first folder.
std::string row_of(const std::string& path) {
  for (auto end = path.rfind('/'); end != std::string::npos && end > 0; end = path.rfind('/', end - 1)) {
    if (allowed().contains(path.substr(0, end))) return path.substr(0, end);
  }
  return path.substr(0, path.find('/'));
}

std::string module_of(const std::string& file) {
  if (file.rfind("reports/", 0) == 0) return "reports";
  return file.rfind("runner/", 0) == 0 ? row_of(file.substr(7)) : "";
}

bool is_test(const std::string& file) {
  return file.find("_test") != std::string::npos || file.find("testing") != std::string::npos ||
         file.find("_fixture.h") != std::string::npos || file.rfind("tests/", 0) == 0 ||
         file.rfind("suites/", 0) == 0 || file.find("_fuzz.cc") != std::string::npos ||
         file.find("_bench.cc") != std::string::npos;
}

std::vector<std::string> problems_of(const Include& include) {
  std::vector<std::string> problems;
  const std::string where = include.file + " includes " + include.header;
  const std::string module = module_of(include.file);
  if (include.quoted && !module.empty() && !is_test(include.file)) {
    const std::string other = row_of(include.header);
    const auto row = allowed().find(module);
    if (row != allowed().end() && other != module && !row->second.contains(other)) problems.push_back(where);
    if ((other == "cli" || other == "suites") && module != "cli")
      problems.push_back(where + ": nothing includes it");
    if (include.header.find('/') == std::string::npos) problems.push_back(where + ": name its module");
  }
  for (const auto& [header, places] : third_party()) {
    if (include.quoted || include.header.rfind(header, 0) != 0 || is_test(include.file)) continue;
    if (std::none_of(places.begin(), places.end(),
                     [&](const auto& p) { return include.file.rfind(p, 0) == 0; })) {
      problems.push_back(where + ": not its place");
    }
  }
  const bool googletest = include.header.rfind("gtest/", 0) == 0 || include.header.rfind("gmock/", 0) == 0;
  if (googletest && !is_test(include.file)) problems.push_back(where + ": GoogleTest outside tests");
  return problems;
}

std::vector<Include> all_includes() {
  std::vector<Include> found;
  const fs::path root(HALLMARK_SOURCE_DIR);
  for (const char* folder : {"runner", "reports", "suites", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      std::ifstream in(entry.path());
      std::ostringstream text;
      text << in.rdbuf();
      for (Include& include : includes_of(fs::relative(entry.path(), root).string(), text.str())) {
        found.push_back(std::move(include));
      }
    }
  }
  return found;
}

TEST(Layering, HoldsInEveryFile) {
  const std::vector<Include> includes = all_includes();
  EXPECT_GT(includes.size(), 500U);
  for (const Include& include : includes) {
    for (const std::string& problem : problems_of(include)) ADD_FAILURE() << problem;
  }
}

TEST(Layering, CatchesEachKindOfBreach) {
  const struct {
    const char *file, *line;
    bool breach;
  } rows[] = {
      {"runner/endpoint/serve/service.cc", "#include \"verdict/verdict.h\"", true},
      {"runner/endpoint/serve/service.cc", "#include \"wire/http.h\"", false},
      {"runner/endpoint/serve/service.cc", "#include \"endpoint/mutants/hooks.h\"", false},
      {"runner/endpoint/mutants/hooks.cc", "#include \"endpoint/reference/store.h\"", false},
      {"runner/endpoint/mutants/hooks.cc", "#include \"endpoint/serve/service.h\"", true},
      {"runner/endpoint/reference/generic.cc", "#include \"endpoint/mutants/mutants.h\"", true},
      {"runner/endpoint/reference/generic.cc", "#include <httplib.h>", true},
      {"runner/contract/model.cc", "#include \"importers/importers.h\"", true},
      {"runner/plan/plan.cc", "#include \"exchange/exchange.h\"", true},
      {"runner/plan/cases/load_suite.cc", "#include \"plan/generate/promises.h\"", true},
      {"runner/plan/generate/generate.cc", "#include \"plan/inference.h\"", true},
      {"runner/exchange/executor.cc", "#include \"plan/generate/promises.h\"", true},
      {"runner/plan/inference.cc", "#include \"plan/values/values.h\"", false},
      {"runner/plan/values/values.cc", "#include \"plan/context/context.h\"", true},
      {"runner/plan/context/readers.cc", "#include \"plan/kinds/tag_cases.h\"", true},
      {"runner/plan/kinds/tag_cases.cc", "#include \"plan/generate/behaviour.h\"", true},
      {"runner/verdict/negative.cc", "#include \"plan/kinds/input_cases.h\"", true},
      {"runner/plan/plan_test.cc", "#include \"importers/importers.h\"", false},
      {"runner/verdict/judge.cc", "#include <curl/curl.h>", true},
      {"runner/exchange/client.cc", "#include <curl/curl.h>", false},
      {"runner/core/text.cc", "#include <gtest/gtest.h>", true},
      {"runner/run/runner.cc", "#include \"cli/cli.h\"", true},
      {"runner/run/runner.cc", "#include \"results/saved.h\"", true},
      {"runner/results/merge.cc", "#include \"run/tally.h\"", false},
      {"runner/results/merge.cc", "#include \"cli/cli.h\"", true},
      {"reports/junit.cc", "#include \"endpoint/serve/service.h\"", true},
      {"runner/wire/http.cc", "#include \"http.h\"", true},
  };
  for (const auto& row : rows) {
    const auto includes = includes_of(row.file, row.line);
    ASSERT_EQ(includes.size(), 1U) << row.line;
    EXPECT_EQ(!problems_of(includes[0]).empty(), row.breach) << row.file << " " << row.line;
  }
}

}  // namespace
