// The contract: what a service promises, in one form whatever the document it was
// read from. It is a Smithy 2.0 model in memory. Importers and read_smithy make it;
// everything else only reads it. Once made it is immutable and shared between threads.
//
// Shape ids are absolute ("com.amazonaws.voiceid#Domain"); a member's id is
// "<shape>$<member>". Traits are kept as JSON under their absolute ids, so that nothing
// is lost between reading and writing; the accessors below give the typed view. contract/usage.h
// has those of what operations are for: pages, waiters, examples, resources.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::contract {

enum class ShapeType {
  blob,
  boolean,
  string,
  enumeration,
  int_enumeration,
  byte,
  short_integer,
  integer,
  long_integer,
  float_number,
  double_number,
  big_integer,
  big_decimal,
  timestamp,
  document,
  list,
  map,
  structure,
  union_shape
};
[[nodiscard]] std::string_view to_string(ShapeType type);  // Smithy's name: "intEnum", "structure", …
[[nodiscard]] std::optional<ShapeType> shape_type(std::string_view smithy_name);

// Trait ids that the code names. Any other trait is carried along untouched.
namespace trait {
inline constexpr std::string_view required = "smithy.api#required";
inline constexpr std::string_view length = "smithy.api#length";
inline constexpr std::string_view range = "smithy.api#range";
inline constexpr std::string_view pattern = "smithy.api#pattern";
inline constexpr std::string_view enum_value = "smithy.api#enumValue";
inline constexpr std::string_view unique_items = "smithy.api#uniqueItems";
inline constexpr std::string_view sparse = "smithy.api#sparse";
inline constexpr std::string_view default_value = "smithy.api#default";
inline constexpr std::string_view box = "smithy.api#box";
inline constexpr std::string_view sensitive = "smithy.api#sensitive";
inline constexpr std::string_view deprecated = "smithy.api#deprecated";
inline constexpr std::string_view idempotency_token = "smithy.api#idempotencyToken";
inline constexpr std::string_view idempotent = "smithy.api#idempotent";
inline constexpr std::string_view readonly = "smithy.api#readonly";
inline constexpr std::string_view error = "smithy.api#error";  // "client" | "server"
inline constexpr std::string_view http_error = "smithy.api#httpError";
inline constexpr std::string_view retryable = "smithy.api#retryable";
inline constexpr std::string_view http = "smithy.api#http";  // {method, uri, code}
inline constexpr std::string_view http_label = "smithy.api#httpLabel";
inline constexpr std::string_view http_query = "smithy.api#httpQuery";
inline constexpr std::string_view http_query_params = "smithy.api#httpQueryParams";
inline constexpr std::string_view http_header = "smithy.api#httpHeader";
inline constexpr std::string_view http_prefix_headers = "smithy.api#httpPrefixHeaders";
inline constexpr std::string_view http_payload = "smithy.api#httpPayload";
inline constexpr std::string_view http_response_code = "smithy.api#httpResponseCode";
inline constexpr std::string_view http_checksum_required = "smithy.api#httpChecksumRequired";
inline constexpr std::string_view streaming = "smithy.api#streaming";
inline constexpr std::string_view event_payload = "smithy.api#eventPayload";
inline constexpr std::string_view event_header = "smithy.api#eventHeader";
inline constexpr std::string_view requires_length = "smithy.api#requiresLength";
inline constexpr std::string_view timestamp_format = "smithy.api#timestampFormat";
inline constexpr std::string_view json_name = "smithy.api#jsonName";
inline constexpr std::string_view xml_name = "smithy.api#xmlName";
inline constexpr std::string_view xml_attribute = "smithy.api#xmlAttribute";
inline constexpr std::string_view xml_flattened = "smithy.api#xmlFlattened";
inline constexpr std::string_view xml_namespace = "smithy.api#xmlNamespace";  // {uri, prefix?}
inline constexpr std::string_view media_type = "smithy.api#mediaType";
inline constexpr std::string_view endpoint = "smithy.api#endpoint";  // {hostPrefix}
inline constexpr std::string_view host_label = "smithy.api#hostLabel";
inline constexpr std::string_view documentation = "smithy.api#documentation";  // never written
inline constexpr std::string_view examples = "smithy.api#examples";
inline constexpr std::string_view request_compression = "smithy.api#requestCompression";
inline constexpr std::string_view auth = "smithy.api#auth";
inline constexpr std::string_view optional_auth = "smithy.api#optionalAuth";
inline constexpr std::string_view service = "aws.api#service";  // {sdkId, endpointPrefix, …}
inline constexpr std::string_view sigv4 = "aws.auth#sigv4";     // {name}
inline constexpr std::string_view unsigned_payload = "aws.auth#unsignedPayload";
inline constexpr std::string_view aws_query_error =
    "aws.protocols#awsQueryError";  // {code, httpResponseCode}
inline constexpr std::string_view aws_query_compatible = "aws.protocols#awsQueryCompatible";
inline constexpr std::string_view ec2_query_name = "aws.protocols#ec2QueryName";
inline constexpr std::string_view http_checksum = "aws.protocols#httpChecksum";
inline constexpr std::string_view s3_unwrapped_xml_output = "aws.customizations#s3UnwrappedXmlOutput";
// Ours: what Smithy has no slot for.
// Where facts of this element come from: {"*": "page"|"model"|"newer-model"|"overlay"|"text", "<trait id>":
// …}. Absent: one document said everything ("model" strength).
inline constexpr std::string_view source = "hallmark.api#source";
// Documents disagree: [{"trait": "<trait id>", "value": …, "source": "…"}] beside the value chosen.
inline constexpr std::string_view alternatives = "hallmark.api#alternatives";
// A page shows this but cannot say which kind it is (integer or long, list or structure, …): {"what": "…"}.
inline constexpr std::string_view unknown = "hallmark.api#unknown";
// JSON text in a header (botocore jsonvalue): the header carries base64 JSON, the members document the JSON
// string.
inline constexpr std::string_view json_value = "hallmark.api#jsonValue";
// botocore signatureVersion other than v4 (v2, s3, bearer, none), as text.
inline constexpr std::string_view signature_version = "hallmark.api#signatureVersion";
// awsQuery output member that wraps the result (botocore resultWrapper), when it is not <Operation>Result.
inline constexpr std::string_view result_wrapper = "hallmark.api#resultWrapper";
// Names on the wire that botocore states and that no Smithy trait can: {"wireName": "…"} on operations
// whose name carries a date (CloudFront's UpdateDistribution2020_05_31).
inline constexpr std::string_view wire_operation_name = "hallmark.api#wireOperationName";
// X-Amz-Target prefix (botocore targetPrefix) when it differs from the service shape's name.
inline constexpr std::string_view target_prefix = "hallmark.api#targetPrefix";
}  // namespace trait

// The protocols' Smithy trait ids.
namespace protocol {
inline constexpr std::string_view rest_json = "aws.protocols#restJson1";
inline constexpr std::string_view rest_xml = "aws.protocols#restXml";
inline constexpr std::string_view aws_json_1_0 = "aws.protocols#awsJson1_0";
inline constexpr std::string_view aws_json_1_1 = "aws.protocols#awsJson1_1";
inline constexpr std::string_view aws_query = "aws.protocols#awsQuery";
inline constexpr std::string_view ec2_query = "aws.protocols#ec2Query";
inline constexpr std::string_view rpcv2_cbor = "smithy.protocols#rpcv2Cbor";
}  // namespace protocol

class Traits {
 public:
  [[nodiscard]] const Json* find(std::string_view id) const;  // null when absent
  [[nodiscard]] bool has(std::string_view id) const { return find(id) != nullptr; }
  void set(std::string_view id, Json value = Json::object());
  void erase(std::string_view id);
  [[nodiscard]] const std::map<std::string, Json, std::less<>>& all() const { return traits_; }
  bool operator==(const Traits&) const = default;

 private:
  std::map<std::string, Json, std::less<>> traits_;
};

struct Member {
  std::string name{};    // lists: "member"; maps: "key" and "value"
  std::string target{};  // absolute shape id; "smithy.api#Unit" for enum members
  Traits traits{};
};

// Any shape but service, resource and operation. `members` in document order: of a
// structure, union or enum its members, of a list one named "member", of a map "key", "value".
struct Shape {
  std::string id{};
  ShapeType type = ShapeType::structure;
  std::vector<Member> members{};
  Traits traits{};
  [[nodiscard]] const Member* member(std::string_view name) const;
  [[nodiscard]] Member* member(std::string_view name);
  [[nodiscard]] std::string_view name() const;  // behind '#'
};

struct Operation {
  std::string id{};
  std::string input{};                // structure id; empty when the operation has none
  std::string output{};               // likewise
  std::vector<std::string> errors{};  // structure ids, document order
  Traits traits{};
  [[nodiscard]] std::string_view name() const;
};

struct ResourceShape {
  std::string id{};
  std::map<std::string, std::string> identifiers{};                           // name -> shape id
  std::map<std::string, std::string> properties{};                            // likewise
  std::string create{}, put{}, read{}, update{}, delete_operation{}, list{};  // operation ids or empty
  std::vector<std::string> operations{}, collection_operations{}, resources{};
  Traits traits{};
};

struct ServiceShape {
  std::string id{};
  std::string version{};
  std::vector<std::string> operations{};  // directly bound
  std::vector<std::string> resources{};
  std::vector<std::string> errors{};  // common to all operations
  Traits traits{};
};

// Two documents (or two parts of one) state different things. Nothing is guessed: the
// model carries one value, `alternatives` on the element carry the rest.
struct Contradiction {
  std::string promise{};  // promise id, e.g. "voice-id.UpdateDomain error.ConflictException status"
  std::string what{};     // one sentence, ours
  struct Saying {
    std::string source{};  // "page", "model", "page sample", "botocore", "smithy", …
    std::string value{};   // as it would be shown
  };
  std::vector<Saying> sayings{};
};

struct Model {
  ServiceShape service;
  std::string slug;  // folder and id prefix: "chime-sdk-voice"
  std::map<std::string, Shape, std::less<>> shapes;
  std::map<std::string, Operation, std::less<>> operations;  // by shape id
  std::map<std::string, ResourceShape, std::less<>> resources;
  std::vector<Contradiction> contradictions;
  std::vector<std::string> documents;  // what it was read from: file names, no folders

  // All look-ups: null when there is none. `operation` takes a bare name or an id.
  [[nodiscard]] const Shape* shape(std::string_view id) const;
  [[nodiscard]] const Operation* operation(std::string_view name_or_id) const;
  // Every operation of the service: its own and its resources', by name, sorted.
  [[nodiscard]] std::vector<const Operation*> all_operations() const;
  // Protocols that the service states, Hallmark's default order first:
  // rest-json, rest-xml, awsJson1_0, awsJson1_1, rpcv2Cbor, awsQuery, ec2Query.
  [[nodiscard]] std::vector<std::string> protocols() const;
};

// A member's trait, or else its target's (Smithy: the member wins). Null when neither has it.
[[nodiscard]] const Json* effective(const Model& model, const Member& member, std::string_view trait_id);
[[nodiscard]] const Shape& target_of(const Model& model, const Member& member);  // prelude shapes resolve too

// ---- typed views of single traits ----
struct Bounds {
  std::optional<double> min, max;  // as stated; counts and ranges of 64 bits fit exactly up to 2^53
};
[[nodiscard]] std::optional<Bounds> bounds(const Json* length_or_range_trait);
struct HttpBinding {
  std::string method, uri;
  int code = 200;
};
[[nodiscard]] std::optional<HttpBinding> http_binding(const Operation& operation);
[[nodiscard]] bool is_required(const Member& member);
// Values of an enum or intEnum shape (or of a string with the old enum trait), in order.
[[nodiscard]] std::vector<Json> enum_values(const Shape& shape);
[[nodiscard]] bool is_streaming(const Model& model, const Member& member);
// An event stream stands in the operation's input or output.
[[nodiscard]] bool has_event_stream(const Model& model, const Operation& operation);

// ---- errors ----
enum class Fault { client, server, unknown };
struct ErrorInfo {
  const Shape* shape = nullptr;
  std::string name;  // the exception's shape name: "ConflictException"
  std::string code;  // as on the wire under `protocol`; most often the name
  std::vector<std::string>
      other_codes;                  // further names of it there: the shape's own under awsQueryCompatible
  std::optional<int> status;        // stated by the documentation
  std::vector<int> other_statuses;  // where documents, or the protocol's habit, disagree
  Fault fault = Fault::unknown;
};
// What the documentation says of one listed exception, for a protocol. Code and status come from
// awsQueryError under awsQuery, ec2Query and awsQueryCompatible services; otherwise the status is
// httpError's, or else the fault's default (client 400, server 500). Under awsJson and rpcv2Cbor,
// whose habit is 400 and 500 whatever httpError says, the habit stands in `other_statuses`, behind
// those of `alternatives`. With neither status nor fault known, `status` is absent.
[[nodiscard]] ErrorInfo error_info(const Model& model, const Shape& error, std::string_view protocol_id);
// The exceptions listed on an operation, then those common to the service; each once.
[[nodiscard]] std::vector<const Shape*> listed_errors(const Model& model, const Operation& operation);

// ---- strength of a fact ----
// text: a sentence of the documentation says it, and no trait does (contract/text_facts.h).
enum class Source { page, model, newer_model, overlay, text };
[[nodiscard]] std::string_view to_string(Source source);
// Where `trait_id` on an element comes from ("" asks for the element itself). An entry of the source
// trait is one of these words, or {"source": word, "text": …} (overlays say what they lean on).
[[nodiscard]] Source source_of(const Traits& traits, std::string_view trait_id = {});

// ---- shape ids ----
[[nodiscard]] std::string_view namespace_of(std::string_view id);
[[nodiscard]] std::string_view name_of(std::string_view id);  // "Domain"; of a member id: "Domain$Name"
// "Chime SDK Voice" -> "chime-sdk-voice". Where the SDK's own folder is called otherwise, that
// folder ("Elastic Load Balancing v2" -> "elbv2"), so that pages and models of a service agree.
[[nodiscard]] std::string slug_of(std::string_view sdk_id);

// Adds smithy.api#String and the other prelude shapes that members target; called by every reader.
void add_prelude(Model& model);
// Drops shapes that no operation reaches, except prelude shapes. For partial contracts.
void prune(Model& model);

}  // namespace hallmark::contract

// Example:
//
//   const auto with_a_length = [](const Model& model) {
//     std::vector<std::string_view> names;
//     for (const Operation* operation : model.all_operations()) {
//       const Shape* input = model.shape(operation->input);
//       const bool bounded =
//           input && std::any_of(input->members.begin(), input->members.end(), [&](const Member& each) {
//             return effective(model, each, trait::length) != nullptr;
//           });
//       if (bounded) names.push_back(operation->name());
//     }
//     return names;
//   };
