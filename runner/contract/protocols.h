// The protocols, one row each: what they are called, what travels in what form, and what they do where a
// model says nothing. wire/ speaks them; everybody else asks here and never compares a protocol's name.
//
//   const auto& facts = contract::protocol_facts(id);  // also of "" and of a protocol that nobody here
//   speaks if (facts.rest) …                                  // told apart by method and path
//
// A new protocol costs its pair in wire/, one row here and its vectors.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "contract/view.h"
#include "core/clock.h"

namespace hallmark::contract {

enum class BodyForm { none, json, cbor, xml, form };

struct ProtocolFacts {
  std::string_view id{};  // Smithy's trait id: "aws.protocols#restJson1"; "" of the row for protocols unknown
  std::string_view name{};  // the one spelling of options and reports: "rest-json"
  // What else documents call it, besides the id and its part behind '#'.
  std::array<std::string_view, 2> aliases{};
  bool rest = false;                  // method, path and status of each operation's own
  BodyForm request = BodyForm::none;  // of bodies with members
  BodyForm answer = BodyForm::none;
  std::string_view request_type{};  // their media types
  std::string_view answer_type{};
  core::TimestampFormat body_time = core::TimestampFormat::date_time;  // where no trait states a format
  bool one_time_format = false;                  // bodies have no other format, whatever a trait states
  bool query_errors = false;                     // awsQueryError gives code and status
  bool habitual_statuses = false;                // exceptions answer with these, whatever httpError states
  int client_status = 400, server_status = 500;  // of exceptions without a stated status
  bool json_names = false;                       // @jsonName is heard
  bool ec2_names = false;                        // @ec2QueryName is heard
  bool names_root = false;                       // the root element of a request is named by the model

  // A value's type shows in the body; elsewhere everything is text.
  [[nodiscard]] bool typed() const { return request == BodyForm::json || request == BodyForm::cbor; }
  [[nodiscard]] bool form() const { return request == BodyForm::form; }
  [[nodiscard]] bool xml() const { return answer == BodyForm::xml; }
};

// In Hallmark's default order: where a contract states several, the first is spoken.
[[nodiscard]] const std::vector<ProtocolFacts>& all_protocol_facts();
// By id, name or alias, in any case; null when there is none.
[[nodiscard]] const ProtocolFacts* find_protocol_facts(std::string_view id_or_name);
// Never null: for what is not known a row in which nothing is.
[[nodiscard]] const ProtocolFacts& protocol_facts(std::string_view id_or_name);
// "rest-json, rest-xml, …": for messages.
[[nodiscard]] std::string protocol_names();

// Those of the model's protocols that this is true of, in default order.
template <typename Fits>
[[nodiscard]] std::vector<const ProtocolFacts*> protocols_of(const Model& model, const Fits& fits) {
  std::vector<const ProtocolFacts*> found;
  for (const ProtocolFacts& facts : all_protocol_facts()) {
    if (model.service.traits.has(facts.id) && std::invoke(fits, facts)) found.push_back(&facts);
  }
  return found;
}
// Whether any of the model's protocols is so: speaks(model, &ProtocolFacts::rest).
template <typename Fits>
[[nodiscard]] bool speaks(const Model& model, const Fits& fits) {
  return !protocols_of(model, fits).empty();
}

// ---- time, decided here and nowhere else ----
// The format where no trait states one.
[[nodiscard]] core::TimestampFormat default_time_format(const ProtocolFacts& facts, Location location);
// The format of a member: its trait's, or its target's, or the default of its place and protocol.
[[nodiscard]] core::TimestampFormat time_format_of(const Model& model, const Member& member,
                                                   const ProtocolFacts& facts);

}  // namespace hallmark::contract

// Example:
//
//   const ProtocolFacts* facts = find_protocol_facts("rest-json");
//   std::string_view id = facts ? facts->id : "";  // "aws.protocols#restJson1"
//   const auto has_paths = [](const Model& model) { return speaks(model, &ProtocolFacts::rest); };
