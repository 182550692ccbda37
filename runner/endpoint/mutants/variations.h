// Variations: freedoms that a conforming endpoint has. A judge that fails an endpoint for one of them
// is too strict; every one is held against it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "endpoint/mutants/answer.h"
#include "endpoint/mutants/hooks.h"

namespace hallmark::endpoint {

struct Variation {
  std::string_view name;     // as Options::variations takes it
  std::string_view text;     // what the endpoint does, in plain words
  std::string_view freedom;  // why it may: the rule that leaves it open
  // Free only where nothing but a contract says what the service does: other services' documents say that
  // they do so, and a suite holds a service to its own.
  bool by_contract = false;
};
[[nodiscard]] const std::vector<Variation>& variations();

// Throws DocumentError ("endpoint.variation") for a name that variations() does not have.
void check_variations(const std::set<std::string>& names);

// Called by ServedExchange, in place: the output's members document, an error before it is encoded, and
// both encoded.
void vary_output(const ServedExchange& exchange, Json& output);
// Likewise what services do to single values; part of vary_output().
void vary_values(const ServedExchange& exchange, const contract::Shape& shape, Json& output);
void vary_error(const ServedExchange& exchange, wire::ErrorAnswer& error);
void vary_answer(const ServedExchange& exchange, const contract::Shape* shape, const Json& output,
                 SentAnswer& answer);
void vary_error_answer(const ServedExchange& exchange, const wire::ErrorAnswer& error, SentAnswer& answer);

// The style of one body: JSON, XML and CBOR that mean the same.
[[nodiscard]] std::string restyle_json(const std::string& body, const std::set<std::string>& variations);
[[nodiscard]] std::string restyle_xml(const std::string& body, const std::set<std::string>& variations);
[[nodiscard]] std::string restyle_cbor(const std::string& body, const std::set<std::string>& variations);

}  // namespace hallmark::endpoint

// Example:
//
//   check_variations({"chunked"});
//   for (const Variation& each : variations()) std::string said(each.text);
