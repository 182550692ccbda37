#include "plan/kinds/operation_cases.h"

#include <algorithm>

#include "contract/text_facts.h"
#include "core/text.h"
#include "names/knowledge.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/validation_errors.h"

namespace hallmark::plan {

using contract::Member;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

// Where the request's body comes from.
enum class Body { none, members, blob };
Body body_of(const Context& context) {
  const auto& input = input_of(context.model, context.operation);
  if (!protocol_facts(context.protocol).rest) return Body::members;
  Body body = Body::none;
  for (const auto& member : input.members) {
    const auto where = location_of(member);
    if (where == Location::payload) {
      const auto type = contract::target_of(context.model, member).type;
      const bool bytes = type == ShapeType::blob || is_text(type);
      return bytes ? Body::blob : Body::members;
    }
    if (where == Location::body) body = Body::members;
  }
  return body;
}

bool body_required(const Context& context) {
  const auto& input = input_of(context.model, context.operation);
  return std::any_of(input.members.begin(), input.members.end(), [](const Member& member) {
    const auto where = location_of(member);
    return contract::is_required(member) && (where == Location::body || where == Location::payload);
  });
}

class Maker {
 public:
  explicit Maker(Context& context) : context_(context), id_(operation_id(context.model, context.operation)) {}

  std::vector<Wanted> all() {
    want(id_ + " status+minimal", Depth::quick, [this] { return minimal(); });
    want(id_ + " status+full", Depth::quick, [this] { return full(); });
    for (const auto* error : contract::listed_errors(context_.model, context_.operation)) {
      const auto promise = error_promise(context_.model, context_.operation, error->name());
      want(promise, Depth::quick, [this, error] { return by_fault(*error); });
    }
    malformed();
    signature();
    if (asks_for_no_operation(context_.model, context_.operation, context_.suite)) {
      const auto promise = contract::promise_text(id_, contract::Side::protocol, "unknown-operation");
      want(promise + "+unknown-operation", Depth::normal,
           [this, promise] { return unknown_operation(promise); });
    }
    return std::move(wanted_);
  }

 private:
  using Result = Wanted::Result;

  void want(std::string key, Depth depth, std::function<Result()> make) {
    wanted_.push_back({.key = std::move(key), .depth = depth, .make = std::move(make)});
  }

  Result with_base(const Group& group, const std::string& name, const std::function<void(Case&)>& finish) {
    const auto* base = context_.base();
    if (!base) return {.test = {}, .problem = context_.base_problem};
    auto test = context_.blank(group, name);
    test.send = *base->document;
    finish(test);
    return {.test = std::move(test), .problem = {}};
  }

  Result minimal() {
    return with_base(Group::success(), "minimal", [&](Case& test) {
      test.title = "only what is required";
      test.promises = {contract::promise_text(id_, contract::Side::status)};
      test.expect = {Outcome{}};
      context_.assess(test);
    });
  }

  Result full() {
    const auto* base = context_.base();
    if (!base) return {.test = {}, .problem = context_.base_problem};
    ValueOptions options{.full = true};
    options.given = base->document.get();
    const auto make = [&] {
      return context_.values.structure(input_of(context_.model, context_.operation), id_ + "/success/full",
                                       options);
    };
    auto made = make();
    // Where only open values are left, these: the case must not go when one more of them is required.
    if (made.value && *made.value == *base->document) {
      options.open = true;
      made = make();
    }
    if (!made.value) return {.test = {}, .problem = made.problem};
    auto test = context_.blank(Group::success(), "full");
    test.send = *made.value;
    if (test.send == *base->document) return {};
    test.title = "everything at once";
    test.promises = {contract::promise_text(id_, contract::Side::status)};
    test.expect = {Outcome{}};
    test.control = {{.op = "replace", .path = "", .value = *base->document}};
    test.base_key = context_.key_of(*base->document);
    context_.assess(test);
    return {.test = std::move(test), .problem = {}};
  }

  Result by_fault(const contract::Shape& error) {
    const std::string name(error.name());
    return with_base(Group::of(name), "by-fault", [&](Case& test) {
      test.title = "the target is told to fail";
      for (const char* clause : {"", "status", "code", "shape"}) {
        test.promises.push_back(error_promise(context_.model, context_.operation, name, clause));
      }
      test.provoke = Provocation::fault;
      test.fault_exception = name;
      test.expect = outcomes({name}, "");
      context_.assess(test);
      // A control must succeed: only where somebody vouches for the request.
      if (test.certainty == Certainty::known) test.control.emplace();
    });
  }

  void broken_body(const std::string& how, const std::string& title, Depth depth, std::string body) {
    const auto promise = contract::promise_text(id_, contract::Side::protocol, "malformed");
    want(promise + "+" + how, depth, [this, promise, how, title, depth, body] {
      return with_base({Group::Kind::validation, {}}, "protocol.malformed+" + how, [&](Case& test) {
        test.title = title;
        test.promises = {promise};
        test.provoke = Provocation::request;
        test.depth = depth;
        test.constraint = "protocol." + how;
        test.wire.body = body;
        test.expect = context_.validation_outcomes(true);
        test.control.emplace();
        test.base_key = context_.key_of(test.send);
      });
    });
  }

  void malformed() {
    const auto& input = input_of(context_.model, context_.operation);
    // Who takes nothing need not read what is sent.
    if (body_of(context_) != Body::members || protocol_facts(context_.protocol).form() ||
        input.members.empty())
      return;
    const std::string& first = input.members.front().name;
    const contract::BodyForm form = protocol_facts(context_.protocol).request;
    if (form == contract::BodyForm::xml) {
      broken_body("cut", "an XML body that is cut off", Depth::quick,
                  "<" + first + "Request><" + first + ">conf");
      broken_body("garbage", "a body that is no XML", Depth::normal, "this is no document");
      broken_body("mismatched-tags", "an XML body whose tags do not match", Depth::thorough,
                  "<Request><" + first + "></Request></" + first + ">");
    } else if (form == contract::BodyForm::cbor) {
      broken_body("cut", "a CBOR body that is cut off", Depth::quick, std::string("\xbf\x64Na", 4));
      broken_body("garbage", "a body that is no CBOR", Depth::normal, std::string("\xff\xff\xff", 3));
    } else {
      broken_body("cut", "a JSON body that is cut off", Depth::quick, "{\"" + first + "\": \"conf");
      broken_body("garbage", "a body that is no JSON", Depth::normal, "this is no document");
      broken_body("list-root", "a list instead of an object as body", Depth::thorough, "[]");
      broken_body("bare-word", "a JSON body with a bare word", Depth::thorough,
                  "{\"" + first + "\": conformance}");
    }
    if (body_required(context_)) broken_body("empty-body", "no body at all", Depth::normal, "");
  }

  void identity(const std::string& clause, const std::string& name, const std::string& title, SignMode mode,
                Depth depth) {
    const auto promise = id_ + " " + clause;
    want(promise + "+" + name, depth, [this, promise, name, title, mode, depth] {
      return with_base({Group::Kind::common, {}}, name, [&](Case& test) {
        test.title = title;
        test.promises = {promise};
        test.provoke = Provocation::identity;
        test.depth = depth;
        test.wire.sign = mode;
        std::vector<std::string> names;
        for (const auto* error : contract::listed_errors(context_.model, context_.operation)) {
          if (context_.suite.words().refuses_caller(error->name())) names.emplace_back(error->name());
        }
        const auto listed = static_cast<std::ptrdiff_t>(names.size());
        for (const auto kind : {names::Common::unauthenticated, names::Common::denied}) {
          const auto& common = context_.suite.words().common(kind, context_.protocol);
          names.insert(names.end(), common.begin(), common.end());
        }
        test.expect = outcomes(names, "the documents do not say which of these refuses a signature");
        for (Outcome& outcome : test.expect)
          outcome.common =
              std::find(names.begin(), names.begin() + listed, outcome.exception) == names.begin() + listed;
        test.control.emplace();
        test.base_key = context_.key_of(test.send);
      });
    });
  }

  void signature() {
    const Json* auth = context_.operation.traits.find(trait::auth);
    const bool open =
        context_.operation.traits.has(trait::optional_auth) || (auth && auth->is_array() && auth->empty());
    // Another signature than SigV4 ("v2", "bearer") is neither made nor verified.
    if (open || context_.model.service.traits.has(trait::signature_version)) return;
    identity("auth.signature", "unsigned", "no signature", SignMode::none, Depth::quick);
    identity("auth.signature", "bad-signature", "a signature that does not match", SignMode::corrupt,
             Depth::normal);
    identity("auth.signature", "unknown-key", "a signature of an unknown key", SignMode::unknown_key,
             Depth::normal);
    identity("auth.signature", "other-service", "a signature made for another service",
             SignMode::other_service, Depth::normal);
    identity("auth.expiry", "expired-signature", "a signature that has expired", SignMode::expired,
             Depth::normal);
  }

  // Whether an operation of this method takes the three segments that no operation should: "/{Bucket}/{Key+}"
  // does.
  [[nodiscard]] bool every_path_is_taken() const {
    constexpr std::size_t segments = 3;
    const auto own = contract::http_binding(context_.operation);
    const auto operations = context_.model.all_operations();
    return own && std::any_of(operations.begin(), operations.end(), [&](const contract::Operation* each) {
             const auto other = contract::http_binding(*each);
             if (!other || other->method != own->method) return false;
             auto parts = core::split(std::string_view(other->uri).substr(0, other->uri.find('?')), '/');
             if (!parts.empty()) parts.erase(parts.begin());  // in front of the first slash
             const bool labels = std::all_of(parts.begin(), parts.end(),
                                             [](const auto& part) { return part.starts_with('{'); });
             const bool greedy = std::any_of(parts.begin(), parts.end(),
                                             [](const auto& part) { return part.ends_with("+}"); });
             return labels && (greedy ? parts.size() <= segments : parts.size() == segments);
           });
  }

  Result unknown_operation(const std::string& promise) {
    if (protocol_facts(context_.protocol).rest && every_path_is_taken()) {
      return {.test = {}, .problem = "every path is some operation's"};
    }
    const std::string unknown = "HallmarkUnknownOperation";
    return with_base({Group::Kind::common, {}}, "unknown-operation", [&](Case& test) {
      test.title = "an operation that the service does not have";
      test.promises = {promise};
      test.provoke = Provocation::request;
      test.depth = Depth::normal;
      test.constraint = "protocol.unknown-operation";
      const auto name = contract::name_of(context_.model.service.id);
      if (protocol_facts(context_.protocol).rest) {
        test.wire.path =
            "/hallmark/" + core::kebab_case(unknown) + "/" + core::kebab_case(context_.operation.name());
      } else if (protocol_facts(context_.protocol).form()) {
        test.wire.body = "Action=" + unknown + "&Version=" + context_.model.service.version;
      } else if (protocol_facts(context_.protocol).request == contract::BodyForm::cbor) {
        test.wire.path = "/service/" + std::string(name) + "/operation/" + unknown;
      } else {
        const Json* prefix = context_.model.service.traits.find(trait::target_prefix);
        test.wire.headers["X-Amz-Target"] =
            (prefix && prefix->is_string() ? prefix->get<std::string>() : std::string(name)) + "." + unknown;
      }
      test.expect =
          outcomes(context_.suite.words().common(names::Common::unknown_operation, context_.protocol),
                   "a common error of the protocol");
      test.control.emplace();
      test.base_key = context_.key_of(test.send);
    });
  }

  Context& context_;
  std::string id_;
  std::vector<Wanted> wanted_;
};

}  // namespace

std::vector<Wanted> operation_cases(Context& context) {
  // The cases refer to their maker: it lives as long as they do.
  const auto maker = std::make_shared<Maker>(context);
  auto wanted = maker->all();
  for (auto& one : wanted) {
    one.make = [maker, make = std::move(one.make)] { return make(); };
  }
  return wanted;
}

std::optional<Wanted> with_member(Context& context, const Member& member) {
  const auto* base = context.base();
  if (!base || base->document->contains(member.name) || member.traits.has(trait::idempotency_token) ||
      describes_the_body(member))
    return std::nullopt;
  const auto& members = input_of(context.model, context.operation).members;
  const bool excluded = std::any_of(members.begin(), members.end(), [&](const Member& other) {
    return base->document->contains(other.name) && contract::exclude_each_other(member, other);
  });
  if (excluded) return std::nullopt;
  const auto id = operation_id(context.model, context.operation);
  const auto promise = promise_id(context.model, context.operation, Direction::input, member.name, "type");
  return Wanted{.key = promise + "+present",
                .depth = Depth::normal,
                .make = [&context, &member, base, id, promise]() -> Wanted::Result {
                  auto made = context.values.member(member, id + " " + member.name);
                  if (!made.value) return {.test = {}, .problem = made.problem};
                  auto test = context.blank(Group::success(), "with-" + member.name);
                  test.send = *base->document;
                  test.send[member.name] = *std::move(made.value);
                  const auto& input = input_of(context.model, context.operation);
                  context.values.suit(input, test.send, member.name, test.id);
                  test.title = "what is required, and " + member.name;
                  test.promises = {contract::promise_text(id, contract::Side::status)};
                  if (!is_text_in_line(context.model, member))
                    test.promises.insert(test.promises.begin(), promise);
                  test.depth = Depth::normal;
                  test.expect = {Outcome{}};
                  test.control = {{.op = "replace", .path = "", .value = *base->document}};
                  test.base_key = context.key_of(*base->document);
                  context.assess(test);
                  if (is_page_token(member.name) ||
                      contract::source_of(member.traits) == contract::Source::newer_model) {
                    test.tier = Tier::informative;
                  }
                  return {.test = std::move(test), .problem = {}};
                }};
}

}  // namespace hallmark::plan
