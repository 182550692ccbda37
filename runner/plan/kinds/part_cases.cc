#include "plan/kinds/part_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "contract/text_facts.h"
#include "core/text.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/writing.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::Kind;

struct Part {
  const Member* whole = nullptr;   // the request's member
  const Shape* shape = nullptr;    // its structure
  const Member* member = nullptr;  // of it
  [[nodiscard]] std::string path() const { return whole->name + "." + member->name; }
};

class PartCases : public Writing {
 public:
  using Writing::Writing;

  std::vector<Wanted> all() {
    if (kind_ != Kind::make || !ready()) return {};
    find_parts();
    if (parts_.empty()) return {};
    together();
    for (const Part& part : parts_) alone(part);
    return std::move(wanted_);
  }

 private:
  // Of structures that the base request has and no answer shows by their names: what is not sent, and shown.
  void find_parts() {
    for (const Member& whole : input_.members) {
      const Shape& shape = contract::target_of(context_.model, whole);
      const auto sent = base_->document->find(whole.name);
      if (shape.type != ShapeType::structure || sent == base_->document->end() || !sent->is_object() ||
          !is_told_of(whole) || !shown(whole).empty())
        continue;
      for (const Member& member : shape.members) {
        if (!sent->contains(member.name) && is_plain(member) && is_told_of(member) &&
            !names_.words().is_identifier(member.name) && !shown(member).empty())
          parts_.push_back({&whole, &shape, &member});
      }
    }
  }

  // Structures may refer to what is not there.
  [[nodiscard]] bool is_plain(const Member& member) const {
    const Shape* shape = &contract::target_of(context_.model, member);
    if (shape->type == ShapeType::list && !shape->members.empty())
      shape = &contract::target_of(context_.model, shape->members.front());
    return is_text(shape->type) || contract::is_number(shape->type) || shape->type == ShapeType::boolean;
  }

  // Puts the part in, where it goes with the others and is at least this sure; false where it is not.
  bool put(Case& test, const Part& part, Certainty least) const {
    Json& where = test.send[part.whole->name];
    const bool excluded =
        std::any_of(part.shape->members.begin(), part.shape->members.end(), [&](const Member& other) {
          return &other != part.member && where.contains(other.name) &&
                 contract::exclude_each_other(*part.member, other);
        });
    if (excluded || where.contains(part.member->name)) return false;
    ValueOptions options;
    options.full = true;
    auto made = context_.values.member(*part.member, test.id + " " + part.path(), options);
    if (!made.value || (made.value->is_structured() && made.value->empty())) return false;
    const Certainty certainty = context_.values.certainties().of(*part.member, *made.value);
    if (names::weaker(certainty, least) != least) return false;
    where[part.member->name] = *std::move(made.value);
    context_.values.suit(*part.shape, where, part.member->name, test.id);
    claim(test, part);
    return true;
  }

  void claim(Case& test, const Part& part) const {
    const Json& sent = test.send.at(part.whole->name).at(part.member->name);
    const bool secret =
        contract::effective(context_.model, *part.member, contract::trait::sensitive) != nullptr;
    const bool known = context_.values.certainties().of(*part.member, sent) == Certainty::known;
    // Secrets go in and need not come out; 0 and false are not always shown.
    const bool nothing = sent == Json(false) || sent == Json(0);
    Claim claim{.kind = Claim::Kind::comes_back,
                .promise = behaviour_promise(id_, "read-back", part.path()),
                .sent = core::pointer_join(core::pointer_join("", part.whole->name), part.member->name),
                .awaited = !secret && !nothing,
                .weak = secret || !known};
    for_places(test, std::move(claim),
               [&](const Shape& output) { return places_in(context_.model, output, noun_, *part.member); });
  }

  void together() {
    want("read-back", Depth::quick, [this]() -> Result {
      Case test = about("read-back-parts", "read-back");
      test.title = "made with all known parts of what it is to be, then read";
      for (const Part& part : parts_) (void)put(test, part, Certainty::known);
      return finished(std::move(test));
    });
  }

  void alone(const Part& part) {
    want("read-back " + part.path(), Depth::normal, [this, part]() -> Result {
      Case test = about("read-back-" + part.path(), "read-back " + part.path());
      test.title = fmt::format("made with {}, then read", part.path());
      if (!put(test, part, Certainty::plausible)) return {};
      return finished(std::move(test));
    });
  }

  [[nodiscard]] Result finished(Case test) const {
    if (test.claims.empty()) return {};
    finish(test);
    return {.test = std::move(test), .problem = {}};
  }

  std::vector<Part> parts_;
};

}  // namespace

std::vector<Wanted> part_cases(Context& context, const names::Names& names) {
  return wanted_by<PartCases>(context, names);
}

}  // namespace hallmark::plan
