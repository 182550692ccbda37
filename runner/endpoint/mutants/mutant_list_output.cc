// Mutants of what a success says: each member of it, and the body as a whole.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "endpoint/mutants/hooks_document.h"
#include "endpoint/mutants/mutant_list.h"
#include "endpoint/mutants/places.h"
#include "endpoint/reference/words.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

constexpr int deepest = 4;

// Which promise goes when a member is not where it should be, and why none does.
struct Missing {
  std::string promise, equivalent;
};

// One member of an answer.
struct Spot {
  const Shape& parent;
  const Member& member;
  const Shape& target;
  std::string pointer, path;  // "/Items/*/Name", "Items[].Name"
  bool top = false;           // of the output itself
  bool root = false;          // of the body's outermost object or element
  int depth = 0;
  Missing gone{};
  std::string unseen{};  // why nobody can tell what its value is; empty: it is seen
};

bool is_structure(const Shape& shape) {
  return shape.type == ShapeType::structure || shape.type == ShapeType::union_shape;
}

class OutputMutants {
 public:
  explicit OutputMutants(MutantList& list) : list_(list), objects_(!list.xml()) {}

  void members(const Shape& shape, const std::string& pointer, const std::string& path, bool top, int depth,
               bool root) {
    if (depth > deepest) return;
    inside_.push_back(shape.id);
    for (const Member& each : shape.members) {
      newer_ += is_newer(each) ? 1 : 0;
      Spot spot{.parent = shape,
                .member = each,
                .target = contract::target_of(list_.model, each),
                .pointer = core::pointer_join(pointer, each.name),
                .path = path.empty() ? each.name : path + "." + each.name,
                .top = top,
                .root = root,
                .depth = depth};
      spot.gone = missing(spot);
      spot.unseen = why_unseen(spot);
      member(spot);
      newer_ -= is_newer(each) ? 1 : 0;
    }
    inside_.pop_back();
  }

 private:
  [[nodiscard]] Missing missing(const Spot& spot) const {
    const std::string& pointer = spot.pointer;
    Missing found{.promise = fmt::format("output.{} required", spot.path), .equivalent = {}};
    if (newer_ > 0) return {found.promise, only_newer};
    if (list_.suite == nullptr || list_.suite->promised.contains(pointer)) return found;
    const std::string why = list_.suite->why_unreachable(pointer);
    if (!why.empty()) return {found.promise, why};
    for (const auto& [glob, promise] : list_.suite->shows) {
      if (core::glob_match(glob, pointer)) return {promise, ""};
    }
    // An echo of the request.
    const std::string last = pointer.substr(pointer.rfind('/') + 1);
    if (spot.depth <= 1 && list_.input != nullptr && list_.input->member(last) != nullptr) return found;
    return {found.promise, "no document promises that it is there: it is optional"};
  }

  [[nodiscard]] std::string why_unseen(const Spot& spot) const {
    if (newer_ > 0) return only_newer;
    return list_.suite == nullptr ? "" : list_.suite->why_unreachable(spot.pointer);
  }

  // It is not there, or not where it should be.
  void absent(const Spot& spot, const std::string& name, const std::string& text) {
    list_.add(Stage::output, name + ":" + spot.pointer, spot.gone.promise, spot.path + " " + text, true,
              spot.gone.equivalent);
  }
  // It is there, but not as its type says. `argument` goes behind the pointer.
  void wrong(const Spot& spot, const std::string& name, const std::string& text,
             const std::string& argument = {}, const std::string& equivalent = {}) {
    list_.add(Stage::output, name + ":" + spot.pointer + argument, fmt::format("output.{} type", spot.path),
              spot.path + " " + text,
              // Without a suite no answer need have an item.
              spot.pointer.find("/*") != std::string::npos, spot.unseen.empty() ? equivalent : spot.unseen);
  }

  void member(const Spot& spot) {
    absent(spot, "drop-member", "is missing");
    const bool rest = list_.facts().rest;
    const contract::Traits& traits = spot.member.traits;
    const bool header = spot.top && rest &&
                        (traits.has(trait::http_header) || traits.has(trait::http_prefix_headers) ||
                         traits.has(trait::http_response_code));
    const bool payload = spot.top && rest && traits.has(trait::http_payload);
    if (header || contract::is_streaming(list_.model, spot.member)) return;
    values(spot, payload);
    places(spot, payload);
    if (!payload) texts(spot);
    if (spot.target.type == ShapeType::list) lists(spot);
    if (spot.target.type == ShapeType::timestamp) timestamps(spot);
    below(spot, payload);
  }

  void values(const Spot& spot, bool payload) {
    const ShapeType type = spot.target.type;
    if (type != ShapeType::document && (objects_ || !payload)) wrong(spot, "wrong-type", "has another type");
    if (objects_ && !payload) absent(spot, "null-member", "is null");
    if (type == ShapeType::byte || type == ShapeType::short_integer || type == ShapeType::integer)
      wrong(spot, "number-too-wide", "is 9223372036854775807");
    if (!list_.cbor()) return;
    if (type == ShapeType::string || type == ShapeType::enumeration) {
      wrong(spot, "other-string", "is a byte string");
    } else if (type == ShapeType::blob) {
      wrong(spot, "other-string", "is a text string");
    }
  }

  // Texts that say nothing.
  void texts(const Spot& spot) {
    const ShapeType type = spot.target.type;
    if (type != ShapeType::string && type != ShapeType::enumeration) return;
    if (is_identifier_word(spot.member.name)) absent(spot, "blank-member", "is blank");
    if (!contract::enum_values(spot.target).empty())
      list_.add_drift(Stage::output, "value-outside:" + spot.pointer,
                      fmt::format("output.{} enum", spot.path), spot.path + " is none of its values", true,
                      spot.unseen == only_newer ? "" : spot.unseen);  // drift is what it is told by
  }

  void places(const Spot& spot, bool payload) {
    if (!payload) wrong(spot, "rename-case", "is named in another case");
    if (spot.target.type != ShapeType::document && spot.target.type != ShapeType::map) wrapped(spot);
    if (is_structure(spot.target) && !payload) {
      if (objects_) {
        absent(spot, "unwrap-member", "has its members one level up");
      } else {  // elements that stand elsewhere are told from unknown ones
        list_.add(Stage::output, "unwrap-member:" + spot.pointer, fmt::format("output.{}*", spot.path),
                  spot.path + " has its members one level up", true, spot.unseen);
      }
    }
    if (!payload && !spot.root && spot.parent.type == ShapeType::structure) {
      absent(spot, "lift-member", "stands one level up");
    }
  }

  void wrapped(const Spot& spot) {
    std::string promise = fmt::format("output.{} type", spot.path), why = spot.unseen;
    if (is_structure(spot.target)) {  // its members are missing then
      promise = fmt::format("output.{}{}", spot.path, objects_ ? ".*" : "*");
      if (objects_ && why.empty() && !is_promised_below(spot.pointer)) {
        const bool behaviour = spot.gone.promise.starts_with("behaviour.");
        if (behaviour) promise = spot.gone.promise;
        if (!behaviour)
          why = "nothing that it holds is promised: what is missing and what is unknown is drift";
      }
    }
    list_.add(Stage::output, "wrap-member:" + spot.pointer, promise,
              spot.path + " stands in an object of its own",
              is_structure(spot.target) || !objects_ || spot.pointer.find("/*") != std::string::npos, why);
  }

  // Whether something is promised of what stands below.
  [[nodiscard]] bool is_promised_below(const std::string& pointer) const {
    return list_.suite == nullptr ||
           std::any_of(list_.suite->promised.begin(), list_.suite->promised.end(),
                       [&](const auto& each) { return each.first.starts_with(pointer + "/"); });
  }

  void lists(const Spot& spot) {
    // A flattened list has no element of its own that could be another: one item looks like no list.
    if (!objects_ && spot.member.traits.has(trait::xml_flattened)) return;
    const auto mutant = [&](const std::string& name, const std::string& text, bool needs_items) {
      list_.add(Stage::output, name + ":" + spot.pointer, fmt::format("output.{} type", spot.path),
                spot.path + " " + text, needs_items || spot.pointer.find("/*") != std::string::npos,
                spot.unseen);
    };
    mutant("list-as-object", objects_ ? "is an object" : "has items under another name", !objects_);
    mutant("bare-item", "is its first item", true);
    if (!objects_ || list_.cbor() || spot.target.traits.has(trait::sparse)) return;
    list_.add_drift(Stage::output, "null-item:" + spot.pointer, fmt::format("output.{}[] type", spot.path),
                    spot.path + " ends with a null", true, spot.unseen);
  }

  void timestamps(const Spot& spot) {
    const Json* stated = contract::effective(list_.model, spot.member, trait::timestamp_format);
    std::string own = stated != nullptr && stated->is_string() ? stated->get<std::string>() : "";
    if (list_.cbor()) own = "epoch-seconds";  // whatever the model says elsewhere
    if (own.empty()) own = list_.xml() ? "date-time" : "epoch-seconds";
    const bool two = is_disputed(spot.member, trait::timestamp_format);
    for (const char* format : {"date-time", "http-date", "epoch", "milliseconds", "text"}) {
      const bool epoch = std::string_view(format) == "epoch";
      if (own == format || (own == "epoch-seconds" && epoch)) continue;
      const bool shown = two && (epoch || std::string_view(format) == "date-time");
      wrong(spot, "timestamp-format", fmt::format("is written as {}", format), fmt::format("@{}", format),
            shown ? "the documents show both formats" : "");
    }
    if (!list_.cbor()) return;
    wrong(spot, "timestamp-format", "is a number without a tag", "@untagged");
    wrong(spot, "timestamp-format", "is a number with the tag of a text", "@other-tag");
  }

  void below(const Spot& spot, bool payload) {
    if (std::count(inside_.begin(), inside_.end(), spot.target.id) > 0) return;
    if (is_structure(spot.target)) {
      members(spot.target, spot.pointer, spot.path, false, spot.depth + 1, payload);
      return;
    }
    const Member* item = spot.target.member("member");
    if (item == nullptr || spot.target.type != ShapeType::list) return;
    const Shape& entry = contract::target_of(list_.model, *item);
    if (entry.type == ShapeType::structure && std::count(inside_.begin(), inside_.end(), entry.id) == 0) {
      members(entry, spot.pointer + "/*", spot.path + "[]", false, spot.depth + 1, false);
    }
  }

  MutantList& list_;
  bool objects_;   // JSON and CBOR: values have types, and null is one
  int newer_ = 0;  // members of a newer model that this one stands in
  std::vector<std::string> inside_;
};

// Whether a document states what an XML answer's root is called. Query protocols do; of REST a name that
// somebody gave the output, or a page that shows it.
bool names_root(const MutantList& list) {
  const contract::Source source = contract::source_of(list.output->traits);
  return !list.facts().names_root || list.output->traits.has(trait::xml_name) ||
         source == contract::Source::page || source == contract::Source::overlay;
}

void list_document_mutants(MutantList& list) {
  list.add(Stage::response, "xml-document:undeclared-prefix", "output*",
           "the root has a prefix that nothing declares");
  if (list.model.service.traits.has(trait::xml_namespace))
    list.add_drift(Stage::response, "xml-document:other-namespace", "output*",
                   "the root is of another namespace");
  list.add(Stage::response, "xml-document:other-root", "output*", "the root has another name", false,
           names_root(list) ? "" : "no document states what the root is called");
}

void list_body_mutants(MutantList& list) {
  if (list.output->members.empty() || !list.has_body()) return;
  for (const char* how : {"truncated", "syntax", "utf8", "trailing", "html", "empty"}) {
    list.add(Stage::response, fmt::format("body:{}", how), "output*",
             fmt::format("the body is broken ({})", how), std::string_view(how) == "empty");
  }
  list.add(Stage::response, "content-type:wrong", "content-type", "Content-Type is wrong");
  list.add(Stage::response, "content-type:twice", "content-type",
           "Content-Type is there twice, and contradicts itself");
  // Clients read the body as their protocol's all the same.
  list.add_drift(Stage::response, "content-type:missing", "content-type", "Content-Type is missing");
  if (!other_version(list.protocol->content_type()).empty()) {
    list.add_drift(Stage::response, "content-type:other-version", "content-type",
                   "Content-Type is that of the protocol's other version");
  }
  if (!list.xml() && !list.cbor())
    list.add(Stage::response, "body:bom", "output*", "the body begins with a byte order mark");
  list.add(Stage::response, "body:br", "output*", "the body has a content coding that nobody asked for");
  if (list.xml()) list_document_mutants(list);
}

}  // namespace

void list_output_mutants(MutantList& list) {
  if (list.protocol == nullptr) return;
  if (list.cbor()) {
    for (const char* how : {"missing", "wrong"}) {
      list.add(Stage::response, fmt::format("protocol-header:{}", how), "content-type",
               fmt::format("smithy-protocol is {}", how));
    }
  }
  if (list.output == nullptr) return;
  OutputMutants(list).members(*list.output, "", "", true, 0, true);
  for (const Member& member : list.output->members) {
    if (member.traits.has(trait::http_header) && core::equal_ignoring_case(member.name, "ETag")) {
      list.add(Stage::output, "etag-in-body", "output.ETag required", "the ETag stands in the body", true);
    }
  }
  list_body_mutants(list);
}

}  // namespace hallmark::endpoint
