#include "plan/kinds/value_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "core/digest.h"
#include "core/text.h"
#include "names/habits.h"
#include "names/sequences.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/writing.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::Kind;

constexpr const char* read_as_made = "before.made";  // the variable of what was read when it was made
constexpr std::size_t large = 5 * 1024 * 1024 + 1;   // beyond every part and buffer that services speak of

class ValueCases : public Writing {
 public:
  using Writing::Writing;

  std::vector<Wanted> all() {
    if (kind_ == Kind::read) range();
    if (!ready()) return std::move(wanted_);
    const std::string kind = kind_ == Kind::make ? "read-back" : "update";
    written_together(kind);
    for (const Member& member : input_.members) {
      if (!is_told_of(member) || base_->document->contains(member.name) || shown(member).empty()) continue;
      if (value_for(member)) written(kind, member);
      zero(member);
    }
    for (const Member& member : input_.members) payload(member);
    if (kind_ == Kind::make) defaults();
    if (kind_ == Kind::change && says_of_omitted("reset")) omitted();
    return std::move(wanted_);
  }

 private:
  // ---- written and read ----

  void written_together(const std::string& kind) {
    want(kind, Depth::quick, [this, kind]() -> Result {
      Case test = about(kind, kind);
      test.title = kind_ == Kind::make ? "made with all that is known, then read"
                                       : "changed in all that is known, then read";
      for (const Member& member : input_.members) {
        if (!is_told_of(member) || test.send.contains(member.name) || excluded(test.send, member) ||
            goes_alone(member))
          continue;
        auto value = value_for(member);
        if (!value || certainty_of(member, *value) != Certainty::known || shown(member).empty()) continue;
        test.send[member.name] = *std::move(value);
        context_.values.suit(input_, test.send, member.name, test.id);
      }
      for (const Member& member : input_.members) {
        // What says which one is changed is not what is changed.
        const bool names_it = kind_ == Kind::change && base_->document->contains(member.name) &&
                              (must_be_given(member) && names_.words().is_identifier(member.name));
        if (is_told_of(member) && !names_it && location_of(member) != Location::label)
          claim_back(test, kind, member);
      }
      if (kind_ == Kind::make) claim_dates(test);
      if (kind_ == Kind::change) claim_what_stays(test);
      if (test.claims.empty()) return {};
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // What requests go without may not go together with others.
  [[nodiscard]] bool goes_alone(const Member& member) const {
    const auto& certainties = context_.values.certainties();
    return certainties.rules().is_left_out(certainties.place(member));
  }

  void written(const std::string& kind, const Member& member) {
    want(kind + " " + member.name, Depth::normal, [this, kind, &member]() -> Result {
      auto value = value_for(member);
      if (!value || excluded(*base_->document, member)) return {};
      Case test = about(kind + "-" + member.name, kind + " " + member.name);
      test.title =
          fmt::format("{} {}, then read", kind_ == Kind::make ? "made with" : "changed in", member.name);
      test.send[member.name] = *std::move(value);
      context_.values.suit(input_, test.send, member.name, test.id);
      claim_back(test, kind, member);
      if (test.claims.empty()) return {};
      if (kind_ == Kind::make) claim_dates(test);
      if (kind_ == Kind::change) claim_what_stays(test);
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // 0 and false are values like others, and not "nothing was said".
  void zero(const Member& member) {
    const Shape& target = contract::target_of(context_.model, member);
    const Json value = target.type == ShapeType::boolean ? Json(false) : Json(0);
    if (!(contract::is_number(target.type) || target.type == ShapeType::boolean) ||
        !contract::enum_values(target).empty() || !context_.values.keeps(member, value))
      return;
    want("defaults " + member.name, Depth::normal, [this, value, &member]() -> Result {
      if (excluded(*base_->document, member)) return {};
      Case test = about("zero-" + member.name, "defaults " + member.name);
      test.title = fmt::format("{} {}, then read", member.name, core::dump(value));
      test.send[member.name] = value;
      context_.values.suit(input_, test.send, member.name, test.id);
      claim_back(test, "defaults", member);
      if (test.claims.empty()) return {};
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // What a sentence says of members that are left out.
  void defaults() {
    std::vector<std::pair<const Member*, Json>> documented;
    for (const Member& member : input_.members) {
      const auto fact = contract::text_fact(member.traits, contract::text::default_value);
      const Json* stated = member.traits.find("smithy.api#default");
      const Json value = fact ? fact->value : stated ? *stated : Json();
      if (value.is_null() || !is_told_of(member) || base_->document->contains(member.name)) continue;
      if (!shown(member).empty()) documented.emplace_back(&member, value);
    }
    if (documented.empty()) return;
    want("defaults", Depth::quick, [this, documented]() -> Result {
      Case test = about("defaults", "defaults");
      test.title = "what is left out is as the documentation says";
      for (const auto& [member, value] : documented) {
        Claim claim{.kind = Claim::Kind::comes_back,
                    .promise = behaviour_promise(id_, "defaults", member->name),
                    .value = value,
                    .weak = true};
        for_places(test, std::move(claim), [&, each = member](const Shape& output) {
          return places_in(context_.model, output, noun_, *each);
        });
      }
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
    for (const auto& [member, value] : documented)
      want("defaults " + member->name, Depth::thorough, [] { return Result{}; });
  }

  void claim_dates(Case& test) const {
    const auto places = [&](const Shape& output) {
      return places_in(context_.model, output, noun_, [](const Member& member, const Shape& shape) {
        return shape.type == ShapeType::timestamp && names::Habits::standard().is_creation_time(member.name);
      });
    };
    // No document promises a time of creation in each reading: it is not awaited.
    for_places(test, {.kind = Claim::Kind::dated, .promise = behaviour_promise(id_, "order")}, places);
  }

  // ---- what a change leaves alone ----

  void claim_what_stays(Case& test) const {
    if (readers_.empty()) return;
    Step first = readers_.front().step;
    first.keep = {{read_before, ""}};
    test.arrange.push_back(std::move(first));
    const Shape& output = output_of(context_.model, *readers_.front().operation);
    const auto identity = places_in(context_.model, output, noun_, [&](const Member& member, const Shape&) {
      const auto identifier = names_.words().identifier(member.name);
      const bool own = identifier && !identifier->plural && identifier->meaning != names::Meaning::name &&
                       (identifier->stem.empty() || core::equal_ignoring_case(identifier->stem, noun_));
      return !test.send.contains(member.name) &&
             (own || names::Habits::standard().is_creation_time(member.name));
    });
    Claim claim{.kind = Claim::Kind::stays,
                .promise = behaviour_promise(id_, "update", "identity"),
                .step = 0,
                .items = readers_.front().items,
                .before = read_before};
    for (const std::string& at : identity) {
      // The time of "LatestRevision" is that of the change.
      const auto parts = core::pointer_tokens(at);
      if (std::any_of(parts.begin(), parts.end(),
                      [](const std::string& part) { return names::Habits::standard().moves(part); }))
        continue;
      claim.at = {at};
      test.claims.push_back(claim);
    }
    claim_version(test, claim, output);
    claim_growth(test, claim, output);
    const std::string whole = whole_thing(output);
    if (is_partial() && (!readers_.front().lists || !whole.empty()) && says_what_it_changes(test, output)) {
      claim.kind = Claim::Kind::stays;
      claim.promise = behaviour_promise(id_, "update", "others");
      claim.at = {whole};
      for (const auto& [name, value] : test.send.items()) {
        claim.but.push_back(name);
        claim.but.push_back(upper_first(name));
      }
      test.claims.push_back(std::move(claim));
    }
  }

  // Of an answer with several things the one: a pointer to the item; "" for the answer itself.
  [[nodiscard]] std::string whole_thing(const Shape& output) const {
    if (!readers_.front().lists) return {};
    for (const Member& member : input_.members) {
      for (const std::string& at : places_in(context_.model, output, noun_, member)) {
        if (const auto star = at.find("/*"); star != std::string::npos) return at.substr(0, star + 2);
      }
    }
    return {};
  }

  // Each structure that is sent is read back under its name: a list of patches names in its values what it
  // changes.
  [[nodiscard]] bool says_what_it_changes(const Case& test, const Shape& output) const {
    return std::all_of(input_.members.begin(), input_.members.end(), [&](const Member& member) {
      const auto sent = test.send.find(member.name);
      return sent == test.send.end() || !sent->is_structured() ||
             !places_in(context_.model, output, noun_, member).empty();
    });
  }

  // Where the request takes a version tag, a change gives another one.
  void claim_version(Case& test, Claim claim, const Shape& output) const {
    for (const Member& member : input_.members) {
      const std::string source = names_.words().version_tag_source(member.name);
      if (source.empty() || !test.send.contains(member.name)) continue;
      claim.kind = Claim::Kind::differs;
      claim.promise = behaviour_promise(id_, "update", "version");
      claim.at = places_in(context_.model, output, noun_, [&](const Member& each, const Shape&) {
        return upper_first(each.name) == upper_first(source);
      });
      if (!claim.at.empty()) test.claims.push_back(claim);
      return;
    }
  }

  // Counters of changes, and the time of the last one.
  void claim_growth(Case& test, Claim claim, const Shape& output) const {
    const auto& knowledge = names::Sequences::standard();
    const auto places =
        places_in(context_.model, output, noun_, [&](const Member& member, const Shape& shape) {
          return !test.send.contains(member.name) &&
                 (shape.type == ShapeType::timestamp ? knowledge.time_grows(member.name)
                  : contract::is_number(shape.type)  ? knowledge.number_grows(member.name)
                                                     : false);
        });
    claim.kind = Claim::Kind::grows;
    claim.weak = true;
    for (const std::string& at : places) {
      claim.promise = behaviour_promise(id_, "growing", core::pointer_tokens(at).back());
      claim.at = {at};
      test.claims.push_back(claim);
    }
  }

  // PATCH changes what it is given, and nothing else; of others a sentence may say so.
  [[nodiscard]] bool is_partial() const {
    const auto binding = contract::http_binding(context_.operation);
    return says_of_omitted("kept") || (binding && binding->method == "PATCH");
  }

  [[nodiscard]] bool says_of_omitted(std::string_view what) const {
    const auto fact = contract::text_fact(context_.operation.traits, contract::text::omitted);
    return fact && fact->value == what;
  }

  // Changed with all that can be told, then without: nothing is left of it, but for what is so by default.
  void omitted() {
    want("update omitted", Depth::quick, [this]() -> Result {
      if (readers_.empty()) return {};
      Case test = about("update-omitted", "update omitted");
      test.title = "changed, then changed again without what was changed";
      Step first{.call = test.operation, .with = test.send};
      Step read = readers_.front().step;
      read.keep = {{read_before, ""}};
      const Shape& output = output_of(context_.model, *readers_.front().operation);
      for (const Member& member : input_.members) {
        if (must_be_given(member) || !is_told_of(member) || base_->document->contains(member.name) ||
            excluded(first.with, member) || names_.words().is_identifier(member.name) ||
            !made_with(member).is_null())
          continue;
        auto value = value_for(member);
        const auto at = places_in(context_.model, output, noun_, member);
        const auto usual = contract::text_fact(member.traits, contract::text::default_value);
        if (!value || at.empty() || (usual && usual->value == *value)) continue;
        first.with[member.name] = *std::move(value);
        context_.values.suit(input_, first.with, member.name, test.id);
        test.claims.push_back({.kind = Claim::Kind::differs,
                               .promise = behaviour_promise(id_, "update", "omitted"),
                               .step = 0,
                               .at = at,
                               .items = readers_.front().items,
                               .value = fmt::format("${{{}}}", read_as_made),
                               .before = read_before});
      }
      if (test.claims.empty()) return {};
      Step as_made = readers_.front().step;
      as_made.keep = {{read_as_made, ""}};
      test.arrange.push_back(std::move(as_made));
      test.arrange.push_back(std::move(first));
      test.arrange.push_back(std::move(read));
      test.then = {readers_.front().step};
      test.behaviour.evidence = "the documentation says that what is left out is set back";
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // ---- bytes ----

  void payload(const Member& member) {
    const Shape& target = contract::target_of(context_.model, member);
    if (target.type != ShapeType::blob || shown(member).empty()) return;
    digests(member);
    entity_tag(member);
    const std::string every = every_byte();
    bytes(member, "every-value", "every value of a byte", Depth::quick, [every] { return every; });
    bytes(member, "none", "no bytes", Depth::normal, [] { return std::string(); });
    bytes(member, "one", "one byte", Depth::normal, [] { return std::string(1, '\0'); });
    bytes(member, "large", "more than five million bytes", Depth::thorough, [every] {
      std::string text;
      text.reserve(large);
      while (text.size() < large) text += every;
      text.resize(large);
      return text;
    });
  }

  static std::string every_byte() {
    std::string every(256, '\0');
    for (std::size_t i = 0; i < every.size(); ++i) every[i] = static_cast<char>(i);
    return every;
  }

  // RFC 9110: a part of what was put, where the request has the header that asks for it.
  void range() {
    const Shape& output = output_of(context_.model, context_.operation);
    const Member* asked = member_of_header(input_, "Range");
    const Member* said = member_of_header(output, "Content-Range");
    const auto body = std::find_if(output.members.begin(), output.members.end(), [](const Member& member) {
      return location_of(member) == Location::payload;
    });
    const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
    // An answer to HEAD has the length of what GET would have answered.
    const auto binding = contract::http_binding(context_.operation);
    const Member* length =
        binding && binding->method == "HEAD" ? member_of_header(output, "Content-Length") : nullptr;
    const Member* shows = body == output.members.end() ? length : &*body;
    if (!asked || !said || !shows || steps == context_.suite.arrange.end()) return;
    base_ = context_.base();
    if (!base_) return;
    const std::string evidence = "RFC 9110, 14: the request has the header Range";
    want("payload " + asked->name, Depth::quick, [=, this]() -> Result {
      Case test = context_.blank({Group::Kind::behaviour, {}}, "payload-" + asked->name);
      test.title = "three of two hundred and fifty-six bytes";
      test.promises = {behaviour_promise(id_, "payload", asked->name)};
      if (!put_bytes(test.arrange)) return {};
      test.send = *base_->document;
      test.send[asked->name] = "bytes=1-3";
      Outcome part{.status = 206};
      part.success[core::pointer_join("", shows->name)] = {
          .kind = Matcher::Kind::equals,
          .value = shows == length ? Json(3) : Json(core::base64_encode(every_byte().substr(1, 3)))};
      part.success[core::pointer_join("", said->name)] = {.kind = Matcher::Kind::equals,
                                                          .value = "bytes 1-3/256"};
      test.expect = {std::move(part)};
      test.behaviour = {.kind = "payload", .evidence = evidence, .stated = shows != length};
      return {.test = std::move(test), .problem = {}};
    });
    want("payload " + asked->name, Depth::normal, [=, this]() -> Result {
      Case test = context_.blank({Group::Kind::behaviour, {}}, "payload-" + asked->name + "-beyond");
      test.title = "bytes beyond the last of two hundred and fifty-six";
      test.promises = {behaviour_promise(id_, "payload", asked->name)};
      if (!put_bytes(test.arrange)) return {};
      test.send = *base_->document;
      test.send[asked->name] = "bytes=256-300";
      test.expect = {Outcome{.reason = "RFC 9110, 15.5.17: no byte of it is there", .status = 416}};
      test.behaviour = {.kind = "payload", .evidence = evidence, .stated = shows != length};
      return {.test = std::move(test), .problem = {}};
    });
  }

  static const Member* member_of_header(const Shape& shape, std::string_view header) {
    for (const Member& member : shape.members) {
      const Json* bound = member.traits.find(contract::trait::http_header);
      if (bound && bound->is_string() &&
          core::equal_ignoring_case(bound->get_ref<const std::string&>(), header))
        return &member;
    }
    return nullptr;
  }

  // Into the last step that puts any.
  bool put_bytes(std::vector<Step>& steps) const {
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      const contract::Operation* call = context_.model.operation(step->call);
      if (!call) continue;
      for (const Member& member : input_of(context_.model, *call).members) {
        if (location_of(member) != Location::payload ||
            contract::target_of(context_.model, member).type != ShapeType::blob)
          continue;
        step->with[member.name] = core::base64_encode(every_byte());
        return true;
      }
    }
    return false;
  }

  // ---- digests of the body ----

  // Headers that say a digest of the body: one that is right is accepted, one of other bytes is refused.
  void digests(const Member& body) {
    static constexpr struct {
      const char *header, *source;
      std::string (*digest)(std::string_view);
    } kinds[] = {{"Content-MD5", "RFC 1864: the header Content-MD5", core::md5},
                 {"x-amz-checksum-sha256", "the header x-amz-checksum-sha256", core::sha256},
                 {"x-amz-checksum-sha1", "the header x-amz-checksum-sha1", core::sha1}};
    for (const auto& kind : kinds) {
      const Member* member = member_of_header(input_, kind.header);
      if (!member || location_of(body) != Location::payload) continue;
      for (const bool right : {true, false}) {
        want("payload " + member->name, right ? Depth::normal : Depth::quick,
             [this, kind, member, right, &body]() -> Result {
               Case test = about(fmt::format("payload-{}-{}", member->name, right ? "right" : "wrong"),
                                 "payload " + member->name);
               test.title = fmt::format("{} of {}", member->name, right ? "the body" : "other bytes");
               test.then.clear();
               test.send[body.name] = core::base64_encode(every_byte());
               const std::string digest = kind.digest(right ? every_byte() : std::string("other bytes"));
               test.send[member->name] = core::base64_encode(digest);
               if (!right) {
                 test.provoke = Provocation::request;
                 test.expect = {Outcome{.reason = "the digest is of other bytes", .status = 400}};
               }
               test.behaviour.evidence = kind.source;
               finish(test);
               return {.test = std::move(test), .problem = {}};
             });
      }
    }
  }

  // RFC 9110, 8.8.3: other bytes, another tag; and the reading says the tag that the writing said.
  void entity_tag(const Member& body) {
    const Member* tag = member_of_header(output_of(context_.model, context_.operation), "ETag");
    if (!tag || location_of(body) != Location::payload || readers_.empty() || readers_.front().lists) return;
    const Member* read = member_of_header(output_of(context_.model, *readers_.front().operation), "ETag");
    if (!read) return;
    want("payload " + tag->name, Depth::quick, [this, tag, read, &body]() -> Result {
      Case test = about("payload-" + tag->name, "payload " + tag->name);
      test.title = "the entity tag of other bytes";
      test.then = {readers_.front().step};
      Step first{.call = test.operation, .with = test.send, .keep = {{read_before, ""}}};
      first.with[body.name] = core::base64_encode("the first bytes");
      test.arrange.push_back(std::move(first));
      test.send[body.name] = core::base64_encode(every_byte());
      const std::string promise = behaviour_promise(id_, "payload", tag->name);
      test.claims = {{.kind = Claim::Kind::differs,
                      .promise = promise,
                      .at = {core::pointer_join("", tag->name)},
                      .before = read_before}};
      test.keep["entityTag"] = core::pointer_join("", tag->name);
      test.claims.push_back({.kind = Claim::Kind::comes_back,
                             .promise = promise,
                             .step = 0,
                             .at = {core::pointer_join("", read->name)},
                             .value = "${entityTag}",
                             .awaited = true});
      test.behaviour.evidence = "RFC 9110, 8.8.3: other bytes have another entity tag";
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  void bytes(const Member& member, const std::string& how, const std::string& what, Depth depth,
             const std::function<std::string()>& make) {
    want("payload " + member.name, depth, [this, how, what, make, &member]() -> Result {
      const std::string text = make();
      const Constraints constraints = constraints_of(context_.model, member);
      const auto size = static_cast<double>(text.size());
      if (size < constraints.min_length.value_or(0) || size > constraints.max_length.value_or(1e12))
        return {};
      Case test = about("payload-" + member.name + "-" + how, "payload " + member.name);
      test.title = fmt::format("{}: {}", member.name, what);
      test.send[member.name] = core::base64_encode(text);
      context_.values.suit(input_, test.send, member.name, test.id);
      Claim claim{.kind = Claim::Kind::comes_back,
                  .promise = behaviour_promise(id_, "payload", member.name),
                  .sent = core::pointer_join("", member.name)};
      for_places(test, std::move(claim),
                 [&](const Shape& output) { return places_in(context_.model, output, noun_, member); });
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }
};

}  // namespace

std::vector<Wanted> value_cases(Context& context, const names::Names& names) {
  return wanted_by<ValueCases>(context, names);
}

}  // namespace hallmark::plan
