#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "endpoint/errors.h"
#include "endpoint/flaws.h"
#include "endpoint/places.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

// Gathers the flaws of one operation.
class List {
 public:
  List(const Model& model, const Operation& operation)
      : model_(model),
        operation_(operation),
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
           bool needs_suite = false) {
    if (found_.size() >= 20'000) return;
    found_.push_back({.name = fmt::format("{},{}", name, operation_.name()),
                      .promise = id_ + " " + promise,
                      .operation = std::string(operation_.name()),
                      .stage = stage,
                      .text = std::move(text),
                      .needs_suite = needs_suite});
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
    add(Stage::validation, "malformed-accepted", "protocol.malformed", "a body that cannot be read is taken");
    if (operation_.name().starts_with("Update")) {
      add(Stage::validation, "stored-although-refused", "behaviour.stored",
          "a refused request has its effect", true);
    }
  }

  void constraint(const std::string& path, const std::string& clause) {
    add(Stage::validation, fmt::format("constraint-ignored:{}@{}", clause, path),
        fmt::format("input.{} {}", path, clause), fmt::format("{} of {} is not enforced", clause, path));
  }

  void inputs(const Shape& shape, const std::string& path, int depth) {
    if (depth > 6) return;
    inside_.push_back(shape.id);
    for (const Member& member : shape.members) {
      const std::string here = path.empty() ? member.name : path + "." + member.name;
      const bool label = member.traits.has(trait::http_label);
      if (shape.type == ShapeType::structure && contract::is_required(member) && !label)
        constraint(here, "required");
      input_value(member, here, depth);
    }
    if (shape.type == ShapeType::union_shape) constraint(path, "union");
    inside_.pop_back();
  }

  void input_value(const Member& member, const std::string& path, int depth) {
    const Shape& target = contract::target_of(model_, member);
    const bool text = target.type == ShapeType::string || target.type == ShapeType::enumeration;
    const bool on_text_wire = member.traits.has(trait::http_label) || member.traits.has(trait::http_query) ||
                              member.traits.has(trait::http_header);
    if (target.type != ShapeType::document && !(on_text_wire && text) &&
        !contract::is_streaming(model_, member)) {
      constraint(path, "type");
    }
    const bool counted = target.type == ShapeType::list || target.type == ShapeType::map || text ||
                         target.type == ShapeType::blob;
    const std::string kind = counted ? "length" : "range";
    const auto bounds =
        contract::bounds(contract::effective(model_, member, counted ? trait::length : trait::range));
    if (bounds && bounds->min && (!counted || *bounds->min > 0)) constraint(path, kind + ".min");
    if (bounds && bounds->max) constraint(path, kind + ".max");
    if (text && contract::effective(model_, member, trait::pattern) != nullptr) constraint(path, "pattern");
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
      behaviour("stored-partly:" + member.name, "stored",
                fmt::format("{} is answered but not stored", member.name));
      behaviour("member-ignored:" + member.name, "stored", fmt::format("{} is not taken", member.name));
    }
    if (create) behaviour("identifier-constant", "new-identifier", "every resource has the same identifier");
    if (update) {
      const std::string same = model_.slug == "voice-id" ? "same-domain" : "same-group";
      behaviour("stored-elsewhere", same, "another resource is changed");
      behaviour("others-touched", same, "another resource is changed besides");
      behaviour("update-time-not-advanced", "update-time-advances", "the time of update stands still");
      behaviour("update-time-before-creation", "update-time-advances", "the time of update goes back");
      behaviour("creation-time-changes", "identity-kept", "the time of creation changes");
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
    output_members(*output, "", "", true, 0);
    for (const Member& member : output->members) {
      if (member.traits.has(trait::http_header) && core::equal_ignoring_case(member.name, "ETag")) {
        add(Stage::output, "etag-in-body", "output.ETag required", "the ETag stands in the body", true);
      }
    }
  }

  void output_members(const Shape& shape, const std::string& pointer, const std::string& path, bool top,
                      int depth) {
    if (depth > 4) return;
    inside_.push_back(shape.id);
    for (const Member& member : shape.members) {
      const std::string at = core::pointer_join(pointer, member.name);
      output_member(shape, member, at, path.empty() ? member.name : path + "." + member.name, top, depth);
    }
    inside_.pop_back();
  }

  void output_member(const Shape& parent, const Member& member, const std::string& pointer,
                     const std::string& path, bool top, int depth) {
    const Shape& target = contract::target_of(model_, member);
    const bool json = speaks_json(*protocol_);
    const bool required = contract::is_required(member) && parent.type == ShapeType::structure;
    const auto flaw = [&](const std::string& name, const char* clause, const std::string& text,
                          bool needs_suite) {
      add(Stage::output, name + ":" + pointer, fmt::format("output.{} {}", path, clause), path + " " + text,
          needs_suite);
    };
    flaw("drop-member", "required", "is missing", true);
    const bool rest =
        protocol_->id() == contract::protocol::rest_json || protocol_->id() == contract::protocol::rest_xml;
    const bool header =
        top && rest &&
        (member.traits.has(trait::http_header) || member.traits.has(trait::http_prefix_headers) ||
         member.traits.has(trait::http_response_code));
    const bool payload = top && rest && member.traits.has(trait::http_payload);
    if (header || contract::is_streaming(model_, member)) return;
    const bool structured = target.type == ShapeType::structure || target.type == ShapeType::union_shape;
    if (target.type != ShapeType::document && !(payload && !json))
      flaw("wrong-type", "type", "has another type", false);
    if (json && !payload) flaw("null-member", "required", "is null", true);
    if (!payload) flaw("rename-case", "required", "is named in another case", false);
    if (target.type != ShapeType::document && target.type != ShapeType::map) {
      flaw("wrap-member", "type", "stands in an object of its own", structured || !json);
    }
    if (structured && !payload) flaw("unwrap-member", "required", "has its members one level up", true);
    if (!payload && depth > 0 && parent.type == ShapeType::structure) {
      flaw("lift-member", "required", "stands one level up", true);
    }
    if (target.type == ShapeType::list && json) {
      flaw("list-as-object", "type", "is an object", false);
      flaw("bare-item", "type", "is its only item", false);
    }
    if (target.type == ShapeType::timestamp) timestamps(member, pointer, path);
    (void)required;
    if (std::count(inside_.begin(), inside_.end(), target.id) > 0) return;
    if (structured) {
      output_members(target, pointer, path, false, depth + 1);
    } else if (const Member* item = target.member("member");
               item != nullptr && target.type == ShapeType::list) {
      const Shape& entry = contract::target_of(model_, *item);
      if (entry.type == ShapeType::structure && std::count(inside_.begin(), inside_.end(), entry.id) == 0) {
        output_members(entry, pointer + "/*", path + "[]", false, depth + 1);
      }
    }
  }

  void timestamps(const Member& member, const std::string& pointer, const std::string& path) {
    const Json* stated = contract::effective(model_, member, trait::timestamp_format);
    std::string own = stated != nullptr && stated->is_string() ? stated->get<std::string>() : "";
    if (own.empty()) own = speaks_xml(*protocol_) ? "date-time" : "epoch-seconds";
    for (const char* format : {"date-time", "http-date", "epoch", "milliseconds", "text"}) {
      if (own == format || (own == "epoch-seconds" && std::string_view(format) == "epoch")) continue;
      // Milliseconds are a number like seconds: only their size tells.
      const bool needs_suite = own == "epoch-seconds" && std::string_view(format) == "milliseconds";
      add(Stage::output, fmt::format("timestamp-format:{}@{}", pointer, format),
          fmt::format("output.{} type", path), fmt::format("{} is written as {}", path, format), needs_suite);
    }
  }

  void bodies() {
    const Shape* output = operation_.output.empty() ? nullptr : model_.shape(operation_.output);
    if (output == nullptr || output->members.empty()) return;
    for (const char* how : {"truncated", "syntax", "utf8", "trailing", "html", "empty"}) {
      add(Stage::response, fmt::format("body:{}", how), "output type",
          fmt::format("the body is broken ({})", how));
    }
    for (const char* how : {"missing", "wrong"}) {
      add(Stage::response, fmt::format("content-type:{}", how), "output type",
          fmt::format("Content-Type is {}", how));
    }
  }

  // ---- errors ----

  void errors() {
    add(Stage::response, "success-status:500", "status", "a success has the status 500");
    add(Stage::response, "success-status:404", "status", "a success has the status 404");
    add(Stage::response, "success-status:302", "status", "a success has the status 302");
    const int other = protocol_ != nullptr && protocol_->success_status(operation_) == 200 ? 202 : 200;
    add(Stage::response, fmt::format("success-status:{}", other), "status",
        "a success has another success's status", true);
    add(Stage::error, "always-success", "protocol.malformed", "every error is answered as a success");
    for (const Shape* error : contract::listed_errors(model_, operation_)) exception(*error);
  }

  void exception(const Shape& error) {
    const std::string name(error.name());
    const auto info = contract::error_info(model_, error, protocol_ == nullptr ? "" : protocol_->id());
    const auto flaw = [&](const std::string& kind, const std::string& how, const char* clause,
                          const std::string& text) {
      add(Stage::error, fmt::format("{}:{}{}", kind, name, how), fmt::format("error.{} {}", name, clause),
          fmt::format("{} {}", name, text), true);
    };
    add(Stage::error, "always-error:" + name, "status", "every request is answered by " + name);
    for (const int status : {200, 418, info.status.value_or(400) == 500 ? 400 : 500}) {
      flaw("error-status", fmt::format("@{}", status), "status", fmt::format("has the status {}", status));
    }
    for (const char* how : {"missing", "misspelt", "case", "sibling"}) {
      flaw("error-code", fmt::format("@{}", how), "code", fmt::format("has its code {}", how));
    }
    flaw("error-code-misplaced", "", "code", "has its code in a place of its own");
    for (const char* how : {"other", "empty", "html", "text"}) {
      flaw("error-envelope", fmt::format("@{}", how), "code",
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
                            "broken-chunk", "behind", "head", "status-line", "silent"}) {
      add(Stage::wire, fmt::format("wire:{}", how), "protocol.http",
          fmt::format("the message is broken ({})", how));
    }
  }

  const Model& model_;
  const Operation& operation_;
  const wire::Protocol* protocol_;
  std::string id_;
  std::vector<std::string> inside_;
  std::vector<Flaw> found_;
};

}  // namespace

std::vector<Flaw> flaws_for(const Model& model, const Operation& operation) {
  return List(model, operation).run();
}

}  // namespace hallmark::endpoint
