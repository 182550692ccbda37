#include "plan/values/variations.h"

#include <algorithm>
#include <cmath>

#include "contract/text_facts.h"
#include "core/text.h"
#include "names/knowledge.h"
#include "plan/cases/variables.h"
#include "plan/values/certainty.h"
#include "plan/values/text_variations.h"

namespace hallmark::plan {

using contract::Model;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

constexpr double exact = 9007199254740992.0;  // 2^53: bounds beyond it are not known to the unit
constexpr double longest_text = 1'000'000;
// Larger sizes of texts are often counted in bytes, whatever the model calls them: the content of messages,
// secrets and documents.
constexpr double longest_wide = 4096;
constexpr double longest_line = 4096;  // in paths, queries and headers

std::string number_text(double value) {
  return Json(value == std::floor(value) ? Json(static_cast<std::int64_t>(value)) : Json(value)).dump();
}

// "VoiceConnectorId", "TopicArn"; of a list of them the length may be another.
bool is_one_reference(std::string_view member) {
  const auto identifier = names::Knowledge::standard().identifier(member);
  return identifier && !identifier->plural && identifier->meaning != names::Meaning::name;
}

class Maker {
 public:
  Maker(const Model& model, const Values& values, const std::string& protocol, const Site& site)
      : model_(model),
        values_(values),
        facts_(contract::protocol_facts(protocol)),
        site_(site),
        constraints_(constraints_of(model, site.member)) {}

  std::vector<InputVariation> all() {
    if (site_.level == 0 && describes_the_body(site_.member)) return {};
    if (site_.step != Carrier::Step::map_key) required();
    excludes();
    lengths();
    ranges();
    pattern();
    enumeration();
    unique_items();
    types();
    union_members();
    unicode();
    return std::move(out_);
  }

 private:
  using Sent = InputVariation::Sent;

  [[nodiscard]] bool in_line() const {
    return site_.location == Location::label || site_.location == Location::query ||
           site_.location == Location::header || site_.location == Location::prefix_headers ||
           site_.location == Location::query_params;
  }
  [[nodiscard]] bool typed() const { return facts_.typed() && !in_line(); }
  [[nodiscard]] bool is_streaming() const { return contract::is_streaming(model_, site_.member); }

  [[nodiscard]] Depth depth(Depth wanted = Depth::quick) const {
    const auto by_level = site_.level == 0   ? Depth::normal
                          : site_.level == 1 ? Depth::normal
                                             : Depth::thorough;
    const bool shallow = site_.level == 0 && wanted == Depth::quick;
    return shallow ? Depth::quick : std::max(by_level, wanted);
  }

  void add(std::string clause, std::string op, std::string_view trait_id, std::string what, Depth at,
           bool valid, std::function<Sent(const std::string&)> make) {
    InputVariation variation;
    variation.constraint = valid ? std::string() : clause.substr(0, clause.find('.')) + "." + op;
    variation.clause = std::move(clause);
    variation.op = std::move(op);
    variation.trait = std::string(trait_id);
    variation.what = std::move(what);
    variation.depth = at;
    variation.valid = valid;
    variation.make = std::move(make);
    out_.push_back(std::move(variation));
  }

  static Sent refuse(std::string problem) {
    return {.document = {}, .back = {}, .pointer = {}, .problem = std::move(problem), .needless = false};
  }
  static Sent needless() {
    return {.document = {}, .back = {}, .pointer = {}, .problem = {}, .needless = true};
  }

  // Sends `value` where the site's is.
  Sent put(std::optional<Json> value, std::string problem) const {
    const auto* ready = site_.carrier.ready();
    if (!ready) return refuse(site_.carrier.problem());
    if (!value) return refuse(std::move(problem));
    auto document = *ready->document;
    const auto place = Json::json_pointer(ready->pointer);
    Json before = document[place];
    if (site_.step == Carrier::Step::map_key) {
      if (!value->is_string()) return refuse("a key is always text");
      Json map = before;
      Json item = map[ready->key];
      map.erase(ready->key);
      map[value->get<std::string>()] = std::move(item);
      document[place] = std::move(map);
    } else {
      if (before == *value) return needless();
      document[place] = *std::move(value);
    }
    return {.document = std::move(document),
            .back = {{.op = "replace", .path = ready->pointer, .value = std::move(before)}},
            .pointer = ready->pointer,
            .problem = {},
            .needless = false};
  }

  Sent put(const Made& made) const { return put(made.value, made.problem); }

  void value(std::string clause, std::string op, std::string_view trait_id, std::string what, Depth at,
             Json sent) {
    add(std::move(clause), std::move(op), trait_id, std::move(what), at, false,
        [this, sent = std::move(sent)](const std::string&) { return put(sent, {}); });
  }

  void required() {
    if (!contract::is_asked_for(site_.member) || site_.parent.type != ShapeType::structure) return;
    if (site_.location == Location::label && site_.level == 0) return;  // the path would be another one
    if (vanishes_unseen() || site_.member.traits.has(trait::idempotency_token))
      return;  // it is filled in again
    add("required", "omitted", trait::required, "left out", depth(), false,
        [this](const std::string&) -> Sent {
          const auto* ready = site_.carrier.ready();
          if (!ready) return refuse(site_.carrier.problem());
          const PatchOperation remove{.op = "remove", .path = ready->pointer, .value = {}};
          auto document = apply_patch(*ready->document, {remove});
          const std::string parent = ready->pointer.substr(0, ready->pointer.rfind('/'));
          const Json* rest = document ? core::pointer_find(*document, parent) : nullptr;
          if (facts_.form() && !parent.empty() && rest && rest->empty())
            return refuse("in a form an empty structure leaves no trace");
          Json before = *core::pointer_find(*ready->document, ready->pointer);
          return {.document = std::move(document),
                  .back = {{.op = "add", .path = ready->pointer, .value = std::move(before)}},
                  .pointer = ready->pointer,
                  .problem = {},
                  .needless = false};
        });
    if (typed()) value("required", "null", trait::required, "null", depth(Depth::normal), nullptr);
  }

  // With a member beside it that a sentence says must not be.
  void excludes() {
    if (site_.parent.type != ShapeType::structure || site_.step != Carrier::Step::member) return;
    for (const contract::TextFact& fact : contract::text_facts(site_.member.traits)) {
      if (fact.trait != contract::text::excludes || !fact.value.is_array()) continue;
      for (const Json& name : fact.value) {
        const contract::Member* other =
            name.is_string() ? site_.parent.member(name.get_ref<const std::string&>()) : nullptr;
        if (other == nullptr || is_page_token(other->name)) continue;
        add("excludes", other->name, {}, "together with " + other->name, depth(Depth::normal), false,
            [this, other](const std::string& seed) { return put_beside(*other, seed); });
      }
    }
  }

  Sent put_beside(const contract::Member& other, const std::string& seed) const {
    const auto* ready = site_.carrier.ready();
    if (!ready) return refuse(site_.carrier.problem());
    const std::string pointer =
        core::pointer_join(ready->pointer.substr(0, ready->pointer.rfind('/')), other.name);
    auto document = *ready->document;
    if (core::pointer_find(document, pointer) != nullptr) return needless();
    Made made = values_.member(other, seed);
    if (!made.value) return refuse(made.problem);
    document[Json::json_pointer(pointer)] = *std::move(made.value);
    return {.document = std::move(document),
            .back = {{.op = "remove", .path = pointer, .value = {}}},
            .pointer = pointer,
            .problem = {},
            .needless = false};
  }

  // Without it the request looks the same, or is one to another operation.
  [[nodiscard]] bool vanishes_unseen() const {
    if (site_.level != 0) return false;
    if (site_.location == Location::payload) {
      // An absent payload is sent like an empty one.
      const auto& members = site_.target.members;
      return site_.target.type != ShapeType::structure ||
             (facts_.rest && facts_.typed() &&
              std::none_of(members.begin(), members.end(), contract::is_required));
    }
    // Some content type is always sent.
    const Json* header = site_.member.traits.find(trait::http_header);
    if (header && header->is_string() &&
        core::equal_ignoring_case(header->get_ref<const std::string&>(), "content-type"))
      return true;
    const bool tells_apart = site_.location == Location::query || site_.location == Location::header;
    return tells_apart && !sole_at_its_path();
  }

  // No other operation has the same method and path: "?uploadId" tells AbortMultipartUpload from
  // DeleteObject, and "x-amz-copy-source" CopyObject from PutObject.
  [[nodiscard]] bool sole_at_its_path() const {
    const auto place_of_operation = [](const contract::Operation& operation) -> std::string {
      const auto binding = contract::http_binding(operation);
      if (!binding) return {};
      std::string place = binding->method + " ";
      bool label = false;
      for (const char c : binding->uri.substr(0, binding->uri.find('?'))) {
        if (!label) place += c;
        label = c == '{' || (label && c != '}');
      }
      return place;
    };
    std::string own;
    for (const auto* operation : model_.all_operations()) {
      if (operation->input == site_.parent.id) own = place_of_operation(*operation);
    }
    std::size_t there = 0;
    for (const auto* operation : model_.all_operations()) {
      if (place_of_operation(*operation) == own) ++there;
    }
    return there <= 1;
  }

  std::string unit() const {
    switch (site_.target.type) {
      case ShapeType::list:
        return "items";
      case ShapeType::map:
        return "entries";
      case ShapeType::blob:
        return "bytes";
      default:
        return "characters";
    }
  }

  // A list that names things which exist is lengthened by naming them again.
  Made of_length(const std::string& seed, std::size_t length) const {
    const auto* ready = site_.carrier.ready();
    if (ready && site_.target.type == ShapeType::list && !constraints_.unique_items) {
      const Json* here = core::pointer_find(*ready->document, ready->pointer);
      if (here && here->is_array() && !here->empty() && length > 0 && length <= 10'000 &&
          names_something(*here)) {
        return {.value = Json(length, here->front()), .problem = {}};
      }
    }
    return values_.of_length(site_.member, seed, length);
  }

  void length(std::string clause, std::string op, double count, Depth at, bool valid) {
    auto what = number_text(count) + " " + unit();
    add(std::move(clause), std::move(op), trait::length, std::move(what), at, valid,
        [this, count, valid](const std::string& seed) -> Sent {
          if (count > (in_line() ? longest_line : longest_text)) {
            return refuse("longer than what is sent there");
          }
          if (valid && fixed()) return needless();
          const Made made = of_length(seed, static_cast<std::size_t>(count));
          const bool too_long =
              in_line() && made.value && static_cast<double>(made.value->dump().size()) > longest_line;
          return too_long ? refuse("longer than what is sent there") : put(made);
        });
  }

  // Characters are counted, not bytes.
  void wide_length(std::size_t count) {
    add("length.max", "at-wide", trait::length, std::to_string(count) + " characters beyond ASCII",
        Depth::thorough, true, [this, count](const std::string&) -> Sent {
          auto text = fixed() ? std::nullopt : wide_text(constraints_, count);
          return text ? put(Json(*std::move(text)), {}) : needless();
        });
  }

  // Another identifier than that of something which exists would not be found.
  [[nodiscard]] bool fixed() const {
    if (site_.level == 0 && is_one_reference(site_.member.name)) return true;
    const auto* ready = site_.carrier.ready();
    if (!ready) return false;
    const Json* here = core::pointer_find(*ready->document, ready->pointer);
    return here && names_something(*here);
  }

  void lengths() {
    if (is_streaming() || !contract::enum_values(site_.target).empty()) return;
    const auto type = site_.target.type;
    if (!is_text(type) && type != ShapeType::blob && type != ShapeType::list && type != ShapeType::map)
      return;
    const auto& low = constraints_.min_length;
    const auto& high = constraints_.max_length;
    const bool aggregate = type == ShapeType::list || type == ShapeType::map;
    if (low && *low >= 1) {
      // Where text carries them, nothing and an empty value are the same, or another path.
      const bool vanishes = *low == 1 && (in_line() || (aggregate && !facts_.typed()));
      if (!vanishes) length("length.min", "below", *low - 1, depth(), false);
      length("length.min", "at", *low, depth(Depth::normal), true);
    }
    if (high) {
      length("length.max", "above", *high + 1, depth(*high > 65536 ? Depth::thorough : Depth::quick), false);
      if (*high > 0) {
        length("length.max", "at", *high, depth(*high > 65536 ? Depth::thorough : Depth::normal), true);
        if (is_text(type) && !in_line() && *high <= longest_wide)
          wide_length(static_cast<std::size_t>(*high));
      }
    }
  }

  void range(std::string clause, std::string op, double number, Depth at, bool valid) {
    const bool whole = is_whole_number(site_.target.type);
    Json sent = whole ? Json(static_cast<std::int64_t>(number)) : Json(number);
    auto what = number_text(number);
    add(std::move(clause), std::move(op), trait::range, std::move(what), at, valid,
        [this, sent = std::move(sent), valid](const std::string&) -> Sent {
          if (valid && fixed()) return needless();
          return put(sent, {});
        });
  }

  void ranges() {
    if (!is_number(site_.target.type) || !constraints_.values.empty()) return;
    const auto& low = constraints_.min_range;
    const auto& high = constraints_.max_range;
    if (low && std::abs(*low) < exact) {
      range("range.min", "below", *low - 1, depth(), false);
      range("range.min", "at", *low, depth(Depth::normal), true);
    }
    if (high && std::abs(*high) < exact) {
      range("range.max", "above", *high + 1, depth(), false);
      if (!low || *low != *high) range("range.max", "at", *high, depth(Depth::normal), true);
    }
  }

  void pattern() {
    if (constraints_.patterns.empty() || !is_text(site_.target.type)) return;
    add("pattern", "mismatch", trait::pattern, "text that the pattern does not allow", depth(), false,
        [this](const std::string& seed) { return put(values_.mismatch(site_.member, seed)); });
    add("pattern", "first", trait::pattern, "text whose first character the pattern does not allow",
        Depth::normal, false, [this](const std::string& seed) -> Sent {
          const Made good = values_.member(site_.member, seed);
          auto text = good.value && good.value->is_string()
                          ? wrong_at_start(constraints_, good.value->get<std::string>())
                          : std::nullopt;
          return text ? put(Json(*std::move(text)), {}) : needless();
        });
  }

  void enumeration() {
    if (constraints_.values.empty()) return;
    if (is_text(site_.target.type)) {
      std::string unknown = "HALLMARK_UNKNOWN";
      while (std::find(constraints_.values.begin(), constraints_.values.end(), Json(unknown)) !=
             constraints_.values.end()) {
        unknown += "_X";
      }
      value("enum", "unknown", trait::enum_value, "a value that is not listed", depth(), unknown);
    } else {
      std::int64_t unknown = 0;
      for (const auto& listed : constraints_.values) {
        if (listed.is_number_integer()) unknown = std::max(unknown, listed.get<std::int64_t>() + 1);
      }
      value("enum", "unknown", trait::enum_value, "a value that is not listed", depth(), unknown);
    }
    for (const auto& listed : constraints_.values) {
      const auto name = listed.is_string() ? core::percent_encode(listed.get<std::string>()) : listed.dump();
      add("enum", name, trait::enum_value, core::dump(listed, 100), depth(Depth::normal), true,
          [this, listed](const std::string&) -> Sent {
            if (fixed()) return needless();
            return put(listed, {});
          });
    }
  }

  void unique_items() {
    if (!constraints_.unique_items || site_.target.type != ShapeType::list) return;
    if (constraints_.max_length && *constraints_.max_length < 2) return;
    add("uniqueItems", "duplicate", trait::unique_items, "the same item twice", depth(), false,
        [this](const std::string& seed) -> Sent {
          const auto low = constraints_.min_length.value_or(0);
          auto made = of_length(seed, static_cast<std::size_t>(std::max(1.0, low - 1)));
          if (made.value) made.value->push_back(made.value->front());
          return put(made);
        });
  }

  void type(std::string op, std::string what, Depth at, Json sent) {
    value("type", std::move(op), {}, std::move(what), at, std::move(sent));
  }

  void types() {
    if (site_.step == Carrier::Step::map_key || is_streaming()) return;
    const auto kind = site_.target.type;
    const bool payload_text =
        site_.location == Location::payload && site_.level == 0 && (is_text(kind) || kind == ShapeType::blob);
    if (payload_text || kind == ShapeType::document) return;
    const auto near = depth(Depth::normal);
    const auto far = Depth::thorough;
    if (is_number(kind)) type("string", "a word instead of a number", near, "twelve");
    if (kind == ShapeType::boolean) type("string", "a word instead of true or false", near, "perhaps");
    if (kind == ShapeType::timestamp) type("string", "a word instead of a time", near, "yesterday");
    if (!typed()) return;
    if (is_text(kind)) {
      type("number", "a number instead of text", near, 12345);
      type("boolean", "true instead of text", far, true);
      type("list", "a list instead of text", far, Json::array({"conformance"}));
      type("structure", "an object instead of text", near, Json{{"purpose", "conformance"}});
    } else if (kind == ShapeType::blob) {
      type("number", "a number instead of base64", near, 12345);
    } else if (is_number(kind)) {
      type("structure", "an object instead of a number", near, Json{{"purpose", "conformance"}});
      type("boolean", "true instead of a number", far, true);
      if (is_whole_number(kind)) type("fraction", "a fraction instead of a whole number", far, 1.5);
    } else if (kind == ShapeType::boolean) {
      type("number", "a number instead of true or false", far, 12345);
      type("structure", "an object instead of true or false", near, Json{{"purpose", "conformance"}});
    } else if (kind == ShapeType::timestamp) {
      type("boolean", "true instead of a time", far, true);
      type("structure", "an object instead of a time", near, Json{{"purpose", "conformance"}});
    } else if (kind == ShapeType::list) {
      type("string", "text instead of a list", near, "conformance");
      type("structure", "an object instead of a list", near, Json{{"purpose", "conformance"}});
    } else {
      const std::string wanted = kind == ShapeType::map ? "a map" : "an object";
      type("string", "text instead of " + wanted, near, "conformance");
      type("list", "a list instead of " + wanted, near, Json::array({"conformance"}));
    }
  }

  void union_members() {
    if (site_.target.type != ShapeType::union_shape) return;
    if (typed()) value("union", "none", {}, "no member at all", depth(Depth::normal), Json::object());
    if (site_.target.members.size() >= 2 && !facts_.form()) {
      add("union", "two", {}, "two members at once", depth(Depth::normal), false,
          [this](const std::string& seed) -> Sent {
            Json both = Json::object();
            std::string problem = "only one of its members could be made";
            for (const auto& member : site_.target.members) {
              auto made = values_.member(member, seed + member.name);
              if (made.value) both[member.name] = *std::move(made.value);
              if (both.size() == 2) return put(std::move(both), {});
            }
            return put(std::nullopt, problem);
          });
    }
    for (const auto& member : site_.target.members) {
      add("union", member.name, {}, "its member " + member.name, depth(Depth::normal), true,
          [this, &member](const std::string& seed) -> Sent {
            auto made = values_.member(member, seed);
            if (!made.value) return put(std::nullopt, made.problem);
            return put(Json{{member.name, *std::move(made.value)}}, {});
          });
    }
  }

  void unicode() {
    const bool headers = site_.location == Location::header || site_.location == Location::prefix_headers;
    if (!is_text(site_.target.type) || !constraints_.values.empty() || headers || is_streaming()) return;
    add("type", "unicode", {}, "letters beyond ASCII", depth(Depth::normal), true,
        [this](const std::string& seed) -> Sent {
          if (fixed()) return needless();
          const auto made = values_.unicode(site_.member, seed);
          return made.value ? put(made) : needless();
        });
  }

  const Model& model_;
  const Values& values_;
  const contract::ProtocolFacts& facts_;
  const Site& site_;
  Constraints constraints_;
  std::vector<InputVariation> out_;
};

}  // namespace

void for_variations(const Model& model, const Values& values, const std::string& protocol, const Site& site,
                    const std::function<void(const InputVariation&)>& each) {
  Maker maker(model, values, protocol, site);
  for (const auto& variation : maker.all()) each(variation);
}

}  // namespace hallmark::plan
