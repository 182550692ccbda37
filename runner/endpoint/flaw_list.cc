#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "endpoint/errors.h"
#include "endpoint/flaws.h"
#include "endpoint/places.h"
#include "endpoint/text_from_pattern.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

constexpr const char* only_newer = "only a newer model has it: what it does is drift";
constexpr const char* needs_list =
    "its value names a list of addresses that has to be bought first; no case has one";

// Gathers the flaws of one operation.
class List {
 public:
  List(const Model& model, const Operation& operation, const std::map<std::string, std::string>* promised)
      : model_(model),
        operation_(operation),
        promised_(promised),
        protocol_(wire::protocol_for(model)),
        id_(fmt::format("{}.{}", model.slug, operation.name())) {}

  std::vector<Flaw> run() {
    signatures();
    constraints();
    behaviours();
    if (protocol_ != nullptr && (speaks_json(*protocol_) || speaks_xml(*protocol_))) {
      outputs();
      bodies();
    }
    errors();
    wire();
    return std::move(found_);
  }

 private:
  void add(Stage stage, const std::string& name, const std::string& promise, std::string text,
           bool needs_suite = false, std::string unobservable = {}) {
    if (found_.size() >= 20'000) return;
    found_.push_back({.name = fmt::format("{},{}", name, operation_.name()),
                      .promise = id_ + " " + promise,
                      .operation = std::string(operation_.name()),
                      .stage = stage,
                      .text = std::move(text),
                      .needs_suite = needs_suite,
                      .unobservable = std::move(unobservable)});
  }

  void signatures() {
    add(Stage::signature, "unsigned-accepted", "auth.signature", "a request without a signature is served");
    add(Stage::signature, "bad-signature-accepted", "auth.signature", "a signature is not verified");
    add(Stage::signature, "expired-accepted", "auth.expiry", "a request signed long ago is served");
    if (const Shape* denied = listed_for(model_, operation_, Refusal::denied)) {
      add(Stage::signature, "permissions-ignored", fmt::format("error.{}", denied->name()),
          "an account without permission is served", true);
    }
  }

  // ---- input ----

  void constraints() {
    const Shape* input = operation_.input.empty() ? nullptr : model_.shape(operation_.input);
    if (input == nullptr) return;
    inputs(*input, "", 0);
    // What is required may be missing from what was read, and that is refused likewise.
    add(Stage::validation, "malformed-accepted", "protocol.malformed",
        "a body that cannot be read is taken as far as it can", requires_body(*input));
    if (operation_.name().starts_with("Update")) {
      add(Stage::validation, "stored-although-refused", "behaviour.stored",
          "a refused request has its effect", true);
    }
  }

  static bool in_body(const Member& member) {
    return !member.traits.has(trait::http_label) && !member.traits.has(trait::http_header) &&
           !member.traits.has(trait::http_query);
  }
  static bool requires_body(const Shape& input) {
    return std::any_of(input.members.begin(), input.members.end(),
                       [](const Member& member) { return contract::is_required(member) && in_body(member); });
  }

  void constraint(const std::string& path, const std::string& clause, std::string unobservable = {}) {
    if (newer_ > 0) unobservable = only_newer;
    if (path.starts_with("AnycastIpListId")) unobservable = needs_list;
    add(Stage::validation, fmt::format("constraint-ignored:{}@{}", clause, path),
        fmt::format("input.{} {}", path, clause), fmt::format("{} of {} is not enforced", clause, path),
        // What names nothing is refused likewise, by another exception.
        listed_for(model_, operation_, Refusal::not_found) != nullptr, std::move(unobservable));
  }

  // Documents that disagree whether a trait holds.
  static bool disputed(const Member& member, std::string_view trait_id) {
    const Json* alternatives = member.traits.find(trait::alternatives);
    return alternatives != nullptr && alternatives->is_array() &&
           std::any_of(alternatives->begin(), alternatives->end(), [&](const Json& each) {
             return each.is_object() && each.value("trait", "") == trait_id;
           });
  }

  void inputs(const Shape& shape, const std::string& path, int depth) {
    if (depth > 6) return;
    inside_.push_back(shape.id);
    for (const Member& member : shape.members) {
      const std::string here = path.empty() ? member.name : path + "." + member.name;
      const bool label = member.traits.has(trait::http_label);
      const bool newer = is_newer(member);
      newer_ += newer ? 1 : 0;
      if (shape.type == ShapeType::structure && contract::is_required(member) && !label) {
        constraint(here, "required",
                   disputed(member, trait::required) ? "the documents disagree whether it is required" : "");
      }
      input_value(member, here, depth);
      newer_ -= newer ? 1 : 0;
    }
    if (shape.type == ShapeType::union_shape) constraint(path, "union");
    inside_.pop_back();
  }

  // Why a length cannot be told from the pattern: no text of a wrong length satisfies the pattern.
  [[nodiscard]] std::string implied(const Json* pattern, std::size_t min, std::size_t max) const {
    if (pattern == nullptr || !pattern->is_string() || min > 300) return "";
    const auto& text = pattern->get_ref<const std::string&>();
    const bool some = text_from_pattern(text, min, max, "a").has_value() || text_from_pattern(text, min, max, "b").has_value();
    return some ? "" : "the pattern refuses every value of such a length";
  }

  void input_value(const Member& member, const std::string& path, int depth) {
    const Shape& target = contract::target_of(model_, member);
    const bool text = target.type == ShapeType::string || target.type == ShapeType::enumeration;
    const bool on_text_wire = member.traits.has(trait::http_label) || member.traits.has(trait::http_query) ||
                              member.traits.has(trait::http_header);
    if (target.type != ShapeType::document && !(on_text_wire && text) &&
        !contract::is_streaming(model_, member)) {
      const bool untyped = protocol_ != nullptr && !speaks_json(*protocol_) && !is_cbor() && text;
      const bool form = protocol_ != nullptr && (protocol_->id() == contract::protocol::aws_query ||
                                                 protocol_->id() == contract::protocol::ec2_query);
      const bool structured = target.type == ShapeType::list || target.type == ShapeType::map ||
                              target.type == ShapeType::structure || target.type == ShapeType::union_shape;
      constraint(path, "type",
                 untyped              ? "what stands where a string is due is a string in this protocol"
                 : form && structured ? "a form cannot say another type where a list or structure is due"
                                      : "");
    }
    const bool counted = target.type == ShapeType::list || target.type == ShapeType::map || text ||
                         target.type == ShapeType::blob;
    const std::string kind = counted ? "length" : "range";
    const auto bounds =
        contract::bounds(contract::effective(model_, member, counted ? trait::length : trait::range));
    const Json* pattern = text ? contract::effective(model_, member, trait::pattern) : nullptr;
    if (bounds && bounds->min && (!counted || *bounds->min > 0)) {
      constraint(path, kind + ".min", implied(pattern, 0, static_cast<std::size_t>(std::max(0.0, *bounds->min)) - (counted ? 1 : 0)));
    }
    if (bounds && bounds->max) {
      const auto most = static_cast<std::size_t>(std::max(0.0, *bounds->max));
      constraint(path, kind + ".max", implied(pattern, most + 1, most + 40));
    }
    if (pattern != nullptr) constraint(path, "pattern");
    if (!contract::enum_values(target).empty()) constraint(path, "enum");
    if (target.traits.has(trait::unique_items)) constraint(path, "uniqueItems");
    if (std::count(inside_.begin(), inside_.end(), target.id) > 0) return;
    if (target.type == ShapeType::structure || target.type == ShapeType::union_shape) {
      inputs(target, path, depth + 1);
    } else if (const Member* item = target.member("member");
               item != nullptr && target.type == ShapeType::list) {
      inside_.push_back(target.id);
      input_value(*item, path + "[]", depth + 1);
      inside_.pop_back();
    } else if (target.type == ShapeType::map && target.member("value") != nullptr) {
      inside_.push_back(target.id);
      input_value(*target.member("value"), path + "{}", depth + 1);
      inside_.pop_back();
    }
  }

  [[nodiscard]] bool is_cbor() const { return protocol_ != nullptr && protocol_->id() == contract::protocol::rpcv2_cbor; }
  [[nodiscard]] static bool is_newer(const Member& member) {
    return contract::source_of(member.traits) == contract::Source::newer_model;
  }

  // ---- behaviour ----

  void behaviours() {
    const auto behaviour = [&](const std::string& name, const std::string& promise, const std::string& text) {
      add(Stage::behaviour, name, "behaviour." + promise, text, true);
    };
    if (const Shape* unknown = listed_for(model_, operation_, Refusal::not_found)) {
      add(Stage::behaviour, "unknown-id-accepted", fmt::format("error.{}", unknown->name()),
          "an identifier that names nothing succeeds", true);
    }
    const std::string_view name = operation_.name();
    const bool update = name.starts_with("Update") || name.starts_with("Modify");
    const bool create = name.starts_with("Create");
    if (!update && !create) return;
    behaviour("not-stored", "stored", "nothing is stored");
    const Shape* input = operation_.input.empty() ? nullptr : model_.shape(operation_.input);
    const Member* named = input == nullptr ? nullptr : input->member("Name");
    if (named != nullptr) {
      behaviour("name-truncated", "stored", "names are cut to eight characters");
      // Where a pattern bounds names they may hold nothing that an encoding changes.
      if (contract::effective(model_, *named, trait::pattern) == nullptr) {
        behaviour("name-reencoded", "stored", "names come back percent-encoded");
      }
    }
    for (std::size_t i = 0; input != nullptr && i < input->members.size(); ++i) {
      const Member& member = input->members[i];
      if (member.traits.has(trait::http_label) || member.traits.has(trait::http_header) ||
          member.traits.has(trait::idempotency_token) || member.name.ends_with("Id")) {
        continue;
      }
      const std::string why = is_newer(member)                    ? only_newer
                              : member.name == "AnycastIpListId" ? needs_list
                                                                 : "";
      add(Stage::behaviour, "stored-partly:" + member.name, "behaviour.stored",
          fmt::format("{} is answered but not stored", member.name), true, why);
      // Without what it requires an operation refuses everything.
      // The page's own sample shows no items after they were sent: only what is refused tells.
      const bool sample = model_.slug == "chime" && member.name == "VoiceConnectorItems";
      add(Stage::behaviour, "member-ignored:" + member.name,
          // Without a suite nothing is read back.
          sample || promised_ == nullptr  ? fmt::format("input.{}*", member.name)
          : contract::is_required(member) ? "status"
                                          : "behaviour.stored",
          fmt::format("{} is not taken", member.name), true, why);
    }
    if (create) behaviour("identifier-constant", "new-identifier", "every resource has the same identifier");
    if (update) {
      const std::string same = model_.slug == "voice-id" ? "same-domain" : "same-group";
      behaviour("stored-elsewhere", same, "another resource is changed");
      behaviour("others-touched", same, "another resource is changed besides");
      behaviour("update-time-not-advanced", "update-time-advances", "the time of update stands still");
      behaviour("update-time-before-creation", "update-time-advances", "the time of update goes back");
      behaviour("creation-time-changes", model_.slug == "chime-sdk-voice" ? "creation-time-kept" : "identity-kept", "the time of creation changes");
    }
    own_behaviours(update);
  }

  void own_behaviours(bool update) {
    const auto behaviour = [&](const std::string& name, const std::string& promise, const std::string& text) {
      add(Stage::behaviour, name, "behaviour." + promise, text, true);
    };
    if (operation_.name().ends_with("VoiceConnectorGroup")) {
      behaviour("item-limit-ignored", "at-most-three-items", "a fourth item is taken");
      behaviour("priorities-lost", update ? "priorities-kept" : "stored", "all items have the same priority");
      behaviour("lists-of-another", update ? "same-group" : "stored", "items are another group's");
    }
    if (operation_.name() == "UpdateDomain") {
      behaviour("clobbering-not-done", "clobbers-description", "a description that is left out is kept");
    }
    if (operation_.name().starts_with("UpdateConnectionGroup")) {
      behaviour("if-match-ignored", "if-match", "any version is taken for the current one");
      behaviour("etag-constant", "etag-changes", "every version has the same ETag");
      behaviour("etag-refused", "etag-serves-next-update", "the ETag that was given out is refused");
    }
  }

  // ---- output ----

  void outputs() {
    const Shape* output = operation_.output.empty() ? nullptr : model_.shape(operation_.output);
    if (output == nullptr) return;
    inside_.clear();
    output_members(*output, "", "", true, 0, true);
    for (const Member& member : output->members) {
      if (member.traits.has(trait::http_header) && core::equal_ignoring_case(member.name, "ETag")) {
        add(Stage::output, "etag-in-body", "output.ETag required", "the ETag stands in the body", true);
      }
    }
  }

  void output_members(const Shape& shape, const std::string& pointer, const std::string& path, bool top,
                      int depth, bool root) {
    if (depth > 4) return;
    inside_.push_back(shape.id);
    for (const Member& member : shape.members) {
      const std::string at = core::pointer_join(pointer, member.name);
      const bool newer = is_newer(member);
      newer_ += newer ? 1 : 0;
      output_member(shape, member, at, path.empty() ? member.name : path + "." + member.name, top, depth, root);
      newer_ -= newer ? 1 : 0;
    }
    inside_.pop_back();
  }

  // Which promise goes when this member is not where it should be, and why none does.
  struct Missing {
    std::string promise, unobservable;
  };
  [[nodiscard]] Missing missing(const std::string& pointer, const std::string& path, int depth) const {
    Missing found{.promise = fmt::format("output.{} required", path), .unobservable = {}};
    if (newer_ > 0) return {found.promise, only_newer};
    if (promised_ == nullptr || promised_->contains(pointer)) return found;
    const std::string_view name = operation_.name();
    if (name.ends_with("VoiceConnectorGroup") && pointer.find("VoiceConnectorItems/*") != std::string::npos) {
      return {"behaviour.stored", ""};
    }
    if (name == "UpdateDomain" && pointer == "/Domain/Description") return {"behaviour.stored", ""};
    if (name == "UpdateDomain" && pointer.starts_with("/Domain/ServerSideEncryptionUpdateDetails")) {
      if (pointer.ends_with("/Message")) return {found.promise, "it is there only after a change of key that failed, which no request brings about"};
      return {"behaviour.key-change-is-reported", ""};
    }
    if (pointer == "/ConnectionGroup/AnycastIpListId") return {found.promise, needs_list};
    // An echo of the request.
    const Shape* input = operation_.input.empty() ? nullptr : model_.shape(operation_.input);
    const std::string last = pointer.substr(pointer.rfind('/') + 1);
    if (depth <= 1 && input != nullptr && input->member(last) != nullptr) return found;
    return {found.promise, "no document promises that it is there: it is optional"};
  }

  // Whether something is promised of what stands below.
  [[nodiscard]] bool promised_below(const std::string& pointer) const {
    return promised_ == nullptr || std::any_of(promised_->begin(), promised_->end(), [&](const auto& each) {
             return each.first.starts_with(pointer + "/");
           });
  }

  void output_member(const Shape& parent, const Member& member, const std::string& pointer,
                     const std::string& path, bool top, int depth, bool root) {
    const Shape& target = contract::target_of(model_, member);
    const bool json = speaks_json(*protocol_);
    const Missing gone = missing(pointer, path, depth);
    const auto absent = [&](const std::string& name, const std::string& text) {
      add(Stage::output, name + ":" + pointer, gone.promise, path + " " + text, true, gone.unobservable);
    };
    // The value is there, but not as its type says: nobody who never sees it can tell.
    const std::string unseen = newer_ > 0 ? std::string(only_newer)
                               : pointer.ends_with("ServerSideEncryptionUpdateDetails/Message") ? gone.unobservable
                               : pointer == "/ConnectionGroup/AnycastIpListId"                  ? needs_list
                                                                                                : "";
    const auto wrong = [&](const std::string& name, const std::string& text) {
      // Without a suite no answer need have an item.
      add(Stage::output, name + ":" + pointer, fmt::format("output.{} type", path), path + " " + text,
          pointer.find("/*") != std::string::npos, unseen);
    };
    absent("drop-member", "is missing");
    const bool rest =
        protocol_->id() == contract::protocol::rest_json || protocol_->id() == contract::protocol::rest_xml;
    const bool header =
        top && rest &&
        (member.traits.has(trait::http_header) || member.traits.has(trait::http_prefix_headers) ||
         member.traits.has(trait::http_response_code));
    const bool payload = top && rest && member.traits.has(trait::http_payload);
    if (header || contract::is_streaming(model_, member)) return;
    const bool structured = target.type == ShapeType::structure || target.type == ShapeType::union_shape;
    if (target.type != ShapeType::document && !(payload && !json)) wrong("wrong-type", "has another type");
    if (json && !payload) absent("null-member", "is null");
    if (!payload) wrong("rename-case", "is named in another case");
    if (target.type != ShapeType::document && target.type != ShapeType::map) {
      const bool list = target.type == ShapeType::list;
      wrap(pointer, path, structured, json, gone,
           list && !json && unseen.empty() ? "an element that no item is named as may be a newer model's: drift" : unseen);
    }
    if (structured && !payload && !json) {  // elements that stand elsewhere are told from unknown ones
      add(Stage::output, "unwrap-member:" + pointer, fmt::format("output.{}*", path),
          path + " has its members one level up", true, unseen);
    } else if (structured && !payload) {
      absent("unwrap-member", "has its members one level up");
    }
    if (!payload && !root && parent.type == ShapeType::structure) absent("lift-member", "stands one level up");
    if (target.type == ShapeType::list && json) {
      wrong("list-as-object", "is an object");
      wrong("bare-item", "is its only item");
    }
    if (target.type == ShapeType::timestamp) timestamps(member, pointer, path, unseen);
    if (std::count(inside_.begin(), inside_.end(), target.id) > 0) return;
    if (structured) {
      output_members(target, pointer, path, false, depth + 1, payload);
    } else if (const Member* item = target.member("member");
               item != nullptr && target.type == ShapeType::list) {
      const Shape& entry = contract::target_of(model_, *item);
      if (entry.type == ShapeType::structure && std::count(inside_.begin(), inside_.end(), entry.id) == 0) {
        output_members(entry, pointer + "/*", path + "[]", false, depth + 1, false);
      }
    }
  }

  void wrap(const std::string& pointer, const std::string& path, bool structured, bool json, const Missing& gone,
            const std::string& unseen) {
    std::string promise = fmt::format("output.{} type", path), why = unseen;
    if (structured) {  // its members are missing then
      promise = fmt::format("output.{}.*", path);
      if (!json) promise = fmt::format("output.{}*", path);
      if (json && why.empty() && !promised_below(pointer)) {
        const bool behaviour = gone.promise.starts_with("behaviour.");
        if (behaviour) promise = gone.promise;
        if (!behaviour) why = "nothing that it holds is promised: what is missing and what is unknown is drift";
      }
    }
    add(Stage::output, "wrap-member:" + pointer, promise, path + " stands in an object of its own",
        structured || !json, why);
  }

  void timestamps(const Member& member, const std::string& pointer, const std::string& path,
                  const std::string& unseen) {
    const Json* stated = contract::effective(model_, member, trait::timestamp_format);
    std::string own = stated != nullptr && stated->is_string() ? stated->get<std::string>() : "";
    if (own.empty()) own = speaks_xml(*protocol_) ? "date-time" : "epoch-seconds";
    const bool two = disputed(member, trait::timestamp_format);
    for (const char* format : {"date-time", "http-date", "epoch", "milliseconds", "text"}) {
      const bool epoch = std::string_view(format) == "epoch";
      if (own == format || (own == "epoch-seconds" && epoch)) continue;
      const std::string why = !unseen.empty() ? unseen
                              : two && (epoch || std::string_view(format) == "date-time")
                                  ? "the documents show both formats"
                                  : "";
      add(Stage::output, fmt::format("timestamp-format:{}@{}", pointer, format),
          fmt::format("output.{} type", path), fmt::format("{} is written as {}", path, format), false, why);
    }
  }

  void bodies() {
    const Shape* output = operation_.output.empty() ? nullptr : model_.shape(operation_.output);
    if (output == nullptr || output->members.empty()) return;
    for (const char* how : {"truncated", "syntax", "utf8", "trailing", "html", "empty"}) {
      add(Stage::response, fmt::format("body:{}", how), "output*", fmt::format("the body is broken ({})", how),
          std::string_view(how) == "empty");
    }
    add(Stage::response, "content-type:wrong", "content-type", "Content-Type is wrong");
    add(Stage::response, "content-type:missing", "content-type", "Content-Type is missing", false,
        "clients read the body as their protocol's all the same: drift");
  }

  // ---- errors ----

  void errors() {
    add(Stage::response, "success-status:500", "status", "a success has the status 500");
    add(Stage::response, "success-status:404", "status", "a success has the status 404");
    add(Stage::response, "success-status:302", "status", "a success has the status 302");
    const int other = protocol_ != nullptr && protocol_->success_status(operation_) == 200 ? 202 : 200;
    const bool bound = operation_.traits.has(trait::http);
    const contract::Source source = contract::source_of(operation_.traits, trait::http);
    const bool stated = bound && (other == 200 || source == contract::Source::page || source == contract::Source::overlay);
    add(Stage::response, fmt::format("success-status:{}", other), "status", "a success has another success's status",
        true, stated ? "" : "no document states the status: another 2xx than the usual one is drift");
    add(Stage::error, "always-success", promised_ == nullptr ? "*" : "error.*", "every error is answered as a success", true);
    const auto listed = contract::listed_errors(model_, operation_);
    for (const Shape* error : listed) exception(*error);
    // One request in ten only: whichever promise that one is about.
    add(Stage::response, "rarely:success-status:500", "*", "one success in ten has the status 500");
    add(Stage::response, "rarely:body:html", "*", "one success in ten is a page of HTML");
    if (!listed.empty()) {
      add(Stage::error, fmt::format("rarely:always-error:{}", listed.front()->name()), "*",
          fmt::format("one request in ten is answered by {}", listed.front()->name()));
    }
  }

  void exception(const Shape& error) {
    const std::string name(error.name());
    const auto info = contract::error_info(model_, error, protocol_ == nullptr ? "" : protocol_->id());
    const auto flaw = [&](const std::string& kind, const std::string& how, const char* clause,
                          const std::string& text) {
      add(Stage::error, fmt::format("{}:{}{}", kind, name, how), fmt::format("error.{} {}", name, clause),
          fmt::format("{} {}", name, text), true);
    };
    // Who is throttled, or told to come back, comes back: only what was asked for then tells.
    const bool throttles = listed_for(model_, operation_, Refusal::throttled) == &error || info.status.value_or(400) == 503 ||
                           info.status.value_or(400) == 429;
    add(Stage::error, "always-error:" + name, promised_ == nullptr ? "*" : throttles ? "error.*" : "status",
        "every request is answered by " + name);
    for (const int status : {200, 418, info.status.value_or(400) == 500 ? 400 : 500}) {
      flaw("error-status", fmt::format("@{}", status), "status", fmt::format("has the status {}", status));
    }
    for (const char* how : {"missing", "misspelt", "case", "sibling"}) {
      flaw("error-code", fmt::format("@{}", how), "code", fmt::format("has its code {}", how));
    }
    flaw("error-code-misplaced", "", "code", "has its code in a place of its own");
    for (const char* how : {"other", "empty", "html", "text"}) {
      flaw("error-envelope", fmt::format("@{}", how), std::string_view(how) == "empty" ? "code" : "shape",
           fmt::format("comes in an envelope of its own ({})", how));
    }
    for (const Member& member : error.members) {
      if (core::equal_ignoring_case(member.name, "message")) continue;
      if (contract::is_required(member)) {
        flaw("error-member-dropped", "@" + member.name, "shape", fmt::format("lacks {}", member.name));
      }
      flaw("error-member-wrong-type", "@" + member.name, "shape",
           fmt::format("has {} of another type", member.name));
    }
  }

  void wire() {
    for (const char* how : {"truncated", "length-above", "length-below", "conflicting-length", "reset",
                            "broken-chunk", "behind", "head", "status-line"}) {
      add(Stage::wire, fmt::format("wire:{}", how), "http",
          fmt::format("the message is broken ({})", how));
    }
    add(Stage::wire, "wire:silent", "http", "the connection closes before any answer", false,
        "before a status line nothing tells the endpoint from the way to it: the cases end in error, and the run fails");
  }

  const Model& model_;
  const Operation& operation_;
  const std::map<std::string, std::string>* promised_;
  const wire::Protocol* protocol_;
  std::string id_;
  int newer_ = 0;  // members of a newer model that this one stands in
  std::vector<std::string> inside_;
  std::vector<Flaw> found_;
};

}  // namespace

std::vector<Flaw> flaws_for(const Model& model, const Operation& operation,
                            const std::map<std::string, std::string>* promised) {
  return List(model, operation, promised).run();
}

}  // namespace hallmark::endpoint
