#include "endpoint/mutants/variations.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "endpoint/mutants/body_edit.h"
#include "endpoint/reference/words.h"

namespace hallmark::endpoint {

namespace {

bool on(const ServedExchange& exchange, std::string_view name) {
  return exchange.variations.contains(std::string(name));
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return text;
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? out : text;
}

// Other texts of the same time, within the format that the model asks for.
std::string vary_time(const ServedExchange& exchange, const std::string& now) {
  if (const auto time = core::parse_time(now, core::TimestampFormat::date_time)) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(*time);
    if (on(exchange, "time-whole"))
      return '"' + core::format_time(whole, core::TimestampFormat::date_time) + '"';
    if (on(exchange, "time-fraction")) {
      std::string text = core::format_time(whole, core::TimestampFormat::date_time);
      const auto micro = std::chrono::duration_cast<std::chrono::microseconds>(*time - whole).count();
      return fmt::format("\"{}.{:06d}Z\"", text.substr(0, text.size() - 1), micro);
    }
    return {};
  }
  const auto time = core::parse_time(now, core::TimestampFormat::epoch_seconds);
  if (!time || now.find(' ') != std::string::npos) return {};
  const auto micro = time->time_since_epoch().count();
  if (on(exchange, "epoch-integer")) return std::to_string(micro / 1'000'000);
  if (on(exchange, "epoch-fraction")) return fmt::format("{}.{:03d}", micro / 1'000'000, micro / 1000 % 1000);
  return {};
}

void vary_times(const ServedExchange& exchange, const contract::Shape& shape, const Json& output,
                std::string& text) {
  const bool wanted = on(exchange, "time-whole") || on(exchange, "time-fraction") ||
                      on(exchange, "epoch-integer") || on(exchange, "epoch-fraction");
  const auto body = wanted ? BodyEdit::open(exchange.protocol, text) : nullptr;
  if (body == nullptr) return;
  for (const Place& place : places_of(exchange.model, exchange.protocol, shape, output)) {
    if (place.target->type != contract::ShapeType::timestamp || !place.in_body) continue;
    const auto now = body->get_text(place);
    const std::string other = now ? vary_time(exchange, *now) : std::string();
    if (!other.empty()) body->set_text(place, other);
  }
  text = body->text();
}

void add_members(const ServedExchange& exchange, std::string& text) {
  const auto body = BodyEdit::open(exchange.protocol, text);
  if (body != nullptr && body->add("NewerMember", "of a later version")) text = body->text();
}

void restyle(const ServedExchange& exchange, wire::Response& response) {
  if (response.body.empty()) return;
  if (speaks_json(exchange.protocol)) response.body = restyle_json(response.body, exchange.variations);
  if (speaks_xml(exchange.protocol)) response.body = restyle_xml(response.body, exchange.variations);
  if (speaks_cbor(exchange.protocol)) response.body = restyle_cbor(response.body, exchange.variations);
}

std::string mixed_case(const std::string& name) {
  std::string text = core::to_lower(name);
  for (std::size_t i = 0; i < text.size(); i += 2)
    text[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[i])));
  return text;
}

void vary_headers(const ServedExchange& exchange, wire::Response& response) {
  if (on(exchange, "charset")) {
    if (const std::string* type = response.headers.find("Content-Type");
        type != nullptr && type->find(';') == std::string::npos) {
      response.headers.set("Content-Type", *type + "; charset=utf-8");
    }
  }
  if (const std::string* tag = response.headers.find("ETag"); tag != nullptr && on(exchange, "etag-quoted")) {
    if (!tag->starts_with('"')) response.headers.set("ETag", '"' + *tag + '"');
  }
  if (on(exchange, "unknown-headers")) {
    response.headers.add("X-Cache", "Miss from hallmark");
    response.headers.add("Via", "1.1 hallmark (embedded)");
    response.headers.add("Server-Timing", "total;dur=1");
    response.headers.add("Set-Cookie", "session=1; Path=/");
  }
  if (on(exchange, "header-lower") || on(exchange, "header-case")) {
    wire::Headers renamed;
    for (const auto& header : response.headers) {
      renamed.add(on(exchange, "header-lower") ? core::to_lower(header.name) : mixed_case(header.name),
                  header.value);
    }
    response.headers = std::move(renamed);
  }
}

void vary_wire(const ServedExchange& exchange, SentAnswer& answer) {
  vary_headers(exchange, answer.response);
  WirePlan& wire = answer.wire;
  const bool has_body = !answer.response.body.empty();
  if (on(exchange, "gzip") && has_body) {
    const std::string* accepted = exchange.request.headers.find("Accept-Encoding");
    if (accepted != nullptr && accepted->find("gzip") != std::string::npos) {
      answer.response.body = gzip(answer.response.body);
      answer.response.headers.add("Content-Encoding", "gzip");
    }
  }
  if ((on(exchange, "chunked") || on(exchange, "chunked-trailers")) && has_body) {
    wire.chunked = true;
    if (on(exchange, "chunked-trailers")) wire.trailers.add("X-Checksum", "none");
  }
  if (on(exchange, "connection-close")) wire.close = true;
  if (on(exchange, "until-close") && has_body) wire.no_content_length = true;
  if (on(exchange, "segments")) wire.segment = 7;
  if (on(exchange, "interim")) {
    wire.interim.push_back("HTTP/1.1 100 Continue\r\n\r\n");
    wire.interim.push_back("HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n");
  }
  if (on(exchange, "slow")) wire.delay = std::chrono::milliseconds(150);
}

// Leaves out optional members: empty lists, or whatever nothing promises.
class ThinOut {
 public:
  ThinOut(const ServedExchange& exchange, bool lists_only) : exchange_(exchange), lists_only_(lists_only) {
    if (exchange.promised == nullptr) return;
    const auto own = exchange.promised->find(exchange.operation->name());
    if (own != exchange.promised->end()) promised_ = &own->second;
    untold_ = promised_ == nullptr;
  }

  void run(const contract::Shape& shape, Json& output, const std::string& pointer = {}) const {
    if (!output.is_object()) return;
    for (const auto& member : shape.members) {
      const auto it = output.find(member.name);
      if (it == output.end()) continue;
      const std::string at = core::pointer_join(pointer, member.name);
      if (goes(member, *it, at)) {
        output.erase(it);
        continue;
      }
      const auto& target = contract::target_of(exchange_.model, member);
      if (target.type == contract::ShapeType::structure) run(target, *it, at);
      if (const auto* item = target.member("member"); item != nullptr && it->is_array()) {
        for (Json& entry : *it) run(contract::target_of(exchange_.model, *item), entry, at + "/*");
      }
    }
  }

 private:
  [[nodiscard]] bool goes(const contract::Member& member, const Json& value, const std::string& at) const {
    if (contract::is_required(member) || is_promised(at)) return false;
    if (lists_only_) return value.is_array() && value.empty();
    // Where a suite tells what some operations promise and nothing of this one, others are judged by its
    // answer: what was stored, and when.
    if (untold_) return false;
    // What was sent comes back, what identifies and what pages is needed, and so is the state that is waited
    // for.
    const bool needed = exchange_.input.contains(member.name) ||
                        identifier_word(member.name) != IdentifierWord::none || is_page_token(member.name) ||
                        is_state(member.name) || is_tags(member.name) ||
                        member.traits.has(contract::trait::http_header) || value.is_structured();
    return !needed || (value.is_array() && value.empty() && !exchange_.input.contains(member.name));
  }
  // It, or something in it.
  [[nodiscard]] bool is_promised(const std::string& at) const {
    return promised_ != nullptr &&
           std::any_of(promised_->begin(), promised_->end(),
                       [&](const std::string& each) { return each == at || each.starts_with(at + "/"); });
  }

  const ServedExchange& exchange_;
  bool lists_only_;
  bool untold_ = false;
  const std::set<std::string>* promised_ = nullptr;
};

void reverse_lists(Json& value) {
  if (value.is_array() && !value.empty() && value.front().is_object())
    std::reverse(value.begin(), value.end());
  if (value.is_structured()) {
    for (Json& each : value) reverse_lists(each);
  }
}

}  // namespace

const std::vector<Variation>& variations() {
  static const std::vector<Variation> all = {
      {"header-case", "header names in mixed case", "RFC 9110 5.1: field names are case-insensitive"},
      {"header-lower", "header names in lower case", "RFC 9110 5.1: field names are case-insensitive"},
      {"unknown-headers", "response headers that no model knows",
       "RFC 9110 5.1: unrecognized fields are ignored"},
      {"member-order", "members in another order",
       "RFC 8259 4: objects are unordered; structures promise no order"},
      {"pretty", "bodies with whitespace and line breaks",
       "RFC 8259 2: insignificant whitespace; XML between elements likewise"},
      {"escaped", "JSON text with every letter that may be escaped, escaped",
       "RFC 8259 7: any character may be escaped"},
      {"code-in-header", "an error's code in the header only",
       "restJson1: x-amzn-errortype or the body says which error it is"},
      {"code-in-body", "an error's code in the body only",
       "restJson1: x-amzn-errortype or the body says which error it is"},
      {"code-with-namespace", "an error's code with its namespace before it",
       "Smithy JSON protocols: clients drop what stands before '#'"},
      {"code-with-uri", "an error's code with a URI behind it",
       "Smithy JSON protocols: clients drop what stands behind ':'"},
      {"message-lower", "an error's message under its name in the other case",
       "Smithy JSON protocols: message or Message"},
      {"lists-absent", "empty optional lists left out", "Smithy: optional members may be left out"},
      {"optional-absent", "optional members left out that nothing promises",
       "Smithy: optional members may be left out"},
      {"time-whole", "ISO 8601 times in whole seconds", "Smithy timestamps: fractions are optional"},
      {"time-fraction", "ISO 8601 times in microseconds", "Smithy timestamps: fractions are optional"},
      {"epoch-integer", "epoch times in whole seconds", "Smithy timestamps: fractions are optional"},
      {"epoch-fraction", "epoch times with three decimals", "Smithy timestamps: fractions are optional"},
      {"epoch-exponent", "epoch times with an exponent", "RFC 8259 6: numbers may have an exponent"},
      {"xml-prefix", "XML elements with a namespace prefix",
       "Namespaces in XML: prefixes mean nothing by themselves"},
      {"xml-comments", "XML with comments and a declaration",
       "XML 1.0 2.5: comments are no part of the data"},
      {"xml-cdata", "XML text in CDATA sections", "XML 1.0 2.7: CDATA is another way to write text"},
      {"xml-self-closed", "empty XML elements self-closed",
       "XML 1.0 3.1: an empty element may be self-closed"},
      {"xml-attributes", "XML attributes that no model knows, in another order",
       "XML 1.0 3.1: the order of attributes means nothing; unknown ones are a newer model's"},
      {"cbor-indefinite", "CBOR maps, lists and texts without a length",
       "RFC 8949 3.2: items may be of indefinite length"},
      {"chunked", "bodies in chunks", "RFC 9112 7.1: chunked transfer coding"},
      {"chunked-trailers", "bodies in chunks with a trailer", "RFC 9112 7.1.2: trailer section"},
      {"connection-close", "every answer closes its connection", "RFC 9112 9.6: either side may close"},
      {"until-close", "bodies without a length, ended by the connection",
       "RFC 9112 6.3: a response may end with its connection"},
      {"segments", "bytes in many small segments", "TCP is a stream of bytes"},
      {"interim", "100 and 103 answers before the final one",
       "RFC 9110 15.2: any number of 1xx responses may come first"},
      {"charset", "a charset parameter in Content-Type", "RFC 9110 8.3.1: media types have parameters"},
      {"gzip", "gzip, where the client takes it", "RFC 9110 8.4: content codings that the client accepts"},
      {"slow", "every answer takes its time", "no promise says how fast an answer is"},
      {"etag-quoted", "ETags in quotes", "RFC 9110 8.8.3: entity tags are quoted"},
      {"pending", "states that settle only after a while",
       "states that the model lists beside the settled one"},
      {"new-members", "members of a newer model", "Smithy: adding members is a compatible change"},
      {"extra-error-members", "errors with members that no model knows",
       "Smithy: adding members is a compatible change"},
      {"removal-of-nothing", "the removal of nothing succeeds",
       "S3 DeleteObject, SNS DeleteTopic: idempotent removal"},
      {"describe-nothing", "what is asked for by name and not there is left out of the list",
       "CloudWatch DescribeAlarms: an empty list is no error"},
      {"final-state", "what was removed is shown in a last state for a while",
       "ECS clusters are INACTIVE, EC2 instances terminated, KMS keys PendingDeletion"},
      {"same-again", "making the same again with equal settings succeeds",
       "SQS CreateQueue, SNS CreateTopic"},
      {"children-go-along", "what has something in it is removed with all that is in it",
       "SNS topics with subscriptions, log groups with streams"},
      {"page-empty", "the first page is empty and has a token", "DynamoDB Scan, EC2: a page may be empty"},
      {"page-short", "pages are half as long as they might be", "a size is the most that a page may have"},
      {"token-after-last", "a token comes with the last full page, and an empty page behind it",
       "DynamoDB: LastEvaluatedKey does not mean that there is more"},
      {"token-always", "a token comes with every page: at the end always the same",
       "CloudWatch Logs GetLogEvents: the same token means the end"},
      {"size-cut", "a page has three items at most, whatever is asked for",
       "S3 cuts a size above its maximum"},
      {"size-least", "sizes below twenty are refused", "RDS: MaxRecords is at least 20"},
      {"start-key-any", "a list may begin behind any name", "DynamoDB ListTables: ExclusiveStartTableName"},
      {"list-late", "lists show what was made two seconds ago", "lists are eventually consistent"},
      {"list-order", "lists are in another order", "no order is promised"},
      {"name-as-arn", "what was named in the request is answered by its ARN under the same name",
       "KMS KeyId, Lambda FunctionName, ECS cluster: a name goes in, an ARN comes out", true},
      {"policy-encoded", "JSON documents come back URL-encoded", "IAM GetRolePolicy: RFC 3986"},
      {"policy-normalised", "JSON documents come back with other whitespace",
       "SQS, SNS, S3 policies: equal, and not letter by letter"},
      {"trailing-dot", "domain names come back with a final dot",
       "Route 53: Name of hosted zones and records"},
      {"lower-cased", "names come back in lower case", "RDS DBInstanceIdentifier, OpenSearch, Route 53",
       true},
      {"cidr-canonical", "networks come back without bits of hosts", "EC2: 100.68.0.18/18 is 100.68.0.0/18"},
      {"secrets-withheld", "a secret that was sent is not shown", "RDS MasterUserPassword, IAM LoginProfile",
       true},
      {"sets-reordered", "lists of texts in another order", "no document promises an order of sets"},
      {"made-pending", "what was just made is on its way",
       "RDS creating, ACM PENDING_VALIDATION, EKS CREATING"},
      {"defaults-filled", "settings that nobody gave are shown with values", "a service fills in defaults"},
      {"reads-late", "a read shows what was changed only after a tenth of a second",
       "reads are eventually consistent: IAM, S3 configurations, EC2", true},
      {"foreign-denied", "an ARN of another account is refused as access denied",
       "IAM: what is not shared with an account is denied"},
      {"check-order", "input is checked before permissions",
       "nothing says which of several faults is told first"},
      {"looked-up-first", "identifiers are looked for before they are checked",
       "a constraint is the model's: a name that nothing can have is not found as well as not valid"},
      {"version-first", "a version is checked before what it is of is looked for",
       "nothing says which of several faults is told first"},
      {"common-errors", "callers and bursts are refused by the errors that all services share",
       "Common Error Types, on the API Reference of each service"},
      {"common-errors-plain", "likewise, in the other of their two forms",
       "Common Error Types, on the API Reference of each service: with and without Exception"},
      {"parser-refuses", "what cannot be read is refused before the operation sees it",
       "Smithy: malformed requests are a SerializationException; XML services say MalformedXML"},
      {"parser-refuses-plainly", "likewise, as older services call it",
       "services behind older frameworks say MalformedInput"},
      {"paths-of-nobody", "a path that no operation has gets a page of HTML",
       "no document says how a path that is nobody's is answered"},
      {"newest-model", "what the newest model does not require may be left out",
       "where documents disagree whether an input is valid, neither is a promise"},
      {"lists-reversed", "lists of structures in another order", "no document promises an order of lists"},
      {"settled-at-once", "what is asynchronous is over at once", "no document says how long it takes"},
  };
  return all;
}

void check_variations(const std::set<std::string>& names) {
  std::vector<std::string> known;
  for (const Variation& variation : variations()) known.emplace_back(variation.name);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto near = core::nearest(name, known);
    throw core::DocumentError(
        {.file = {},
         .line = 0,
         .pointer = {},
         .rule = "endpoint.variation",
         .message = fmt::format("there is no variation {}", core::printable(name)),
         .advice = near ? "did you mean " + *near + "?" : "see `hallmark mutants --variations`"});
  }
}

void vary_output(const ServedExchange& exchange, Json& output) {
  const auto* shape =
      exchange.operation->output.empty() ? nullptr : exchange.model.shape(exchange.operation->output);
  if (shape == nullptr) return;
  if (exchange.variations.empty()) return;
  vary_values(exchange, *shape, output);
  if (on(exchange, "lists-reversed")) reverse_lists(output);
  if (on(exchange, "lists-absent")) ThinOut(exchange, true).run(*shape, output);
  if (on(exchange, "optional-absent")) ThinOut(exchange, false).run(*shape, output);
}

void vary_error(const ServedExchange& exchange, wire::ErrorAnswer& error) {
  const std::string code = error.code;
  if (!speaks_json(exchange.protocol)) return;
  const std::string space(contract::namespace_of(exchange.model.service.id));
  if (on(exchange, "code-with-namespace")) error.code = space + '#' + code;
  if (on(exchange, "code-with-uri")) error.code += ":http://internal.amazon.com/coral/" + space + "/";
}

void vary_answer(const ServedExchange& exchange, const contract::Shape* shape, const Json& output,
                 SentAnswer& answer) {
  if (exchange.variations.empty()) return;
  if (shape != nullptr) vary_times(exchange, *shape, output, answer.response.body);
  const bool payload =
      shape != nullptr && std::any_of(shape->members.begin(), shape->members.end(), [](const auto& member) {
        return member.traits.has(contract::trait::http_payload);
      });
  // A payload that is no structure is the client's own bytes.
  const bool plain_payload = payload && BodyEdit::open(exchange.protocol, answer.response.body) == nullptr;
  if (on(exchange, "new-members") && !plain_payload) add_members(exchange, answer.response.body);
  if (!plain_payload) restyle(exchange, answer.response);
  vary_wire(exchange, answer);
}

void vary_error_answer(const ServedExchange& exchange, const wire::ErrorAnswer& error, SentAnswer& answer) {
  if (exchange.variations.empty()) return;
  wire::Response& response = answer.response;
  if (speaks_json(exchange.protocol) && !response.body.empty()) {
    auto parsed = core::parse_json(response.body);
    if (parsed.value && parsed.value->is_object()) {
      Json& body = *parsed.value;
      if (on(exchange, "code-in-header")) {
        body.erase("__type");
        response.headers.set("x-amzn-errortype", error.code);
      }
      if (on(exchange, "code-in-body")) {
        body["__type"] = error.code;
        response.headers.remove("x-amzn-errortype");
      }
      if (on(exchange, "message-lower")) {
        for (const char* name : {"message", "Message"}) {
          if (!body.contains(name)) continue;
          Json text = body[name];
          body.erase(name);
          body[other_case(name)] = std::move(text);
          break;
        }
      }
      response.body = core::dump(body);
    }
  }
  if (on(exchange, "extra-error-members")) add_members(exchange, response.body);
  restyle(exchange, response);
  vary_wire(exchange, answer);
}

}  // namespace hallmark::endpoint
