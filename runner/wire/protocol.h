// The protocols, both sides. One object per protocol, stateless and shared between
// threads; find it with find_protocol or protocol_for.
//
// Everything is said in members documents: a JSON object by Smithy member name, with
// label, query, header, status-code and payload members lifted into it.
//   string, enum        JSON string
//   blob                base64 string (also streaming blobs and blob payloads)
//   timestamp           as on the wire: a JSON number, or a string in the format used.
//                       Encoders take either and write the format that the model asks for;
//                       a string that is no time is written as it stands.
//   integer … long      JSON integer; bigInteger, bigDecimal: number or string
//   float, double       JSON number, or "NaN", "Infinity", "-Infinity"
//   document            any JSON
//   list, map           array (null only where sparse), object
//   structure, union    object; a union has one member
// Text on the wire (XML, headers, query) is converted where it lexically fits the type
// and otherwise stays a JSON string, so that the schema reports it.
//
// Encoders never refuse: a value of the wrong type is written the way a careless client
// would (JSON bodies: the JSON itself; text: its JSON text), because negative cases need
// that. What a protocol cannot express at all (null in a header) is listed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "contract/protocols.h"
#include "wire/http.h"
#include "wire/limits.h"

namespace hallmark::wire {

// One thing that a decoder noticed and that a JSON Schema cannot see. The judge maps
// kinds to rules and severities; decoders only report.
enum class DiagnosticKind {
  malformed_body,  // not JSON / XML / CBOR at all, or cut off; nothing was decoded behind it
  invalid_utf8,
  trailing_data,     // something behind the end of the body's value
  duplicate_key,     // JSON/CBOR object name twice, or an XML element repeated that is no list
  unknown_member,    // a name that the model does not have
  member_case,       // a name that differs from a modelled one by case only
  null_member,       // an explicit null, dropped from the members document
  lexical,           // text that does not fit its type ("ja" for a boolean); kept as a string
  timestamp_format,  // a time, but not in the format that the protocol and model ask for
  missing_content_type,
  wrong_content_type,
  wrong_root,  // XML root element or result wrapper has another name
  wrong_namespace,
  misplaced,   // a known member found where it does not belong (header member in the body, unwrapped, one
               // level up)
  empty_body,  // a body was expected
  unexpected_body,      // one was not
  incomplete_envelope,  // an error's envelope lacks a part that the protocol puts there, or has another value
  unsupported           // event streams: recognised, not decoded
};
[[nodiscard]] std::string_view to_string(DiagnosticKind kind);  // "unknown-member", …

struct Diagnostic {
  DiagnosticKind kind;
  std::string pointer;   // JSON Pointer into the members document; "" is its root
  std::string location;  // on the wire: "header ETag", "body line 3 column 5", "body /Domain/Name", "query"
  std::string expected;
  std::string actual;
};

struct Decoded {
  Json members = Json::object();
  std::vector<Diagnostic> diagnostics;
};

struct DecodedError {
  // The error's identity as the protocol carries it, sanitised (namespace and URI cut):
  // "ConflictException". Empty when no place held one.
  std::string code;
  std::string raw_code;       // as it stood
  std::string code_location;  // "header x-amzn-errortype", "body /__type", "body /Error/Code", …
  // Every place that held one, in the protocol's order of precedence: {location, sanitised code}.
  std::vector<std::pair<std::string, std::string>> all_codes;
  std::string message;                     // may be empty
  std::string request_id;                  // may be empty
  const contract::Shape* shape = nullptr;  // the listed (or else the service's) error of that code
  Decoded decoded;          // members document of the error shape; "message" in its modelled case
  bool well_formed = true;  // the envelope is the protocol's
};

struct EncodedRequest {
  Request request;
  // Pointers of values that this protocol cannot put on the wire (null in a query, a missing
  // label): a case that is about one of them is not sendable.
  std::vector<std::string> inexpressible;
  // Set when the operation cannot be sent at all (no HTTP binding, event stream, …): the reason.
  std::string impossible;
};

struct EncodeOptions {
  std::string
      idempotency_token;  // filled into members with @idempotencyToken that are absent; "" leaves them out
};

// What the endpoint says when it raises an exception.
struct ErrorAnswer {
  std::string code;  // on the wire
  int status = 400;
  std::string message;
  std::string request_id;
  bool client_fault = true;                // "Sender"/"Receiver" in XML envelopes
  const contract::Shape* shape = nullptr;  // for further members; may be null (common errors)
  Json members = Json::object();           // further members of the shape
};

// Endpoint side: which operation a request is for.
struct Routed {
  const contract::Operation* operation = nullptr;  // null: none fits
  std::string problem;  // why not: "unknown operation Foo", "no operation has this method and path"
};

class Protocol {
 public:
  virtual ~Protocol() = default;
  [[nodiscard]] virtual std::string_view id() const = 0;  // Smithy trait id
  // Its row in contract/protocols.h, and of that the name ("rest-json", for people) and the media type of
  // requests with members.
  [[nodiscard]] const contract::ProtocolFacts& facts() const;
  [[nodiscard]] virtual std::string_view name() const;
  [[nodiscard]] virtual std::string_view content_type() const;

  // Runner side. `limits`: a body beyond them is a diagnostic, and nothing of it is read.
  [[nodiscard]] virtual EncodedRequest encode_request(const contract::Model& model,
                                                      const contract::Operation& operation, const Json& input,
                                                      const EncodeOptions& options = {}) const = 0;
  [[nodiscard]] virtual Decoded decode_response(const contract::Model& model,
                                                const contract::Operation& operation,
                                                const Response& response,
                                                const BodyLimits& limits = {}) const = 0;
  [[nodiscard]] virtual DecodedError decode_error(const contract::Model& model,
                                                  const contract::Operation& operation,
                                                  const Response& response,
                                                  const BodyLimits& limits = {}) const = 0;
  // True when the answer's status says success under this protocol (2xx; 3xx where modelled).
  [[nodiscard]] virtual bool is_success(const contract::Operation& operation, const Response& response) const;
  // The status that a success must have: the binding's code, or 200; and whether a document states it.
  [[nodiscard]] virtual int success_status(const contract::Operation& operation) const;

  // Endpoint side.
  [[nodiscard]] virtual Routed route(const contract::Model& model, const Request& request) const = 0;
  [[nodiscard]] virtual Decoded decode_request(const contract::Model& model,
                                               const contract::Operation& operation,
                                               const Request& request) const = 0;
  [[nodiscard]] virtual Response encode_response(const contract::Model& model,
                                                 const contract::Operation& operation,
                                                 const Json& output) const = 0;
  [[nodiscard]] virtual Response encode_error(const contract::Model& model,
                                              const contract::Operation& operation,
                                              const ErrorAnswer& error) const = 0;
};

// By id, name or alias, as contract::find_protocol_facts; null when it is not one of the seven.
[[nodiscard]] const Protocol* find_protocol(std::string_view id_or_name);
[[nodiscard]] std::vector<const Protocol*> all_protocols();
// The first of model.protocols() that Hallmark speaks; null when the contract states none.
[[nodiscard]] const Protocol* protocol_for(const contract::Model& model);

}  // namespace hallmark::wire

// Example:
//
//   const auto ask = [](const contract::Model& model, const contract::Operation& operation,
//                       Response response) {
//     const Protocol* protocol = protocol_for(model);
//     const EncodedRequest encoded = protocol->encode_request(model, operation, {{"Name", "tea"}});
//     // … encoded.request is sent, and `response` comes …
//     return protocol->is_success(operation, response)
//                ? protocol->decode_response(model, operation, response).members
//                : Json(protocol->decode_error(model, operation, response).code);
//   };
