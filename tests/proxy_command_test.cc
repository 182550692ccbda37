// `hallmark proxy` as a user sees it. The client is the program itself, run as the command behind --; the
// endpoint lives in this process.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "command_line.h"
#include "contract/smithy.h"
#include "core/json.h"
#include "endpoint/serve/server.h"
#include "proxy/testing.h"

extern char** environ;

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;
using exchange::testing::answering;
using exchange::testing::response;
using exchange::testing::ScriptedServer;
using testing::hallmark;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Said;

class ProxyCommandLine : public testing::InFolder {
 protected:
  // The reference endpoint of Voice ID, as its suite says it is.
  static std::unique_ptr<endpoint::EmbeddedEndpoint> voice_id(const std::set<std::string>& mutants = {}) {
    const fs::path root(HALLMARK_SOURCE_DIR);
    auto model = std::make_shared<const contract::Model>(
        contract::read_smithy(core::load_json(root / "schemas/voice-id/model.json")));
    const Json suite = core::load_json(root / "suites/voice-id.suite.json").value;
    endpoint::ServerOptions options;
    options.endpoint.mutants = mutants;
    options.endpoint.facts["voice-id"] = suite.value("facts", Json::object());
    options.endpoint.facts["voice-id"]["promised"] = suite.value("promised", Json::object());
    return endpoint::EmbeddedEndpoint::start({std::move(model)}, options);
  }
  // A client's tests: a run against what AWS_ENDPOINT_URL says, with keys whose signatures are verified.
  std::vector<std::string> client(const std::string& cases) const {
    return {
        "--", "/bin/sh", "-c",
        fmt::format("AWS_ACCESS_KEY_ID={0} AWS_SECRET_ACCESS_KEY={1} {2} run --endpoint $AWS_ENDPOINT_URL "
                    "voice-id.{3} --no-generated -q --journal {4} >{5} 2>&1; test $? -lt 2",
                    key_, endpoint::derived_secret(key_), HALLMARK_BINARY, cases, path("journal"),
                    path("client.log"))};
  }
  static std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  [[nodiscard]] Json report(const std::string& name) const { return Json::parse(read(path(name))); }
  const std::string key_ = endpoint::derived_access_key("default", "PROXYTEST");
};

std::map<std::string, Json> verdicts_of(const Json& report) {
  std::map<std::string, Json> verdicts;
  for (const Json& each : report["cases"]) {
    Json verdict = Json::object();
    for (const char* name : {"status", "mark", "reason", "findings", "promises_held", "promises_broken"}) {
      if (each.contains(name)) verdict[name] = each[name];
    }
    verdicts[each["id"]] = verdict;
  }
  return verdicts;
}

TEST_F(ProxyCommandLine, JudgesWhatPassesAsItsRecordingIsJudged) {
  const struct {
    std::set<std::string> mutants;
    int code;
    std::string words;
  } rows[] = {
      {{}, exit_conforms, "conform"},
      {{"drop-member:/Domain/Name,UpdateDomain"}, exit_deviations, "voice-id.UpdateDomain"},
      {{"error-status:ResourceNotFoundException@418"}, exit_deviations, "contract.status"},
      {{"wire:truncated,UpdateDomain"}, exit_deviations, "http.truncated"},
      {{"wire:conflicting-length,UpdateDomain"}, exit_deviations, "http.conflicting-length"},
  };
  for (const auto& row : rows) {
    const auto endpoint = voice_id(row.mutants);
    const Said live =
        hallmark(with({"proxy", "--to", endpoint->endpoints().at("voice-id"), "--record", path("run.jsonl"),
                       "--report", "json=" + path("live.json"), "--report", "junit=" + path("live.xml"),
                       "--report", "html=" + path("live.html"), "--report", "markdown=" + path("live.md")},
                      client("UpdateDomain")));
    EXPECT_EQ(live.code, row.code) << live.out << live.err << read(path("client.log"));
    EXPECT_THAT(live.out, HasSubstr(row.words));
    const Said judged = hallmark({"judge", path("run.jsonl"), "--report", "json=" + path("judged.json")});
    EXPECT_EQ(judged.code, row.code) << judged.out << judged.err;
    const auto before = verdicts_of(report("live.json")), after = verdicts_of(report("judged.json"));
    EXPECT_GT(before.size(), 8u);
    EXPECT_EQ(before, after);
    EXPECT_EQ(report("live.json")["summary"]["counts"], report("judged.json")["summary"]["counts"]);
    EXPECT_EQ(report("live.json")["summary"]["touched"], report("judged.json")["summary"]["touched"]);
    // Every line of the recording is of the form that is stated.
    EXPECT_THAT(read(path("run.jsonl")), Not(HasSubstr(endpoint::derived_secret(key_))));
  }
}

TEST_F(ProxyCommandLine, SaysWhatOfTheServiceWasTouched) {
  const auto endpoint = voice_id();
  const Said said = hallmark(with({"proxy", "--to", endpoint->endpoints().at("voice-id"), "--report",
                                   "json=" + path("live.json"), "--verbose"},
                                  client("UpdateDomain/success")));
  EXPECT_EQ(said.code, exit_conforms) << said.out << said.err;
  EXPECT_THAT(said.out, HasSubstr("Touched\n  voice-id: "));
  EXPECT_THAT(said.out, HasSubstr("never came  AccessDeniedException"));
  EXPECT_THAT(said.out, HasSubstr("Passed through\n"));
  const Json touched = report("live.json")["summary"]["touched"][0];
  EXPECT_EQ(touched["service"], "voice-id");
  EXPECT_EQ(touched["touched"].size() + touched["untouched"].size(),
            touched["operations"].get<std::size_t>());
}

TEST_F(ProxyCommandLine, EndsWithTheCodeOfItsCommandWhereAllConforms) {
  const auto endpoint = voice_id();
  const std::string url = endpoint->endpoints().at("voice-id");
  std::vector<std::string> failing = client("UpdateDomain/success");
  failing.back() += "; exit 7";
  const Said said = hallmark(with({"proxy", "--to", url}, failing));
  EXPECT_EQ(said.code, 7) << said.out;
  EXPECT_THAT(said.out, HasSubstr("the command ended with exit code 7"));
  EXPECT_EQ(hallmark({"proxy", "--to", url, "--", "true"}).code, exit_nothing_ran);
  EXPECT_EQ(hallmark({"proxy", "--to", url, "--", "/no/such/program"}).code, exit_usage);
}

TEST_F(ProxyCommandLine, ReportsAnEndpointThatIsNotThereAsErrors) {
  int nobody = 0;
  {
    ScriptedServer gone([](exchange::testing::Peer&) {});
    nobody = gone.port();
  }
  const Said said = hallmark(
      with({"proxy", "--to", fmt::format("http://127.0.0.1:{}", nobody)}, client("UpdateDomain/success")));
  EXPECT_EQ(said.code, exit_unreachable) << said.out;
  EXPECT_THAT(said.out, HasSubstr("in error"));
}

TEST_F(ProxyCommandLine, RefusesWhatWasHardlyMeant) {
  const struct {
    std::vector<std::string> words;
    std::string says;
  } rows[] = {
      {{}, "proxy needs --to"},
      {{"--to", "nonsense"}, "--to nonsense"},
      {{"--to", "http://example.com"}, "--remote"},
      {{"--to", "http://127.0.0.1:1", "--listen", "0.0.0.0:0"}, "--expose"},
      {{"--to", "http://127.0.0.1:1", "--listen", "[::]:0"}, "--expose"},
      {{"--to", "http://127.0.0.1:1", "--listen", "x:y"}, "--listen is no address"},
      {{"--to", "http://127.0.0.1:1", "--listen", "70000"}, "--listen is no address"},
      {{"--to", "http://127.0.0.1:1/path"}, "has a path"},
      {{"--to", "http://127.0.0.1:1", "--max-body", "x"}, "--max-body"},
      {{"--to", "http://127.0.0.1:1", "--target", "moto", "--sign", "--identity", "nobody"}, "no identity"},
  };
  for (const auto& row : rows) {
    const Said said = hallmark(with(with({"proxy"}, row.words), {"--", "true"}));
    EXPECT_EQ(said.code, exit_usage) << row.says << said.out << said.err;
    EXPECT_THAT(said.err, HasSubstr(row.says));
  }
}

// The program, with a client beside it, until a signal comes.
class Running {
 public:
  explicit Running(std::vector<std::string> words) {
    words.insert(words.begin(), HALLMARK_BINARY);
    int ends[2] = {-1, -1};
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&child_, HALLMARK_BINARY, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    out_ = ends[0];
  }
  ~Running() {
    if (child_ > 0) kill(child_, SIGKILL);
    if (child_ > 0) waitpid(child_, nullptr, 0);
    close(out_);
  }
  // What is printed until `marker` stands in it, or everything.
  std::string read_to(const std::string& marker) {
    char buffer[4096];
    while (marker.empty() || text_.find(marker) == std::string::npos) {
      const ssize_t count = read(out_, buffer, sizeof buffer);
      if (count <= 0) break;
      text_.append(buffer, static_cast<std::size_t>(count));
    }
    return text_;
  }
  int port() {
    const std::string text = read_to(" passes on to ");
    const std::size_t end = text.find(" passes on to ");
    return end == std::string::npos ? 0 : std::stoi(text.substr(text.rfind(':', end) + 1));
  }
  void signal(int number) const { kill(child_, number); }
  int wait() {
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

 private:
  pid_t child_ = 0;
  int out_ = -1;
  std::string text_;
};

TEST_F(ProxyCommandLine, EndsByASignalWithItsReports) {
  const std::string answer =
      response(200, R"({"Domain":{"DomainId":7}})", "Content-Type: application/x-amz-json-1.0\r\n");
  ScriptedServer endpoint(answering([&](const std::string&) { return answer; }));
  for (const int signal : {SIGINT, SIGTERM}) {
    Running running({"proxy", "--to", endpoint.url(), "--record", path("run.jsonl"), "--report",
                     "json=" + path("live.json")});
    proxy::testing::RawClient client(running.port());
    client.send(
        "POST / HTTP/1.1\r\nHost: h\r\nX-Amz-Target: VoiceID.DescribeDomain\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(client.read_to("7}}"), answer);
    EXPECT_THAT(running.read_to("schema.type"), HasSubstr("voice-id.DescribeDomain: deviation schema.type"))
        << "told when it is found";
    running.signal(signal);
    const std::string said = running.read_to("");
    EXPECT_EQ(running.wait(), exit_deviations) << said;
    EXPECT_THAT(said, HasSubstr("Causes"));
    EXPECT_THAT(said, HasSubstr("1 exchange over 1 connection"));
    EXPECT_EQ(report("live.json")["cases"].size(), 1u);
    EXPECT_EQ(hallmark({"judge", path("run.jsonl")}).code, exit_deviations);
  }
}

}  // namespace
}  // namespace hallmark::cli
