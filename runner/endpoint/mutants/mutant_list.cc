#include "endpoint/mutants/mutant_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "endpoint/mutants/places.h"
#include "endpoint/reference/errors.h"

namespace hallmark::endpoint {

namespace {

constexpr std::size_t most = 20'000;

const contract::Shape* structure_of(const contract::Model& model, const std::string& id) {
  return id.empty() ? nullptr : model.shape(id);
}

void list_signature_mutants(MutantList& list) {
  list.add(Stage::signature, "unsigned-accepted", "auth.signature",
           "a request without a signature is served");
  list.add(Stage::signature, "bad-signature-accepted", "auth.signature", "a signature is not verified");
  list.add(Stage::signature, "unknown-key-accepted", "auth.signature",
           "a request signed with a key that nobody has is served");
  list.add(Stage::signature, "other-service-accepted", "auth.signature",
           "a signature made for another service is taken");
  list.add(Stage::signature, "expired-accepted", "auth.expiry", "a request signed long ago is served");
  if (const auto* denied = listed_for(list.model, list.operation, Refusal::denied)) {
    list.add(Stage::signature, "permissions-ignored", fmt::format("error.{}", denied->name()),
             "an account without permission is served", true);
  }
  if (const auto* throttled = listed_for(list.model, list.operation, Refusal::throttled)) {
    list.add(Stage::signature, "rate-ignored", fmt::format("error.{}", throttled->name()),
             "an account that is over its rate is served", true);
  }
}

void list_wire_mutants(MutantList& list) {
  const auto mutant = [&](const char* how) {
    list.add(Stage::wire, fmt::format("wire:{}", how), "http",
             fmt::format("the message is broken ({})", how));
  };
  if (list.has_body()) {  // else nothing can be cut off
    for (const char* how : {"truncated", "length-below", "reset"}) mutant(how);
  }
  for (const char* how :
       {"length-above", "conflicting-length", "broken-chunk", "behind", "head", "status-line"}) {
    mutant(how);
  }
  list.add(Stage::wire, "wire:silent", "http", "the connection closes before any answer", false,
           "before a status line nothing tells the endpoint from the way to it: the cases end in error, and "
           "the run fails");
}

}  // namespace

MutantList::MutantList(const contract::Model& of, const contract::Operation& judged,
                       const SuiteWord* by_suite, const EndpointPlan& planned)
    : model(of),
      operation(judged),
      suite(by_suite),
      plan(planned),
      protocol(wire::protocol_for(of)),
      input(structure_of(of, judged.input)),
      output(structure_of(of, judged.output)),
      id_(fmt::format("{}.{}", of.slug, judged.name())) {}

void MutantList::add(Stage stage, const std::string& name, const std::string& promise, std::string text,
                     bool needs_suite, std::string equivalent) {
  if (found_.size() >= most) return;
  found_.push_back({.name = fmt::format("{},{}", name, operation.name()),
                    .promise = id_ + " " + promise,
                    .operation = std::string(operation.name()),
                    .stage = stage,
                    .text = std::move(text),
                    .needs_suite = needs_suite,
                    .equivalent = std::move(equivalent)});
}

void MutantList::add_drift(Stage stage, const std::string& name, const std::string& promise, std::string text,
                           bool needs_suite, std::string equivalent) {
  const std::size_t before = found_.size();
  add(stage, name, promise, std::move(text), needs_suite, std::move(equivalent));
  if (found_.size() > before) found_.back().drift = true;
}

void MutantList::add_by_case(const std::string& name, const std::string& promise, std::string text,
                             bool drift) {
  const std::size_t before = found_.size();
  add(Stage::behaviour, name, promise, std::move(text), true);
  if (found_.size() == before) return;
  found_.back().by_case = true;
  found_.back().drift = drift;
}

const contract::ProtocolFacts& MutantList::facts() const {
  return protocol != nullptr ? protocol->facts() : contract::protocol_facts("");
}
bool MutantList::xml() const { return protocol != nullptr && speaks_xml(*protocol); }
bool MutantList::cbor() const { return protocol != nullptr && speaks_cbor(*protocol); }

bool MutantList::has_body() const {
  if (protocol == nullptr) return true;
  const bool rest = facts().rest;
  const auto in_body = [&](const contract::Member& member) {
    return !rest || (!member.traits.has(contract::trait::http_header) &&
                     !member.traits.has(contract::trait::http_prefix_headers) &&
                     !member.traits.has(contract::trait::http_response_code));
  };
  if (output != nullptr && std::any_of(output->members.begin(), output->members.end(), in_body)) return true;
  return !protocol->encode_response(model, operation, Json::object()).body.empty();
}

bool is_newer(const contract::Member& member) {
  return contract::source_of(member.traits) == contract::Source::newer_model;
}

bool is_disputed(const contract::Member& member, std::string_view trait_id) {
  const Json* alternatives = member.traits.find(contract::trait::alternatives);
  return alternatives != nullptr && alternatives->is_array() &&
         std::any_of(alternatives->begin(), alternatives->end(), [&](const Json& each) {
           return each.is_object() && each.value("trait", "") == trait_id;
         });
}

std::vector<Mutant> mutants_for(const contract::Model& model, const contract::Operation& operation,
                                const SuiteWord* suite, const EndpointPlan* plan) {
  EndpointPlan own;
  if (plan == nullptr) own = plan_service(model);
  MutantList list(model, operation, suite, plan == nullptr ? own : *plan);
  list_signature_mutants(list);
  list_input_mutants(list);
  list_behaviour_mutants(list);
  list_existence_mutants(list);
  list_value_mutants(list);
  list_output_mutants(list);
  list_error_mutants(list);
  list_wire_mutants(list);
  return list.take();
}

}  // namespace hallmark::endpoint
