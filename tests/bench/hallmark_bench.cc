// What Hallmark's steps cost, each beside a baseline that does the least that could be done: see the
// ratios that scripts/bench prints; times alone say more about the machine.
#include <benchmark/benchmark.h>

#include "contract/smithy.h"
#include "core/json.h"
#include "jsonschema/schema.h"
#include "schema/derive.h"
#include "wire/protocol.h"

namespace {

using namespace hallmark;

// A model of the data folder, read once.
const contract::Model& model_of(const char* service) {
  static std::map<std::string, contract::Model, std::less<>> models;
  auto& model = models[service];
  if (model.slug.empty()) {
    const core::JsonFile file =
        core::load_json(std::string(HALLMARK_SOURCE_DIR) + "/schemas/" + service + "/model.json");
    model = contract::read_smithy(file);
  }
  return model;
}

const contract::Operation& update_domain() { return *model_of("voice-id").operation("UpdateDomain"); }

Json answer_of(const std::string& description) {
  return {
      {"Domain",
       {{"Name", "a name"},
        {"Description", description},
        {"DomainId", "AbCdEfGhIjKlMnOpQrStUv"},
        {"DomainStatus", "ACTIVE"},
        {"CreatedAt", 1700000000.123},
        {"UpdatedAt", 1700000001.5},
        {"ServerSideEncryptionConfiguration", {{"KmsKeyId", "arn:aws:kms:us-east-1:123456789012:key/x"}}}}}};
}

void parse_baseline(benchmark::State& state) {
  const std::string text = answer_of(std::string(400, 'x')).dump();
  for (auto _ : state) benchmark::DoNotOptimize(nlohmann::json::parse(text));
}
BENCHMARK(parse_baseline);

void parse(benchmark::State& state) {
  const std::string text = answer_of(std::string(400, 'x')).dump();
  for (auto _ : state) benchmark::DoNotOptimize(core::parse_json(text));
}
BENCHMARK(parse);

void decode_response(benchmark::State& state) {
  wire::Response response;
  response.status = 200;
  response.headers.add("Content-Type", "application/x-amz-json-1.0");
  response.body = answer_of(std::string(400, 'x')).dump();
  const wire::Protocol& protocol = *wire::protocol_for(model_of("voice-id"));
  for (auto _ : state) {
    benchmark::DoNotOptimize(protocol.decode_response(model_of("voice-id"), update_domain(), response));
  }
}
BENCHMARK(decode_response);

void encode_baseline(benchmark::State& state) {
  const Json input = {{"DomainId", "AbCdEfGhIjKlMnOpQrStUv"},
                      {"Name", "a name"},
                      {"ServerSideEncryptionConfiguration", {{"KmsKeyId", "k"}}}};
  for (auto _ : state) benchmark::DoNotOptimize(input.dump());
}
BENCHMARK(encode_baseline);

void encode_request(benchmark::State& state) {
  const Json input = {{"DomainId", "AbCdEfGhIjKlMnOpQrStUv"},
                      {"Name", "a name"},
                      {"ServerSideEncryptionConfiguration", {{"KmsKeyId", "k"}}}};
  const wire::Protocol& protocol = *wire::protocol_for(model_of("voice-id"));
  for (auto _ : state) {
    benchmark::DoNotOptimize(protocol.encode_request(model_of("voice-id"), update_domain(), input));
  }
}
BENCHMARK(encode_request);

void validate(benchmark::State& state) {
  const auto schema =
      jsonschema::Schema::compile(schema::response_schema(model_of("voice-id"), update_domain()));
  const Json answer = answer_of(std::string(400, 'x'));
  for (auto _ : state) benchmark::DoNotOptimize(schema.validate(answer));
}
BENCHMARK(validate);

void compile_and_validate(benchmark::State& state) {
  const OrderedJson text = schema::response_schema(model_of("voice-id"), update_domain());
  const Json answer = answer_of(std::string(400, 'x'));
  for (auto _ : state) benchmark::DoNotOptimize(jsonschema::Schema::compile(text).validate(answer));
}
BENCHMARK(compile_and_validate);

void read_contract_baseline(benchmark::State& state) {
  const core::JsonFile file = core::load_json(std::string(HALLMARK_SOURCE_DIR) + "/schemas/chime/model.json");
  for (auto _ : state) benchmark::DoNotOptimize(nlohmann::json::parse(file.text));
}
BENCHMARK(read_contract_baseline);

void read_contract(benchmark::State& state) {
  const std::string path = std::string(HALLMARK_SOURCE_DIR) + "/schemas/chime/model.json";
  for (auto _ : state) benchmark::DoNotOptimize(contract::read_smithy(core::load_json(path)));
}
BENCHMARK(read_contract);

}  // namespace

BENCHMARK_MAIN();
