#include "misbehaving/harness.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <mutex>

#include "contract/smithy.h"
#include "core/digest.h"
#include "endpoint/serve/service.h"
#include "misbehaving/soundness.h"
#include "wire/protocol.h"

namespace hallmark::misbehaving {
namespace {

namespace fs = std::filesystem;
using exchange::testing::Peer;
using exchange::testing::ScriptedServer;
constexpr int longest_run_ms = 90'000;

wire::Request parse_request(const std::string& text) {
  wire::Request request;
  const std::size_t end = text.find("\r\n\r\n");
  const std::size_t line = text.find("\r\n");
  if (end == std::string::npos) return request;
  const std::size_t first = text.find(' ');
  const std::size_t second = text.find(' ', first + 1);
  request.method = text.substr(0, first);
  request.target = text.substr(first + 1, second - first - 1);
  for (std::size_t at = line + 2; at < end;) {
    const std::size_t stop = text.find("\r\n", at);
    const std::size_t colon = text.find(": ", at);
    request.headers.add(text.substr(at, colon - at), text.substr(colon + 2, stop - colon - 2));
    at = stop + 2;
  }
  request.body = text.substr(end + 4);
  return request;
}

std::string text_of(const wire::Response& response) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " OK\r\n";
  for (const wire::Header& header : response.headers) {
    if (header.name != "Content-Length") text += header.name + ": " + header.value + "\r\n";
  }
  return text + "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
}

// The beginning of a file: this process stays small, so that the memory of its children can be measured.
std::string read(const fs::path& path) {
  std::string text(std::min<std::size_t>(fs::file_size(path), most_read), '\0');
  std::ifstream(path, std::ios::binary).read(text.data(), static_cast<std::streamsize>(text.size()));
  return text;
}

// The environment without anything of AWS's or ours, and what is given.
std::vector<std::string> environment(const std::vector<std::string>& more) {
  std::vector<std::string> all = more;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view entry = *each;
    const bool ours = entry.starts_with("HALLMARK_") && !entry.starts_with("HALLMARK_DATA=");
    if (!entry.starts_with("AWS_") && !ours) all.emplace_back(entry);
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// The program under test: as it is built, or the one that $HALLMARK_BINARY names.
std::string program() {
  const char* named = std::getenv("HALLMARK_BINARY");
  return named != nullptr ? named : HALLMARK_BINARY;
}

// Runs the program; its streams go to files, so that it can never wait for us.
void run_program(std::vector<std::string> arguments, std::vector<std::string> variables,
                 const fs::path& folder, Said& said) {
  const std::string out = folder / "stdout", err = folder / "stderr";
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const auto begun = std::chrono::steady_clock::now();
  pid_t child = 0;
  const int failed = posix_spawn(&child, program().c_str(), &actions, nullptr, pointers(arguments).data(),
                                 pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  ASSERT_EQ(failed, 0) << program() << " cannot be run";
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  ASSERT_GE(handle, 0);
  pollfd ended{.fd = handle, .events = POLLIN, .revents = 0};
  const bool hangs = poll(&ended, 1, longest_run_ms) == 0;
  if (hangs) kill(child, SIGKILL);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  close(handle);
  said.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  said.peak_mb = static_cast<double>(usage.ru_maxrss) / 1024;
  said.exit_code = hangs ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

std::string case_of(const std::string& service) {
  return service == "cloudfront" ? "cloudfront.UpdateConnectionGroup/success/only-what-is-required"
                                 : "voice-id.UpdateDomain/success/only-what-is-required";
}

// What the JSON report says about the first case.
void read_verdict(Said& said) {
  const auto parsed = core::parse_json(said.files["report.json"]);
  if (!parsed.value || !parsed.value->contains("cases") || (*parsed.value)["cases"].empty()) return;
  const Json& first = (*parsed.value)["cases"][0];
  said.status = first.value("status", "");
  said.words = first.value("reason", "");
  if (const auto findings = first.find("findings"); findings != first.end() && !findings->empty()) {
    for (const Json& finding : *findings) {
      said.findings.emplace(finding.value("rule", ""), "expected " + finding.value("expected", "") +
                                                           ", got " + finding.value("actual", ""));
    }
    said.rule = findings->at(0).value("rule", "");
    said.words = said.findings[said.rule];
  }
}

}  // namespace

const Keys& planted_keys() {
  static const Keys keys{
      .access_key_id = "AKIAQ7PLANTEDK3Y5XZW",
      .secret_access_key = "zQ8/pLant3d+S3cr3t\"K&y<of>The=Test/9vXw",
      .session_token = "IQoJb3JpZ2luPlant3dT0ken//////////wEaCXVz+LXdlc3Q\"tMSJ<GM>EQ&CIHs3ss10n=="};
  return keys;
}

struct Conforming::State {
  std::shared_ptr<const contract::Model> model;
  const wire::Protocol* protocol = nullptr;
  std::unique_ptr<endpoint::Service> service;
};

Conforming::Conforming(const std::string& service) : state_(std::make_unique<State>()) {
  const fs::path file = fs::path(HALLMARK_SOURCE_DIR) / "schemas" / service / "model.json";
  state_->model = std::make_shared<const contract::Model>(contract::read_smithy(core::load_json(file)));
  state_->protocol = wire::protocol_for(*state_->model);
  endpoint::Options options;
  // What the suite says of its service, without which nothing here would ever be deployed.
  const auto suite = core::load_json(fs::path(HALLMARK_SOURCE_DIR) / "suites" / (service + ".suite.json"));
  Json facts = suite.value.value("facts", Json::object());
  facts["promised"] = suite.value.value("promised", Json::object());
  options.facts[service] = std::move(facts);
  const Keys& keys = planted_keys();
  options.accounts.push_back(
      {.credentials = {keys.access_key_id, keys.secret_access_key, keys.session_token}, .role = "default"});
  state_->service = std::make_unique<endpoint::Service>(state_->model, *state_->protocol, options);
}
Conforming::~Conforming() = default;

std::string Conforming::operation(const std::string& request) const {
  const wire::Routed routed = state_->protocol->route(*state_->model, parse_request(request));
  return routed.operation == nullptr ? "" : std::string(routed.operation->name());
}
std::string Conforming::answer(const std::string& request) {
  return text_of(state_->service->handle(parse_request(request)));
}
std::string Conforming::misbehaving_operation() const {
  return state_->model->slug == "cloudfront" ? "UpdateConnectionGroup" : "UpdateDomain";
}

Said run_against_url(const std::string& url, const Endpoint& endpoint, const std::string& ca_file,
                     KeySource source) {
  Said said;
  const fs::path folder = fs::temp_directory_path() / ("hallmark-misbehaving-" + core::random_uuid());
  const fs::path work = folder / "work";
  fs::create_directories(work);
  const Keys& keys = planted_keys();
  Json identity{{"access_key_id", keys.access_key_id}, {"secret_access_key", keys.secret_access_key}};
  identity["session_token"] = keys.session_token;
  std::vector<std::string> variables;
  if (source == KeySource::environment) {
    identity = {{"from", "env"}};
    variables = {"AWS_ACCESS_KEY_ID=" + keys.access_key_id, "AWS_SECRET_ACCESS_KEY=" + keys.secret_access_key,
                 "AWS_SESSION_TOKEN=" + keys.session_token};
  } else if (source == KeySource::shared_file) {
    identity = {{"from", "profile:planted"}};
    std::ofstream(folder / "credentials") << "[planted]\naws_access_key_id = " << keys.access_key_id
                                          << "\naws_secret_access_key = " << keys.secret_access_key
                                          << "\naws_session_token = " << keys.session_token << "\n";
    variables = {"AWS_SHARED_CREDENTIALS_FILE=" + (folder / "credentials").string()};
  }
  Json target{{"name", "misbehaving"},
              {"endpoints", {{"*", url}}},
              {"identities", {{"default", identity}}},
              {"variables",
               {{"kmsKey", "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"},
                {"otherKmsKey", "arn:aws:kms:us-east-1:123456789012:key/6"}}}};
  if (!ca_file.empty()) target["ca_file"] = ca_file;
  std::ofstream(folder / "target.json") << target.dump();

  std::vector<std::string> arguments = {"hallmark", "run", "--target", folder / "target.json"};
  for (const char* format : {"junit", "json", "html", "markdown"}) {
    const std::string suffix = format == std::string("junit")      ? "xml"
                               : format == std::string("markdown") ? "md"
                                                                   : format;
    arguments.insert(arguments.end(),
                     {"--report", std::string(format) + "=" + (work / ("report." + suffix)).string()});
  }
  arguments.insert(arguments.end(), {"--report", "console", "--verbose", "--no-generated", "--record",
                                     work / "record.jsonl", "--journal", work / "journal", "--jobs", "1"});
  arguments.insert(arguments.end(), endpoint.options.begin(), endpoint.options.end());
  arguments.push_back(endpoint.select.empty() ? case_of(endpoint.service) : endpoint.select);
  run_program(arguments, environment(variables), work, said);

  for (const auto& entry : fs::recursive_directory_iterator(work)) {
    if (!entry.is_regular_file()) continue;
    said.files[fs::relative(entry.path(), work)] = read(entry.path());
    said.bytes += entry.path().filename() == "record.jsonl" ? 0 : entry.file_size();
  }
  said.out = said.files["stdout"];
  said.err = said.files["stderr"];
  fs::remove_all(folder);
  read_verdict(said);
  return said;
}

Said run_against(const Endpoint& endpoint, KeySource source) {
  Conforming conforming(endpoint.service);
  std::atomic<std::size_t> visits{0};
  const std::string prepared = endpoint.prepare ? endpoint.prepare() : "";
  ScriptedServer server([&](Peer& peer) {
    while (!peer.stopping()) {
      const std::string request = peer.read_request();
      if (request.empty()) return;
      if (!endpoint.every && conforming.operation(request) != conforming.misbehaving_operation()) {
        if (!peer.write(conforming.answer(request))) return;
        continue;
      }
      Visit visit{.peer = peer,
                  .request = request,
                  .conforming = [&] { return conforming.answer(request); },
                  .number = visits++,
                  .prepared = prepared};
      endpoint.script(visit);
    }
  });
  Said said = run_against_url(server.url(), endpoint, {}, source);
  said.visits = visits;
  return said;
}

void note_row(const std::string& endpoint, const Said& said) {
  const char* path = std::getenv("HALLMARK_MISBEHAVING_TABLE");
  if (path == nullptr) return;
  std::string words = said.words.substr(0, 110);
  for (std::size_t at = 0; (at = words.find('|', at)) != std::string::npos; at += 2) words.insert(at, "\\");
  std::ofstream(path, std::ios::app) << fmt::format("| {} | {} | {} | {} | {:.1f} | {:.0f} |\n", endpoint,
                                                    said.status, said.rule, one_line(words), said.seconds,
                                                    said.peak_mb);
}

void write_endlessly(Peer& peer, const std::string& bytes, std::size_t most) {
  for (std::size_t i = 0; i < most && !peer.stopping(); ++i) {
    if (!peer.write(bytes)) return;
  }
}

std::string compressed(const std::string& coding, const std::string& text, std::size_t times) {
  z_stream z{};
  deflateInit2(&z, 1, Z_DEFLATED, coding == "gzip" ? 31 : 15, 9, Z_DEFAULT_STRATEGY);
  std::string out;
  std::vector<char> block(std::size_t{1} << 16U);
  for (std::size_t i = 0; i < times; ++i) {
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    z.avail_in = static_cast<uInt>(text.size());
    const int mode = i + 1 == times ? Z_FINISH : Z_NO_FLUSH;
    do {
      z.next_out = reinterpret_cast<Bytef*>(block.data());
      z.avail_out = static_cast<uInt>(block.size());
      deflate(&z, mode);
      out.append(block.data(), block.size() - z.avail_out);
    } while (z.avail_out == 0);
  }
  deflateEnd(&z);
  return out;
}

}  // namespace hallmark::misbehaving
