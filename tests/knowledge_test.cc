// Holds the sources to decision "knowledge is data": what suites/knowledge/ says stands in no C++ list
// besides. Literals are read without comments; of some words one is enough to fail, of words that mean other
// things as well ("Name", "Get") it takes two of a kind in one file.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/text.h"

namespace hallmark {
namespace {

namespace fs = std::filesystem;

struct Kind {
  std::string name;
  std::set<std::string> words;
  std::size_t enough = 1;  // so many different ones in a file are a list
};

std::set<std::string> words_of(const std::string& file, const std::string& list, const std::string& key) {
  const auto json = core::load_json(fs::path(HALLMARK_SOURCE_DIR) / "suites" / "knowledge" / file);
  std::set<std::string> words;
  for (const auto& row : json.value.at(list)) {
    if (!row.contains(key)) continue;
    if (row.at(key).is_array()) {
      for (const auto& each : row.at(key)) words.insert(each.get<std::string>());
    } else {
      words.insert(row.at(key).get<std::string>());
    }
  }
  return words;
}

std::set<std::string> united(const std::vector<std::set<std::string>>& all) {
  std::set<std::string> words;
  for (const auto& each : all) words.insert(each.begin(), each.end());
  return words;
}

// Every service that is named in a row of knowledge, or has a contract here.
std::set<std::string> slugs() {
  std::set<std::string> words;
  const fs::path root(HALLMARK_SOURCE_DIR);
  const std::function<void(const OrderedJson&)> collect = [&](const OrderedJson& value) {
    for (const auto& [key, each] : value.items()) {
      const bool names = value.is_object() && (key == "service" || key == "services" || key == "slug");
      if (names && each.is_string()) words.insert(each.get<std::string>());
      if (each.is_structured()) collect(each);
    }
  };
  for (const auto& entry : fs::directory_iterator(root / "suites" / "knowledge")) {
    if (entry.path().extension() == ".json") collect(core::load_json(entry.path()).value);
  }
  for (const auto& entry : fs::directory_iterator(root / "schemas")) {
    if (entry.is_directory()) words.insert(entry.path().filename().string());
  }
  words.erase("formats");  // a folder of schemas that is no service
  words.erase("*");        // any service
  return words;
}

// "Error" is an element of XML, too.
std::set<std::string> exception_words() {
  auto words = united({words_of("habits.json", "exception_words", "begins"),
                       words_of("habits.json", "exception_words", "ends")});
  words.erase("Error");
  return words;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"exception names",
       united({words_of("errors.json", "exceptions", "name"), words_of("errors.json", "common", "names")})},
      {"words of exceptions' names", exception_words()},
      {"page tokens and sizes",
       united({words_of("names.json", "page_tokens", "ending"),
               words_of("names.json", "page_tokens", "member"),
               words_of("names.json", "page_sizes", "member")}),
       2},
      {"idempotency tokens", words_of("names.json", "idempotency_tokens", "member")},
      {"tag calls", words_of("names.json", "tag_calls", "operation")},
      {"verbs", words_of("names.json", "verbs", "verb"), 2},
      {"identifier endings", words_of("names.json", "identifiers", "ending"), 2},
      {"services", united({slugs(), words_of("services.json", "signing", "name"),
                           words_of("services.json", "hosts", "endpoint_prefix"),
                           words_of("services.json", "hosts", "host")})},
  };
  return all;
}

// Where such words are meant to stand, and why.
struct Exempt {
  const char *path, *kind, *why;
};
constexpr const char* own_reading = "runner and endpoint must not share mistakes: it keeps its own reading";
constexpr const char* reading_members[] = {"runner/plan/", "runner/verdict/", "runner/exchange/",
                                           "runner/names/", "runner/schema/"};
constexpr Exempt exempt[] = {
    {"runner/endpoint/", "exception names", own_reading},
    {"runner/endpoint/", "words of exceptions' names", own_reading},
    {"runner/endpoint/", "page tokens and sizes", own_reading},
    {"runner/endpoint/", "idempotency tokens", own_reading},
    {"runner/endpoint/", "tag calls", own_reading},
    {"runner/endpoint/", "verbs", own_reading},
    {"runner/endpoint/", "identifier endings", own_reading},
    {"runner/importers/botocore.cc", "services", "\"s3\" is one of botocore's signature versions"},
    {"runner/contract/protocols.cc", "services", "\"ec2\" is the name that botocore gives a protocol"},
    {"runner/plan/kinds/batch_cases.cc", "services", "\"batch\" is what behaves so, and a kind of case"},
    {"runner/importers/text_reading.cc", "services", "\"batch\" is a word of sentences"},
    {"runner/exchange/credentials.cc", "services", "\"config\" is a file in ~/.aws"},
    {"runner/importers/api_reference_bindings.cc", "words of exceptions' names",
     "what pages head a paragraph with: members stand there, too, and end with Error"},
    {"runner/wire/", "exception names", "codes that a protocol's specification fixes"},
};

bool is_exempt(const std::string& file, const std::string& kind) {
  return std::any_of(std::begin(exempt), std::end(exempt), [&](const Exempt& each) {
    return file.starts_with(each.path) && (*each.kind == '\0' || kind == each.kind);
  });
}

// The string literals of a source, comments left out.
std::set<std::string> literals_of(const std::string& text) {
  std::set<std::string> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.compare(at, 2, "/*") == 0) {
      at = std::min(text.find("*/", at), text.size());
    } else if (text.compare(at, 3, "R\"(") == 0) {
      at = std::min(text.find(")\"", at), text.size());
    } else if (text[at] == '\'' && at + 2 < text.size()) {
      const bool digits = at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;
      if (!digits) at += text[at + 1] == '\\' ? 3 : 2;  // 'x', '\n'; of 1'000 the quote is no beginning
    } else if (text[at] == '"') {
      std::string literal;
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
        literal += text[at];
      }
      found.insert(literal);
    }
  }
  return found;
}

std::vector<std::string> problems_of(const std::string& file, const std::string& text) {
  std::vector<std::string> problems;
  const auto literals = literals_of(text);
  for (const Kind& kind : kinds()) {
    if (is_exempt(file, kind.name)) continue;
    std::vector<std::string> both;
    std::set_intersection(literals.begin(), literals.end(), kind.words.begin(), kind.words.end(),
                          std::back_inserter(both));
    if (both.size() < kind.enough) continue;
    std::string problem = file + ": " + kind.name + " stand in suites/knowledge/, not here:";
    for (const std::string& word : both) problem += " " + word;
    problems.push_back(problem);
  }
  return problems;
}

// ---- words of members' names ----

// In lower case. What Smithy calls the members of a map are no names that a service gave.
std::set<std::string> member_words() {
  std::set<std::string> words;
  for (const char* key : {"begins", "ends", "holds", "is"}) {
    for (const std::string& word : words_of("names.json", "member_words", key))
      words.insert(core::to_lower(word));
  }
  for (const char* word : {"key", "value"}) words.erase(word);
  return words;
}

// What a name is compared with or searched for, in lower case: behind starts_with and the like, in a
// comparison of a name, or put behind another; and whatever begins with a capital.
std::set<std::string> compared_words(const std::string& text) {
  static const std::regex calls(
      R"re((?:ends_with|starts_with|equal_ignoring_case|mentions)\([^;"]*"(\w+)"\))re"
      R"re(|find\("(\w+)"\) [!=]= std::string|\b(?:lower|name) [!=]= "(\w+)")re");
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), calls), end; at != end; ++at) {
    for (std::size_t group = 1; group < at->size(); ++group) {
      if ((*at)[group].matched) found.insert(core::to_lower((*at)[group].str()));
    }
  }
  for (const std::string& literal : literals_of(text)) {
    if (!literal.empty() && literal.front() >= 'A' && literal.front() <= 'Z')
      found.insert(core::to_lower(literal));
  }
  return found;
}

// Where names that services gave are read.
bool reads_members(const std::string& file) {
  return std::any_of(std::begin(reading_members), std::end(reading_members),
                     [&](const char* folder) { return file.starts_with(folder); });
}

std::vector<std::string> member_words_in(const std::string& file, const std::string& text) {
  static const std::set<std::string> words = member_words();
  std::vector<std::string> both;
  if (!reads_members(file)) return both;
  const auto compared = compared_words(text);
  std::set_intersection(compared.begin(), compared.end(), words.begin(), words.end(),
                        std::back_inserter(both));
  return both;
}

// What a case's variables are called is known by plan/cases/variables.h.
bool names_variables(const std::string& file, const std::string& text) {
  if (!file.starts_with("runner/plan/") || file.starts_with("runner/plan/cases/variables")) return false;
  static const std::regex compared(
      R"re(\b(?:name|head|each|variable) == "(unique|uuid|region|account)"|used\.end\(\), "(unique|uuid)")re");
  return std::regex_search(text, compared);
}

// What a protocol does is asked of its row in contract/protocols.h; only wire/ knows them by name.
bool compares_protocols(const std::string& file, const std::string& text) {
  if (file.starts_with("runner/wire/") || file.starts_with("runner/contract/")) return false;
  // Under another name they would not be seen.
  if (text.find("= contract::protocol;") != std::string::npos ||
      text.find("using namespace contract::protocol;") != std::string::npos)
    return true;
  for (const char* name :
       {"rest_json", "rest_xml", "aws_json_1_0", "aws_json_1_1", "rpcv2_cbor", "aws_query", "ec2_query"}) {
    const std::string id = std::string("protocol::") + name;
    const auto at = text.find(id);
    if (at != std::string::npos && text[at + id.size()] != '_') return true;
  }
  return false;
}

bool is_test(const std::string& file) {
  return file.find("_test") != std::string::npos || file.find("testing") != std::string::npos ||
         file.find("_fixture.h") != std::string::npos || file.find("_fuzz.cc") != std::string::npos ||
         file.find("_bench.cc") != std::string::npos;
}

TEST(KnowledgeIsData, NoListOfItStandsInTheSources) {
  const fs::path root(HALLMARK_SOURCE_DIR);
  std::size_t seen = 0;
  for (const char* folder : {"runner", "reports"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      const std::string file = fs::relative(entry.path(), root).string();
      if ((extension != ".h" && extension != ".cc") || is_test(file)) continue;
      std::ifstream in(entry.path());
      std::ostringstream text;
      text << in.rdbuf();
      ++seen;
      for (const std::string& problem : problems_of(file, text.str())) ADD_FAILURE() << problem;
      EXPECT_FALSE(compares_protocols(file, text.str()))
          << file << ": ask the protocol's row (contract/protocols.h)";
      for (const std::string& word : member_words_in(file, text.str()))
        ADD_FAILURE() << file << ": ask names::Knowledge::says, whose rows have the word \"" << word << '"';
      EXPECT_FALSE(names_variables(file, text.str())) << file << ": ask plan/cases/variables.h";
    }
  }
  EXPECT_GT(seen, 300U);
}

TEST(KnowledgeIsData, ComparedProtocolsAreNoticed) {
  EXPECT_TRUE(compares_protocols("runner/plan/a.cc", "if (id == contract::protocol::rest_json)"));
  EXPECT_TRUE(compares_protocols("runner/plan/a.cc", "namespace ids = contract::protocol;"));
  EXPECT_FALSE(compares_protocols("runner/plan/a.cc", "if (facts.rest)"));
  EXPECT_FALSE(compares_protocols("runner/plan/a.cc", "traits.has(aws.protocol::aws_query_error)"));
  EXPECT_FALSE(compares_protocols("runner/wire/a.cc", "protocol::rest_json"));
}

TEST(KnowledgeIsData, WordsOfMembersNamesAreNoticed) {
  const struct {
    const char *file, *text;
    bool breach;
  } rows[] = {
      {"runner/plan/a.cc", R"(name.ends_with("Prefix"))", true},
      {"runner/plan/a.cc", R"(constexpr const char* prefix_word = "Prefix";)", true},
      {"runner/plan/a.cc", R"(core::to_lower(member.name).starts_with("tag"))", true},
      {"runner/plan/a.cc", R"(core::to_lower(member.name).find("tag") != std::string::npos)", true},
      {"runner/plan/a.cc", R"(lower == "tags" || lower == "tagset")", true},
      {"runner/verdict/a.cc", R"(core::equal_ignoring_case(name, "metadata"))", true},
      {"runner/plan/a.cc", R"(core::equal_ignoring_case(made + "Name", member.name))", true},
      {"runner/plan/a.cc", R"(if (const auto tags = node.find("tags")))", false},
      {"runner/plan/a.cc", R"(inner.name == "key")", false},
      {"runner/plan/a.cc", R"(// "Prefix")", false},
      {"runner/endpoint/a.cc", R"(name.ends_with("Prefix"))", false},
  };
  for (const auto& row : rows)
    EXPECT_EQ(!member_words_in(row.file, row.text).empty(), row.breach) << row.text;
}

TEST(KnowledgeIsData, VariablesAreNoticed) {
  EXPECT_TRUE(names_variables("runner/plan/a.cc", R"(return head == "unique";)"));
  EXPECT_TRUE(names_variables("runner/plan/a.cc", R"(std::find(used.begin(), used.end(), "uuid"))"));
  EXPECT_FALSE(names_variables("runner/plan/a.cc", R"(if (const auto region = root.find("region")))"));
  EXPECT_FALSE(names_variables("runner/plan/cases/variables.cc", R"(name == "unique")"));
}

TEST(KnowledgeIsData, EachKindOfListIsNoticed) {
  const struct {
    const char *file, *text;
    bool breach;
  } rows[] = {
      {"runner/plan/a.cc", R"(if (code == "ResourceNotFoundException") return;)", true},
      {"runner/plan/a.cc", R"(// "ResourceNotFoundException" is common)", false},
      {"runner/verdict/a.cc", R"(name.ends_with("Fault"))", true},
      {"runner/plan/a.cc", R"(constexpr std::string_view duplicate = "Duplicate";)", true},
      {"runner/endpoint/a.cc", R"(name.ends_with("Fault"))", false},
      {"runner/plan/a.cc", R"(for (const auto verb : {"Create", "Register"}))", true},
      {"runner/plan/a.cc", R"(json["Create"])", false},
      {"runner/plan/a.cc", R"(name.ends_with("Id") || name.ends_with("Arn"))", true},
      {"runner/exchange/a.cc", R"(signing_name == "s3")", true},
      {"runner/run/a.cc", R"({"NextToken", "Marker"})", true},
      {"runner/run/a.cc", R"(name == "ClientToken")", true},
      {"runner/run/a.cc", R"(name == "TagResource")", true},
      {"runner/endpoint/reference/errors.cc", R"("ResourceNotFoundException")", false},
      {"runner/importers/botocore.cc", R"(version == "s3")", false},
      {"runner/importers/merge.cc", R"(version == "s3")", true},
      {"runner/endpoint/serve/a.cc", R"(slug == "voice-id")", true},
      {"runner/wire/a.cc", R"(model.slug == "route53")", true},
      {"runner/plan/a.cc", R"(const char quote = '"'; f("x");)", false},
  };
  for (const auto& row : rows) EXPECT_EQ(!problems_of(row.file, row.text).empty(), row.breach) << row.text;
}

}  // namespace
}  // namespace hallmark
