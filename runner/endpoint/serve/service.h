// One service of the embedded reference endpoint: serves any contract, keeps state, verifies SigV4, raises
// every listed exception on demand. It validates by walking traits, never by JSON Schema, so that runner
// and endpoint do not share mistakes.
//
//   Service service(model, *wire::protocol_for(*model), {.region = "eu-west-1"});
//   const wire::Response response = service.handle(request);  // from any number of threads
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "contract/model.h"
#include "endpoint/mutants/answer.h"
#include "endpoint/reference/options.h"
#include "wire/http.h"
#include "wire/protocol.h"

namespace hallmark::endpoint {

// The request header by which a client asks for an exception: "x-hallmark-provoke: ConflictException".
inline constexpr std::string_view fault_header = "x-hallmark-provoke";

struct ServiceState;

// One service behind one endpoint: a pure function from request to response, plus its
// store. Thread-safe.
class Service {
 public:
  Service(std::shared_ptr<const contract::Model> model, const wire::Protocol& protocol, Options options);
  ~Service();
  [[nodiscard]] wire::Response handle(const wire::Request& request) { return answer(request).response; }
  [[nodiscard]] SentAnswer answer(const wire::Request& request);
  [[nodiscard]] std::size_t stored() const;  // resources in the store: 0 after a clean run
  [[nodiscard]] const contract::Model& model() const;
  // Other mutants from the next request on, instead of Options::mutants; requests are counted from 0 again.
  // Throws DocumentError ("endpoint.mutant") for an unknown one.
  void set_mutants(const std::set<std::string>& names);
  // Answers since then that a mutant of the stages output, response, error or wire changed: a mutant that
  // changed none cannot be told from none.
  [[nodiscard]] std::uint64_t mutated_answers() const;

 private:
  std::unique_ptr<ServiceState> state_;
};

}  // namespace hallmark::endpoint
