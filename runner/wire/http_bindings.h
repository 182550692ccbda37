// Smithy's HTTP bindings, for rest-json and rest-xml alike: which member of an input or
// output stands in the path, the query, a header, the status or the body, and how it is
// written there. What a body looks like is a BodyCodec's business.
//
// A REST protocol is a BodyCodec plus its error envelope: encode_request and the others
// below do the rest. Pieces that an envelope needs alone (split, encode_output,
// decode_output) are public as well.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "wire/diagnostics.h"
#include "wire/http.h"
#include "wire/protocol.h"

namespace hallmark::wire {

// Which traits count: labels, query and so on in requests; status codes in responses.
enum class MessageKind { request, response };

enum class BindingPlace { label, query, query_params, header, prefix_headers, status_code, payload, body };

struct BoundMember {
  const contract::Member* member = nullptr;
  BindingPlace place = BindingPlace::body;
  std::string wire_name;  // query parameter, header, header prefix; empty otherwise
};

// The members of one structure by their place, in model order.
struct Bindings {
  std::vector<BoundMember> bound;             // every member that is not in the body
  std::vector<const contract::Member*> body;  // the others
  const contract::Member* payload = nullptr;  // also in `bound`; `body` is then empty
};
[[nodiscard]] Bindings split(const contract::Model& model, const contract::Shape& structure,
                             MessageKind direction);

// What a codec is asked to read or write besides the value itself.
struct BodyContext {
  const contract::Model& model;
  // The structure whose members these are (null when the operation has none).
  const contract::Shape* structure = nullptr;
  MessageKind direction = MessageKind::request;
  // Every member's place: names that are found in the body but bound elsewhere are `misplaced`.
  const Bindings* bindings = nullptr;
  BodyLimits limits{};  // of a body that is decoded
};

// How a protocol writes members and payloads into bodies. Encoders never refuse, decoders
// never throw: they append diagnostics whose pointers are rooted in the members document.
class BodyCodec {
 public:
  virtual ~BodyCodec() = default;
  [[nodiscard]] virtual std::string content_type() const = 0;  // of what the two encoders write
  // Is `media_type` (lower case, no parameters) one that bodies of this codec may carry?
  [[nodiscard]] virtual bool accepts(std::string_view media_type) const = 0;

  // `context.bindings->body`, the members without another place (at least one in the model), out
  // of `members`, the whole document. Names that the model does not have belong in the body too.
  // Values that cannot be written are added to `inexpressible` as pointers.
  [[nodiscard]] virtual std::string encode_members(const BodyContext& context, const Json& members,
                                                   std::vector<std::string>& inexpressible) const = 0;
  // The payload member when it is a structure, union, document, list or map. `value` is null when the
  // document does not have it; nullopt writes neither body nor content type.
  [[nodiscard]] virtual std::optional<std::string> encode_payload(
      const BodyContext& context, const contract::Member& payload, const Json* value,
      std::vector<std::string>& inexpressible) const = 0;

  // The reverse; `body` is never empty (the caller diagnostics empty bodies). Adds to `into.members`.
  virtual void decode_members(const BodyContext& context, std::string_view body, Decoded& into) const = 0;
  // Adds the payload at `into.members[payload.name]`; nothing when the body cannot be read.
  virtual void decode_payload(const BodyContext& context, const contract::Member& payload,
                              std::string_view body, Decoded& into) const = 0;
  // The operation has no body members, but a body came. The default diagnostics `unexpected_body`.
  virtual void decode_unexpected(const BodyContext& context, std::string_view body, Decoded& into) const;
};

// ---- whole messages, as the Protocol members of the same names ----
[[nodiscard]] EncodedRequest encode_http_request(const contract::Model& model,
                                                 const contract::Operation& operation, const Json& input,
                                                 const EncodeOptions& options, const BodyCodec& codec);
[[nodiscard]] Decoded decode_http_request(const contract::Model& model, const contract::Operation& operation,
                                          const Request& request, const BodyCodec& codec);
// Status from @http, or from the member with @httpResponseCode.
[[nodiscard]] Response encode_http_response(const contract::Model& model,
                                            const contract::Operation& operation, const Json& output,
                                            const BodyCodec& codec);
[[nodiscard]] Decoded decode_http_response(const contract::Model& model, const contract::Operation& operation,
                                           const Response& response, const BodyLimits& limits,
                                           const BodyCodec& codec);

// ---- pieces, for error envelopes ----
// One output or error structure into headers, status and body. `structure` may be null: no members.
[[nodiscard]] Response encode_output(const contract::Model& model, const contract::Shape* structure,
                                     int status, const Json& members, const BodyCodec& codec);
// Header and status members only (into.members, into.diagnostics); then decode_output_body, or your own.
void decode_output_headers(const contract::Model& model, const contract::Shape& structure,
                           const Response& response, Decoded& into);
void decode_output_body(const contract::Model& model, const contract::Shape* structure,
                        const Response& response, const BodyLimits& limits, const BodyCodec& codec,
                        Decoded& into);

// The operation whose method and URI pattern fit best: literal segments before labels, labels
// before greedy ones, more literal query parameters before fewer; then the one whose required query
// parameters and headers were sent.
[[nodiscard]] Routed route_http(const contract::Model& model, const Request& request);

// ---- parts that RPC protocols share ----
// The input as a document with @idempotencyToken members filled in.
[[nodiscard]] Json with_tokens(const contract::Model& model, const contract::Operation& operation, Json input,
                               const EncodeOptions& options);
// @endpoint's hostPrefix with its labels filled in; pointers of missing ones go to `inexpressible`.
[[nodiscard]] std::string host_prefix_of(const contract::Operation& operation, const Json& input,
                                         std::vector<std::string>& inexpressible);
// "" or why an operation cannot be sent: an event stream in its input.
[[nodiscard]] std::string impossible_reason(const contract::Model& model,
                                            const contract::Operation& operation);
// The member that is an event stream, or null.
[[nodiscard]] const contract::Member* event_stream_of(const contract::Model& model,
                                                      std::string_view structure_id);
// After the body is written: gzip where @requestCompression asks for it, then Content-MD5 or
// x-amz-checksum-* where a checksum is required. Call it last, before signing.
void finish_request(const contract::Model& model, const contract::Operation& operation, const Json& input,
                    Request& request);
// The request as it was before finish_request compressed it: the last Content-Encoding, when it is gzip,
// is undone and taken out of the header. Nullopt when there is nothing to undo: the operation has no
// @requestCompression, or the body is not compressed. Diagnostics what cannot be undone.
[[nodiscard]] std::optional<Request> plain_request(const contract::Operation& operation,
                                                   const Request& request,
                                                   std::vector<Diagnostic>& diagnostics);
// Diagnostics a Content-Type that is missing or that `codec` does not accept; for messages with a body.
void check_content_type(const Headers& headers, const BodyCodec& codec, std::vector<Diagnostic>& diagnostics);

}  // namespace hallmark::wire
