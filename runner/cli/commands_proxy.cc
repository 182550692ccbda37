// proxy: stands between a client and an endpoint, and judges what passes.
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <optional>
#include <ostream>
#include <thread>
#include <utility>

#include "cli/commands.h"
#include "cli/judging.h"
#include "cli/proxy_judge.h"
#include "core/text.h"
#include "exchange/credentials.h"
#include "plan/cases/load.h"
#include "proxy/proxy.h"
#include "reports/text.h"

namespace hallmark::cli {
namespace {

constexpr std::chrono::milliseconds look_again{50};  // for signals

struct Place {
  std::string host = "127.0.0.1";
  int port = 0;
};

// "7100", "127.0.0.1:7100", "[::1]:7100", "localhost".
Place place_of(const std::string& text) {
  Place place;
  const std::size_t bracket = text.rfind(']'), colon = text.rfind(':');
  const bool has_colon = colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  const std::string front = has_colon ? text.substr(0, colon) : text;
  std::string port = has_colon ? text.substr(colon + 1) : "";
  if (!has_colon && !front.empty() && front.find_first_not_of("0123456789") == std::string::npos) {
    port = front;
  } else if (!front.empty()) {
    place.host = core::to_lower(front.front() == '[' ? front.substr(1, bracket - 1) : front);
  }
  if (port.empty() && !has_colon && !place.host.empty()) return place;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), place.port);
  if (error != std::errc() || end != port.data() + port.size() || place.port < 0 || place.port > 65535 ||
      place.host.empty()) {
    throw UsageError{.message = fmt::format("--listen is no address: \"{}\"", core::printable(text)),
                     .advice = "Write a port or ADDRESS:PORT, for example 7100 or 127.0.0.1:7100."};
  }
  return place;
}

exchange::Address endpoint_of(const ProxyCommand& options, bool remote) {
  std::string why;
  const auto address = exchange::parse_address(options.to, &why);
  if (!address) {
    throw UsageError{.message = fmt::format("--to {}: {}", core::printable(options.to), why),
                     .advice = "Write a URL such as http://127.0.0.1:4566."};
  }
  if (!exchange::is_loopback(*address) && !remote) {
    throw UsageError{.message = fmt::format("--to {} is not on this machine", exchange::to_string(*address)),
                     .advice = "What clients send would leave it. Add --remote if that is meant."};
  }
  if (!address->path.empty() && !options.sign) {
    throw UsageError{
        .message = fmt::format("--to has a path, {}, which signatures do not cover", address->path),
        .advice = "Leave it away (clients send their own path), or add --sign: then it goes in front."};
  }
  return *address;
}

std::optional<proxy::Signer> signer_of(const ProxyCommand& options, const std::optional<plan::Target>& target,
                                       const exchange::Address& to, const Place& listen,
                                       CommandContext& context) {
  if (!options.sign) return std::nullopt;
  plan::Identity identity{.name = "default", .from = "env"};
  if (target) {
    const auto found = target->identities.find(options.identity);
    if (found == target->identities.end()) {
      throw UsageError{.message = fmt::format("the target {} has no identity {}", target->name,
                                              core::printable(options.identity)),
                       .advice = ""};
    }
    identity = found->second;
  }
  const exchange::CredentialAnswer answer = exchange::CredentialSource().find(identity);
  if (!answer.credentials) {
    throw UsageError{.message = "--sign: there are no credentials to sign with" +
                                (answer.problem.empty() ? "" : ": " + answer.problem),
                     .advice = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a --target."};
  }
  context.secrets->add(answer.credentials->secret_access_key);
  context.secrets->add(answer.credentials->session_token);
  const std::string region = !options.region.empty() ? options.region : target ? target->region : "us-east-1";
  return proxy::Signer(
      {.credentials = *answer.credentials, .to = to, .region = region, .listen_host = listen.host});
}

// The client's tests, as a child of ours.
class Child {
 public:
  Child(const std::vector<std::string>& command, const std::string& url) {
    std::vector<std::string> words = command, variables;
    for (char** each = environ; *each != nullptr; ++each) {
      const std::string_view entry = *each;
      // One service's own variable would lead past the proxy.
      if (!entry.starts_with("AWS_ENDPOINT_URL") && !entry.starts_with("HALLMARK_PROXY_URL="))
        variables.emplace_back(entry);
    }
    variables.push_back("AWS_ENDPOINT_URL=" + url);
    variables.push_back("HALLMARK_PROXY_URL=" + url);
    posix_spawnattr_t attributes;  // what is ignored here is not ignored there
    posix_spawnattr_init(&attributes);
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    const int failed = posix_spawnp(&pid_, words.front().c_str(), nullptr, &attributes,
                                    pointers(words).data(), pointers(variables).data());
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) {
      throw UsageError{.message = fmt::format("{} cannot be run: {}", core::printable(words.front()),
                                              std::strerror(failed)),
                       .advice = "Behind -- stands a command with its arguments."};
    }
    handle_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  }
  ~Child() {
    if (handle_ >= 0) close(handle_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Waits for a moment. Its exit code once it has ended; 128 + the signal that ended it.
  std::optional<int> ended() {
    pollfd entry{.fd = handle_, .events = POLLIN, .revents = 0};
    poll(&entry, 1, static_cast<int>(look_again.count()));
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  void signal(int number) const { kill(pid_, number); }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
  }
  pid_t pid_ = 0;
  int handle_ = -1;
};

bool is_set(const std::atomic<bool>* flag) { return flag != nullptr && flag->load(); }

// Until the command ends, whose code is the answer, or a signal comes.
std::optional<int> wait_for_end(const ProxyCommand& options, const std::string& url,
                                CommandContext& context) {
  if (options.command.empty()) {
    while (context.interrupted != nullptr && !context.interrupted->load())
      std::this_thread::sleep_for(look_again);
    return std::nullopt;
  }
  Child child(options.command, url);
  bool told = false;
  while (true) {
    if (const auto code = child.ended()) return code;
    if (is_set(context.interrupted) && !std::exchange(told, true))
      child.signal(context.signal != nullptr && context.signal->load() != 0 ? context.signal->load()
                                                                            : SIGTERM);
    if (is_set(context.abandoned)) {
      child.signal(SIGKILL);
      context.abandoned = nullptr;
    }
  }
}

std::string traffic_text(const proxy::Traffic& traffic) {
  std::string text = fmt::format("\nPassed through\n  {} over {}",
                                 reports::counted(traffic.exchanges, "exchange", "exchanges"),
                                 reports::counted(traffic.connections, "connection", "connections"));
  for (const auto& [why, count] : traffic.refused)
    text += fmt::format("\n  {} not passed on: {}", reports::counted(count, "request", "requests"),
                        reports::safe(why));
  return text;
}

}  // namespace

int proxy_command(const ProxyCommand& options, CommandContext& context) {
  const Place listen = place_of(options.listen);
  if (!exchange::is_loopback({.scheme = "http", .host = listen.host, .port = 80, .path = {}}) &&
      !options.expose) {
    throw UsageError{.message = fmt::format("--listen {} can be reached from other machines", options.listen),
                     .advice = "Whoever reaches it reaches the endpoint. Add --expose if that is meant."};
  }
  std::optional<plan::Target> target;
  if (!options.target.empty()) target = Workspace(options.judging.workspace).target(options.target);
  const exchange::Address to = endpoint_of(options, options.remote || (target && target->remote));
  const std::optional<proxy::Signer> signer = signer_of(options, target, to, listen, context);
  proxy::ProxyOptions settings{.to = to,
                               .host = listen.host,
                               .port = listen.port,
                               .max_body = size_of(options.max_body, "--max-body"),
                               .timeout = duration_of(options.timeout, "--timeout"),
                               .signer = signer ? &*signer : nullptr};
  if (target) {
    settings.ca_file = target->ca_file;
    settings.verify_tls = target->verify_tls;
  }
  const std::string known = options.known.empty() && target ? target->known_deviations : options.known;
  Judging judging(options.judging, known,
                  {.quiet = options.judging.quiet,
                   .verbose = options.judging.verbose,
                   .strict = options.judging.strict,
                   .colour = context.console.colour,
                   .live = true},
                  context);
  if (!options.command.empty()) judging.run_options().signal = context.signal;
  context.out << std::unitbuf;  // who watches, or waits for the address, is told at once
  const run::RecordedInput input = judging.input();
  exchange::Address origin = to;
  origin.path.clear();
  run::RunInfo info;
  info.target = target ? target->name : exchange::to_string(origin);
  info.region = options.region;
  info.started = core::system_clock().now();
  const auto begun = std::chrono::steady_clock::now();
  run::RecordedJudge judge(input, {}, info, judging.listeners(), judging.run_options());
  ProxyJudge behind(judge, {.record = options.record,
                            .target = info.target,
                            .region = info.region,
                            .secrets = context.secrets,
                            .complain = complaints(context)});
  settings.take = [&](proxy::Passed passed) { behind.take(std::move(passed)); };
  std::optional<int> command_code;
  proxy::Traffic traffic;
  {
    const auto proxy = proxy::Proxy::start(settings);
    if (!options.judging.quiet) {
      judging.output().say(
          fmt::format("{} passes on to {}; {}, signatures {}", proxy->url(), exchange::to_string(to),
                      reports::counted(judging.library().entries().size(), "contract", "contracts"),
                      signer ? "made anew" : "as they are"));
      if (options.command.empty())
        judging.output().say(fmt::format("  Clients: AWS_ENDPOINT_URL={}  End: Ctrl-C", proxy->url()));
    }
    command_code = wait_for_end(options, proxy->url(), context);
    proxy->stop();
    traffic = proxy->traffic();
  }
  const bool abandoned = is_set(context.abandoned);
  const bool written = behind.finish([&] { return is_set(context.abandoned); });
  const bool cut_short = !options.command.empty() && is_set(context.interrupted);
  const auto duration =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
  const run::RecordedSummary summary = judge.finish(cut_short || abandoned, duration);
  if (!options.judging.quiet) judging.output().say(traffic_text(traffic));
  if (command_code.value_or(0) != 0 && !options.judging.quiet)
    judging.output().say(fmt::format("  the command ended with exit code {}", *command_code));
  const int code = judging.finish(summary);
  if (!written && code == exit_conforms) return exit_document;
  return code == exit_conforms ? command_code.value_or(exit_conforms) : code;
}

}  // namespace hallmark::cli
