// The way from shards to one report as a CI goes it, with the program's commands: a mutated endpoint judged
// whole and in parts, joined, compared, put into a table, and its baseline kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "cli/commands.h"
#include "core/json.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> mutated = {"--target", "embedded", "voice-id", "--mutant",
                                          "drop-member:/Domain/Arn,UpdateDomain"};

class Results : public ::testing::Test {
 protected:
  // Tests run side by side.
  Results()
      : folder_(fs::path(::testing::TempDir()) /
                (std::string("results-") + ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  int hallmark(std::vector<std::string> words) {
    out_.str("");
    err_.str("");
    CommandContext context{.out = out_, .err = err_};
    return run_cli(words, context);
  }
  int run(std::vector<std::string> more, const std::vector<std::string>& on = mutated) {
    more.insert(more.begin(), on.begin(), on.end());
    more.insert(more.begin(), {"run", "-q"});
    return hallmark(more);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] Json json(const std::string& name) const {
    return core::to_sorted(core::load_json(file(name)).value);
  }
  fs::path folder_;
  std::ostringstream out_, err_;
};

TEST_F(Results, ShardsMakeTheWhole) {
  ASSERT_EQ(run({"-r", "json=" + file("whole.json")}), exit_deviations) << err_.str();
  std::vector<std::string> merge = {"merge"};
  for (const char* shard : {"1", "2", "3"}) {
    run({"--shard", std::string(shard) + "/3", "-r", "json=" + file(std::string("s") + shard + ".json")});
    merge.push_back(file(std::string("s") + shard + ".json"));
  }
  EXPECT_EQ(json("s2.json")["shard"], "2/3");
  const std::vector<std::string> reports = merge;
  merge.insert(merge.end(), {"-q", "-r", "json=" + file("merged.json"), "-r", "junit=" + file("merged.xml")});
  EXPECT_EQ(hallmark(merge), exit_deviations) << err_.str();
  EXPECT_EQ(json("merged.json")["summary"]["counts"], json("whole.json")["summary"]["counts"]);
  EXPECT_EQ(json("merged.json")["summary"]["headline"], json("whole.json")["summary"]["headline"]);
  EXPECT_EQ(hallmark({"compare", file("whole.json"), file("merged.json")}), exit_conforms) << out_.str();
  // Gates are for the whole: what the shards were not told the merging is.
  EXPECT_EQ(run({"--write-known", file("known.json")}), exit_conforms);
  EXPECT_EQ(hallmark({"merge", "-q", reports[1], reports[2], reports[3], "--known", file("known.json")}),
            exit_conforms)
      << out_.str() << err_.str();
  run({"--shard", "3/3", "--depth", "quick", "-r", "json=" + file("other.json")});
  EXPECT_EQ(hallmark({"merge", reports[1], reports[2], file("other.json")}), exit_usage);
  EXPECT_THAT(err_.str(), HasSubstr("different selections"));
  EXPECT_EQ(hallmark({"merge", reports[1], reports[3]}), exit_usage);
  EXPECT_THAT(err_.str(), HasSubstr("missing: shard 2/3"));
}

TEST_F(Results, ABaselineIsWrittenHeldAndUpdated) {
  const std::string known = file("known.json");
  EXPECT_EQ(run({"--write-known", known, "--reason", "the ARN is lost", "--expires", "2999-01-31"}),
            exit_conforms);
  EXPECT_THAT(out_.str(), HasSubstr("exit code 0"));
  EXPECT_THAT(json("known.json")["exercised"], ::testing::ElementsAre("voice-id.UpdateDomain"));
  EXPECT_EQ(json("known.json")["known_deviations"][0]["reason"], "the ARN is lost");
  EXPECT_EQ(run({"--known", known}), exit_conforms) << out_.str();
  const std::vector<std::string> whole = {"--target", "embedded", "voice-id"};
  EXPECT_EQ(run({"--known", known}, whole), exit_deviations) << "unexpected passes";
  EXPECT_EQ(run({"--known", known, "--update-known"}, whole), exit_conforms);
  EXPECT_TRUE(json("known.json")["known_deviations"].empty());
  EXPECT_EQ(run({"--known", known, "--update-known"}), exit_deviations) << "nothing is added silently";
  EXPECT_THAT(err_.str(), HasSubstr("not named by it and not added"));
  EXPECT_EQ(hallmark({"check", known}), exit_conforms) << err_.str();
  EXPECT_EQ(run({"--write-known", file("past.json"), "--expires", "2001-01-31"}), exit_usage);
}

TEST_F(Results, AMisspeltBaselineFailsAlsoARunOfItsOperationAlone) {
  const auto with = [&](const std::string& entries) {
    std::ofstream(file("known.json")) << R"({"known_deviations": [)" << entries << "]}";
    return run({"--depth", "quick", "--known", file("known.json")},
               {"--target", "embedded", "voice-id.UpdateDomain"});
  };
  const std::string rest = R"(", "rule": "*", "reason": "r"})";
  EXPECT_EQ(with(R"({"case": "voice-id.UpdateDomain/success/anothre-key)" + rest), exit_deviations);
  EXPECT_THAT(out_.str(), HasSubstr("no case is named\n    voice-id.UpdateDomain/success/anothre-key"));
  EXPECT_EQ(with(R"({"case": "voice-id.UpdateDomian/success/another-key)" + rest), exit_deviations);
  EXPECT_THAT(out_.str(), HasSubstr("voice-id has no"));
  EXPECT_EQ(with(R"({"case": "voice-id.CreateDomain/success/nothing)" + rest), exit_conforms)
      << "the run was not asked for it: " << out_.str();
}

TEST_F(Results, LostReachFails) {
  std::ofstream(file("known.json")) << R"({"known_deviations": [], "exercised": ["voice-id.UpdateDomain"]})";
  const std::vector<std::string> refused = {"--target", "embedded", "voice-id", "--mutant",
                                            "always-error:AccessDeniedException,UpdateDomain"};
  const std::vector<std::string> whole = {"--target", "embedded", "voice-id"};
  EXPECT_EQ(run({"--known", file("known.json")}, whole), exit_conforms) << out_.str();
  EXPECT_EQ(run({"--known", file("known.json")}, refused), exit_deviations);
  EXPECT_THAT(out_.str(), HasSubstr("voice-id.UpdateDomain was exercised before and is no longer"));
}

TEST_F(Results, WhatFailedRunsAgain) {
  ASSERT_EQ(run({"-r", "json=" + file("before.json")}), exit_deviations);
  const std::size_t deviating = json("before.json")["summary"]["counts"]["deviates"];
  EXPECT_EQ(run({"--failed", file("before.json"), "-r", "json=" + file("again.json")}), exit_deviations);
  EXPECT_EQ(json("again.json")["summary"]["counts"]["deviates"], deviating);
  EXPECT_LE(json("again.json")["summary"]["counts"]["total"], deviating);
  EXPECT_EQ(run({"--failed", file("before.json")}, {"--target", "embedded"}), exit_conforms) << out_.str();
  EXPECT_EQ(hallmark({"compare", file("before.json"), file("before.json")}), exit_conforms);
  EXPECT_EQ(hallmark({"compare", file("before.json"), file("again.json")}), exit_conforms)
      << "what was not asked for is not lost: " << out_.str();
}

TEST_F(Results, NothingMoreIsBegunAfterTheFirstFailureOrTheBudget) {
  EXPECT_EQ(run({"--fail-fast", "1", "-j", "1", "-r", "json=" + file("fast.json")}), exit_deviations);
  const Json counts = json("fast.json")["summary"]["counts"];
  EXPECT_EQ(counts["deviates"], 1);
  EXPECT_GT(counts["skipped"].get<int>(), 10);
  run({"--budget", "1ms", "-j", "1", "-r", "json=" + file("budget.json")});
  EXPECT_GT(json("budget.json")["summary"]["skip_reasons"]["left out: the run's budget was spent"].get<int>(),
            10);
}

// The ids of the cases of an ndjson report, as they were told.
std::vector<std::string> told_in(const std::string& file) {
  std::ifstream lines(file);
  std::vector<std::string> ids;
  for (std::string line; std::getline(lines, line);) {
    const Json value = Json::parse(line);
    if (value.contains("id")) ids.push_back(value["id"]);
  }
  return ids;
}

TEST_F(Results, ABudgetBeginsWithWhatFailedIsNewOrHasAnotherContract) {
  const std::string model = std::string(HALLMARK_SOURCE_DIR) + "/schemas/sqs/model.json";
  OrderedJson changed = core::load_json(model).value;
  // What makes no case of its own.
  changed["shapes"]["com.amazonaws.sqs#ListQueuesRequest"]["members"]["MaxResults"]["traits"]
         ["smithy.api#deprecated"] = OrderedJson::object();
  std::ofstream(file("model.json")) << changed;
  const auto run_of = [&](const std::string& contract, std::vector<std::string> more) {
    more.insert(more.begin(),
                {"run", "-q", "--target", "embedded", "--depth", "quick", "--model", contract, "-j", "1"});
    return hallmark(more);
  };
  run_of(model, {"sqs.ListQueues", "sqs.ListDeadLetterSourceQueues", "sqs.CreateQueue", "-r",
                 "json=" + file("before.json")});
  Json before = json("before.json");
  const auto of = [](const Json& id, const char* operation) {
    return id.get<std::string>().starts_with(std::string("sqs.") + operation + "/");
  };
  const auto failing = std::find_if(before["cases"].begin(), before["cases"].end(),
                                    [&](const Json& each) { return of(each["id"], "CreateQueue"); });
  ASSERT_NE(failing, before["cases"].end());
  (*failing)["verdict"] = "deviates";
  const std::string failed = (*failing)["id"];
  std::erase_if(before["cases"].get_ref<Json::array_t&>(),
                [&](const Json& each) { return of(each["id"], "ListDeadLetterSourceQueues"); });
  std::ofstream(file("before.json")) << before;
  run_of(file("model.json"),
         {"sqs.ListQueues", "sqs.ListDeadLetterSourceQueues", "sqs.CreateQueue", "--budget", "60s",
          "--before", file("before.json"), "-r", "ndjson=" + file("after.ndjson")});
  std::string order;
  for (const std::string& id : told_in(file("after.ndjson"))) {
    const char kind = id == failed                           ? 'f'
                      : of(id, "ListDeadLetterSourceQueues") ? 'n'
                      : of(id, "ListQueues")                 ? 'c'
                                                             : 'o';
    if (order.empty() || order.back() != kind) order += kind;
  }
  EXPECT_EQ(order, "fnco") << out_.str() << err_.str();
}

TEST_F(Results, IdsComeFromAFile) {
  std::ofstream(file("ids")) << "# two\nvoice-id.UpdateDomain/success/another-key\n\n"
                                "voice-id.UpdateDomain/success/only-what-is-required\n";
  EXPECT_EQ(
      hallmark({"run", "--target", "embedded", "-q", "@" + file("ids"), "-r", "json=" + file("two.json")}),
      exit_conforms)
      << err_.str();
  EXPECT_EQ(json("two.json")["summary"]["counts"]["total"], 2);
  EXPECT_EQ(hallmark({"run", "--target", "embedded", "@" + file("absent")}), exit_usage);
  EXPECT_EQ(hallmark({"run", "--target", "embedded", "-q", "voice-id.UpdateDomain", "-x", "@" + file("ids"),
                      "-r", "json=" + file("rest.json")}),
            exit_conforms);
  EXPECT_GT(json("rest.json")["summary"]["counts"]["total"], 2);
  for (const Json& each : json("rest.json")["cases"])
    EXPECT_THAT(each["id"].get<std::string>(), Not(HasSubstr("/success/another-key")));
  EXPECT_THAT(json("rest.json")["asked"]["exclude"], ::testing::SizeIs(2));
  std::ofstream(file("none")) << "# nothing\n";
  EXPECT_EQ(hallmark({"run", "--target", "embedded", "voice-id", "@" + file("none")}), exit_usage);
  EXPECT_EQ(hallmark({"run", "--target", "embedded", "@" + file("two.json")}), exit_usage);
  EXPECT_THAT(err_.str(), HasSubstr(":2: this is no id"));
  hallmark({"run", "--target", "embedded", "-q", "voice-id.UpdateDomain", "-x", "voice-id.UpdateDomian"});
  EXPECT_THAT(err_.str(), HasSubstr("--exclude: voice-id has no operation"));
}

TEST_F(Results, AShardMayComeFromTheEnvironment) {
  const auto shard = [&](const char* name, const char* value, const char* other, const char* count,
                         const std::string& asked) {
    setenv(name, value, 1);
    if (other) setenv(other, count, 1);
    const int code = hallmark({"run", "--target", "embedded", "voice-id", "-q", "--shard", asked, "-r",
                               "json=" + file("shard.json")});
    unsetenv(name);
    if (other) unsetenv(other);
    return code == exit_conforms ? json("shard.json")["shard"].get<std::string>() : std::to_string(code);
  };
  EXPECT_EQ(shard("CI_NODE_INDEX", "2", "CI_NODE_TOTAL", "3", "auto"), "2/3");
  EXPECT_EQ(shard("JOB_COMPLETION_INDEX", "0", "JOB_COMPLETIONS", "3", "auto"), "1/3");
  EXPECT_EQ(shard("JOB_COMPLETION_INDEX", "2", nullptr, nullptr, "auto/3"), "3/3");
  EXPECT_EQ(shard("JOB_COMPLETION_INDEX", "3", nullptr, nullptr, "auto/3"), "2");
  EXPECT_EQ(shard("JOB_COMPLETION_INDEX", "x", nullptr, nullptr, "auto/3"), "2");
  EXPECT_EQ(hallmark({"run", "--target", "embedded", "--shard", "auto"}), exit_usage);
}

TEST_F(Results, TablesAndAnnotations) {
  run({"-r", "json=" + file("a.json"), "--name", "mine", "-r", "github"});
  EXPECT_THAT(out_.str(), HasSubstr("\n::error "));
  EXPECT_THAT(out_.str(), HasSubstr("cases deviate"));
  EXPECT_EQ(json("a.json")["target"], "mine");
  EXPECT_EQ(hallmark({"table", file("a.json")}), exit_conforms);
  EXPECT_THAT(out_.str(), HasSubstr("| `UpdateDomain` | deviates"));
  for (const char* format : {"html", "csv", "json", "badge"})
    EXPECT_EQ(hallmark({"table", file("a.json"), "--format", format}), exit_conforms) << format;
  EXPECT_EQ(hallmark({"table", file("a.json"), "--format", "pdf"}), exit_usage);
  EXPECT_EQ(hallmark({"table", file("a.json"), file("a.json")}), exit_usage);
  Json older = json("a.json");
  older["version"] = 0;
  std::ofstream(file("older.json")) << older;
  EXPECT_EQ(hallmark({"table", file("older.json")}), exit_document);
  EXPECT_THAT(err_.str(), HasSubstr("a report of version 0"));
}

// The example pipelines use words that the program has.
TEST_F(Results, TheExamplesOfPipelinesUseWordsThatAreThere) {
  std::size_t met = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(HALLMARK_SOURCE_DIR) / "examples" / "ci")) {
    std::ifstream in(entry.path());
    std::ostringstream text;
    text << in.rdbuf();
    const std::string whole = text.str();
    const std::regex command(R"(hallmark (run|merge)\b)"), option(R"((--[a-z][a-z-]+))");
    for (std::sregex_iterator at(whole.begin(), whole.end(), command), end; at != end; ++at) {
      hallmark({(*at)[1], "--help"});
      const std::string help = out_.str();
      // Up to the end of the command: an empty line, or the next key or item.
      const std::string rest = whole.substr(static_cast<std::size_t>(at->position()));
      const std::string words = rest.substr(0, std::min(rest.find("\n  artifacts"), rest.find("\n      - ")));
      for (std::sregex_iterator word(words.begin(), words.end(), option); word != end; ++word, ++met)
        EXPECT_THAT(help, HasSubstr((*word)[1].str())) << entry.path();
    }
  }
  EXPECT_GT(met, 10u);
}

}  // namespace
}  // namespace hallmark::cli
