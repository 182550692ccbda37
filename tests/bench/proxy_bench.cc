// What `hallmark proxy` adds to a request: the same client and endpoint, directly and through the proxy,
// which records nothing and judges everything meanwhile.
#include <benchmark/benchmark.h>

#include "cli/contract_library.h"
#include "cli/proxy_judge.h"
#include "proxy/testing.h"

namespace {

using namespace hallmark;
using proxy::testing::RawClient;
using proxy::testing::ScriptedServer;

const std::string request =
    "POST / HTTP/1.1\r\nHost: 127.0.0.1:7100\r\nX-Amz-Target: VoiceID.DescribeDomain\r\n"
    "Content-Type: application/x-amz-json-1.0\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKIDAKIDAKIDAKID/"
    "20231114/us-east-1/voiceid/aws4_request, SignedHeaders=host, Signature=0123456789abcdef\r\n"
    "Content-Length: 37\r\n\r\n{\"DomainId\":\"AbCdEfGhIjKlMnOpQrStUv\"}";

std::string answer() {
  const std::string body =
      R"({"Domain":{"Name":"a name","DomainId":"AbCdEfGhIjKlMnOpQrStUv","DomainStatus":"ACTIVE","Description":")" +
      std::string(400, 'x') + R"("}})";
  return exchange::testing::response(200, body, "Content-Type: application/x-amz-json-1.0\r\n");
}

void ask(benchmark::State& state, int port) {
  RawClient client(port);
  for (auto _ : state) {
    client.send(request);
    benchmark::DoNotOptimize(client.read_to("}}"));
  }
}

void request_direct(benchmark::State& state) {
  ScriptedServer endpoint(exchange::testing::answering([](const std::string&) { return answer(); }));
  ask(state, endpoint.port());
}
BENCHMARK(request_direct)->UseRealTime();

void request_proxied(benchmark::State& state) {
  ScriptedServer endpoint(exchange::testing::answering([](const std::string&) { return answer(); }));
  cli::ContractLibrary contracts(HALLMARK_SOURCE_DIR "/schemas", HALLMARK_SOURCE_DIR "/suites");
  run::RecordedInput input;
  input.contracts = &contracts;
  const std::vector<run::Listener*> nobody;
  const run::RunOptions options;
  run::RecordedJudge judge(input, {}, {}, nobody, options);
  cli::ProxyJudge behind(judge, {.secrets = std::make_shared<core::Secrets>()});
  {
    const auto between =
        proxy::Proxy::start({.to = *exchange::parse_address(endpoint.url()),
                             .take = [&](proxy::Passed passed) { behind.take(std::move(passed)); }});
    ask(state, between->port());
  }
  behind.finish([] { return false; });
  const run::RecordedSummary summary = judge.finish(false, {});
  if (summary.run.counts.conforms != summary.run.counts.total) state.SkipWithError("not everything conforms");
}
BENCHMARK(request_proxied)->UseRealTime();

}  // namespace
